//! A list may name a party, and nobody has settled whether it does: the act is judged both ways.

use std::collections::BTreeSet;

use portolan_acts::{Outcome, Question, words::Flag};
use portolan_terms::{Day, Known, Listing, Party};

use crate::{Ground, GroundEffect, Ruling};

/// The most open listings of one act that are tried in every combination.
const TRIED_MAX: u32 = 6;

/// Returns the ruling on an act whose listings may be open.
///
/// When outcome and needs are the same whichever of them are the party, that is the ruling.
/// Otherwise, or when there are too many to try, it is unsettled and names them.
pub(crate) fn supposing(question: &Question, judge: impl Fn(&Question) -> Ruling) -> Ruling {
    let mut question = question.clone();
    let open = open(&mut question);
    if open.is_empty() {
        return judge(&question);
    }
    let count = u32::try_from(open.len()).unwrap_or(u32::MAX);
    let tried = count <= TRIED_MAX;
    // Beyond the most, all of them beside none: what follows is unsettled anyway.
    let worlds: Vec<u64> = if tried {
        (1..1 << count).collect()
    } else {
        vec![u64::MAX]
    };
    let others: Vec<Ruling> = worlds
        .iter()
        .map(|world| judge(&supposed(&question, *world)))
        .collect();
    let none = judge(&supposed(&question, 0));
    let mut ruling = joined(none, &others, tried);
    ruling.open.extend(open);
    ruling
}

fn is_open(listing: &Listing, on: Day) -> bool {
    listing.alive_on(on) == Known::Unknown
}

fn listings_mut(party: &mut Party) -> impl Iterator<Item = &mut Vec<Listing>> {
    let owners = party.owners.iter_mut().map(|owner| &mut owner.listed);
    std::iter::once(&mut party.listed).chain(owners)
}

/// Names the open listings of an act.
fn open(question: &mut Question) -> Vec<String> {
    let on = question.on;
    let mut named = Vec::new();
    for (field, party) in question.act.parties_mut() {
        let name = party.name.clone();
        for listings in listings_mut(party) {
            for listing in listings.iter().filter(|listing| is_open(listing, on)) {
                named.push(format!(
                    "whether the entry of `{}` that may name {name} (`{field}.listed`) does",
                    listing.list
                ));
            }
        }
    }
    named
}

/// Returns the act as it is when the open listings whose bit is set name their party, and the
/// others do not.
fn supposed(question: &Question, world: u64) -> Question {
    let mut question = question.clone();
    let on = question.on;
    let mut at = 0_u32;
    for (_, party) in question.act.parties_mut() {
        for listings in listings_mut(party) {
            listings.retain_mut(|listing| {
                if !is_open(listing, on) {
                    return true;
                }
                let named = world.checked_shr(at).is_some_and(|bits| bits & 1 == 1);
                at += 1;
                if named {
                    listing.on = Known::Is(on);
                }
                named
            });
        }
    }
    question
}

/// Joins what is ruled in every world: one of them is the real one.
fn joined(mut ruling: Ruling, others: &[Ruling], tried: bool) -> Ruling {
    let same = |other: &Ruling| other.outcome == ruling.outcome && other.needs == ruling.needs;
    let same = tried && others.iter().all(same);
    // LAW: what covers the act in some worlds only does not cover it, and what bites in some only
    // does not decide it.
    let everywhere = |ground: &Ground| others.iter().all(|other| other.grounds.contains(ground));
    let mut grounds: Vec<Ground> = Vec::new();
    for ground in [&ruling]
        .into_iter()
        .chain(others)
        .flat_map(|one| &one.grounds)
    {
        let known =
            |known: &Ground| known.rule == ground.rule && known.paragraph == ground.paragraph;
        let stands = ruling.grounds.contains(ground) && everywhere(ground);
        if grounds.iter().any(known) || (ground.effect == GroundEffect::Covers && !stands) {
            continue;
        }
        let mut ground = ground.clone();
        if ground.effect.bites() && !stands && !same {
            ground.effect = GroundEffect::Undecided;
        }
        grounds.push(ground);
    }
    ruling.grounds = grounds;
    let (mut duties, mut flags) = (BTreeSet::new(), BTreeSet::new());
    let mut open: BTreeSet<String> = ruling.open.drain(..).collect();
    duties.extend(ruling.duties.drain(..));
    flags.extend(ruling.flags.drain(..));
    for other in others {
        duties.extend(&other.duties);
        flags.extend(&other.flags);
        open.extend(other.open.iter().cloned());
    }
    if !same {
        ruling.outcome = Outcome::Unsettled;
        ruling.needs.clear();
        flags.insert(Flag::FactsMissing);
    }
    ruling.duties = duties.into_iter().collect();
    ruling.flags = flags.into_iter().collect();
    ruling.open = open.into_iter().collect();
    ruling
}
