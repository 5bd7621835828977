//! The search: bounds cases by prices, rounds them to plans and splits what is still open.
#![expect(
    clippy::indexing_slicing,
    reason = "cases and columns are created here"
)]

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::rc::Rc;

use super::branch::{Fractions, answers, question};
use super::cost::total;
use super::domain::{Domain, cells};
use super::error::SolveError;
use super::family::families;
use super::fill::{Left, fill};
use super::large::Reached;
use super::limits::{Limits, Outcome, Progress};
use super::model::Model;
use super::problem::Problem;
use super::proof::{LEAST, bound, free, glance, market, unserved, untold, write_service};
use super::round::{Choice, choices};
use super::serve::Kitchen;
use super::simplex::Ending;
use super::solution::Solution;
use super::tree::{Node, Prices, Proof, Question, certificate, least_bound, proof_of};

/// A cost that every plan of a validated problem stays below.
const WORST: i64 = i64::MAX / 4 + 1;

/// How many times as many cases a period may take when the choice is made.
const SETTLING: u64 = 50;

/// The state of a run.
pub(super) struct Search<'a> {
    problem: &'a Problem,
    limits: Limits<'a>,
    kitchen: Kitchen,
    model: Model,
    families: Vec<Vec<usize>>,
    pivots: u64,
    /// Prices found before the search, with their bound.
    root: Option<(Proof, i64)>,
    nodes: Vec<Node>,
    domains: Vec<Option<Domain>>,
    queue: BinaryHeap<Reverse<(i64, usize)>>,
    best: Option<(i64, Solution)>,
    /// The choices tried, each with the prices of limits at which it was served.
    tried: BTreeSet<(Choice, Vec<i128>)>,
    cases: u64,
    reported: Option<(Option<i64>, i64)>,
}

impl<'a> Search<'a> {
    /// Prepares a run over a validated problem.
    pub(super) fn new(
        problem: &'a Problem,
        limits: Limits<'a>,
        kitchen: Kitchen,
    ) -> Result<Self, SolveError> {
        let families = families(problem);
        let whole = Domain::whole(problem, &families);
        if let Some(task) = unplaceable(problem, &whole) {
            return Err(SolveError::Infeasible { task: Some(task) });
        }
        let model = Model::new(problem, &kitchen.layout, &families);
        Ok(Self {
            problem,
            pivots: limits.pivots,
            limits,
            kitchen,
            model,
            families,
            root: None,
            nodes: Vec::new(),
            domains: vec![Some(whole)],
            queue: BinaryHeap::new(),
            best: None,
            tried: BTreeSet::new(),
            cases: 0,
            reported: None,
        })
    }

    /// Starts with the plan and the prices of another run.
    pub(super) fn beginning_with(mut self, reached: Reached) -> Self {
        self.best = reached.best;
        self.root = Some((reached.proof, reached.bound));
        self
    }

    /// Runs until the gap is closed or the limits run out.
    pub(super) fn run(mut self) -> Result<Outcome, SolveError> {
        self.plant();
        self.try_undone();
        while self.cases < self.limits.cases && self.pivots > 0 && !(self.limits.stop)() {
            match self.queue.peek() {
                Some(&Reverse((bound, _))) if bound < self.cutoff() => self.report(bound),
                Some(_) | None => break,
            }
            let Some(Reverse((_, index))) = self.queue.pop() else {
                break;
            };
            let Some(domain) = self.domains[index].take() else {
                continue;
            };
            self.cases += 1;
            self.examine(index, domain);
        }
        let Some((cost, solution)) = self.best.take() else {
            let closed = self.queue.is_empty();
            return Err(if closed {
                SolveError::Infeasible { task: None }
            } else {
                SolveError::NothingFound
            });
        };
        let bound = least_bound(&self.nodes).unwrap_or(cost).min(cost);
        let certificate = certificate(&self.nodes, self.problem.periods, &self.families);
        let done = Progress {
            cases: self.cases,
            cost: Some(cost),
            bound: Some(bound),
        };
        (self.limits.progress)(&done);
        Ok(Outcome {
            solution,
            cost,
            bound,
            certificate,
            cases: self.cases,
        })
    }

