//! The ascent to good prices: first-order steps, scaled row by row (the rule known as Adam).

#![expect(
    clippy::indexing_slicing,
    reason = "hot loops over tables whose extents are the instance's own, fixed when it is read"
)]

use super::{
    model::Model,
    prices::{Prices, Tolls},
    rows::Rows,
};

/// The largest step of an ascent that begins at zero, as a share of a pool's rate.
pub(super) const FIRST_STEP: f64 = 0.1;
/// The smallest step of any.
const LAST_STEP: f64 = 0.0005;
/// How much of the mean direction and of the mean square survives a step.
const MEMORY: (f64, f64) = (0.8, 0.95);

/// An ascent that can be carried on.
pub(super) struct Ascent<'a> {
    model: &'a Model<'a>,
    rows: &'a Rows,
    threads: usize,
    /// One job in so many chooses, and counts for all of them.
    stride: usize,
    prices: Prices,
    tolls: Tolls,
    plain: Trace,
    stepped: Trace,
    /// The best bound met, and its prices.
    pub best: (f64, Prices),
}

/// What is remembered of the directions of rows.
struct Trace {
    mean: Vec<f64>,
    square: Vec<f64>,
}

impl Trace {
    fn new(rows: usize) -> Self {
        Self {
            mean: vec![0.0; rows],
            square: vec![0.0; rows],
        }
    }

    /// Moves the price of a row that is used `excess` beyond its capacity, as a share of it.
    fn step(&mut self, row: usize, excess: f64, price: &mut f64, step: f64, fade: (f64, f64)) {
        let (mean, square) = (&mut self.mean[row], &mut self.square[row]);
        *mean = MEMORY.0 * *mean + (1.0 - MEMORY.0) * excess;
        *square = MEMORY.1 * *square + (1.0 - MEMORY.1) * excess * excess;
        let direction = *mean / fade.0 / ((*square / fade.1).sqrt() + 0.001);
        *price = (*price + step * direction).max(0.0);
    }
}

impl<'a> Ascent<'a> {
    /// Begins at prices of zero.
    pub fn new(model: &'a Model<'a>, rows: &'a Rows, threads: usize) -> Self {
        let plain = rows.capacity.len();
        let prices = Prices {
            plain: vec![0.0; plain],
            stepped: vec![0.0; plain * rows.steps],
        };
        Self {
            model,
            rows,
            threads,
            stride: 1,
            tolls: Tolls::new(model, rows, &prices),
            plain: Trace::new(plain),
            stepped: Trace::new(plain * rows.steps),
            best: (f64::NEG_INFINITY, prices.clone()),
            prices,
        }
    }

    /// Looks for prices with one job in so many, each counting for all of them.
    pub fn run_on_sample(&mut self, stride: usize, steps: usize, stop: &dyn Fn() -> bool) {
        self.stride = stride;
        self.run(steps, FIRST_STEP, stop);
        self.stride = 1;
        self.best.0 = f64::NEG_INFINITY;
        self.prices = self.best.1.clone();
    }

    /// Takes so many steps, from large to small, from the best prices so far; ends early when `stop` says so.
    pub fn run(&mut self, steps: usize, largest: f64, stop: &dyn Fn() -> bool) {
        if self.best.0.is_finite() {
            self.prices = self.best.1.clone();
        }
        self.plain = Trace::new(self.plain.mean.len());
        self.stepped = Trace::new(self.stepped.mean.len());
        let shrink = (LAST_STEP / largest).powf(1.0 / steps.max(1) as f64);
        let mut eta = largest;
        let mut fade = (1.0, 1.0);
        for _ in 0..steps {
            self.tolls.refill(self.model, self.rows, &self.prices);
            let (sum, usage) = self.choose();
            let bound = sum - self.worth();
            if bound > self.best.0 {
                self.best = (bound, self.prices.clone());
            }
            if stop() {
                break;
            }
            fade = (fade.0 * MEMORY.0, fade.1 * MEMORY.1);
            self.move_prices(&usage, eta, (1.0 - fade.0, 1.0 - fade.1));
            eta *= shrink;
        }
    }

    /// Returns what all capacity is worth at the current prices.
    fn worth(&self) -> f64 {
        let plain = self.prices.plain.iter().zip(&self.rows.capacity);
        let plain: f64 = plain.map(|(price, &chips)| price * f64::from(chips)).sum();
        plain + self.prices.stepped.iter().sum::<f64>()
    }

