//! What cannot be done at all: the limits in conflict, and the cheapest ways out.

use std::collections::BTreeSet;

use portolan_acts::{Need, Outcome};
use portolan_facts::scenario::model::{Training, Work, Workload};
use portolan_terms::{Chips, PoolId};
use serde::Serialize;

use super::{
    binding::{needs_of, opened},
    relaxed::{Change, Ground, Relaxation},
};
use crate::{
    PlanError,
    model::{runs, weeks_inside},
    report,
    request::days,
    survey::{Lawfulness, Way, usable},
};

/// Holds what cannot be done, and why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Impossible {
    /// The workload.
    pub workload: String,
    /// A smallest set of limits in conflict: with all of them it cannot be done, and leaving out any
    /// one of them it can, as far as time, chips and law go.
    pub conflict: Vec<String>,
    /// Single changes that make it possible, those that need nobody's leave first, then by what the
    /// plan costs with them.
    pub ways_out: Vec<Relaxation>,
}

/// Names a limit that may keep a run from being done.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Bar {
    Deadline,
    Start,
    Gang,
    /// The chips that a pool has.
    Chips(PoolId),
    /// That a pool is not open to the work.
    Closed(PoolId),
    /// Law, by the rules that bar pools.
    Law(BTreeSet<String>),
}

impl Bar {
    fn told(&self, run: &Training) -> String {
        match self {
            Self::Deadline => format!("it must end by day {}", run.deadline_days),
            Self::Start => format!(
                "it may start from day {} to day {} only",
                run.start_days.0, run.start_days.1
            ),
            Self::Gang => format!("a gang may have {} chips at most", run.gang_max),
            Self::Chips(pool) => format!("the chips of `{pool}`"),
            Self::Closed(pool) => format!("`{pool}` is not open to it"),
            Self::Law(rules) => {
                let rules: Vec<String> = rules.iter().map(|rule| format!("`{rule}`")).collect();
                rules.join(" and ")
            }
        }
    }
}

/// Holds a run with what may keep it from being done.
struct Case<'c, 'a> {
    ground: &'c Ground<'c, 'a>,
    run: &'c Training,
    ways: Vec<&'c Way<'a>>,
}

/// Returns the conflict that keeps a workload from being done, and the ways out.
pub(super) fn of(ground: &Ground<'_, '_>, workload: &Workload) -> Result<Impossible, PlanError> {
    let found = Impossible {
        workload: workload.id.to_string(),
        conflict: Vec::new(),
        ways_out: Vec::new(),
    };
    let (Work::Training(run) | Work::Tuning(run)) = &workload.work else {
        return Ok(found);
    };
    let ways = ground.survey.ways.iter();
    let case = Case {
        ground,
        run,
        ways: ways.filter(|way| way.workload.id == workload.id).collect(),
    };
    let conflict = case.conflict();
    Ok(Impossible {
        conflict: conflict.iter().map(|bar| bar.told(run)).collect(),
        ways_out: case.ways_out(workload)?,
        ..found
    })
}

impl Case<'_, '_> {
    /// Returns every limit that may be in the way, those easiest to move last, so that they stay.
    fn bars(&self) -> Vec<Bar> {
        let mut bars: BTreeSet<Bar> = BTreeSet::new();
        for way in &self.ways {
            bars.insert(Bar::Chips(way.pool.id.clone()));
            bars.extend(barred(way));
        }
        let mut bars: Vec<Bar> = bars.into_iter().collect();
        bars.extend([Bar::Start, Bar::Gang, Bar::Deadline]);
        bars
    }

    /// Drops every limit without which the run still cannot be done.
    fn conflict(&self) -> Vec<Bar> {
        let mut kept = self.bars();
        let mut index = 0;
        while index < kept.len() {
            let mut without = kept.clone();
            without.remove(index);
            if self.can_be_done(&without) {
                index += 1;
            } else {
                kept = without;
            }
        }
        kept
    }

