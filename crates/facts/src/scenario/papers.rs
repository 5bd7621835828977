//! Data sets and evidence.

use portolan_terms::{
    Dataset, Day, Evidence, Known,
    data::{Identifiability, Origin},
};

use super::{
    model::{Obtainable, ScenarioDataset, ScenarioEvidence},
    names::Names,
    record::Record,
};
use crate::FactsError;

const DATA: &[&str] = &[
    "origin",
    "classes",
    "identifiability",
    "sector",
    "publicly_available",
    "notified_important",
    "on_negative_list",
    "in_exempt_scenario",
    "lawful_source",
    "localisation_order",
    "collected_for",
    "split_of",
];

const EVIDENCE: &[&str] = &[
    "kind",
    "granted_on",
    "expires_on",
    "issuer",
    "filed_on",
    "revoked_on",
    "holder",
    "scope",
    "conditions",
    "named_users",
    "finding",
    "covers_law_of",
    "binding",
    "under",
];

/// Reads one data set.
pub(super) fn dataset(
    record: &Record<'_>,
    names: &Names<'_>,
    errors: &mut Vec<FactsError>,
) -> Option<ScenarioDataset> {
    let controller = names.party(record, "controller", errors);
    let dataset = data(record, errors);
    Some(ScenarioDataset {
        id: record.parsed("id")?,
        controller: controller?,
        from: record.parsed("from")?,
        dataset: dataset?,
        gigabytes: record.count("gigabytes")?,
        provenance: record.provenance(),
    })
}

/// Reads what law asks of a data set.
pub(super) fn data(record: &Record<'_>, errors: &mut Vec<FactsError>) -> Option<Dataset> {
    let dataset: Dataset = record.typed(DATA)?;
    if dataset.origin.is_empty() {
        let error = record.wrong("scenario.origin", "origin", "the data set has no origin");
        errors.push(error.hint("name each place where the data was collected: it brings its law"));
    }
    let mixed = dataset.origin.contains(&Origin::Mixed);
    if mixed && dataset.identifiability != Identifiability::NotPersonal {
        let fact = "`mixed` stands for data about no person, and this set is not said to be that";
        let error = record.wrong("scenario.origin", "origin", fact);
        errors.push(error.hint("name the places, or write `identifiability = \"not-personal\"`"));
    }
    Some(dataset)
}

/// Reads one piece of evidence, on file or obtainable from the day of the plan.
pub(super) fn evidence(
    record: &Record<'_>,
    on: Option<Day>,
    names: &Names<'_>,
    errors: &mut Vec<FactsError>,
) -> Option<ScenarioEvidence> {
    let workloads = names.workloads(record, errors);
    let mut evidence: Evidence = match record.typed(EVIDENCE) {
        Some(evidence) => evidence,
        None if !record.has("granted_on") => with_unknown_day(record)?,
        None => return None,
    };
    let obtainable = record.inner("obtainable").and_then(|way| {
        Some(Obtainable {
            kind: evidence.kind,
            cost: way.money("cost")?,
            lead_days: way.count("lead_days")?,
        })
    });
    if let (Some(way), Some(on), false) = (&obtainable, on, record.has("granted_on")) {
        evidence.granted_on = Known::Is(had_on(on, way));
    }
    if obtainable.is_none() && !record.has("granted_on") {
        let fact = "it is on file, and nobody says since when";
        let error = record.wrong("scenario.missing-key", "granted_on", fact);
        errors.push(error.hint("add `granted_on`, `\"unknown\"` if need be, or `obtainable`"));
    }
    check_days(record, &evidence, errors);
    Some(ScenarioEvidence {
        id: record.parsed("id")?,
        evidence,
        workloads,
        obtainable,
        provenance: record.provenance(),
    })
}

/// Returns the day on which obtainable evidence is had, when it is asked for on `on`.
pub(super) fn had_on(on: Day, way: &Obtainable) -> Day {
    on.plus_days(i32::try_from(way.lead_days).unwrap_or(i32::MAX))
}

fn with_unknown_day(record: &Record<'_>) -> Option<Evidence> {
    use super::node::{Node, Value};
    let mut fields = record.fields.clone();
    let unknown = Value::Text("unknown".to_owned());
    fields.insert(
        "granted_on".to_owned(),
        Node {
            line: record.line,
            value: unknown,
        },
    );
    Record {
        fields: &fields,
        ..record.clone()
    }
    .typed(EVIDENCE)
}

fn check_days(record: &Record<'_>, evidence: &Evidence, errors: &mut Vec<FactsError>) {
    let Some(granted) = evidence.granted_on.shown() else {
        return;
    };
    for (name, end) in [
        ("expires_on", evidence.expires_on),
        ("revoked_on", evidence.revoked_on),
    ] {
        if end.is_some_and(|end| end < *granted) {
            let fact = format!("`{name}` comes before it was given on {granted}");
            let error = record.wrong("scenario.window", name, &fact);
            errors.push(error.hint("swap the two days, or drop the later step"));
        }
    }
}