    fn cutoff(&self) -> i64 {
        self.best.as_ref().map_or(WORST, |(cost, _)| *cost)
    }

    fn report(&mut self, bound: i64) {
        let state = (self.best.as_ref().map(|(cost, _)| *cost), bound);
        if self.reported != Some(state) {
            self.reported = Some(state);
            let bound = Some(bound.min(state.0.unwrap_or(bound)));
            (self.limits.progress)(&Progress {
                cases: self.cases,
                cost: state.0,
                bound,
            });
        }
    }

    /// Plants the root of the tree, bounded by free capacity.
    fn plant(&mut self) {
        let root = self.root.take();
        let (proof, bound) =
            root.unwrap_or_else(|| untold(self.problem, &self.families, &mut self.kitchen));
        self.nodes.push(Node::Leaf {
            proof: Rc::new(proof),
            bound,
        });
        self.queue.push(Reverse((bound, 0)));
    }

    /// Tries the plan that leaves every task undone and buys nothing.
    fn try_undone(&mut self) {
        let mut options = Vec::with_capacity(self.problem.tasks.len());
        for task in &self.problem.tasks {
            let undone = task
                .options
                .iter()
                .enumerate()
                .filter(|(_, held)| held.uses.is_empty());
            let Some((index, _)) = undone.min_by_key(|(_, option)| option.cost) else {
                return;
            };
            options.push(index);
        }
        let choice = Choice {
            options,
            blocks: vec![0; self.problem.expansions.len()],
        };
        self.offer(choice, &vec![0; self.problem.limits.len()]);
    }

    /// Bounds a case, rounds it, and splits it when it is still open.
    fn examine(&mut self, index: usize, domain: Domain) {
        let Some(room) = domain.headroom(self.problem) else {
            self.close(index, i64::MAX);
            return;
        };
        if !domain.keeps_limits(self.problem) {
            self.close(index, i64::MAX);
            return;
        }
        if domain.is_single() {
            self.settle(index, &domain, &room);
            return;
        }
        self.model
            .restrict(self.problem, &self.kitchen.layout, &domain, &room);
        let ending = self.model.simplex.run(&mut self.pivots, self.limits.stop);
        if let Ending::Impossible(weights) = &ending
            && self.refuse(index, &domain, &room, weights)
        {
            return;
        }
        let prices = self.model.prices(&self.model.simplex.prices());
        let worth = prices.limits.clone();
        if let Some(proof) = self.glance(&room, prices) {
            self.strengthen(index, &domain, proof);
        }
        let fractions = self.fractions();
        if self.is_open(index) {
            self.round(&domain, &fractions, &worth);
        }
        if self.is_open(index) {
            self.refine(index, &domain, &room, self.limits.period_cases);
        }
        if self.is_open(index)
            && let Some(question) = question(self.problem, &domain, &self.families, &fractions)
        {
            self.split(index, &domain, question);
        }
    }

    /// Tries the choices near the fractional ones, serving blind to limits and mindful of them.
    fn round(&mut self, domain: &Domain, fractions: &Fractions, worth: &[i128]) {
        let blind = vec![0; worth.len()];
        for choice in choices(self.problem, domain, fractions) {
            if worth.iter().any(|&price| price > 0) {
                self.offer(choice.clone(), worth);
            }
            self.offer(choice, &blind);
        }
    }

    /// Returns prices at which everything is free.
    fn free(&self) -> Prices {
        free(self.problem, &self.families)
    }

    fn is_open(&self, index: usize) -> bool {
        proof_of(&self.nodes, index).is_some_and(|(_, bound)| bound < self.cutoff())
    }

    fn close(&mut self, index: usize, known: i64) {
        if let Node::Leaf { bound, .. } = &mut self.nodes[index] {
            *bound = known;
        }
    }

