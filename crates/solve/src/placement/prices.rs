//! Prices of capacity, and what they make each way cost.
//!
//! Under any prices that are not negative, each job picks its cheapest way alone, and the sum of those minima less the
//! worth of all capacity is a bound. Nothing here is trusted: what counts is recomputed in
//! integers by `certify`.

#![expect(
    clippy::indexing_slicing,
    reason = "hot loops over tables whose extents are the instance's own, fixed when it is read"
)]

use super::{
    model::{Model, Way},
    rows::Rows,
};

/// Prices of a plain row a chip, and of each strengthened row as a whole.
#[derive(Debug, Clone)]
pub(super) struct Prices {
    /// Dollars a chip, by pool and period.
    pub plain: Vec<f64>,
    /// Dollars for a whole row of function `k`, at `(pool * steps + k - 1) * periods + period`.
    pub stepped: Vec<f64>,
}

impl Prices {
    /// Every row free.
    pub fn none(rows: &Rows) -> Self {
        let plain = rows.capacity.len();
        Self {
            plain: vec![0.0; plain],
            stepped: vec![0.0; plain * rows.steps],
        }
    }
}

/// Sums of prices a chip up to each period, by lane.
pub(super) struct Tolls {
    periods: usize,
    sums: Vec<f64>,
}

impl Tolls {
    /// Adds up prices for every lane of the model.
    pub fn new(model: &Model, rows: &Rows, prices: &Prices) -> Self {
        let periods = model.instance.periods;
        let mut tolls = Self {
            periods,
            sums: vec![0.0; model.lanes.pool.len() * (periods + 1)],
        };
        tolls.refill(model, rows, prices);
        tolls
    }

    /// Adds up other prices in place.
    pub fn refill(&mut self, model: &Model, rows: &Rows, prices: &Prices) {
        let periods = self.periods;
        for (lane, sums) in self.sums.chunks_exact_mut(periods + 1).enumerate() {
            let pool = model.lanes.pool[lane] as usize;
            for at in 0..periods {
                sums[at + 1] = prices.plain[pool * periods + at];
            }
            if let Some(from) = rows.share_begin[lane] {
                for k in 0..rows.steps {
                    let shares = &rows.shares[from + k * periods..][..periods];
                    let row = &prices.stepped[(pool * rows.steps + k) * periods..][..periods];
                    for at in 0..periods {
                        sums[at + 1] += row[at] * shares[at];
                    }
                }
            }
            let mut sum = 0.0;
            for price in sums.iter_mut() {
                sum += *price;
                *price = sum;
            }
        }
    }

    /// Returns the sums of a way's lane.
    fn lane(&self, way: &Way) -> &[f64] {
        let from = way.lane as usize * (self.periods + 1);
        &self.sums[from..from + self.periods + 1]
    }

    /// Returns what a way costs with its toll when it starts at a period.
    pub fn at(&self, way: &Way, start: u16) -> f64 {
        let lane = self.lane(way);
        let toll = lane[usize::from(start + way.length)] - lane[usize::from(start)];
        way.cost as f64 + f64::from(way.chips) * toll
    }

    /// Returns the least toll a chip over all starts of a way.
    pub fn least(&self, way: &Way) -> f64 {
        let lane = self.lane(way);
        let (first, last) = (usize::from(way.first), usize::from(way.last));
        let length = usize::from(way.length);
        let (from, until) = (&lane[first..=last], &lane[first + length..=last + length]);
        let mut least = f64::INFINITY;
        for (from, until) in from.iter().zip(until) {
            let toll = until - from;
            if toll < least {
                least = toll;
            }
        }
        least
    }

    /// Returns what a way costs with its toll at its best start.
    pub fn value(&self, way: &Way) -> f64 {
        way.cost as f64 + f64::from(way.chips) * self.least(way)
    }

    /// Returns the first start at which a way's toll is least.
    pub fn best_start(&self, way: &Way) -> u16 {
        let mut best = (f64::INFINITY, way.first);
        for start in way.first..=way.last {
            let value = self.at(way, start);
            if value < best.0 {
                best = (value, start);
            }
        }
        best.1
    }

    /// Returns the least a job can cost with tolls, its penalty included, and its way if it is not left out.
    pub fn choice(&self, ways: &[Way], penalty: f64) -> (f64, Option<usize>) {
        let mut best = (penalty, None);
        for (at, way) in ways.iter().enumerate() {
            let cost = way.cost as f64;
            if cost >= best.0 {
                break;
            }
            let value = cost + f64::from(way.chips) * self.least(way);
            if value < best.0 {
                best = (value, Some(at));
            }
        }
        best
    }
}
