//! Plans problems that are too large for one linear program: prices by ascent, a plan built at the
//! prices, and changes that better it, in turns that grow.
//!
//! At any moment there is a plan that holds and a bound that is proved by integer prices. Every
//! choice follows from the problem and the count of turns.

mod ascent;
mod blocks;
mod build;
mod choose;
mod crowd;
mod dice;
mod ground;
mod improve;
mod insert;
mod measure;
mod polish;
mod scale;
mod settle;
mod state;
mod table;

use std::rc::Rc;

use super::cost::total;
use super::domain::Domain;
use super::error::SolveError;
use super::family::families;
use super::layout::Ordered;
use super::limits::{Limits, Outcome, Progress};
use super::model::prices;
use super::problem::Problem;
use super::proof::{bound, glance, untold};
use super::serve::Kitchen;
use super::solution::Solution;
use super::tree::{Node, Prices, Proof, certificate};
use ascent::Ascent;
use blocks::shift_all;
use build::built;
use crowd::Crowd;
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
/// The doublings that are ahead of the first turn where options are too many to look at all.
const AHEAD: u32 = 2;
/// The number of doublings after which there are no more.
const DOUBLINGS: u32 = 4;
/// How much of its first step an ascent keeps from turn to turn.
const NARROWER: f64 = 0.7;
/// The most options that the steps of the first ascent look at; later ones look at a few of each task.
const CROWD: usize = 200_000;
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

impl Reached {
    /// Returns whether the plan is proven cheapest.
    pub(super) fn is_closed(&self) -> bool {
        self.best
            .as_ref()
            .is_some_and(|(cost, _)| *cost <= self.bound)
    }

    /// Returns the plan with the proof of its bound, which is one case.
    pub(super) fn outcome(self, problem: &Problem) -> Result<Outcome, SolveError> {
        let (cost, solution) = self.best.ok_or(SolveError::NothingFound)?;
        let leaf = Node::Leaf {
            proof: Rc::new(self.proof),
            bound: self.bound,
        };
        Ok(Outcome {
            solution,
            cost,
            bound: self.bound.min(cost),
            certificate: certificate(&[leaf], problem.periods, &[]),
            cases: 1,
        })
    }
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
    fn take(&mut self, layout: &'a [Vec<Ordered>]) {
        let mut undone = State::new(self.ground, &self.ground.undone);
        let mut state = undone.settle(Nerve::Bold).then_some(undone);
        if let Some(state) = &mut state {
            state.commit();
            self.keep(state);
        }
        self.report();
        let table = Table::new(self.problem);
        let mut ascent = Ascent::new(self.problem, &table, layout, &self.room);
        ascent.crowd = Crowd::sample(&table, self.problem.tasks.len(), CROWD);
        let crowded = ascent.crowd.is_some();
        // Where plans are slow to make, prices come further before the first.
        let ahead = if crowded { AHEAD } else { 0 };
        let mut share = 1.0;
        for turn in 0..self.limits.turns {
            let doubled = u32::try_from(turn).unwrap_or(u32::MAX);
            let doubled = doubled.saturating_add(ahead).min(DOUBLINGS);
            let stopped = ascent.run(STEPS << doubled, share, self.limits.stop);
            share *= NARROWER;
            let prices = self.prove(&ascent.best.1);
            let market = Market::new(self.ground, &table, &ascent);
            if crowded {
                ascent.crowd = Some(market.crowd(&table));
            }
            let mut fresh_made = false;
            if turn < BUILDS
                && !(stopped && turn > 0)
                && let Some(fresh) = self.built(&market, &ascent.mean_blocks, &prices)
                && state.as_ref().is_none_or(|held| fresh.cost < held.cost)
            {
                state = Some(fresh);
                fresh_made = true;
            }
            let Some(held) = &mut state else {
                if stopped {
                    return;
                }
                continue;
            };
            self.keep(held);
            self.report();
            held.ranked = self.ground.ranked(&market.tariff);
            let changes = (CHANGES.1 + CHANGES.0 * self.problem.tasks.len() as u64) << doubled;
            let over = stopped
                || (!fresh_made && self.polish(held, &prices))
                || (!fresh_made && shift_all(held, self.limits.stop))
                || improve(held, &market, &mut self.dice, (changes, self.limits.stop))
                || self.polish(held, &prices);
            self.keep(held);
            self.report();
            if over || self.reached.is_closed() {
                return;
            }
        }
    }

    /// Returns a plan built at new prices; what serving leaves idle is given back once serving has
    /// been searched.
    fn built(&mut self, market: &Market, blocks: &[f64], prices: &Prices) -> Option<State<'a>> {
        let mut fresh = built(self.ground, market, blocks, self.limits.stop)?;
        self.polish(&mut fresh, prices);
        fresh.holding = false;
        shift_all(&mut fresh, self.limits.stop);
        Some(fresh)
    }

    fn polish(&mut self, state: &mut State, prices: &Prices) -> bool {
        let effort = (self.limits.period_cases, &mut self.pivots, self.limits.stop);
        polish(state, self.kitchen, prices, effort)
    }

    /// Takes over prices when they prove more than those at hand; returns them in whole ticks.
    fn prove(&mut self, tariff: &Tariff) -> Prices {
        let prices = prices(&tariff.cells, &tariff.limits, self.families.len());
        if let Some(proof) = glance(self.kitchen, &self.room, prices.clone())
            && let Some(found) = bound(self.problem, &self.whole, &self.families, &proof)
            && found > self.reached.bound
        {
            self.reached.bound = found;
            self.reached.proof = proof;
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
