//! How much work a run may do, and what it reports on the way.

use super::solution::{Certificate, Solution};

/// The work budget of a run and its two callbacks; there is no clock inside.
#[derive(Clone, Copy)]
pub struct Limits<'a> {
    /// The largest number of cases of the search tree that are examined.
    pub cases: u64,
    /// The largest number of simplex pivots of the whole run.
    pub pivots: u64,
    /// The largest number of cases examined in the proof of one period.
    pub period_cases: u64,
    /// The largest number of turns at prices found by ascent, where a problem is planned by them.
    pub turns: u64,
    /// The entries of the linear program above which prices are found by ascent instead.
    pub entries: u64,
    /// The most bytes that a run may take by estimate; what would take more is refused.
    pub memory: u64,
    /// Asks whether the run should stop early; the best plan and bound so far are returned.
    pub stop: &'a (dyn Fn() -> bool + Sync),
    /// Receives an event whenever the plan or the bound improves.
    pub progress: &'a (dyn Fn(&Progress) + Sync),
}

impl Default for Limits<'_> {
    fn default() -> Self {
        Self {
            cases: 20_000,
            pivots: 2_000_000,
            period_cases: 20,
            turns: 200,
            entries: 30_000,
            memory: 8 << 30,
            stop: &never,
            progress: &ignore,
        }
    }
}

impl std::fmt::Debug for Limits<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Limits")
            .field("cases", &self.cases)
            .field("pivots", &self.pivots)
            .field("period_cases", &self.period_cases)
            .finish_non_exhaustive()
    }
}

fn never() -> bool {
    false
}

fn ignore(_: &Progress) {}

/// An event of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The number of cases examined so far.
    pub cases: u64,
    /// The cost of the best plan so far, if there is one.
    pub cost: Option<i64>,
    /// The bound proven so far, if there is one.
    pub bound: Option<i64>,
}

/// The result of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The best plan found; it is always feasible.
    pub solution: Solution,
    /// The cost of the plan in money units.
    pub cost: i64,
    /// The proven bound in money units: no plan costs less.
    pub bound: i64,
    /// The proof of the bound.
    pub certificate: Certificate,
    /// The number of cases examined.
    pub cases: u64,
}

impl Outcome {
    /// Returns the difference between the cost and the bound; zero means proven cheapest.
    ///
    /// ```
    /// # use portolan_plan::solve::{Limits, Problem, solve};
    /// let outcome = solve(&Problem::default(), &Limits::default())?;
    /// assert_eq!(outcome.gap(), 0);
    /// # Ok::<(), portolan_plan::solve::SolveError>(())
    /// ```
    #[must_use]
    pub fn gap(&self) -> i64 {
        self.cost.saturating_sub(self.bound)
    }
}
