//! Raising the bound of small instances: what each pool can earn is searched for, case by case.
//!
//! The bound is the least of all cases, so the case that is worst is worked on. Once little more is to be had from it, it
//! is parted in two, by whether a job is placed. In the end worths stand still, and what searches left open is searched
//! for longer.

#![expect(
    clippy::indexing_slicing,
    reason = "tables whose extents are the instance's own, fixed when it is read"
)]

use super::{
    ascent::Ascent,
    certificate::Certificate,
    leaf::{Leaf, Yard},
    model::Model,
    prices::{Prices, Tolls},
    proof,
    rows::Rows,
    sets::Sets,
};

/// How many cases there are at most.
const CASES: usize = 8;

/// Cases under way.
pub(super) struct Tightening<'a> {
    yard: Yard<'a>,
    leaves: Vec<Leaf>,
    pub best: Certificate,
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
            leaves: vec![Leaf::new(worths, penalties, pools)],
            yard: Yard {
                model,
                rows,
                ascent: Ascent::from(model, rows, threads, prices),
                sets: Sets::new(pools, threads),
                certificate: proof::unproven(model, rows),
            },
            best,
        }
    }

    /// Works on the worst case, which may be parted or not; returns whether the bound has risen.
    pub fn round(&mut self, parting: bool) -> bool {
        let order = |one: &usize, other: &usize| {
            let key = |at: usize| (self.leaves[at].begun(), self.leaves[at].here);
            let (one, other) = (key(*one), key(*other));
            one.0.cmp(&other.0).then(one.1.total_cmp(&other.1))
        };
        let Some(worst) = (0..self.leaves.len()).min_by(order) else {
            return false;
        };
        if self.leaves[worst].ended {
            return false;
        }
        self.leaves[worst].round(&mut self.yard);
        let risen = self.gather();
        if parting
            && self.leaves.len() < CASES
            && let Some([placing, leaving]) = self.leaves[worst].part(&self.yard.sets)
        {
            self.leaves[worst] = placing;
            self.leaves.insert(worst + 1, leaving);
        }
        risen
    }

    /// Searches longer in the case of which least is proven; returns whether the bound has risen, or nothing where there is
    /// no more to search.
    pub fn close(&mut self) -> Option<bool> {
        let proven = |leaf: &&mut Leaf| leaf.best.as_ref().map_or(i64::MIN, |best| best.0);
        let worst = self.leaves.iter_mut().min_by_key(proven)?;
        worst.close(&mut self.yard).then(|| self.gather())
    }

    /// Puts the cases together if they prove more than the best certificate; returns whether they do.
    fn gather(&mut self) -> bool {
        let proven = self.leaves.iter().map(|leaf| leaf.best.as_ref());
        let Some(proven) = proven.collect::<Option<Vec<_>>>() else {
            return false;
        };
        let Some(bound) = proven.iter().map(|best| best.0).min() else {
            return false;
        };
        if bound <= self.best.bound {
            return false;
        }
        self.best = Certificate {
            bound,
            cases: proven.into_iter().map(|best| best.1.clone()).collect(),
            ..self.yard.certificate.clone()
        };
        true
    }
}
