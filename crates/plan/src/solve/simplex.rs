//! A dual simplex method with boxed columns: stopping early still leaves valid prices.
//!
//! Knows rows and columns of floats only. Nothing here is trusted: prices are rounded to integers
//! and every bound is recomputed exactly.
#![expect(
    clippy::indexing_slicing,
    reason = "every index is a row or column of the program"
)]

use super::factor::{Column, Factor};
use super::program::Program;

/// How far a basic value may leave its box.
const PRIMAL_TOLERANCE: f64 = 1e-9;
/// How far a reduced cost may have the wrong sign.
const DUAL_TOLERANCE: f64 = 1e-11;
/// The smallest entry of a pivot row that is considered.
const ENTRY_TOLERANCE: f64 = 1e-9;
/// The number of exchanges after which the inverse is rebuilt.
const REBUILD_AFTER: usize = 80;
/// The number of exchanges without gain after which costs are shifted apart.
const STALLED_AFTER: usize = 60;
/// How far costs are shifted apart at most, in scaled units.
const SHIFT: f64 = 1e-7;

/// The number of exchanges between two looks at the clock.
const BETWEEN_LOOKS: u64 = 16;

/// How a run of the method ended.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ending {
    /// The best basis is reached.
    Best,
    /// No point satisfies the rows; the row weights prove it.
    Impossible(Vec<f64>),
    /// The pivots ran out, or the clock did.
    Stopped,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Basic,
    AtLower,
    AtUpper,
}

/// A linear program with its current basis.
pub(super) struct Simplex {
    program: Program,
    by_row: Vec<Column>,
    status: Vec<Status>,
    basis: Vec<usize>,
    value: Vec<f64>,
    reduced: Vec<f64>,
    weight: Vec<f64>,
    factor: Factor,
    pivot_row: Vec<f64>,
    touched: Vec<usize>,
    shifts: Shifts,
    /// The costs of the columns with their shifts.
    shifted: Vec<f64>,
}

/// How far the costs of a run are shifted, so that exchanges without gain come to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shifts {
    /// Costs are true; so many exchanges in a row gained nothing.
    None(usize),
    /// Costs are shifted apart.
    Apart,
    /// Costs are true again, and stay so until the run ends.
    TakenBack,
}

impl Simplex {
    /// Starts from the basis of slacks.
    pub(super) fn new(program: Program) -> Self {
        let (columns, rows) = (program.columns.len(), program.right.len());
        let mut by_row = vec![Vec::new(); rows];
        for (index, column) in program.columns.iter().enumerate() {
            for &(row, value) in column {
                by_row[row].push((index, value));
            }
        }
        let mut status = vec![Status::AtLower; columns];
        status.resize(columns + rows, Status::Basic);
        Self {
            by_row,
            status,
            basis: (columns..columns + rows).collect(),
            value: vec![0.0; rows],
            reduced: vec![0.0; columns + rows],
            weight: vec![1.0; rows],
            factor: Factor::default(),
            pivot_row: vec![0.0; columns + rows],
            touched: Vec::new(),
            shifts: Shifts::None(0),
            shifted: program.cost.clone(),
            program,
        }
    }

    /// Sets the box of a column, in unscaled units.
    pub(super) fn set_box(&mut self, column: usize, lower: f64, upper: f64) {
        let scale = self.program.column_scale[column];
        self.program.lower[column] = lower / scale;
        self.program.upper[column] = upper / scale;
    }

    /// Sets the range in which a row must lie, in unscaled units.
    pub(super) fn set_range(&mut self, row: usize, lower: f64, upper: f64) {
        let scale = self.program.row_scale[row];
        self.program.right[row] = upper / scale;
        self.program.slack[row] = (upper - lower) / scale;
    }

    /// Runs until the best basis is reached, the pivots run out or `stop` says so, counting pivots
    /// down.
    pub(super) fn run(&mut self, pivots: &mut u64, stop: &dyn Fn() -> bool) -> Ending {
        self.shifts = Shifts::None(0);
        self.refresh();
        let share = 4 * (self.basis.len() as u64) + 1_000;
        let mut own = share.min(*pivots);
        *pivots -= own;
        let ending = self.exchange_all(&mut own, stop);
        *pivots += own;
        if self.shifts == Shifts::Apart {
            self.take_back_shifts();
        }
        ending
    }

