//! What a plan draws on licences with a quantity.

use portolan_terms::EvidenceId;

use super::rows::{Writer, count};
use crate::{document::LicenceRow, model::Growth};

impl Writer<'_, '_> {
    /// Returns what is drawn on each licence with a quantity.
    pub fn licences(&self) -> Vec<LicenceRow> {
        let scenario = self.request.scenario;
        let growths = self.model.growths.iter();
        let bought: Vec<(&EvidenceId, u64)> = growths
            .zip(&self.decisions.blocks)
            .filter_map(|(growth, blocks)| match growth {
                Growth::Purchase { offer, .. } => {
                    let licence = scenario.draws_on(&offer.supply)?;
                    Some((licence, offer.block.0 * count(*blocks)))
                }
                Growth::Lease { .. }
                | Growth::Replica { .. }
                | Growth::Unserved
                | Growth::Opening(_) => None,
            })
            .collect();
        let row = |licence: &EvidenceId| {
            let covers = scenario.licensed(licence)?.0;
            let drawn = scenario.drawn(licence, None).0;
            let under = bought.iter().filter(|(other, _)| *other == licence);
            let planned: u64 = under.map(|(_, chips)| chips).sum();
            Some(LicenceRow {
                licence: licence.to_string(),
                covers,
                drawn,
                planned,
                left: covers.saturating_sub(drawn.saturating_add(planned)),
            })
        };
        scenario.evidence.keys().filter_map(row).collect()
    }
}
