//! One limit relaxed, and the plan made again.

use std::collections::BTreeSet;

use portolan_acts::Need;
use portolan_facts::{
    Scenario,
    scenario::model::{Cap, Training, Work, Workload},
};
use portolan_terms::{Chips, Money, OfferId, PoolId, WorkloadId};
use serde::Serialize;

use crate::{
    PlanError, Request, Survey,
    model::Model,
    report::{self, decimal},
    survey::{self, Lawfulness, Span},
};

/// Holds what relaxing one limit does, found by planning again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Relaxation {
    /// `chips`, `offer`, `limit`, `deadline`, `start`, `gang` or `evidence`.
    pub kind: String,
    /// The pool, offer, limit or workload; for evidence how many ways it opens.
    pub of: String,
    /// What is relaxed, in words.
    pub what: String,
    /// The evidence that it takes; empty when no law stands in the way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Need>,
    /// The rules under which chips like these cannot be supplied on the day of the decision; empty
    /// when they can, or when the change brings no chips.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub barred_by: Vec<String>,
    /// What the plan then costs.
    pub total: String,
    /// What it saves.
    pub saves: String,
    /// What it saves at least, whatever the gaps of the two plans hide.
    pub saves_at_least: String,
    /// What it saves at most.
    pub saves_at_most: String,
    #[serde(skip)]
    pub(super) saving: i64,
}

/// Names a change that relaxes one limit.
#[derive(Clone, Debug)]
pub(super) enum Change {
    /// More chips at a pool, from the first day that any stand there.
    Chips { pool: PoolId, more: u64 },
    /// More chips on offer.
    Offer { offer: OfferId, more: u64 },
    /// A higher limit.
    Limit { limit: String, more: u64 },
    /// A later deadline.
    Deadline { workload: WorkloadId, days: u32 },
    /// A later last start.
    Start { workload: WorkloadId, days: u32 },
    /// A larger gang.
    Gang { workload: WorkloadId, most: u64 },
    /// Evidence on file, which opens the ways that lack nothing else.
    Evidence { needs: Vec<Need>, ways: Vec<Opened> },
}

/// Holds a refused placement that evidence opens, and the spans on which law then permits it.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    pub workload: WorkloadId,
    pub pool: PoolId,
    pub spans: Vec<Span>,
}

/// Holds what relaxations are compared with.
pub(super) struct Ground<'g, 'a> {
    pub request: &'g Request<'a>,
    pub survey: &'g Survey<'a>,
    pub cost: i64,
    pub bound: i64,
}

impl Ground<'_, '_> {
    /// Returns what is seen of the problem with a change.
    fn changed<T>(
        &self,
        change: &Change,
        see: impl FnOnce(&Request<'_>, &Model<'_>) -> Result<T, PlanError>,
    ) -> Result<T, PlanError> {
        let scenario = change.scenario(self.request.scenario);
        let request = Request {
            scenario: &scenario,
            ..self.request.clone()
        };
        let survey = change.survey(self.survey);
        see(&request, &Model::of(&request, &survey)?)
    }

    /// Returns whether a change gives a run that cannot be done a way to be done.
    pub fn opens(&self, change: &Change, workload: &Workload) -> Result<bool, PlanError> {
        self.changed(change, |_, model| {
            let mut tasks = model.tasks.iter();
            let found = tasks.find(|(one, _)| one.id == workload.id);
            Ok(found.is_some_and(|(_, choices)| choices.len() > 1))
        })
    }

    /// Returns what a change does to the plan.
    pub fn relaxed(&self, change: &Change) -> Result<Relaxation, PlanError> {
        let decided = self.changed(change, |request, model| {
            report::decided(request, &model.problem)
        })?;
        let barred_by = if let Change::Chips { pool, .. } = change {
            survey::barred_today(self.request, self.survey, pool)
        } else {
            BTreeSet::new()
        };
        let (kind, of, what) = change.told();
        let needs = if let Change::Evidence { needs, .. } = change {
            needs.clone()
        } else {
            Vec::new()
        };
        let saving = self.cost - decided.cost;
        Ok(Relaxation {
            kind: kind.to_owned(),
            of,
            what,
            needs,
            barred_by: barred_by.into_iter().collect(),
            total: decimal(decided.cost),
            saves: decimal(saving),
            saves_at_least: decimal((self.bound - decided.cost).max(0)),
            saves_at_most: decimal((self.cost - decided.bound).max(0)),
            saving,
        })
    }
}

impl Relaxation {
    /// Returns the order in which relaxations are told: what law leaves open today first, then what
    /// saves most.
    pub(super) fn rank(&self) -> (bool, std::cmp::Reverse<i64>) {
        let open = self.needs.is_empty() && self.barred_by.is_empty();
        (!open, std::cmp::Reverse(self.saving))
    }
}