    fn exchange_all(&mut self, pivots: &mut u64, stop: &dyn Fn() -> bool) -> Ending {
        loop {
            if self.factor.exchanges() >= REBUILD_AFTER {
                self.rebuild();
            }
            let Some((row, excess)) = self.leaving_row() else {
                if self.factor.exchanges() > 0 {
                    self.rebuild();
                    if self.leaving_row().is_some() && *pivots > 0 {
                        *pivots -= 1;
                        continue;
                    }
                }
                if self.shifts == Shifts::Apart {
                    self.take_back_shifts();
                    continue;
                }
                return Ending::Best;
            };
            if *pivots == 0 || (pivots.is_multiple_of(BETWEEN_LOOKS) && stop()) {
                return Ending::Stopped;
            }
            *pivots -= 1;
            let mut weights = vec![0.0; self.basis.len()];
            weights[row] = 1.0;
            self.factor.solve_transposed(&mut weights);
            self.fill_pivot_row(&weights);
            let sign = if excess > 0.0 { 1.0 } else { -1.0 };
            let Some((entering, step)) = self.entering_column(sign, excess.abs()) else {
                if self.factor.exchanges() > 0 {
                    self.rebuild();
                    continue;
                }
                for weight in &mut weights {
                    *weight *= sign;
                }
                return Ending::Impossible(weights);
            };
            self.pivot((row, entering), sign, step * sign, weights);
            self.watch(step);
        }
    }

    /// Shifts costs apart when too many exchanges in a row gain nothing.
    fn watch(&mut self, step: f64) {
        let Shifts::None(idle) = self.shifts else {
            return;
        };
        let idle = if step > 1e-12 { 0 } else { idle + 1 };
        self.shifts = Shifts::None(idle);
        if idle < STALLED_AFTER {
            return;
        }
        self.shifts = Shifts::Apart;
        for column in 0..self.program.columns.len() {
            let sign = match self.status[column] {
                Status::Basic => continue,
                Status::AtLower => 1.0,
                Status::AtUpper => -1.0,
            };
            // Any fixed spread will do; this one differs from column to column.
            let spread = u16::try_from(column.wrapping_mul(0x9e37_79b9) % 1024).unwrap_or(0);
            let shift = sign * SHIFT * (1.0 + f64::from(spread) / 1024.0) / 2.0;
            self.shifted[column] += shift;
            self.reduced[column] += shift;
        }
    }

    fn take_back_shifts(&mut self) {
        self.shifts = Shifts::TakenBack;
        self.shifted.clone_from(&self.program.cost);
        self.refresh();
    }

    /// Returns the value of every column, in unscaled units.
    pub(super) fn values(&self) -> Vec<f64> {
        let columns = self.program.columns.len();
        let mut values: Vec<f64> = (0..columns).map(|column| self.resting(column)).collect();
        for (row, &basic) in self.basis.iter().enumerate() {
            if basic < columns {
                values[basic] =
                    self.value[row].clamp(self.program.lower[basic], self.program.upper[basic]);
            }
        }
        for (value, scale) in values.iter_mut().zip(&self.program.column_scale) {
            *value *= scale;
        }
        values
    }

    /// Returns what one more unit of the right side of each row saves, in unscaled units.
    pub(super) fn prices(&self) -> Vec<f64> {
        self.unscaled_prices(&self.dual())
    }

    /// Returns row weights as prices, in unscaled units.
    pub(super) fn unscaled_prices(&self, dual: &[f64]) -> Vec<f64> {
        let scale = self.program.cost_scale;
        dual.iter()
            .zip(&self.program.row_scale)
            .map(|(y, row)| -y * scale / row)
            .collect()
    }

    fn dual(&self) -> Vec<f64> {
        let columns = self.program.columns.len();
        let mut dual: Vec<f64> = self
            .basis
            .iter()
            .map(|&basic| {
                if basic < columns {
                    self.shifted[basic]
                } else {
                    0.0
                }
            })
            .collect();
        self.factor.solve_transposed(&mut dual);
        dual
    }

    fn bounds(&self, column: usize) -> (f64, f64) {
        let columns = self.program.columns.len();
        if column < columns {
            (self.program.lower[column], self.program.upper[column])
        } else {
            (0.0, self.program.slack[column - columns])
        }
    }

