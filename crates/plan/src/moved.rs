//! Where each workload of a plan runs, and what of that another plan does elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::document::PlanDocument;

/// Holds what moved of one workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Move {
    /// The workload.
    pub workload: String,
    /// Where it would run without the change.
    pub without: String,
    /// Where it runs with it.
    pub with: String,
}

/// Holds the pools that a workload runs at, with the most chips that it has there.
pub(crate) type Berths = BTreeMap<String, u64>;

/// Returns where each workload runs.
fn places(plan: &PlanDocument) -> BTreeMap<String, Berths> {
    let mut places: BTreeMap<String, Berths> = BTreeMap::new();
    for row in &plan.placements {
        let berths = places.entry(row.workload.clone()).or_default();
        let most = berths.entry(row.pool.clone()).or_default();
        *most = (*most).max(row.chips);
    }
    places
}

/// Returns where each workload of two plans runs: before, and after.
pub(crate) fn both(before: &PlanDocument, after: &PlanDocument) -> Vec<(String, Berths, Berths)> {
    let (mut before, mut after) = (places(before), places(after));
    let workloads: BTreeSet<String> = before.keys().chain(after.keys()).cloned().collect();
    let both = workloads.into_iter().map(|workload| {
        let before = before.remove(&workload).unwrap_or_default();
        let after = after.remove(&workload).unwrap_or_default();
        (workload, before, after)
    });
    both.collect()
}

/// Returns places in words: `johor (512), tokyo (64)`.
pub(crate) fn told(berths: &Berths) -> String {
    if berths.is_empty() {
        return "not placed".to_owned();
    }
    let berths = berths.iter();
    let berths: Vec<String> = berths
        .map(|(pool, chips)| format!("{pool} ({chips})"))
        .collect();
    berths.join(", ")
}
