//! Raising the bound of small instances: what each pool can earn is searched for, and jobs' worths follow.
//!
//! For any worths of jobs, no more than their penalties, the sum of them less what every pool can earn at most is a
//! bound. A job that no pool takes should be worth more, one that several take less. Pools that cannot be searched to
//! the end count by the prices of their capacity, and so do the jobs that these prices would let them take. In the end
//! worths stand still, and what searches left open is searched for longer.

#![expect(
    clippy::indexing_slicing,
    reason = "tables whose extents are the instance's own, fixed when it is read"
)]

use super::{
    ascent::Ascent,
    certificate::Certificate,
    certify::Measure,
    model::Model,
    prices::{Prices, Tolls},
    proof,
    rows::Rows,
    sets::{Searched, Sets},
};

/// Steps of prices between two searches.
const BIDS: usize = 20;
/// How many steps of prices each search takes, at first and at most.
const SEARCH: u64 = 10_000;
const SEARCH_MAX: u64 = 400_000;
/// How many it takes to close a pool at most: twice as many each time.
const CLOSING_MAX: u64 = 1_600_000;
/// The first step of worths, as a share of them.
const STEP: f64 = 0.02;
/// Without a better bound in so many rounds, the best worths are taken up again with smaller steps.
const PATIENCE: usize = 8;

/// What is not known of a pool.
#[derive(Debug, Clone, Copy, Default)]
struct Open {
    /// Units that it may earn beyond its best set, or not.
    apart: i64,
    /// Steps that its last search was allowed.
    steps: u64,
}

/// An ascent of worths that can be carried on.
pub(super) struct Tightening<'a> {
    model: &'a Model<'a>,
    rows: &'a Rows,
    ascent: Ascent<'a>,
    worths: Vec<f64>,
    best_worths: Vec<f64>,
    /// What the best worths come to as far as their pools have been searched, and what that leaves open, by pool.
    front: Certificate,
    open: Vec<Open>,
    /// The highest bound met while worths moved.
    met: i64,
    pub best: Certificate,
    sets: Sets,
    mean: Vec<f64>,
    square: Vec<f64>,
    fade: (f64, f64),
    step: f64,
    search_steps: u64,
    idle: usize,
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
            ascent: Ascent::from(model, rows, threads, prices),
            best_worths: worths.clone(),
            front: best.clone(),
            open: vec![Open::default(); model.instance.pools.len()],
            met: best.bound,
            best,
            sets: Sets::new(model.instance.pools.len(), threads),
            mean: vec![0.0; worths.len()],
            square: vec![0.0; worths.len()],
            fade: (1.0, 1.0),
            step: STEP,
            search_steps: SEARCH,
            idle: 0,
            worths,
        }
    }

    /// Searches all pools once and moves the worths; returns whether the bound has risen.
    pub fn round(&mut self) -> bool {
        let (prices, won) = self.ascent.bid(&self.worths, BIDS);
        let pools: Vec<usize> = (0..self.open.len()).collect();
        let mut certificate = proof::unproven(self.model, self.rows, &prices);
        let worths = self.worths.iter().map(|&worth| proof::units(worth));
        certificate.worths = worths.enumerate().collect();
        certificate.tight = pools.iter().map(|&pool| (pool, 0)).collect();
        let steps = self.search_steps;
        let Some(searched) = self.search(&mut certificate, &pools, |_| steps) else {
            return false;
        };
        let mut taken = vec![0.0; self.worths.len()];
        for own in &searched {
            self.count(own.pool, own.closed, &won, &mut taken);
        }
        let better = self.hold(&certificate);
        if certificate.bound > self.met {
            self.met = certificate.bound;
            self.front = certificate;
            let open = |own: &Searched| Open {
                apart: own.apart,
                steps,
            };
            self.open = searched.iter().map(open).collect();
            self.best_worths.clone_from(&self.worths);
            self.idle = 0;
        }
        self.follow(&taken);
        better
    }

    /// Searches longer for what pools earn at the best worths, where that is not known; returns whether the bound has
    /// risen, or nothing where there is no more to search.
    pub fn close(&mut self) -> Option<bool> {
        let lasting = |pool: &usize| {
            let Open { apart, steps } = self.open[*pool];
            apart > 0 && steps < CLOSING_MAX
        };
        let pools: Vec<usize> = (0..self.open.len()).filter(lasting).collect();
        for &pool in &pools {
            let steps = &mut self.open[pool].steps;
            *steps = (2 * *steps).clamp(SEARCH, CLOSING_MAX);
        }
        let (mut front, open) = (self.front.clone(), self.open.clone());
        if pools.is_empty() {
            return None;
        }
        for own in self.search(&mut front, &pools, |pool| open[pool].steps)? {
            self.open[own.pool].apart = own.apart;
        }
        let better = self.hold(&front);
        self.front = front;
        Some(better)
    }

    /// Keeps a certificate if it proves more than the best; returns whether it does.
    fn hold(&mut self, certificate: &Certificate) -> bool {
        let better = certificate.bound > self.best.bound;
        if better {
            self.best.clone_from(certificate);
        }
        better
    }

    /// Searches what pools can earn, each in so many steps; writes that into a certificate that has all pools tight, and
    /// the bound that follows.
    fn search(
        &mut self,
        certificate: &mut Certificate,
        pools: &[usize],
        steps: impl Fn(usize) -> u64 + Sync,
    ) -> Option<Vec<Searched>> {
        let measure = Measure::of(self.model.instance, certificate).ok()?;
        let searched = self.sets.search(&measure, pools, steps)?;
        let mut tight = certificate.tight.clone();
        for own in &searched {
            tight[own.pool].1 = own.most.unsigned_abs();
        }
        let earned = tight.iter().map(|&(_, most)| i128::from(most)).sum();
        let bound = measure.bound(earned).unwrap_or(0);
        certificate.tight = tight;
        certificate.bound = bound;
        Some(searched)
    }

    /// Counts what a pool takes of each job: its best set so far as the search was closed, its bids for the rest.
    fn count(&self, pool: usize, closed: f64, won: &[u32], taken: &mut [f64]) {
        for &job in self.sets.best(pool) {
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
