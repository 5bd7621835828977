//! The facts of a party.

use std::collections::BTreeSet;

use portolan_terms::{Figure, Known, Listing, Owner, Party};

use super::{Facts, Leaf, LeafType, Parameters, path};
use crate::pack::provision::Share;

/// Writes the facts of a party below `at`.
pub(crate) fn write(facts: &mut Facts, at: &str, party: &Party, parameters: &Parameters<'_>) {
    seats(facts, at, party, parameters);
    standing(facts, at, party);
    lists(facts, at, party, parameters);
    for share in &parameters.shares {
        let at_share = path(&[at, "share", &share.name]);
        match held(&party.owners, share, parameters) {
            Some(percent) => facts.set(&at_share, Leaf::Decimal(percent)),
            None => facts.gap(
                &at_share,
                LeafType::Decimal,
                [super::dotted(&path(&[at, "owners", "hq"]))],
            ),
        }
    }
}

/// Writes where the party sits, is held, registered and managed, and where it sat before.
fn seats(facts: &mut Facts, at: &str, party: &Party, parameters: &Parameters<'_>) {
    let seats = [
        ("seat", party.hq),
        ("parent", party.ultimate_parent_hq),
        ("registered", party.registered_in.unwrap_or(party.hq)),
        ("managed", party.managed_from.unwrap_or(party.hq)),
    ];
    for (name, seat) in seats {
        facts.known(&path(&[at, name]), LeafType::Place, &seat, |place| {
            Leaf::Place(place.code().to_owned())
        });
    }
    let moved = party.moved_hq_from.filter(|_| {
        party
            .moved_hq_on
            .is_none_or(|moved_on| moved_on <= parameters.on)
    });
    let moved = moved.iter().map(|place| place.code().to_owned()).collect();
    facts.set(&path(&[at, "moved_from"]), Leaf::Places(moved));
    let city = party.registered_city.as_deref().unwrap_or_default();
    facts.text(&path(&[at, "city"]), &city.to_lowercase());
}

/// Writes what kind of body the party is, as laws distinguish them.
fn standing(facts: &mut Facts, at: &str, party: &Party) {
    let below = |name: &str| path(&[at, name]);
    let sector = party.sector.as_deref().unwrap_or_default();
    facts.text(&below("sector"), sector);
    let truths = [
        (
            "in_free_trade_zone",
            party.in_free_trade_zone.unwrap_or(Known::Is(false)),
        ),
        ("ciio", party.ciio.unwrap_or(Known::Unknown)),
    ];
    for (name, truth) in truths {
        facts.known(&below(name), LeafType::Bool, &truth, |truth| {
            Leaf::Bool(*truth)
        });
    }
    let handled = party.persons_handled.unwrap_or(Known::Unknown);
    let persons = |persons: &u64| long(*persons);
    facts.known(&below("persons_handled"), LeafType::Long, &handled, persons);
    let roles = party.roles.iter().map(|role| role.word().to_owned());
    facts.set(&below("roles"), Leaf::Texts(roles.collect()));
    let letters = party.addressee_of.iter();
    let letters = letters.map(|letter| letter.as_str().to_owned()).collect();
    facts.set(&below("letters"), Leaf::Texts(letters));
}

pub(crate) fn long(number: u64) -> Leaf {
    Leaf::Long(i64::try_from(number).unwrap_or(i64::MAX))
}

fn lists(facts: &mut Facts, at: &str, party: &Party, parameters: &Parameters<'_>) {
    // A listing nobody has settled is tried both ways before facts are written.
    let alive = |listing: &&Listing| listing.alive_on(parameters.on) == Known::Is(true);
    let review = |listing: &Listing| {
        let review = listing
            .review
            .as_ref()
            .and_then(Known::shown)
            .map_or("unknown", |r| r.word());
        format!("{}/{review}", listing.list)
    };
    let own: Vec<&Listing> = party.listed.iter().filter(alive).collect();
    let names = own
        .iter()
        .map(|listing| listing.list.word().to_owned())
        .collect();
    facts.set(&path(&[at, "lists"]), Leaf::Texts(names));
    let reviews = own.iter().map(|listing| review(listing)).collect();
    facts.set(&path(&[at, "list_reviews"]), Leaf::Texts(reviews));
    let owners = party
        .owners
        .iter()
        .flat_map(|owner| owner.listed.iter().filter(alive));
    let reviews: BTreeSet<String> = owners.map(review).collect();
    facts.set(&path(&[at, "owner_list_reviews"]), Leaf::Texts(reviews));
}

