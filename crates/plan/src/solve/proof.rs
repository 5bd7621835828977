//! From prices to a proof: what every period costs at them, and the bound that follows.
#![expect(
    clippy::indexing_slicing,
    reason = "cells and slots are laid out from the validated problem"
)]

use std::rc::Rc;

use super::domain::Domain;
use super::problem::Problem;
use super::relax::{apart_from_serving, money_above};
use super::serve::{Kitchen, Market};
use super::tree::{Prices, Proof};

/// A bound that every plan of a validated problem is above.
pub(super) const LEAST: i64 = -(i64::MAX / 4 + 1);

/// Returns prices at which everything is free.
pub(super) fn free(problem: &Problem, families: &[Vec<usize>]) -> Prices {
    Prices {
        cells: vec![0; problem.resources.len() * problem.periods],
        limits: vec![0; problem.limits.len()],
        families: vec![0; families.len()],
    }
}

/// Returns what every period costs at least at the prices, without a search.
pub(super) fn glance(kitchen: &mut Kitchen, room: &[i64], prices: Prices) -> Option<Proof> {
    let mut floors = Vec::with_capacity(kitchen.layout.len());
    for period in 0..kitchen.layout.len() {
        let service = kitchen.glance(period, market(room, &prices))?;
        floors.push(service.floor);
    }
    Some(Proof {
        prices: Rc::new(prices),
        floors,
        services: Vec::new(),
    })
}

/// Returns the proof and bound of the whole problem at prices at which everything is free.
pub(super) fn untold(
    problem: &Problem,
    families: &[Vec<usize>],
    kitchen: &mut Kitchen,
) -> (Proof, i64) {
    let whole = Domain::whole(problem, families);
    let prices = free(problem, families);
    let room = whole.headroom(problem);
    let none = Proof {
        prices: Rc::new(prices.clone()),
        floors: Vec::new(),
        services: Vec::new(),
    };
    let proof = room.and_then(|room| glance(kitchen, &room, prices));
    let proof = proof.unwrap_or(none);
    let known = bound(problem, &whole, families, &proof).unwrap_or(LEAST);
    (proof, known)
}

/// Returns the bound in whole money that a proof gives for a case.
pub(super) fn bound(
    problem: &Problem,
    domain: &Domain,
    families: &[Vec<usize>],
    proof: &Proof,
) -> Option<i64> {
    let apart = apart_from_serving(problem, domain, families, &proof.prices)?;
    Some(money_above(apart.checked_add(proof.serving()?)?))
}

/// Returns the room and the prices that serving meets.
pub(super) fn market<'p>(room: &'p [i64], prices: &'p Prices) -> Market<'p> {
    Market {
        room,
        cells: &prices.cells,
        limits: &prices.limits,
    }
}

/// Returns the replicas of a plan that serves nothing, by demand, source and period.
pub(super) fn unserved(problem: &Problem) -> Vec<Vec<Vec<i64>>> {
    let none = |sources: usize| vec![vec![0; problem.periods]; sources];
    let demands = problem.demands.iter();
    demands.map(|demand| none(demand.sources.len())).collect()
}

/// Writes the replicas of a period, by demand of the period and slot, into those of a plan.
pub(super) fn write_service(
    kitchen: &Kitchen,
    period: usize,
    counts: &[Vec<i64>],
    replicas: &mut [Vec<Vec<i64>>],
) {
    for (ordered, counts) in kitchen.layout[period].iter().zip(counts) {
        let by_source = &mut replicas[ordered.demand];
        for (slot, &count) in ordered.slots.iter().zip(counts) {
            by_source[slot.source][period] = count;
        }
    }
}
