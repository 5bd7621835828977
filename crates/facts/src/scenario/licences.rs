//! How much of a licence is drawn: what is listed under it draws on it, in the order of supply.

use portolan_terms::{Chips, EvidenceId, Known};

use super::{
    model::{Batch, Scenario, Supply},
    record::Record,
};
use crate::FactsError;

/// Complains of a supply that draws on more than one licence with a quantity.
pub(super) fn check(scenario: &Scenario, records: &[&Record<'_>], errors: &mut Vec<FactsError>) {
    for record in records {
        let supplies = record.records("stock");
        for supply in supplies.iter().chain([*record]) {
            let papers: Vec<EvidenceId> = supply.list("on_file");
            let mut limited = papers.iter().filter(|id| scenario.licensed(id).is_some());
            if let (Some(first), Some(second)) = (limited.next(), limited.next()) {
                let fact = format!("it draws on `{first}` and on `{second}`, each with a quantity");
                let error = supply.wrong("scenario.licences", "on_file", &fact);
                errors.push(error.hint("part the chips: one supply for each licence"));
            }
        }
    }
}

impl Scenario {
    /// Returns the chips that a licence covers, all supplies together, when it says so.
    #[must_use]
    pub fn licensed(&self, licence: &EvidenceId) -> Option<Chips> {
        let scope = self.evidence.get(licence)?.evidence.scope.as_ref()?;
        scope.max_chips.map(Chips)
    }

    /// Returns the chips drawn under a licence before a supply, or, for an offer or none, by all that
    /// stands in pools.
    ///
    /// Supplies of one day draw in the order of the pools. One whose day nobody has shown draws first,
    /// so that no other counts on what it took.
    #[must_use]
    pub fn drawn(&self, licence: &EvidenceId, before: Option<&Supply>) -> Chips {
        let stated = self.evidence.get(licence);
        let stated = stated.and_then(|found| found.evidence.scope.as_ref()?.chips_drawn);
        let pools = self.pools.values().flat_map(|pool| &pool.stock);
        let mut under: Vec<&Batch> = pools
            .filter(|batch| batch.supply.on_file.contains(licence))
            .collect();
        under.sort_by_key(|batch| match batch.supply.acquired.on {
            Known::Unknown => None,
            Known::Is(day) => Some(day),
        });
        let earlier = under.into_iter().take_while(|batch| {
            before.is_none_or(|before| !std::ptr::eq(&raw const batch.supply, before))
        });
        let chips = earlier.map(|batch| batch.chips.0);
        Chips(chips.fold(stated.unwrap_or(0), u64::saturating_add))
    }

    /// Returns the licence with a quantity that a supply draws on.
    #[must_use]
    pub fn draws_on<'s>(&self, supply: &'s Supply) -> Option<&'s EvidenceId> {
        let mut papers = supply.on_file.iter();
        papers.find(|id| self.licensed(id).is_some())
    }

    /// Returns the chips that offers may still draw on a licence.
    #[must_use]
    pub fn left_on(&self, licence: &EvidenceId) -> Chips {
        let licensed = self.licensed(licence).unwrap_or_default();
        Chips(licensed.0.saturating_sub(self.drawn(licence, None).0))
    }
}
