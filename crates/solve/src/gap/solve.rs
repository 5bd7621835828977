//! From an instance to a plan, a bound and its certificate.

#![expect(
    clippy::indexing_slicing,
    reason = "lists have one entry for each job or machine of the instance"
)]

use super::anneal::anneal;
use super::assignment::Assignment;
use super::certificate::{Certificate, Proof, Step};
use super::core::Core;
use super::dual::{Ascent, Dual};
use super::exact::Exact;
use super::node::listed;
use super::prices::Prices;
use super::random::Random;
use super::round::Round;
use super::trim::trim;
use super::{Instance, UNIT};

/// How prices of jobs are moved at first; rounds go on with it.
const ASCENT: Ascent = Ascent {
    trials: 60,
    stride: 0.5,
    patience: 10,
};
/// The distance from the bound, as a share of it, that the first dives stay within.
const FIRST_SHARE: f64 = 0.006;

/// After how many rounds without a better plan the exact search starts, with a plan and without one.
const IDLE_ROUNDS: u32 = 4;
const PLANLESS_ROUNDS: u32 = 2;
/// How many pairs the open nodes of a search that starts without a plan may come to hold.
const OPEN_PAIRS_MAX: usize = 1 << 25;
/// How many numbers the log of a search may hold.
const LOGGED_MAX: usize = 1 << 26;

/// How to work, and when it is enough. By default one thread works until the bound is reached.
#[derive(Debug, Clone, Copy, Default)]
pub struct Limits {
    /// How many rounds of improvement may be made.
    pub rounds: Option<u64>,
    /// The share of the cost that may be left between it and the bound.
    pub gap: f64,
    /// How many threads work at once; 0 counts as 1.
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

/// How many moves for each job, and how many at most, the first plan is looked for.
const MOVES_PER_JOB: usize = 2_000;
const MOVES_MAX: usize = 500_000;

/// Solves the instance: finds a plan, improves it, and proves a bound, until a limit is reached or `stop` says so.
///
/// The same instance and limits give the same answer, unless `stop` ends the work first.
///
/// # Example: two jobs that want the same machine
///
/// ```
/// use portolan_solve::gap::{Instance, Limits, solve};
///
/// let instance = Instance::read("2 2  1 1 5 4  1 1 1 1  1 1").unwrap();
/// let outcome = solve(&instance, &Limits::default(), &|| false, &mut |_| ());
/// assert_eq!(outcome.best.unwrap().0, 5);
/// assert_eq!(outcome.certificate.bound, 5);
/// ```
pub fn solve(
    instance: &Instance,
    limits: &Limits,
    stop: &(dyn Fn() -> bool + Sync),
    report: &mut dyn FnMut(Progress),
) -> Outcome {
    let mut work = Work::new(instance, limits, stop);
    work.start(report);
    let mut round = 0;
    while !work.done() && limits.rounds.is_none_or(|most| round < most) {
        work.round();
        round += 1;
        report(work.progress());
    }
    Outcome {
        best: work
            .best
            .map(|(cost, machines)| (cost, Assignment(machines))),
        certificate: work.certificate,
    }
}

/// What is known so far.
pub(super) struct Work<'run> {
    pub(super) instance: &'run Instance,
    pub(super) limits: &'run Limits,
    pub(super) stop: &'run (dyn Fn() -> bool + Sync),
    pub(super) random: Random,
    pub(super) best: Option<(i64, Vec<usize>)>,
    pub(super) certificate: Certificate,
    /// Prices of capacity.
    pub(super) capacity: Prices,
    /// The whole problem, when its rooms allow tables, and prices of jobs that give a good bound.
    pub(super) whole: Option<Core>,
    pub(super) prices: Vec<f64>,
    value: f64,
    /// The whole problem without the pairs that no better plan can hold, and the cost of the best plan then.
    pub(super) lean: Option<Core>,
    lean_for: i64,
    /// How close to the bound dives aim, as a share of the gap, and within what distance at most.
    pub(super) reach: f64,
    within: f64,
    /// What the dives of the last round took.
    pub(super) effort: u64,
    /// The exact search, once it has started.
    pub(super) exact: Option<Exact>,
    /// Whether its log outgrew what is worth keeping.
    outgrown: bool,
    /// How many rounds there were.
    pub(super) rounds: usize,
    /// How many rounds have passed since the plan became better.
    pub(super) idle: u32,
}

impl<'run> Work<'run> {
    fn new(
        instance: &'run Instance,
        limits: &'run Limits,
        stop: &'run (dyn Fn() -> bool + Sync),
    ) -> Self {
        let capacity = Prices::none(instance);
        let proof = Proof::Capacity(capacity.of_machines.clone());
        Self {
            instance,
            limits,
            stop,
            random: Random::new(limits.seed, 1),
            best: None,
            certificate: Certificate { bound: 0, proof },
            capacity,
            whole: None,
            prices: Vec::new(),
            value: 0.0,
            lean: None,
            lean_for: i64::MAX,
            reach: 0.5,
            within: FIRST_SHARE,
            effort: 0,
            exact: None,
            outgrown: false,
            rounds: 0,
            idle: 0,
        }
    }

    fn progress(&self) -> Progress {
        let objective = self.best.as_ref().map(|best| best.0);
        Progress {
            bound: self.certificate.bound,
            objective,
        }
    }

    fn done(&self) -> bool {
        let bound = self.certificate.bound;
        let close = self.best.as_ref().is_some_and(|(cost, _)| {
            *cost <= bound || (cost - bound) as f64 <= self.limits.gap * *cost as f64
        });
        close || bound > self.instance.dearest() || (self.stop)()
    }

