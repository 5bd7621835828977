//! The brief: what a plan comes down to, drawn from the plan document for terminal and page alike.
//!
//! Knows: the plan document and the names in the scenario it embeds.
//! Must not know: how a plan is made, markup, terminals.
//! Start reading at [`Brief::of`]; each noun has a file of its own.

use portolan_plan::document::PlanDocument;

mod assumptions;
mod berths;
mod choices;
mod licences;
mod names;
mod refusals;
mod rows;
mod shortfalls;
mod verdict;

pub use assumptions::Assumed;
pub use berths::{Berth, Run};
pub use choices::{Choice, Home};
pub use licences::left_of;
pub use names::Names;
pub use refusals::{Barred, Reason};
pub use rows::Rows;
pub use shortfalls::{Cause, Shortfall};
pub use verdict::{held_by_coverage, verdict};

/// Holds what a plan comes down to.
pub struct Brief<'a> {
    /// What people call the parties, pools and workloads.
    pub names: Names<'a>,
    /// The rows of the plan, by workload and pool.
    pub rows: Rows<'a>,
    /// The workloads in the order of the plan, each with its berths, the largest first.
    pub runs: Vec<Run<'a>>,
    /// What is left undone or unserved, and the causes.
    pub shortfalls: Vec<Shortfall<'a>>,
    /// What law refuses, by reason, what bars most first.
    pub reasons: Vec<Reason<'a>>,
    /// The assumed facts, those of one field and basis together.
    pub assumed: Vec<Assumed<'a>>,
}

impl<'a> Brief<'a> {
    /// Returns the brief of a plan.
    pub fn of(plan: &'a PlanDocument) -> Self {
        let names = Names::of(plan);
        let rows = Rows::of(plan);
        let runs = berths::runs(plan);
        let reasons = refusals::reasons(plan);
        Self {
            shortfalls: shortfalls::of(plan, &names, &rows, &reasons),
            assumed: assumptions::of(plan),
            names,
            rows,
            runs,
            reasons,
        }
    }

    /// Returns the assumed facts that the headline rests on.
    pub fn headline(&self) -> Vec<&Assumed<'a>> {
        self.assumed.iter().filter(|one| one.headline).collect()
    }

    /// Returns the berths of all workloads.
    pub fn berths(&self) -> impl Iterator<Item = &Berth<'a>> {
        self.runs.iter().flat_map(|run| &run.berths)
    }
}
