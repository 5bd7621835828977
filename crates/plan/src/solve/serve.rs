//! Serves periods and remembers the answers, since most cases share most of their periods.
#![expect(
    clippy::indexing_slicing,
    reason = "cells are laid out from the validated problem"
)]

use std::collections::BTreeMap;
use std::rc::Rc;

use super::layout::{Ordered, by_period};
use super::period::{Period, Service, quick, thorough};
use super::problem::Problem;

/// The number at which the price of a limit is cut in two.
const HALF: i128 = 1 << 40;

/// The number of remembered answers after which memory is cleared.
const REMEMBERED: usize = 100_000;

/// A period, the cases that its search may take, the room and price of each resource, and the
/// price of each limit.
type Asked = (usize, u64, Vec<i64>);

/// The room of every cell, the price of it, and the price of every limit.
#[derive(Clone, Copy)]
pub(super) struct Market<'a> {
    pub(super) room: &'a [i64],
    pub(super) cells: &'a [i64],
    pub(super) limits: &'a [i128],
}

/// The demands of every period and the answers given so far.
pub(super) struct Kitchen {
    pub(super) layout: Vec<Vec<Ordered>>,
    /// The most room that each resource can use in each period.
    wants: Vec<Vec<i64>>,
    /// The first period with the same demands, for each period: alike periods share answers.
    alike: Vec<usize>,
    remembered: BTreeMap<Asked, Rc<Service>>,
    periods: usize,
    /// Whether serving draws on any limit.
    draws: bool,
}

impl Kitchen {
    /// Lays out the demands of a problem.
    pub(super) fn new(problem: &Problem) -> Self {
        let layout = by_period(problem);
        let mut wants = vec![vec![0_i64; problem.resources.len()]; problem.periods];
        for (ordered, want) in layout.iter().zip(&mut wants) {
            for slot in ordered.iter().flat_map(|demand| &demand.slots) {
                let units = slot.units.saturating_mul(slot.most);
                want[slot.resource] = want[slot.resource].saturating_add(units);
            }
        }
        let mut slots = layout.iter().flatten().flat_map(|demand| &demand.slots);
        let draws = slots.any(|slot| !slot.draws.is_empty());
        let alike = (0..layout.len())
            .map(|period| (0..period).find(|&earlier| layout[earlier] == layout[period]))
            .enumerate()
            .map(|(period, earlier)| earlier.unwrap_or(period))
            .collect();
        Self {
            layout,
            wants,
            alike,
            remembered: BTreeMap::new(),
            periods: problem.periods,
            draws,
        }
    }

    /// Returns the floor of a period at the given prices, without a search.
    pub(super) fn glance(&mut self, period: usize, market: Market) -> Option<Rc<Service>> {
        self.answer(period, market, 0, &mut |asked| quick(asked))
    }

    /// Serves a period at the given prices, with a search.
    pub(super) fn serve(
        &mut self,
        period: usize,
        market: Market,
        cases: u64,
        pivots: &mut u64,
    ) -> Option<Rc<Service>> {
        self.answer(period, market, cases, &mut |asked| {
            thorough(asked, cases, pivots)
        })
    }

    fn answer(
        &mut self,
        period: usize,
        market: Market,
        cases: u64,
        find: &mut dyn FnMut(Period) -> Option<Service>,
    ) -> Option<Rc<Service>> {
        let (room, prices) = self.column(period, market.room, market.cells);
        let limits = if self.draws { market.limits } else { &[] };
        let mut key = room.clone();
        key.extend(&prices);
        // Each price in two halves that tell it apart.
        let halves = limits.iter().flat_map(|price| [price / HALF, price % HALF]);
        key.extend(halves.map(|half| i64::try_from(half).unwrap_or(i64::MAX)));
        let key = (self.alike[period], cases, key);
        if let Some(known) = self.remembered.get(&key) {
            return Some(Rc::clone(known));
        }
        let asked = Period {
            ordered: &self.layout[period],
            room: &room,
            prices: &prices,
            limits,
        };
        let service = Rc::new(find(asked)?);
        if self.remembered.len() >= REMEMBERED {
            self.remembered.clear();
        }
        self.remembered.insert(key, Rc::clone(&service));
        Some(service)
    }

    /// Returns the room and price of each resource in a period, no more room than can be used.
    fn column(&self, period: usize, room: &[i64], prices: &[i64]) -> (Vec<i64>, Vec<i64>) {
        let wants = &self.wants[period];
        let mut rooms = Vec::with_capacity(wants.len());
        let mut costs = Vec::with_capacity(wants.len());
        for (resource, &want) in wants.iter().enumerate() {
            let cell = resource * self.periods + period;
            rooms.push(room[cell].min(want));
            costs.push(if want > 0 { prices[cell] } else { 0 });
        }
        (rooms, costs)
    }
}
