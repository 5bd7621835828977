//! The most profit that fits in a room, and what forcing an item in or out would cost.
//!
//! Items are taken by profit for size until one does not fit. Splitting that item gives a bound, and the distance
//! of another item's profit from the split one's ratio is what treating it otherwise costs at least. Only items
//! whose distance is small need tables over every smaller room.

#![expect(
    clippy::indexing_slicing,
    reason = "every table has one entry per room from 0 to the largest, lists one for each item"
)]

/// Rounding of ratios stays far below this share of a unit.
const SLACK: f64 = 0.01;

/// Something that may be packed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub(super) size: usize,
    /// Above zero, and a whole number, so that sums are exact.
    pub(super) profit: f64,
}

/// What forcing an item costs: exact up to the slack asked for, and above it at least more than the slack.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Forcing {
    /// The profit lost when it must be packed.
    pub(super) within: f64,
    /// The profit lost when it must not be packed.
    pub(super) without: f64,
}

/// Lists and tables that are used again and again.
#[derive(Debug, Default)]
pub(super) struct Knapsack {
    /// Which items make the most profit.
    pub(super) packed: Vec<bool>,
    /// What forcing each item costs.
    pub(super) forcings: Vec<Forcing>,
    /// Items by profit for size, each with the bits of that ratio, which sort as ratios do.
    order: Vec<(u64, usize)>,
    /// The items that need tables, as indices and as items.
    free: Vec<usize>,
    free_items: Vec<Item>,
    /// The room for free items, and the profit of the others.
    room: usize,
    fixed: f64,
    tables: Tables,
}

/// Where items sorted by ratio stop fitting.
struct Split {
    rank: usize,
    ratio: f64,
    /// The profit when the item at that rank is split.
    bound: f64,
}

impl Knapsack {
    /// Returns the most profit, and leaves in `packed` which items make it.
    pub(super) fn pack(&mut self, room: usize, items: &[Item]) -> f64 {
        let (value, split) = self.fill(room, items);
        let Some(split) = split else {
            return value;
        };
        self.set_free(room, items, &split, value + 1.0 - SLACK);
        let best = self.fixed + self.tables.pack(self.room, &self.free_items);
        if best > value {
            for (rank, &(_, index)) in self.order.iter().enumerate() {
                self.packed[index] = rank < split.rank;
            }
            for &index in &self.free {
                self.packed[index] = false;
            }
            self.tables.taken(&self.free_items, |index| {
                self.packed[self.free[index]] = true
            });
        }
        best.max(value)
    }

    /// Returns the most profit, and leaves in `forcings` what forcing each item costs, exact up to `slack`.
    pub(super) fn force(&mut self, room: usize, items: &[Item], slack: f64) -> f64 {
        let (value, split) = self.fill(room, items);
        let split = split.unwrap_or(Split {
            rank: items.len(),
            ratio: 0.0,
            bound: value,
        });
        self.set_free(room, items, &split, value - slack - SLACK);
        let best = self.fixed + self.tables.pack(self.room, &self.free_items);
        self.forcings.clear();
        self.forcings.resize(items.len(), Forcing::default());
        for (rank, &(_, index)) in self.order.iter().enumerate() {
            let distance = (items[index].profit - split.ratio * items[index].size as f64).abs();
            // A whole number, as every profit is.
            let lost = (best - (split.bound - distance) - SLACK).ceil().max(0.0);
            if rank < split.rank {
                self.forcings[index].without = lost;
            } else {
                self.forcings[index].within = lost;
            }
        }
        let forcings = &mut self.forcings;
        let free = &self.free;
        self.tables.force(&self.free_items, |index, forcing| {
            forcings[free[index]] = forcing
        });
        best
    }

    /// Returns what packing another item, of no profit of its own, costs after [`Knapsack::force`].
    pub(super) fn forced_in(&self, size: usize, profit: f64) -> f64 {
        match self.room.checked_sub(size) {
            Some(room) => self.tables.most() - self.tables.at(room) - profit,
            None => f64::INFINITY,
        }
    }