/// Returns what such holders hold together, or `None` when that turns on an unknown seat.
fn held(owners: &[Owner], share: &Share, parameters: &Parameters<'_>) -> Option<Figure> {
    let mut sum = Figure::default();
    for owner in owners {
        let listed = owner.listed.iter().any(|entry| {
            share.lists.contains(&entry.list) && entry.alive_on(parameters.on) == Known::Is(true)
        });
        let seated = match (&share.seats, owner.hq) {
            (None, _) => Some(false),
            (Some(group), Known::Is(seat)) => {
                Some(group == seat.code() || parameters.groups.contains(group, seat.code()))
            }
            (Some(_), Known::Unknown) => None,
        };
        if listed || seated == Some(true) {
            sum = sum.plus(owner.percent);
        } else if seated.is_none() && owner.percent > Figure::default() {
            return None;
        }
    }
    Some(sum)
}

/// Writes what stands for a party that does not arise.
pub(crate) fn write_none(facts: &mut Facts, at: &str, parameters: &Parameters<'_>) {
    for name in ["seat", "parent", "registered", "managed"] {
        facts.set(&path(&[at, name]), Leaf::Place("none".to_owned()));
    }
    facts.set(&path(&[at, "moved_from"]), Leaf::Places(BTreeSet::new()));
    for name in ["city", "sector"] {
        facts.text(&path(&[at, name]), "");
    }
    for name in ["in_free_trade_zone", "ciio"] {
        facts.set(&path(&[at, name]), Leaf::Bool(false));
    }
    facts.set(&path(&[at, "persons_handled"]), Leaf::Long(0));
    for name in [
        "roles",
        "letters",
        "lists",
        "list_reviews",
        "owner_list_reviews",
    ] {
        facts.set(&path(&[at, name]), Leaf::Texts(BTreeSet::new()));
    }
    for share in &parameters.shares {
        facts.set(
            &path(&[at, "share", &share.name]),
            Leaf::Decimal(Figure::default()),
        );
    }
}

/// Writes below `at` what holds of at least one of `members`, each written below its own path.
pub(crate) fn write_circle(
    facts: &mut Facts,
    at: &str,
    members: &[String],
    classes: &BTreeSet<String>,
    parameters: &Parameters<'_>,
) {
    for name in [
        "roles",
        "letters",
        "lists",
        "list_reviews",
        "owner_list_reviews",
    ] {
        let mut all = BTreeSet::new();
        for member in members {
            if let Some(Leaf::Texts(texts)) = facts.shown(&path(&[member, name])) {
                all.extend(texts.iter().cloned());
            }
        }
        facts.set(&path(&[at, name]), Leaf::Texts(all));
    }
    for class in classes {
        any(
            facts,
            &path(&[at, "class", class]),
            members,
            &["class", class],
        );
    }
    for share in &parameters.shares {
        largest(
            facts,
            &path(&[at, "share", &share.name]),
            members,
            &share.name,
        );
    }
}

fn any(facts: &mut Facts, at: &str, members: &[String], tail: &[&str]) {
    let mut missing = BTreeSet::new();
    for member in members {
        let from = path(&[&[member.as_str()], tail].concat());
        if facts.shown(&from) == Some(&Leaf::Bool(true)) {
            facts.set(at, Leaf::Bool(true));
            return;
        }
        missing.extend(
            facts
                .gap_at(&from)
                .into_iter()
                .flat_map(|gap| gap.missing.clone()),
        );
    }
    if missing.is_empty() {
        facts.set(at, Leaf::Bool(false));
    } else {
        facts.gap(at, LeafType::Bool, missing);
    }
}

fn largest(facts: &mut Facts, at: &str, members: &[String], share: &str) {
    let mut most = Figure::default();
    let mut missing = BTreeSet::new();
    for member in members {
        let from = path(&[member, "share", share]);
        if let Some(Leaf::Decimal(percent)) = facts.shown(&from) {
            most = most.max(*percent);
        }
        missing.extend(
            facts
                .gap_at(&from)
                .into_iter()
                .flat_map(|gap| gap.missing.clone()),
        );
    }
    if missing.is_empty() {
        facts.set(at, Leaf::Decimal(most));
    } else {
        facts.gap(at, LeafType::Decimal, missing);
    }
}
