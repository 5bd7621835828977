//! The inverse of a simplex basis as a product of elementary columns.
#![expect(
    clippy::indexing_slicing,
    reason = "rows come from the program that owns the factor"
)]

/// A sparse column: rows and values.
pub(super) type Column = Vec<(usize, f64)>;

/// The pivots below this size are refused when a basis is rebuilt.
const SMALLEST_PIVOT: f64 = 1e-9;
/// The values below this size are dropped.
const DROP: f64 = 1e-14;

struct Step {
    row: usize,
    pivot: f64,
    others: Column,
}

/// The product form of an inverse.
#[derive(Default)]
pub(super) struct Factor {
    steps: Vec<Step>,
    rebuilt: usize,
}

impl Factor {
    /// Returns the number of exchanges since the last rebuild.
    pub(super) fn exchanges(&self) -> usize {
        self.steps.len() - self.rebuilt
    }

    /// Replaces a right-hand side by the solution of the basis system.
    pub(super) fn solve(&self, vector: &mut [f64]) {
        for step in &self.steps {
            let value = vector[step.row];
            if value != 0.0 {
                let scaled = value / step.pivot;
                vector[step.row] = scaled;
                for &(row, entry) in &step.others {
                    vector[row] -= scaled * entry;
                }
            }
        }
    }

    /// Replaces a right-hand side by the solution of the transposed basis system.
    pub(super) fn solve_transposed(&self, vector: &mut [f64]) {
        for step in self.steps.iter().rev() {
            let mut value = vector[step.row];
            for &(row, entry) in &step.others {
                value -= entry * vector[row];
            }
            vector[step.row] = value / step.pivot;
        }
    }

    /// Records that the solved column enters at a row.
    pub(super) fn exchange(&mut self, row: usize, column: &[f64]) {
        let others = column
            .iter()
            .enumerate()
            .filter(|&(other, value)| other != row && value.abs() > DROP)
            .map(|(other, &value)| (other, value))
            .collect();
        self.steps.push(Step {
            row,
            pivot: column[row],
            others,
        });
    }

    /// Rebuilds the inverse for the given columns while the rows in `taken` keep their own
    /// logical column; returns the row of every column, `None` for a dependent column.
    pub(super) fn rebuild(
        &mut self,
        columns: &[&Column],
        mut taken: Vec<bool>,
    ) -> Vec<Option<usize>> {
        self.steps.clear();
        let mut rows_of = vec![None; columns.len()];
        let mut placed = vec![false; columns.len()];
        let order = elimination_order(columns, &taken);
        let mut work = vec![0.0; taken.len()];
        for (index, preferred) in order {
            if placed[index] {
                continue;
            }
            placed[index] = true;
            work.fill(0.0);
            for &(row, value) in columns[index] {
                work[row] = value;
            }
            self.solve(&mut work);
            let chosen = match preferred {
                Some(row) if work[row].abs() > 1e-7 && !taken[row] => Some(row),
                Some(_) | None => largest_free(&work, &taken),
            };
            if let Some(row) = chosen {
                taken[row] = true;
                rows_of[index] = Some(row);
                self.exchange(row, &work);
            }
        }
        self.rebuilt = self.steps.len();
        rows_of
    }
}

fn largest_free(work: &[f64], taken: &[bool]) -> Option<usize> {
    let mut best = None;
    let mut size = SMALLEST_PIVOT;
    for (row, value) in work.iter().enumerate() {
        if !taken[row] && value.abs() > size {
            size = value.abs();
            best = Some(row);
        }
    }
    best
}

/// Orders columns so that rows met by one column come first; the rest follows by size.
fn elimination_order(columns: &[&Column], taken: &[bool]) -> Vec<(usize, Option<usize>)> {
    let mut meets: Vec<Vec<usize>> = vec![Vec::new(); taken.len()];
    for (index, column) in columns.iter().enumerate() {
        for &(row, _) in *column {
            if !taken[row] {
                meets[row].push(index);
            }
        }
    }
    let mut counts: Vec<usize> = meets.iter().map(Vec::len).collect();
    let mut done = vec![false; columns.len()];
    let mut order = Vec::with_capacity(columns.len());
    let mut queue: Vec<usize> = (0..taken.len())
        .rev()
        .filter(|&row| !taken[row] && counts[row] == 1)
        .collect();
    while let Some(row) = queue.pop() {
        if counts[row] != 1 {
            continue;
        }
        let Some(&index) = meets[row].iter().find(|&&index| !done[index]) else {
            continue;
        };
        done[index] = true;
        order.push((index, Some(row)));
        for &(other, _) in columns[index] {
            if !taken[other] {
                counts[other] -= 1;
                if counts[other] == 1 {
                    queue.push(other);
                }
            }
        }
    }
    let mut rest: Vec<usize> = (0..columns.len()).filter(|&index| !done[index]).collect();
    rest.sort_by_key(|&index| columns[index].len());
    order.extend(rest.into_iter().map(|index| (index, None)));
    order
}
