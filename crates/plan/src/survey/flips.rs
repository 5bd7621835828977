//! What is lawful in one world and not in another: the rulings that flip between two surveys.

use std::collections::{BTreeMap, BTreeSet};

use portolan_acts::{Lot, Outcome};
use portolan_facts::scenario::model::{Pool, Workload};
use portolan_law::{Blame, Change};
use portolan_terms::{Day, Evidence, RuleId};
use serde::Serialize;

use super::{Judged, Lawfulness, Span, Survey, Surveyor, Way, segments, usable};
use crate::{Request, document::ActRow};

/// Holds a workload on a pool, or the chips of a pool, that law sees in another way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flip {
    /// The workload; empty when the chips flip whoever uses them.
    pub workload: String,
    /// The pool.
    pub pool: String,
    /// The first day on which the worlds differ.
    pub on: Day,
    /// What may be done there before: an outcome, `awaiting` or `not open`.
    pub before: String,
    /// What may be done there after.
    pub after: String,
    /// The provisions responsible; empty when none is.
    pub by: Vec<RuleId>,
    /// Why it is not open in one of the worlds, whatever law says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unfit: Option<String>,
    /// The acts whose rulings flip.
    pub acts: Vec<FlippedAct>,
    /// Whether work may run there before, and after.
    #[serde(skip)]
    pub open: (bool, bool),
}

/// Holds one act whose ruling flips.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FlippedAct {
    /// What the act is, in words.
    pub part: String,
    /// How its ruling flips.
    #[serde(flatten)]
    pub change: Change,
}

/// Holds one world: what is asked, and what was found.
type World<'r, 'a> = (&'r Request<'a>, &'r Survey<'a>);

/// Returns what flips from one world to the other; these provisions are blamed before others.
#[must_use]
pub fn flips(
    before: World<'_, '_>,
    after: World<'_, '_>,
    supposed: &BTreeSet<RuleId>,
) -> Vec<Flip> {
    let mut flips = chips(before.1, after.1, supposed);
    let pairs: BTreeMap<_, &Way<'_>> = after.1.ways.iter().map(|way| (key(way), way)).collect();
    let [first, second] = [before, after].map(|(request, survey)| {
        Surveyor::new(request, &survey.corpus, segments(request, &survey.corpus))
    });
    for way in &before.1.ways {
        let Some(other) = pairs.get(&key(way)) else {
            continue;
        };
        let sides = [
            Side::of(&first, before.1, way),
            Side::of(&second, after.1, other),
        ];
        flips.extend(flip(sides, before.0.scenario.on, supposed));
    }
    flips
}

fn key<'w>(way: &'w Way<'_>) -> (&'w str, &'w str) {
    (way.workload.id.as_str(), way.pool.id.as_str())
}

/// Returns the supplies that flip, batch by batch and offer by offer.
fn chips(before: &Survey<'_>, after: &Survey<'_>, supposed: &BTreeSet<RuleId>) -> Vec<Flip> {
    let mut flips = Vec::new();
    for (pool, judged) in &before.chips {
        let Some((_, others)) = after.chips.iter().find(|(other, _)| other.id == pool.id) else {
            continue;
        };
        for (index, one) in judged.iter().enumerate() {
            let same = match one.offer {
                Some(offer) => others
                    .iter()
                    .find(|other| other.offer.is_some_and(|found| found.id == offer.id)),
                None => others.get(index).filter(|other| other.offer.is_none()),
            };
            let Some(other) = same else {
                continue;
            };
            let act = flipped(&one.supply, &other.supply, supposed);
            flips.extend(act.map(|act| Flip {
                workload: String::new(),
                pool: super::name_of(pool, one.offer.map(|offer| &offer.id)),
                on: other.supply.ruling.on,
                before: act.change.before.to_string(),
                after: act.change.after.to_string(),
                by: act.change.by.clone(),
                unfit: None,
                open: (one.usable(), other.usable()),
                acts: vec![act],
            }));
        }
    }
    flips
}

fn flipped(before: &ActRow, after: &ActRow, supposed: &BTreeSet<RuleId>) -> Option<FlippedAct> {
    let change = Change::between(&before.ruling, &after.ruling, Blame::First(supposed))?;
    let part = after.part.clone();
    Some(FlippedAct { part, change })
}

/// Holds a workload on a pool in one world.
struct Side<'s, 'r, 'a> {
    surveyor: &'s Surveyor<'r, 'a>,
    workload: &'a Workload,
    pool: &'a Pool,
    judged: &'s [Judged<'a>],
    lawful: &'s Lawfulness,
}

impl<'s, 'r, 'a> Side<'s, 'r, 'a> {
    fn of(surveyor: &'s Surveyor<'r, 'a>, survey: &'s Survey<'a>, way: &'s Way<'a>) -> Self {
        Self {
            surveyor,
            workload: way.workload,
            pool: way.pool,
            judged: survey.chips_of(way.pool),
            lawful: &way.lawful,
        }
    }

