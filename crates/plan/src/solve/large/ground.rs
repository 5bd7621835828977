//! What of a problem is looked up again and again while a plan is improved.
#![expect(
    clippy::indexing_slicing,
    reason = "cells, orders and limits are laid out together from the validated problem"
)]

use super::table::Tariff;
use crate::solve::cover::Ask;
use crate::solve::fill::givers;
use crate::solve::layout::{Ordered, Slot};
use crate::solve::model::float;
use crate::solve::problem::{Problem, Task};

/// A demand in a period, with where its places begin and end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Order {
    pub(super) period: usize,
    pub(super) demand: usize,
    pub(super) ask: Ask,
    pub(super) begin: usize,
    pub(super) end: usize,
}

/// A source of an order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stand<'a> {
    pub(super) order: usize,
    pub(super) cell: usize,
    pub(super) slot: &'a Slot,
}

/// Work that gives way in a cell: what a unit of room is worth to it, and what it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guest {
    pub(super) worth: f64,
    pub(super) work: Work,
}

/// Replicas of a stand, or blocks of an expansion that use capacity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Work {
    Stand(usize),
    Block(usize),
}

/// The problem and its indices.
pub(super) struct Ground<'a> {
    pub(super) problem: &'a Problem,
    pub(super) orders: Vec<Order>,
    pub(super) stands: Vec<Stand<'a>>,
    /// The orders of each period begin here.
    pub(super) periods: Vec<usize>,
    /// What can give way in each cell, the least worth first.
    pub(super) guests: Vec<Vec<Guest>>,
    /// The expansions that add to each resource.
    pub(super) adders: Vec<Vec<usize>>,
    /// The expansions that give to each limit, the cheapest first, with what a block gives.
    pub(super) givers: Vec<Vec<(usize, i64)>>,
    /// What is asked for comes first: it may draw on what is paid once.
    pub(super) limits: Vec<usize>,
    /// The option of each task that uses nothing and costs least.
    pub(super) undone: Vec<usize>,
}

impl<'a> Ground<'a> {
    /// Indexes a problem.
    pub(super) fn new(problem: &'a Problem, layout: &'a [Vec<Ordered>]) -> Self {
        let mut limits: Vec<usize> = (0..problem.limits.len()).collect();
        limits.sort_by_key(|&limit| problem.limits[limit] >= 0);
        let mut adders = vec![Vec::new(); problem.resources.len()];
        for (index, expansion) in problem.expansions.iter().enumerate() {
            for add in expansion.adds.iter().filter(|add| add.units > 0) {
                adders[add.resource].push(index);
            }
        }
        let mut ground = Self {
            problem,
            orders: Vec::new(),
            stands: Vec::new(),
            periods: vec![0],
            guests: vec![Vec::new(); problem.resources.len() * problem.periods],
            adders,
            givers: givers_of(problem),
            limits,
            undone: problem.tasks.iter().map(cheapest_undone).collect(),
        };
        for (period, ordered) in layout.iter().enumerate() {
            for demand in ordered {
                ground.order(period, demand);
            }
            ground.periods.push(ground.orders.len());
        }
        ground.invite_blocks();
        for guests in &mut ground.guests {
            guests.sort_by(|one, two| one.worth.total_cmp(&two.worth));
        }
        ground
    }

    fn order(&mut self, period: usize, demand: &'a Ordered) {
        let (order, begin) = (self.orders.len(), self.stands.len());
        let lost = float(demand.ask.penalty) / float(demand.ask.per);
        for slot in &demand.slots {
            let cell = slot.resource * self.problem.periods + period;
            if slot.units > 0 {
                let saved = lost * float(slot.output) - float(slot.cost);
                self.guests[cell].push(Guest {
                    worth: saved / float(slot.units),
                    work: Work::Stand(self.stands.len()),
                });
            }
            self.stands.push(Stand { order, cell, slot });
        }
        let end = self.stands.len();
        self.orders.push(Order {
            period,
            demand: demand.demand,
            ask: demand.ask,
            begin,
            end,
        });
    }

    /// Returns the stands of each order in the order of what they cost at the prices for what they
    /// serve.
    pub(super) fn ranked(&self, tariff: &Tariff) -> Vec<usize> {
        let rate = |&stand: &usize| {
            let Stand { slot, cell, .. } = self.stands[stand];
            let drawn = slot.draws.iter();
            let drawn: f64 = drawn
                .map(|draw| float(draw.units) * tariff.limits[draw.limit])
                .sum();
            (float(slot.cost) + float(slot.units) * tariff.cells[cell] + drawn) / float(slot.output)
        };
        let mut ranked: Vec<usize> = (0..self.stands.len()).collect();
        for order in &self.orders {
            let own = &mut ranked[order.begin..order.end];
            own.sort_by(|one, two| rate(one).total_cmp(&rate(two)).then(one.cmp(two)));
        }
        ranked
    }

    fn invite_blocks(&mut self) {
        for (index, expansion) in self.problem.expansions.iter().enumerate() {
            // What a block gives could be had from the dearest giver instead.
            let mut worth = -float(expansion.cost);
            for draw in expansion.draws.iter().filter(|draw| draw.units < 0) {
                if let Some(&(dearest, given)) = self.givers[draw.limit].last() {
                    let rate = float(self.problem.expansions[dearest].cost) / float(given);
                    worth -= rate * float(draw.units);
                }
            }
            for add in expansion.adds.iter().filter(|add| add.units < 0) {
                let start = add.resource * self.problem.periods;
                for guests in &mut self.guests[start + add.from..start + add.until] {
                    guests.push(Guest {
                        worth: worth / -float(add.units),
                        work: Work::Block(index),
                    });
                }
            }
        }
    }
}

fn cheapest_undone(task: &Task) -> usize {
    let options = task.options.iter().enumerate();
    let undone = options.filter(|(_, option)| option.uses.is_empty());
    undone
        .min_by_key(|(_, option)| option.cost)
        .map_or(0, |(index, _)| index)
}

/// Returns the givers of every limit that has any.
fn givers_of(problem: &Problem) -> Vec<Vec<(usize, i64)>> {
    let mut given = vec![false; problem.limits.len()];
    for draw in problem.expansions.iter().flat_map(|held| &held.draws) {
        given[draw.limit] |= draw.units < 0;
    }
    let of = |(limit, any): (usize, bool)| {
        if any {
            givers(problem, limit)
        } else {
            Vec::new()
        }
    };
    given.into_iter().enumerate().map(of).collect()
}
