//! From an instance to a plan, a bound and its certificate.

#![expect(
    clippy::indexing_slicing,
    reason = "lists have one entry for each job or machine of the instance"
)]

use std::time::{Duration, Instant};

use super::anneal::anneal;
use super::assignment::Assignment;
use super::certificate::{Certificate, Proof, Step};
use super::core::Core;
use super::dive::dive;
use super::dual::{Ascent, Dual};
use super::neighbourhood::Group;
use super::node::{Found, Plan, Search};
use super::prices::Prices;
use super::random::Random;
use super::team::share;
use super::{Instance, UNIT};

/// When to stop, and how to work.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The time that may be used.
    pub time: Option<Duration>,
    /// How many rounds of improvement may be made; with this limit alone the answer is always the same.
    pub rounds: Option<u64>,
    /// The share of the cost that may be left between it and the bound.
    pub gap: f64,
    /// How many threads work at once.
    pub threads: usize,
    /// What the random choices start from.
    pub seed: u64,
}

/// How far the work has come.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// The cost that no plan goes below.
    pub bound: i64,
    /// The cost of the best plan.
    pub objective: Option<i64>,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The best plan and its cost.
    pub best: Option<(i64, Assignment)>,
    /// The bound, with its proof. When it is above [`Instance::dearest`], there is no plan.
    pub certificate: Certificate,
}

/// How many nodes the search of a group may take.
const GROUP_NODES: usize = 150;

/// Solves the instance: finds a plan, improves it, and proves a bound, until a limit is reached.
pub fn solve(instance: &Instance, limits: &Limits, report: &mut dyn FnMut(Progress)) -> Outcome {
    let mut work = Work::new(instance, limits);
    work.start(report);
    let mut round = 0;
    while !work.done() && limits.rounds.is_none_or(|most| round < most) {
        work.round();
        round += 1;
        report(work.progress());
    }
    Outcome {
        best: work.best.map(|(cost, machines)| (cost, Assignment(machines))),
        certificate: work.certificate,
    }
}

struct Work<'instance> {
    instance: &'instance Instance,
    limits: &'instance Limits,
    started: Instant,
    random: Random,
    best: Option<(i64, Vec<usize>)>,
    certificate: Certificate,
    /// The whole problem, when its rooms allow tables, and prices of jobs that give a good bound.
    whole: Option<Core>,
    prices: Vec<f64>,
    /// The share of jobs that dives settle at a time, and how many rounds of dives failed at it.
    batch: f64,
    exact: Option<Search>,
    group_size: usize,
    idle_rounds: usize,
}

/// A task of a round.
enum Task {
    Dive { most: f64, batch: f64, plan: Option<Plan> },
    Group(Group),
    Exact { search: Search, nodes: usize, found: Found },
}

impl<'instance> Work<'instance> {
    fn new(instance: &'instance Instance, limits: &'instance Limits) -> Self {
        let nothing = Proof::Capacity(vec![0; instance.machines()]);
        Self {
            instance,
            limits,
            started: Instant::now(),
            random: Random::new(limits.seed, 1),
            best: None,
            certificate: Certificate { bound: 0, proof: nothing },
            whole: None,
            prices: Vec::new(),
            batch: 0.16,
            exact: None,
            group_size: 4.min(instance.machines()),
            idle_rounds: 0,
        }
    }

    fn late(&self) -> bool {
        self.limits.time.is_some_and(|time| self.started.elapsed() >= time)
    }

    fn progress(&self) -> Progress {
        Progress {
            bound: self.certificate.bound,
            objective: self.best.as_ref().map(|best| best.0),
        }
    }

    fn done(&self) -> bool {
        let bound = self.certificate.bound;
        let close = self.best.as_ref().is_some_and(|(cost, _)| {
            *cost <= bound || (cost - bound) as f64 <= self.limits.gap * *cost as f64
        });
        close || bound > self.instance.dearest() || self.late()
    }

    /// Finds first prices, a first plan and a first bound.
    fn start(&mut self, report: &mut dyn FnMut(Progress)) {
        let all_machines: Vec<usize> = (0..self.instance.machines()).collect();
        let all_jobs: Vec<usize> = (0..self.instance.jobs()).collect();
        self.whole = Core::of(self.instance, &all_machines, &all_jobs);
        if let Some(core) = &mut self.whole
            && !core.propagate()
        {
            let proof = Proof::Tree(vec![Step::Close]);
            self.certificate = Certificate { bound: self.instance.dearest() + 1, proof };
            return;
        }
        let prices = Prices::find(self.instance);
        let bound = up(prices.bound);
        if bound > 0 {
            let proof = Proof::Capacity(prices.of_machines.clone());
            self.certificate = Certificate { bound, proof };
        }
        let late = || self.late();
        let mut random = Random::new(self.limits.seed, 2);
        let moves = if self.whole.is_some() { 1_000_000 } else { 20_000_000 };
        let moves = (moves / self.instance.jobs()).clamp(100, 20_000);
        if let Some(machines) = anneal(self.instance, &prices, &mut random, moves, &late) {
            self.take(machines);
        }
        report(self.progress());
        if self.done() {
            return;
        }
        if let Some(core) = &self.whole {
            self.prices = prices.of_jobs.iter().map(|price| *price as f64).collect();
            let mut dual = Dual::default();
            let goal = prices.bound as f64 * 1.01;
            let ascent = Ascent { trials: 400, stride: 0.5, patience: 10 };
            let value = dual.ascend(core, &mut self.prices, goal, ascent);
            let bound = up(whole(value));
            if bound > self.certificate.bound {
                let prices = self.prices.iter().map(|price| whole(*price)).collect();
                let proof = Proof::Tree(vec![Step::Price(prices), Step::Close]);
                self.certificate = Certificate { bound, proof };
            }
            report(self.progress());
        }
    }

