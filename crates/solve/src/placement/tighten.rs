//! Raising the bound of small instances: what each pool can earn is searched for, and jobs' worths follow.
//!
//! For any worths of jobs, no more than their penalties, the sum of them less what every pool can earn at most is a
//! bound. A job that no pool takes should be worth more, one that several take less. Pools that cannot be searched to
//! the end count by the prices of their capacity, and so do the jobs that these prices would let them take.

#![expect(
    clippy::indexing_slicing,
    reason = "tables whose extents are the instance's own, fixed when it is read"
)]

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{
    ascent::Ascent,
    certificate::Certificate,
    certify::{Measure, Packed},
    model::Model,
    prices::{Prices, Tolls},
    proof,
    rows::Rows,
};

/// Steps of prices between two searches.
const BIDS: usize = 20;
/// How many steps of prices each search takes, at first and at most.
const SEARCH: u64 = 10_000;
const SEARCH_MAX: u64 = 400_000;
/// The share of time that goes to better bounds at first.
const SHARE: f64 = 0.5;
/// The first step of worths, as a share of them.
const STEP: f64 = 0.02;
/// Without a better bound in so many rounds, the best worths are taken up again with smaller steps.
const PATIENCE: usize = 8;

/// An ascent of worths that can be carried on.
pub(super) struct Tightening<'a> {
    model: &'a Model<'a>,
    rows: &'a Rows,
    threads: usize,
    ascent: Ascent<'a>,
    worths: Vec<f64>,
    best_worths: Vec<f64>,
    pub best: Certificate,
    /// The jobs of the best set known on each pool.
    sets: Vec<Vec<usize>>,
    mean: Vec<f64>,
    square: Vec<f64>,
    fade: (f64, f64),
    step: f64,
    search_steps: u64,
    idle: usize,
    /// The share of time that goes on being well spent here.
    pub share: f64,
}

impl<'a> Tightening<'a> {
    /// Begins with the worths that prices alone give.
    pub fn new(
        model: &'a Model<'a>,
        rows: &'a Rows,
        threads: usize,
        prices: Prices,
        best: Certificate,
    ) -> Self {
        let tolls = Tolls::new(model, rows, &prices);
        let jobs = &model.instance.jobs;
        let least = |job: usize| tolls.choice(model.of(job), jobs[job].penalty as f64).0;
        let worths: Vec<f64> = (0..jobs.len()).map(least).collect();
        Self {
            model,
            rows,
            threads,
            ascent: Ascent::from(model, rows, threads, prices),
            best_worths: worths.clone(),
            best,
            sets: vec![Vec::new(); model.instance.pools.len()],
            mean: vec![0.0; worths.len()],
            square: vec![0.0; worths.len()],
            fade: (1.0, 1.0),
            step: STEP,
            search_steps: SEARCH,
            idle: 0,
            share: SHARE,
            worths,
        }
    }

    /// Searches all pools once and moves the worths; returns whether the bound has risen.
    pub fn round(&mut self) -> bool {
        let (prices, won) = self.ascent.bid(&self.worths, BIDS);
        let mut certificate = proof::unproven(self.model, self.rows, &prices);
        let worths = self.worths.iter().map(|&worth| proof::units(worth));
        certificate.worths = worths.enumerate().collect();
        certificate.tight = (0..self.sets.len()).map(|pool| (pool, 0)).collect();
        let packed = self.search(&certificate);
        let mut taken = vec![0.0; self.worths.len()];
        let mut earned = 0_i128;
        for (pool, packed) in packed.iter().enumerate() {
            let Some((packed, floor)) = packed else {
                return false;
            };
            earned += i128::from(packed.most);
            certificate.tight[pool].1 = packed.most.unsigned_abs();
            if let Some((_, set)) = &packed.set {
                self.sets[pool] = set.iter().map(|spot| spot.job).collect();
            }
            let best = packed.set.as_ref().map_or(*floor, |set| set.0);
            let apart = (packed.limit - best).max(1) as f64;
            let closed = ((packed.limit - packed.most) as f64 / apart).clamp(0.0, 1.0);
            self.count(pool, closed, &won, &mut taken);
        }
        let measure = Measure::of(self.model.instance, &certificate);
        let bound = measure.and_then(|measure| measure.bound(earned));
        certificate.bound = bound.unwrap_or(0);
        let better = certificate.bound > self.best.bound;
        if better {
            self.best = certificate;
            self.best_worths.clone_from(&self.worths);
            self.idle = 0;
        }
        self.follow(&taken);
        better
    }

