//! Workloads: what runs, and the data that it works on.

use super::{
    cells::{self, quoted},
    pools::check_region,
    script::Script,
    table::{Row, Table},
};
use crate::{Atlas, FactsError};

/// The classes of data that count persons.
const OF_PERSONS: [&str; 13] = [
    "personal",
    "sensitive-personal",
    "genomic",
    "other-omic",
    "biometric",
    "health",
    "population-health",
    "financial",
    "credit-file",
    "precise-geolocation",
    "national-id-number",
    "covered-identifiers",
    "government-related",
];
/// The weeks that a scenario covers at least.
const WEEKS_MIN: u64 = 8;

/// Returns the weeks until the last deadline of a table.
pub(super) fn weeks(table: &Table) -> u64 {
    let days = table
        .rows()
        .filter_map(|row| row.text("deadline_days")?.parse::<u64>().ok());
    days.map(|days| days.div_ceil(7))
        .max()
        .unwrap_or(0)
        .clamp(WEEKS_MIN, 260)
}

/// Writes the data sets and workloads of a table.
pub(super) fn write(
    table: &Table,
    atlas: &Atlas,
    script: &mut Script,
    errors: &mut Vec<FactsError>,
) {
    for row in table.rows() {
        if row.text("kind") != Some("serving") {
            dataset(row, script, errors);
        }
        workload(row, atlas, script, errors);
    }
}

fn dataset_id(row: Row<'_>) -> String {
    format!("data-of-{}", row.text("id").unwrap_or_default())
}

fn dataset(row: Row<'_>, script: &mut Script, errors: &mut Vec<FactsError>) {
    script.record("dataset", row);
    script.key("id", &quoted(&dataset_id(row)));
    script.key("controller", &quoted(row.text("owner").unwrap_or_default()));
    let keys = [
        ("from", "data_from"),
        ("gigabytes", "data_gigabytes"),
        ("origin", "data_origin"),
    ];
    for (key, column) in keys {
        match cells::toml(row, column, errors) {
            Some(value) => script.key(key, &value),
            None if row.text(column).is_none() => {
                let fact = format!("`{column}` is empty, and law asks about the data");
                let says = row.column(column).map_or("", |column| column.says);
                let error = row.wrong("csv.empty", column, &fact);
                errors.push(error.hint(format!("give it: {says}")));
            }
            None => {}
        }
    }
    about(row, script, errors);
    script.source(row);
}

/// Writes what the data is about.
fn about(row: Row<'_>, script: &mut Script, errors: &mut Vec<FactsError>) {
    let classes = row.text("data_classes").unwrap_or_default();
    if classes.is_empty() {
        script.keys(row, &["data_classes"], errors);
    }
    let persons = cells::toml(row, "data_persons", errors).unwrap_or_else(|| quoted("unknown"));
    let classes: Vec<String> = cells::listed(classes)
        .map(|class| {
            if OF_PERSONS.contains(&class) {
                format!("{{ class = {}, persons = {persons} }}", quoted(class))
            } else {
                format!("{{ class = {} }}", quoted(class))
            }
        })
        .collect();
    script.key("classes", &format!("[{}]", classes.join(", ")));
    script.keys(
        row,
        &["identifiability", "publicly_available", "lawful_source"],
        errors,
    );
}

fn workload(row: Row<'_>, atlas: &Atlas, script: &mut Script, errors: &mut Vec<FactsError>) {
    script.record("workload", row);
    script.keys(row, &["id"], errors);
    let title = row.text("title").or(row.text("id")).unwrap_or_default();
    script.key("title", &quoted(title));
    script.keys(row, &["kind", "purpose", "penalty"], errors);
    script.key("owner", &quoted(row.text("owner").unwrap_or_default()));
    if row.text("kind") != Some("serving") {
        script.key("datasets", &format!("[{}]", quoted(&dataset_id(row))));
    }
    match row.text("kind") {
        Some("training" | "tuning") => {
            let keys = [
                "operations",
                "deadline_days",
                "gang_multiple",
                "gang_max",
                "published",
            ];
            script.keys(row, &keys, errors);
            span(row, script, errors);
        }
        Some("serving") => serving(row, atlas, script, errors),
        _ => script.keys(row, &["tokens", "deadline_days"], errors),
    }
    script.source(row);
    if row.text("kind") == Some("serving") {
        prompts(row, atlas, script, errors);
    }
}

/// Writes the days between which a run may start.
fn span(row: Row<'_>, script: &mut Script, errors: &mut Vec<FactsError>) {
    let first = cells::toml(row, "start_first_day", errors);
    let last = cells::toml(row, "start_last_day", errors);
    let first = first.unwrap_or_else(|| "0".to_owned());
    match last {
        Some(last) => script.key("start_days", &format!("[{first}, {last}]")),
        None => {
            let fact = "nobody says until when the run may start";
            let error = row.wrong("csv.empty", "start_last_day", fact);
            errors.push(error.hint("give the last day after the decision on which it may start"));
        }
    }
}

fn serving(row: Row<'_>, atlas: &Atlas, script: &mut Script, errors: &mut Vec<FactsError>) {
    let keys = [
        "tokens_per_day",
        "latency_ms_max",
        "service",
        "offered_to",
        "launched_on",
        "model_operations",
        "model_published",
    ];
    script.keys(row, &keys, errors);
    let regions: Vec<&str> = cells::listed(row.text("user_regions").unwrap_or_default()).collect();
    for region in &regions {
        check_region(row, "user_regions", region, atlas, errors);
    }
    let users: Vec<String> = regions
        .iter()
        .map(|region| format!("{{ region = {} }}", quoted(region)))
        .collect();
    script.key("users", &format!("[{}]", users.join(", ")));
}

/// Writes what users type in: the data of the row, in every place where users are.
fn prompts(row: Row<'_>, atlas: &Atlas, script: &mut Script, errors: &mut Vec<FactsError>) {
    let regions = cells::listed(row.text("user_regions").unwrap_or_default());
    let places =
        regions.filter_map(|region| Some(atlas.regions.get(&region.parse().ok()?)?.country));
    let places: std::collections::BTreeSet<String> =
        places.map(|place| place.to_string()).collect();
    for place in places {
        script.table("[[workload.prompts]]");
        script.key("place", &quoted(&place));
        script.key("origin", &format!("[{}]", quoted(&place)));
        about(row, script, errors);
    }
}
