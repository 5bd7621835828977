//! Serves periods anew with a search, where that gains.
#![expect(
    clippy::indexing_slicing,
    reason = "every index is one of the ground's own"
)]

use super::settle::Nerve;
use super::state::State;
use crate::solve::proof::market;
use crate::solve::serve::Kitchen;
use crate::solve::tree::Prices;

/// Serves every period anew at the prices of limits; returns whether `stop` ended it.
pub(super) fn polish(
    state: &mut State,
    kitchen: &mut Kitchen,
    prices: &Prices,
    (cases, pivots, stop): (u64, &mut u64, &(dyn Fn() -> bool + Sync)),
) -> bool {
    let ground = state.ground;
    let free = Prices {
        cells: vec![0; prices.cells.len()],
        ..prices.clone()
    };
    for period in 0..ground.problem.periods {
        if stop() {
            return true;
        }
        let orders = ground.periods[period]..ground.periods[period + 1];
        if orders.is_empty() {
            continue;
        }
        let before = state.cost;
        for stand in ground.orders[orders.start].begin..ground.orders[orders.end - 1].end {
            state.run(stand, -state.replicas[stand]);
        }
        let room = state.room.clone();
        let service = kitchen.serve(period, market(&room, &free), cases, pivots);
        if let Some(service) = service {
            for (order, counts) in orders.zip(&service.replicas) {
                let begin = ground.orders[order].begin;
                for (place, &count) in counts.iter().enumerate() {
                    state.run(begin + place, count);
                }
            }
        }
        if state.settle(Nerve::Bold) && state.cost <= before {
            state.commit();
        } else {
            state.take_back();
        }
    }
    false
}