    /// Searches every pool, each thread the next that is left; what is known of its best set is the floor.
    fn search(&self, certificate: &Certificate) -> Vec<Option<(Packed, i64)>> {
        let instance = self.model.instance;
        let Ok(measure) = Measure::of(instance, certificate) else {
            return vec![None; self.sets.len()];
        };
        let (measure, pools, threads) = (&measure, self.sets.len(), self.threads.max(1));
        let floor = |pool: usize| {
            let gain = |&job: &usize| {
                let cost = instance.quote(job, pool).map_or(0, |quote| quote.1);
                let worth = certificate.worths[job]
                    .1
                    .min(proof::units(instance.jobs[job].penalty as f64));
                i64::try_from(worth).unwrap_or(i64::MAX / 4) - cost * i64::from(proof::UNIT)
            };
            (self.sets[pool].iter().map(gain).sum::<i64>()).max(0)
        };
        let search = |pool: usize| {
            let floor = floor(pool);
            Some((measure.earn(pool, floor, self.search_steps).ok()?, floor))
        };
        let search = &search;
        let next = AtomicUsize::new(0);
        let mut packed = vec![None; pools];
        std::thread::scope(|scope| {
            let next = &next;
            let runs: Vec<_> = (0..threads)
                .map(|_| {
                    scope.spawn(move || {
                        let one = || Some(next.fetch_add(1, Ordering::Relaxed));
                        let own = std::iter::from_fn(one).take_while(|&pool| pool < pools);
                        own.map(|pool| (pool, search(pool))).collect::<Vec<_>>()
                    })
                })
                .collect();
            for (pool, found) in runs.into_iter().filter_map(|run| run.join().ok()).flatten() {
                packed[pool] = found;
            }
        });
        packed
    }

    /// Counts what a pool takes of each job: its best set so far as the search was closed, its bids for the rest.
    fn count(&self, pool: usize, closed: f64, won: &[u32], taken: &mut [f64]) {
        for &job in &self.sets[pool] {
            taken[job] += closed;
        }
        let begin = &self.model.begin;
        for (job, taken) in taken.iter_mut().enumerate() {
            let ways = begin[job]..begin[job + 1];
            for (way, &won) in self.model.ways[ways.clone()].iter().zip(&won[ways]) {
                if way.pool as usize == pool {
                    *taken += (1.0 - closed) * f64::from(won) / BIDS as f64;
                }
            }
        }
    }

    /// Moves worths: up where a job is not taken, down where it is taken more than once.
    fn follow(&mut self, taken: &[f64]) {
        self.idle += 1;
        if self.idle > PATIENCE {
            self.idle = 0;
            self.step *= 0.6;
            self.search_steps = (2 * self.search_steps).min(SEARCH_MAX);
            self.share *= 0.85;
            self.worths.clone_from(&self.best_worths);
            self.mean.fill(0.0);
            self.square.fill(0.0);
            self.fade = (1.0, 1.0);
        }
        self.fade = (self.fade.0 * 0.8, self.fade.1 * 0.95);
        for (job, taken) in taken.iter().enumerate() {
            let lack = 1.0 - taken;
            self.mean[job] = 0.8 * self.mean[job] + 0.2 * lack;
            self.square[job] = 0.95 * self.square[job] + 0.05 * lack * lack;
            let root = (self.square[job] / (1.0 - self.fade.1)).sqrt() + 0.05;
            let direction = self.mean[job] / (1.0 - self.fade.0) / root;
            let penalty = self.model.instance.jobs[job].penalty as f64;
            let moved = self.worths[job] * (1.0 + self.step * direction);
            self.worths[job] = moved.clamp(0.0, penalty);
        }
    }
}
