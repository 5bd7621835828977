//! A linear program with boxed columns, scaled so that numbers are near one.
#![expect(
    clippy::indexing_slicing,
    reason = "columns and rows are created here, in order"
)]

use super::factor::Column;

/// Minimise the cost over boxed columns, where every row plus its slack equals its right side.
#[derive(Debug, Clone, Default)]
pub(super) struct Program {
    pub(super) columns: Vec<Column>,
    pub(super) cost: Vec<f64>,
    pub(super) lower: Vec<f64>,
    pub(super) upper: Vec<f64>,
    pub(super) right: Vec<f64>,
    /// The largest slack of each row; the smallest is zero.
    pub(super) slack: Vec<f64>,
    /// What one scaled unit of a column is worth.
    pub(super) column_scale: Vec<f64>,
    /// What one scaled unit of a row is worth.
    pub(super) row_scale: Vec<f64>,
    /// What one scaled unit of cost is worth.
    pub(super) cost_scale: f64,
}

impl Program {
    /// Adds a row and returns its index.
    pub(super) fn add_row(&mut self, right: f64, slack: f64) -> usize {
        self.right.push(right);
        self.slack.push(slack);
        self.right.len() - 1
    }

    /// Adds a column between zero and `upper` and returns its index.
    pub(super) fn add_column(&mut self, cost: f64, upper: f64, entries: Column) -> usize {
        self.columns.push(entries);
        self.cost.push(cost);
        self.lower.push(0.0);
        self.upper.push(upper);
        self.columns.len() - 1
    }

    /// Scales columns by their range, rows by their largest entry and costs by the largest.
    pub(super) fn scale(&mut self) {
        self.column_scale = self
            .upper
            .iter()
            .map(|&upper| power_of_two(upper))
            .collect();
        let mut largest = vec![0.0_f64; self.right.len()];
        for (index, column) in self.columns.iter_mut().enumerate() {
            for (row, value) in column.iter_mut() {
                *value *= self.column_scale[index];
                largest[*row] = largest[*row].max(value.abs());
            }
        }
        self.row_scale = largest.iter().map(|&size| power_of_two(size)).collect();
        for (index, column) in self.columns.iter_mut().enumerate() {
            for (row, value) in column.iter_mut() {
                *value /= self.row_scale[*row];
            }
            self.cost[index] *= self.column_scale[index];
            self.upper[index] /= self.column_scale[index];
        }
        for (row, scale) in self.row_scale.iter().enumerate() {
            self.right[row] /= scale;
            self.slack[row] /= scale;
        }
        let dearest = self
            .cost
            .iter()
            .fold(0.0_f64, |most, cost| most.max(cost.abs()));
        self.cost_scale = power_of_two(dearest);
        for cost in &mut self.cost {
            *cost /= self.cost_scale;
        }
    }
}

/// Returns a power of two near a size, and one for zero.
fn power_of_two(size: f64) -> f64 {
    if size > 0.0 && size.is_finite() {
        size.log2().round().exp2()
    } else {
        1.0
    }
}
