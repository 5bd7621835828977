//! The search of pools against trying everything.

use std::collections::BTreeMap;

use super::{
    super::{dice::Dice, instance::Need},
    bound::Priced,
    pack::{Packed, Packing, Place, Spot},
    tree::End,
};

const PERIODS: usize = 5;

/// A few jobs on a few small pools.
struct Tiny {
    capacity: Vec<Vec<u32>>,
    places: Vec<Place>,
}

/// Up to so many pools and jobs.
fn tiny(seed: u64, (pools, jobs): (usize, usize)) -> Tiny {
    let mut dice = Dice::new(seed, 0);
    let small = |dice: &mut Dice, most: usize| u32::try_from(dice.below(most)).unwrap();
    let pools = 1 + dice.below(pools);
    let capacity: Vec<Vec<u32>> = (0..pools)
        .map(|_| (0..PERIODS).map(|_| small(&mut dice, 9)).collect())
        .collect();
    let mut places = Vec::new();
    for job in 0..1 + dice.below(jobs) {
        for (pool, capacity) in capacity.iter().enumerate() {
            let need = Need {
                chips: 1 + small(&mut dice, 6),
                periods: 1 + dice.below(3),
            };
            let fits = |start: &usize| {
                let held = &capacity[*start..start + need.periods];
                held.iter().all(|&chips| chips >= need.chips)
            };
            let starts: Vec<usize> = (0..=PERIODS - need.periods).filter(fits).collect();
            if !starts.is_empty() {
                places.push(Place {
                    job,
                    pool,
                    profit: 1 + i64::from(small(&mut dice, 1_000)),
                    need,
                    starts,
                });
            }
        }
    }
    Tiny { capacity, places }
}

impl Tiny {
    fn search(&self, floor: i64, steps: u64, end: End) -> Packed {
        let pools: Vec<Priced> = self
            .capacity
            .iter()
            .map(|capacity| Priced {
                bare: capacity,
                capacity: capacity.clone(),
                functions: BTreeMap::new(),
            })
            .collect();
        let pools: Vec<&Priced> = pools.iter().collect();
        let packing = Packing::new(self.places.clone(), &pools).unwrap();
        packing.search(floor, steps, end)
    }

    /// The most that jobs from `job` on can earn, by trying everything.
    fn most(&self, job: usize, free: &mut Vec<Vec<u32>>) -> i64 {
        if self.places.iter().all(|place| place.job < job) {
            return 0;
        }
        let mut most = self.most(job + 1, free);
        for place in self.places.iter().filter(|place| place.job == job) {
            for &start in &place.starts {
                let held = start..start + place.need.periods;
                if free[place.pool][held.clone()]
                    .iter()
                    .any(|&free| free < place.need.chips)
                {
                    continue;
                }
                for free in &mut free[place.pool][held.clone()] {
                    *free -= place.need.chips;
                }
                most = most.max(place.profit + self.most(job + 1, free));
                for free in &mut free[place.pool][held] {
                    *free += place.need.chips;
                }
            }
        }
        most
    }

    /// What a set earns, if it fits.
    fn earned(&self, set: &[Spot]) -> Option<i64> {
        let mut free = self.capacity.clone();
        let mut earned = 0;
        let mut jobs: Vec<usize> = set.iter().map(|spot| spot.job).collect();
        jobs.sort_unstable();
        jobs.dedup();
        if jobs.len() < set.len() {
            return None;
        }
        for spot in set {
            let place = |place: &&Place| place.job == spot.job && place.pool == spot.pool;
            let place = self.places.iter().find(place)?;
            for free in &mut free[spot.pool][spot.start..spot.start + place.need.periods] {
                *free = free.checked_sub(place.need.chips)?;
            }
            earned += place.profit;
        }
        Some(earned)
    }
}

const PLENTY: u64 = 1_000_000;
const FEW: (usize, usize) = (2, 5);
const MANY: (usize, usize) = (1, 9);

#[test]
fn the_search_of_pools_finds_what_trying_everything_finds() {
    let mut crowded = 0;
    for (seed, extent) in (0..4_000)
        .map(|seed| (seed, FEW))
        .chain((0..400).map(|seed| (seed, MANY)))
    {
        let tiny = tiny(seed, extent);
        let most = tiny.most(0, &mut tiny.capacity.clone());
        let best = tiny.search(-1, PLENTY, End::Best);
        assert!(best.complete, "seed {seed}");
        assert_eq!(best.most, most, "seed {seed}");
        let (earned, set) = best.set.unwrap();
        assert_eq!(earned, most, "seed {seed}");
        assert_eq!(tiny.earned(&set), Some(most), "seed {seed}");
        crowded += usize::from(best.limit > most);
    }
    assert!(crowded > 100, "only {crowded} needed more than prices");
}

#[test]
fn a_search_for_more_than_the_most_ends_empty_and_for_less_finds_some() {
    for seed in 0..1_000 {
        let tiny = tiny(seed, FEW);
        let most = tiny.most(0, &mut tiny.capacity.clone());
        let above = tiny.search(most, PLENTY, End::Best);
        assert!(above.complete && above.set.is_none(), "seed {seed}");
        let below = tiny.search(most - 1, PLENTY, End::Best);
        assert_eq!(below.set.map(|set| set.0), Some(most), "seed {seed}");
    }
}

#[test]
fn a_search_cut_short_says_no_less_than_the_most() {
    for seed in 0..1_000 {
        let tiny = tiny(seed, FEW);
        let most = tiny.most(0, &mut tiny.capacity.clone());
        for steps in [0, 1, 310, 330] {
            let cut = tiny.search(0, steps, End::Rising);
            assert!(cut.most >= most, "seed {seed}, {steps} steps");
        }
    }
}
