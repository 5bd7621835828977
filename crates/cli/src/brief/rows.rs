//! The rows of a plan by what they are asked for: lists of thousands are not searched again and again.

use std::collections::BTreeMap;

use portolan_plan::document::{PassedOver, PlacementRow, PlanDocument};

/// Holds the rows of a plan by workload and by pool.
pub struct Rows<'a> {
    passed: BTreeMap<&'a str, Vec<&'a PassedOver>>,
    placed: BTreeMap<&'a str, Vec<&'a PlacementRow>>,
    at: BTreeMap<&'a str, Vec<&'a PlacementRow>>,
}

impl<'a> Rows<'a> {
    /// Returns the rows of a plan.
    pub fn of(plan: &'a PlanDocument) -> Self {
        let mut rows = Self {
            passed: BTreeMap::new(),
            placed: BTreeMap::new(),
            at: BTreeMap::new(),
        };
        for row in &plan.passed_over {
            rows.passed.entry(&row.workload).or_default().push(row);
        }
        for row in &plan.placements {
            rows.placed.entry(&row.workload).or_default().push(row);
            rows.at.entry(&row.pool).or_default().push(row);
        }
        rows
    }

    /// Returns what a workload passed over.
    pub fn passed(&self, workload: &str) -> &[&'a PassedOver] {
        self.passed.get(workload).map_or(&[], Vec::as_slice)
    }

    /// Returns where a workload runs.
    pub fn placed(&self, workload: &str) -> &[&'a PlacementRow] {
        self.placed.get(workload).map_or(&[], Vec::as_slice)
    }

    /// Returns what runs at a pool.
    pub fn at(&self, pool: &str) -> &[&'a PlacementRow] {
        self.at.get(pool).map_or(&[], Vec::as_slice)
    }
}