    /// Packs by ratio whatever fits; returns the profit and where items first stopped fitting.
    fn fill(&mut self, room: usize, items: &[Item]) -> (f64, Option<Split>) {
        self.packed.clear();
        self.packed.resize(items.len(), false);
        self.order.clear();
        let ratio = |item: &Item| item.profit / item.size as f64;
        self.order
            .extend(items.iter().map(ratio).map(f64::to_bits).zip(0..));
        self.order.sort_unstable_by_key(|(ratio, _)| !ratio);
        let (mut left, mut value, mut split) = (room, 0.0, None);
        for (rank, &(_, index)) in self.order.iter().enumerate() {
            let item = items[index];
            if item.size <= left {
                left -= item.size;
                value += item.profit;
                self.packed[index] = true;
            } else if split.is_none() {
                let ratio = ratio(&item);
                split = Some(Split {
                    rank,
                    ratio,
                    bound: value + ratio * left as f64,
                });
            }
        }
        (value, split)
    }

    /// Lists the items that a packing of at least `least` may treat otherwise than by rank.
    fn set_free(&mut self, room: usize, items: &[Item], split: &Split, least: f64) {
        self.room = room;
        self.fixed = 0.0;
        self.free.clear();
        self.free_items.clear();
        for (rank, &(_, index)) in self.order.iter().enumerate() {
            let item = items[index];
            let distance = (item.profit - split.ratio * item.size as f64).abs();
            if split.bound - distance >= least {
                self.free.push(index);
                self.free_items.push(item);
            } else if rank < split.rank {
                self.room -= item.size;
                self.fixed += item.profit;
            }
        }
    }
}

/// The most profit of the first `k` items for every room, in row `k`.
#[derive(Debug, Default)]
struct Tables {
    rows: Vec<f64>,
    back: Vec<f64>,
    width: usize,
    count: usize,
}

impl Tables {
    fn pack(&mut self, room: usize, items: &[Item]) -> f64 {
        self.width = room + 1;
        self.count = items.len();
        let length = self.width * (items.len() + 1);
        if self.rows.len() < length {
            self.rows.resize(length, 0.0);
        }
        self.rows[..self.width].fill(0.0);
        for (index, item) in items.iter().enumerate() {
            let (done, rest) = self.rows.split_at_mut((index + 1) * self.width);
            extend(&done[index * self.width..], &mut rest[..self.width], *item);
        }
        self.most()
    }

    /// Returns the most profit of all items for a smaller room.
    fn at(&self, room: usize) -> f64 {
        self.rows[self.count * self.width + room]
    }

    fn most(&self) -> f64 {
        self.at(self.width - 1)
    }

    /// Calls `take` with the index of each item of the best packing.
    fn taken(&self, items: &[Item], mut take: impl FnMut(usize)) {
        let mut left = self.width - 1;
        for (index, item) in items.iter().enumerate().rev() {
            let row = &self.rows[index * self.width..];
            if row[self.width + left] > row[left] {
                take(index);
                left -= item.size;
            }
        }
    }

    /// Calls `tell` with what forcing each item costs: the best of the items before it and after it, joined.
    fn force(&mut self, items: &[Item], mut tell: impl FnMut(usize, Forcing)) {
        let (width, best) = (self.width, self.most());
        let mut back = std::mem::take(&mut self.back);
        back.clear();
        back.resize(2 * width, 0.0);
        let mut left = width - 1;
        for (index, item) in items.iter().enumerate().rev() {
            let (last, next) = back.split_at_mut(width);
            let before = &self.rows[index * width..(index + 1) * width];
            let with = &self.rows[(index + 1) * width..(index + 2) * width];
            let mut forcing = Forcing::default();
            if with[left] > before[left] {
                left -= item.size;
                forcing.without = best - joined(before, last, width - 1);
            } else if let Some(room) = (width - 1).checked_sub(item.size) {
                forcing.within = best - item.profit - joined(before, last, room);
            } else {
                forcing.within = f64::INFINITY;
            }
            tell(index, forcing);
            extend(last, next, *item);
            last.copy_from_slice(next);
        }
        self.back = back;
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

#[cfg(test)]
mod tests;
