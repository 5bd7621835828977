//! Sets of jobs that earned most on a pool at some worths, and searches for better ones.

#![expect(
    clippy::indexing_slicing,
    reason = "tables whose extents are the instance's own, fixed when it is read"
)]

#[cfg(test)]
mod tests;

use std::{
    collections::VecDeque,
    sync::atomic::{AtomicUsize, Ordering},
};

use super::certify::{Measure, Packed};

/// How many sets are remembered on each pool.
const REMEMBERED: usize = 60;

/// Sets by pool, the one that was best at last first.
pub(super) struct Sets {
    threads: usize,
    known: Vec<VecDeque<Vec<usize>>>,
}

/// What a search of a pool came to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Searched {
    pub pool: usize,
    /// Units that it earns at most.
    pub most: i64,
    /// By how much that is more than its best set earns.
    pub apart: i64,
    /// How much of the way from what prices alone allow to the best set the search has come.
    pub closed: f64,
}

impl Sets {
    pub fn new(pools: usize, threads: usize) -> Self {
        Self {
            threads: threads.max(1),
            known: vec![VecDeque::new(); pools],
        }
    }

    /// The jobs of a pool's best set at the worths of the last search.
    pub fn best(&self, pool: usize) -> &[usize] {
        self.known[pool].front().map_or(&[], |set| &set[..])
    }

    /// Searches pools, each thread the next that is left, with so many steps; what the best set known earns is the floor.
    /// Returns nothing where a pool is too large to be searched.
    pub fn search(
        &mut self,
        measure: &Measure,
        pools: &[usize],
        steps: impl Fn(usize) -> u64 + Sync,
    ) -> Option<Vec<Searched>> {
        let (known, steps, next) = (&self.known, &steps, &AtomicUsize::new(0));
        let search = move |pool: usize| {
            let gain = |set: &Vec<usize>| set.iter().map(|&job| measure.gain(job, pool)).sum();
            let sets = known[pool].iter().enumerate();
            let floor = sets
                .map(|(at, set)| (gain(set), usize::MAX - at))
                .max()
                .filter(|floor: &(i64, usize)| floor.0 > 0);
            let from = floor.map_or(0, |floor| floor.0);
            let packed = measure.earn(pool, from, steps(pool)).ok();
            (pool, floor, packed)
        };
        let mut found = Vec::new();
        std::thread::scope(|scope| {
            let runs: Vec<_> = (0..self.threads)
                .map(|_| {
                    scope.spawn(move || {
                        let one = || pools.get(next.fetch_add(1, Ordering::Relaxed));
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
            let at = floor.map(|floor| usize::MAX - floor.1);
            let best = self.remember(pool, at, &packed);
            let best = best.unwrap_or(floor.map_or(0, |floor| floor.0));
            let way = (packed.limit - best).max(1) as f64;
            searched.push(Searched {
                pool,
                most: packed.most,
                apart: packed.most - best,
                closed: ((packed.limit - packed.most) as f64 / way).clamp(0.0, 1.0),
            });
        }
        Some(searched)
    }

    /// Puts the best set of a pool first: one that was found, and else the one that is at a place among those known.
    /// Returns what the first earns.
    fn remember(&mut self, pool: usize, at: Option<usize>, packed: &Packed) -> Option<i64> {
        let known = &mut self.known[pool];
        let (earned, set) = match (&packed.set, at) {
            (Some((earned, set)), _) => {
                let jobs = set.iter().map(|spot| spot.job).collect();
                (Some(*earned), jobs)
            }
            (None, Some(at)) => (None, known.remove(at)?),
            (None, None) => (None, Vec::new()),
        };
        known.push_front(set);
        known.truncate(REMEMBERED);
        earned
    }
}
