//! The ids that a scenario and its atlas define, and the check that what is named exists.

use std::collections::BTreeSet;
use std::str::FromStr;

use portolan_terms::{
    ChipId, DatasetId, EvidenceId, PartyId, PoolId, RegionId, SiteId, WorkloadId,
};

use super::record::Record;
use crate::{Atlas, FactsError, nearest::suggestion};

/// Names the kinds of records that have ids.
pub(super) const KINDS: [&str; 10] = [
    "party",
    "site",
    "pool",
    "purchase",
    "dataset",
    "evidence",
    "workload",
    "limit",
    "screening",
    "match",
];

/// Holds every id of a scenario, faulty records included, so that one fault is told once.
pub(super) struct Names<'a> {
    /// The public facts.
    pub atlas: &'a Atlas,
    ids: [BTreeSet<String>; KINDS.len()],
}

impl<'a> Names<'a> {
    /// Returns the ids of the records, and complains of those used twice.
    pub(super) fn of(
        atlas: &'a Atlas,
        records: &[(usize, Record<'_>)],
        errors: &mut Vec<FactsError>,
    ) -> Self {
        let mut ids: [BTreeSet<String>; KINDS.len()] = Default::default();
        for (kind, record) in records {
            let (Some(id), Some(known)) = (record.text("id"), ids.get_mut(*kind)) else {
                continue;
            };
            if !known.insert(id.to_owned()) {
                let word = KINDS.get(*kind).copied().unwrap_or_default();
                let fact = format!("another {word} has the id `{id}` already");
                errors.push(
                    record
                        .wrong("scenario.duplicate-id", "id", &fact)
                        .hint("give one of the two another id"),
                );
            }
        }
        Self { atlas, ids }
    }

    fn has(&self, kind: &str, id: &str) -> bool {
        self.known(kind).any(|known| known == id)
    }

    fn known(&self, kind: &str) -> impl Iterator<Item = &str> + Clone {
        let index = KINDS.iter().position(|known| *known == kind);
        let ids = index.and_then(|index| self.ids.get(index));
        ids.into_iter().flatten().map(String::as_str)
    }

    fn named<T: FromStr>(
        &self,
        kind: &'static str,
        code: &'static str,
        at: (&Record<'_>, &str),
        text: &str,
        errors: &mut Vec<FactsError>,
    ) -> Option<T> {
        let id = text.parse().ok()?;
        if self.has(kind, text) {
            return Some(id);
        }
        let (record, name) = at;
        let fact = format!("`{name}` names {kind} `{text}`, which the scenario does not have");
        let hint = match suggestion(text, self.known(kind)) {
            hint if hint.is_empty() => format!("add it under `[[{kind}]]`"),
            hint => format!("{hint} Otherwise add it under `[[{kind}]]`"),
        };
        errors.push(record.wrong(code, name, &fact).hint(hint));
        None
    }

    fn one<T: FromStr>(
        &self,
        kind: &'static str,
        code: &'static str,
        at: (&Record<'_>, &str),
        errors: &mut Vec<FactsError>,
    ) -> Option<T> {
        let text = at.0.text(at.1)?;
        self.named(kind, code, at, text, errors)
    }

    fn many<T: FromStr>(
        &self,
        kind: &'static str,
        code: &'static str,
        at: (&Record<'_>, &str),
        errors: &mut Vec<FactsError>,
    ) -> Vec<T> {
        let texts = at.0.texts(at.1);
        texts
            .iter()
            .filter_map(|text| self.named(kind, code, at, text, errors))
            .collect()
    }

    /// Returns the pools that a record names.
    pub(super) fn pools(&self, record: &Record<'_>, errors: &mut Vec<FactsError>) -> Vec<PoolId> {
        self.many("pool", "scenario.unknown-pool", (record, "pools"), errors)
    }

    /// Returns the party that a key names.
    pub(super) fn party(
        &self,
        record: &Record<'_>,
        name: &str,
        errors: &mut Vec<FactsError>,
    ) -> Option<PartyId> {
        self.one("party", "scenario.unknown-party", (record, name), errors)
    }

    /// Returns the parties that a key names.
    pub(super) fn parties(
        &self,
        record: &Record<'_>,
        name: &str,
        errors: &mut Vec<FactsError>,
    ) -> Vec<PartyId> {
        self.many("party", "scenario.unknown-party", (record, name), errors)
    }

    /// Returns the site that a key names.
    pub(super) fn site(&self, record: &Record<'_>, errors: &mut Vec<FactsError>) -> Option<SiteId> {
        self.one("site", "scenario.unknown-site", (record, "site"), errors)
    }

    /// Returns the pool that a key names.
    pub(super) fn pool(&self, record: &Record<'_>, errors: &mut Vec<FactsError>) -> Option<PoolId> {
        self.one("pool", "scenario.unknown-pool", (record, "pool"), errors)
    }

    /// Returns the data sets that a key names.
    pub(super) fn datasets(
        &self,
        record: &Record<'_>,
        errors: &mut Vec<FactsError>,
    ) -> Vec<DatasetId> {
        let at = (record, "datasets");
        self.many("dataset", "scenario.unknown-dataset", at, errors)
    }

    /// Returns the evidence that a key names.
    pub(super) fn evidence(
        &self,
        record: &Record<'_>,
        errors: &mut Vec<FactsError>,
    ) -> Vec<EvidenceId> {
        let at = (record, "on_file");
        self.many("evidence", "scenario.unknown-evidence", at, errors)
    }

    /// Returns the workloads that a key names.
    pub(super) fn workloads(
        &self,
        record: &Record<'_>,
        errors: &mut Vec<FactsError>,
    ) -> Vec<WorkloadId> {
        let at = (record, "for");
        self.many("workload", "scenario.unknown-workload", at, errors)
    }

    /// Returns the chip of the atlas that a key names.
    pub(super) fn chip(&self, record: &Record<'_>, errors: &mut Vec<FactsError>) -> Option<ChipId> {
        let chip: ChipId = record.parsed("chip")?;
        if self.atlas.chips.contains_key(&chip) {
            return Some(chip);
        }
        let fact = format!("`chip` names `{chip}`, which the atlas does not have");
        let known = self.atlas.chips.keys().map(ChipId::as_str);
        let error = record.wrong("scenario.unknown-chip", "chip", &fact);
        errors.push(error.hint(suggestion(chip.as_str(), known)));
        None
    }

    /// Returns the region of the atlas that a key names.
    pub(super) fn region(
        &self,
        record: &Record<'_>,
        errors: &mut Vec<FactsError>,
    ) -> Option<RegionId> {
        let region: RegionId = record.parsed("region")?;
        if self.atlas.regions.contains_key(&region) {
            return Some(region);
        }
        let fact = format!("`region` names `{region}`, which the atlas does not have");
        let known = self.atlas.regions.keys().map(RegionId::as_str);
        let error = record.wrong("scenario.unknown-region", "region", &fact);
        errors.push(error.hint(suggestion(region.as_str(), known)));
        None
    }
}
