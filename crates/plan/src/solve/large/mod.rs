//! Plans problems that are too large for one linear program: prices by ascent, a plan built at the
//! prices, and changes that better it, in turns that grow.
//!
//! At any moment there is a plan that holds and a bound that is proved by integer prices. Every
//! choice follows from the problem and the count of turns.

mod ascent;
mod blocks;
mod build;
mod dice;
mod ground;
mod improve;
mod insert;
mod polish;
mod scale;
mod settle;
mod state;
mod table;

use std::rc::Rc;

use super::cost::total;
use super::domain::Domain;
use super::family::families;
use super::limits::{Limits, Progress};
use super::model::prices;
use super::problem::Problem;
use super::proof::{bound, glance, untold};
use super::serve::Kitchen;
use super::solution::Solution;
use super::tree::{Prices, Proof};
use ascent::Ascent;
use blocks::shift_all;
use build::built;
use dice::Dice;
use ground::Ground;
use improve::improve;
use insert::Market;
use polish::polish;
use settle::Nerve;
use state::State;
use table::{Table, Tariff};

/// The steps of the ascent in the first turn, which double turn by turn.
const STEPS: u32 = 100;
/// The number of turns after which they no longer double.
const DOUBLINGS: u32 = 4;
/// The turns in which a plan is built anew.
const BUILDS: u64 = 4;
/// The changes tried in the first turn, for each task and in all.
const CHANGES: (u64, u64) = (1, 500);
/// The seed of all chance.
const SEED: u64 = 1;

/// What the turns have led to.
pub(super) struct Reached {
    pub(super) best: Option<(i64, Solution)>,
    pub(super) proof: Proof,
    pub(super) bound: i64,
}

/// Returns whether every task may be left undone: plans are then built from nothing.
pub(super) fn applies(problem: &Problem) -> bool {
    problem.tasks.iter().all(|task| {
        let mut options = task.options.iter();
        options.any(|option| option.uses.is_empty())
    })
}

/// Takes turns until the limits run out or the plan is proven cheapest.
pub(super) fn run(problem: &Problem, kitchen: &mut Kitchen, limits: &Limits) -> Reached {
    let families = families(problem);
    let (proof, known) = untold(problem, &families, kitchen);
    let reached = Reached {
        best: None,
        proof,
        bound: known,
    };
    let whole = Domain::whole(problem, &families);
    let Some(room) = whole.headroom(problem) else {
        return reached;
    };
    let layout = kitchen.layout.clone();
    let ground = Ground::new(problem, &layout);
    let mut turns = Turns {
        problem,
        limits: *limits,
        kitchen,
        families,
        whole,
        room,
        ground: &ground,
        reached,
        pivots: limits.pivots,
        dice: Dice(SEED),
    };
    turns.take(&layout);
    turns.reached
}

struct Turns<'a, 'k> {
    problem: &'a Problem,
    limits: Limits<'a>,
    kitchen: &'k mut Kitchen,
    families: Vec<Vec<usize>>,
    whole: Domain,
    room: Vec<i64>,
    ground: &'a Ground<'a>,
    reached: Reached,
    pivots: u64,
    dice: Dice,
}

impl<'a> Turns<'a, '_> {
    fn take(&mut self, layout: &'a [Vec<super::layout::Ordered>]) {
        let mut undone = State::new(self.ground, &self.ground.undone);
        let mut state = undone.settle(Nerve::Bold).then_some(undone);
        if let Some(state) = &mut state {
            state.commit();
            self.keep(state);
        }
        self.report();
        let table = Table::new(self.problem);
        let mut ascent = Ascent::new(self.problem, &table, layout, &self.room);
        for turn in 0..self.limits.turns {
            let doubled = u32::try_from(turn).unwrap_or(u32::MAX).min(DOUBLINGS);
            let stopped = ascent.run(STEPS << doubled, 0.6_f64.powi(turn.min(4) as i32), self.limits.stop);
            let prices = self.prove(&ascent.best.1);
            let market = Market::new(self.ground, &table, &ascent);
            if turn < BUILDS {
                let stop: &dyn Fn() -> bool = if stopped && turn > 0 { &|| true } else { &|| false };
                if let Some(mut fresh) = built(self.ground, &market, &ascent.mean_blocks, stop) {
                    polish(&mut fresh, self.kitchen, &prices, (self.limits.period_cases, &mut self.pivots, self.limits.stop));
                    fresh.holding = false;
                    shift_all(&mut fresh, self.limits.stop);
                    if state.as_ref().is_none_or(|held| fresh.cost < held.cost) {
                        state = Some(fresh);
                    }
                }
            }
            let Some(held) = &mut state else { continue };
            self.keep(held);
            self.report();
            let changes = CHANGES.1 + CHANGES.0 * self.problem.tasks.len() as u64;
            held.ranked = self.ground.ranked(&market.tariff);
            let c0=held.cost; let t0=std::time::Instant::now();
            let mut over = stopped || polish(held, self.kitchen, &prices, (self.limits.period_cases, &mut self.pivots, self.limits.stop));
            eprintln!("polish {:?} {} pivots {}", t0.elapsed(), (held.cost-c0)/10000, self.pivots); let c0=held.cost; let t0=std::time::Instant::now();
            over = over || shift_all(held, self.limits.stop);
            eprintln!("shift {:?} {}", t0.elapsed(), (held.cost-c0)/10000); let c0=held.cost; let t0=std::time::Instant::now();
            over = over || improve(held, &market, &mut self.dice, (changes << doubled, self.limits.stop));
            eprintln!("improve {:?} {}", t0.elapsed(), (held.cost-c0)/10000); let c0=held.cost; let t0=std::time::Instant::now();
            over = over || polish(held, self.kitchen, &prices, (self.limits.period_cases, &mut self.pivots, self.limits.stop));
            eprintln!("polish {:?} {}", t0.elapsed(), (held.cost-c0)/10000);
            self.keep(held);
            self.report();
            if over || self.is_closed() {
                return;
            }
        }
    }

    /// Takes over prices when they prove more than those at hand; returns them in whole ticks.
    fn prove(&mut self, tariff: &Tariff) -> Prices {
        let prices = prices(&tariff.cells, &tariff.limits, self.families.len());
        if let Some(proof) = glance(self.kitchen, &self.room, prices.clone())
            && let Some(found) = bound(self.problem, &self.whole, &self.families, &proof)
            && found > self.reached.bound
        {
            self.reached.bound = found;
            self.reached.proof = Proof {
                prices: Rc::clone(&proof.prices),
                ..proof
            };
        }
        prices
    }

    /// Keeps the plan as it stands when it is the best so far.
    fn keep(&mut self, state: &State) {
        let better = |known: &(i64, Solution)| state.cost < i128::from(known.0);
        if self.reached.best.as_ref().is_none_or(better) {
            let solution = state.solution();
            if let Some(cost) = total(self.problem, &solution) {
                self.reached.best = Some((cost, solution));
            }
        }
    }

    fn is_closed(&self) -> bool {
        let best = self.reached.best.as_ref();
        best.is_some_and(|(cost, _)| *cost <= self.reached.bound)
    }

    fn report(&self) {
        let cost = self.reached.best.as_ref().map(|(cost, _)| *cost);
        let bound = self.reached.bound;
        (self.limits.progress)(&Progress {
            cases: 0,
            cost,
            bound: Some(cost.map_or(bound, |cost| bound.min(cost))),
        });
    }
}
