//! Raising the bound of small instances: what each pool can earn is searched for, and jobs' worths follow.
//!
//! For any worths of jobs, no more than their penalties, the sum of them less what every pool can earn at most is a
//! bound. All sets of jobs that were best on a pool somewhere say together where it is likely to be highest (`bundle`);
//! there all pools are searched next. While worths move, searches are short and leave part open. In the end worths stand
//! still, and what searches left open is searched for longer.

#![expect(
    clippy::indexing_slicing,
    reason = "tables whose extents are the instance's own, fixed when it is read"
)]

use super::{
    ascent::Ascent,
    bundle,
    certificate::{Certificate, Tight},
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
/// How far worths may go from the best known, as a share of them, at first and at most.
const REACH: (f64, f64) = (0.02, 4.0);
/// A place is better when it holds so much of what was hoped from it.
const BETTER: f64 = 0.1;
/// After so many places in a row that were no better, worths stay nearer.
const PATIENCE: usize = 3;
/// Where less than so much of the bound is hoped for, and all pools are closed, all is found.
const NOTHING: f64 = 1e-7;

/// An ascent of worths that can be carried on.
pub(super) struct Tightening<'a> {
    model: &'a Model<'a>,
    rows: &'a Rows,
    ascent: Ascent<'a>,
    penalties: Vec<f64>,
    /// Where pools are searched next, and what that may bring.
    worths: Vec<f64>,
    hoped: f64,
    /// The best worths so far, as far as sets are known.
    centre: Vec<f64>,
    /// What they come to as far as their pools have been searched, and what that leaves open, by pool.
    front: Option<Certificate>,
    apart: Vec<i64>,
    pub best: Certificate,
    sets: Sets,
    reach: f64,
    search_steps: u64,
    idle: usize,
    /// Whether no worths would be better.
    ended: bool,
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
        let penalties: Vec<f64> = jobs.iter().map(|job| job.penalty as f64).collect();
        let least = |job: usize| tolls.choice(model.of(job), penalties[job]).0;
        let worths: Vec<f64> = (0..jobs.len()).map(least).collect();
        let pools = model.instance.pools.len();
        Self {
            model,
            rows,
            ascent: Ascent::from(model, rows, threads, prices),
            centre: worths.clone(),
            front: None,
            apart: vec![0; pools],
            best,
            sets: Sets::new(pools, threads),
            reach: REACH.0,
            search_steps: SEARCH,
            idle: 0,
            ended: false,
            hoped: 0.0,
            worths,
            penalties,
        }
    }

    /// Searches all pools once and moves the worths; returns whether the bound has risen.
    pub fn round(&mut self) -> bool {
        if self.ended {
            return false;
        }
        let prices = self.ascent.bid(&self.worths, BIDS);
        let pools: Vec<usize> = (0..self.apart.len()).collect();
        let mut certificate = proof::unproven(self.model, self.rows, &prices);
        let worths = self.worths.iter().map(|&worth| proof::units(worth));
        certificate.worths = worths.enumerate().collect();
        let (steps, known) = (self.search_steps, self.sets.count());
        let Some(searched) = self.search(&mut certificate, &pools, |_| steps) else {
            self.ended = true;
            return false;
        };
        let better = self.hold(&certificate);
        let found = self.sets.count() > known;
        if !found {
            self.search_steps = (2 * self.search_steps).min(SEARCH_MAX);
        }
        self.judge(certificate, &searched, found);
        self.go_on(found);
        better
    }

    /// Makes the worths at hand the centre if they are better, and says how far to go from there.
    fn judge(&mut self, certificate: Certificate, searched: &[Searched], found: bool) {
        let value = |worths: &[f64]| bundle::value(&self.sets.known, worths);
        let gained = value(&self.worths) - value(&self.centre);
        let kept = gained / self.hoped.max(1.0);
        if self.front.is_none() || kept > BETTER {
            self.front = Some(certificate);
            self.apart = searched.iter().map(|own| own.apart).collect();
            self.centre.clone_from(&self.worths);
            self.idle = 0;
        } else {
            self.idle += 1;
        }
        if kept > 0.5 {
            self.reach = (self.reach * if found { 1.5 } else { 2.0 }).min(REACH.1);
        } else if kept < -1.0 || self.idle > PATIENCE {
            self.reach *= 0.7;
            self.idle = 0;
        }
    }

    /// Finds the next worths to search at.
    fn go_on(&mut self, found: bool) {
        let (known, centre) = (&mut self.sets.known, &self.centre);
        self.worths = bundle::propose(known, &self.penalties, centre, self.reach);
        let here = bundle::value(known, centre);
        self.hoped = bundle::value(known, &self.worths) - here;
        let open = self.apart.iter().any(|&apart| apart > 0);
        self.ended = !found && !open && self.hoped <= NOTHING * here;
    }

    /// Searches longer for what pools earn at the best worths, where that is not known; returns whether the bound has
    /// risen, or nothing where there is no more to search.
    pub fn close(&mut self) -> Option<bool> {
        let mut front = self.front.clone()?;
        let steps: Vec<u64> = front.tight.iter().map(|tight| tight.steps).collect();
        let lasting = |&pool: &usize| self.apart[pool] > 0 && steps[pool] < CLOSING_MAX;
        let pools: Vec<usize> = (0..steps.len()).filter(lasting).collect();
        if pools.is_empty() {
            return None;
        }
        let longer = |pool: usize| (2 * steps[pool]).clamp(SEARCH, CLOSING_MAX);
        for own in self.search(&mut front, &pools, longer)? {
            self.apart[own.tight.pool] = own.apart;
        }
        let better = self.hold(&front);
        self.front = Some(front);
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

    /// Searches what pools can earn, each in so many steps; writes that into a certificate, which has all pools tight in
    /// the end, and the bound that follows.
    fn search(
        &mut self,
        certificate: &mut Certificate,
        pools: &[usize],
        steps: impl Fn(usize) -> u64 + Sync,
    ) -> Option<Vec<Searched>> {
        let all = (0..self.apart.len()).map(Tight::unknown).collect();
        let before = std::mem::replace(&mut certificate.tight, all);
        let measure = Measure::of(self.model.instance, certificate).ok()?;
        let searched = self.sets.search(&measure, pools, steps)?;
        let mut tight: Vec<Tight> = certificate.tight.clone();
        let known = before
            .into_iter()
            .chain(searched.iter().map(|own| own.tight));
        for own in known {
            tight[own.pool] = own;
        }
        let earned = tight.iter().map(|own| i128::from(own.most)).sum();
        let bound = measure.bound(earned).unwrap_or(0);
        certificate.tight = tight;
        certificate.bound = bound;
        Some(searched)
    }
}
