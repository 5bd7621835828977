//! Limits on the whole plan: money, carbon, chip-hours, moves.

use super::{
    model::{Cap, Limit, Pool, Scenario},
    names::Names,
    record::Record,
};
use crate::{Atlas, FactsError, cost::carbon_chip_hour};

/// The keys of which a limit has exactly one.
const CAPS: [&str; 4] = ["most_money", "most_tonnes", "most_chip_hours", "most_moves"];

/// Reads one limit.
pub(super) fn read(
    record: &Record<'_>,
    names: &Names<'_>,
    errors: &mut Vec<FactsError>,
) -> Option<Limit> {
    let owners = names.parties(record, "owners", errors);
    let pools = names.pools(record, errors);
    let given: Vec<&str> = CAPS.into_iter().filter(|name| record.has(name)).collect();
    if given.len() != 1 {
        let fact = format!("it has {} of `{}`", given.len(), CAPS.join("`, `"));
        let name = given.last().copied().unwrap_or("id");
        let error = record.wrong("scenario.limit", name, &fact);
        errors.push(error.hint("say one thing that is limited; write a second limit for another"));
        return None;
    }
    let cap = record
        .money("most_money")
        .map(Cap::Money)
        .or_else(|| record.count("most_tonnes").map(Cap::Tonnes))
        .or_else(|| record.count("most_chip_hours").map(Cap::ChipHours))
        .or_else(|| record.count("most_moves").map(Cap::Moves))?;
    Some(Limit {
        id: record.text("id")?.to_owned(),
        cap,
        owners,
        pools,
        countries: record.list("countries"),
        provenance: record.provenance(),
    })
}

impl Scenario {
    /// Returns true when carbon is priced or limited.
    #[must_use]
    pub fn counts_carbon(&self) -> bool {
        let mut limits = self.limits.iter();
        self.carbon_price_tonne.is_some() || limits.any(|limit| matches!(limit.cap, Cap::Tonnes(_)))
    }

    /// Returns the carbon dioxide of one chip and hour at a pool, in milligrams; `None` when power
    /// or grid is not known.
    #[must_use]
    pub fn carbon_chip_hour(&self, atlas: &Atlas, pool: &Pool) -> Option<u64> {
        let site = self.sites.get(&pool.site)?;
        let region = atlas.regions.get(&site.region)?;
        carbon_chip_hour(atlas.chips.get(&pool.chip)?, region)
    }
}

/// Complains of pools whose carbon is not known, where carbon counts: missing is not zero.
pub(super) fn check(
    scenario: &Scenario,
    atlas: &Atlas,
    records: &[&Record<'_>],
    errors: &mut Vec<FactsError>,
) {
    if !scenario.counts_carbon() {
        return;
    }
    for pool in scenario.pools.values() {
        let mut records = records.iter();
        let record = records.find(|record| record.text("id") == Some(pool.id.as_str()));
        if let (None, Some(record)) = (scenario.carbon_chip_hour(atlas, pool), record) {
            let fact =
                "carbon counts, and the atlas has no power for its chip or no grid for its region";
            let error = record.wrong("scenario.no-carbon", "site", fact);
            errors.push(error.hint(
                "add the figures to chips.tsv and regions.tsv with their source, or do not count carbon",
            ));
        }
    }
}
