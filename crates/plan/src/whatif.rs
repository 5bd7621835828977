//! Two worlds planned: as it is, and with supposed changes of law or of facts.

use std::collections::{BTreeMap, BTreeSet};

use portolan_facts::Scenario;
use portolan_terms::{Currency, Money, RuleId};
use serde::Serialize;

use crate::{
    PlanError, Request, Survey,
    document::{Coverage, PlanDocument, Unplaced},
    model::Model,
    moved::{self, Berths},
    report,
    survey::{Flip, flips},
};

/// Holds what supposed changes do to a plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WhatIf {
    /// The name of the scenario.
    pub scenario: String,
    /// The day on which the decision is taken.
    pub on: String,
    /// `as-enforced` or `as-written`.
    pub posture: String,
    /// How far the texts reach.
    pub coverage: Coverage,
    /// The plan without the changes.
    pub before: World,
    /// The plan with them.
    pub after: World,
    /// What the changes cost, as a decimal; negative when they save.
    pub difference: String,
    /// The part of it that no workload bears: leases and purchases that nothing uses, and cents.
    pub unshared: String,
    /// What moves, workload by workload.
    pub moved: Vec<Shift>,
    /// The rulings that flip.
    pub flips: Vec<Flip>,
}

/// Holds one of the two plans in brief.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct World {
    /// The digest of the packs.
    pub corpus: String,
    /// What the plan costs.
    pub total: String,
    /// The cost that no plan can beat.
    pub bound: String,
    /// The distance between the two, as a fraction of the cost.
    pub gap: f64,
    /// What is left undone, and why.
    pub unplaced: Vec<Unplaced>,
}

/// Holds what moves of one workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Shift {
    /// The workload.
    pub workload: String,
    /// Where it runs without the changes.
    pub before: Vec<Berth>,
    /// Where it runs with them.
    pub after: Vec<Berth>,
    /// What it costs without the changes, what is left undone included.
    pub cost_before: String,
    /// What it costs with them.
    pub cost_after: String,
    /// The difference.
    pub difference: String,
    /// The provisions responsible: they close where it ran or open where it runs. Empty when prices
    /// or room moved it.
    pub why: Vec<RuleId>,
}

/// Holds a pool that a workload runs at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Berth {
    /// The pool.
    pub pool: String,
    /// The most chips that it has there.
    pub chips: u64,
}

/// Returns what supposed changes do: the plan of `before`, the plan of `after`, and what differs.
/// These provisions are blamed before others. The plan with the changes comes with it.
///
/// # Errors
/// When one of the two plans cannot be made.
pub fn whatif(
    before: &Request<'_>,
    after: &Request<'_>,
    supposed: &BTreeSet<RuleId>,
) -> Result<(WhatIf, PlanDocument), PlanError> {
    let surveys = [Survey::of(before), Survey::of(after)];
    let [one, other] = &surveys;
    let (model, changed) = (Model::of(before, one)?, Model::of(after, other)?);
    let mut decided = report::decided(before, &model.problem)?;
    let plan = decided.document(before, one, &model)?;
    if changed.problem != model.problem {
        decided = report::decided(after, &changed.problem)?;
    }
    let supposing = decided.document(after, other, &changed)?;
    let flips = flips((before, one), (after, other), supposed);
    let costs = [
        costs(&plan, before.scenario),
        costs(&supposing, after.scenario),
    ];
    let moved = shifts(&plan, &supposing, &costs, &flips);
    let shared = |costs: &BTreeMap<String, i64>| costs.values().sum::<i64>();
    let difference = amount(&supposing.cost.total) - amount(&plan.cost.total);
    let [borne, borne_after] = costs.each_ref().map(shared);
    let found = WhatIf {
        scenario: plan.scenario.clone(),
        on: plan.on.clone(),
        posture: plan.posture.clone(),
        coverage: supposing.coverage.clone(),
        before: World::of(&plan),
        after: World::of(&supposing),
        difference: report::decimal(difference),
        unshared: report::decimal(difference - (borne_after - borne)),
        moved,
        flips,
    };
    Ok((found, supposing))
}

impl World {
    fn of(plan: &PlanDocument) -> Self {
        Self {
            corpus: plan.corpus.digest.clone(),
            total: plan.cost.total.clone(),
            bound: plan.bound.clone(),
            gap: plan.gap,
            unplaced: plan.unplaced.clone(),
        }
    }
}

/// Returns an amount of a plan in ten-thousandths of a dollar.
fn amount(decimal: &str) -> i64 {
    Money::parse(decimal, Currency::Usd).map_or(0, Money::ten_thousandths)
}

/// Returns what each workload costs, what is left undone of it included.
fn costs(plan: &PlanDocument, scenario: &Scenario) -> BTreeMap<String, i64> {
    let mut costs: BTreeMap<String, i64> = BTreeMap::new();
    let rows = plan.placements.iter().map(|row| (&row.workload, &row.cost));
    let served = plan
        .served
        .iter()
        .map(|row| (&row.workload, &row.unserved_cost));
    for (workload, cost) in rows.chain(served) {
        *costs.entry(workload.clone()).or_default() += amount(cost);
    }
    // A run that is left undone has no row: it costs what its owner says that leaving it costs.
    for unplaced in &plan.unplaced {
        let workloads = &scenario.workloads;
        let workload = workloads
            .iter()
            .find(|one| one.id.as_str() == unplaced.workload);
        if let Some(workload) = workload.filter(|_| !costs.contains_key(&unplaced.workload)) {
            costs.insert(
                unplaced.workload.clone(),
                workload.penalty.ten_thousandths(),
            );
        }
    }
    costs
}

/// Returns what moves, or costs something else where it stays; plans of equal cost are each as good as the other, so nothing does unless
/// law closes a place.
fn shifts(
    before: &PlanDocument,
    after: &PlanDocument,
    costs: &[BTreeMap<String, i64>; 2],
    flips: &[Flip],
) -> Vec<Shift> {
    let mut shifts = Vec::new();
    let mut closed = false;
    for (workload, from, to) in moved::both(before, after) {
        let [cost, cost_after] = costs
            .each_ref()
            .map(|costs| costs.get(&workload).copied().unwrap_or(0));
        if from == to && cost == cost_after {
            continue;
        }
        let of_workload = |flip: &&Flip| flip.workload.is_empty() || flip.workload == workload;
        let closes = |flip: &&Flip| flip.open == (true, false) && from.contains_key(&flip.pool);
        let opens = |flip: &&Flip| flip.open == (false, true) && to.contains_key(&flip.pool);
        let own = flips.iter().filter(of_workload);
        closed |= own.clone().any(|flip| closes(&flip));
        let why: BTreeSet<RuleId> = own
            .filter(|flip| closes(flip) || opens(flip))
            .flat_map(|flip| flip.by.iter().cloned())
            .collect();
        shifts.push(Shift {
            workload,
            before: berths(from),
            after: berths(to),
            cost_before: report::decimal(cost),
            cost_after: report::decimal(cost_after),
            difference: report::decimal(cost_after - cost),
            why: why.into_iter().collect(),
        });
    }
    if before.cost.total == after.cost.total && !closed {
        shifts.clear();
    }
    shifts
}

fn berths(of: Berths) -> Vec<Berth> {
    of.into_iter()
        .map(|(pool, chips)| Berth { pool, chips })
        .collect()
}
