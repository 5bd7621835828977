//! What must hold of proven costs when a world changes, and of bounds whatever a certificate says.

use std::sync::atomic::{AtomicU32, Ordering};

use proptest::prelude::*;

use super::fleet::{Draw, Size, fleet};
use super::small::{taxed, world};
use crate::certify::check;
use crate::solve::{Case, Certificate, ExtraPrice, Limits, PeriodCase, Problem, Resource, solve};

fn proven(problem: &Problem) -> i64 {
    let outcome = solve(problem, &Limits::default()).unwrap();
    assert_eq!(outcome.gap(), 0, "a small world is solved to the end");
    outcome.cost
}

/// Changes numbers of a certificate that a checker has no reason to distrust by their form.
pub fn tampered(certificate: &Certificate, draw: &mut Draw) -> Certificate {
    let mut forged = certificate.clone();
    for table in &mut forged.price_tables {
        for price in &mut table.cells {
            price.ticks = draw.between(0, 9_000_000_000);
        }
        for price in &mut table.limits {
            price.worth = draw.between(0, 900_000);
            price.ticks = draw.between(0, 9_000_000_000);
        }
    }
    for case in &mut forged.cases {
        match case {
            Case::OptionSplit { inside, .. } => {
                inside.pop();
            }
            Case::BlockSplit { at, .. } | Case::FamilySplit { at, .. } => {
                *at = draw.between(-1, 3);
            }
            Case::Leaf { families, .. } => {
                for price in families {
                    price.worth = draw.between(-900_000, 900_000);
                }
            }
        }
    }
    for tree in &mut forged.period_trees {
        for case in &mut tree.cases {
            match case {
                PeriodCase::ReplicaSplit { at, .. } => *at = draw.between(0, 3),
                PeriodCase::Leaf { extra } => extra.push(ExtraPrice {
                    resource: 0,
                    ticks: draw.between(0, 9_000_000_000),
                }),
            }
        }
    }
    forged
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_certificate_proves_no_more_than_the_truth_whatever_its_numbers(seed in any::<u64>()) {
        let problem = if seed % 2 == 0 { world(seed) } else { taxed(seed) };
        let outcome = solve(&problem, &Limits::default()).unwrap();
        let forged = tampered(&outcome.certificate, &mut Draw(seed ^ 1));
        if let Ok(checked) = check(&problem, &outcome.solution, &forged) {
            prop_assert!(checked.bound <= outcome.cost);
        }
    }

    #[test]
    fn a_prohibition_never_lowers_the_proven_cost(seed in any::<u64>()) {
        let problem = world(seed);
        let before = proven(&problem);
        let mut narrower = problem;
        let mut draw = Draw(seed ^ 2);
        for task in &mut narrower.tasks {
            if task.options.len() > 1 && draw.between(0, 1) == 0 {
                task.options.pop();
            }
        }
        for demand in &mut narrower.demands {
            if draw.between(0, 1) == 0 {
                demand.sources.pop();
            }
        }
        narrower.expansions.pop();
        prop_assert!(proven(&narrower) >= before);
    }

    #[test]
    fn a_pool_that_nothing_uses_changes_nothing(seed in any::<u64>()) {
        let problem = world(seed);
        let before = solve(&problem, &Limits::default()).unwrap();
        let mut wider = problem;
        wider.resources.push(Resource { capacity: vec![9; wider.periods] });
        let after = solve(&wider, &Limits::default()).unwrap();
        prop_assert_eq!((before.cost, before.solution), (after.cost, after.solution));
    }

    #[test]
    fn the_order_of_the_input_does_not_matter_to_the_cost(seed in any::<u64>()) {
        let problem = world(seed);
        let mut turned = problem.clone();
        turned.tasks.reverse();
        turned.demands.reverse();
        turned.expansions.reverse();
        prop_assert_eq!(proven(&turned), proven(&problem));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_search_stopped_at_any_moment_holds_a_plan_and_a_true_bound(
        seed in any::<u64>(),
        after in 0_u32..40,
    ) {
        let size = Size { periods: 6, own: 2, leased: 3, tasks: 3, demands: 3 };
        let problem = fleet(size, seed);
        let asked = AtomicU32::new(0);
        let stop = || asked.fetch_add(1, Ordering::Relaxed) >= after;
        let limits = Limits { stop: &stop, ..Limits::default() };
        let stopped = solve(&problem, &limits).unwrap();
        let checked = check(&problem, &stopped.solution, &stopped.certificate).unwrap();
        prop_assert_eq!(checked.cost, stopped.cost);
        let whole = solve(&problem, &Limits::default()).unwrap();
        prop_assert!(checked.bound <= whole.cost, "a bound over a plan that exists");
        prop_assert!(whole.bound <= stopped.cost);
    }
}
