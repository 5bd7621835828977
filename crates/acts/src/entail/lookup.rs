//! What the scenario and the atlas show of parties, places, items and papers.

use portolan_facts::{Atlas, Scenario, scenario::model::Pool};
use portolan_terms::{Day, Evidence, EvidenceId, Known, Party, PartyId, Place, RuleId};

use super::Lot;

/// Returns what law asks of a party on a day; a party the scenario does not have is all unknown.
pub(super) fn party(scenario: &Scenario, id: &PartyId, on: Day) -> Party {
    let found = scenario.party_on(id, on);
    found.unwrap_or_else(|| Party {
        name: id.to_string(),
        hq: Known::Unknown,
        ultimate_parent_hq: Known::Unknown,
        registered_in: None,
        registered_city: None,
        in_free_trade_zone: None,
        moved_hq_from: None,
        moved_hq_on: None,
        managed_from: None,
        sector: None,
        ciio: None,
        persons_handled: None,
        owners: Vec::new(),
        listed: Vec::new(),
        roles: Vec::new(),
        addressee_of: Vec::<RuleId>::new(),
    })
}

pub(super) fn country(scenario: &Scenario, pool: &Pool) -> Place {
    // INVARIANT: a scenario that was read has the site of every pool.
    scenario
        .sites
        .get(&pool.site)
        .map_or_else(unknown_place, |site| site.country)
}

/// Returns a place that no pack knows: what lies there is `unsettled`.
fn unknown_place() -> Place {
    #[expect(clippy::expect_used, reason = "a literal of the right form")]
    "ZZ".parse().expect("ZZ is two letters")
}

pub(super) fn item(atlas: &Atlas, pool: &Pool, lot: &Lot<'_>) -> portolan_terms::Item {
    let mut item = lot.supply.item.clone();
    item.chip = Some(pool.chip.clone());
    match atlas.item(&pool.chip) {
        Some(figures) => item.filled_from(&figures),
        None => item,
    }
}

pub(super) fn evidence(scenario: &Scenario, ids: &[EvidenceId]) -> Vec<Evidence> {
    let found = ids.iter().filter_map(|id| scenario.evidence.get(id));
    found
        .filter(|found| found.obtainable.is_none())
        .map(|found| found.evidence.clone())
        .collect()
}

/// Returns the papers of a lot; a licence says how much of it others have drawn.
pub(super) fn papers(scenario: &Scenario, lot: &Lot<'_>) -> Vec<Evidence> {
    let mut papers = Vec::new();
    for id in &lot.supply.on_file {
        let mut found = evidence(scenario, std::slice::from_ref(id));
        for scope in found.iter_mut().filter_map(|one| one.scope.as_mut()) {
            if scope.max_chips.is_some() {
                scope.chips_drawn = Some(scenario.drawn(id, Some(lot.supply)).0);
            }
        }
        papers.append(&mut found);
    }
    papers
}

pub(super) fn words<T>(texts: &[String], read: fn(&str) -> Option<T>) -> Vec<T> {
    texts.iter().filter_map(|text| read(text)).collect()
}
