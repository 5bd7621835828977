//! Plans that place some jobs and leave out others: what no such plan costs less than, and worths that prove it.
//!
//! For any worths of jobs, no more than their penalties where they may be left out, the sum of them less what every pool
//! can earn at most is a bound. All sets of jobs that were best on a pool somewhere say together where it is likely to
//! be highest (`bundle`); there all pools are searched next. While worths move, searches are short and leave part open.

#![expect(
    clippy::indexing_slicing,
    reason = "tables whose extents are the instance's own, fixed when it is read"
)]

use super::{
    ascent::Ascent,
    bundle::{self, Shares},
    certificate::{Case, Certificate, Tight},
    certify::Measure,
    model::Model,
    proof,
    rows::Rows,
    sets::{Searched, Sets},
};

/// Steps of prices between two searches.
const BIDS: usize = 20;
/// How many steps of prices each search takes, at first and at most.
const SEARCH: (u64, u64) = (10_000, 400_000);
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
/// Where less than so much of the bound is hoped for, a case is parted in two.
const LITTLE: f64 = 3e-4;
/// Parting on a job must concern so much of the bound: its penalty, by how much it is in doubt.
const DOUBT: f64 = 1e-3;
/// So many times its penalty is the most that a job is worth that may not be left out.
const PLACED: f64 = 8.0;

/// What all cases have in common.
pub(super) struct Yard<'a> {
    pub model: &'a Model<'a>,
    pub rows: &'a Rows,
    pub ascent: Ascent<'a>,
    pub sets: Sets,
    /// Of no case.
    pub certificate: Certificate,
}

/// A case.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    decided: Vec<(usize, bool)>,
    /// Dollars paid for jobs that it leaves out.
    paid: f64,
    /// What each job can be worth at most.
    caps: Vec<f64>,
    /// Where pools are searched next, and what that may bring.
    worths: Vec<f64>,
    hoped: f64,
    /// The best worths so far, as far as sets are known.
    centre: Vec<f64>,
    shares: Shares,
    /// Dollars that sets say the centre may prove.
    pub here: f64,
    /// What the centre proves as far as its pools have been searched, and what that leaves open, by pool.
    front: Option<Case>,
    apart: Vec<i64>,
    reach: f64,
    steps: u64,
    idle: usize,
    /// Whether no worths would be better.
    pub ended: bool,
    /// The highest bound proven, and what proves it.
    pub best: Option<(i64, Case)>,
}

impl Leaf {
    /// The case of all plans, at worths to begin with.
    pub fn new(worths: Vec<f64>, penalties: Vec<f64>, pools: usize) -> Self {
        Self {
            decided: Vec::new(),
            paid: 0.0,
            caps: penalties,
            hoped: 0.0,
            centre: worths.clone(),
            worths,
            shares: vec![vec![1.0]; pools],
            here: 0.0,
            front: None,
            apart: vec![0; pools],
            reach: REACH.0,
            steps: SEARCH.0,
            idle: 0,
            ended: false,
            best: None,
        }
    }

    /// Whether its pools have been searched at all.
    pub fn begun(&self) -> bool {
        self.front.is_some()
    }

    /// Searches all pools once and moves the worths.
    pub fn round(&mut self, yard: &mut Yard) {
        let prices = yard.ascent.bid(&self.worths, BIDS);
        let pools: Vec<usize> = (0..self.apart.len()).collect();
        let mut case = proof::case(yard.model, yard.rows, &prices);
        case.decided.clone_from(&self.decided);
        let worths = self.worths.iter().map(|&worth| proof::units(worth));
        case.worths = worths.enumerate().collect();
        let (steps, known) = (self.steps, yard.sets.count());
        let Some(searched) = self.search(yard, &mut case, &pools, |_| steps) else {
            self.ended = true;
            return;
        };
        let found = yard.sets.count() > known;
        if !found {
            self.steps = (2 * self.steps).min(SEARCH.1);
        }
        self.judge(&yard.sets, case, &searched, found);
        self.go_on(&yard.sets, found);
    }

