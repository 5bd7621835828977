//! The limits that a plan runs into.

use std::collections::BTreeMap;

use portolan_acts::{Need, Outcome};
use portolan_facts::scenario::model::{Cap, Pool, Terms, Work};

use super::relaxed::{Change, Ground, Opened};
use crate::{
    model::{Growth, Model, REPLICA_CHIPS},
    solve::Solution,
    survey::{self, Lawfulness, Way},
};

/// The days by which a deadline or a start is moved.
const WEEK: u32 = 7;
/// The most kinds of missing evidence that are tried, those that open the most first.
const EVIDENCE_MAX: usize = 6;

/// Returns the changes that a plan may gain by: a little more of what is used up.
pub(super) fn candidates(
    ground: &Ground<'_, '_>,
    model: &Model<'_>,
    solution: &Solution,
) -> Vec<Change> {
    let mut changes = chips(ground, model, solution);
    changes.extend(offers(model, solution));
    changes.extend(limits(ground));
    changes.extend(runs(ground));
    changes.extend(evidence(ground));
    changes
}

/// Returns the pools that are full in some week, each with one block more.
fn chips(ground: &Ground<'_, '_>, model: &Model<'_>, solution: &Solution) -> Vec<Change> {
    let left = left(model, solution);
    let scarce = i64::try_from(REPLICA_CHIPS).unwrap_or(i64::MAX);
    let pools = ground.survey.chips.iter().map(|(pool, _)| *pool);
    let full = pools.filter(|pool| match &pool.terms {
        Terms::Lease { min_term_weeks, .. } if *min_term_weeks > 1 => {
            let_out(model, solution, pool)
        }
        Terms::Lease { .. } | Terms::Own { .. } => {
            let own = model.holdings.iter().zip(&left);
            let own = own.filter(|((held, _), _)| held == &pool.id);
            own.flat_map(|(_, weeks)| weeks).any(|&room| room < scarce)
        }
    });
    let changes = full.map(|pool| Change::Chips {
        pool: pool.id.clone(),
        more: match &pool.terms {
            Terms::Lease { block, .. } => block.0.max(REPLICA_CHIPS),
            Terms::Own { .. } => REPLICA_CHIPS,
        },
    });
    changes.collect()
}

/// Returns whether all chips of a pool are let.
fn let_out(model: &Model<'_>, solution: &Solution, pool: &Pool) -> bool {
    let mut taken: BTreeMap<usize, i64> = BTreeMap::new();
    let growths = model.growths.iter().zip(&model.problem.expansions);
    for ((growth, expansion), blocks) in growths.zip(&solution.blocks) {
        if let (Growth::Lease { pool: of, .. }, Some(group)) = (growth, expansion.group)
            && of.id == pool.id
        {
            *taken.entry(group).or_default() += blocks;
        }
    }
    let mut groups = taken.iter();
    !taken.is_empty()
        && groups.all(|(group, blocks)| model.problem.group_max.get(*group) == Some(blocks))
}

/// Returns the room that a plan leaves, by resource and week.
fn left(model: &Model<'_>, solution: &Solution) -> Vec<Vec<i64>> {
    let problem = &model.problem;
    let resources = problem.resources.iter();
    let mut left: Vec<Vec<i64>> = resources.map(|one| one.capacity.clone()).collect();
    let mut add = |resource: usize, (from, until): (usize, usize), units: i64| {
        let cells = left
            .get_mut(resource)
            .and_then(|weeks| weeks.get_mut(from..until));
        for cell in cells.into_iter().flatten() {
            *cell += units;
        }
    };
    for (expansion, blocks) in problem.expansions.iter().zip(&solution.blocks) {
        for one in &expansion.adds {
            add(one.resource, (one.from, one.until), one.units * blocks);
        }
    }
    for (task, option) in problem.tasks.iter().zip(&solution.options) {
        let uses = task.options.get(*option).map(|option| &option.uses);
        for used in uses.into_iter().flatten() {
            add(used.resource, (used.from, used.until), -used.units);
        }
    }
    for (demand, replicas) in problem.demands.iter().zip(&solution.replicas) {
        for (source, weeks) in demand.sources.iter().zip(replicas) {
            for (week, count) in weeks.iter().enumerate() {
                add(source.resource, (week, week + 1), -source.units * count);
            }
        }
    }
    left
}

