//! The options of all tasks in one table: what the ascent reads a thousand times lies side by side.
#![expect(
    clippy::indexing_slicing,
    reason = "begins and ends are laid out together from the validated problem"
)]

use std::ops::Range;

use crate::solve::model::float;
use crate::solve::problem::{Draw, Expansion, Problem};

/// A steady use, by where the running sums of prices before and after it stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) from: u32,
    pub(super) until: u32,
    pub(super) units: f64,
}

/// What lists of uses and draws belong to many things, one after another.
#[derive(Debug, Default)]
pub(super) struct Lists {
    spans: Vec<Span>,
    draws: Vec<(u32, f64)>,
    ends: Vec<(u32, u32)>,
}

impl Lists {
    /// Adds the uses and draws of one thing more.
    fn push(&mut self, problem: &Problem, expansion: (&[crate::solve::Use], &[Draw])) {
        let (uses, draws) = expansion;
        let at = |resource: usize, period: usize| row(problem, resource, period);
        self.spans.extend(uses.iter().map(|used| Span {
            from: at(used.resource, used.from),
            until: at(used.resource, used.until),
            units: float(used.units),
        }));
        let draws = draws.iter();
        self.draws
            .extend(draws.map(|draw| (narrow(draw.limit), float(draw.units))));
        self.ends
            .push((narrow(self.spans.len()), narrow(self.draws.len())));
    }

    /// Returns the uses and draws of a thing.
    pub(super) fn of(&self, index: usize) -> (&[Span], &[(u32, f64)]) {
        let (spans, draws) = match index.checked_sub(1) {
            Some(before) => self.ends[before],
            None => (0, 0),
        };
        let (spans_end, draws_end) = self.ends[index];
        (
            &self.spans[spans as usize..spans_end as usize],
            &self.draws[draws as usize..draws_end as usize],
        )
    }
}

/// Every option and every expansion in numbers that only steer.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The first option of each task, and after the last the number of all.
    begin: Vec<usize>,
    pub(super) costs: Vec<f64>,
    pub(super) options: Lists,
    pub(super) blocks: Lists,
}

impl Table {
    /// Lays out a problem.
    pub(super) fn new(problem: &Problem) -> Self {
        let mut table = Self {
            begin: vec![0],
            ..Self::default()
        };
        for task in &problem.tasks {
            for option in &task.options {
                table.costs.push(float(option.cost));
                table.options.push(problem, (&option.uses, &option.draws));
            }
            table.begin.push(table.costs.len());
        }
        for Expansion { adds, draws, .. } in &problem.expansions {
            table.blocks.push(problem, (adds, draws));
        }
        table
    }

    /// Returns the options of a task.
    pub(super) fn of(&self, task: usize) -> Range<usize> {
        self.begin[task]..self.begin[task + 1]
    }
}

/// Returns where the sum of prices before a period stands.
pub(super) fn row(problem: &Problem, resource: usize, period: usize) -> u32 {
    narrow(resource * (problem.periods + 1) + period)
}

/// Returns an index in half the room; sizes are checked before a table is laid out.
fn narrow(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// Prices in money: of a unit of each cell, and of each limit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tariff {
    pub(super) cells: Vec<f64>,
    pub(super) limits: Vec<f64>,
}

impl Tariff {
    /// Returns prices at which everything is free.
    pub(super) fn free(problem: &Problem) -> Self {
        Self {
            cells: vec![0.0; problem.resources.len() * problem.periods],
            limits: vec![0.0; problem.limits.len()],
        }
    }

    /// Fills in the sums of prices before each period, resource by resource.
    pub(super) fn sums(&self, periods: usize, sums: &mut Vec<f64>) {
        sums.clear();
        for cells in self.cells.chunks_exact(periods.max(1)) {
            let mut sum = 0.0;
            sums.push(sum);
            for price in cells {
                sum += price;
                sums.push(sum);
            }
        }
    }

    /// Returns what uses and draws pay.
    pub(super) fn paid(&self, sums: &[f64], (spans, draws): (&[Span], &[(u32, f64)])) -> f64 {
        let mut paid = 0.0;
        for span in spans {
            paid += span.units * (sums[span.until as usize] - sums[span.from as usize]);
        }
        for &(limit, units) in draws {
            paid += units * self.limits[limit as usize];
        }
        paid
    }
}
