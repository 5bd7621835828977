//! A plan in the making: where each job runs, and what is left free.
//!
//! Invariants: `free` is the bare capacity less what placed jobs hold, never below 0; `members[p]` are the jobs on pool
//! `p` and `seat` where each stands there; `cost` is the exact cost of the plan as it stands.

#![expect(
    clippy::indexing_slicing,
    reason = "hot loops over tables whose extents are the instance's own, fixed when it is read"
)]

use super::{
    model::{Model, Way, index},
    prices::Tolls,
};

/// Where a job runs: a way, by its number in the model, and a start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seat {
    pub way: u32,
    pub start: u16,
}

/// A job on a pool: which, in which periods, and how many chips it holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    pub job: u32,
    pub chips: u32,
    pub start: u16,
    pub end: u16,
}

/// A plan in the making.
#[derive(Debug, Clone)]
pub(super) struct State {
    periods: usize,
    pub free: Vec<u32>,
    pub seats: Vec<Option<Seat>>,
    pub members: Vec<Vec<Member>>,
    rank: Vec<u32>,
    pub cost: i64,
}

impl State {
    /// Nothing placed.
    pub fn new(model: &Model) -> Self {
        let instance = model.instance;
        let chips = instance.pools.iter().flat_map(|pool| &pool.capacity);
        Self {
            periods: instance.periods,
            free: chips.copied().collect(),
            seats: vec![None; instance.jobs.len()],
            members: vec![Vec::new(); instance.pools.len()],
            rank: vec![0; instance.jobs.len()],
            cost: instance.penalties(),
        }
    }

    /// The plan that seats describe, which must fit.
    pub fn of(model: &Model, seats: &[Option<Seat>]) -> Self {
        let mut state = Self::new(model);
        for (job, seat) in seats.iter().enumerate() {
            if let Some(seat) = seat {
                state.place(model, job, *seat);
            }
        }
        state
    }

    /// What is free on a pool, by period.
    pub fn free_on(&self, pool: u32) -> &[u32] {
        let from = pool as usize * self.periods;
        &self.free[from..from + self.periods]
    }

    /// The chips of a way, in the periods that it holds from a start on.
    fn held(&mut self, way: &Way, start: u16) -> &mut [u32] {
        let from = way.pool as usize * self.periods + usize::from(start);
        &mut self.free[from..from + usize::from(way.length)]
    }

    /// Places a job that is not placed; the caller has seen that it fits.
    pub fn place(&mut self, model: &Model, job: usize, seat: Seat) {
        let way = &model.ways[seat.way as usize];
        for free in self.held(way, seat.start) {
            *free -= way.chips;
        }
        self.seats[job] = Some(seat);
        let members = &mut self.members[way.pool as usize];
        self.rank[job] = index(members.len());
        members.push(Member {
            job: index(job),
            chips: way.chips,
            start: seat.start,
            end: seat.start + way.length,
        });
        self.cost += way.cost - model.instance.jobs[job].penalty;
    }

    /// Takes a job out, if it is placed; returns where it was.
    pub fn remove(&mut self, model: &Model, job: usize) -> Option<Seat> {
        let seat = self.seats[job].take()?;
        let way = &model.ways[seat.way as usize];
        for free in self.held(way, seat.start) {
            *free += way.chips;
        }
        let members = &mut self.members[way.pool as usize];
        let rank = self.rank[job] as usize;
        members.swap_remove(rank);
        if let Some(moved) = members.get(rank) {
            self.rank[moved.job as usize] = index(rank);
        }
        self.cost += model.instance.jobs[job].penalty - way.cost;
        Some(seat)
    }

    /// Returns the start with the least toll among those at which a way fits into what is free.
    pub fn fit(&self, tolls: &Tolls, way: &Way) -> Option<u16> {
        let free = self.free_on(way.pool);
        let chips = way.chips;
        let (first, last) = (usize::from(way.first), usize::from(way.last));
        let length = usize::from(way.length);
        // Periods that every start holds.
        if last < first + length {
            let least = free[last..first + length].iter().copied();
            if least.fold(u32::MAX, u32::min) < chips {
                return None;
            }
            if first == last {
                return Some(way.first);
            }
        }
        let mut best: Option<(f64, u16)> = None;
        let mut from = way.first;
        for (at, &left) in (way.first..).zip(&free[first..last + length]) {
            if left < chips {
                from = at + 1;
                if from > way.last {
                    break;
                }
                continue;
            }
            if at + 1 - from >= way.length {
                let start = at + 1 - way.length;
                let value = tolls.at(way, start);
                if best.is_none_or(|(least, _)| value < least) {
                    best = Some((value, start));
                }
            }
        }
        best.map(|(_, start)| start)
    }
}
