//! Every way a job can run, laid out for search: by job, cheapest first.
//!
//! Invariants: the ways of job `j` are `ways[begin[j]..begin[j + 1]]`, by ascending cost; every start from `first` to
//! `last` of a way lies in the job's window and finds `chips` chips in each of its `length` periods of the bare pool;
//! a job may have several ways on one pool, one for each stretch of periods with enough chips.

#![expect(
    clippy::indexing_slicing,
    reason = "hot loops over tables whose extents are the instance's own, fixed when it is read"
)]

use super::{instance::Instance, plan::Plan, prices::Tolls};

/// A job on a pool, at any start from `first` to `last`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way {
    /// Dollars.
    pub cost: i64,
    pub pool: u32,
    pub chips: u32,
    /// Where the prices that this way sees stand, see [`Model::lanes`].
    pub lane: u32,
    pub first: u16,
    pub last: u16,
    pub length: u16,
}

/// The ways of all jobs, and the lanes of all pools.
pub(super) struct Model<'a> {
    pub instance: &'a Instance,
    pub begin: Vec<usize>,
    pub ways: Vec<Way>,
    pub lanes: Lanes,
}

/// Which ways of a large instance are laid out; all others are left aside, and only the checker looks at them again.
pub(super) enum Scope<'a> {
    /// All of them.
    All,
    /// Those of one job in so many.
    Sample(usize),
    /// Those that are not far above the least under these prices, and those of the plan in force.
    Near(&'a Tolls, Option<&'a Plan>),
}

/// How many ways of a job count as near, and how many others are kept for when those are taken.
const NEAR: (usize, usize) = (100, 40);

/// Jobs that see the same price a chip on a pool share a lane: all of them on most pools; those with the same number
/// of chips on pools whose rows are strengthened.
pub(super) struct Lanes {
    /// The pool of each lane.
    pub pool: Vec<u32>,
    /// The chips of each lane's jobs on a strengthened pool; 0 where the lane holds all.
    pub chips: Vec<u32>,
    /// The lanes of pool `p` are `begin[p]..begin[p + 1]`.
    pub begin: Vec<usize>,
}

impl Lanes {
    fn new(instance: &Instance, strong: bool) -> Self {
        let sizes = sizes_by_type(instance);
        let mut lanes = Self {
            pool: Vec::new(),
            chips: Vec::new(),
            begin: vec![0],
        };
        for (id, pool) in instance.pools.iter().enumerate() {
            let most = pool.capacity.iter().copied().max().unwrap_or(0);
            let sizes = &sizes[pool.kind];
            let fitting = sizes.partition_point(|&chips| chips <= most);
            if strong && fitting > 0 {
                lanes.chips.extend(&sizes[..fitting]);
            } else {
                lanes.chips.push(0);
            }
            lanes.pool.resize(lanes.chips.len(), index(id));
            lanes.begin.push(lanes.chips.len());
        }
        lanes
    }

    /// Returns the lane of a job with so many chips.
    fn of(&self, pool: usize, chips: u32) -> usize {
        let (from, until) = (self.begin[pool], self.begin[pool + 1]);
        if until - from == 1 {
            return from;
        }
        from + self.chips[from..until].partition_point(|&other| other < chips)
    }

    /// Whether the rows of a pool are strengthened.
    pub fn strong(&self, pool: usize) -> bool {
        self.chips[self.begin[pool]] > 0
    }
}

impl<'a> Model<'a> {
    /// Lays out an instance; `strong` says whether pools get strengthened rows.
    pub fn new(instance: &'a Instance, strong: bool, threads: usize, scope: &Scope) -> Self {
        let lanes = Lanes::new(instance, strong);
        let (begin, ways) = all_ways(instance, &lanes, threads, scope);
        Self {
            instance,
            begin,
            ways,
            lanes,
        }
    }

    /// Gives pools strengthened rows.
    pub fn strengthen(&mut self) {
        self.lanes = Lanes::new(self.instance, true);
        for way in &mut self.ways {
            way.lane = index(self.lanes.of(way.pool as usize, way.chips));
        }
    }

    /// Returns the ways of a job.
    pub fn of(&self, job: usize) -> &[Way] {
        &self.ways[self.begin[job]..self.begin[job + 1]]
    }
}

/// An index that the reader's limits keep within 32 bits.
pub(super) fn index(wide: usize) -> u32 {
    u32::try_from(wide).unwrap_or(u32::MAX)
}

/// A period, or a count of periods within the horizon.
fn period(wide: usize) -> u16 {
    u16::try_from(wide).unwrap_or(u16::MAX)
}

