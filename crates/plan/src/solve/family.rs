//! Families of expansions: where members can stand in for each other, only their sum tells the
//! cases of a search apart.

use std::collections::BTreeMap;

use super::problem::{Expansion, Problem};

/// Returns the expansions of each family with two members or more: those that share a cap, those
/// that cost the same for the same capacity and window, and of these the ones for the same demands.
pub(super) fn families(problem: &Problem) -> Vec<Vec<usize>> {
    let demands = demands_of(problem);
    let mut alike: BTreeMap<Terms, Vec<usize>> = BTreeMap::new();
    for (index, expansion) in problem.expansions.iter().enumerate() {
        let Expansion {
            resource,
            from,
            until,
            units,
            cost,
            group,
            ..
        } = *expansion;
        let terms = [
            group.map(Terms::Cap),
            Some(Terms::Price(from, until, units, cost)),
            Some(Terms::Use(
                from,
                until,
                units,
                cost,
                demands.get(resource).cloned().unwrap_or_default(),
            )),
        ];
        for terms in terms.into_iter().flatten() {
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
    Use(usize, usize, i64, i64, Vec<usize>),
    Price(usize, usize, i64, i64),
    Cap(usize),
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
    use crate::solve::{Expansion, Problem};

    #[test]
    fn alike_leases_and_those_that_share_a_cap_are_families() {
        let lease = |resource: usize, cost: i64, group: usize| Expansion {
            resource,
            from: 0,
            until: 4,
            units: 8,
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
