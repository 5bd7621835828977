//! How much there may be of things: what excess and blocks are measured by.
#![expect(
    clippy::indexing_slicing,
    reason = "resources and limits are those of the validated problem"
)]

use super::table::Tariff;
use crate::solve::layout::Ordered;
use crate::solve::model::float;
use crate::solve::problem::{Expansion, Problem};

/// Returns how much of each cell and limit there may be; never less than one.
pub(super) fn sizes(problem: &Problem, room: &[i64]) -> Tariff {
    let mut limits: Vec<f64> = problem
        .limits
        .iter()
        .map(|&most| float(most).abs())
        .collect();
    for expansion in &problem.expansions {
        for draw in expansion.draws.iter().filter(|draw| draw.units < 0) {
            limits[draw.limit] -= float(draw.units) * float(expansion.max);
        }
    }
    Tariff {
        cells: room.iter().map(|&units| float(units).max(1.0)).collect(),
        limits: limits.into_iter().map(|size| size.max(1.0)).collect(),
    }
}

/// Returns the most blocks of each expansion that can be of use.
pub(super) fn ranges(problem: &Problem, layout: &[Vec<Ordered>]) -> Vec<f64> {
    let wanted = wanted(problem, layout);
    let capped = |expansion: &Expansion| {
        let group = expansion.group.map(|group| problem.group_max[group]);
        let most = float(group.map_or(expansion.max, |most| most.min(expansion.max)));
        let useful = expansion.adds.iter().map(|add| {
            if add.units > 0 {
                (wanted[add.resource] / float(add.units)).ceil()
            } else {
                f64::INFINITY
            }
        });
        useful
            .reduce(f64::max)
            .map_or(most, |useful| most.min(useful))
    };
    problem.expansions.iter().map(capped).collect()
}

/// Returns the most units of each resource that all work together could use in a period.
fn wanted(problem: &Problem, layout: &[Vec<Ordered>]) -> Vec<f64> {
    let mut wanted = vec![0.0; problem.resources.len()];
    let mut largest = vec![(0, usize::MAX); problem.resources.len()];
    for (task, held) in problem.tasks.iter().enumerate() {
        for used in held.options.iter().flat_map(|option| &option.uses) {
            let (known, of) = &mut largest[used.resource];
            if *of != task {
                (*known, *of) = (0, task);
            }
            if used.units > *known {
                wanted[used.resource] += float(used.units - *known);
                *known = used.units;
            }
        }
    }
    for expansion in &problem.expansions {
        for add in expansion.adds.iter().filter(|add| add.units < 0) {
            wanted[add.resource] -= float(add.units) * float(expansion.max);
        }
    }
    let mut served = vec![0.0_f64; problem.resources.len()];
    for ordered in layout {
        let mut period = vec![0.0; problem.resources.len()];
        for slot in ordered.iter().flat_map(|demand| &demand.slots) {
            period[slot.resource] += float(slot.units) * float(slot.most);
        }
        for (most, own) in served.iter_mut().zip(period) {
            *most = most.max(own);
        }
    }
    for (wanted, served) in wanted.iter_mut().zip(served) {
        *wanted += served;
    }
    wanted
}