/// The distinct numbers of chips that jobs ask for, by chip type.
fn sizes_by_type(instance: &Instance) -> Vec<Vec<u32>> {
    let mut sizes = vec![Vec::new(); instance.types];
    for job in &instance.jobs {
        for (kind, need) in job.needs.iter().enumerate() {
            if let Some(need) = need {
                sizes[kind].push(need.chips);
            }
        }
    }
    for chips in &mut sizes {
        chips.sort_unstable();
        chips.dedup();
    }
    sizes
}

/// Lists the ways of all jobs, each thread a run of jobs.
fn all_ways(
    instance: &Instance,
    lanes: &Lanes,
    threads: usize,
    extent: &Scope,
) -> (Vec<usize>, Vec<Way>) {
    let floors: Vec<u32> = instance
        .pools
        .iter()
        .map(|pool| pool.capacity.iter().copied().min().unwrap_or(0))
        .collect();
    let jobs = instance.jobs.len();
    let share = jobs.div_ceil(threads.max(1)).max(1);
    let parts: Vec<(Vec<usize>, Vec<Way>)> = std::thread::scope(|scope| {
        let floors = &floors[..];
        let runs: Vec<_> = (0..jobs)
            .step_by(share)
            .map(|from| {
                scope.spawn(move || {
                    let (mut ends, mut ways) = (Vec::new(), Vec::new());
                    for job in from..jobs.min(from + share) {
                        let own = ways.len();
                        if let Scope::Sample(stride) = extent
                            && job % stride != 0
                        {
                            ends.push(own);
                            continue;
                        }
                        list_ways(instance, lanes, floors, job, &mut ways);
                        if let Scope::Near(tolls, in_force) = extent {
                            let seat = in_force.and_then(|plan| plan.seat(job));
                            keep_near(tolls, seat.map(|(pool, _)| pool), &mut ways, own);
                        }
                        ways[own..]
                            .sort_unstable_by_key(|way: &Way| (way.cost, way.pool, way.first));
                        ends.push(ways.len());
                    }
                    (ends, ways)
                })
            })
            .collect();
        runs.into_iter()
            .map(|run| run.join().unwrap_or_default())
            .collect()
    });
    let mut begin = vec![0];
    let mut ways = Vec::with_capacity(parts.iter().map(|(_, part)| part.len()).sum());
    for (ends, part) in parts {
        let base = ways.len();
        begin.extend(ends.into_iter().map(|end| base + end));
        ways.extend(part);
    }
    (begin, ways)
}

/// Keeps the ways of one job, from `own` on, that have the least value, those on its pool in force, and a few others.
fn keep_near(tolls: &Tolls, pool: Option<usize>, ways: &mut Vec<Way>, own: usize) {
    let (near, others) = NEAR;
    if ways.len() - own <= near + others {
        return;
    }
    let mut ranked: Vec<(f64, Way)> = ways
        .drain(own..)
        .map(|way| (tolls.value(&way), way))
        .collect();
    ranked.select_nth_unstable_by(near, |one, other| one.0.total_cmp(&other.0));
    let far = ranked.split_off(near);
    let apart = far.len().div_ceil(others);
    let here = |way: &Way| pool.is_some_and(|pool| way.pool as usize == pool);
    let kept = far.into_iter().enumerate();
    let kept = kept.filter(|(at, (_, way))| at.is_multiple_of(apart) || here(way));
    let kept = ranked.into_iter().chain(kept.map(|(_, far)| far));
    ways.extend(kept.map(|(_, way)| way));
}

/// Lists the ways of one job, pool by pool.
fn list_ways(instance: &Instance, lanes: &Lanes, floors: &[u32], job: usize, ways: &mut Vec<Way>) {
    let asked = &instance.jobs[job];
    for (id, pool) in instance.pools.iter().enumerate() {
        let Some((need, cost)) = instance.quote(job, id) else {
            continue;
        };
        let mut way = Way {
            cost,
            pool: index(id),
            chips: need.chips,
            lane: index(lanes.of(id, need.chips)),
            first: period(asked.release),
            last: period(asked.due - need.periods),
            length: period(need.periods),
        };
        if need.chips <= floors[id] {
            ways.push(way);
            continue;
        }
        let mut held = 0;
        for at in asked.release..=asked.due {
            if at < asked.due && pool.capacity[at] >= need.chips {
                held += 1;
                continue;
            }
            if held >= need.periods {
                way.first = period(at - held);
                way.last = period(at - need.periods);
                ways.push(way);
            }
            held = 0;
        }
    }
}
