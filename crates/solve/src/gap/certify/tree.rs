//! Walking the tree of a certificate: every leaf must be closed, and no way may be left out.

#![expect(
    clippy::indexing_slicing,
    reason = "jobs and machines are checked where steps name them; lists have one entry for each"
)]

use std::rc::Rc;

use super::packing::pack;
use super::{CertifyError, UNIT};
use crate::gap::{Instance, Step};

/// The largest size of a price, and of prices times jobs: sums then stay within 64 bits.
const PRICES_MAX: i128 = 1 << 61;

/// What has been decided at a node, and the jobs that may still go on each machine.
#[derive(Debug, Clone)]
struct Node {
    rooms: Vec<i64>,
    jobs_for: Vec<Vec<usize>>,
    open: Vec<bool>,
    /// What the settled jobs cost, in price units.
    spent: i128,
}

/// A node to come: a child of another, or one that is closed already, whose steps are only read over.
enum Coming {
    Root,
    Child {
        parent: Rc<Node>,
        job: usize,
        machine: usize,
    },
    Closed,
}

/// Checks that the tree leaves no plan below the bound.
pub(super) fn check(instance: &Instance, bound: i64, steps: &[Step]) -> Result<(), CertifyError> {
    let most = (i128::from(bound) - 1) * UNIT;
    let mut coming = vec![Coming::Root];
    let mut steps = steps.iter().enumerate();
    let wrong = |at: usize, problem: &str| {
        CertifyError::Bound(format!("step {at} of its tree {problem}", at = at + 1))
    };
    while let Some(next) = coming.pop() {
        let mut node = match next {
            Coming::Root => Node::root(instance).tidied(instance),
            Coming::Child {
                parent,
                job,
                machine,
            } => {
                let mut node = parent.as_ref().clone();
                node.settle(instance, job, machine);
                node.tidied(instance)
            }
            Coming::Closed => None,
        };
        loop {
            let Some((at, step)) = steps.next() else {
                return Err(CertifyError::Bound(
                    "its tree ends before every node is closed".to_owned(),
                ));
            };
            match step {
                Step::Price(prices) => {
                    if let Some(open) = node {
                        let priced = open.priced(instance, prices, most);
                        node = priced.map_err(|problem| wrong(at, problem))?;
                    }
                }
                Step::Split { job, machines } => {
                    let children = match node {
                        None => machines.iter().map(|_| Coming::Closed).collect(),
                        Some(node) => node
                            .children(*job, machines)
                            .map_err(|problem| wrong(at, problem))?,
                    };
                    coming.extend(children.into_iter().rev());
                    break;
                }
                Step::Close => {
                    if node.is_some_and(|node| !node.is_dear(most)) {
                        return Err(wrong(
                            at,
                            "closes a node that may hold a plan below the bound",
                        ));
                    }
                    break;
                }
            }
        }
    }
    match steps.next() {
        None => Ok(()),
        Some((at, _)) => Err(wrong(at, "follows the end of the tree")),
    }
}

impl Node {
    fn root(instance: &Instance) -> Self {
        Self {
            rooms: instance.capacities().to_vec(),
            jobs_for: vec![(0..instance.jobs()).collect(); instance.machines()],
            open: vec![true; instance.jobs()],
            spent: 0,
        }
    }

    /// Returns whether every job is settled, and the plan costs more than `most`.
    fn is_dear(&self, most: i128) -> bool {
        self.open.iter().all(|open| !open) && self.spent > most
    }

    fn settle(&mut self, instance: &Instance, job: usize, machine: usize) {
        for jobs in &mut self.jobs_for {
            jobs.retain(|other| *other != job);
        }
        self.open[job] = false;
        self.rooms[machine] -= instance.sizes_on(machine)[job];
        self.spent += i128::from(instance.costs_on(machine)[job]) * UNIT;
    }

