//! The demands by period: what each period asks for and which sources can serve it.
#![expect(clippy::indexing_slicing, reason = "the problem is validated")]

use super::cover::Ask;
use super::problem::{Draw, Problem};

/// A source of a demand in one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) source: usize,
    pub(super) resource: usize,
    pub(super) units: i64,
    pub(super) output: i64,
    pub(super) cost: i64,
    /// What a replica draws on limits.
    pub(super) draws: Vec<Draw>,
    /// The replicas beyond which more serve nothing.
    pub(super) most: i64,
}

impl Slot {
    /// Returns the most replicas that can run in the given room of the resource.
    pub(super) fn fits(&self, room: i64) -> i64 {
        if self.units == 0 {
            self.most
        } else {
            self.most.min(room.max(0) / self.units)
        }
    }
}

/// A demand in one period in which it asks for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ordered {
    pub(super) demand: usize,
    pub(super) ask: Ask,
    pub(super) slots: Vec<Slot>,
}

/// Returns, for every period, the demands that ask for something in it.
pub(super) fn by_period(problem: &Problem) -> Vec<Vec<Ordered>> {
    (0..problem.periods)
        .map(|period| {
            let asking = problem.demands.iter().enumerate();
            asking
                .filter_map(|(index, _)| ordered(problem, index, period))
                .collect()
        })
        .collect()
}

fn ordered(problem: &Problem, index: usize, period: usize) -> Option<Ordered> {
    let demand = &problem.demands[index];
    let amount = demand.amount[period];
    if amount == 0 {
        return None;
    }
    let slots = demand.sources.iter().enumerate();
    let slots = slots
        .filter(|(_, source)| source.from <= period && period < source.until)
        .map(|(source_index, source)| Slot {
            source: source_index,
            resource: source.resource,
            units: source.units,
            output: source.output,
            cost: source.cost,
            draws: source.draws.clone(),
            most: (amount - 1) / source.output + 1,
        })
        .collect();
    let ask = Ask {
        amount,
        penalty: demand.penalty,
        per: demand.penalty_per,
    };
    Some(Ordered {
        demand: index,
        ask,
        slots,
    })
}
