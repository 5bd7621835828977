//! Every plan of a small world is tried; the solver must agree with the best of them.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::small::{limited, taxed, world};
use crate::certify::check;
use crate::solve::{Demand, Limits, Problem, solve};

/// Returns the cost of the best plan, found by trying them all.
pub fn best(problem: &Problem) -> i64 {
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
    let mut left = problem.limits.clone();
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
        for add in &expansion.adds {
            for cell in &mut room[add.resource][add.from..add.until] {
                *cell += add.units * count;
            }
        }
        for draw in &expansion.draws {
            left[draw.limit] -= draw.units * count;
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
        for draw in &option.draws {
            left[draw.limit] -= draw.units;
        }
    }
    if room.iter().flatten().chain(&left).any(|&left| left < 0) {
        return None;
    }
    let mut services = Services::from([(vec![0; left.len()], 0)]);
    for period in 0..problem.periods {
        let room: Vec<i64> = room.iter().map(|cells| cells[period]).collect();
        let more = services_of(problem, &problem.demands, period, &room);
        services = both(&services, &more);
    }
    let kept = services.iter().filter(|(drawn, _)| {
        let mut pairs = drawn.iter().zip(&left);
        pairs.all(|(drawn, left)| drawn <= left)
    });
    kept.map(|(_, more)| cost + more).min()
}

/// The least cost of serving, by what it draws on limits.
type Services = BTreeMap<Vec<i64>, i64>;

fn both(one: &Services, two: &Services) -> Services {
    let mut sums = Services::new();
    for (first, left) in one {
        for (second, right) in two {
            let drawn: Vec<i64> = first.iter().zip(second).map(|(a, b)| a + b).collect();
            keep(&mut sums, drawn, left + right);
        }
    }
    sums
}

fn keep(services: &mut Services, drawn: Vec<i64>, cost: i64) {
    let held = services.entry(drawn).or_insert(cost);
    *held = (*held).min(cost);
}

/// Returns every way of serving the demands of one period in the room that is left.
fn services_of(problem: &Problem, demands: &[Demand], period: usize, left: &[i64]) -> Services {
    let Some((demand, rest)) = demands.split_first() else {
        return Services::from([(vec![0; problem.limits.len()], 0)]);
    };
    let running: Vec<_> = demand
        .sources
        .iter()
        .filter(|source| (source.from..source.until).contains(&period))
        .collect();
    let amount = demand.amount[period];
    let most = |index: usize| (amount + running[index].output - 1) / running[index].output;
    let mut counts = vec![0; running.len()];
    let mut all = Services::new();
    loop {
        let mut left = left.to_vec();
        let mut drawn = vec![0; problem.limits.len()];
        let (mut cost, mut lacking) = (0, amount);
        for (source, &count) in running.iter().zip(&counts) {
            left[source.resource] -= source.units * count;
            lacking -= source.output * count;
            cost += source.cost * count;
            for draw in &source.draws {
                drawn[draw.limit] += draw.units * count;
            }
        }
        let lost = demand.penalty * lacking.max(0);
        cost += (lost + demand.penalty_per - 1) / demand.penalty_per;
        if left.iter().all(|&room| room >= 0) {
            let own = Services::from([(drawn, cost)]);
            for (drawn, cost) in both(&own, &services_of(problem, rest, period, &left)) {
                keep(&mut all, drawn, cost);
            }
        }
        if !count_up(&mut counts, &most) {
            return all;
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn work_free_in_time_and_limits_are_planned_as_well_as_by_trying_all(seed in any::<u64>()) {
        let problem = limited(seed);
        let outcome = solve(&problem, &Limits::default()).unwrap();
        let checked = check(&problem, &outcome.solution, &outcome.certificate).unwrap();
        let best = best(&problem);
        prop_assert_eq!((outcome.cost, checked.cost, checked.bound), (best, best, best));
    }

    #[test]
    fn serving_under_a_limit_is_bounded_truly_and_planned_within_it(seed in any::<u64>()) {
        let problem = taxed(seed);
        let outcome = solve(&problem, &Limits::default()).unwrap();
        let checked = check(&problem, &outcome.solution, &outcome.certificate).unwrap();
        let best = best(&problem);
        prop_assert_eq!(checked.cost, outcome.cost);
        prop_assert!(checked.bound <= best && best <= outcome.cost);
    }
}
