//! Whether any pool can run a workload at all, whatever law and prices say.

use portolan_terms::ChipHours;

use super::{
    model::{Pool, Scenario, Terms, Training, Work, Workload},
    record::Record,
};
use crate::{
    Atlas, FactsError, Use,
    cost::{chip_hours, smallest_gang},
};

/// Complains of workloads for whose use no pool of theirs has a rate.
pub(super) fn check(
    scenario: &Scenario,
    atlas: &Atlas,
    records: &[&Record<'_>],
    errors: &mut Vec<FactsError>,
) {
    for workload in &scenario.workloads {
        let use_ = use_of(&workload.work);
        let rated =
            open_pools(scenario, workload).any(|pool| atlas.rate(&pool.chip, use_).is_some());
        let record = records
            .iter()
            .find(|record| record.text("id") == Some(workload.id.as_str()));
        if let (false, Some(record)) = (rated, record) {
            let fact = format!(
                "no pool open to `{}` has a chip with a rate for {use_}",
                workload.owner
            );
            let error = record.wrong("scenario.no-pool", "id", &fact);
            errors
                .push(error.hint("add a pool, or a row for its chip to rates.tsv with its basis"));
        }
    }
}

impl Scenario {
    /// Returns what is well-formed but cannot come out as hoped: training that no pool open to its
    /// owner is large enough to finish in time.
    ///
    /// Such a scenario can be planned; the plan says what it leaves out.
    #[must_use]
    pub fn doubts(&self, atlas: &Atlas) -> Vec<FactsError> {
        let mut doubts = Vec::new();
        for workload in &self.workloads {
            let (Work::Training(training) | Work::Tuning(training)) = &workload.work else {
                continue;
            };
            let fits = open_pools(self, workload).any(|pool| fits(self, atlas, training, pool));
            if !fits {
                let fact = format!(
                    "no pool is large enough to finish `{}` by day {}",
                    workload.id, training.deadline_days
                );
                let error =
                    FactsError::new("scenario.too-large", fact).at("", workload.provenance.line);
                doubts
                    .push(error.hint("give it more days, raise `gang_max`, or add a larger pool"));
            }
        }
        doubts.extend(super::screened::doubts(self));
        doubts.extend(super::priced::doubts(self));
        doubts
    }
}

fn use_of(work: &Work) -> Use {
    match work {
        Work::Training(_) | Work::Tuning(_) => Use::Training,
        Work::Batch(_) | Work::Serving(_) => Use::Serving,
    }
}

/// Returns the pools that the owner of a workload may use.
fn open_pools<'s>(
    scenario: &'s Scenario,
    workload: &'s Workload,
) -> impl Iterator<Item = &'s Pool> {
    scenario.pools.values().filter(|pool| match &pool.terms {
        Terms::Own { .. } => pool.owner == workload.owner,
        Terms::Lease { open_to, .. } => open_to.is_empty() || open_to.contains(&workload.owner),
    })
}

fn fits(scenario: &Scenario, atlas: &Atlas, training: &Training, pool: &Pool) -> bool {
    let Some(rate) = atlas.rate(&pool.chip, Use::Training) else {
        return false;
    };
    let stock: u64 = pool.stock.iter().map(|batch| batch.chips.0).sum();
    let offers = scenario
        .purchases
        .values()
        .filter(|offer| offer.pool == pool.id);
    let bought: u64 = offers
        .filter_map(|offer| offer.available.last())
        .map(|(_, chips)| chips.0)
        .sum();
    let days = training.deadline_days.saturating_sub(training.start_days.0);
    let hours: ChipHours = chip_hours(training.operations, rate);
    smallest_gang(hours, days, training.gang_multiple)
        .is_some_and(|gang| gang <= training.gang_max && gang.0 <= stock.saturating_add(bought))
}