    /// Makes the worths at hand the centre if they are better, and says how far to go from there.
    fn judge(&mut self, sets: &Sets, case: Case, searched: &[Searched], found: bool) {
        let value = |worths: &[f64]| bundle::value(&sets.known, worths);
        let gained = value(&self.worths) - value(&self.centre);
        let kept = gained / self.hoped.max(1.0);
        if self.front.is_none() || kept > BETTER {
            self.front = Some(case);
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
    fn go_on(&mut self, sets: &Sets, found: bool) {
        let (known, shares) = (&sets.known, &mut self.shares);
        self.worths = bundle::propose(known, shares, &self.caps, &self.centre, self.reach);
        self.here = self.paid + bundle::value(known, &self.centre);
        self.hoped = self.paid + bundle::value(known, &self.worths) - self.here;
        let open = self.apart.iter().any(|&apart| apart > 0);
        self.ended = !found && !open && self.hoped <= NOTHING * self.here;
    }

    /// Parts the case by whether a job is placed, once little more is hoped for and a job's place is in doubt.
    pub fn part(&mut self, sets: &Sets) -> Option<[Self; 2]> {
        if !self.begun() || self.hoped > LITTLE * self.here {
            return None;
        }
        let lack = bundle::lack(&sets.known, &mut self.shares, self.caps.len());
        let doubt = |&job: &usize| {
            let out = lack[job].clamp(0.0, 1.0);
            out.min(1.0 - out) * self.caps[job]
        };
        let free = |job: &usize| self.decided.iter().all(|(decided, _)| decided != job);
        let jobs = (0..self.caps.len()).filter(free);
        let job = jobs.max_by(|one, other| doubt(one).total_cmp(&doubt(other)))?;
        if doubt(&job) < DOUBT * self.here {
            return None;
        }
        Some([true, false].map(|placed| self.decide(sets, job, placed)))
    }

    /// The case of those plans of this one that place a job, or leave it out.
    fn decide(&self, sets: &Sets, job: usize, placed: bool) -> Self {
        let mut part = self.clone();
        part.decided.push((job, placed));
        if placed {
            part.caps[job] *= PLACED;
        } else {
            part.paid += part.caps[job];
            part.caps[job] = 0.0;
            part.centre[job] = 0.0;
        }
        part.worths.clone_from(&part.centre);
        part.here = part.paid + bundle::value(&sets.known, &part.centre);
        (part.hoped, part.idle, part.ended) = (0.0, 0, false);
        (part.front, part.best) = (None, None);
        part
    }

    /// Searches longer for what pools earn at the best worths, where that is not known; returns whether there was more to
    /// search.
    pub fn close(&mut self, yard: &mut Yard) -> bool {
        let Some(mut case) = self.front.clone() else {
            return false;
        };
        let steps: Vec<u64> = case.tight.iter().map(|tight| tight.steps).collect();
        let lasting = |&pool: &usize| self.apart[pool] > 0 && steps[pool] < CLOSING_MAX;
        let pools: Vec<usize> = (0..steps.len()).filter(lasting).collect();
        if pools.is_empty() {
            return false;
        }
        let longer = |pool: usize| (2 * steps[pool]).clamp(SEARCH.0, CLOSING_MAX);
        let Some(searched) = self.search(yard, &mut case, &pools, longer) else {
            return false;
        };
        for own in searched {
            self.apart[own.tight.pool] = own.apart;
        }
        self.front = Some(case);
        true
    }

    /// Searches what pools can earn, each in so many steps; writes that into the case, which has all pools tight in the end,
    /// and keeps it if it proves more than the best.
    fn search(
        &mut self,
        yard: &mut Yard,
        case: &mut Case,
        pools: &[usize],
        steps: impl Fn(usize) -> u64 + Sync,
    ) -> Option<Vec<Searched>> {
        let all = (0..self.apart.len()).map(Tight::unknown).collect();
        let before = std::mem::replace(&mut case.tight, all);
        let measure = Measure::of(yard.model.instance, &yard.certificate, case).ok()?;
        let searched = yard.sets.search(&measure, pools, steps)?;
        let mut tight = case.tight.clone();
        for own in before
            .into_iter()
            .chain(searched.iter().map(|own| own.tight))
        {
            tight[own.pool] = own;
        }
        let earned = tight.iter().map(|own| i128::from(own.most)).sum();
        let bound = measure.bound(earned).unwrap_or(0);
        case.tight = tight;
        if self.best.as_ref().is_none_or(|best| bound > best.0) {
            self.best = Some((bound, case.clone()));
        }
        Some(searched)
    }
}