    fn resting(&self, column: usize) -> f64 {
        let (lower, upper) = self.bounds(column);
        match self.status[column] {
            Status::Basic => 0.0,
            Status::AtLower => lower,
            Status::AtUpper => upper,
        }
    }

    fn add_column(&self, column: usize, factor: f64, into: &mut [f64]) {
        let columns = self.program.columns.len();
        if column < columns {
            for &(row, value) in &self.program.columns[column] {
                into[row] += factor * value;
            }
        } else {
            into[column - columns] += factor;
        }
    }

    /// Recomputes reduced costs and basic values from the program.
    fn refresh(&mut self) {
        let dual = self.dual();
        for (column, entries) in self.program.columns.iter().enumerate() {
            let paid: f64 = entries.iter().map(|&(row, value)| dual[row] * value).sum();
            self.reduced[column] = self.shifted[column] - paid;
        }
        let columns = self.program.columns.len();
        for (row, y) in dual.iter().enumerate() {
            self.reduced[columns + row] = -y;
        }
        for &basic in &self.basis {
            self.reduced[basic] = 0.0;
        }
        let mut right = self.program.right.clone();
        for column in 0..self.status.len() {
            if self.status[column] == Status::Basic {
                continue;
            }
            self.rest_by_sign(column);
            let value = self.resting(column);
            if value != 0.0 {
                self.add_column(column, -value, &mut right);
            }
        }
        self.factor.solve(&mut right);
        self.value = right;
    }

    /// Moves a nonbasic column to the bound that its reduced cost asks for.
    fn rest_by_sign(&mut self, column: usize) -> bool {
        let reduced = self.reduced[column];
        let wanted = match self.status[column] {
            Status::AtLower if reduced < -DUAL_TOLERANCE => Status::AtUpper,
            Status::AtUpper if reduced > DUAL_TOLERANCE => Status::AtLower,
            Status::Basic | Status::AtLower | Status::AtUpper => return false,
        };
        if wanted == Status::AtUpper && self.bounds(column).1.is_infinite() {
            return false;
        }
        self.status[column] = wanted;
        true
    }

    fn rebuild(&mut self) {
        let columns = self.program.columns.len();
        let mut by_variable = vec![1.0; self.status.len()];
        let mut taken = vec![false; self.basis.len()];
        let mut structural = Vec::new();
        for (row, &basic) in self.basis.iter().enumerate() {
            by_variable[basic] = self.weight[row];
            if basic < columns {
                structural.push(basic);
            } else {
                taken[basic - columns] = true;
            }
        }
        let entries: Vec<&Column> = structural
            .iter()
            .map(|&basic| &self.program.columns[basic])
            .collect();
        let rows = self.factor.rebuild(&entries, taken);
        for row in 0..self.basis.len() {
            self.basis[row] = columns + row;
        }
        for (&basic, row) in structural.iter().zip(rows) {
            match row {
                Some(row) => self.basis[row] = basic,
                None => self.status[basic] = Status::AtLower,
            }
        }
        for (row, &basic) in self.basis.iter().enumerate() {
            self.status[basic] = Status::Basic;
            self.weight[row] = by_variable[basic];
        }
        self.refresh();
    }

    fn leaving_row(&self) -> Option<(usize, f64)> {
        let mut best = None;
        let mut score = 0.0;
        for (row, &basic) in self.basis.iter().enumerate() {
            let (lower, upper) = self.bounds(basic);
            let value = self.value[row];
            let excess = if value < lower - PRIMAL_TOLERANCE {
                value - lower
            } else if value > upper + PRIMAL_TOLERANCE {
                value - upper
            } else {
                continue;
            };
            let merit = excess * excess / self.weight[row];
            if merit > score {
                score = merit;
                best = Some((row, excess));
            }
        }
        best
    }

    fn fill_pivot_row(&mut self, weights: &[f64]) {
        for &column in &self.touched {
            self.pivot_row[column] = 0.0;
        }
        self.touched.clear();
        let columns = self.program.columns.len();
        for (row, &weight) in weights.iter().enumerate() {
            if weight.abs() < 1e-13 {
                continue;
            }
            for &(column, value) in &self.by_row[row] {
                if self.status[column] != Status::Basic {
                    if self.pivot_row[column] == 0.0 {
                        self.touched.push(column);
                    }
                    self.pivot_row[column] += weight * value;
                }
            }
            if self.status[columns + row] != Status::Basic {
                self.pivot_row[columns + row] = weight;
                self.touched.push(columns + row);
            }
        }
    }

