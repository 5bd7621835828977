//! Pairs that no plan below the goal can hold, found from the prices.

#![expect(
    clippy::indexing_slicing,
    reason = "forcings have one entry for each item, and places one for each item of the machine"
)]

use super::core::Core;
use super::dual::Dual;

/// Drops every pair that alone lifts the bound above `most`, and draws the consequences.
///
/// `bound` is that of the prices. Choosing a pair costs its machine the profit it gives up, and costs every other
/// machine that packs the job now what it loses by not packing it. Returns how many pairs were dropped, or `None`
/// when a job is left without any: no plan costs `most` or less.
pub(super) fn trim(
    core: &mut Core,
    dual: &mut Dual<'_>,
    prices: &[f64],
    bound: f64,
    most: f64,
) -> Option<usize> {
    let slack = most - bound;
    let mut losses = vec![0.0; core.options.len()];
    let mut own_losses: Vec<Vec<f64>> = Vec::with_capacity(core.machines.len());
    for index in 0..core.machines.len() {
        dual.list(core, index, prices);
        let machine = &mut core.machines[index];
        dual.knapsack.force(machine.room, &dual.items, slack);
        let mut own = vec![0.0; machine.pairs.len()];
        let mut packable = dual.places.iter().zip(&dual.knapsack.forcings).peekable();
        for (place, pair) in machine.pairs.iter_mut().enumerate() {
            match packable.next_if(|(at, _)| **at == place) {
                Some((_, forcing)) => {
                    pair.excess = forcing.within;
                    own[place] = forcing.without;
                    losses[pair.job] += forcing.without;
                }
                None => {
                    let profit = prices[pair.job] - pair.cost;
                    pair.excess = dual.knapsack.forced_in(pair.size, profit);
                }
            }
        }
        own_losses.push(own);
    }
    let mut dropped = 0;
    for (machine, own) in core.machines.iter_mut().zip(own_losses) {
        let options = &mut core.options;
        let mut own = own.into_iter();
        machine.pairs.retain_mut(|pair| {
            pair.excess += losses[pair.job] - own.next().unwrap_or(0.0);
            let keep = pair.excess <= slack;
            options[pair.job] -= usize::from(!keep);
            dropped += usize::from(!keep);
            keep
        });
    }
    core.propagate().then_some(dropped)
}
