//! The ascent to good prices: steps along the excess of what is wanted over what there is, each
//! scaled by what was met before (the rule known as Adam), with the mean of late prices tried last.
#![expect(
    clippy::indexing_slicing,
    reason = "tables, cells and limits are laid out together from the validated problem"
)]

use super::crowd::Crowd;
use super::measure::{ranges, sizes};
use super::scale::worths;
use super::table::{Table, Tariff};
use crate::solve::layout::{Ordered, Slot};
use crate::solve::model::float;
use crate::solve::problem::Problem;

/// The first step of the first ascent, as a share of what a unit is worth.
const FIRST_STEP: f64 = 0.3;
/// The last step of any.
const LAST_STEP: f64 = 0.0005;
/// How much of the mean direction and of the mean square survives a step.
const MEMORY: (f64, f64) = (0.5, 0.97);
/// What is added to a root mean square, so that cells that hardly move rest.
const REST: f64 = 1e-4;
/// The share of its range by which blocks follow their price in a step.
const FOLLOW: f64 = 0.1;
/// The share of its range, or of its group, from which blocks count as used up.
const FULL: f64 = 0.98;
/// What a price gains in step when it goes on the same way, and loses when it turns.
const GAIN: f64 = 1.1;
const LOSS: f64 = 0.7;
/// How many times as far, or as near, a step may become.
const FARTHEST: f64 = 10.0;

/// What is remembered of the direction of a price.
#[derive(Debug, Clone, Copy)]
struct Trace {
    mean: f64,
    square: f64,
    last: f64,
    /// How far its steps go beside those of others.
    gain: f64,
}

impl Trace {
    const NEW: Self = Self {
        mean: 0.0,
        square: 0.0,
        last: 0.0,
        gain: 1.0,
    };

    fn step(&mut self, excess: f64, fade: (f64, f64)) -> f64 {
        let kept = excess * self.last > 0.0;
        let gain = self.gain * if kept { GAIN } else { LOSS };
        self.gain = gain.clamp(1.0 / FARTHEST, FARTHEST);
        self.last = excess;
        self.mean = MEMORY.0 * self.mean + (1.0 - MEMORY.0) * excess;
        self.square = MEMORY.1 * self.square + (1.0 - MEMORY.1) * excess * excess;
        self.gain * self.mean / fade.0 / ((self.square / fade.1).sqrt() + REST)
    }
}

/// An ascent that can be carried on.
pub(super) struct Ascent<'a> {
    pub(super) problem: &'a Problem,
    pub(super) table: &'a Table,
    pub(super) layout: &'a [Vec<Ordered>],
    /// The most replicas of each slot, by period, demand and slot.
    pub(super) most: Vec<Vec<Vec<f64>>>,
    worths: Tariff,
    capacity: Vec<f64>,
    /// How much of each cell and limit there may be: what an excess is measured by.
    sizes: Tariff,
    pub(super) prices: Tariff,
    pub(super) sums: Vec<f64>,
    /// The blocks of each expansion, which follow their price step by step.
    pub(super) blocks: Vec<f64>,
    pub(super) ranges: Vec<f64>,
    pub(super) groups: Vec<Vec<usize>>,
    /// Where the use of each resource rises and falls, then how much is used.
    pub(super) used: Vec<f64>,
    pub(super) drawn: Vec<f64>,
    /// Whom steps look at; everybody where it is empty.
    pub(super) crowd: Option<Crowd>,
    /// What the steps of a run held for the best bound, and its prices.
    seeming: (f64, Tariff),
    /// The best bound met, and its prices.
    pub(super) best: (f64, Tariff),
    /// The mean of blocks in the second half of the last ascent.
    pub(super) mean_blocks: Vec<f64>,
}

