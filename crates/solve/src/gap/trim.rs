//! Pairs that no plan below the goal can hold, found from the prices.

#![expect(
    clippy::indexing_slicing,
    reason = "forcings have one entry for each item, and places one for each item of the machine"
)]

use super::core::Core;
use super::dual::Dual;

/// Drops every pair that alone lifts the bound of these prices above `most`, and draws the consequences.
///
/// Choosing a pair costs its machine the profit it gives up, and costs every other machine that packs the job now
/// what it loses by not packing it. Returns how many pairs were dropped, or `None` when no plan costs `most` or
/// less: the bound alone is above it, or a job has no pair left.
pub(super) fn trim(core: &mut Core, dual: &mut Dual, prices: &[f64], most: f64) -> Option<usize> {
    let jobs = core.options.len();
    let mut bound = core.spent;
    for (job, price) in prices.iter().enumerate() {
        if core.settled[job].is_none() {
            bound += price;
        }
    }
    let mut losses = vec![0.0; jobs];
    let mut own_loss: Vec<Vec<f64>> = Vec::with_capacity(core.machines.len());
    let mut forcings = Vec::new();
    for index in 0..core.machines.len() {
        let best = dual.pack(core, index, prices);
        bound -= best;
        dual.knapsack.forcings(&dual.items, &mut forcings);
        let machine = &mut core.machines[index];
        let mut own = vec![0.0; machine.pairs.len()];
        for pair in &mut machine.pairs {
            let given_up = best - (prices[pair.job] - pair.cost);
            pair.excess = given_up - dual.knapsack.at(machine.room - pair.size);
        }
        for (&place, &(with, without)) in dual.places.iter().zip(&forcings) {
            let pair = &mut machine.pairs[place];
            pair.excess = with;
            losses[pair.job] += without;
            own[place] = without;
        }
        own_loss.push(own);
    }
    if bound > most {
        return None;
    }
    let mut dropped = 0;
    for (machine, own) in core.machines.iter_mut().zip(own_loss) {
        let options = &mut core.options;
        let mut own = own.into_iter();
        machine.pairs.retain_mut(|pair| {
            pair.excess += losses[pair.job] - own.next().unwrap_or(0.0);
            let keep = bound + pair.excess <= most;
            options[pair.job] -= usize::from(!keep);
            dropped += usize::from(!keep);
            keep
        });
    }
    core.propagate().then_some(dropped)
}