    fn spans(&self) -> &[Span] {
        match self.lawful {
            Lawfulness::Lawful(spans) | Lawfulness::Awaiting { spans, .. } => spans,
            Lawfulness::Refused(_) | Lawfulness::Unfit(_) => &[],
        }
    }

    fn open_on(&self, day: Day) -> bool {
        let mut spans = self.spans().iter();
        spans.any(|span| span.from <= day && day < span.until)
    }

    fn unfit(&self) -> Option<&str> {
        match self.lawful {
            Lawfulness::Unfit(reason) => Some(reason),
            Lawfulness::Lawful(_) | Lawfulness::Awaiting { .. } | Lawfulness::Refused(_) => None,
        }
    }

    /// Returns the evidence that would be obtained to run there.
    fn obtained(&self) -> &'s [Evidence] {
        match self.lawful {
            Lawfulness::Awaiting { obtained, .. } => obtained,
            Lawfulness::Lawful(_) | Lawfulness::Refused(_) | Lawfulness::Unfit(_) => &[],
        }
    }

    /// Returns every act of running there on a day, how the chips came included; where the other
    /// world would obtain evidence, it is obtained here too, so that its lack is no difference.
    fn acts(&self, day: Day, other: &Self) -> Vec<ActRow> {
        if self.unfit().is_some() {
            return Vec::new();
        }
        let own = self.obtained();
        let obtained = if own.is_empty() {
            other.obtained()
        } else {
            own
        };
        let mut lots = usable(self.judged);
        if lots.is_empty() {
            lots = self
                .judged
                .iter()
                .map(|judged| judged.lot)
                .collect::<Vec<Lot<'a>>>();
        }
        let supplies = self.judged.iter().map(|judged| judged.supply.clone());
        let entailed = self
            .surveyor
            .entailed(self.workload, self.pool, &lots, day, obtained);
        let judgment = self.surveyor.judge(entailed);
        supplies.chain(judgment.acts).collect()
    }

    /// Says what may be done there on a day.
    fn word(&self, day: Day, acts: &[ActRow]) -> String {
        let outcome = |acts: &mut dyn Iterator<Item = &ActRow>| {
            let worst = acts.map(|act| act.ruling.outcome).min();
            worst.unwrap_or(Outcome::Unsettled)
        };
        match self.lawful {
            Lawfulness::Unfit(_) => "not open".to_owned(),
            Lawfulness::Awaiting { .. } => "awaiting".to_owned(),
            Lawfulness::Lawful(_) if self.open_on(day) => Outcome::Permitted.to_string(),
            // The chips that may not be used are told apart; they bar the way only where all do.
            Lawfulness::Lawful(_) => {
                let run = acts.iter().skip(self.judged.len());
                outcome(&mut run.into_iter()).to_string()
            }
            Lawfulness::Refused(judgment) => judgment.outcome.to_string(),
        }
    }
}

/// Returns how a workload on a pool flips, when it does.
fn flip(sides: [Side<'_, '_, '_>; 2], on: Day, supposed: &BTreeSet<RuleId>) -> Option<Flip> {
    let [before, after] = &sides;
    let ends = sides.iter().flat_map(Side::spans);
    let mut days: BTreeSet<Day> = ends.flat_map(|span| [span.from, span.until]).collect();
    days.insert(on);
    let differs = |day: &&Day| before.open_on(**day) != after.open_on(**day);
    let day = days.iter().find(differs).copied();
    let same_word = before.word(on, &[]) == after.word(on, &[]);
    if day.is_none() && same_word {
        return None;
    }
    let day = day.unwrap_or(on);
    let [acts, others] = [before.acts(day, after), after.acts(day, before)];
    let paired = paired(&acts, &others);
    let acts_flipped: Vec<FlippedAct> = paired
        .filter_map(|(one, other)| flipped(one, other, supposed))
        .collect();
    let by: BTreeSet<RuleId> = acts_flipped
        .iter()
        .flat_map(|act| act.change.by.iter().cloned())
        .collect();
    let unfit = match (before.unfit(), after.unfit()) {
        (Some(_), Some(_)) => return None,
        (one, other) => one.or(other).map(str::to_owned),
    };
    Some(Flip {
        workload: before.workload.id.to_string(),
        pool: before.pool.id.to_string(),
        on: day,
        before: before.word(day, &acts),
        after: after.word(day, &others),
        by: by.into_iter().collect(),
        unfit,
        open: (before.open_on(day), after.open_on(day)),
        acts: acts_flipped,
    })
}

/// Returns the acts of two worlds side by side: the first, second and so on of a kind.
fn paired<'p>(
    acts: &'p [ActRow],
    others: &'p [ActRow],
) -> impl Iterator<Item = (&'p ActRow, &'p ActRow)> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    acts.iter().filter_map(move |act| {
        let count = seen.entry(&act.kind).or_default();
        let other = others
            .iter()
            .filter(|other| other.kind == act.kind)
            .nth(*count);
        *count += 1;
        Some((act, other?))
    })
}
