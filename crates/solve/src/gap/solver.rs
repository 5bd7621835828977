//! From an instance to a plan, a bound and its certificate.

#![expect(
    clippy::indexing_slicing,
    reason = "lists have one entry for each job or machine of the instance"
)]

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::anneal::anneal;
use super::assignment::Assignment;
use super::certificate::{Certificate, Proof, Step};
use super::core::Core;
use super::dual::{Ascent, Dual};
use super::neighbourhood::Group;
use super::node::{Found, Search};
use super::prices::Prices;
use super::random::Random;
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
    /// What the bound of whole problems starts from, and the prices of jobs that give a good one.
    whole: Option<Core>,
    prices: Vec<f64>,
    exact: Option<Search>,
    group_size: usize,
    idle_rounds: usize,
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
        if let Some(machines) = anneal(self.instance, &prices, &mut random, 20_000, &late) {
            self.take(machines);
        }
        report(self.progress());
        eprintln!("anneal {:?} {:?}", self.started.elapsed(), self.progress());
        if self.done() {
            return;
        }
        if let Some(core) = &self.whole {
            self.prices = prices.of_jobs.iter().map(|price| *price as f64).collect();
            let mut dual = Dual::default();
            let goal = self.best.as_ref().map_or(prices.bound as f64 * 1.01, |best| (best.0 * UNIT) as f64);
            let ascent = Ascent { trials: 400, stride: 0.5, patience: 10 };
            let value = dual.ascend(core, &mut self.prices, goal, ascent);
            let bound = up(whole(value));
            if bound > self.certificate.bound {
                let prices = self.prices.iter().map(|price| whole(*price)).collect();
                let proof = Proof::Tree(vec![Step::Price(prices), Step::Close]);
                self.certificate = Certificate { bound, proof };
            }
            eprintln!("dual {:?} {value} {:?}", self.started.elapsed(), self.progress());
            report(self.progress());
        }
    }

    fn take(&mut self, machines: Vec<usize>) {
        let cost = (0..machines.len()).map(|job| self.instance.costs_on(machines[job])[job]).sum();
        if self.best.as_ref().is_none_or(|best| cost < best.0) {
            self.best = Some((cost, machines));
            self.exact = None;
            self.idle_rounds = 0;
        }
    }

    /// Solves every machine again, in groups, and goes on with the search of the whole.
    fn round(&mut self) {
        let Some(core) = &self.whole else {
            return;
        };
        let current = self.best.as_ref().map(|best| best.1.clone()).unwrap_or_default();
        let most = self.best.as_ref().map_or(self.instance.dearest(), |best| best.0 - 1) * UNIT;
        let mut groups: Vec<Group> = Vec::new();
        if !current.is_empty() && self.group_size < self.instance.machines() {
            let mut order: Vec<usize> = (0..self.instance.machines()).collect();
            self.random.shuffle(&mut order);
            let parts = order.len().div_ceil(self.group_size);
            let size = order.len().div_ceil(parts);
            groups = order.chunks(size).map(|part| Group::new(part.to_vec(), &current)).collect();
        }
        let mut exact = self.exact.take().unwrap_or_else(|| {
            Search::new(core.clone(), self.prices.clone(), most as f64, true)
        });
        let exact_nodes = 20 << self.idle_rounds.min(6);
        let stop = || self.late();
        let mut found = Found::Stopped;
        {
            let tasks: Vec<Mutex<&mut Group>> = groups.iter_mut().map(Mutex::new).collect();
            let next = AtomicUsize::new(0);
            let (instance, prices) = (self.instance, &self.prices);
            let help = || {
                let mut dual = Dual::default();
                while let Some(task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Ok(mut group) = task.lock() {
                        group.solve(instance, &current, prices, &mut dual, GROUP_NODES, &stop);
                    }
                }
            };
            std::thread::scope(|scope| {
                for _ in 1..self.limits.threads.max(1) {
                    scope.spawn(help);
                }
                let mut dual = Dual::default();
                found = exact.run(&mut dual, exact_nodes, &stop);
                help();
            });
        }
        self.idle_rounds += 1;
        let mut next = current;
        let improved = groups.iter().filter(|group| group.apply(&mut next)).count();
        let exhausted = groups.iter().filter(|group| group.exhausted).count();
        eprintln!("{:.2} size {} groups {} improved {improved} exhausted {exhausted} nodes {} {:?}", self.started.elapsed().as_secs_f64(), self.group_size, groups.len(), exact.nodes, self.progress());
        if exhausted == groups.len() {
            self.group_size = (self.group_size + 1).min(self.instance.machines());
        } else if exhausted * 2 < groups.len() && self.group_size > 2 {
            self.group_size -= 1;
        }
        if improved > 0 {
            self.take(next);
        }
        match found {
            Found::Nothing => {
                if let Some(steps) = exact.into_log() {
                    self.certificate = Certificate { bound: most / UNIT + 1, proof: Proof::Tree(steps) };
                }
            }
            Found::Plan(plan) => {
                self.exact = Some(exact);
                self.take(plan.machines);
            }
            Found::Stopped if improved == 0 => self.exact = Some(exact),
            Found::Stopped => (),
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
