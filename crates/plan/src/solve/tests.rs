//! Tests of the solver on invented fleets, with the checker as the judge.

pub(crate) mod fleet;

use crate::{
    certify::check,
    solve::{Limits, solve},
};
use fleet::{SHIPPED, fleet};

#[test]
fn the_checker_finds_the_cost_of_a_fleet_plan_and_at_least_the_bound_that_was_claimed() {
    let limits = Limits {
        cases: 40,
        pivots: 40_000,
        ..Limits::default()
    };
    for seed in 0..3 {
        let problem = fleet(SHIPPED, seed);
        let outcome = solve(&problem, &limits).unwrap();
        let checked = check(&problem, &outcome.solution, &outcome.certificate).unwrap();
        assert_eq!(checked.cost, outcome.cost, "seed {seed}");
        assert!(checked.bound >= outcome.bound, "seed {seed}: {checked:?}");
        assert!(outcome.bound * 10 > outcome.cost * 9, "seed {seed}");
        assert_eq!(solve(&problem, &limits).unwrap(), outcome, "seed {seed}");
    }
}
