//! Small worlds are sent down the way of large ones: the checker, brute force and the ordinary way
//! judge what comes back.

use std::sync::{
    Mutex,
    atomic::{AtomicU32, Ordering},
};

use proptest::prelude::*;

use super::fleet::{Draw, Size, fleet};
use super::oracle::best;
use super::properties::tampered;
use super::small::{limited, taxed, world};
use crate::certify::check;
use crate::solve::{Case, Limits, Outcome, Problem, Progress, Resource, SolveError, solve};

/// Limits at which every problem is planned by ascent.
fn by_ascent<'a>() -> Limits<'a> {
    Limits {
        entries: 0,
        turns: 3,
        ..Limits::default()
    }
}

/// Solves by ascent and checks what comes back; returns it with the bound that the checker finds.
fn planned(problem: &Problem, limits: &Limits) -> (Outcome, i64) {
    let outcome = solve(problem, limits).unwrap();
    let checked = check(problem, &outcome.solution, &outcome.certificate).unwrap();
    assert_eq!(checked.cost, outcome.cost);
    assert!(checked.bound >= outcome.bound, "a bound that is not proved");
    (outcome, checked.bound)
}

fn middling(seed: u64) -> Problem {
    let size = Size {
        periods: 6,
        own: 2,
        leased: 3,
        tasks: 6,
        demands: 3,
    };
    fleet(size, seed)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_best_of_all_plans_lies_between_bound_and_cost(seed in any::<u64>(), kind in 0..3) {
        let problem = match kind {
            0 => world(seed),
            1 => limited(seed),
            _ => taxed(seed),
        };
        let (outcome, bound) = planned(&problem, &by_ascent());
        let best = best(&problem);
        prop_assert!(bound <= best && best <= outcome.cost, "{bound} {best} {}", outcome.cost);
    }

    #[test]
    fn a_forged_certificate_of_prices_proves_no_more_than_the_truth(seed in any::<u64>()) {
        let problem = if seed % 2 == 0 { world(seed) } else { taxed(seed) };
        let (outcome, _) = planned(&problem, &by_ascent());
        let forged = tampered(&outcome.certificate, &mut Draw(seed ^ 1));
        if let Ok(checked) = check(&problem, &outcome.solution, &forged) {
            prop_assert!(checked.bound <= best(&problem));
        }
    }

    #[test]
    fn a_pool_that_nothing_uses_changes_no_plan_found_by_ascent(seed in any::<u64>()) {
        let problem = world(seed);
        let before = planned(&problem, &by_ascent());
        let mut wider = problem;
        wider.resources.push(Resource { capacity: vec![9; wider.periods] });
        let after = planned(&wider, &by_ascent());
        prop_assert_eq!((before.0.cost, before.0.solution), (after.0.cost, after.0.solution));
    }

    #[test]
    fn a_prohibition_never_makes_a_bound_by_ascent_exceed_the_new_best(seed in any::<u64>()) {
        let mut problem = world(seed);
        let (_, wide) = planned(&problem, &by_ascent());
        for task in &mut problem.tasks {
            if task.options.len() > 1 {
                task.options.pop();
            }
        }
        problem.expansions.pop();
        let (outcome, narrow) = planned(&problem, &by_ascent());
        let best = best(&problem);
        prop_assert!(wide <= best && narrow <= best && best <= outcome.cost);
    }

    #[test]
    fn bounds_hold_for_every_order_of_the_input(seed in any::<u64>()) {
        let problem = world(seed);
        let mut turned = problem.clone();
        turned.tasks.reverse();
        turned.demands.reverse();
        turned.expansions.reverse();
        let (one, one_bound) = planned(&problem, &by_ascent());
        let (two, two_bound) = planned(&turned, &by_ascent());
        prop_assert!(one_bound <= two.cost && two_bound <= one.cost);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_plan_by_ascent_is_near_the_one_by_cases_and_each_bound_below_both(seed in any::<u64>()) {
        let problem = middling(seed);
        let (by_prices, bound) = planned(&problem, &by_ascent());
        let cases = Limits { entries: u64::MAX, cases: 50, ..Limits::default() };
        let (by_cases, other) = planned(&problem, &cases);
        prop_assert!(bound <= by_cases.cost && other <= by_prices.cost);
        let dearer = by_prices.cost as f64 / by_cases.cost as f64;
        prop_assert!(dearer < 1.1, "{dearer} times as dear");
    }

    #[test]
    fn an_ascent_stopped_at_any_moment_holds_a_plan_and_a_true_bound(
        seed in any::<u64>(),
        after in 0_u32..900,
    ) {
        let problem = middling(seed);
        let asked = AtomicU32::new(0);
        let stop = || asked.fetch_add(1, Ordering::Relaxed) >= after;
        let (stopped, bound) = planned(&problem, &Limits { stop: &stop, ..by_ascent() });
        let asked = asked.into_inner();
        prop_assert!(asked <= after + 40, "asked {asked} times after {after}");
        let (whole, whole_bound) = planned(&problem, &by_ascent());
        prop_assert!(bound <= whole.cost && whole_bound <= stopped.cost);
    }

    #[test]
    fn the_same_problem_gives_the_same_answer_twice(seed in any::<u64>()) {
        let problem = middling(seed);
        prop_assert_eq!(planned(&problem, &by_ascent()), planned(&problem, &by_ascent()));
    }

    #[test]
    fn cases_are_searched_from_where_the_ascent_ended(seed in any::<u64>()) {
        let problem = middling(seed);
        let only = planned(&problem, &by_ascent());
        let entries = 2_000;
        let then = Limits { entries, cases: 20, ..Limits::default() };
        let (both, bound) = planned(&problem, &then);
        prop_assert!(bound <= only.0.cost && both.cost >= only.1);
    }
}

#[test]
fn whoever_watches_an_ascent_sees_the_plan_with_nothing_done_first_and_then_none_dearer() {
    let problem = middling(7);
    let seen = Mutex::new(Vec::new());
    let progress = |step: &Progress| {
        let step = (step.cost.unwrap(), step.bound.unwrap());
        seen.lock().unwrap().push(step);
    };
    let limits = Limits {
        progress: &progress,
        ..by_ascent()
    };
    let (outcome, _) = planned(&problem, &limits);
    let seen = seen.into_inner().unwrap();
    let undone: i64 = problem.tasks.iter().map(|task| task.options[0].cost).sum();
    assert!(seen[0].0 <= undone + lost(&problem));
    assert!(
        seen.windows(2)
            .all(|pair| pair[0].0 >= pair[1].0 && pair[0].1 <= pair[1].1)
    );
    assert_eq!(seen.last(), Some(&(outcome.cost, outcome.bound)));
}

fn lost(problem: &Problem) -> i64 {
    let of = |amount: &i64, penalty: i64, per: i64| (amount * penalty + per - 1) / per;
    let demands = problem.demands.iter();
    demands
        .flat_map(|held| {
            let amounts = held.amount.iter();
            amounts.map(|amount| of(amount, held.penalty, held.penalty_per))
        })
        .sum()
}

#[test]
fn a_certificate_by_ascent_is_one_case_of_prices() {
    let (outcome, _) = planned(&middling(3), &by_ascent());
    assert!(matches!(outcome.certificate.cases[..], [Case::Leaf { .. }]));
    assert!(!outcome.certificate.price_tables[0].cells.is_empty());
}

#[test]
fn what_takes_more_memory_than_it_may_is_refused_and_told_how_much() {
    let problem = middling(1);
    for entries in [0, u64::MAX] {
        let limits = Limits {
            memory: 1 << 20,
            entries,
            ..Limits::default()
        };
        let refused = solve(&problem, &limits).unwrap_err();
        let SolveError::Memory { needed, allowed } = refused else {
            panic!("{refused}");
        };
        assert!(needed > allowed && allowed == 1 << 20);
        let told = refused.to_string();
        assert!(told.contains("GiB of memory"), "{told}");
        let enough = Limits {
            memory: needed,
            cases: 1,
            turns: 1,
            entries,
            ..Limits::default()
        };
        assert!(solve(&problem, &enough).is_ok());
    }
}
