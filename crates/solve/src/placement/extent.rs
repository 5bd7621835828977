//! How large an instance is, and what that allows.

#![expect(
    clippy::indexing_slicing,
    reason = "tables whose extents are the instance's own, fixed when it is read"
)]

use super::{error::Error, instance::Instance, model::Way, solve::Limits};

/// Work a step on strengthened rows that is worth its while: lanes times periods times functions.
const STRENGTH_MAX: usize = 1_500_000;
/// More functions than this add next to nothing.
const STEPS_MAX: usize = 8;

/// Sizes that decide how much of each method is used.
pub(super) struct Extent {
    /// Pairs of a job and a pool it may use, windows aside.
    pairs: u64,
    /// Pairs of a pool and a number of chips.
    lanes: usize,
    /// Dual-feasible functions a row.
    pub steps: usize,
    /// Steps of the first ascent.
    pub ascent_steps: usize,
    /// Whether pools are small enough to be searched.
    pub small: bool,
    /// Prices are first looked for with one job in so many.
    pub sample: usize,
}

impl Extent {
    pub fn of(instance: &Instance) -> Self {
        let (pairs, lanes) = (pairs(instance), lanes(instance));
        let (ascent_steps, sample) = match pairs {
            0..20_000 => (1_000, 1),
            20_000..300_000 => (500, 1),
            300_000..4_000_000 => (300, 1),
            _ => (70, 10),
        };
        let work = lanes.saturating_mul(instance.periods).max(1);
        Self {
            pairs,
            lanes,
            steps: (STRENGTH_MAX / work).min(STEPS_MAX),
            ascent_steps,
            small: pairs < 20_000,
            sample,
        }
    }

    /// Returns an estimate of the bytes that solving takes.
    fn bytes(&self, instance: &Instance, threads: u64) -> u64 {
        let (jobs, periods) = (instance.jobs.len() as u64, instance.periods as u64 + 1);
        let rows = (instance.pools.len() as u64).saturating_mul(periods);
        let steps = self.steps as u64;
        let lanes = if steps > 0 {
            self.lanes as u64
        } else {
            instance.pools.len() as u64
        };
        // Ways are held twice while the threads' parts are joined.
        let ways = self.pairs.saturating_mul(2 * size_of::<Way>() as u64);
        let lanes = lanes
            .saturating_mul(periods)
            .saturating_mul(8 * (3 + steps + threads));
        let rows = rows.saturating_mul(8 * (8 + 6 * steps + 2 * threads));
        let jobs = jobs.saturating_mul(400 + 24 * instance.types as u64 + 64 * threads);
        ways.saturating_add(lanes)
            .saturating_add(rows)
            .saturating_add(jobs)
    }

    /// Refuses what would not fit into the memory allowed.
    pub fn refuse_above(&self, instance: &Instance, limits: &Limits) -> Result<(), Error> {
        let needed = self.bytes(instance, limits.threads.max(1) as u64);
        if needed <= limits.memory {
            return Ok(());
        }
        Err(Error::memory(&instance.name, needed, limits.memory))
    }
}

/// Counts pairs of a job and a pool that law and chip type allow.
fn pairs(instance: &Instance) -> u64 {
    let (types, places) = (instance.types, instance.places);
    let mut by_place = vec![0_u64; places * types];
    for pool in &instance.pools {
        by_place[pool.place * types + pool.kind] += 1;
    }
    let mut allowed = vec![0_u64; instance.classes * places * types];
    for (row, lawful) in instance.lawful.chunks_exact(places).enumerate() {
        for (place, _) in lawful.iter().enumerate().filter(|(_, lawful)| **lawful) {
            for kind in 0..types {
                allowed[row * types + kind] += by_place[place * types + kind];
            }
        }
    }
    let mut pairs = 0;
    for job in &instance.jobs {
        let row = (job.class * places + job.home) * types;
        for (need, count) in job.needs.iter().zip(&allowed[row..row + types]) {
            if need.is_some() {
                pairs += count;
            }
        }
    }
    pairs
}

/// Counts pairs of a pool and a number of chips that some job asks of its type.
fn lanes(instance: &Instance) -> usize {
    let mut sizes = vec![Vec::new(); instance.types];
    for job in &instance.jobs {
        for (need, sizes) in job.needs.iter().zip(&mut sizes) {
            sizes.extend(need.map(|need| need.chips));
        }
    }
    for sizes in &mut sizes {
        sizes.sort_unstable();
        sizes.dedup();
    }
    instance
        .pools
        .iter()
        .map(|pool| sizes[pool.kind].len().max(1))
        .sum()
}