    fn take(&mut self, machines: Vec<usize>) -> bool {
        let cost = (0..machines.len()).map(|job| self.instance.costs_on(machines[job])[job]).sum();
        let better = self.best.as_ref().is_none_or(|best| cost < best.0);
        if better {
            self.best = Some((cost, machines));
            self.exact = None;
            self.idle_rounds = 0;
        }
        better
    }

    fn round(&mut self) {
        let mut tasks = if self.batch > 0.01 { self.dives() } else { self.groups_and_search() };
        let Some(core) = &self.whole else {
            return;
        };
        let current = self.best.as_ref().map(|best| best.1.clone()).unwrap_or_default();
        let stop = || self.late();
        share(self.limits.threads, &mut tasks, |task| {
            let mut dual = Dual::default();
            match task {
                Task::Dive { most, batch, plan } => {
                    *plan = dive(core.clone(), self.prices.clone(), *most, *batch, &mut dual, &stop);
                }
                Task::Group(group) => {
                    group.solve(self.instance, &current, &self.prices, &mut dual, GROUP_NODES, &stop);
                }
                Task::Exact { search, nodes, found } => {
                    *found = search.run(&mut dual, *nodes, &stop);
                }
            }
        });
        self.gather(current, tasks);
    }

    /// Returns dives towards plans at several shares of the distance between bound and best plan.
    fn dives(&self) -> Vec<Task> {
        let bound = self.certificate.bound as f64;
        let gap = self.best.as_ref().map_or(bound * 0.02, |best| (best.0 as f64 - bound).min(bound * 0.02));
        let shares = [0.5, 0.2];
        let dive = |share: f64| Task::Dive {
            most: (bound + gap * share).floor() * UNIT as f64,
            batch: self.batch,
            plan: None,
        };
        shares.into_iter().map(dive).collect()
    }

    /// Returns every machine in some group, and the search of the whole.
    fn groups_and_search(&mut self) -> Vec<Task> {
        let mut tasks = Vec::new();
        let most = self.best.as_ref().map_or(self.instance.dearest(), |best| best.0 - 1) * UNIT;
        if let Some(core) = &self.whole {
        let search = self.exact.take().unwrap_or_else(|| {
            Search::new(core.clone(), self.prices.clone(), most as f64, true)
        });
        let nodes = 20 << self.idle_rounds.min(6);
        tasks.push(Task::Exact { search, nodes, found: Found::Stopped });
        }
        let machines = self.instance.machines();
        if let Some((_, current)) = &self.best && self.group_size < machines {
            let mut order: Vec<usize> = (0..machines).collect();
            self.random.shuffle(&mut order);
            let size = machines.div_ceil(machines.div_ceil(self.group_size));
            tasks.extend(order.chunks(size).map(|part| Task::Group(Group::new(part.to_vec(), current))));
        }
        tasks
    }

    fn gather(&mut self, current: Vec<usize>, tasks: Vec<Task>) {
        let (mut groups, mut exhausted, mut improved) = (0, 0, 0);
        let mut next = current;
        let mut dived = None;
        self.idle_rounds += 1;
        let mut line = String::new();
        for task in tasks {
            match task {
                Task::Dive { plan, most, .. } => {
                    line += &format!(" dive {most} {:?}", plan.as_ref().map(|p| p.cost));
                    let better = plan.is_some_and(|plan| self.take(plan.machines));
                    dived = Some(dived.unwrap_or(false) || better);
                }
                Task::Group(group) => {
                    groups += 1;
                    exhausted += usize::from(group.exhausted);
                    improved += usize::from(group.apply(&mut next));
                }
                Task::Exact { search, found, .. } => {
                    line += &format!(" exact nodes {}", search.nodes);
                    match found {
                    Found::Nothing => {
                        let bound = self.best.as_ref().map_or(self.instance.dearest() + 1, |best| best.0);
                        if let Some(steps) = search.into_log() {
                            self.certificate = Certificate { bound, proof: Proof::Tree(steps) };
                        }
                    }
                    Found::Plan(plan) => {
                        self.take(plan.machines);
                        self.exact = Some(search);
                    }
                    Found::Stopped => self.exact = Some(search),
                }}
            }
        }
        if dived == Some(false) {
            self.batch /= 2.0;
        }
        if improved > 0 {
            self.take(next);
        }
        if groups > 0 && exhausted == groups {
            self.group_size = (self.group_size + 1).min(self.instance.machines());
        } else if exhausted * 2 < groups && self.group_size > 2 {
            self.group_size -= 1;
        }
        if std::env::var("D").is_ok() {
        eprintln!("{:.2} batch {} size {} groups {groups} improved {improved} exhausted {exhausted} {line} {:?}", self.started.elapsed().as_secs_f64(), self.batch, self.group_size, self.progress());
        }
    }
}

/// Rounds price units up to whole costs.
fn up(units: i64) -> i64 {
    units.div_euclid(UNIT) + i64::from(units.rem_euclid(UNIT) > 0)
}

#[expect(clippy::cast_possible_truncation, reason = "prices and bounds are whole numbers below 2^53")]
fn whole(number: f64) -> i64 {
    number as i64
}
