//! The exact search: depth first, one job settled a level, each node closed by its bound.

#![expect(
    clippy::indexing_slicing,
    reason = "options and settled have one entry for each job of the core"
)]

use std::sync::Arc;

use super::UNIT;
use super::certificate::Step;
use super::core::Core;
use super::dual::{Ascent, Dual};
use super::trim::trim;

/// How prices are moved below the root, where they start close to good.
const ASCENT: Ascent = Ascent {
    trials: 24,
    stride: 0.9,
    patience: 4,
};
/// How often a node is trimmed and priced again while that drops at least one pair in eight.
const ROUNDS_MAX: usize = 4;

/// A plan of a core: the machine of each job, and what it costs in price units.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    pub(super) machines: Vec<usize>,
    pub(super) cost: f64,
}

/// How far a search came.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Found {
    /// This plan; the search may go on below it.
    Plan(Plan),
    /// There is no plan below the goal.
    Nothing,
    /// The limit was reached first.
    Stopped,
}

/// A node not looked at yet: its parent, and the job that it settles.
#[derive(Debug)]
struct Branch {
    parent: Arc<(Core, Vec<f64>)>,
    settles: Option<(usize, usize)>,
}

/// A search that can be stopped and taken up again.
#[derive(Debug)]
pub(super) struct Search {
    branches: Vec<Branch>,
    /// The most that a plan may cost to be of interest.
    most: f64,
    log: Option<Vec<Step>>,
    /// How many numbers the log holds.
    pub(super) logged: usize,
}

impl Search {
    /// Starts a search for plans of at most `most`, in price units, that keeps a log of its tree if asked to.
    pub(super) fn new(core: Core, prices: Vec<f64>, most: f64, logged: bool) -> Self {
        let branch = Branch {
            parent: Arc::new((core, prices)),
            settles: None,
        };
        Self {
            branches: vec![branch],
            most,
            log: logged.then(Vec::new),
            logged: 0,
        }
    }

    /// Returns a search with nothing to look at.
    pub(super) fn none() -> Self {
        Self {
            branches: Vec::new(),
            most: 0.0,
            log: None,
            logged: 0,
        }
    }

    /// Goes on until a plan is found, nothing is left, or about so much effort was spent.
    pub(super) fn run(&mut self, dual: &mut Dual<'_>, effort: u64) -> Found {
        let spent = dual.effort.saturating_add(effort);
        while dual.effort < spent && !(dual.stop)() {
            let Some(branch) = self.branches.pop() else {
                return Found::Nothing;
            };
            let (mut core, mut prices) = branch.parent.as_ref().clone();
            if let Some((job, machine)) = branch.settles {
                core.settle(job, machine);
                if !core.propagate() {
                    self.write(Step::Close);
                    continue;
                }
            }
            match self.examine(dual, &mut core, &mut prices) {
                Examined::Closed => self.write(Step::Close),
                Examined::Plan(plan) => {
                    self.write(Step::Close);
                    self.most = plan.cost - UNIT as f64;
                    return Found::Plan(plan);
                }
                Examined::Open => self.split(core, prices),
            }
        }
        if self.branches.is_empty() {
            Found::Nothing
        } else {
            Found::Stopped
        }
    }

    /// Returns whether no branch is left.
    pub(super) fn is_done(&self) -> bool {
        self.branches.is_empty()
    }

    /// Gives away the half of the branches whose turn comes last, so that another thread can look at them.
    pub(super) fn split_off(&mut self) -> Option<Self> {
        let half = self.branches.len() / 2;
        let branches: Vec<Branch> = self.branches.drain(..half).collect();
        let log = self.log.is_some().then(Vec::new);
        (half > 0).then_some(Self {
            branches,
            most: self.most,
            log,
            logged: 0,
        })
    }

    /// Returns the log that was kept.
    pub(super) fn into_log(self) -> Vec<Step> {
        self.log.unwrap_or_default()
    }