/// Returns the offers that are bought to the last block.
fn offers(model: &Model<'_>, solution: &Solution) -> Vec<Change> {
    let growths = model.growths.iter().zip(&model.problem.expansions);
    let bought = growths
        .zip(&solution.blocks)
        .filter_map(|((growth, expansion), blocks)| match growth {
            Growth::Purchase { offer, .. } if *blocks > 0 && *blocks == expansion.max => {
                Some(Change::Offer {
                    offer: offer.id.clone(),
                    more: offer.block.0,
                })
            }
            Growth::Lease { .. }
            | Growth::Purchase { .. }
            | Growth::Replica { .. }
            | Growth::Unserved
            | Growth::Opening(_) => None,
        });
    bought.collect()
}

/// Returns the limits of the scenario, each raised by a hundredth: what is decided in whole blocks
/// may be held back by a limit that is far from full.
fn limits(ground: &Ground<'_, '_>) -> Vec<Change> {
    let limits = ground.request.scenario.limits.iter();
    let raised = limits.map(|limit| {
        let whole = match limit.cap {
            Cap::Money(most) => u64::try_from(most.ten_thousandths() / 10_000).unwrap_or(0),
            Cap::Tonnes(most) | Cap::ChipHours(most) | Cap::Moves(most) => most,
        };
        Change::Limit {
            limit: limit.id.clone(),
            more: (whole / 100).max(1),
        }
    });
    raised.collect()
}

/// Returns for every training run a later end, a later start and a larger gang.
fn runs(ground: &Ground<'_, '_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for workload in &ground.request.scenario.workloads {
        if let Work::Training(run) = &workload.work {
            let workload = workload.id.clone();
            changes.push(Change::Deadline {
                workload: workload.clone(),
                days: WEEK,
            });
            changes.push(Change::Start {
                workload: workload.clone(),
                days: WEEK,
            });
            changes.push(Change::Gang {
                workload,
                most: run.gang_max.0.saturating_mul(2),
            });
        }
    }
    changes
}

/// Returns the evidence that refused placements lack, where nothing else is in their way.
fn evidence(ground: &Ground<'_, '_>) -> Vec<Change> {
    let mut lacking: Vec<(Vec<Need>, Vec<&Way<'_>>)> = Vec::new();
    for way in &ground.survey.ways {
        let Some(needs) = needs_of(way) else {
            continue;
        };
        match lacking.iter_mut().find(|(known, _)| *known == needs) {
            Some((_, ways)) => ways.push(way),
            None => lacking.push((needs, vec![way])),
        }
    }
    lacking.sort_by_key(|(_, ways)| std::cmp::Reverse(ways.len()));
    let changes = lacking.into_iter().take(EVIDENCE_MAX);
    let changes = changes.map(|(needs, ways)| opened(ground, needs, &ways));
    changes.flatten().collect()
}

/// Returns the change that evidence makes: law is asked again with it on file, and what it still
/// refuses stays refused.
pub(super) fn opened(
    ground: &Ground<'_, '_>,
    needs: Vec<Need>,
    ways: &[&Way<'_>],
) -> Option<Change> {
    let evidence = survey::as_if_granted(ground.request.scenario.on, &needs);
    let asked = ways.iter().map(|way| Opened {
        workload: way.workload.id.clone(),
        pool: way.pool.id.clone(),
        spans: survey::spans_with(ground.request, ground.survey, way, &evidence),
    });
    let ways: Vec<Opened> = asked.filter(|one| !one.spans.is_empty()).collect();
    (!ways.is_empty()).then_some(Change::Evidence { needs, ways })
}

/// Returns what a refused placement needs, when evidence is all that it lacks.
pub(super) fn needs_of(way: &Way<'_>) -> Option<Vec<Need>> {
    let Lawfulness::Refused(judgment) = &way.lawful else {
        return None;
    };
    if judgment.outcome != Outcome::Conditional {
        return None;
    }
    let mut needs: Vec<Need> = Vec::new();
    for need in judgment.acts.iter().flat_map(|act| &act.ruling.needs) {
        if !needs.contains(need) {
            needs.push(need.clone());
        }
    }
    (!needs.is_empty()).then_some(needs)
}
