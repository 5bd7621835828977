//! Capacity rows: one a pool and period, and stronger ones where jobs are large against their pool.
//!
//! A sum of jobs that fits a capacity also fits the largest sum that jobs can reach below it, and for a dual-feasible
//! function `f` it satisfies `sum f(chips / capacity) <= 1`.

#![expect(
    clippy::indexing_slicing,
    reason = "tables whose extents are the instance's own, fixed when it is read"
)]

use super::model::Model;

/// Above so many ways, reachable sums are not looked for: with so many jobs nearly every sum is reached.
const WAYS_MAX_FOR_SUMS: usize = 3_000_000;

/// Above so many chips, neither.
const CHIPS_MAX_FOR_SUMS: u32 = 100_000;

/// Capacities as the rows see them, and which functions strengthen them.
pub(super) struct Rows {
    /// Chips, lowered to the largest sum that jobs can reach, by pool and period.
    pub capacity: Vec<u32>,
    /// How many dual-feasible functions strengthened pools have.
    pub steps: usize,
    /// What a job takes of a strengthened row, a chip: a run of `steps * periods` for each lane of a strong pool.
    pub shares: Vec<f64>,
    /// Where the run of a lane begins.
    pub share_begin: Vec<Option<usize>>,
}

/// Returns the numerator over `k * capacity` of the k-th dual-feasible function of Fekete and Schepers.
pub(super) fn coefficient(k: u32, chips: u32, capacity: u32) -> u64 {
    let (k, chips, capacity) = (u64::from(k), u64::from(chips), u64::from(capacity));
    let scaled = (k + 1) * chips;
    if scaled.is_multiple_of(capacity) {
        k * chips
    } else {
        capacity * (scaled / capacity)
    }
}

impl Rows {
    /// Lowers capacities, if the model has the whole of the instance, and strengthens rows.
    pub fn new(model: &Model, steps: usize, whole: bool) -> Self {
        let plain = Self {
            capacity: capacities(model, whole),
            steps: 0,
            shares: Vec::new(),
            share_begin: vec![None; model.lanes.pool.len()],
        };
        plain.strengthened(model, steps)
    }

    /// Works out the coefficients of strengthened rows.
    pub fn strengthened(self, model: &Model, steps: usize) -> Self {
        let periods = model.instance.periods;
        let capacity = self.capacity;
        let mut shares = Vec::new();
        let mut share_begin = Vec::new();
        for (pool, chips) in model.lanes.pool.iter().zip(&model.lanes.chips) {
            if *chips == 0 {
                share_begin.push(None);
                continue;
            }
            share_begin.push(Some(shares.len()));
            for k in (1..).take(steps) {
                for at in 0..periods {
                    let capacity = capacity[*pool as usize * periods + at];
                    shares.push(if *chips > capacity {
                        0.0
                    } else {
                        let part = coefficient(k, *chips, capacity) as f64;
                        part / f64::from(k) / f64::from(capacity) / f64::from(*chips)
                    });
                }
            }
        }
        Self {
            capacity,
            steps,
            shares,
            share_begin,
        }
    }
}

/// Returns the capacities, by pool and period, lowered where reachable sums are looked for.
fn capacities(model: &Model, whole: bool) -> Vec<u32> {
    let pools = &model.instance.pools;
    let bare = || pools.iter().flat_map(|pool| pool.capacity.iter().copied());
    if !whole || model.ways.len() > WAYS_MAX_FOR_SUMS {
        return bare().collect();
    }
    let mut sizes = vec![Vec::new(); pools.len()];
    for job in 0..model.instance.jobs.len() {
        for (pool, sizes) in sizes.iter_mut().enumerate() {
            sizes.extend(model.instance.need(job, pool).map(|need| need.chips));
        }
    }
    let mut lowered = Vec::with_capacity(pools.len() * model.instance.periods);
    for (pool, sizes) in pools.iter().zip(&mut sizes) {
        sizes.sort_unstable();
        sizes.dedup();
        let most = pool.capacity.iter().copied().max().unwrap_or(0);
        let reached = (most <= CHIPS_MAX_FOR_SUMS).then(|| largest_sums(sizes, most));
        lowered.extend(pool.capacity.iter().map(|&chips| {
            reached
                .as_ref()
                .map_or(chips, |reached| reached[chips as usize])
        }));
    }
    lowered
}

/// Returns, for each number of chips up to `most`, the largest sum not above it of sizes that may repeat.
fn largest_sums(sizes: &[u32], most: u32) -> Vec<u32> {
    let mut largest = vec![0];
    for chips in 1..=most {
        let reached = sizes
            .iter()
            .take_while(|&&size| size <= chips)
            .any(|&size| largest[(chips - size) as usize] == chips - size);
        largest.push(if reached {
            chips
        } else {
            largest[chips as usize - 1]
        });
    }
    largest
}
