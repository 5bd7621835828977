//! What must not change the answer, and what may change it in one direction only.

use portolan_solve::gap::{Limits, solve};
use proptest::prelude::*;

use super::{World, proved, solved, worlds};

/// Returns the cost, or more than any plan costs where there is none.
fn cost(world: &World) -> i64 {
    proved(world).unwrap_or(i64::MAX)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn a_prohibition_never_lowers_the_proved_cost(world in worlds(), pick in any::<prop::sample::Index>()) {
        let before = cost(&world);
        let mut narrower = world;
        let jobs = narrower.costs[0].len();
        let pair = pick.index(narrower.costs.len() * jobs);
        let (machine, job) = (pair / jobs, pair % jobs);
        narrower.sizes[machine][job] = narrower.capacities[machine] + 1;
        prop_assert!(cost(&narrower) >= before);
    }

    #[test]
    fn removing_a_machine_that_the_plan_does_not_use_changes_nothing(world in worlds()) {
        let Some((before, plan)) = solved(&world).best else {
            return Ok(());
        };
        let machines = world.costs.len();
        let Some(unused) = (0..machines).find(|machine| !plan.0.contains(machine)) else {
            return Ok(());
        };
        let mut smaller = world;
        smaller.costs.remove(unused);
        smaller.sizes.remove(unused);
        smaller.capacities.remove(unused);
        prop_assert_eq!(cost(&smaller), before);
    }

    #[test]
    fn the_order_of_jobs_and_machines_changes_nothing(world in worlds(), by in 1_usize..7) {
        let mut turned = world.clone();
        for row in turned.costs.iter_mut().chain(&mut turned.sizes) {
            let jobs = row.len();
            row.rotate_left(by % jobs);
        }
        let machines = turned.costs.len();
        turned.costs.rotate_left(by % machines);
        turned.sizes.rotate_left(by % machines);
        turned.capacities.rotate_left(by % machines);
        prop_assert_eq!(proved(&turned), proved(&world));
    }

    #[test]
    fn the_same_input_seed_and_threads_give_the_same_answer(world in worlds(), seed in 0_u64..9) {
        let limits = Limits { rounds: Some(2), threads: 2, seed, ..Limits::default() };
        let answer = || {
            let outcome = solve(&world.instance(), &limits, &|| false, &mut |_| ());
            (outcome.best, outcome.certificate)
        };
        prop_assert_eq!(answer(), answer());
    }
}

#[test]
fn a_job_that_fits_nowhere_leaves_no_plan() {
    let world = World {
        costs: vec![vec![1, 1], vec![1, 1]],
        sizes: vec![vec![1, 5], vec![1, 4]],
        capacities: vec![4, 3],
    };
    assert_eq!(proved(&world), None);
}

#[test]
fn rooms_too_large_for_tables_still_get_a_plan_and_a_bound() {
    let large = 1_000_000_007;
    let world = World {
        costs: vec![vec![3, 1, 2], vec![1, 3, 2]],
        sizes: vec![vec![large, large + 1, large], vec![large, large, large + 5]],
        capacities: vec![2 * large + 1, large],
    };
    let limits = Limits {
        rounds: Some(2),
        ..Limits::default()
    };
    let outcome = solve(&world.instance(), &limits, &|| false, &mut |_| ());
    assert_eq!(outcome.best.unwrap().0, world.optimum().unwrap());
    assert!(outcome.certificate.bound >= 3);
}
