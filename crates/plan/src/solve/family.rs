//! Families of expansions: where members can stand in for each other, only their sum tells the
//! cases of a search apart.

use std::collections::BTreeMap;

use super::problem::{Draw, Expansion, Problem};

/// Returns the expansions of each family with two members or more: those that share a cap; those
/// that cost the same for the same capacity and window, and of these the ones for the same demands;
/// the replicas of one work that cost the same, wherever and whenever they run.
pub(super) fn families(problem: &Problem) -> Vec<Vec<usize>> {
    let demands = demands_of(problem);
    let mut alike: BTreeMap<Terms, Vec<usize>> = BTreeMap::new();
    for (index, expansion) in problem.expansions.iter().enumerate() {
        for terms in terms_of(expansion, &demands) {
            alike.entry(terms).or_default().push(index);
        }
    }
    let mut found: Vec<Vec<usize>> = Vec::new();
    for members in alike.into_values() {
        if members.len() > 1 && !found.contains(&members) {
            found.push(members);
        }
    }
    found
}

/// What the members of a family have in common.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Terms {
    Use(Shape, i64, Vec<usize>),
    Price(Shape, i64),
    Work(Vec<Draw>, i64),
    Cap(usize),
}

/// The window and units of everything that a block adds.
type Shape = Vec<(usize, usize, i64)>;

fn terms_of(expansion: &Expansion, demands: &[Vec<usize>]) -> Vec<Terms> {
    let cost = expansion.cost;
    let mut terms: Vec<Terms> = expansion.group.map(Terms::Cap).into_iter().collect();
    if expansion.uses_capacity() {
        terms.push(Terms::Work(expansion.draws.clone(), cost));
    } else if !expansion.adds.is_empty() {
        let adds = expansion.adds.iter();
        let shape: Shape = adds.map(|add| (add.from, add.until, add.units)).collect();
        let adds = expansion.adds.iter();
        let served = adds.flat_map(|add| demands.get(add.resource).into_iter().flatten());
        let served = served.copied().collect();
        terms.push(Terms::Price(shape.clone(), cost));
        terms.push(Terms::Use(shape, cost, served));
    }
    terms
}

/// Returns the demands that each resource can serve.
fn demands_of(problem: &Problem) -> Vec<Vec<usize>> {
    let mut demands = vec![Vec::new(); problem.resources.len()];
    for (index, demand) in problem.demands.iter().enumerate() {
        for source in &demand.sources {
            if let Some(served) = demands.get_mut(source.resource)
                && served.last() != Some(&index)
            {
                served.push(index);
            }
        }
    }
    demands
}

#[cfg(test)]
mod tests {
    use super::families;
    use crate::solve::{Expansion, Problem, Use};

    #[test]
    fn alike_leases_and_those_that_share_a_cap_are_families() {
        let lease = |resource: usize, cost: i64, group: usize| Expansion {
            adds: vec![Use {
                resource,
                from: 0,
                until: 4,
                units: 8,
            }],
            draws: Vec::new(),
            cost,
            max: 9,
            group: Some(group),
        };
        let problem = Problem {
            expansions: vec![
                lease(0, 5, 0),
                lease(1, 5, 0),
                lease(2, 5, 1),
                lease(3, 7, 1),
            ],
            group_max: vec![9, 9],
            ..Problem::default()
        };
        let expected: Vec<Vec<usize>> = vec![vec![0, 1, 2], vec![0, 1], vec![2, 3]];
        assert_eq!(families(&problem), expected);
    }
}
