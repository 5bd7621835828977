//! What a search stands on: the ways and rows of an instance, and good prices for them.
//!
//! Strengthened rows are priced from the beginning where prices guide a search: those found so guide it better. Where a
//! bound is wanted soon, large instances find prices of plain rows first, which takes a quarter of the time, and go on
//! from there. The largest begin with the prices of a sample, and keep only ways near under those.

use super::{
    ascent::{Ascent, FIRST_STEP},
    extent::Extent,
    instance::Instance,
    model::{Model, Scope},
    prices::{Prices, Tolls},
    proof,
    rows::Rows,
    solve::{Clock, Limits, Start},
};

/// What prices are found for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To guide a search for plans.
    Search,
    /// To judge a plan in force, of which little may move.
    InForce,
    /// To prove a bound, and nothing else.
    Bound,
}

impl Purpose {
    /// The shares of the time allowed by which the first prices and the last must be there.
    fn shares(self) -> (f64, f64) {
        match self {
            Self::Search => (0.15, 0.3),
            Self::InForce => (0.4, 0.55),
            Self::Bound => (0.6, 1.0),
        }
    }
}

/// What a search stands on.
pub(super) struct Ground<'a> {
    pub model: Model<'a>,
    pub rows: Rows,
    pub prices: Prices,
}

impl<'a> Ground<'a> {
    /// Lays out an instance and finds prices.
    pub fn find(
        instance: &'a Instance,
        limits: &Limits,
        extent: &Extent,
        start: &Start,
        purpose: Purpose,
        clock: Clock,
    ) -> Self {
        let threads = limits.threads.max(1);
        let by = |share: f64| {
            move || {
                if limits.seconds > 0.0 {
                    clock() / limits.seconds / share
                } else {
                    1.0
                }
            }
        };
        let shares = purpose.shares();
        let (first, last) = (by(shares.0), by(shares.1));
        let steps = extent.ascent_steps;
        let strong = extent.steps > 0;
        if extent.sample > 1 {
            let ground = Self::sampled(instance, threads, extent, start, &first);
            return ground.better(threads, steps, FIRST_STEP / 5.0, &last);
        }
        if extent.small || !strong || purpose == Purpose::Search {
            let model = Model::new(instance, strong, threads, &Scope::All);
            let rows = Rows::new(&model, extent.steps, true);
            return Self::at(model, rows, start).better(threads, steps, first_step(start), &last);
        }
        let model = Model::new(instance, false, threads, &Scope::All);
        let rows = Rows::new(&model, 0, true);
        let plain = Self::at(model, rows, start);
        let plain = plain.better(threads, steps, first_step(start), &first);
        let ground = plain.strengthened(extent.steps);
        ground.better(threads, steps, FIRST_STEP / 2.0, &last)
    }

    /// Begins at the prices given, or at none.
    fn at(model: Model<'a>, rows: Rows, start: &Start) -> Self {
        let prices = match start.prices {
            Some(certificate) => proof::prices(&model, &rows, certificate),
            None => Prices::none(&rows),
        };
        Self {
            model,
            rows,
            prices,
        }
    }

    /// Lays out the ways that are near under the prices given, or those of a sample.
    fn sampled(
        instance: &'a Instance,
        threads: usize,
        extent: &Extent,
        start: &Start,
        gone: &dyn Fn() -> f64,
    ) -> Self {
        let strong = extent.steps > 0;
        let sample = Model::new(instance, strong, threads, &Scope::Sample(extent.sample));
        let rows = Rows::new(&sample, extent.steps, false);
        let prices = match start.prices {
            Some(certificate) => proof::prices(&sample, &rows, certificate),
            None => {
                let mut ascent = Ascent::new(&sample, &rows, threads);
                ascent.sample(extent.sample, 2 * extent.ascent_steps, gone)
            }
        };
        let tolls = Tolls::new(&sample, &rows, &prices);
        let in_force = start.in_force.map(|in_force| &in_force.plan);
        let near = Scope::Near(&tolls, in_force);
        let model = Model::new(instance, strong, threads, &near);
        Self {
            model,
            rows,
            prices,
        }
    }

    /// Lets prices ascend.
    fn better(
        mut self,
        threads: usize,
        steps: usize,
        largest: f64,
        gone: &dyn Fn() -> f64,
    ) -> Self {
        let mut ascent = Ascent::from(&self.model, &self.rows, threads, self.prices);
        ascent.run(steps, largest, gone);
        self.prices = ascent.best.1;
        self
    }

    /// Adds strengthened rows, free at first.
    fn strengthened(mut self, steps: usize) -> Self {
        self.model.strengthen();
        self.rows = self.rows.strengthened(&self.model, steps);
        self.prices.stepped = Prices::none(&self.rows).stepped;
        self
    }
}

/// The first step of an ascent: smaller where prices are known.
fn first_step(start: &Start) -> f64 {
    if start.prices.is_some() {
        FIRST_STEP / 1.5
    } else {
        FIRST_STEP
    }
}
