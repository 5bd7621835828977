//! The most that a set of jobs can earn on one pool, or on a few.
//!
//! Rows are those of plain chips and of the first dual-feasible functions, whether the certificate prices them or not:
//! all of them hold, and the search finds prices of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::instance::Need,
    bound::Priced,
    field::{Choice, FUNCTIONS, Field},
    tree::{self, End, Found, Quest},
};

/// More jobs than this are not searched.
const ITEMS_MAX: usize = 2_000;

/// A job that may be packed on a pool.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub job: usize,
    /// Which of the pools searched.
    pub pool: usize,
    /// What placing it there earns.
    pub profit: i64,
    pub need: Need,
    /// Starts at which it fits the bare pool.
    pub starts: Vec<usize>,
}

/// Where a set has a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Spot {
    pub job: usize,
    /// Which of the pools searched.
    pub pool: usize,
    pub start: usize,
}

/// What a search came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Packed {
    /// No set earns more, if the search was not cut short.
    pub most: i64,
    /// The best set met that earns more than the floor.
    pub set: Option<(i64, Vec<Spot>)>,
    /// Whether the search ended by itself.
    pub complete: bool,
    /// Steps of prices that it took.
    pub steps: u64,
    /// The most that prices alone let be earned.
    pub limit: i64,
}

/// Pools, set out for a search.
pub(in super::super) struct Packing {
    field: Field,
    spots: Vec<Spot>,
}

/// A row: of which pool, in which period, with what capacity, under which function.
#[derive(Clone, Copy)]
struct Row {
    pool: usize,
    at: usize,
    capacity: u32,
    function: u32,
}

impl Packing {
    /// Sets out a search, places in the order of jobs; `None` where there are too many, or amounts could overflow.
    pub(super) fn new(places: Vec<Place>, pools: &[&Priced]) -> Option<Self> {
        let rows_of = |pool: usize| {
            let capacity = pools.get(pool).map_or(&[][..], |pool| &pool.capacity[..]);
            capacity
                .iter()
                .enumerate()
                .flat_map(move |(at, &capacity)| {
                    (0..=FUNCTIONS).map(move |function| Row {
                        pool,
                        at,
                        capacity,
                        function,
                    })
                })
        };
        let rows: Vec<Row> = (0..pools.len()).flat_map(rows_of).collect();
        let (item_of, total) = items(&places, rows.len())?;
        let mut first = vec![0];
        let mut free = Vec::new();
        for pool in pools {
            free.extend_from_slice(&pool.capacity);
            first.push(free.len());
        }
        let sizes = places.iter().map(|place| (place.pool, place.need.chips));
        let sizes: BTreeSet<(usize, u32)> = sizes.collect();
        let class_of: BTreeMap<(usize, u32), u32> = sizes.iter().copied().zip(0..).collect();
        let (mut choices, mut spots) = (Vec::new(), Vec::new());
        for place in &places {
            let Place { job, pool, .. } = *place;
            for &start in &place.starts {
                spots.push(Spot { job, pool, start });
                choices.push(Choice {
                    item: *item_of.get(&job)?,
                    profit: place.profit,
                    class: *class_of.get(&(pool, place.need.chips))?,
                    cell: u32::try_from(first.get(pool)? + start).ok()?,
                    length: u32::try_from(place.need.periods).ok()?,
                    chips: place.need.chips,
                });
            }
        }
        Some(Self {
            field: Field {
                items: item_of.len(),
                classes: sizes.len(),
                choices,
                prices: rows.iter().map(|row| row.price(pools, total)).collect(),
                free,
                total,
            },
            spots,
        })
    }

    /// Looks for a set that earns more than `floor`, in about so many steps of prices.
    pub fn search(self, floor: i64, steps: u64, end: End) -> Packed {
        let quest = Quest { floor, steps, end };
        let Found {
            most,
            best,
            complete,
            steps,
            limit,
        } = tree::search(&self.field, quest);
        let spots = |chosen: Vec<u32>| {
            let spot = |choice: u32| self.spots.get(choice as usize).copied();
            chosen.into_iter().filter_map(spot).collect()
        };
        Packed {
            most,
            set: best.map(|(earned, chosen)| (earned, spots(chosen))),
            complete,
            steps,
            limit,
        }
    }
}

/// Numbers the jobs, and adds up what all can earn at the very most; `None` where that is too much beside so many rows.
fn items(places: &[Place], rows: usize) -> Option<(BTreeMap<usize, u32>, i64)> {
    let mut best: BTreeMap<usize, i64> = BTreeMap::new();
    for place in places {
        let most = best.entry(place.job).or_insert(0);
        *most = place.profit.max(*most);
    }
    let total: i128 = best.values().map(|&profit| i128::from(profit)).sum();
    let terms = (rows + best.len()) as i128;
    if best.len() > ITEMS_MAX || total * terms > i128::from(i64::MAX / 4) {
        return None;
    }
    let item_of = best.keys().copied().zip(0..).collect();
    Some((item_of, i64::try_from(total).ok()?))
}

impl Row {
    /// What there is of it.
    fn side(&self) -> i64 {
        i64::from(self.function.max(1)) * i64::from(self.capacity)
    }

    /// The price that the certificate gives it, as far as it makes sense.
    fn price(&self, pools: &[&Priced], total: i64) -> i64 {
        let amounts = pools
            .get(self.pool)
            .and_then(|pool| pool.functions.get(&self.function));
        let amount = amounts
            .and_then(|amounts| amounts.get(self.at))
            .copied()
            .unwrap_or(0);
        i64::try_from(amount)
            .unwrap_or(i64::MAX)
            .min(total / self.side().max(1))
    }
}
