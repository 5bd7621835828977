//! Every plan of a small world is tried; the solver must agree with the best of them.

use proptest::prelude::*;

use super::small::world;
use crate::certify::check;
use crate::solve::{Demand, Limits, Problem, solve};

/// Returns the cost of the best plan, found by trying them all.
fn best(problem: &Problem) -> i64 {
    let mut best = i64::MAX;
    let mut options = vec![0; problem.tasks.len()];
    loop {
        let mut blocks = vec![0; problem.expansions.len()];
        loop {
            if let Some(cost) = cheapest_with(problem, &options, &blocks) {
                best = best.min(cost);
            }
            let most = |index: usize| problem.expansions[index].max;
            if !count_up(&mut blocks, &most) {
                break;
            }
        }
        let last = |index: usize| problem.tasks[index].options.len() as i64 - 1;
        let mut wide: Vec<i64> = options.iter().map(|&option| option as i64).collect();
        if !count_up(&mut wide, &last) {
            return best;
        }
        options = wide
            .iter()
            .map(|&option| usize::try_from(option).unwrap())
            .collect();
    }
}

/// Counts to the next list of digits; returns false after the last.
fn count_up(digits: &mut [i64], most: &dyn Fn(usize) -> i64) -> bool {
    for (index, digit) in digits.iter_mut().enumerate() {
        if *digit < most(index) {
            *digit += 1;
            return true;
        }
        *digit = 0;
    }
    false
}

fn cheapest_with(problem: &Problem, options: &[usize], blocks: &[i64]) -> Option<i64> {
    let mut room: Vec<Vec<i64>> = problem
        .resources
        .iter()
        .map(|resource| resource.capacity.clone())
        .collect();
    let mut cost = 0;
    for (group, &cap) in problem.group_max.iter().enumerate() {
        let members = problem.expansions.iter().zip(blocks);
        let taken = members.filter(|(expansion, _)| expansion.group == Some(group));
        if taken.map(|(_, &count)| count).sum::<i64>() > cap {
            return None;
        }
    }
    for (expansion, &count) in problem.expansions.iter().zip(blocks) {
        cost += expansion.cost * count;
        for cell in &mut room[expansion.resource][expansion.from..expansion.until] {
            *cell += expansion.units * count;
        }
    }
    for (task, &option) in problem.tasks.iter().zip(options) {
        let option = &task.options[option];
        cost += option.cost;
        for used in &option.uses {
            for cell in &mut room[used.resource][used.from..used.until] {
                *cell -= used.units;
            }
        }
    }
    if room.iter().flatten().any(|&left| left < 0) {
        return None;
    }
    for period in 0..problem.periods {
        let left: Vec<i64> = room.iter().map(|cells| cells[period]).collect();
        cost += cheapest_service(&problem.demands, period, left)?;
    }
    Some(cost)
}

/// Returns the least cost of serving the demands of one period in the room that is left.
fn cheapest_service(demands: &[Demand], period: usize, left: Vec<i64>) -> Option<i64> {
    let Some((demand, rest)) = demands.split_first() else {
        return Some(0);
    };
    let running: Vec<_> = demand
        .sources
        .iter()
        .filter(|source| (source.from..source.until).contains(&period))
        .collect();
    let amount = demand.amount[period];
    let most = |index: usize| (amount + running[index].output - 1) / running[index].output;
    let mut counts = vec![0; running.len()];
    let mut best: Option<i64> = None;
    loop {
        let mut left = left.clone();
        let (mut cost, mut lacking) = (0, amount);
        for (source, &count) in running.iter().zip(&counts) {
            left[source.resource] -= source.units * count;
            lacking -= source.output * count;
            cost += source.cost * count;
        }
        let lost = demand.penalty * lacking.max(0);
        cost += (lost + demand.penalty_per - 1) / demand.penalty_per;
        if left.iter().all(|&room| room >= 0)
            && let Some(more) = cheapest_service(rest, period, left)
        {
            best = Some(best.map_or(cost + more, |best| best.min(cost + more)));
        }
        if !count_up(&mut counts, &most) {
            return best;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn the_solver_finds_and_proves_the_best_of_all_plans(seed in any::<u64>()) {
        let problem = world(seed);
        let outcome = solve(&problem, &Limits::default()).unwrap();
        let checked = check(&problem, &outcome.solution, &outcome.certificate).unwrap();
        let best = best(&problem);
        prop_assert_eq!(checked.cost, outcome.cost);
        prop_assert!(checked.bound <= best, "a bound of {} over a best of {best}", checked.bound);
        prop_assert_eq!((outcome.cost, checked.bound), (best, best));
    }
}