    /// Finds first prices, a first plan and a first bound.
    fn start(&mut self, report: &mut dyn FnMut(Progress)) {
        let machines: Vec<usize> = (0..self.instance.machines()).collect();
        let jobs: Vec<usize> = (0..self.instance.jobs()).collect();
        self.whole = Core::of(self.instance, &machines, &jobs);
        let stuck = self.whole.as_mut().is_some_and(|core| !core.propagate());
        if stuck || !self.instance.has_room_for_each() {
            self.prove(self.instance.dearest() + 1, Proof::Tree(vec![Step::Close]));
            return;
        }
        self.capacity = Prices::find(self.instance, self.stop);
        self.prove(
            up(self.capacity.bound),
            Proof::Capacity(self.capacity.of_machines.clone()),
        );
        let mut random = Random::new(self.limits.seed, 2);
        let moves = (MOVES_PER_JOB * self.instance.jobs()).min(MOVES_MAX);
        if let Some(machines) = anneal(self.instance, &self.capacity, &mut random, moves, self.stop)
        {
            self.take(machines);
        }
        report(self.progress());
        if !self.done() {
            self.raise_bound();
            report(self.progress());
        }
    }

    /// Finds prices of jobs that give a better bound than those of capacity.
    fn raise_bound(&mut self) {
        let Some(core) = &self.whole else { return };
        let of_jobs = self.capacity.of_jobs.iter();
        let mut prices: Vec<f64> = of_jobs.map(|price| *price as f64).collect();
        let value = Dual::new(self.stop).ascend(core, &mut prices, self.goal(), ASCENT);
        self.lean = Some(core.clone());
        self.raise(prices, value);
    }

    /// Returns what prices are raised towards, in price units: the best plan, unless it is far away.
    pub(super) fn goal(&self) -> f64 {
        let near = self.value.max(self.capacity.bound as f64) * 1.01;
        self.best
            .as_ref()
            .map_or(near, |best| near.min((best.0 * UNIT) as f64))
    }

    /// Keeps prices of jobs and the bound that they give, when it is better.
    pub(super) fn raise(&mut self, prices: Vec<f64>, value: f64) {
        let Some(core) = &self.whole else { return };
        if self.prices.is_empty() || value > self.value {
            let steps = vec![Step::Price(listed(core, &prices)), Step::Close];
            self.prices = prices;
            self.value = value;
            self.prove(up(whole(value)), Proof::Tree(steps));
        }
    }

    /// Returns the distance that dives may aim at: to the best plan, but not too far from the bound.
    pub(super) fn gap(&self) -> f64 {
        let bound = self.certificate.bound as f64;
        let best = self
            .best
            .as_ref()
            .map_or(f64::INFINITY, |best| best.0 as f64 - 1.0);
        (best - bound).min(bound * self.within + 1.0)
    }

    /// Learns from a dive how close to the bound the next ones should aim.
    pub(super) fn note_dive(&mut self, found: bool) {
        if found {
            self.reach *= 0.85;
        } else if self.reach < 1.0 {
            self.reach = (self.reach * 1.08).min(1.0);
        } else {
            self.within *= 1.5;
        }
    }

    /// Returns whether the exact search should go on now.
    pub(super) fn wants_search(&self) -> bool {
        if self.best.is_some() {
            return self.idle > IDLE_ROUNDS && !self.outgrown;
        }
        let pairs = self
            .instance
            .jobs()
            .saturating_mul(self.instance.machines());
        self.idle > PLANLESS_ROUNDS && pairs.saturating_mul(self.instance.jobs()) <= OPEN_PAIRS_MAX
    }

    /// Keeps a search that is not done, unless its log has grown too large.
    pub(super) fn keep(&mut self, exact: Exact) {
        self.outgrown = exact.logged() > LOGGED_MAX;
        self.exact = Some(exact).filter(|_| !self.outgrown);
    }

    /// Drops the pairs that no plan better than the best can hold.
    fn thin(&mut self) {
        let Some((cost, _)) = &self.best else { return };
        if *cost < self.lean_for
            && let Some(core) = &mut self.lean
        {
            self.lean_for = *cost;
            let mut dual = Dual::new(self.stop);
            let value = dual.evaluate(core, &self.prices);
            let most = ((cost - 1) * UNIT) as f64;
            if trim(core, &mut dual, &self.prices, value, most).is_none() {
                // Nothing better is left: the exact search will say so with a proof.
                self.lean = None;
            }
        }
    }

    pub(super) fn prove(&mut self, bound: i64, proof: Proof) {
        if bound > self.certificate.bound {
            self.certificate = Certificate { bound, proof };
        }
    }

    /// Keeps the plan if it is the best so far.
    pub(super) fn take(&mut self, machines: Vec<usize>) {
        let cost_of = |(job, machine): (usize, &usize)| self.instance.costs_on(*machine)[job];
        let cost = machines.iter().enumerate().map(cost_of).sum();
        if self.best.as_ref().is_none_or(|best| cost < best.0) {
            self.best = Some((cost, machines));
            self.idle = 0;
        }
    }

    fn round(&mut self) {
        self.idle = self.idle.saturating_add(1);
        self.thin();
        let mut round = Round::plan(self);
        round.run(self);
        round.gather(self);
        self.rounds += 1;
    }
}

/// Rounds price units up to whole costs.
pub(super) fn up(units: i64) -> i64 {
    units.div_euclid(UNIT) + i64::from(units.rem_euclid(UNIT) > 0)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "prices and bounds are whole numbers below 2^53"
)]
fn whole(number: f64) -> i64 {
    number as i64
}
