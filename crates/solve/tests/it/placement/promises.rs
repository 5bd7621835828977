//! Properties that hold for every instance.

use std::cell::Cell;

use portolan_solve::placement::{Error, Instance, Limits, Plan, certify, solve};

use super::world::{MIDDLE, SMALL, TINY, counted, drawn, solved};

#[test]
fn a_prohibition_never_lowers_the_proven_cost() {
    for seed in 0..300 {
        let free = drawn(seed, TINY);
        let mut barred = free.clone();
        let cell = usize::try_from(seed).unwrap() % barred.lawful.len();
        barred.lawful[cell] = false;
        let (before, after) = (solved(&free, 3), solved(&barred, 3));
        assert!(before.certificate.bound <= after.objective, "seed {seed}");
        if after.certificate.bound == after.objective {
            assert!(
                before.certificate.bound <= after.certificate.bound,
                "seed {seed}"
            );
        }
    }
}

#[test]
fn a_proven_plan_stays_proven_when_a_pool_it_does_not_use_goes() {
    let mut tried = 0;
    for seed in 0..300 {
        let full = drawn(seed, TINY);
        let outcome = solved(&full, 3);
        if outcome.certificate.bound < outcome.objective {
            continue;
        }
        let used = |pool: usize| {
            outcome
                .plan
                .seats
                .iter()
                .flatten()
                .any(|seat| seat.0 == pool)
        };
        let Some(spare) = (0..full.pools.len()).find(|&pool| !used(pool)) else {
            continue;
        };
        let mut without = full.clone();
        without.pools[spare].capacity.fill(0);
        let again = solved(&without, 6);
        assert!(again.certificate.bound <= outcome.objective, "seed {seed}");
        assert_eq!(again.objective, outcome.objective, "seed {seed}");
        tried += 1;
    }
    assert!(tried >= 50, "only {tried} worlds had a spare pool");
}

#[test]
fn the_same_seed_and_count_give_the_same_plan_and_the_same_proof() {
    let worlds = (0..5).map(|seed| drawn(seed, SMALL));
    for instance in worlds.chain([drawn(5, MIDDLE)]) {
        let (one, other) = (solved(&instance, 10), solved(&instance, 10));
        assert_eq!(one.plan.write(), other.plan.write());
        assert_eq!(one.certificate.write(), other.certificate.write());
    }
}

#[test]
fn one_thread_and_three_each_give_lawful_plans_with_true_bounds() {
    for threads in [1, 3] {
        let instance = drawn(7, SMALL);
        let limits = Limits {
            threads,
            ..counted(5)
        };
        let outcome = solve(&instance, &limits, &|| 0.0, &mut |_| {}).unwrap();
        certify(&instance, &outcome.plan, &outcome.certificate).unwrap();
    }
}

#[test]
fn a_solve_stopped_at_any_moment_is_lawful_and_bounded() {
    for stop in [0, 1, 2, 5, 20, 60] {
        let instance = drawn(11, SMALL);
        let limits = Limits {
            seconds: f64::from(stop),
            ..Limits::default()
        };
        // A clock that moves on by a second each time it is read.
        let read = std::sync::atomic::AtomicU32::new(0);
        let clock = || f64::from(read.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        let outcome = solve(&instance, &limits, &clock, &mut |_| {}).unwrap();
        certify(&instance, &outcome.plan, &outcome.certificate).unwrap();
    }
}

#[test]
fn a_solve_stopped_after_any_number_of_rounds_is_lawful_and_bounded() {
    for rounds in 0..12 {
        let instance = drawn(20 + rounds, SMALL);
        let outcome = solved(&instance, rounds);
        let checked = certify(&instance, &outcome.plan, &outcome.certificate).unwrap();
        assert!(
            checked.bound <= checked.objective && checked.bound > 0,
            "{rounds}"
        );
    }
}

#[test]
fn jobs_and_pools_in_another_order_cost_the_same() {
    let mut proven = 0;
    for seed in 0..300 {
        let mut one = drawn(seed, TINY);
        // Rents differ by the ids of job and pool; what moving data costs does not.
        one.pools.iter_mut().for_each(|pool| pool.rate = 0);
        let mut other = one.clone();
        other.jobs.reverse();
        other.pools.rotate_left(1);
        let (one, other) = (solved(&one, 3), solved(&other, 3));
        let both = [&one, &other];
        if both
            .iter()
            .all(|found| found.certificate.bound == found.objective)
        {
            assert_eq!(one.objective, other.objective, "seed {seed}");
            proven += 1;
        }
        assert!(one.certificate.bound <= other.objective, "seed {seed}");
    }
    assert!(proven >= 200, "only {proven} of 300 were proved");
}

#[test]
fn what_is_reported_on_the_way_only_gets_better_and_ends_at_the_outcome() {
    for extent in [SMALL, MIDDLE] {
        let instance = drawn(3, extent);
        let (cost, bound) = (Cell::new(i64::MAX), Cell::new(0));
        let outcome = solve(&instance, &counted(20), &|| 0.0, &mut |standing| {
            assert!(standing.objective <= cost.get() && standing.bound >= bound.get());
            cost.set(standing.objective);
            bound.set(standing.bound);
        });
        let outcome = outcome.unwrap();
        assert_eq!(
            (cost.get(), bound.get()),
            (outcome.objective, outcome.certificate.bound)
        );
    }
}

#[test]
fn a_wide_gap_asked_for_ends_the_search_at_the_first_plan() {
    let instance = drawn(3, SMALL);
    let limits = Limits {
        gap: 1.0,
        ..counted(1_000_000)
    };
    let reports = Cell::new(0);
    solve(&instance, &limits, &|| 0.0, &mut |_| {
        reports.set(reports.get() + 1)
    })
    .unwrap();
    assert_eq!(reports.get(), 1);
}

#[test]
fn what_would_not_fit_in_memory_is_refused_with_the_estimate() {
    let instance = drawn(1, SMALL);
    let limits = Limits {
        memory: 1 << 10,
        ..counted(1)
    };
    let refused = solve(&instance, &limits, &|| 0.0, &mut |_| {});
    assert!(matches!(
        refused,
        Err(Error::Memory {
            needed: 1..,
            allowed: 0,
            ..
        })
    ));
}

#[test]
fn a_job_that_fits_nowhere_is_left_out_at_its_penalty() {
    let text = "placement 1 none\ndims 1 1 2 1 1 1\ntype 0 a 1 1\nlaw 0 0 0\negress 0 0\npool 0 0 0 5 2x9\n\
                job 0 0 0 0 2 0 70 1:1\nend\n";
    let instance = Instance::parse(text).unwrap();
    let outcome = solved(&instance, 1);
    assert_eq!(outcome.plan, Plan { seats: vec![None] });
    assert_eq!((outcome.objective, outcome.certificate.bound), (70, 70));
}
