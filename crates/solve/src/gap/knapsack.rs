//! The most profit that fits in a room, by tables over every smaller room.

#![expect(
    clippy::indexing_slicing,
    reason = "every table has one entry per room from 0 to the largest, and sizes are at most the room"
)]

/// Something that may be packed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub(super) size: usize,
    /// Above zero, and a whole number, so that sums are exact.
    pub(super) profit: f64,
}

/// Tables that are used again and again.
///
/// Row `k` of `rows` holds the most profit of the first `k` items for every room.
#[derive(Debug, Default)]
pub(super) struct Knapsack {
    rows: Vec<f64>,
    back: Vec<f64>,
    width: usize,
    count: usize,
}

impl Knapsack {
    /// Packs the items for every room up to `room`, and returns the most profit at `room`.
    pub(super) fn pack(&mut self, room: usize, items: &[Item]) -> f64 {
        let width = room + 1;
        self.width = width;
        self.count = items.len();
        let length = width * (items.len() + 1);
        if self.rows.len() < length {
            self.rows.resize(length, 0.0);
        }
        self.rows[..width].fill(0.0);
        for (index, item) in items.iter().enumerate() {
            let (done, rest) = self.rows.split_at_mut((index + 1) * width);
            extend(&done[index * width..], &mut rest[..width], *item);
        }
        self.rows[length - 1]
    }

    /// Returns the most profit of all items for a smaller room.
    pub(super) fn at(&self, room: usize) -> f64 {
        self.rows[self.count * self.width + room]
    }

    /// Calls `take` with the index of each item of the best packing at the full room.
    pub(super) fn taken(&self, items: &[Item], mut take: impl FnMut(usize)) {
        let mut left = self.width - 1;
        for (index, item) in items.iter().enumerate().rev() {
            let row = &self.rows[index * self.width..];
            if row[self.width + left] > row[left] {
                take(index);
                left -= item.size;
            }
        }
    }

    /// Returns, for each item, by how much the profit falls when it must be packed and when it must not.
    pub(super) fn forcings(&mut self, items: &[Item], forcings: &mut Vec<(f64, f64)>) {
        let width = self.width;
        let best = self.at(width - 1);
        let mut in_best = vec![false; items.len()];
        self.taken(items, |index| in_best[index] = true);
        self.back.clear();
        self.back.resize(2 * width, 0.0);
        forcings.clear();
        forcings.resize(items.len(), (0.0, 0.0));
        for (index, item) in items.iter().enumerate().rev() {
            let (last, next) = self.back.split_at_mut(width);
            let before = &self.rows[index * width..(index + 1) * width];
            if in_best[index] {
                forcings[index].1 = best - joined(before, last, width - 1);
            } else {
                forcings[index].0 = best - item.profit - joined(before, last, width - 1 - item.size);
            }
            extend(last, next, *item);
            last.copy_from_slice(next);
        }
    }
}

/// Fills the row after `done`: the same, with one more item to choose from.
fn extend(done: &[f64], next: &mut [f64], item: Item) {
    let size = item.size.min(next.len());
    let (short, long) = next.split_at_mut(size);
    short.copy_from_slice(&done[..size]);
    for ((next, skip), take) in long.iter_mut().zip(&done[size..]).zip(done) {
        let with = take + item.profit;
        *next = if with > *skip { with } else { *skip };
    }
}

/// Returns the most profit of two sets of items that share the room.
fn joined(one: &[f64], other: &[f64], room: usize) -> f64 {
    let pairs = one[..=room].iter().zip(other[..=room].iter().rev());
    pairs.fold(0.0, |most, (one, other)| {
        let sum = one + other;
        if sum > most { sum } else { most }
    })
}
