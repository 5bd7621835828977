//! Finds the cheapest plan and proves how cheap any plan can be.
//!
//! Knows: jobs, options, resources, prices and periods, all in integers.
//! Must not know: law, parties, chips, files, clocks.
//! Main type: [`Problem`] in, [`Outcome`] out.
//! Start at: [`solve`], then `search.rs`, and `large/` for what is too large for it.

mod branch;
mod cost;
mod cover;
mod domain;
mod error;
mod factor;
mod family;
mod fill;
mod large;
mod layout;
mod limits;
mod model;
mod period;
mod problem;
mod program;
mod proof;
mod relax;
mod round;
mod search;
mod serve;
mod simplex;
mod size;
mod solution;
mod tree;
mod validate;

use search::Search;
use serve::Kitchen;
use size::Size;

#[cfg(test)]
mod tests;

pub use error::{Place, SolveError};
pub use limits::{Limits, Outcome, Progress};
pub use problem::{Demand, Draw, Expansion, Problem, Resource, Source, Task, TaskOption, Use};
pub use solution::{
    Case, Certificate, ExtraPrice, FamilyPrice, LimitPrice, PeriodCase, PeriodProof, PeriodTree,
    Price, PriceTable, Solution, TICKS_PER_MONEY, TICKS_PER_WORTH,
};
pub use validate::{AMOUNT_LIMIT, MONEY_LIMIT, QUANTITY_LIMIT};

/// Up to how many times the size from which prices are found by ascent cases are searched after it.
const MIDDLING: u64 = 4;
/// The turns of an ascent that a search of cases follows.
const MIDDLING_TURNS: u64 = 6;

/// Returns the cheapest plan found within the limits, with a proven lower bound on every plan.
///
/// The result depends on nothing but the problem and the limits.
///
/// # Errors
///
/// Returns an error when the problem is malformed, too large for exact sums or for the memory it may
/// take, when no plan exists, or when the limits run out before any plan is found.
///
/// ```
/// use portolan_plan::solve::{Limits, Problem, Resource, Task, TaskOption, Use, solve};
///
/// let on_pool = Use { resource: 0, from: 0, until: 1, units: 8 };
/// let problem = Problem {
///     periods: 1,
///     resources: vec![Resource { capacity: vec![8] }],
///     tasks: vec![Task {
///         options: vec![
///             TaskOption { cost: 90, ..TaskOption::default() },
///             TaskOption { cost: 10, uses: vec![on_pool], ..TaskOption::default() },
///         ],
///     }],
///     ..Problem::default()
/// };
/// let outcome = solve(&problem, &Limits::default())?;
/// assert_eq!((outcome.cost, outcome.bound), (10, 10));
/// # Ok::<(), portolan_plan::solve::SolveError>(())
/// ```
pub fn solve(problem: &Problem, limits: &Limits) -> Result<Outcome, SolveError> {
    validate::validate(problem)?;
    let mut kitchen = Kitchen::new(problem);
    let size = Size::of(problem, &kitchen.layout);
    if size.entries <= limits.entries || !large::applies(problem) {
        let cases = size.cases_by_program(limits)?;
        return Search::new(problem, Limits { cases, ..*limits }, kitchen)?.run();
    }
    size.fits_by_prices(limits)?;
    let both = size.entries <= limits.entries.saturating_mul(MIDDLING);
    let turns = if both {
        limits.turns.min(MIDDLING_TURNS)
    } else {
        limits.turns
    };
    let reached = large::run(problem, &mut kitchen, &Limits { turns, ..*limits });
    let stopped = (limits.stop)();
    let enough = reached.best.is_some() && (!both || reached.is_closed());
    if stopped || enough {
        return reached.outcome(problem);
    }
    let cases = size.cases_by_program(limits)?;
    let search = Search::new(problem, Limits { cases, ..*limits }, kitchen)?;
    search.beginning_with(reached).run()
}
