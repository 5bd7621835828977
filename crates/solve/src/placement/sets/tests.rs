//! What is remembered of pools, on one pool that holds one of two jobs.

use super::{
    super::{certificate::Certificate, certify::Measure, instance::Instance},
    Sets,
};

const TEXT: &str = "placement 1 two\n\
    dims 2 1 2 1 1 1\n\
    type 0 a 1000 80\n\
    law 0 0 1\n\
    egress 0 0\n\
    pool 0 0 0 10 2x4\n\
    job 0 0 0 0 2 0 5000 4:2\n\
    job 1 0 0 0 2 0 5000 3:2\n\
    end\n";

/// Searches the pool when the jobs are worth so many dollars; returns the best set and what is not known of the pool.
fn searched(
    sets: &mut Sets,
    instance: &Instance,
    worths: [u64; 2],
    steps: u64,
) -> (Vec<usize>, i64) {
    let certificate = Certificate {
        name: "two".to_owned(),
        unit: 1,
        bound: 0,
        reaches: Vec::new(),
        prices: Vec::new(),
        worths: worths.into_iter().enumerate().collect(),
        tight: vec![(0, 0)],
    };
    let measure = Measure::of(instance, &certificate).unwrap();
    let found = sets.search(&measure, &[0], |_| steps).unwrap();
    (sets.best(0).to_vec(), found[0].apart)
}

#[test]
fn the_best_of_all_sets_met_comes_first_at_whatever_worths_are_asked() {
    let instance = Instance::parse(TEXT).unwrap();
    let mut sets = Sets::new(1, 2);
    assert_eq!(
        searched(&mut sets, &instance, [1_000, 500], 1_000),
        (vec![0], 0)
    );
    assert_eq!(
        searched(&mut sets, &instance, [500, 1_000], 1_000),
        (vec![1], 0)
    );
    assert_eq!(
        searched(&mut sets, &instance, [1_000, 500], 1_000),
        (vec![0], 0)
    );
    assert_eq!(
        searched(&mut sets, &instance, [0, 0], 1_000),
        (Vec::new(), 0)
    );
}