    fn examine(&mut self, dual: &mut Dual<'_>, core: &mut Core, prices: &mut [f64]) -> Examined {
        for _ in 0..ROUNDS_MAX {
            if core.open == 0 {
                return if core.spent > self.most {
                    Examined::Closed
                } else {
                    Examined::Plan(plan(core, None))
                };
            }
            let pairs: usize = core.options.iter().sum();
            let bound = dual.ascend(core, prices, self.most, ASCENT);
            if bound > self.most {
                self.write_prices(core, prices);
                return Examined::Closed;
            }
            if dual.is_plan(core) {
                self.write_prices(core, prices);
                return Examined::Plan(plan(core, Some((dual, bound))));
            }
            let listed = self.log.is_some().then(|| listed(core, prices));
            let dropped = trim(core, dual, prices, bound, self.most);
            if dropped != Some(0)
                && let Some(listed) = listed
            {
                self.write(Step::Price(listed));
            }
            match dropped {
                None => return Examined::Closed,
                Some(dropped) if dropped * 8 < pairs => break,
                Some(_) => (),
            }
        }
        if core.open == 0 {
            return if core.spent > self.most {
                Examined::Closed
            } else {
                Examined::Plan(plan(core, None))
            };
        }
        Examined::Open
    }

    /// Settles one job in every way that is left, the least excess first.
    fn split(&mut self, core: Core, prices: Vec<f64>) {
        let mut ways: Vec<Vec<(f64, usize)>> = vec![Vec::new(); core.options.len()];
        for (index, machine) in core.machines.iter().enumerate() {
            for pair in &machine.pairs {
                ways[pair.job].push((pair.excess, index));
            }
        }
        let mut chosen: Option<(f64, usize)> = None;
        for (job, ways) in ways
            .iter_mut()
            .enumerate()
            .filter(|(_, ways)| !ways.is_empty())
        {
            ways.sort_by(|one, other| one.0.total_cmp(&other.0));
            let weight = |rank: usize| ways.get(rank).map_or(0.0, |way| way.0);
            let score = 4.0 * weight(0) + weight(1);
            if chosen.is_none_or(|(best, _)| score > best) {
                chosen = Some((score, job));
            }
        }
        let Some((_, job)) = chosen else { return };
        self.write(Step::Split {
            job,
            machines: ways[job].iter().map(|way| way.1).collect(),
        });
        let parent = Arc::new((core, prices));
        for &(_, machine) in ways[job].iter().rev() {
            let parent = Arc::clone(&parent);
            self.branches.push(Branch {
                parent,
                settles: Some((job, machine)),
            });
        }
    }

    fn write(&mut self, step: Step) {
        if let Some(log) = &mut self.log {
            self.logged += match &step {
                Step::Price(prices) => prices.len(),
                Step::Split { machines, .. } => machines.len(),
                Step::Close => 0,
            };
            log.push(step);
        }
    }

    fn write_prices(&mut self, core: &Core, prices: &[f64]) {
        if self.log.is_some() {
            self.write(Step::Price(listed(core, prices)));
        }
    }
}

/// Returns the prices of the open jobs.
#[expect(
    clippy::cast_possible_truncation,
    reason = "prices are whole numbers far below 2^53"
)]
pub(super) fn listed(core: &Core, prices: &[f64]) -> Vec<i64> {
    let open = prices
        .iter()
        .zip(&core.settled)
        .filter(|(_, settled)| settled.is_none());
    open.map(|(price, _)| *price as i64).collect()
}

/// What a look at a node showed.
enum Examined {
    Closed,
    Plan(Plan),
    Open,
}

/// Returns the plan of a core whose jobs are all settled, or packed once each by the dual.
pub(super) fn plan(core: &Core, packed: Option<(&Dual<'_>, f64)>) -> Plan {
    let machine = |job: usize| {
        let packed = packed.and_then(|(dual, _)| dual.packed[job]);
        core.settled[job].or(packed).unwrap_or(0)
    };
    Plan {
        machines: (0..core.options.len()).map(machine).collect(),
        cost: packed.map_or(core.spent, |(_, cost)| cost),
    }
}
