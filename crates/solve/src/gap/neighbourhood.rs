//! Better plans: a few machines at a time, with all their jobs, are solved again.

#![expect(
    clippy::indexing_slicing,
    reason = "lists have one entry for each job or machine of the instance"
)]

use super::core::Core;
use super::dual::Dual;
use super::node::{Found, Plan, Search};
use super::{Instance, UNIT};

/// Some machines, and what became of solving them again.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) machines: Vec<usize>,
    jobs: Vec<usize>,
    /// A cheaper plan for them, numbered as in the two lists.
    better: Option<Plan>,
    /// Whether there is none better still.
    pub(super) exhausted: bool,
}

impl Group {
    /// Returns the group of these machines, with the jobs that are on them.
    pub(super) fn new(machines: Vec<usize>, machine_of: &[usize]) -> Self {
        let on = |job: &usize| machines.contains(&machine_of[*job]);
        let jobs = (0..machine_of.len()).filter(on).collect();
        Self { machines, jobs, better: None, exhausted: false }
    }

    /// Looks for a cheaper plan of the group, over so many nodes.
    pub(super) fn solve(
        &mut self,
        instance: &Instance,
        machine_of: &[usize],
        prices: &[f64],
        dual: &mut Dual,
        nodes: usize,
        stop: &dyn Fn() -> bool,
    ) {
        let Some(core) = Core::of(instance, &self.machines, &self.jobs) else {
            return;
        };
        let cost: i64 =
            self.jobs.iter().map(|&job| instance.costs_on(machine_of[job])[job]).sum();
        let prices = self.jobs.iter().map(|&job| prices[job]).collect();
        let most = ((cost - 1) * UNIT) as f64;
        let mut search = Search::new(core, prices, most, false);
        while search.nodes < nodes {
            match search.run(dual, nodes - search.nodes, stop) {
                Found::Plan(plan) => self.better = Some(plan),
                Found::Nothing => {
                    self.exhausted = true;
                    return;
                }
                Found::Stopped => return,
            }
        }
    }

    /// Writes the better plan, if there is one, over the plan of the whole; returns whether there was.
    pub(super) fn apply(&self, machine_of: &mut [usize]) -> bool {
        let Some(plan) = &self.better else {
            return false;
        };
        for (&job, &machine) in self.jobs.iter().zip(&plan.machines) {
            machine_of[job] = self.machines[machine];
        }
        true
    }
}
