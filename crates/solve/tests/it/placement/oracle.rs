//! On worlds small enough to try everything, bound, optimum and cost stand in order.

use portolan_solve::placement::certify;

use super::world::{CROWDED, TINY, drawn, optimum, solved};

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

#[test]
fn where_plans_are_parted_into_cases_no_bound_passes_the_optimum_either() {
    let (mut parted, mut closed) = (0, 0);
    for seed in 0..1_500 {
        let instance = drawn(seed, CROWDED);
        let outcome = solved(&instance, 40);
        if outcome.certificate.cases.len() == 1 {
            continue;
        }
        parted += 1;
        let best = optimum(&instance);
        let bound = outcome.certificate.bound;
        assert!(bound <= best, "seed {seed}: bound {bound} above {best}");
        let checked = certify(&instance, &outcome.plan, &outcome.certificate).unwrap();
        assert_eq!(checked.bound, bound, "seed {seed}");
        closed += i32::from(bound == best);
    }
    assert!(parted >= 100, "only {parted} were parted");
    assert!(closed >= 50, "only {closed} of {parted} were proven");
}
