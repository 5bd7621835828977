//! What a unit of each cell and of each limit is worth, roughly: how far a first step goes.
#![expect(
    clippy::indexing_slicing,
    reason = "cells and limits are those of the validated problem"
)]

use super::table::Tariff;
use crate::solve::layout::Ordered;
use crate::solve::model::float;
use crate::solve::problem::{Expansion, Problem};

/// A mean of what is offered for one thing.
#[derive(Debug, Clone, Copy, Default)]
struct Offers {
    sum: f64,
    count: f64,
    /// The least that more of it costs.
    dearest: Option<f64>,
}

impl Offers {
    fn offer(&mut self, price: f64) {
        if price > 0.0 && price.is_finite() {
            self.sum += price;
            self.count += 1.0;
        }
    }

    fn cap(&mut self, price: f64) {
        if price > 0.0 && price.is_finite() {
            self.dearest = Some(self.dearest.map_or(price, |least| least.min(price)));
        }
    }

    fn worth(&self) -> Option<f64> {
        let mean = (self.count > 0.0).then(|| self.sum / self.count);
        match (mean, self.dearest) {
            (Some(mean), Some(dearest)) => Some((mean * dearest).sqrt()),
            (mean, dearest) => mean.or(dearest),
        }
    }
}

/// Returns the worth of a unit of each cell and of each limit.
pub(super) fn worths(problem: &Problem, layout: &[Vec<Ordered>]) -> Tariff {
    let mut resources = vec![Offers::default(); problem.resources.len()];
    let mut limits = vec![Offers::default(); problem.limits.len()];
    for task in &problem.tasks {
        let dearest = task.options.iter().map(|option| option.cost).max();
        for option in &task.options {
            let saved = float(dearest.unwrap_or(0).saturating_sub(option.cost));
            let size: f64 = option.uses.iter().map(|used| size(problem, used)).sum();
            for used in &option.uses {
                resources[used.resource].offer(saved / size);
            }
            for draw in option.draws.iter().filter(|draw| draw.units > 0) {
                limits[draw.limit].offer(saved / float(draw.units));
            }
        }
    }
    for slot in layout.iter().flatten().flat_map(|ordered| {
        let rate = float(ordered.ask.penalty) / float(ordered.ask.per);
        ordered.slots.iter().map(move |slot| (rate, slot))
    }) {
        let (rate, slot) = slot;
        let saved = rate * float(slot.output) - float(slot.cost);
        resources[slot.resource].offer(saved / float(slot.units));
        for draw in slot.draws.iter().filter(|draw| draw.units > 0) {
            limits[draw.limit].offer(saved / float(draw.units));
        }
    }
    for expansion in &problem.expansions {
        block(problem, expansion, (&mut resources, &mut limits));
    }
    let most = |offers: &[Offers]| {
        let worths = offers.iter().filter_map(Offers::worth);
        worths.fold(0.0, f64::max).max(1.0)
    };
    let (any_cell, any_limit) = (most(&resources), most(&limits));
    let by_resource = resources.iter().flat_map(|offers| {
        let worth = offers.worth().unwrap_or(any_cell);
        std::iter::repeat_n(worth, problem.periods)
    });
    Tariff {
        cells: by_resource.collect(),
        limits: limits
            .iter()
            .map(|offers| offers.dearest.or(offers.worth()).unwrap_or(any_limit))
            .collect(),
    }
}

fn block(
    problem: &Problem,
    expansion: &Expansion,
    (resources, limits): (&mut [Offers], &mut [Offers]),
) {
    let cost = float(expansion.cost);
    let added = expansion.adds.iter().filter(|add| add.units > 0);
    let all: f64 = added.clone().map(|add| size(problem, add)).sum();
    for add in added {
        resources[add.resource].cap(cost / all);
    }
    for draw in &expansion.draws {
        if draw.units < 0 {
            limits[draw.limit].cap(cost / -float(draw.units));
        }
    }
}

/// Returns the units of a use, summed over its periods.
fn size(problem: &Problem, used: &crate::solve::Use) -> f64 {
    let periods = used.until.min(problem.periods) - used.from;
    float(used.units) * float(i64::try_from(periods).unwrap_or(0))
}
