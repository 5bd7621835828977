//! The exact money of a plan, and the one place that defines how a loss is rounded.
#![expect(clippy::indexing_slicing, reason = "the problem is validated and the plan matches it")]

use super::problem::{Demand, Problem};
use super::solution::Solution;

/// Returns the money lost for leaving `unserved` of a demand in one period, rounded up.
pub(super) fn loss(demand: &Demand, unserved: i64) -> i128 {
    let lost = i128::from(demand.penalty) * i128::from(unserved.max(0));
    let per = i128::from(demand.penalty_per);
    (lost + per - 1) / per
}

/// Returns the total cost of a plan that matches the problem.
pub(super) fn total(problem: &Problem, solution: &Solution) -> i128 {
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
            sum += loss(demand, i64::try_from(unserved.max(0)).unwrap_or(i64::MAX));
        }
    }
    sum
}
