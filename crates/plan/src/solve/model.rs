//! The linear program of the whole problem, from which the prices come.
#![expect(
    clippy::indexing_slicing,
    reason = "columns are created here from a validated problem"
)]

use super::domain::{Domain, cells, changes};
use super::factor::Column;
use super::layout::{Ordered, Slot};
use super::problem::{Draw, Problem};
use super::program::Program;
use super::simplex::Simplex;
use super::solution::{TICKS_PER_MONEY, TICKS_PER_WORTH};
use super::tree::Prices;

/// The largest price in ticks; larger wishes are cut, which keeps the bound valid.
const DEAREST: i64 = 4_000_000_000_000_000_000;

/// The linear program and where each decision sits in it.
pub(super) struct Model {
    pub(super) simplex: Simplex,
    /// The column of every option, by task.
    pub(super) options: Vec<Vec<usize>>,
    /// The column of every expansion.
    pub(super) blocks: Vec<usize>,
    /// The row of every family of expansions.
    families: Vec<usize>,
    /// The column of every slot, by period, demand and slot.
    slots: Vec<Vec<Vec<usize>>>,
    /// The row of every cell that can run out.
    rows: Vec<Option<usize>>,
    /// The row of every limit.
    limits: Vec<usize>,
}

impl Model {
    /// Builds the program of the whole problem.
    pub(super) fn new(problem: &Problem, layout: &[Vec<Ordered>], families: &[Vec<usize>]) -> Self {
        let mut program = Program::default();
        let rows = scarce_cells(problem, layout, &mut program);
        let limits: Vec<usize> = problem
            .limits
            .iter()
            .map(|&most| program.add_row(float(most), f64::INFINITY))
            .collect();
        let scarce = (rows.as_slice(), limits.as_slice());
        let options = add_options(problem, scarce, &mut program);
        let family_rows: Vec<usize> = families
            .iter()
            .map(|_| program.add_row(0.0, f64::INFINITY))
            .collect();
        let in_families = (families, family_rows.as_slice());
        let blocks = add_blocks(problem, scarce, in_families, &mut program);
        let mut slots = Vec::with_capacity(layout.len());
        for (period, ordered) in layout.iter().enumerate() {
            let row_of = |resource: usize| rows[resource * problem.periods + period];
            slots.push(add_demands(
                ordered,
                (&row_of, &limits),
                &|slot| float(slot.cost),
                &mut program,
            ));
        }
        program.scale();
        Self {
            simplex: Simplex::new(program),
            options,
            blocks,
            families: family_rows,
            slots,
            rows,
            limits,
        }
    }

    /// Restricts the program to a case with the given headroom.
    pub(super) fn restrict(
        &mut self,
        problem: &Problem,
        layout: &[Vec<Ordered>],
        domain: &Domain,
        room: &[i64],
    ) {
        for (columns, allowed) in self.options.iter().zip(&domain.allowed) {
            for &column in columns {
                self.simplex.set_box(column, 0.0, 0.0);
            }
            for &option in allowed {
                self.simplex.set_box(columns[option], 0.0, 1.0);
            }
        }
        for (index, &column) in self.blocks.iter().enumerate() {
            let (low, high) = (domain.low[index], domain.high[index]);
            self.simplex.set_box(column, float(low), float(high));
        }
        for (&row, &(low, high)) in self.families.iter().zip(&domain.families) {
            self.simplex.set_range(row, float(low), float(high));
        }
        for (period, ordered) in layout.iter().enumerate() {
            for (demand, columns) in ordered.iter().zip(&self.slots[period]) {
                for (slot, &column) in demand.slots.iter().zip(columns) {
                    let cell = room[slot.resource * problem.periods + period];
                    self.simplex.set_box(column, 0.0, float(slot.fits(cell)));
                }
            }
        }
    }

    /// Returns whole prices in ticks for every cell and family.
    pub(super) fn prices(&self, by_row: &[f64]) -> Prices {
        let cells = self.rows.iter();
        let coarse = float(TICKS_PER_WORTH);
        let worth = |&row: &usize| ticks(-by_row[row] / coarse) - ticks(by_row[row] / coarse);
        Prices {
            cells: cells
                .map(|row| row.map_or(0, |row| ticks(by_row[row])))
                .collect(),
            limits: self.limits.iter().map(|&row| fine(by_row[row])).collect(),
            families: self.families.iter().map(worth).collect(),
        }
    }
}

/// Returns an integer as a float; large integers lose their last digits.
#[expect(clippy::cast_precision_loss, reason = "floats only steer the search")]
pub(super) fn float(value: i64) -> f64 {
    value as f64
}

/// Returns a wide integer as a float; large integers lose their last digits.
#[expect(clippy::cast_precision_loss, reason = "floats only steer the search")]
pub(super) fn wide(value: i128) -> f64 {
    value as f64
}

/// Returns prices in money as whole prices in ticks, with no worth to any family.
pub(super) fn prices(cells: &[f64], limits: &[f64], families: usize) -> Prices {
    Prices {
        cells: cells.iter().map(|&price| ticks(price)).collect(),
        limits: limits.iter().map(|&price| fine(price)).collect(),
        families: vec![0; families],
    }
}

/// Returns the price of a limit in ticks, never negative: a unit of it may be worth whole fleets.
fn fine(price: f64) -> i128 {
    let coarse = float(TICKS_PER_WORTH);
    let worth = i128::from(ticks(price / coarse)) * i128::from(TICKS_PER_WORTH);
    let exact = ticks(price);
    if exact < DEAREST { exact.into() } else { worth }
}

