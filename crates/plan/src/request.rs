//! What a plan is asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use portolan_acts::Reading;
use portolan_facts::{Atlas, Scenario};
use portolan_law::{Corpus, Packs};
use portolan_terms::{Day, PoolId, RuleId, WorkloadId};

use crate::document::FactFile;
use crate::solve::{Limits, Progress, SolveError};

/// Holds everything a plan is made from.
#[derive(Clone)]
pub struct Request<'a> {
    /// The scenario, with its day.
    pub scenario: &'a Scenario,
    /// The files that the scenario was read from.
    pub files: Vec<FactFile>,
    /// The public facts.
    pub atlas: &'a Atlas,
    /// The digest of the public facts.
    pub atlas_digest: String,
    /// The law.
    pub packs: Arc<Packs>,
    /// Provisions to leave out: what if they did not exist.
    pub without: BTreeSet<RuleId>,
    /// A day after that of the decision on which chips may be ordered as well.
    pub orders_again: Option<Day>,
    /// Where the plan in force runs each workload; a move away from there may cost.
    pub in_force: BTreeMap<WorkloadId, BTreeSet<PoolId>>,
    /// How the law is to be read.
    pub reading: Reading,
    /// How much work and memory a search may take.
    pub limits: Limits<'a>,
    /// Returns who watches a search that begins now.
    pub watcher: Watcher<'a>,
}

/// Returns who watches a search that begins now; several may go on at once.
pub type Watcher<'a> = &'a (dyn Fn() -> Box<dyn Watch> + Sync);

/// Watches one search: hears of its steps, and says when it is to end.
pub trait Watch: Sync {
    /// Returns true when the search is to end with what it has.
    fn is_over(&self) -> bool;
    /// Takes note of a better plan or bound.
    fn note(&self, step: &Progress);
}

/// Lets a search go on until its counts run out.
struct Unwatched;

impl Watch for Unwatched {
    fn is_over(&self) -> bool {
        false
    }

    fn note(&self, _: &Progress) {}
}

/// Returns nobody who would end a search.
#[must_use]
pub fn unwatched() -> Box<dyn Watch> {
    Box::new(Unwatched)
}

impl Request<'_> {
    /// Returns the law as it is known on the day of the decision.
    #[must_use]
    pub fn corpus(&self) -> Corpus {
        Corpus::new(self.packs.clone())
            .known_on(self.scenario.on)
            .without(self.without.iter().cloned())
    }

    /// Returns the first day after the horizon.
    #[must_use]
    pub fn until(&self) -> Day {
        self.scenario
            .on
            .plus_days(days(self.scenario.horizon_weeks))
    }
}

/// Returns the days of so many weeks.
pub(crate) fn days(weeks: usize) -> i32 {
    i32::try_from(weeks.saturating_mul(7)).unwrap_or(i32::MAX)
}

/// Says why no plan could be made.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// An amount is too large to keep.
    #[error("error[plan.amount]: {0}")]
    Amount(#[from] portolan_terms::MoneyError),
    /// A quantity is too large to keep.
    #[error("error[plan.quantity]: {what} of `{subject}` is too large to keep")]
    Quantity {
        /// What is too large.
        what: &'static str,
        /// Whose.
        subject: String,
    },
    /// The solver refuses the problem.
    #[error("error[plan.solve]: {0}")]
    Solve(#[from] SolveError),
    /// The decisions or the proof of the solver do not hold: a defect.
    #[error("error[plan.check]: the plan found does not hold, and is not given out: {0}")]
    Check(#[from] crate::certify::CheckError),
    /// A placement of the plan is not permitted when it is asked once more: a defect.
    #[error(
        "error[plan.unlawful]: the plan found has `{workload}` on `{pool}`, which is {outcome} when asked once more, and is not given out"
    )]
    Unlawful {
        /// The workload.
        workload: portolan_terms::WorkloadId,
        /// The pool.
        pool: portolan_terms::PoolId,
        /// What was ruled.
        outcome: portolan_acts::Outcome,
    },
}
