//! A plan in the making: every number that a change touches is kept up to date in integers, and
//! every change can be taken back.
//!
//! Kept: `room` is capacity and blocks less all work, `limits` what is left of each, `unserved` what
//! each order lacks (below zero when it is served beyond), `cost` the exact money of the plan.
#![expect(
    clippy::indexing_slicing,
    reason = "every index is one of the ground's own"
)]

use super::ground::Ground;
use super::table::Tariff;
use crate::solve::cost::loss;
use crate::solve::problem::{Draw, Use};
use crate::solve::proof::unserved;
use crate::solve::solution::Solution;

/// A change that was made.
#[derive(Debug, Clone, Copy)]
enum Change {
    /// A task took another option than this one.
    Placed { task: usize, before: usize },
    /// So many blocks were added.
    Blocks { expansion: usize, more: i64 },
    /// So many replicas were added.
    Replicas { stand: usize, more: i64 },
}

/// Indices that were touched, each once.
#[derive(Debug, Clone, Default)]
struct Marks {
    set: Vec<bool>,
    list: Vec<usize>,
}

impl Marks {
    fn new(size: usize) -> Self {
        Self {
            set: vec![false; size],
            list: Vec::new(),
        }
    }

    fn mark(&mut self, index: usize) {
        if !self.set[index] {
            self.set[index] = true;
            self.list.push(index);
        }
    }

    fn clear(&mut self) {
        for index in self.list.drain(..) {
            self.set[index] = false;
        }
    }
}

/// The plan and what it leaves.
pub(super) struct State<'a> {
    pub(super) ground: &'a Ground<'a>,
    pub(super) options: Vec<usize>,
    pub(super) blocks: Vec<i64>,
    pub(super) replicas: Vec<i64>,
    pub(super) unserved: Vec<i64>,
    pub(super) room: Vec<i64>,
    /// The units of each cell that serving and blocks use, which can give way.
    pub(super) yielding: Vec<i64>,
    pub(super) limits: Vec<i128>,
    pub(super) groups: Vec<i64>,
    /// The stands of each order, those first that serve it first.
    pub(super) ranked: Vec<usize>,
    /// Whether idle blocks are kept, because serving has not been searched yet.
    pub(super) holding: bool,
    /// The tasks that run on each resource.
    pub(super) here: Vec<Vec<usize>>,
    pub(super) cost: i128,
    journal: Vec<Change>,
    cells: Marks,
    drawn: Marks,
}

impl<'a> State<'a> {
    /// Returns the plan in which every task takes the given option and nothing else happens.
    pub(super) fn new(ground: &'a Ground<'a>, options: &[usize]) -> Self {
        let problem = ground.problem;
        let mut room = Vec::with_capacity(ground.guests.len());
        for resource in &problem.resources {
            room.extend_from_slice(&resource.capacity);
        }
        let lost = ground.orders.iter().map(|order| {
            let amount = order.ask.amount.into();
            loss(order.ask.penalty, order.ask.per, amount).unwrap_or(0)
        });
        let mut state = Self {
            ground,
            options: options.to_vec(),
            blocks: vec![0; problem.expansions.len()],
            replicas: vec![0; ground.stands.len()],
            unserved: ground.orders.iter().map(|order| order.ask.amount).collect(),
            yielding: vec![0; room.len()],
            limits: problem.limits.iter().map(|&most| most.into()).collect(),
            groups: problem.group_max.clone(),
            ranked: ground.ranked(&Tariff::free(problem)),
            holding: false,
            here: vec![Vec::new(); problem.resources.len()],
            cost: lost.sum(),
            journal: Vec::new(),
            cells: Marks::new(room.len()),
            drawn: Marks::new(problem.limits.len()),
            room,
        };
        for (task, &option) in options.iter().enumerate() {
            state.take(task, option, 1);
        }
        for limit in 0..problem.limits.len() {
            state.drawn.mark(limit);
        }
        for cell in 0..state.room.len() {
            state.cells.mark(cell);
        }
        state
    }

    /// Gives a task another option.
    pub(super) fn place(&mut self, task: usize, option: usize) {
        let before = self.options[task];
        if before != option {
            self.journal.push(Change::Placed { task, before });
            self.swap(task, option);
        }
    }

    /// Adds blocks, or takes them away.
    pub(super) fn build(&mut self, expansion: usize, more: i64) {
        if more != 0 {
            self.journal.push(Change::Blocks { expansion, more });
            self.add_blocks(expansion, more);
        }
    }

    /// Adds replicas, or takes them away.
    pub(super) fn run(&mut self, stand: usize, more: i64) {
        if more != 0 {
            self.journal.push(Change::Replicas { stand, more });
            self.add_replicas(stand, more);
        }
    }

