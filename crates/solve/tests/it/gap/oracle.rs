//! Brute force agrees.

use portolan_solve::gap::{Limits, certify, certify_bound, solve};
use proptest::prelude::*;

use super::{proved, solved, worlds};

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn the_proved_cost_is_that_of_brute_force(world in worlds()) {
        prop_assert_eq!(proved(&world), world.optimum());
    }

    #[test]
    fn the_checker_agrees_with_what_was_found(world in worlds()) {
        let instance = world.instance();
        let outcome = solved(&world);
        match outcome.best {
            Some((cost, plan)) => {
                let certified = certify(&instance, &plan, &outcome.certificate).unwrap();
                prop_assert_eq!((certified.objective, certified.bound), (cost, cost));
            }
            None => certify_bound(&instance, &outcome.certificate).unwrap(),
        }
    }

    #[test]
    fn a_stopped_solve_keeps_every_limit_and_is_bounded(world in worlds(), rounds in 0_u64..3) {
        let instance = world.instance();
        let limits = Limits { rounds: Some(rounds), ..Limits::default() };
        let outcome = solve(&instance, &limits, &|| false, &mut |_| ());
        certify_bound(&instance, &outcome.certificate).unwrap();
        if let Some((cost, plan)) = outcome.best {
            prop_assert_eq!(certify(&instance, &plan, &outcome.certificate).unwrap().objective, cost);
            let optimum = world.optimum().unwrap();
            prop_assert!(outcome.certificate.bound <= optimum && optimum <= cost);
        }
    }
}
