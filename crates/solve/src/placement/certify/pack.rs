//! The most that a set of jobs can earn on one pool, searched for exactly.
//!
//! Jobs are decided one by one, those that earn most first. What the rest can still add is limited by prices: each
//! undecided job adds at most what its best start earns less what it pays there, and each row is paid for at most what
//! is left of it, and at most what undecided jobs could still take of it.

#![expect(
    clippy::indexing_slicing,
    reason = "hot loops over tables whose extents are fixed when the search begins"
)]

use std::cmp::Reverse;

/// More jobs than this are not searched: each is one level of descent.
pub(super) const ITEMS_MAX: usize = 2_000;

/// A row of one period.
#[derive(Debug, Clone)]
pub(super) struct Row {
    /// What a unit of it costs.
    pub price: i64,
    /// What is left of it.
    pub left: i64,
}

/// A job that may be packed.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub job: usize,
    /// What placing it earns.
    pub profit: i64,
    pub chips: u32,
    pub length: usize,
    /// Where its window begins.
    pub first: usize,
    /// Starts at which it fits the bare pool.
    pub starts: Vec<usize>,
    /// What it takes of each row: by period, from `first` on.
    pub takes: Vec<Vec<i64>>,
}

/// What a search came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Packed {
    /// No set earns more, if the search was not cut short.
    pub most: i64,
    /// The jobs of the best set met that earns more than the floor.
    pub set: Option<(i64, Vec<usize>)>,
    /// Whether the search ended by itself.
    pub complete: bool,
    /// Beginnings of sets looked at.
    pub nodes: u64,
    /// The most that prices alone let be earned.
    pub limit: i64,
}

/// One search.
pub(super) struct Packing {
    items: Vec<Item>,
    /// Starts worth a try, with what is earned there less what is paid; best first.
    options: Vec<Vec<(i64, usize)>>,
    rows: Vec<Vec<Row>>,
    /// What undecided jobs could take of each row.
    open: Vec<Vec<i64>>,
    free: Vec<u32>,
    /// What rows can still be paid for.
    paid: i64,
    earned: i64,
    floor: Floor,
    chosen: Vec<usize>,
    set: Option<(i64, Vec<usize>)>,
    nodes: u64,
    nodes_max: u64,
}

/// What a set must earn to be of interest.
struct Floor {
    now: i64,
    base: i64,
    /// By how much it is raised until the last node.
    rise: i64,
}

impl Packing {
    /// Sets out a search; `rows` and `free` chips by period.
    pub fn new(mut items: Vec<Item>, rows: Vec<Vec<Row>>, free: Vec<u32>) -> Self {
        items.sort_by_key(|item| (Reverse(item.profit), item.job));
        let options = items.iter().map(|item| options(item, &rows)).collect();
        let mut packing = Self {
            items,
            options,
            open: rows.iter().map(|rows| vec![0; rows.len()]).collect(),
            rows,
            free,
            paid: 0,
            earned: 0,
            floor: Floor {
                now: 0,
                base: 0,
                rise: 0,
            },
            chosen: Vec::new(),
            set: None,
            nodes: 0,
            nodes_max: 0,
        };
        packing.open_all();
        packing
    }

    /// Opens every row to the items that have an option.
    fn open_all(&mut self) {
        self.open.iter_mut().flatten().for_each(|open| *open = 0);
        self.paid = 0;
        for at in 0..self.items.len() {
            if !self.options[at].is_empty() {
                self.touch(at, 1);
            }
        }
    }

    /// Returns the most that the prices alone let be earned.
    fn limit(&self) -> i64 {
        let best =
            |options: &Vec<(i64, usize)>| options.first().map_or(0, |option| option.0.max(0));
        self.paid + self.options.iter().map(best).sum::<i64>()
    }

    /// Looks for a set that earns more than `floor`, at no more than `nodes_max` beginnings of sets.
    ///
    /// When rising, it looks for the best set, and the floor is raised to the limit bit by bit, so that the search ends
    /// in time with a true, if weaker, answer.
    pub fn search(mut self, floor: i64, nodes_max: u64, rising: bool) -> Packed {
        let limit = self.limit();
        let slack = limit - floor;
        self.floor = Floor {
            now: floor,
            base: floor,
            rise: if rising { slack.max(0) } else { 0 },
        };
        self.nodes_max = nodes_max;
        // An option that loses more than limit and floor are apart is in no set of interest.
        for options in &mut self.options {
            let most = options.first().map_or(0, |option| option.0.max(0));
            options.retain(|option| most - option.0 < slack);
        }
        self.open_all();
        self.descend(0);
        Packed {
            most: self.floor.now,
            set: self.set,
            complete: rising || self.nodes <= self.nodes_max,
            nodes: self.nodes,
            limit,
        }
    }