    fn fractions(&self) -> Fractions {
        let values = self.model.simplex.values();
        let shares = |columns: &Vec<usize>| columns.iter().map(|&column| values[column]).collect();
        Fractions {
            options: self.model.options.iter().map(shares).collect(),
            blocks: self
                .model
                .blocks
                .iter()
                .map(|&column| values[column])
                .collect(),
        }
    }

    fn bound(&self, domain: &Domain, proof: &Proof) -> Option<i64> {
        bound(self.problem, domain, &self.families, proof)
    }

    fn glance(&mut self, room: &[i64], prices: Prices) -> Option<Proof> {
        glance(&mut self.kitchen, room, prices)
    }

    /// Takes over a proof when it bounds the case better than the one at hand.
    fn strengthen(&mut self, index: usize, domain: &Domain, proof: Proof) {
        let Some(found) = self.bound(domain, &proof) else {
            return;
        };
        if let Node::Leaf { proof: held, bound } = &mut self.nodes[index]
            && found > *bound
        {
            *held = Rc::new(proof);
            *bound = found;
        }
    }

    /// Searches every period at the prices of the case until the case is closed.
    fn refine(&mut self, index: usize, domain: &Domain, room: &[i64], cases: u64) {
        let Some((held, _)) = proof_of(&self.nodes, index) else {
            return;
        };
        let mut proof = held.as_ref().clone();
        let prices = Rc::clone(&proof.prices);
        let market = market(room, &prices);
        if !(self.limits.stop)() {
            self.kitchen.serve_all(market, cases, &mut self.pivots);
        }
        for period in 0..self.problem.periods {
            if (self.limits.stop)() {
                break;
            }
            let service = self.kitchen.serve(period, market, cases, &mut self.pivots);
            if let Some(service) = service
                && service.floor > proof.floors[period]
            {
                proof.floors[period] = service.floor;
                proof.services.retain(|(known, _)| *known != period);
                proof.services.push((period, service));
            }
        }
        self.strengthen(index, domain, proof);
    }

    /// Closes a case that the linear program finds impossible; returns whether prices prove it.
    fn refuse(&mut self, index: usize, domain: &Domain, room: &[i64], weights: &[f64]) -> bool {
        let by_row = self.model.simplex.unscaled_prices(weights);
        let largest = by_row
            .iter()
            .fold(0.0_f64, |most, price| most.max(price.abs()));
        let mut scale = 1.0 / largest.max(1e-9);
        for _ in 0..16 {
            let scaled: Vec<f64> = by_row.iter().map(|price| price * scale).collect();
            let prices = self.model.prices(&scaled);
            if let Some(proof) = self.glance(room, prices) {
                self.strengthen(index, domain, proof);
            }
            if !self.is_open(index) {
                return true;
            }
            scale *= 10.0;
        }
        false
    }

    /// Serves the only choice of a case: its bound is its cost as far as its periods are proven.
    fn settle(&mut self, index: usize, domain: &Domain, room: &[i64]) {
        let options = domain
            .allowed
            .iter()
            .filter_map(|allowed| allowed.first().copied());
        let choice = Choice {
            options: options.collect(),
            blocks: domain.low.clone(),
        };
        self.offer(choice, &vec![0; self.problem.limits.len()]);
        let free = self.free();
        if let Some(proof) = self.glance(room, free) {
            let held = Node::Leaf {
                proof: Rc::new(proof),
                bound: LEAST,
            };
            let before = std::mem::replace(&mut self.nodes[index], held);
            // Nothing is left to split here, so what the periods leave open stays open.
            let cases = self.limits.period_cases.saturating_mul(SETTLING);
            self.refine(index, domain, room, cases);
            if let (Node::Leaf { bound: old, .. }, Some((_, new))) =
                (&before, proof_of(&self.nodes, index))
                && *old > new
            {
                self.nodes[index] = before;
            }
        }
    }

