//! The bound: a price for every job, and every machine packing what pays best at those prices.
//!
//! For any prices, their sum less the profits that the machines can make with them is a lower bound: in a plan
//! every job is packed once and every machine packs something it could choose here.

#![expect(
    clippy::indexing_slicing,
    reason = "prices, counts and options have one entry for each job of the core"
)]

use super::core::Core;
use super::knapsack::{Item, Knapsack};

/// Room for evaluating prices again and again.
pub(super) struct Dual<'stop> {
    /// Says when to stop; what was found until then still holds.
    pub(super) stop: &'stop (dyn Fn() -> bool + Sync),
    /// How many items were looked at so far: a measure of work that is no clock.
    pub(super) effort: u64,
    pub(super) knapsack: Knapsack,
    pub(super) items: Vec<Item>,
    /// Where in the machine's pairs each item stands.
    pub(super) places: Vec<usize>,
    /// How many machines pack each job.
    pub(super) counts: Vec<i32>,
    /// Which machine packs each job, where one does.
    pub(super) packed: Vec<Option<usize>>,
    direction: Vec<f64>,
    trial: Vec<f64>,
}

/// How prices are moved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ascent {
    /// How many times prices are tried.
    pub(super) trials: usize,
    /// The share of the step that would close the distance to the goal if the bound were straight.
    pub(super) stride: f64,
    /// After how many trials without a better bound the stride is shortened.
    pub(super) patience: usize,
}

impl<'stop> Dual<'stop> {
    pub(super) fn new(stop: &'stop (dyn Fn() -> bool + Sync)) -> Self {
        Self {
            stop,
            effort: 0,
            knapsack: Knapsack::default(),
            items: Vec::new(),
            places: Vec::new(),
            counts: Vec::new(),
            packed: Vec::new(),
            direction: Vec::new(),
            trial: Vec::new(),
        }
    }

    /// Lists what could be packed on the machine at a profit.
    pub(super) fn list(&mut self, core: &Core, machine: usize, prices: &[f64]) {
        let machine = &core.machines[machine];
        self.effort += machine.pairs.len() as u64;
        self.items.clear();
        self.places.clear();
        for (place, pair) in machine.pairs.iter().enumerate() {
            let profit = prices[pair.job] - pair.cost;
            if profit > 0.0 {
                self.items.push(Item {
                    size: pair.size,
                    profit,
                });
                self.places.push(place);
            }
        }
    }

    /// Returns the bound of these prices, in price units; `counts` and `packed` say how it comes about.
    pub(super) fn evaluate(&mut self, core: &Core, prices: &[f64]) -> f64 {
        self.counts.clear();
        self.counts.resize(core.options.len(), 0);
        self.packed.clear();
        self.packed.resize(core.options.len(), None);
        let mut bound = core.spent;
        for (job, price) in prices.iter().enumerate() {
            if core.settled[job].is_none() {
                bound += price;
            }
        }
        for machine in 0..core.machines.len() {
            self.list(core, machine, prices);
            bound -= self.knapsack.pack(core.machines[machine].room, &self.items);
            let pairs = &core.machines[machine].pairs;
            for (place, _) in self
                .places
                .iter()
                .zip(&self.knapsack.packed)
                .filter(|(_, packed)| **packed)
            {
                let job = pairs[*place].job;
                self.counts[job] += 1;
                self.packed[job] = Some(machine);
            }
        }
        bound
    }

    /// Returns whether the last evaluation packed every open job once: a plan, and the best one.
    pub(super) fn is_plan(&self, core: &Core) -> bool {
        let mut open = (0..core.options.len()).filter(|job| core.settled[*job].is_none());
        open.all(|job| self.counts[job] == 1)
    }

    /// Raises the bound towards `goal` and stops at once above it; returns the best bound, with `prices` those of it.
    ///
    /// The last evaluation is that of the best prices only when the bound is above the goal or is a plan.
    pub(super) fn ascend(
        &mut self,
        core: &Core,
        prices: &mut [f64],
        goal: f64,
        how: Ascent,
    ) -> f64 {
        let jobs = core.options.len();
        self.trial.clear();
        self.trial.extend_from_slice(prices);
        self.direction.clear();
        self.direction.resize(jobs, 0.0);
        let (mut best, mut stride, mut waited) = (f64::NEG_INFINITY, how.stride, 0);
        for _ in 0..how.trials {
            let trial = std::mem::take(&mut self.trial);
            let bound = self.evaluate(core, &trial);
            self.trial = trial;
            if bound > best {
                best = bound;
                prices.copy_from_slice(&self.trial);
                waited = 0;
            } else {
                waited += 1;
                if waited >= how.patience {
                    waited = 0;
                    stride *= 0.7;
                }
            }
            if bound > goal || self.is_plan(core) || (self.stop)() {
                return best;
            }
            self.step(core, stride * (goal + 1.0 - bound));
        }
        best
    }

    /// Moves the trial prices: up for jobs that nobody packs, down for those packed more than once.
    fn step(&mut self, core: &Core, distance: f64) {
        let mut norm = 0.0;
        for (job, direction) in self.direction.iter_mut().enumerate() {
            if core.settled[job].is_some() {
                *direction = 0.0;
                continue;
            }
            *direction = 0.3 * *direction + 0.7 * f64::from(1 - self.counts[job]);
            norm += *direction * *direction;
        }
        let length = distance / norm.max(1e-9);
        for (price, direction) in self.trial.iter_mut().zip(&self.direction) {
            *price = (*price + length * direction).round();
        }
    }
}
