//! The most that a set of jobs can earn on one pool.
//!
//! Rows are those of plain chips and of the first dual-feasible functions, whether the certificate prices them or not:
//! all of them hold, and the search finds prices of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    bound::{Priced, taken},
    field::{Choice, Field},
    tree::{self, Found, Quest},
};

/// More jobs than this are not searched.
const ITEMS_MAX: usize = 2_000;
/// Dual-feasible functions that every search has rows of.
const FUNCTIONS: u32 = 8;

/// A job that may be packed.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub job: usize,
    /// What placing it earns.
    pub profit: i64,
    pub chips: u32,
    pub length: usize,
    /// Starts at which it fits the bare pool.
    pub starts: Vec<usize>,
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
    /// Steps of prices that it took.
    pub steps: u64,
    /// The most that prices alone let be earned.
    pub limit: i64,
}

/// One pool, set out for a search.
pub(super) struct Packing {
    field: Field,
    prices: Vec<i64>,
    pub jobs: Vec<usize>,
}

impl Packing {
    /// Sets out a search; `None` where there are too many jobs, or amounts could overflow.
    pub fn new(items: &[Item], pool: &Priced) -> Option<Self> {
        let all: BTreeSet<u32> = (0..=FUNCTIONS)
            .chain(pool.functions.keys().copied())
            .collect();
        let rows = || {
            let capacity = pool.capacity.iter().enumerate();
            capacity.flat_map(|(at, &capacity)| all.iter().map(move |&k| (at, capacity, k)))
        };
        let total: i128 = items.iter().map(|item| i128::from(item.profit)).sum();
        let terms = (pool.capacity.len() * all.len() + items.len()) as i128;
        if items.len() > ITEMS_MAX || total * terms > i128::from(i64::MAX / 4) {
            return None;
        }
        let total = i64::try_from(total).ok()?;
        let side = |(_, capacity, k): (usize, u32, u32)| i64::from(k.max(1)) * i64::from(capacity);
        let price = |row: (usize, u32, u32)| {
            let amount = pool.functions.get(&row.2).and_then(|own| own.get(row.0));
            let amount = i64::try_from(amount.copied().unwrap_or(0)).unwrap_or(i64::MAX);
            amount.min(total / side(row).max(1))
        };
        let sizes: BTreeSet<u32> = items.iter().map(|item| item.chips).collect();
        let class_of: BTreeMap<u32, u32> = sizes.iter().copied().zip(0..).collect();
        let takes = |&chips: &u32| {
            let take = move |(_, capacity, k): (usize, u32, u32)| {
                let fits = chips <= capacity;
                let take = if fits { taken(k, chips, capacity) } else { 0 };
                i64::try_from(take).unwrap_or(0)
            };
            rows().map(take).collect()
        };
        let mut choices = Vec::new();
        for (id, item) in (0..).zip(items) {
            for &start in &item.starts {
                choices.push(Choice {
                    item: id,
                    profit: item.profit,
                    class: *class_of.get(&item.chips)?,
                    cell: u32::try_from(start).ok()?,
                    length: u32::try_from(item.length).ok()?,
                    chips: item.chips,
                });
            }
        }
        Some(Self {
            field: Field {
                items: items.len(),
                choices,
                cells: pool.capacity.len(),
                depth: all.len(),
                sides: rows().map(side).collect(),
                classes: sizes.iter().map(takes).collect(),
                free: pool.bare.to_vec(),
                total,
            },
            prices: rows().map(price).collect(),
            jobs: items.iter().map(|item| item.job).collect(),
        })
    }

    /// Looks for a set that earns more than `floor`, in about so many steps of prices.
    pub fn search(self, floor: i64, steps: u64, rising: bool) -> Packed {
        let quest = Quest {
            floor,
            steps,
            rising,
        };
        let Found {
            most,
            best,
            complete,
            steps,
            limit,
        } = tree::search(&self.field, self.prices, quest);
        let jobs = |chosen: Vec<u32>| {
            let job = |choice: u32| self.jobs.get(self.field.item(choice)).copied();
            chosen.into_iter().filter_map(job).collect()
        };
        Packed {
            most,
            set: best.map(|(earned, chosen)| (earned, jobs(chosen))),
            complete,
            steps,
            limit,
        }
    }
}
