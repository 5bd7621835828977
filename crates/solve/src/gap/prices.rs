//! Prices of capacity: the quick bound, and the guide of the first plan.

#![expect(
    clippy::indexing_slicing,
    reason = "rows of an instance have one entry for each job, prices one for each machine"
)]

use super::{Instance, UNIT};

/// How many times prices are tried.
const TRIALS: usize = 400;

/// A price for each machine's capacity, and what follows from them.
#[derive(Debug, Clone)]
pub(super) struct Prices {
    /// In price units for each unit of size.
    pub(super) of_machines: Vec<i64>,
    /// The least of cost and priced size, for each job, in price units.
    pub(super) of_jobs: Vec<i64>,
    /// The bound, in price units.
    pub(super) bound: i64,
}

impl Prices {
    /// Returns what holds when capacity costs nothing.
    pub(super) fn none(instance: &Instance) -> Self {
        Self::at(instance, vec![0; instance.machines()]).0
    }

    /// Finds prices that give a high bound, until `stop` says so.
    ///
    /// At fixed prices every job takes the machine on which cost and priced size are least. A machine that is
    /// asked for more than it has becomes dearer, one with room cheaper. The steps are those of a first-order
    /// method with a running mean and spread for each machine.
    pub(super) fn find(instance: &Instance, stop: &(dyn Fn() -> bool + Sync)) -> Self {
        let machines = instance.machines();
        let scale = mean_price(instance);
        let (mut mean, mut spread) = (vec![0.0; machines], vec![0.0; machines]);
        let mut prices = vec![0_i64; machines];
        let mut best = Self::none(instance);
        for trial in 0..TRIALS {
            if stop() {
                break;
            }
            let (priced, load) = Self::at(instance, prices.clone());
            if priced.bound > best.bound {
                best = priced;
            }
            let progress = trial as f64 / TRIALS as f64;
            let stride = 0.2 * 0.003_f64.powf(progress) * scale;
            for machine in 0..machines {
                let capacity = (instance.capacities()[machine] as f64).max(1.0);
                let pull = (load[machine] as f64 / capacity - 1.0).min(4.0);
                mean[machine] = 0.8 * mean[machine] + 0.2 * pull;
                spread[machine] = 0.95 * spread[machine] + 0.05 * pull * pull;
                let step = stride * mean[machine] / (f64::sqrt(spread[machine]) + 0.001);
                prices[machine] = whole(prices[machine] as f64 + step).max(0);
            }
        }
        best
    }

    /// Returns what follows from prices of machines, and the load that the jobs then bring about.
    fn at(instance: &Instance, of_machines: Vec<i64>) -> (Self, Vec<i64>) {
        let mut of_jobs = vec![i64::MAX; instance.jobs()];
        let mut chosen = vec![0; instance.jobs()];
        for (machine, price) in of_machines.iter().enumerate() {
            let pairs = instance
                .costs_on(machine)
                .iter()
                .zip(instance.sizes_on(machine));
            let capacity = instance.capacities()[machine];
            for (job, (cost, size)) in pairs
                .enumerate()
                .filter(|(_, (_, size))| **size <= capacity)
            {
                let value = cost * UNIT + price.saturating_mul(*size);
                if value < of_jobs[job] {
                    of_jobs[job] = value;
                    chosen[job] = machine;
                }
            }
        }
        let mut load = vec![0; of_machines.len()];
        for (job, machine) in chosen.iter().enumerate() {
            load[*machine] += instance.sizes_on(*machine)[job];
        }
        let sum = of_jobs
            .iter()
            .fold(0_i64, |sum, least| sum.saturating_add(*least));
        let paid = of_machines.iter().zip(instance.capacities());
        let paid = paid.fold(0_i64, |sum, (price, capacity)| {
            sum.saturating_add(price.saturating_mul(*capacity))
        });
        let bound = sum.saturating_sub(paid);
        (
            Self {
                of_machines,
                of_jobs,
                bound,
            },
            load,
        )
    }
}

/// Returns about what a unit of size costs, in price units.
fn mean_price(instance: &Instance) -> f64 {
    let (mut cost, mut size) = (0.0, 0.0);
    for machine in 0..instance.machines() {
        cost += instance
            .costs_on(machine)
            .iter()
            .map(|cost| *cost as f64)
            .sum::<f64>();
        size += instance
            .sizes_on(machine)
            .iter()
            .map(|size| *size as f64)
            .sum::<f64>();
    }
    (UNIT as f64 * cost / f64::max(size, 1.0)).max(1.0)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "`as` keeps to the ends of the range"
)]
fn whole(number: f64) -> i64 {
    number.round() as i64
}