    /// Keeps all changes since the last time.
    pub(super) fn commit(&mut self) {
        self.journal.clear();
        self.cells.clear();
        self.drawn.clear();
    }

    /// Takes back all changes since the last time.
    pub(super) fn take_back(&mut self) {
        while let Some(change) = self.journal.pop() {
            match change {
                Change::Placed { task, before } => self.swap(task, before),
                Change::Blocks { expansion, more } => self.add_blocks(expansion, -more),
                Change::Replicas { stand, more } => self.add_replicas(stand, -more),
            }
        }
        self.commit();
    }

    /// Returns the cells that were touched since the last time.
    pub(super) fn touched_cells(&self) -> Vec<usize> {
        self.cells.list.clone()
    }

    /// Returns the limits that were touched since the last time, in the order of the ground.
    pub(super) fn touched_limits(&self) -> Vec<usize> {
        let limits = self.ground.limits.iter().copied();
        limits.filter(|&limit| self.drawn.set[limit]).collect()
    }

    /// Returns how many more blocks the expansion and its group have.
    pub(super) fn spare(&self, expansion: usize) -> i64 {
        let held = &self.ground.problem.expansions[expansion];
        let own = held.max - self.blocks[expansion];
        held.group.map_or(own, |group| own.min(self.groups[group]))
    }

    /// Returns the least room of a resource over a window.
    pub(super) fn least_room(&self, used: &Use) -> i64 {
        let start = used.resource * self.ground.problem.periods;
        let cells = &self.room[start + used.from..start + used.until];
        cells.iter().copied().min().unwrap_or(i64::MAX)
    }

    /// Returns the plan.
    pub(super) fn solution(&self) -> Solution {
        let mut replicas = unserved(self.ground.problem);
        for (stand, &count) in self.ground.stands.iter().zip(&self.replicas) {
            if count > 0 {
                let order = self.ground.orders[stand.order];
                replicas[order.demand][stand.slot.source][order.period] = count;
            }
        }
        Solution {
            options: self.options.clone(),
            replicas,
            blocks: self.blocks.clone(),
        }
    }

    fn swap(&mut self, task: usize, option: usize) {
        self.take(task, self.options[task], -1);
        self.options[task] = option;
        self.take(task, option, 1);
    }

    fn take(&mut self, task: usize, option: usize, times: i64) {
        let held = &self.ground.problem.tasks[task].options[option];
        for used in &held.uses {
            self.fill(used, -used.units * times, 0);
            let here = &mut self.here[used.resource];
            if times > 0 {
                here.push(task);
            } else if let Some(place) = here.iter().position(|&known| known == task) {
                here.swap_remove(place);
            }
        }
        self.draw(&held.draws, times);
        self.cost += i128::from(held.cost) * i128::from(times);
    }

    fn add_blocks(&mut self, expansion: usize, more: i64) {
        let held = &self.ground.problem.expansions[expansion];
        self.blocks[expansion] += more;
        if let Some(group) = held.group {
            self.groups[group] -= more;
        }
        for add in &held.adds {
            let units = add.units * more;
            self.fill(add, units, if add.units < 0 { -units } else { 0 });
        }
        self.draw(&held.draws, more);
        self.cost += i128::from(held.cost) * i128::from(more);
    }

    fn add_replicas(&mut self, stand: usize, more: i64) {
        let held = self.ground.stands[stand];
        let ask = self.ground.orders[held.order].ask;
        let lost = |unserved: i64| loss(ask.penalty, ask.per, unserved.into()).unwrap_or(0);
        let before = self.unserved[held.order];
        let after = before - held.slot.output * more;
        self.unserved[held.order] = after;
        self.replicas[stand] += more;
        self.cost += lost(after) - lost(before);
        self.cost += i128::from(held.slot.cost) * i128::from(more);
        let units = held.slot.units * more;
        self.room[held.cell] -= units;
        self.yielding[held.cell] += units;
        self.cells.mark(held.cell);
        self.draw(&held.slot.draws, more);
    }

    fn fill(&mut self, window: &Use, units: i64, yielding: i64) {
        let start = window.resource * self.ground.problem.periods;
        for cell in start + window.from..start + window.until {
            self.room[cell] += units;
            self.yielding[cell] += yielding;
            self.cells.mark(cell);
        }
    }

    fn draw(&mut self, draws: &[Draw], times: i64) {
        for draw in draws {
            self.limits[draw.limit] -= i128::from(draw.units) * i128::from(times);
            self.drawn.mark(draw.limit);
        }
    }
}
