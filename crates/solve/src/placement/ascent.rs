//! The ascent to good prices: first-order steps, scaled row by row (the rule known as Adam).

#![expect(
    clippy::indexing_slicing,
    reason = "hot loops over tables whose extents are the instance's own, fixed when it is read"
)]

use super::{
    model::{Model, Way},
    prices::{Prices, Tolls},
    rows::Rows,
};

/// The largest step of an ascent that begins at zero, as a share of a pool's rate.
pub(super) const FIRST_STEP: f64 = 0.1;
/// The smallest step of any.
const LAST_STEP: f64 = 0.0005;
/// The step while pools bid.
const BID_STEP: f64 = 0.003;
/// With fewer ways, one thread is as fast as several.
const WAYS_FOR_THREADS: usize = 20_000;
/// How much of the mean direction and of the mean square survives a step.
const MEMORY: (f64, f64) = (0.8, 0.95);

/// An ascent that can be carried on.
pub(super) struct Ascent<'a> {
    model: &'a Model<'a>,
    rows: &'a Rows,
    threads: usize,
    /// One job in so many chooses, and counts for all of them.
    stride: usize,
    /// What each job is worth, where pools bid for jobs one by one.
    worths: Option<Vec<f64>>,
    prices: Prices,
    tolls: Tolls,
    plain: Trace,
    stepped: Trace,
    fade: (f64, f64),
    /// The best bound met, and its prices.
    pub best: (f64, Prices),
}

/// What jobs choose under prices.
#[derive(Default)]
struct Chosen {
    /// Dollars that they pay, tolls included.
    sum: f64,
    /// Chips that they take, by lane and period.
    usage: Vec<i64>,
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
        let prices = Prices::none(rows);
        Self {
            model,
            rows,
            threads,
            stride: 1,
            worths: None,
            tolls: Tolls::new(model, rows, &prices),
            plain: Trace::new(plain),
            stepped: Trace::new(plain * rows.steps),
            fade: (1.0, 1.0),
            best: (f64::NEG_INFINITY, prices.clone()),
            prices,
        }
    }

    /// Goes on from prices found elsewhere.
    pub fn from(model: &'a Model<'a>, rows: &'a Rows, threads: usize, prices: Prices) -> Self {
        let mut ascent = Self::new(model, rows, threads);
        ascent.best.1.clone_from(&prices);
        ascent.prices = prices;
        ascent
    }

    /// Moves prices a few small steps while every pool bids for each job that is worth more than it costs there;
    /// returns the prices that cost the bidders most.
    pub fn bid(&mut self, worths: &[f64], steps: usize) -> Prices {
        self.worths = Some(worths.to_vec());
        self.best.0 = f64::NEG_INFINITY;
        for _ in 0..steps {
            self.step(BID_STEP);
        }
        self.worths = None;
        self.best.1.clone()
    }

    /// Looks for prices with one job in so many, each counting for all of them.
    pub fn sample(&mut self, stride: usize, steps: usize, gone: &dyn Fn() -> f64) -> Prices {
        self.stride = stride;
        self.run(steps, FIRST_STEP, gone);
        self.best.1.clone()
    }

    /// Takes so many steps, from large to small, from the best prices so far; fewer, and sooner small, when `gone` says
    /// that the share of time that is gone outruns them.
    pub fn run(&mut self, steps: usize, largest: f64, gone: &dyn Fn() -> f64) {
        self.prices.clone_from(&self.best.1);
        self.plain = Trace::new(self.plain.mean.len());
        self.stepped = Trace::new(self.stepped.mean.len());
        self.fade = (1.0, 1.0);
        let begun = gone().min(1.0);
        let mut far = 0.0;
        for step in 1..=steps {
            self.step(largest * (LAST_STEP / largest).powf(far));
            let by_time = gone();
            if by_time >= 1.0 {
                break;
            }
            far = ((by_time - begun) / (1.0 - begun)).max(step as f64 / steps as f64);
        }
    }

    /// Takes one step.
    fn step(&mut self, eta: f64) {
        self.tolls.refill(self.model, self.rows, &self.prices);
        let Chosen { sum, usage } = self.choose();
        let bound = sum - self.worth();
        if bound > self.best.0 {
            self.best = (bound, self.prices.clone());
        }
        self.fade = (self.fade.0 * MEMORY.0, self.fade.1 * MEMORY.1);
        self.move_prices(&usage, eta, (1.0 - self.fade.0, 1.0 - self.fade.1));
    }

    /// Returns what all capacity is worth at the current prices.
    fn worth(&self) -> f64 {
        let plain = self.prices.plain.iter().zip(&self.rows.capacity);
        let plain: f64 = plain.map(|(price, &chips)| price * f64::from(chips)).sum();
        plain + self.prices.stepped.iter().sum::<f64>()
    }

    /// Lets every job choose, each thread a run of jobs with about as many ways.
    fn choose(&self) -> Chosen {
        let jobs = self.model.instance.jobs.len();
        let small = self.model.ways.len() < WAYS_FOR_THREADS;
        let threads = if small { 1 } else { self.threads.max(1) };
        let cut = |part: usize| {
            let ways = self.model.ways.len() * part / threads;
            let job = self.model.begin.partition_point(|&begin| begin < ways);
            if part == threads { jobs } else { job.min(jobs) }
        };
        std::thread::scope(|scope| {
            let rest: Vec<_> = (1..threads)
                .map(|part| scope.spawn(move || self.choose_in(cut(part), cut(part + 1))))
                .collect();
            let mut chosen = self.choose_in(0, cut(1));
            for part in rest {
                let part = part.join().unwrap_or_default();
                chosen.sum += part.sum;
                for (all, own) in chosen.usage.iter_mut().zip(part.usage) {
                    *all += own;
                }
            }
            chosen
        })
    }

    /// Lets a run of jobs choose.
    fn choose_in(&self, from: usize, until: usize) -> Chosen {
        let periods = self.model.instance.periods;
        let mut usage = vec![0_i64; self.model.lanes.pool.len() * (periods + 1)];
        let mut take = |way: &Way| {
            let start = self.tolls.best_start(way);
            let row = way.lane as usize * (periods + 1) + usize::from(start);
            usage[row] += i64::from(way.chips);
            usage[row + usize::from(way.length)] -= i64::from(way.chips);
        };
        let mut sum = 0.0;
        let scale = self.stride as i64;
        for job in (from..until).filter(|job| job % self.stride == 0) {
            let ways = self.model.of(job);
            if let Some(worths) = &self.worths {
                sum += worths[job];
                for way in ways {
                    let gain = worths[job] - self.tolls.value(way);
                    if gain > 0.0 {
                        sum -= gain;
                        take(way);
                    }
                }
                continue;
            }
            let penalty = self.model.instance.jobs[job].penalty as f64;
            let (value, chosen) = self.tolls.choice(ways, penalty);
            sum += value;
            if let Some(at) = chosen {
                take(&ways[at]);
            }
        }
        for lane in usage.chunks_exact_mut(periods + 1) {
            let mut held = 0;
            for used in lane {
                held += *used;
                *used = held * scale;
            }
        }
        Chosen {
            sum: sum * scale as f64,
            usage,
        }
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
            for (at, taken) in taken.iter().take(periods).enumerate() {
                let row = id * periods + at;
                let capacity = f64::from(self.rows.capacity[row]);
                if capacity > 0.0 {
                    let excess = taken / capacity - 1.0;
                    let price = &mut self.prices.plain[row];
                    self.plain.step(row, excess, price, rate, fade);
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