impl<'a> Ascent<'a> {
    /// Begins at prices of zero; `room` is the most room of each cell.
    pub(super) fn new(
        problem: &'a Problem,
        table: &'a Table,
        layout: &'a [Vec<Ordered>],
        room: &[i64],
    ) -> Self {
        let free = Tariff::free(problem);
        let mut capacity = Vec::with_capacity(free.cells.len());
        for resource in &problem.resources {
            capacity.extend(resource.capacity.iter().map(|&units| float(units)));
        }
        let mut groups = vec![Vec::new(); problem.group_max.len()];
        for (index, expansion) in problem.expansions.iter().enumerate() {
            if let Some(group) = expansion.group {
                groups[group].push(index);
            }
        }
        let most = layout.iter().enumerate().map(|(period, ordered)| {
            let fits =
                |slot: &Slot| float(slot.fits(room[slot.resource * problem.periods + period]));
            let of = |demand: &Ordered| demand.slots.iter().map(fits).collect();
            ordered.iter().map(of).collect()
        });
        let blocks = problem.expansions.len();
        Self {
            problem,
            table,
            layout,
            most: most.collect(),
            worths: worths(problem, layout),
            capacity,
            sizes: sizes(problem, room),
            sums: Vec::new(),
            blocks: vec![0.0; blocks],
            ranges: ranges(problem, layout),
            groups,
            used: vec![0.0; problem.resources.len() * (problem.periods + 1)],
            drawn: vec![0.0; problem.limits.len()],
            crowd: None,
            seeming: (f64::NEG_INFINITY, free.clone()),
            best: (f64::NEG_INFINITY, free.clone()),
            prices: free,
            mean_blocks: vec![0.0; blocks],
        }
    }

    /// Takes so many steps, from large to small, from the best prices so far; returns whether
    /// `stop` ended it.
    pub(super) fn run(&mut self, steps: u32, share: f64, stop: &dyn Fn() -> bool) -> bool {
        let (cells, limits) = (self.prices.cells.len(), self.prices.limits.len());
        self.prices.clone_from(&self.best.1);
        self.seeming.0 = f64::NEG_INFINITY;
        let mut traces = (vec![Trace::NEW; cells], vec![Trace::NEW; limits]);
        let mut fade = (1.0, 1.0);
        let mut mean = Tariff::free(self.problem);
        let mut counted = 0.0;
        self.mean_blocks.fill(0.0);
        let first = FIRST_STEP * share;
        for step in 0..steps {
            if stop() {
                self.divide_blocks(counted);
                self.look_back();
                return true;
            }
            self.look(false);
            let far = f64::from(step) / f64::from(steps);
            fade = (fade.0 * MEMORY.0, fade.1 * MEMORY.1);
            let eta = first * (LAST_STEP / first).powf(far);
            self.move_prices(&mut traces, eta, (1.0 - fade.0, 1.0 - fade.1));
            self.follow();
            if step >= steps / 2 {
                counted += 1.0;
                add(&mut mean.cells, &self.prices.cells);
                add(&mut mean.limits, &self.prices.limits);
                add(&mut self.mean_blocks, &self.blocks);
            }
        }
        self.divide_blocks(counted);
        if counted > 0.0 {
            let share = |prices: Vec<f64>| prices.into_iter().map(|sum| sum / counted).collect();
            self.prices = Tariff {
                cells: share(mean.cells),
                limits: share(mean.limits),
            };
            self.look(true);
            self.temper();
            self.look(true);
        }
        self.look_back();
        false
    }

    /// Tries what seemed best to the steps, and what becomes of the best when it is tempered.
    fn look_back(&mut self) {
        if self.crowd.is_some() {
            self.prices.clone_from(&self.seeming.1);
            self.look(true);
        }
        self.prices.clone_from(&self.best.1);
        self.temper();
        self.look(true);
    }

    fn divide_blocks(&mut self, counted: f64) {
        if counted > 0.0 {
            for blocks in &mut self.mean_blocks {
                *blocks /= counted;
            }
        } else {
            self.mean_blocks.clone_from(&self.blocks);
        }
    }