/// Returns a price in money as whole ticks, never negative.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the cast saturates and any price is valid"
)]
pub(super) fn ticks(price: f64) -> i64 {
    let scaled = price * float(TICKS_PER_MONEY);
    if scaled > 0.0 {
        (scaled.round() as i64).min(DEAREST)
    } else {
        0
    }
}

/// Adds a row for every cell that all work together could overfill.
fn scarce_cells(
    problem: &Problem,
    layout: &[Vec<Ordered>],
    program: &mut Program,
) -> Vec<Option<usize>> {
    let mut wanted = vec![0_i128; problem.resources.len() * problem.periods];
    for task in &problem.tasks {
        let mut most = vec![0_i64; wanted.len()];
        for option in &task.options {
            for (cell, units) in cells(problem, option) {
                most[cell] = most[cell].max(units);
            }
        }
        for (cell, units) in wanted.iter_mut().zip(most) {
            *cell += i128::from(units);
        }
    }
    for expansion in &problem.expansions {
        for add in expansion.adds.iter().filter(|add| add.units < 0) {
            let start = add.resource * problem.periods;
            for cell in &mut wanted[start + add.from..start + add.until] {
                *cell -= i128::from(add.units) * i128::from(expansion.max);
            }
        }
    }
    for (period, ordered) in layout.iter().enumerate() {
        for slot in ordered.iter().flat_map(|demand| &demand.slots) {
            let units = i128::from(slot.units) * i128::from(slot.most);
            wanted[slot.resource * problem.periods + period] += units;
        }
    }
    let mut rows = Vec::with_capacity(wanted.len());
    let mut cells = wanted.into_iter();
    for resource in &problem.resources {
        for (&capacity, wish) in resource.capacity.iter().zip(cells.by_ref()) {
            let scarce = wish > i128::from(capacity);
            rows.push(scarce.then(|| program.add_row(float(capacity), f64::INFINITY)));
        }
    }
    rows
}

/// The rows of cells that can run out, and of limits.
type Rows<'a> = (&'a [Option<usize>], &'a [usize]);

/// Adds what is drawn on limits to the entries of a column, each row once.
fn draw(entries: &mut Column, draws: &[Draw], limits: &[usize]) {
    for draw in draws.iter().filter(|draw| draw.units != 0) {
        let row = limits[draw.limit];
        match entries.iter_mut().find(|(known, _)| *known == row) {
            Some((_, value)) => *value += float(draw.units),
            None => entries.push((row, float(draw.units))),
        }
    }
}

fn add_options(problem: &Problem, (rows, limits): Rows, program: &mut Program) -> Vec<Vec<usize>> {
    let mut columns = Vec::with_capacity(problem.tasks.len());
    for task in &problem.tasks {
        let exactly_one = program.add_row(1.0, 0.0);
        let mut of_task = Vec::with_capacity(task.options.len());
        for option in &task.options {
            let mut entries = vec![(exactly_one, 1.0)];
            for (cell, units) in cells(problem, option) {
                if let Some(row) = rows[cell] {
                    entries.push((row, float(units)));
                }
            }
            draw(&mut entries, &option.draws, limits);
            of_task.push(program.add_column(float(option.cost), 1.0, entries));
        }
        columns.push(of_task);
    }
    columns
}

fn add_blocks(
    problem: &Problem,
    (rows, limits): Rows,
    (families, family_rows): (&[Vec<usize>], &[usize]),
    program: &mut Program,
) -> Vec<usize> {
    let groups: Vec<usize> = problem
        .group_max
        .iter()
        .map(|&cap| program.add_row(float(cap), f64::INFINITY))
        .collect();
    let mut columns = Vec::with_capacity(problem.expansions.len());
    for (index, expansion) in problem.expansions.iter().enumerate() {
        let mut entries = Vec::new();
        for (cell, units) in changes(problem, expansion) {
            if let Some(row) = rows[cell]
                && units != 0
            {
                entries.push((row, -float(units)));
            }
        }
        draw(&mut entries, &expansion.draws, limits);
        if let Some(group) = expansion.group {
            entries.push((groups[group], 1.0));
        }
        for (members, &row) in families.iter().zip(family_rows) {
            if members.contains(&index) {
                entries.push((row, 1.0));
            }
        }
        let most = float(expansion.max);
        columns.push(program.add_column(float(expansion.cost), most, entries));
    }
    columns
}

/// Adds the demands of one period; returns the column of every slot.
pub(super) fn add_demands(
    ordered: &[Ordered],
    (row_of, limits): (&dyn Fn(usize) -> Option<usize>, &[usize]),
    price_of: &dyn Fn(&Slot) -> f64,
    program: &mut Program,
) -> Vec<Vec<usize>> {
    let mut columns = Vec::with_capacity(ordered.len());
    for demand in ordered {
        let amount = float(demand.ask.amount);
        // The row reads: served + unserved - beyond = amount, with the slack being `-beyond`.
        let served = program.add_row(-amount, f64::INFINITY);
        let mut of_demand = Vec::with_capacity(demand.slots.len());
        for slot in &demand.slots {
            let mut entries = vec![(served, -float(slot.output).min(amount))];
            if let Some(row) = row_of(slot.resource)
                && slot.units > 0
            {
                entries.push((row, float(slot.units)));
            }
            if !limits.is_empty() {
                draw(&mut entries, &slot.draws, limits);
            }
            of_demand.push(program.add_column(price_of(slot), float(slot.most), entries));
        }
        let rate = float(demand.ask.penalty) / float(demand.ask.per);
        program.add_column(rate, amount, vec![(served, -1.0)]);
        columns.push(of_demand);
    }
    columns
}
