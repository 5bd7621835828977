//! What is remembered of pools, on one pool that holds one of two jobs.

use super::{
    super::{
        certificate::{Case, Certificate, Tight},
        certify::Measure,
        instance::Instance,
    },
    Searched, Sets,
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

/// Searches the pool when the jobs are worth so many dollars; returns what that shows, and how many sets are known.
fn searched(
    sets: &mut Sets,
    instance: &Instance,
    worths: [u64; 2],
    steps: u64,
) -> (Searched, usize) {
    let certificate = Certificate {
        name: "two".to_owned(),
        unit: 1,
        bound: 0,
        reaches: Vec::new(),
        cases: Vec::new(),
    };
    let case = Case {
        worths: worths.into_iter().enumerate().collect(),
        tight: vec![Tight::unknown(0)],
        ..Case::default()
    };
    let measure = Measure::of(instance, &certificate, &case).unwrap();
    let found = sets.search(&measure, &[0], |_| steps).unwrap();
    (found[0], sets.count())
}

#[test]
fn the_best_of_all_sets_met_is_what_the_next_search_has_to_beat() {
    let instance = Instance::parse(TEXT).unwrap();
    let mut sets = Sets::new(1, 2);
    let costs = [0, 1].map(|job| instance.quote(job, 0).unwrap().1.unsigned_abs());
    let [first, second] = costs.map(|cost| 1_000 - cost);
    let mut floors = Vec::new();
    for (worths, most) in [
        ([1_000, 500], first),
        ([500, 1_000], second),
        ([1_000, 500], first),
        ([0, 0], 0),
    ] {
        let (found, known) = searched(&mut sets, &instance, worths, 1_000);
        assert_eq!((found.tight.most, found.apart), (most, 0));
        floors.push((found.tight.floor, known));
    }
    let low = 500 - costs[0];
    assert_eq!(floors, [(0, 1), (low, 2), (first, 2), (0, 2)]);
}