    /// Lets everything choose at the current prices, all tasks or those that steps look at, and keeps
    /// prices with a better bound.
    fn look(&mut self, all: bool) {
        self.prices.sums(self.problem.periods, &mut self.sums);
        self.used.fill(0.0);
        self.drawn.fill(0.0);
        let crowd = self.crowd.take();
        let steps = crowd.as_ref().filter(|_| !all);
        let mut bound = match steps {
            Some(crowd) => {
                let ranges = crowd.begin.windows(2);
                let of = |ends: &[usize]| crowd.options[ends[0]..ends[1]].iter().copied();
                ranges
                    .map(|ends| self.choose_option(of(ends), crowd.weight))
                    .sum::<f64>()
            }
            None => {
                let table = self.table;
                let tasks = 0..self.problem.tasks.len();
                tasks
                    .map(|task| self.choose_option(table.of(task), 1.0))
                    .sum()
            }
        };
        let seeming = steps.is_some();
        self.crowd = crowd;
        bound += self.choose_blocks();
        let periods = self.problem.periods;
        for row in self.used.chunks_exact_mut(periods + 1) {
            let mut held = 0.0;
            for used in row {
                held += *used;
                *used = held;
            }
        }
        bound += self.choose_services();
        for (price, capacity) in self.prices.cells.iter().zip(&self.capacity) {
            bound -= price * capacity;
        }
        for (price, &most) in self.prices.limits.iter().zip(&self.problem.limits) {
            bound -= price * float(most);
        }
        let known = if seeming {
            &mut self.seeming
        } else {
            &mut self.best
        };
        if bound > known.0 {
            *known = (bound, self.prices.clone());
        }
    }

    /// Lets the blocks in use follow their prices, no more than there are of a group.
    fn follow(&mut self) {
        self.prices.sums(self.problem.periods, &mut self.sums);
        for index in 0..self.blocks.len() {
            let (saved, paid) = self.balance(index);
            let range = self.ranges[index];
            let pull = (saved - paid) / (saved + paid.abs() + 1e-9);
            self.blocks[index] = (self.blocks[index] + FOLLOW * range * pull).clamp(0.0, range);
        }
        for (members, &most) in self.groups.iter().zip(&self.problem.group_max) {
            let all: f64 = members.iter().map(|&index| self.blocks[index]).sum();
            if all > float(most) {
                for &index in members {
                    self.blocks[index] *= float(most) / all;
                }
            }
        }
    }

    /// Lowers prices to what a block costs where more blocks are to be had: a block that seems to
    /// save a little counts as often as there are blocks.
    fn temper(&mut self) {
        self.prices.sums(self.problem.periods, &mut self.sums);
        for index in 0..self.blocks.len() {
            let group = self.problem.expansions[index].group;
            let full = group.is_some_and(|group| {
                let members = self.groups[group].iter();
                let all: f64 = members.map(|&index| self.mean_blocks[index]).sum();
                all >= float(self.problem.group_max[group]) * FULL
            });
            let (saved, paid) = self.balance(index);
            if !full && self.mean_blocks[index] < self.ranges[index] * FULL && saved > paid {
                self.lower(index, (paid / saved).max(0.0));
            }
        }
    }

    /// Lowers the prices of what a block of an expansion gives.
    fn lower(&mut self, index: usize, share: f64) {
        let (problem, periods) = (self.problem, self.problem.periods);
        let expansion = &problem.expansions[index];
        for add in expansion.adds.iter().filter(|add| add.units > 0) {
            let row = add.resource * periods;
            for price in &mut self.prices.cells[row + add.from..row + add.until] {
                *price *= share;
            }
            let start = add.resource * (periods + 1);
            let mut sum = 0.0;
            for period in 0..periods {
                sum += self.prices.cells[row + period];
                self.sums[start + period + 1] = sum;
            }
        }
        for draw in expansion.draws.iter().filter(|draw| draw.units < 0) {
            self.prices.limits[draw.limit] *= share;
        }
    }

    /// Raises the prices of what is wanted beyond what there is, and lowers the others.
    fn move_prices(&mut self, traces: &mut (Vec<Trace>, Vec<Trace>), eta: f64, fade: (f64, f64)) {
        let periods = self.problem.periods;
        for cell in 0..self.prices.cells.len() {
            let used = self.used[cell / periods * (periods + 1) + cell % periods];
            let capacity = self.capacity[cell];
            let excess = (used - capacity) / self.sizes.cells[cell];
            let step = eta * self.worths.cells[cell] * traces.0[cell].step(excess, fade);
            self.prices.cells[cell] = (self.prices.cells[cell] + step).max(0.0);
        }
        for limit in 0..self.prices.limits.len() {
            let most = float(self.problem.limits[limit]);
            let drawn = self.drawn[limit];
            let excess = (drawn - most) / self.sizes.limits[limit];
            let step = eta * self.worths.limits[limit] * traces.1[limit].step(excess, fade);
            self.prices.limits[limit] = (self.prices.limits[limit] + step).max(0.0);
        }
    }
}

fn add(sums: &mut [f64], more: &[f64]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += more;
    }
}
