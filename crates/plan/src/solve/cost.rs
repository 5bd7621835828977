//! The exact money of a plan, and the one place that defines how a loss is rounded.
#![expect(
    clippy::indexing_slicing,
    reason = "the problem is validated and the plan matches it"
)]

use super::problem::Problem;
use super::solution::Solution;

/// Returns the money lost for an unserved amount of one period, rounded up to whole money; `None`
/// when the product leaves the integer range.
pub(super) fn loss(penalty: i64, per: i64, unserved: i128) -> Option<i128> {
    let per = i128::from(per);
    let lost = i128::from(penalty).checked_mul(unserved.max(0))?;
    Some(lost.checked_add(per - 1)? / per)
}

/// Returns the total cost of a plan that matches the problem; `None` when it is too large.
pub(super) fn total(problem: &Problem, solution: &Solution) -> Option<i64> {
    let mut sum: i128 = 0;
    for (task, &option) in problem.tasks.iter().zip(&solution.options) {
        sum += i128::from(task.options[option].cost);
    }
    for (expansion, &blocks) in problem.expansions.iter().zip(&solution.blocks) {
        sum += i128::from(expansion.cost) * i128::from(blocks);
    }
    for (demand, by_source) in problem.demands.iter().zip(&solution.replicas) {
        for period in 0..problem.periods {
            let mut unserved = i128::from(demand.amount[period]);
            for (source, replicas) in demand.sources.iter().zip(by_source) {
                let running = i128::from(replicas[period]);
                sum += running * i128::from(source.cost);
                unserved -= running * i128::from(source.output);
            }
            sum += loss(demand.penalty, demand.penalty_per, unserved)?;
        }
    }
    i64::try_from(sum).ok()
}
