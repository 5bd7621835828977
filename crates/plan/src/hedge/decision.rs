//! What is decided before it is known which future comes, and where it stands in each problem.

use std::collections::BTreeMap;

use portolan_terms::{Day, OfferId, PartyId, PoolId, WorkloadId};

use super::room::could_fit;
use crate::{
    model::{Choice, Growth, Model},
    solve::{Expansion, Outcome, Solution},
    survey::Way,
};

/// Names a decision that is taken now, alike in every future.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Decision {
    /// A lease that begins before the future is known.
    Lease {
        pool: PoolId,
        lessee: PartyId,
        lot: usize,
        from: usize,
        until: usize,
    },
    /// Chips that are ordered on the day of the decision.
    Order { offer: OfferId },
    /// A run that begins before the future is known.
    Start {
        workload: WorkloadId,
        pool: PoolId,
        start: usize,
        weeks: usize,
        chips: u64,
    },
    /// Divisible work done in a week before the future is known.
    Work {
        workload: WorkloadId,
        pool: PoolId,
        week: usize,
    },
}

/// Says where a decision stands in the problem of a future.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    Expansion(usize),
    Option { task: usize, option: usize },
}

/// Holds the decisions taken now, with how often each is taken.
pub(super) type Now = BTreeMap<Decision, i64>;

/// Says until when decisions are taken without knowing which future comes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reveal {
    /// The day of the decision.
    pub on: Day,
    /// The day on which the future is known.
    pub day: Day,
    /// The first week that begins when the future is known.
    pub week: usize,
}

/// Returns the decisions of a problem that are taken before the future is known.
///
/// A run for which the chips never can be there is none of them: it does not begin.
pub(super) fn decisions(model: &Model<'_>, reveal: Reveal) -> BTreeMap<Decision, Place> {
    let mut found = BTreeMap::new();
    let growths = model.growths.iter().zip(&model.problem.expansions);
    for (index, (growth, expansion)) in growths.enumerate() {
        if let Some(decision) = of_growth(growth, expansion, reveal) {
            found.insert(decision, Place::Expansion(index));
        }
    }
    for (task, (workload, choices)) in model.tasks.iter().enumerate() {
        for (option, choice) in choices.iter().enumerate() {
            if let Choice::Run {
                way,
                start,
                weeks,
                chips,
                ..
            } = choice
                && *start < reveal.week
                && can_be_there(model, task, option)
            {
                let decision = Decision::Start {
                    workload: workload.id.clone(),
                    pool: way.pool.id.clone(),
                    start: *start,
                    weeks: *weeks,
                    chips: chips.0,
                };
                found.insert(decision, Place::Option { task, option });
            }
        }
    }
    found
}

fn can_be_there(model: &Model<'_>, task: usize, option: usize) -> bool {
    let problem = &model.problem;
    let options = problem.tasks.get(task).map(|task| &task.options);
    let option = options.and_then(|options| options.get(option));
    option.is_some_and(|option| {
        let mut uses = option.uses.iter();
        uses.all(|used| could_fit(&problem.resources, problem, used))
    })
}

fn of_growth(growth: &Growth<'_>, expansion: &Expansion, reveal: Reveal) -> Option<Decision> {
    let add = expansion.adds.first()?;
    match growth {
        Growth::Lease { pool, lessee, lot } => (add.from < reveal.week).then(|| Decision::Lease {
            pool: pool.id.clone(),
            lessee: lessee.clone(),
            lot: *lot,
            from: add.from,
            until: add.until,
        }),
        Growth::Purchase { offer, ordered, .. } => {
            (*ordered == reveal.on).then(|| Decision::Order {
                offer: offer.id.clone(),
            })
        }
        Growth::Replica { way, week } => (*week < reveal.week).then(|| Decision::Work {
            workload: way.workload.id.clone(),
            pool: way.pool.id.clone(),
            week: *week,
        }),
        Growth::Unserved | Growth::Opening(_) => None,
    }
}

/// Returns the decisions that a solution of a problem takes before the future is known.
pub(super) fn taken<'d>(
    decisions: impl IntoIterator<Item = (&'d Decision, &'d Place)>,
    solution: &Solution,
) -> Now {
    let mut now = Now::new();
    for (decision, place) in decisions {
        let count = match place {
            Place::Expansion(index) => solution.blocks.get(*index).copied().unwrap_or(0),
            Place::Option { task, option } => {
                i64::from(solution.options.get(*task) == Some(option))
            }
        };
        if count > 0 {
            *now.entry(decision.clone()).or_default() += count;
        }
    }
    now
}

/// Returns the way that a run takes in a future, with the resource that it uses there.
pub(super) fn way_of<'m, 'a>(
    ways: &'m [Way<'a>],
    model: &Model<'_>,
    (workload, pool): (&WorkloadId, &PoolId),
) -> Option<(&'m Way<'a>, usize)> {
    let mut ways = ways.iter();
    let way = ways.find(|way| &way.workload.id == workload && &way.pool.id == pool)?;
    let owner = &way.workload.owner;
    let mut holdings = model.holdings.iter();
    let resource = holdings.position(|(held, holder)| {
        held == pool
            && holder
                .as_ref()
                .is_none_or(|holder| holder == owner || holder == &way.pool.owner)
    })?;
    Some((way, resource))
}

/// Holds what a problem comes to.
pub(super) struct Answer {
    pub outcome: Outcome,
    /// What is paid whatever else is decided.
    pub paid: i64,
}

impl Answer {
    /// Returns what everything costs.
    pub fn cost(&self) -> i64 {
        self.paid.saturating_add(self.outcome.cost)
    }

    /// Returns what nothing that begins with the same decisions can cost less than.
    pub fn bound(&self) -> i64 {
        self.paid.saturating_add(self.outcome.bound)
    }
}
