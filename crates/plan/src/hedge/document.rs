//! What a plan over futures says: what to do now, and what it costs and saves in each future.

use std::collections::BTreeMap;

use portolan_facts::Scenario;
use portolan_terms::{Day, WorkloadId};
use serde::Serialize;

use super::{
    Aim, Future, HedgeError,
    aim::{Tried, average},
    decision::{Decision, Now},
    settled::{World, berths},
};
use crate::{moved::told, report::decimal, request::days, survey::Span};

/// Holds a plan over futures.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Hedge {
    /// The name of the scenario.
    pub scenario: String,
    /// The day on which the decision is taken.
    pub on: String,
    /// The day on which it is known which future comes.
    pub known_on: String,
    /// `as-enforced` or `as-written`.
    pub posture: String,
    /// `expected-cost` or `worst-regret`.
    pub aim: String,
    /// What to decide now.
    pub now: Vec<NowRow>,
    /// The workloads whose run waits until the future is known.
    pub waiting: Vec<String>,
    /// The average cost of this plan over the futures, by their weights.
    pub expected: String,
    /// The most that it costs above the best plan of the future that comes.
    pub worst_regret: String,
    /// What no way of deciding now can be better than, in what is aimed at.
    pub bound: String,
    /// The distance between the two, as a fraction of the cost.
    pub gap: f64,
    /// What it would save on average to know the future now.
    pub worth_of_knowing: String,
    /// The futures, and what this plan comes to in each.
    pub futures: Vec<InFuture>,
    /// The plans that bet on one future, for comparison.
    pub bets: Vec<HedgedPlan>,
}

/// Holds something to decide now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct NowRow {
    /// `lease`, `purchase`, `run` or `work`.
    pub kind: String,
    /// The workload, for a run or work.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub workload: String,
    /// The pool, or the offer to buy.
    pub pool: String,
    /// Who leases or buys.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// The chips.
    pub chips: u64,
    /// The first day; empty for a purchase, whose lead time decides.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
    /// The first day after it; empty for a purchase.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub until: String,
    /// Whether a run or work rests on evidence still to be had, or on days after the texts were
    /// read; then nothing of it is dispatched.
    pub awaiting: bool,
    /// The futures whose best plan decides the same.
    pub also_best_in: Vec<String>,
}

/// Holds what a plan over futures comes to in one of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InFuture {
    /// The name of the future.
    pub id: String,
    /// What happens in it.
    pub title: String,
    /// Its share of all weight.
    pub share: f64,
    /// What this plan costs in it.
    pub cost: String,
    /// What a plan that bet on it costs in it.
    pub best: String,
    /// The difference: what the hedge costs if this future comes.
    pub premium: String,
    /// What nothing that begins like this plan can cost less than in it.
    pub bound: String,
    /// Where the workloads run in it.
    pub runs: Vec<Run>,
    /// The runs that are broken off in it.
    pub broken_off: Vec<String>,
}

/// Holds where a workload runs in a future.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The workload.
    pub workload: String,
    /// Where, with the most chips it has there.
    pub at: String,
}

/// Holds a plan that bets on one future.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HedgedPlan {
    /// The future it bets on.
    pub bets_on: String,
    /// What it costs in each future, in their order.
    pub costs: Vec<String>,
    /// Its average cost.
    pub expected: String,
    /// The most that it costs above the best plan of the future that comes.
    pub worst_regret: String,
    /// What the hedge saves on average beside it.
    pub hedge_saves: String,
    /// The runs that are broken off, by future.
    pub broken_off: Vec<Vec<String>>,
}

