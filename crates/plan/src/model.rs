//! From a survey to the problem that the solver sees, and what each of its numbers stands for.

use std::{collections::BTreeMap, ops::Range};

use portolan_facts::{
    Scenario,
    scenario::model::{Pool, Purchase, Work, Workload},
};
use portolan_terms::{Chips, Day, EvidenceId, Figure, OfferId, PartyId, PoolId};

use crate::{
    PlanError, Request,
    solve::Problem,
    survey::{Span, Survey, Way},
};

mod chips;
mod extras;
mod limits;
#[cfg(test)]
mod tests;
mod work;

/// The chips of one serving replica: one server.
pub(crate) const REPLICA_CHIPS: u64 = 8;
pub(crate) const HOURS_PER_WEEK: u64 = 168;
/// The tokens to which the penalty of a service or of divisible work refers.
pub(crate) const MILLION: i64 = 1_000_000;

use extras::Opened;
pub(crate) use extras::{Extras, Opening};
pub(crate) use work::runs;

/// Says what an option of a task stands for.
#[derive(Clone, Debug)]
pub(crate) enum Choice<'a> {
    Undone,
    Run {
        way: &'a Way<'a>,
        start: usize,
        weeks: usize,
        chips: Chips,
        extras: Extras,
    },
}

/// Says what an expansion stands for.
#[derive(Clone, Debug)]
pub(crate) enum Growth<'a> {
    Lease {
        pool: &'a Pool,
        lessee: PartyId,
        /// The week in which the chips come to the pool.
        lot: usize,
    },
    Purchase {
        offer: &'a Purchase,
        pool: &'a Pool,
        ordered: Day,
    },
    /// A replica of divisible work for one week.
    Replica { way: &'a Way<'a>, week: usize },
    /// A million tokens of divisible work that is left undone.
    Unserved,
    /// Something that is paid once, whatever uses it.
    Opening(Opening),
}

/// Holds what divisible work is made of in the problem.
#[derive(Clone, Debug)]
pub(crate) struct Backlog<'a> {
    pub workload: &'a Workload,
    /// The millions of tokens to produce.
    pub asked: i64,
    /// The weeks in which it may run.
    pub weeks: usize,
    /// The expansions that stand for its replicas, pool by pool and week by week.
    pub replicas: Range<usize>,
    /// The expansion that stands for what is left undone.
    pub unserved: usize,
}

/// Holds the problem and what its numbers stand for, index by index.
pub(crate) struct Model<'a> {
    pub problem: Problem,
    pub tasks: Vec<(&'a Workload, Vec<Choice<'a>>)>,
    pub demands: Vec<(&'a Workload, Vec<&'a Way<'a>>)>,
    pub backlogs: Vec<Backlog<'a>>,
    /// The pool behind each resource, and who holds its chips where that matters.
    pub holdings: Vec<(PoolId, Option<PartyId>)>,
    /// What the carbon of a replica costs for a week, by pool.
    pub carbon: BTreeMap<PoolId, i64>,
    /// Where the limits of the scenario, in its order, stand in the problem.
    pub limits: Vec<usize>,
    pub growths: Vec<Growth<'a>>,
}

impl<'a> Model<'a> {
    /// Returns the problem of a survey.
    ///
    /// # Errors
    /// When an amount or a quantity is too large to keep.
    pub fn of(request: &Request<'a>, survey: &'a Survey<'a>) -> Result<Self, PlanError> {
        let mut builder = Builder {
            request,
            survey,
            weeks: request.scenario.horizon_weeks,
            index: BTreeMap::new(),
            licences: BTreeMap::new(),
            groups: BTreeMap::new(),
            offers: BTreeMap::new(),
            openings: BTreeMap::new(),
            model: Model {
                problem: Problem {
                    periods: request.scenario.horizon_weeks,
                    ..Problem::default()
                },
                tasks: Vec::new(),
                demands: Vec::new(),
                backlogs: Vec::new(),
                holdings: Vec::new(),
                carbon: BTreeMap::new(),
                limits: Vec::new(),
                growths: Vec::new(),
            },
        };
        // In the order of their ids, so that a scenario in another order is the same problem.
        let mut workloads: Vec<&Workload> = request.scenario.workloads.iter().collect();
        workloads.sort_by_key(|workload| &workload.id);
        for workload in workloads {
            match &workload.work {
                Work::Training(training) | Work::Tuning(training) => {
                    builder.task(workload, training)?;
                }
                Work::Serving(serving) => builder.service(workload, serving)?,
                Work::Batch(batch) => builder.batch(workload, batch)?,
            }
        }
        builder.open()?;
        builder.limit()?;
        Ok(builder.model)
    }
}

struct Builder<'r, 'a> {
    request: &'r Request<'a>,
    survey: &'a Survey<'a>,
    weeks: usize,
    index: BTreeMap<(PoolId, Option<PartyId>), usize>,
    /// The group of each licence with a quantity.
    licences: BTreeMap<EvidenceId, usize>,
    /// The group of the leases on the chips that come to a pool in a week.
    groups: BTreeMap<(PoolId, usize), usize>,
    /// The group of the orders of one offer, where it may be ordered twice.
    offers: BTreeMap<OfferId, usize>,
    /// What is paid once, with its limit, its cost and how often it may be drawn on.
    openings: BTreeMap<Opening, Opened>,
    model: Model<'a>,
}

fn integer(number: u64, what: &'static str, subject: &str) -> Result<i64, PlanError> {
    i64::try_from(number).map_err(|_| PlanError::Quantity {
        what,
        subject: subject.to_owned(),
    })
}

/// Returns `amount` with `percent` on top, rounded up.
fn with_overhead(amount: i64, percent: Figure) -> Result<i64, PlanError> {
    let overhead = i128::from(amount) * i128::from(percent.ten_thousandths());
    let overhead = (overhead + 999_999) / 1_000_000;
    i64::try_from(i128::from(amount) + overhead)
        .map_err(|_| PlanError::Amount(portolan_terms::MoneyError::TooLarge))
}

impl<'a> Builder<'_, 'a> {
    fn ways_of(&self, workload: &Workload) -> impl Iterator<Item = &'a Way<'a>> + use<'a> {
        self.survey.ways_of(workload).iter()
    }

    fn week_of(&self, day: Day) -> usize {
        week_of(self.request.scenario, day)
    }

    fn weeks_inside(&self, span: Span) -> (usize, usize) {
        weeks_inside(self.request.scenario, span)
    }
}

/// Returns the first week that begins on a day or after it, counted from the day of the plan.
pub(crate) fn week_of(scenario: &Scenario, day: Day) -> usize {
    let since = day.days_since(scenario.on).max(0);
    let weeks = scenario.horizon_weeks;
    usize::try_from((since + 6) / 7).unwrap_or(weeks).min(weeks)
}

/// Returns the weeks that lie wholly inside a span.
pub(crate) fn weeks_inside(scenario: &Scenario, span: Span) -> (usize, usize) {
    let from = week_of(scenario, span.from);
    let since = span.until.days_since(scenario.on).max(0);
    let until = usize::try_from(since / 7).unwrap_or(0);
    (from, until.min(scenario.horizon_weeks).max(from))
}
