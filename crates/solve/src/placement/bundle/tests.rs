//! Worths proposed on pools whose best sets are known by heart.

use super::{super::sets::Set, Shares, propose, value};

fn set(jobs: &[usize], cost: f64) -> Set {
    Set {
        jobs: jobs.to_vec(),
        cost,
    }
}

/// Two pools that hold one job each of two; the first is cheaper for both.
fn two_pools() -> Vec<Vec<Set>> {
    vec![
        vec![set(&[], 0.0), set(&[0], 100.0), set(&[1], 100.0)],
        vec![set(&[], 0.0), set(&[0], 150.0), set(&[1], 300.0)],
    ]
}

/// Searches on from the best worths, each time within reach.
fn climb(penalties: [f64; 2], reach: f64) -> (f64, Vec<f64>, Shares) {
    let known = two_pools();
    let (mut centre, mut shares) = (vec![90.0, 80.0], vec![vec![1.0]; 2]);
    for _ in 0..200 {
        let worths = propose(&known, &mut shares, &penalties, &centre, reach);
        if value(&known, &worths) > value(&known, &centre) {
            centre = worths;
        }
    }
    (value(&known, &centre), centre, shares)
}

#[test]
fn the_model_is_highest_at_what_the_best_plan_costs() {
    // Job 1 on the first pool and job 0 on the second cost 250; the other way round 400.
    for reach in [0.05, 1.0, 4.0] {
        let (found, ..) = climb([1_000.0; 2], reach);
        assert!((found - 250.0).abs() < 0.5, "reach {reach}: {found}");
    }
}

#[test]
fn no_job_is_worth_more_than_its_cap() {
    let (found, worths, _) = climb([120.0, 110.0], 4.0);
    assert!(worths[0] <= 120.0 && worths[1] <= 110.0, "{worths:?}");
    // Job 1 is left out at its penalty, job 0 runs on the first pool.
    assert!((found - 210.0).abs() < 0.5, "{found}");
}

#[test]
fn the_shares_of_a_pool_stay_whole() {
    let (.., shares) = climb([1_000.0; 2], 1.0);
    for shares in shares {
        let whole: f64 = shares.iter().sum();
        assert!((whole - 1.0).abs() < 1e-9 && shares.iter().all(|&share| share >= 0.0));
    }
}
