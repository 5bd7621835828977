//! Which options the steps of an ascent look at, where there are too many to look at all.

use super::table::Table;
use crate::solve::model::float;

/// The options that are looked at from step to step where there are too many to look at all.
pub(super) struct Crowd {
    /// Where the options of each task begin, and after the last the number of all.
    pub(super) begin: Vec<usize>,
    /// Options by their place in the table.
    pub(super) options: Vec<usize>,
    /// How many tasks each task stands for.
    pub(super) weight: f64,
}

impl Crowd {
    /// Returns all options of one task in so many that no more than `most` are looked at; `None` when
    /// there are no more than that.
    pub(super) fn sample(table: &Table, tasks: usize, most: usize) -> Option<Self> {
        let stride = table.costs.len().div_ceil(most);
        if stride <= 1 {
            return None;
        }
        let mut begin = vec![0];
        let mut options = Vec::with_capacity(most);
        for task in (0..tasks).step_by(stride) {
            options.extend(table.of(task));
            begin.push(options.len());
        }
        let count = begin.len() - 1;
        let whole = |count: usize| float(i64::try_from(count).unwrap_or(i64::MAX));
        Some(Self {
            begin,
            options,
            weight: whole(tasks) / whole(count),
        })
    }
}