    /// Returns whether the run can be done somewhere when only these limits hold.
    fn can_be_done(&self, held: &[Bar]) -> bool {
        let scenario = self.ground.request.scenario;
        let whole = u32::try_from(days(scenario.horizon_weeks)).unwrap_or(u32::MAX);
        let holds = |bar: &Bar| held.contains(bar);
        let run = Training {
            deadline_days: if holds(&Bar::Deadline) {
                self.run.deadline_days
            } else {
                whole
            },
            start_days: if holds(&Bar::Start) {
                self.run.start_days
            } else {
                (0, whole)
            },
            gang_max: if holds(&Bar::Gang) {
                self.run.gang_max
            } else {
                Chips(u64::from(u32::MAX))
            },
            ..self.run.clone()
        };
        self.ways.iter().any(|way| {
            if barred(way).is_some_and(|bar| holds(&bar)) {
                return false;
            }
            let chips = Bar::Chips(way.pool.id.clone());
            let chips = holds(&chips).then(|| chips_at(self.ground, way));
            let windows = match &way.lawful {
                Lawfulness::Lawful(spans) | Lawfulness::Awaiting { spans, .. } => spans
                    .iter()
                    .map(|span| weeks_inside(scenario, *span))
                    .collect(),
                Lawfulness::Refused(_) | Lawfulness::Unfit(_) => {
                    vec![(0, scenario.horizon_weeks)]
                }
            };
            let most = chips.unwrap_or(u64::MAX);
            !runs(self.ground.request, way, &run, (&windows, most)).is_empty()
        })
    }

    /// Returns the single changes that let the run be done.
    fn ways_out(&self, workload: &Workload) -> Result<Vec<Relaxation>, PlanError> {
        let mut changes = Vec::new();
        let scenario = self.ground.request.scenario;
        for weeks in 1..=scenario.horizon_weeks {
            let days = u32::try_from(days(weeks)).unwrap_or(u32::MAX);
            changes.push(Change::Deadline {
                workload: workload.id.clone(),
                days,
            });
        }
        let first = |changes: Vec<Change>| -> Result<Option<Relaxation>, PlanError> {
            for change in changes {
                if let Some(found) = self.helps(workload, &change)? {
                    return Ok(Some(found));
                }
            }
            Ok(None)
        };
        let mut found = Vec::new();
        found.extend(first(changes)?);
        let gangs = (1..=6).map(|doubled| Change::Gang {
            workload: workload.id.clone(),
            most: self.run.gang_max.0.saturating_mul(1 << doubled),
        });
        found.extend(first(gangs.collect())?);
        for way in &self.ways {
            let chips = chips_at(self.ground, way).max(8);
            let more = (0..=6).map(|doubled| Change::Chips {
                pool: way.pool.id.clone(),
                more: chips.saturating_mul(1 << doubled),
            });
            found.extend(first(more.collect())?);
        }
        let mut tried: Vec<Vec<Need>> = Vec::new();
        for way in &self.ways {
            let Some(needs) = needs_of(way).filter(|needs| !tried.contains(needs)) else {
                continue;
            };
            tried.push(needs.clone());
            let same = self.ways.iter().copied();
            let same: Vec<&Way<'_>> = same
                .filter(|other| needs_of(other).as_ref() == Some(&needs))
                .collect();
            if let Some(change) = opened(self.ground, needs, &same) {
                found.extend(self.helps(workload, &change)?);
            }
        }
        found.sort_by_key(Relaxation::rank);
        Ok(found)
    }

    /// Returns the plan with a change, when the change lets the run be done.
    fn helps(&self, workload: &Workload, change: &Change) -> Result<Option<Relaxation>, PlanError> {
        if !self.ground.opens(change, workload)? {
            return Ok(None);
        }
        self.ground.relaxed(change).map(Some)
    }
}

/// Returns what bars a workload from a pool whatever time and chips say.
fn barred(way: &Way<'_>) -> Option<Bar> {
    match &way.lawful {
        Lawfulness::Lawful(_) | Lawfulness::Awaiting { .. } => None,
        Lawfulness::Unfit(_) => Some(Bar::Closed(way.pool.id.clone())),
        Lawfulness::Refused(judgment) => {
            let acts = judgment.acts.iter();
            let barring = acts.filter(|act| act.ruling.outcome != Outcome::Permitted);
            let acts: Vec<_> = barring.cloned().collect();
            Some(Bar::Law(report::rules(&acts)))
        }
    }
}

/// Returns the chips that may be used at a pool.
fn chips_at(ground: &Ground<'_, '_>, way: &Way<'_>) -> u64 {
    let lots = usable(ground.survey.chips_of(way.pool));
    lots.iter()
        .map(|lot| lot.chips.0)
        .fold(0, u64::saturating_add)
}
