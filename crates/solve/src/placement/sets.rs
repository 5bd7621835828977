//! Sets of jobs that earned most on a pool at some worths, and searches for better ones.

#![expect(
    clippy::indexing_slicing,
    reason = "tables whose extents are the instance's own, fixed when it is read"
)]

#[cfg(test)]
mod tests;

use std::{
    cmp::Reverse,
    collections::BTreeSet,
    sync::atomic::{AtomicUsize, Ordering},
};

use super::{
    certificate::Tight,
    certify::{Measure, Packed},
};

/// Jobs that fit a pool together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Set {
    /// In order.
    pub jobs: Vec<usize>,
    /// Dollars that running all of them there costs.
    pub cost: f64,
}

impl Set {
    /// What it earns at these worths.
    pub fn gain(&self, worths: &[f64]) -> f64 {
        let worth: f64 = self.jobs.iter().map(|&job| worths[job]).sum();
        worth - self.cost
    }
}

/// All sets met so far.
pub(super) struct Sets {
    threads: usize,
    /// By pool; the first of each is empty.
    pub known: Vec<Vec<Set>>,
    met: BTreeSet<(usize, Vec<usize>)>,
    /// Steps that the last search of each pool took.
    pace: Vec<u64>,
}

/// What a search of a pool came to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Searched {
    /// What it shows.
    pub tight: Tight,
    /// By how many units the most that the pool can earn is above what its best set does.
    pub apart: i64,
}

impl Sets {
    pub fn new(pools: usize, threads: usize) -> Self {
        let empty = Set {
            jobs: Vec::new(),
            cost: 0.0,
        };
        Self {
            threads: threads.max(1),
            known: vec![vec![empty]; pools],
            met: BTreeSet::new(),
            pace: vec![0; pools],
        }
    }

    /// How many sets are known.
    pub fn count(&self) -> usize {
        self.met.len()
    }

    /// Searches pools with so many steps, each thread the next that is left, from those that took long; what the best set
    /// known earns is the floor. Returns nothing where a pool is too large to be searched.
    pub fn search(
        &mut self,
        measure: &Measure,
        pools: &[usize],
        steps: impl Fn(usize) -> u64 + Sync,
    ) -> Option<Vec<Searched>> {
        let mut order = pools.to_vec();
        order.sort_by_key(|&pool| (Reverse(self.pace[pool]), pool));
        let (known, steps, order, next) = (&self.known, &steps, &order, &AtomicUsize::new(0));
        let search = move |pool: usize| {
            let gain = |set: &Set| set.jobs.iter().map(|&job| measure.gain(job, pool)).sum();
            let gains = known[pool].iter().map(gain);
            let floor: i64 = gains.max().unwrap_or(0).max(0);
            let packed = measure.earn(pool, floor, steps(pool)).ok();
            (pool, floor, packed)
        };
        let mut found = Vec::new();
        std::thread::scope(|scope| {
            let runs: Vec<_> = (0..self.threads)
                .map(|_| {
                    scope.spawn(move || {
                        let one = || order.get(next.fetch_add(1, Ordering::Relaxed));
                        let own = std::iter::from_fn(one);
                        own.map(|&pool| search(pool)).collect::<Vec<_>>()
                    })
                })
                .collect();
            found.extend(runs.into_iter().filter_map(|run| run.join().ok()).flatten());
        });
        found.sort_by_key(|&(pool, ..)| pool);
        let mut searched = Vec::new();
        for (pool, floor, packed) in found {
            let packed = packed?;
            let earned = packed.set.as_ref().map_or(floor, |set| set.0);
            searched.push(Searched {
                tight: Tight {
                    pool,
                    most: packed.most.unsigned_abs(),
                    floor: floor.unsigned_abs(),
                    steps: steps(pool),
                },
                apart: packed.most - earned,
            });
            self.pace[pool] = packed.steps;
            self.remember(measure, pool, &packed);
        }
        (searched.len() == pools.len()).then_some(searched)
    }

    /// Adds a set that was found, if it is new.
    fn remember(&mut self, measure: &Measure, pool: usize, packed: &Packed) {
        let Some((_, spots)) = &packed.set else {
            return;
        };
        let mut jobs: Vec<usize> = spots.iter().map(|spot| spot.job).collect();
        jobs.sort_unstable();
        if self.met.insert((pool, jobs.clone())) {
            let cost: i64 = jobs.iter().map(|&job| measure.cost(job, pool)).sum();
            self.known[pool].push(Set {
                jobs,
                cost: cost as f64,
            });
        }
    }
}
