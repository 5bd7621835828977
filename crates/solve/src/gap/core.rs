//! What is still open of a problem: rooms, and the pairs of machine and job that may still be chosen.

#![expect(
    clippy::indexing_slicing,
    reason = "jobs and machines are numbered from 0 by the constructors here; lists have one entry each"
)]

use super::{Instance, UNIT};

/// The largest room of a machine for which tables over every room are made.
const ROOM_MAX: i64 = 400_000;

/// A job that may be put on a machine.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    /// The job, as the core numbers it.
    pub(super) job: usize,
    /// What it takes of the room.
    pub(super) size: usize,
    /// What it costs, in price units: a whole number.
    pub(super) cost: f64,
    /// By how much choosing it is known to raise the bound, in price units.
    pub(super) excess: f64,
}

/// A machine, the room left on it and the pairs left for it, by job.
#[derive(Debug, Clone)]
pub(super) struct Machine {
    pub(super) room: usize,
    pub(super) pairs: Vec<Pair>,
}

/// Some machines and some jobs of an instance, with what has been decided about them.
///
/// Invariants: `options[job]` counts the pairs of the job and is 0 exactly for settled jobs, unless
/// [`Core::propagate`] returned `false`; no pair is larger than its machine's room.
#[derive(Debug, Clone)]
pub(super) struct Core {
    pub(super) machines: Vec<Machine>,
    pub(super) options: Vec<usize>,
    /// The machine that each settled job is on.
    pub(super) settled: Vec<Option<usize>>,
    /// What the settled jobs cost, in price units.
    pub(super) spent: f64,
    /// How many jobs are not settled.
    pub(super) open: usize,
}

impl Core {
    /// Returns the core of these machines and jobs, or `None` when a room is too large for tables.
    ///
    /// Its machines and jobs are numbered by their places in the two lists.
    pub(super) fn of(instance: &Instance, machines: &[usize], jobs: &[usize]) -> Option<Self> {
        let mut options = vec![0; jobs.len()];
        let mut opened = Vec::with_capacity(machines.len());
        for &machine in machines {
            let (costs, sizes) = (instance.costs_on(machine), instance.sizes_on(machine));
            let all: i64 = jobs.iter().map(|&job| sizes[job]).sum();
            let room = instance.capacities()[machine].min(all);
            if room > ROOM_MAX {
                return None;
            }
            let mut pairs = Vec::new();
            for (index, &job) in jobs
                .iter()
                .enumerate()
                .filter(|(_, job)| sizes[**job] <= room)
            {
                options[index] += 1;
                let size = usize::try_from(sizes[job]).ok()?;
                let cost = (costs[job] * UNIT) as f64;
                pairs.push(Pair {
                    job: index,
                    size,
                    cost,
                    excess: 0.0,
                });
            }
            opened.push(Machine {
                room: usize::try_from(room).ok()?,
                pairs,
            });
        }
        Some(Self {
            machines: opened,
            options,
            settled: vec![None; jobs.len()],
            spent: 0.0,
            open: jobs.len(),
        })
    }

    /// Puts the job on the machine; [`Core::propagate`] draws the consequences.
    pub(super) fn settle(&mut self, job: usize, machine: usize) {
        for (index, other) in self.machines.iter_mut().enumerate() {
            let Ok(at) = other.pairs.binary_search_by_key(&job, |pair| pair.job) else {
                continue;
            };
            let pair = other.pairs.remove(at);
            if index == machine {
                other.room -= pair.size;
                self.spent += pair.cost;
                self.settled[job] = Some(machine);
                self.open -= 1;
            }
        }
        self.options[job] = 0;
    }

    /// Drops pairs that no longer fit and settles jobs with one pair left, until nothing changes.
    ///
    /// Returns whether every open job has a pair left.
    pub(super) fn propagate(&mut self) -> bool {
        loop {
            for machine in &mut self.machines {
                let room = machine.room;
                let options = &mut self.options;
                machine.pairs.retain(|pair| {
                    let fits = pair.size <= room;
                    options[pair.job] -= usize::from(!fits);
                    fits
                });
            }
            let lost = |job: &usize| self.options[*job] == 0 && self.settled[*job].is_none();
            if (0..self.options.len()).any(|job| lost(&job)) {
                return false;
            }
            let forced = self.forced();
            if forced.is_empty() {
                return true;
            }
            for (job, machine, size) in forced {
                if size > self.machines[machine].room {
                    return false;
                }
                self.settle(job, machine);
            }
        }
    }

    /// Returns the jobs with one pair left, with its machine and size.
    fn forced(&self) -> Vec<(usize, usize, usize)> {
        let mut forced = Vec::new();
        for (index, machine) in self.machines.iter().enumerate() {
            let only = machine
                .pairs
                .iter()
                .filter(|pair| self.options[pair.job] == 1);
            forced.extend(only.map(|pair| (pair.job, index, pair.size)));
        }
        forced
    }
}
