//! The plan in force: what of it still stands after law, prices or capacity have changed, and how far one may depart.

#![expect(
    clippy::indexing_slicing,
    reason = "tables whose extents are the instance's own, fixed when it is read"
)]

use std::cmp::Reverse;

use super::{
    instance::Instance,
    model::{Model, Way, index},
    plan::Plan,
    state::Seat,
};

/// The plan in force when an instance changed, for jobs with the same ids, and how far a new one may depart from it.
#[derive(Debug, Clone, PartialEq)]
pub struct InForce {
    /// Which job runs where and when until now.
    pub plan: Plan,
    /// How many jobs may change beyond those that must.
    pub further: Churn,
}

/// A number of jobs that may change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Churn {
    /// So many.
    Jobs(usize),
    /// A share of all jobs, rounded down.
    Share(f64),
}

/// How far a plan departs from the one in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moves {
    /// Jobs that could not stay: where they were, they are not allowed any more or not all fit.
    pub forced: usize,
    /// Jobs that are elsewhere, at another time, newly placed or newly left out; the forced among them.
    pub moved: usize,
}

impl InForce {
    /// Returns how many jobs may change beyond those that must.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share from 0 to 1 of a number of jobs"
    )]
    pub(super) fn further(&self, instance: &Instance) -> usize {
        match self.further {
            Churn::Jobs(jobs) => jobs,
            Churn::Share(share) => (share.clamp(0.0, 1.0) * instance.jobs.len() as f64) as usize,
        }
    }

    /// Counts the jobs of a plan that are not where they were.
    pub(super) fn moved(&self, plan: &Plan) -> usize {
        let seats = plan.seats.iter().enumerate();
        seats
            .filter(|&(job, &seat)| self.plan.seat(job) != seat)
            .count()
    }
}

/// Where a job was when that place is gone: no seat is equal to it.
const GONE: Seat = Seat {
    way: u32::MAX,
    start: u16::MAX,
};

/// The plan in force as a model has it.
pub(super) struct Kept {
    /// Where each job was.
    pub before: Vec<Option<Seat>>,
    /// Where those are that can stay.
    pub seats: Vec<Option<Seat>>,
    /// Those that cannot.
    pub forced: Vec<usize>,
}

impl Kept {
    /// Takes over what is still allowed and fits.
    pub fn of(model: &Model, plan: &Plan) -> Self {
        let jobs = 0..model.instance.jobs.len();
        let seat_of = |job| {
            let (pool, start) = plan.seat(job)?;
            Some(find(model, job, pool, start).unwrap_or(GONE))
        };
        let before: Vec<Option<Seat>> = jobs.clone().map(seat_of).collect();
        let mut seats: Vec<Option<Seat>> = before.clone();
        let mut on: Vec<Vec<usize>> = vec![Vec::new(); model.instance.pools.len()];
        for (job, seat) in seats.iter_mut().enumerate() {
            match *seat {
                Some(GONE) => *seat = None,
                Some(here) => on[model.ways[here.way as usize].pool as usize].push(job),
                None => {}
            }
        }
        for (pool, jobs) in on.iter().enumerate() {
            evict(model, pool, jobs, &mut seats);
        }
        let left = |&job: &usize| before[job].is_some() && seats[job].is_none();
        let forced = jobs.filter(left).collect();
        Self {
            before,
            seats,
            forced,
        }
    }
}

/// Finds the way of a job on a pool that can start in a period.
fn find(model: &Model, job: usize, pool: usize, start: usize) -> Option<Seat> {
    let start = u16::try_from(start).ok()?;
    let here = |way: &Way| way.pool as usize == pool && (way.first..=way.last).contains(&start);
    let way = model.of(job).iter().position(here)?;
    Some(Seat {
        way: index(model.begin[job] + way),
        start,
    })
}

/// Takes jobs off a pool until the rest fits: always the one that relieves it most, and of two the one that is cheaper
/// to leave out; what fits again in the end stays.
fn evict(model: &Model, pool: usize, jobs: &[usize], seats: &mut [Option<Seat>]) {
    let capacity = model.instance.pools[pool].capacity.iter();
    let mut free: Vec<i64> = capacity.map(|&chips| i64::from(chips)).collect();
    let hold = |free: &mut [i64], seat: Seat, sign: i64| {
        let way = &model.ways[seat.way as usize];
        let from = usize::from(seat.start);
        for free in &mut free[from..from + usize::from(way.length)] {
            *free -= sign * i64::from(way.chips);
        }
    };
    let mut staying: Vec<(usize, Seat)> = Vec::new();
    for &job in jobs {
        if let Some(seat) = seats[job] {
            hold(&mut free, seat, 1);
            staying.push((job, seat));
        }
    }
    let mut evicted: Vec<(usize, Seat)> = Vec::new();
    while free.iter().any(|&free| free < 0) {
        let relief = |&(_, &(job, seat)): &(usize, &(usize, Seat))| {
            let way = &model.ways[seat.way as usize];
            let held = &free[usize::from(seat.start)..][..usize::from(way.length)];
            let relief = held
                .iter()
                .map(|&free| (-free).clamp(0, i64::from(way.chips)));
            (
                relief.sum::<i64>(),
                Reverse(model.instance.jobs[job].penalty),
            )
        };
        let Some((at, _)) = staying.iter().enumerate().max_by_key(relief) else {
            return;
        };
        let (job, seat) = staying.swap_remove(at);
        hold(&mut free, seat, -1);
        seats[job] = None;
        evicted.push((job, seat));
    }
    for (job, seat) in evicted {
        hold(&mut free, seat, 1);
        if free.iter().any(|&free| free < 0) {
            hold(&mut free, seat, -1);
        } else {
            seats[job] = Some(seat);
        }
    }
}
