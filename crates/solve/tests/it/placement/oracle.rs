//! On worlds small enough to try everything, bound, optimum and cost stand in order.

use portolan_solve::placement::certify;

use super::world::{TINY, drawn, optimum, solved};

#[test]
fn no_plan_beats_the_optimum_and_no_bound_passes_it() {
    let (mut proven, mut best_found) = (0, 0);
    for seed in 0..3_000 {
        let instance = drawn(seed, TINY);
        let outcome = solved(&instance, 3);
        let best = optimum(&instance);
        let bound = outcome.certificate.bound;
        assert!(
            bound <= best,
            "seed {seed}: bound {bound} above the optimum {best}"
        );
        assert!(
            best <= outcome.objective,
            "seed {seed}: cost {} below the optimum {best}",
            outcome.objective
        );
        let checked = certify(&instance, &outcome.plan, &outcome.certificate).unwrap();
        assert_eq!(
            (checked.objective, checked.bound),
            (outcome.objective, bound),
            "seed {seed}"
        );
        proven += i32::from(bound == outcome.objective);
        best_found += i32::from(outcome.objective == best);
    }
    assert!(
        best_found >= 2_970,
        "the best plan was found in {best_found} of 3000 worlds"
    );
    assert!(
        proven >= 2_000,
        "the best plan was proven in {proven} of 3000 worlds"
    );
}
