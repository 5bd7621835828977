//! Whether chips can be there for a use: what stands, and what may still be leased or bought.

use std::collections::BTreeMap;

use crate::solve::{Problem, Resource, Use};

/// Returns how many chips a resource holds throughout some weeks.
pub(super) fn held(resources: &[Resource], resource: usize, (from, until): (usize, usize)) -> i64 {
    let cells = resources.get(resource);
    let cells = cells.and_then(|held| held.capacity.get(from..until));
    cells.into_iter().flatten().copied().min().unwrap_or(0)
}

/// Returns whether a use fits into what the resources hold.
pub(super) fn fits(resources: &[Resource], used: &Use) -> bool {
    held(resources, used.resource, (used.from, used.until)) >= used.units
}

/// Returns whether a use fits into what the resources hold with all that may still be added.
///
/// What is added for one use is not kept from another: where this says no, nothing else helps.
pub(super) fn could_fit(resources: &[Resource], problem: &Problem, used: &Use) -> bool {
    (used.from..used.until).all(|week| {
        let stands = held(resources, used.resource, (week, week + 1));
        stands.saturating_add(addable(problem, used.resource, week)) >= used.units
    })
}

/// Returns the most that leases and purchases may add to a resource in a week.
fn addable(problem: &Problem, resource: usize, week: usize) -> i64 {
    let (mut alone, mut together) = (0_i64, BTreeMap::new());
    for expansion in &problem.expansions {
        let adds = expansion.adds.iter().filter(|add| {
            add.units > 0 && add.resource == resource && (add.from..add.until).contains(&week)
        });
        let units: i64 = adds.map(|add| add.units).sum();
        let most = units.saturating_mul(expansion.max);
        match expansion.group {
            Some(group) => {
                let cap = problem.group_max.get(group).copied().unwrap_or(0);
                let entry: &mut (i64, i64) = together.entry(group).or_default();
                entry.0 = entry.0.saturating_add(most);
                entry.1 = entry.1.max(units.saturating_mul(cap));
            }
            None => alone = alone.saturating_add(most),
        }
    }
    let grouped = together.values().map(|(most, cap)| *most.min(cap));
    grouped.fold(alone, i64::saturating_add)
}