    fn split(&mut self, index: usize, domain: &Domain, question: Question) {
        let Some((proof, inherited)) = proof_of(&self.nodes, index) else {
            return;
        };
        let first = self.nodes.len();
        for (side, child) in answers(domain, &question).into_iter().enumerate() {
            let bound = if child.allowed.iter().any(Vec::is_empty) {
                i64::MAX
            } else {
                self.bound(&child, &proof)
                    .unwrap_or(inherited)
                    .max(inherited)
            };
            self.nodes.push(Node::Leaf {
                proof: Rc::clone(&proof),
                bound,
            });
            if bound < self.cutoff() {
                self.queue.push(Reverse((bound, first + side)));
            }
            self.domains.push(Some(child));
        }
        self.nodes[index] = Node::Split { question, first };
    }

    /// Serves a choice at no price for room and keeps the plan when it is the best so far.
    ///
    /// Serving that is blind to a limit may break it; then nothing is served, which breaks none.
    fn offer(&mut self, choice: Choice, limits: &[i128]) {
        if !self.tried.insert((choice.clone(), limits.to_vec())) {
            return;
        }
        let domain = Domain::single(&choice.options, &choice.blocks);
        let Some(room) = domain.headroom(self.problem) else {
            return;
        };
        let prices = Prices {
            limits: limits.to_vec(),
            ..self.free()
        };
        let Some(replicas) = self.served(&room, &prices) else {
            return;
        };
        let solution = Solution {
            options: choice.options,
            replicas,
            blocks: choice.blocks,
        };
        if self.problem.limits.is_empty() {
            self.keep(solution);
        } else if let Some(filled) = filled(self.problem, solution.clone(), room.clone()) {
            self.keep(filled);
        } else {
            let replicas = unserved(self.problem);
            let idle = Solution {
                replicas,
                ..solution
            };
            if let Some(filled) = filled(self.problem, idle, room) {
                self.keep(filled);
            }
        }
    }

    /// Keeps a plan when it is the best so far.
    fn keep(&mut self, solution: Solution) {
        if let Some(cost) = total(self.problem, &solution)
            && cost < self.cutoff()
        {
            self.best = Some((cost, solution));
        }
    }

    /// Serves every period at the given prices.
    fn served(&mut self, room: &[i64], prices: &Prices) -> Option<Vec<Vec<Vec<i64>>>> {
        let mut replicas = unserved(self.problem);
        let (cases, market) = (self.limits.period_cases, market(room, prices));
        self.kitchen.serve_all(market, cases, &mut self.pivots);
        for period in 0..self.problem.periods {
            let served = self
                .kitchen
                .serve(period, market, cases, &mut self.pivots)?;
            write_service(&self.kitchen, period, &served.replicas, &mut replicas);
        }
        Some(replicas)
    }
}

/// Completes a plan with the work that fits into the room that serving leaves; `None` when a limit
/// is not kept.
fn filled(problem: &Problem, mut solution: Solution, room: Vec<i64>) -> Option<Solution> {
    let room = after_serving(problem, &solution, room);
    let mut left = Left::of(problem, &solution, room);
    fill(problem, &mut solution.blocks, &mut left).then_some(solution)
}

/// Returns the room that serving leaves.
fn after_serving(problem: &Problem, solution: &Solution, mut room: Vec<i64>) -> Vec<i64> {
    for (demand, by_source) in problem.demands.iter().zip(&solution.replicas) {
        for (source, replicas) in demand.sources.iter().zip(by_source) {
            let start = source.resource * problem.periods;
            for (cell, &count) in room[start..].iter_mut().zip(replicas) {
                *cell -= source.units.saturating_mul(count);
            }
        }
    }
    room
}

/// Returns a task none of whose options fits even when it is alone and everything is bought.
fn unplaceable(problem: &Problem, whole: &Domain) -> Option<usize> {
    let alone = Domain {
        allowed: Vec::new(),
        ..whole.clone()
    };
    let room = alone.headroom(problem)?;
    problem.tasks.iter().position(|task| {
        !task.options.iter().any(|option| {
            cells(problem, option)
                .iter()
                .all(|(&cell, &units)| room[cell] >= units)
        })
    })
}