/// Writes what was found.
pub(super) fn write(
    futures: &[Future<'_>],
    worlds: &[World<'_, '_>],
    (known_on, aim): (Day, Aim),
    alone: &[Tried],
    (hedged, bound): (&Tried, i64),
) -> Result<Hedge, HedgeError> {
    let weights: Vec<u64> = futures.iter().map(|future| future.weight).collect();
    let best: Vec<i64> = alone
        .iter()
        .enumerate()
        .map(|(index, tried)| tried.costs().get(index).copied().unwrap_or(0))
        .collect();
    let regret = |costs: &[i64]| {
        let pairs = costs.iter().zip(&best);
        pairs.map(|(cost, best)| cost - best).max().unwrap_or(0)
    };
    let costs = hedged.costs();
    let expected = average(&costs, &weights);
    let reached = match aim {
        Aim::ExpectedCost => expected,
        Aim::WorstRegret => regret(&costs),
    };
    let bets = futures.iter().zip(alone).map(|(future, tried)| {
        let costs = tried.costs();
        HedgedPlan {
            bets_on: future.id.clone(),
            expected: decimal(average(&costs, &weights)),
            worst_regret: decimal(regret(&costs)),
            hedge_saves: decimal(average(&costs, &weights) - expected),
            costs: costs.into_iter().map(decimal).collect(),
            broken_off: tried
                .futures
                .iter()
                .map(|(after, _)| names(&after.broken))
                .collect(),
        }
    });
    let Some((first, world)) = futures.first().zip(worlds.first()) else {
        return Ok(Hedge::default());
    };
    let scenario = first.request.scenario;
    Ok(Hedge {
        scenario: scenario.id.to_string(),
        on: scenario.on.to_string(),
        known_on: known_on.to_string(),
        posture: first.request.reading.posture.to_string(),
        aim: match aim {
            Aim::ExpectedCost => "expected-cost",
            Aim::WorstRegret => "worst-regret",
        }
        .to_owned(),
        now: now_rows(&hedged.now, futures, worlds, alone),
        waiting: waiting(world, &hedged.now),
        expected: decimal(expected),
        worst_regret: decimal(regret(&costs)),
        bound: decimal(bound.min(reached)),
        gap: fraction(reached - bound.min(reached), expected),
        worth_of_knowing: decimal(expected - average(&best, &weights)),
        futures: in_futures(futures, worlds, hedged, &best),
        bets: bets.collect(),
    })
}

#[expect(clippy::cast_precision_loss, reason = "a fraction for people")]
fn fraction(part: i64, whole: i64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

fn names(workloads: &std::collections::BTreeSet<WorkloadId>) -> Vec<String> {
    workloads.iter().map(ToString::to_string).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a share for people")]
fn in_futures(
    futures: &[Future<'_>],
    worlds: &[World<'_, '_>],
    hedged: &Tried,
    best: &[i64],
) -> Vec<InFuture> {
    let all: u64 = futures.iter().map(|future| future.weight).sum();
    let rows = futures.iter().zip(worlds).zip(&hedged.futures).zip(best);
    let rows = rows.map(|(((future, world), (after, answer)), best)| {
        let berths = berths(world, after, &answer.outcome.solution, &hedged.now);
        let workloads = world.request.scenario.workloads.iter();
        let run = |id: &WorkloadId| {
            let pools = berths.get(id).into_iter().flatten();
            let pools: BTreeMap<String, u64> = pools
                .map(|(pool, chips)| (pool.to_string(), *chips))
                .collect();
            Run {
                workload: id.to_string(),
                at: told(&pools),
            }
        };
        InFuture {
            id: future.id.clone(),
            title: future.title.clone(),
            share: future.weight as f64 / all.max(1) as f64,
            cost: decimal(answer.cost()),
            best: decimal(*best),
            premium: decimal(answer.cost() - best),
            bound: decimal(answer.bound()),
            runs: workloads.map(|one| run(&one.id)).collect(),
            broken_off: names(&after.broken),
        }
    });
    rows.collect()
}

/// Returns the workloads with a run that no decision of now begins.
fn waiting(world: &World<'_, '_>, now: &Now) -> Vec<String> {
    let begun = |id: &WorkloadId| {
        now.keys()
            .any(|decision| matches!(decision, Decision::Start { workload, .. } if workload == id))
    };
    let tasks = world.model.tasks.iter().map(|(workload, _)| &workload.id);
    let waiting = tasks.filter(|id| !begun(id));
    waiting.map(ToString::to_string).collect()
}

fn now_rows(
    now: &Now,
    futures: &[Future<'_>],
    worlds: &[World<'_, '_>],
    alone: &[Tried],
) -> Vec<NowRow> {
    let rows = now.iter().filter_map(|(decision, count)| {
        let same = futures.iter().zip(alone);
        let same = same.filter(|(_, tried)| tried.now.get(decision) == Some(count));
        let blocks = u64::try_from(*count).unwrap_or(0);
        Some(NowRow {
            chips: blocks * block_of(worlds, decision),
            awaiting: awaits(worlds, decision),
            also_best_in: same.map(|(future, _)| future.id.clone()).collect(),
            ..now_row(decision, worlds.first()?.request.scenario)
        })
    });
    rows.collect()
}

/// Returns whether any future lets what is decided wait.
fn awaits(worlds: &[World<'_, '_>], decision: &Decision) -> bool {
    let (first, weeks) = match decision {
        Decision::Start { start, weeks, .. } => (*start, *weeks),
        Decision::Work { week, .. } => (*week, 1),
        Decision::Lease { .. } | Decision::Order { .. } => return false,
    };
    worlds.iter().any(|world| {
        let day = |week: usize| world.request.scenario.on.plus_days(days(week));
        let span = Span {
            from: day(first),
            until: day(first + weeks),
        };
        world.awaits(decision, span)
    })
}

/// Returns what is decided, but for how many chips and where it is best as well.
fn now_row(decision: &Decision, scenario: &Scenario) -> NowRow {
    let day = |week: usize| scenario.on.plus_days(days(week)).to_string();
    match decision {
        Decision::Lease {
            pool,
            lessee,
            from,
            until,
            ..
        } => NowRow {
            kind: "lease".to_owned(),
            pool: pool.to_string(),
            by: lessee.to_string(),
            from: day(*from),
            until: day(*until),
            ..NowRow::default()
        },
        Decision::Order { offer } => {
            let buyer = scenario.purchases.get(offer).map(|offer| &offer.buyer);
            NowRow {
                kind: "purchase".to_owned(),
                pool: offer.to_string(),
                by: buyer.map_or_else(String::new, ToString::to_string),
                ..NowRow::default()
            }
        }
        Decision::Start {
            workload,
            pool,
            start,
            weeks,
            ..
        } => NowRow {
            kind: "run".to_owned(),
            workload: workload.to_string(),
            pool: pool.to_string(),
            from: day(*start),
            until: day(start + weeks),
            ..NowRow::default()
        },
        Decision::Work {
            workload,
            pool,
            week,
        } => NowRow {
            kind: "work".to_owned(),
            workload: workload.to_string(),
            pool: pool.to_string(),
            from: day(*week),
            until: day(week + 1),
            ..NowRow::default()
        },
    }
}

/// Returns the chips of a run, or of one block of a decision in the first future that has it.
fn block_of(worlds: &[World<'_, '_>], decision: &Decision) -> u64 {
    if let Decision::Start { chips, .. } = decision {
        return *chips;
    }
    let units = worlds.iter().find_map(|world| {
        let super::decision::Place::Expansion(index) = world.decisions.get(decision)? else {
            return None;
        };
        let expansion = world.model.problem.expansions.get(*index)?;
        Some(expansion.adds.first()?.units.unsigned_abs())
    });
    units.unwrap_or(0)
}