    /// Chooses the column that enters by the long-step rule; returns it with the dual step.
    fn entering_column(&self, sign: f64, excess: f64) -> Option<(usize, f64)> {
        let mut candidates: Vec<(f64, f64, usize)> = Vec::new();
        for &column in &self.touched {
            let entry = sign * self.pivot_row[column];
            let (lower, upper) = self.bounds(column);
            let eligible = match self.status[column] {
                Status::Basic => false,
                Status::AtLower => entry > ENTRY_TOLERANCE,
                Status::AtUpper => entry < -ENTRY_TOLERANCE,
            };
            if eligible && upper > lower {
                candidates.push(((self.reduced[column] / entry).max(0.0), entry.abs(), column));
            }
        }
        candidates.sort_unstable_by(|one, two| {
            one.0
                .total_cmp(&two.0)
                .then(two.1.total_cmp(&one.1))
                .then(one.2.cmp(&two.2))
        });
        let mut slope = excess;
        let mut last = None;
        for (place, &(_, size, column)) in candidates.iter().enumerate() {
            let (lower, upper) = self.bounds(column);
            slope -= size * (upper - lower);
            if slope < PRIMAL_TOLERANCE {
                last = Some(place);
                break;
            }
        }
        let limit = candidates[last?].0;
        let mut chosen = candidates[last?];
        for &candidate in &candidates {
            let near = (candidate.0 - limit).abs() <= 1e-12 + 1e-10 * limit;
            if near && candidate.1 > chosen.1 {
                chosen = candidate;
            }
        }
        Some((chosen.2, chosen.0))
    }

    fn pivot(&mut self, (row, entering): (usize, usize), sign: f64, step: f64, weights: Vec<f64>) {
        let leaving = self.basis[row];
        let mut moved = vec![0.0; self.basis.len()];
        let mut any_moved = false;
        let touched = std::mem::take(&mut self.touched);
        for &column in &touched {
            self.reduced[column] -= step * self.pivot_row[column];
            if column != entering {
                let before = self.resting(column);
                if self.rest_by_sign(column) {
                    let change = self.resting(column) - before;
                    self.add_column(column, change, &mut moved);
                    any_moved = true;
                }
            }
        }
        self.touched = touched;
        self.reduced[leaving] = -step;
        self.reduced[entering] = 0.0;
        if any_moved {
            self.factor.solve(&mut moved);
            for (value, change) in self.value.iter_mut().zip(&moved) {
                *value -= change;
            }
        }
        let mut column = vec![0.0; self.basis.len()];
        self.add_column(entering, 1.0, &mut column);
        self.factor.solve(&mut column);
        self.update_weights(row, &column, weights);
        let (lower, upper) = self.bounds(leaving);
        let at_upper = sign > 0.0;
        let target = if at_upper { upper } else { lower };
        let change = (self.value[row] - target) / column[row];
        let start = self.resting(entering);
        for (value, entry) in self.value.iter_mut().zip(&column) {
            *value -= change * entry;
        }
        self.value[row] = start + change;
        self.status[leaving] = if at_upper {
            Status::AtUpper
        } else {
            Status::AtLower
        };
        self.status[entering] = Status::Basic;
        self.basis[row] = entering;
        self.factor.exchange(row, &column);
    }

    /// Updates the steepest-edge weights.
    fn update_weights(&mut self, row: usize, column: &[f64], weights: Vec<f64>) {
        let norm: f64 = weights.iter().map(|weight| weight * weight).sum();
        let mut tilted = weights;
        self.factor.solve(&mut tilted);
        let pivot = column[row];
        for (other, &entry) in column.iter().enumerate() {
            if other != row && entry != 0.0 {
                let ratio = entry / pivot;
                let updated =
                    self.weight[other] - 2.0 * ratio * tilted[other] + ratio * ratio * norm;
                self.weight[other] = updated.max(1e-4).max(ratio * ratio * 1e-4);
            }
        }
        self.weight[row] = (norm / (pivot * pivot)).max(1e-4);
    }
}
