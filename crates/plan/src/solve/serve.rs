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
use crate::side_by_side;

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

/// The room and price of each resource in a period, and the price of each limit.
struct Columns {
    room: Vec<i64>,
    prices: Vec<i64>,
    limits: Vec<i128>,
}

impl Columns {
    fn period<'a>(&'a self, ordered: &'a [Ordered]) -> Period<'a> {
        Period {
            ordered,
            room: &self.room,
            prices: &self.prices,
            limits: &self.limits,
        }
    }
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

    /// Serves every period at the given prices, what was not asked before two periods at a time; each
    /// search may take the pivots that are left.
    pub(super) fn serve_all(&mut self, market: Market, cases: u64, pivots: &mut u64) {
        let mut unknown: BTreeMap<Asked, (usize, Columns)> = BTreeMap::new();
        for period in 0..self.periods {
            let (key, columns) = self.asked(period, market, cases);
            if !self.remembered.contains_key(&key) {
                unknown.entry(key).or_insert((period, columns));
            }
        }
        let unknown: Vec<(Asked, (usize, Columns))> = unknown.into_iter().collect();
        let (layout, left) = (&self.layout, *pivots);
        let found = side_by_side::each(&unknown, |(_, (period, columns))| {
            let mut own = left;
            let service = thorough(columns.period(&layout[*period]), cases, &mut own);
            (service, left - own)
        });
        for ((key, _), (service, used)) in unknown.into_iter().zip(found) {
            *pivots = pivots.saturating_sub(used);
            if let Some(service) = service {
                self.remember(key, Rc::new(service));
            }
        }
    }

    fn answer(
        &mut self,
        period: usize,
        market: Market,
        cases: u64,
        find: &mut dyn FnMut(Period) -> Option<Service>,
    ) -> Option<Rc<Service>> {
        let (key, columns) = self.asked(period, market, cases);
        if let Some(known) = self.remembered.get(&key) {
            return Some(Rc::clone(known));
        }
        let service = Rc::new(find(columns.period(&self.layout[period]))?);
        self.remember(key, Rc::clone(&service));
        Some(service)
    }

    fn remember(&mut self, key: Asked, service: Rc<Service>) {
        if self.remembered.len() >= REMEMBERED {
            self.remembered.clear();
        }
        self.remembered.insert(key, service);
    }

    /// Returns what is asked of a period at these prices, and what tells it from all else.
    fn asked(&self, period: usize, market: Market, cases: u64) -> (Asked, Columns) {
        let (room, prices) = self.column(period, market.room, market.cells);
        let limits = if self.draws { market.limits } else { &[] };
        let mut key = room.clone();
        key.extend(&prices);
        // Each price in two halves that tell it apart.
        let halves = limits.iter().flat_map(|price| [price / HALF, price % HALF]);
        key.extend(halves.map(|half| i64::try_from(half).unwrap_or(i64::MAX)));
        let columns = Columns {
            room,
            prices,
            limits: limits.to_vec(),
        };
        ((self.alike[period], cases, key), columns)
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