    /// Lets every job choose; returns the sum of what they pay, and the chips they take by lane and period.
    fn choose(&self) -> (f64, Vec<i64>) {
        let jobs = self.model.instance.jobs.len();
        let threads = if self.model.ways.len() < 20_000 {
            1
        } else {
            self.threads.max(1)
        };
        let cut = |part: usize| {
            let ways = self.model.ways.len() * part / threads;
            if part == threads {
                jobs
            } else {
                self.model.begin.partition_point(|&begin| begin < ways)
            }
        };
        std::thread::scope(|scope| {
            let rest: Vec<_> = (1..threads)
                .map(|part| {
                    scope
                        .spawn(move || self.choose_in(cut(part).min(jobs), cut(part + 1).min(jobs)))
                })
                .collect();
            let (mut sum, mut usage) = self.choose_in(0, cut(1).min(jobs));
            for part in rest {
                let (more, used) = part.join().unwrap_or_default();
                sum += more;
                for (all, own) in usage.iter_mut().zip(used) {
                    *all += own;
                }
            }
            (sum, usage)
        })
    }

    /// Lets a run of jobs choose.
    fn choose_in(&self, from: usize, until: usize) -> (f64, Vec<i64>) {
        let periods = self.model.instance.periods;
        let mut usage = vec![0_i64; self.model.lanes.pool.len() * (periods + 1)];
        let mut sum = 0.0;
        let scale = self.stride as i64;
        for job in (from..until).step_by(self.stride) {
            let ways = self.model.of(job);
            let penalty = self.model.instance.jobs[job].penalty as f64;
            let (value, chosen) = self.tolls.choice(ways, penalty);
            sum += value;
            if let Some(at) = chosen {
                let way = &ways[at];
                let start = self.tolls.best_start(way);
                let row = way.lane as usize * (periods + 1) + usize::from(start);
                usage[row] += i64::from(way.chips);
                usage[row + usize::from(way.length)] -= i64::from(way.chips);
            }
        }
        for lane in usage.chunks_exact_mut(periods + 1) {
            let mut held = 0;
            for used in lane {
                held += *used;
                *used = held * scale;
            }
        }
        (sum * scale as f64, usage)
    }

    /// Raises the prices of rows used beyond capacity, lowers those of others.
    fn move_prices(&mut self, usage: &[i64], eta: f64, fade: (f64, f64)) {
        let (periods, steps) = (self.model.instance.periods, self.rows.steps);
        let mut taken = vec![0.0; periods * (steps + 1)];
        for (id, pool) in self.model.instance.pools.iter().enumerate() {
            taken.fill(0.0);
            let lanes = self.model.lanes.begin[id]..self.model.lanes.begin[id + 1];
            for lane in lanes {
                let used = &usage[lane * (periods + 1)..][..periods];
                for (taken, &used) in taken.iter_mut().zip(used) {
                    *taken += used as f64;
                }
                if let Some(from) = self.rows.share_begin[lane] {
                    let shares = self.rows.shares[from..][..steps * periods].chunks_exact(periods);
                    for (taken, shares) in taken[periods..].chunks_exact_mut(periods).zip(shares) {
                        for ((taken, &share), &used) in taken.iter_mut().zip(shares).zip(used) {
                            *taken += share * used as f64;
                        }
                    }
                }
            }
            let rate = eta * pool.rate as f64;
            for at in 0..periods {
                let row = id * periods + at;
                let capacity = f64::from(self.rows.capacity[row]);
                if capacity > 0.0 {
                    let excess = taken[at] / capacity - 1.0;
                    self.plain
                        .step(row, excess, &mut self.prices.plain[row], rate, fade);
                }
            }
            if !self.model.lanes.strong(id) {
                continue;
            }
            for k in 0..steps {
                for at in 0..periods {
                    let capacity = f64::from(self.rows.capacity[id * periods + at]);
                    let row = (id * steps + k) * periods + at;
                    if capacity > 0.0 {
                        let excess = taken[(k + 1) * periods + at] - 1.0;
                        let price = &mut self.prices.stepped[row];
                        self.stepped.step(row, excess, price, rate * capacity, fade);
                    }
                }
            }
        }
    }
}