    /// Decides the items from `depth` on.
    fn descend(&mut self, depth: usize) {
        self.nodes += 1;
        if self.floor.rise > 0 {
            let part = i128::from(self.nodes.min(self.nodes_max)) * i128::from(self.floor.rise);
            let part = part / i128::from(self.nodes_max.max(1));
            let raised = self.floor.base + i64::try_from(part).unwrap_or(self.floor.rise);
            self.floor.now = self.floor.now.max(raised);
        } else if self.nodes > self.nodes_max || self.set.is_some() {
            return;
        }
        let rest: i64 = (depth..self.items.len()).map(|at| self.most(at)).sum();
        if self.earned + self.paid + rest <= self.floor.now {
            return;
        }
        let Some(depth) = (depth..self.items.len()).find(|&at| !self.options[at].is_empty()) else {
            self.floor.now = self.earned;
            self.set = Some((self.earned, self.chosen.clone()));
            return;
        };
        self.touch(depth, -1);
        for turn in 0..self.options[depth].len() {
            let start = self.options[depth][turn].1;
            if self.fits(depth, start) {
                self.hold(depth, start, true);
                self.chosen.push(self.items[depth].job);
                self.descend(depth + 1);
                self.chosen.pop();
                self.hold(depth, start, false);
            }
        }
        self.descend(depth + 1);
        self.touch(depth, 1);
    }

    /// Returns the most that an item can still add.
    fn most(&self, at: usize) -> i64 {
        for &(gain, start) in &self.options[at] {
            if gain <= 0 {
                return 0;
            }
            if self.fits(at, start) {
                return gain;
            }
        }
        0
    }

    fn fits(&self, at: usize, start: usize) -> bool {
        let item = &self.items[at];
        let free = &self.free[start..start + item.length];
        free.iter().all(|&free| free >= item.chips)
    }

    /// Opens rows to an item, or closes them.
    fn touch(&mut self, at: usize, sign: i64) {
        let item = &self.items[at];
        let rows = self.rows[item.first..]
            .iter()
            .zip(&mut self.open[item.first..]);
        for ((rows, open), takes) in rows.zip(&item.takes) {
            for ((row, open), take) in rows.iter().zip(open).zip(takes) {
                let before = row.left.min(*open);
                *open += sign * take;
                self.paid += row.price * (row.left.min(*open) - before);
            }
        }
    }

    /// Packs an item, or takes it out again.
    fn hold(&mut self, at: usize, start: usize, pack: bool) {
        let item = &self.items[at];
        let sign = if pack { -1 } else { 1 };
        let takes = &item.takes[start - item.first..][..item.length];
        let rows = self.rows[start..].iter_mut().zip(&self.open[start..]);
        for ((rows, open), takes) in rows.zip(takes) {
            for ((row, open), take) in rows.iter_mut().zip(open).zip(takes) {
                let before = row.left.min(*open);
                row.left += sign * take;
                self.paid += row.price * (row.left.min(*open) - before);
            }
        }
        for free in &mut self.free[start..start + item.length] {
            *free = if pack {
                *free - item.chips
            } else {
                *free + item.chips
            };
        }
        self.earned += if pack { item.profit } else { -item.profit };
    }
}

/// Returns the starts of an item, with what is earned there less what is paid; best first.
fn options(item: &Item, rows: &[Vec<Row>]) -> Vec<(i64, usize)> {
    let gain = |start: usize| -> i64 {
        let takes = &item.takes[start - item.first..][..item.length];
        let pay = |(rows, takes): (&Vec<Row>, &Vec<i64>)| -> i64 {
            let each = rows.iter().zip(takes).map(|(row, take)| row.price * take);
            each.sum()
        };
        item.profit - rows[start..].iter().zip(takes).map(pay).sum::<i64>()
    };
    let starts = item.starts.iter();
    let mut options: Vec<(i64, usize)> = starts.map(|&start| (gain(start), start)).collect();
    options.sort_by_key(|&(gain, start)| (Reverse(gain), start));
    options
}