    /// Drops jobs where they no longer fit and settles those with one machine left, until nothing changes.
    /// Returns `None` when that leaves a job without a machine.
    fn tidied(mut self, instance: &Instance) -> Option<Self> {
        loop {
            let mut ways = vec![0; self.open.len()];
            let mut last = vec![0; self.open.len()];
            for (machine, jobs) in self.jobs_for.iter_mut().enumerate() {
                let (room, sizes) = (self.rooms[machine], instance.sizes_on(machine));
                jobs.retain(|job| sizes[*job] <= room);
                for &job in jobs.iter() {
                    ways[job] += 1;
                    last[job] = machine;
                }
            }
            let open = |job: &usize| self.open[*job];
            if (0..ways.len()).filter(open).any(|job| ways[job] == 0) {
                return None;
            }
            let forced: Vec<usize> = (0..ways.len())
                .filter(open)
                .filter(|job| ways[*job] == 1)
                .collect();
            if forced.is_empty() {
                return Some(self);
            }
            for job in forced {
                if instance.sizes_on(last[job])[job] > self.rooms[last[job]] {
                    return None;
                }
                self.settle(instance, job, last[job]);
            }
        }
    }

    /// Drops what no plan of at most `most` can hold at these prices of the open jobs. Returns `None` when that
    /// closes the node.
    fn priced(
        mut self,
        instance: &Instance,
        listed: &[i64],
        most: i128,
    ) -> Result<Option<Self>, &'static str> {
        let jobs: Vec<usize> = (0..self.open.len()).filter(|job| self.open[*job]).collect();
        if jobs.len() != listed.len() {
            return Err("does not give one price for each open job");
        }
        let size_max = listed
            .iter()
            .map(|price| i128::from(*price).abs())
            .max()
            .unwrap_or(0);
        if size_max * jobs.len() as i128 > PRICES_MAX {
            return Err("holds a price too large to compute with");
        }
        let mut prices = vec![0_i64; self.open.len()];
        for (&job, &price) in jobs.iter().zip(listed) {
            prices[job] = price;
        }
        let mut bound = self.spent + listed.iter().map(|price| i128::from(*price)).sum::<i128>();
        let mut elsewhere = vec![0_i128; self.open.len()];
        let mut losses = Vec::with_capacity(self.jobs_for.len());
        for (machine, jobs) in self.jobs_for.iter().enumerate() {
            let (costs, sizes) = (instance.costs_on(machine), instance.sizes_on(machine));
            let size = |job: &usize| usize::try_from(sizes[*job]).unwrap_or(usize::MAX);
            let all: i64 = jobs.iter().map(|job| sizes[*job]).sum();
            let room = usize::try_from(self.rooms[machine].min(all)).unwrap_or(usize::MAX);
            let profit = |job: &usize| prices[*job] - costs[*job] * 1_000;
            let items: Vec<(usize, i64)> =
                jobs.iter().map(|job| (size(job), profit(job))).collect();
            let packing = pack(room, &items).ok_or("needs tables that do not fit in memory")?;
            bound -= i128::from(packing.most);
            for (&job, &(_, without)) in jobs.iter().zip(&packing.losses) {
                elsewhere[job] += i128::from(without);
            }
            losses.push(packing.losses);
        }
        if bound > most {
            return Ok(None);
        }
        for (jobs, losses) in self.jobs_for.iter_mut().zip(losses) {
            let mut losses = losses.into_iter();
            jobs.retain(|job| {
                let (with, without) = losses.next().unwrap_or((0, 0));
                bound + i128::from(with) + elsewhere[*job] - i128::from(without) <= most
            });
        }
        Ok(self.tidied(instance))
    }

    /// Returns a child for each machine listed, when the list holds every machine that the job may go on.
    fn children(self, job: usize, machines: &[usize]) -> Result<Vec<Coming>, &'static str> {
        if self.open.get(job) != Some(&true) {
            return Err("splits on a job that is not open");
        }
        let may = |machine: usize| self.jobs_for[machine].contains(&job);
        let ways: Vec<usize> = (0..self.jobs_for.len())
            .filter(|machine| may(*machine))
            .collect();
        if ways.iter().any(|machine| !machines.contains(machine)) {
            return Err("leaves out a machine that the job may go on");
        }
        let parent = Rc::new(self);
        let child = |&machine: &usize| match ways.contains(&machine) {
            true => Coming::Child {
                parent: Rc::clone(&parent),
                job,
                machine,
            },
            false => Coming::Closed,
        };
        Ok(machines.iter().map(child).collect())
    }
}