impl Change {
    /// Returns the scenario with the change.
    fn scenario(&self, before: &Scenario) -> Scenario {
        let mut after = before.clone();
        match self {
            Self::Chips { .. } | Self::Offer { .. } | Self::Evidence { .. } => {}
            Self::Limit { limit, more } => {
                let mut limits = after.limits.iter_mut();
                if let Some(found) = limits.find(|one| &one.id == limit) {
                    found.cap = raised(found.cap, *more);
                }
            }
            Self::Deadline { workload, days } => with_training(&mut after, workload, |run| {
                run.deadline_days = run.deadline_days.saturating_add(*days);
            }),
            Self::Start { workload, days } => with_training(&mut after, workload, |run| {
                run.start_days.1 = run.start_days.1.saturating_add(*days);
            }),
            Self::Gang { workload, most } => with_training(&mut after, workload, |run| {
                run.gang_max = Chips(*most);
            }),
        }
        after
    }

    /// Returns the survey with the change: chips are added to the first lot that may be used.
    fn survey<'a>(&self, before: &Survey<'a>) -> Survey<'a> {
        let mut after = before.clone();
        match self {
            Self::Chips { pool, more } => {
                let mut pools = after.chips.iter_mut();
                let lots = pools.find(|(one, _)| &one.id == pool);
                let lots = lots.into_iter().flat_map(|(_, lots)| lots);
                let mut stock = lots.filter(|lot| lot.usable() && lot.offer.is_none());
                if let Some(lot) = stock.next() {
                    lot.lot.chips.0 = lot.lot.chips.0.saturating_add(*more);
                }
            }
            Self::Offer { offer, more } => {
                let lots = after.chips.iter_mut().flat_map(|(_, lots)| lots);
                let mut offers = lots.filter(|lot| lot.offer.is_some_and(|one| &one.id == offer));
                if let Some(lot) = offers.next() {
                    lot.lot.chips.0 = lot.lot.chips.0.saturating_add(*more);
                }
            }
            Self::Evidence { ways, .. } => {
                for way in &mut after.ways {
                    let mut opened = ways.iter();
                    let found = opened
                        .find(|one| one.workload == way.workload.id && one.pool == way.pool.id);
                    if let Some(found) = found {
                        way.lawful = Lawfulness::Lawful(found.spans.clone());
                    }
                }
            }
            Self::Limit { .. } | Self::Deadline { .. } | Self::Start { .. } | Self::Gang { .. } => {
            }
        }
        after
    }

    /// Returns the kind of the change, whose it is, and the change in words.
    fn told(&self) -> (&'static str, String, String) {
        match self {
            Self::Chips { pool, more } => ("chips", pool.to_string(), format!("{more} chips more")),
            Self::Offer { offer, more } => (
                "offer",
                offer.to_string(),
                format!("{more} chips more on offer"),
            ),
            Self::Limit { limit, more } => ("limit", limit.clone(), format!("{more} more")),
            Self::Deadline { workload, days } => (
                "deadline",
                workload.to_string(),
                format!("to end {days} days later"),
            ),
            Self::Start { workload, days } => (
                "start",
                workload.to_string(),
                format!("to start up to {days} days later"),
            ),
            Self::Gang { workload, most } => (
                "gang",
                workload.to_string(),
                format!("a gang of up to {most} chips"),
            ),
            Self::Evidence { ways, .. } => (
                "evidence",
                format!("{} placements", ways.len()),
                "to have on file what they lack".to_owned(),
            ),
        }
    }
}

fn with_training(scenario: &mut Scenario, id: &WorkloadId, change: impl FnOnce(&mut Training)) {
    let mut workloads = scenario.workloads.iter_mut();
    if let Some(workload) = workloads.find(|one| &one.id == id)
        && let Work::Training(run) | Work::Tuning(run) = &mut workload.work
    {
        change(run);
    }
}

fn raised(cap: Cap, more: u64) -> Cap {
    match cap {
        Cap::Money(most) => {
            let more = i64::try_from(more)
                .unwrap_or(i64::MAX)
                .saturating_mul(10_000);
            let sum = most.ten_thousandths().saturating_add(more);
            Cap::Money(Money::from_ten_thousandths(sum, most.currency()))
        }
        Cap::Tonnes(most) => Cap::Tonnes(most.saturating_add(more)),
        Cap::ChipHours(most) => Cap::ChipHours(most.saturating_add(more)),
        Cap::Moves(most) => Cap::Moves(most.saturating_add(more)),
    }
}
