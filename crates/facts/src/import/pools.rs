//! Pools: sites, terms and batches from the rows of a table.

use std::collections::BTreeSet;

use super::{
    cells::quoted,
    script::Script,
    table::{Row, Table},
};
use crate::{Atlas, FactsError, nearest::suggestion};

/// The columns that only a lease has, and that law or price turns on.
const LEASE: [&str; 9] = [
    "price_chip_hour",
    "listed_as",
    "listed_kind",
    "overhead_percent",
    "block",
    "min_term_weeks",
    "arrangement",
    "bought_for_lessee",
    "lessee_controls_hardware",
];
const SUPPLY: [&str; 7] = [
    "chips",
    "supplied_on",
    "available_from",
    "supplier",
    "from",
    "mode",
    "authority",
];

/// Writes the sites and pools of a table.
pub(super) fn write(
    table: &Table,
    atlas: &Atlas,
    script: &mut Script,
    errors: &mut Vec<FactsError>,
) {
    let mut sites: BTreeSet<&str> = BTreeSet::new();
    for row in table.rows() {
        check_names(row, atlas, errors);
        let Some(region) = row.text("region") else {
            continue;
        };
        if sites.insert(region) {
            script.record("site", row);
            script.key("id", &quoted(region));
            script.key("name", &quoted(region));
            script.key("region", &quoted(region));
            script.key(
                "source",
                &quoted(&format!("{}, line {}", row.file, row.line)),
            );
        }
    }
    for row in table.rows() {
        pool(row, script, errors);
    }
}

/// Complains of a chip or a region that the atlas does not have.
fn check_names(row: Row<'_>, atlas: &Atlas, errors: &mut Vec<FactsError>) {
    if let Some(chip) = row.text("chip")
        && !chip
            .parse()
            .is_ok_and(|chip| atlas.chips.contains_key(&chip))
    {
        let names = atlas.chips.keys().map(portolan_terms::ChipId::as_str);
        let fact = format!("the atlas has no chip `{chip}`");
        errors.push(
            row.wrong("csv.chip", "chip", &fact)
                .hint(suggestion(chip, names)),
        );
    }
    if let Some(region) = row.text("region") {
        check_region(row, "region", region, atlas, errors);
    }
}

/// Complains of a region that the atlas does not have.
pub(super) fn check_region(
    row: Row<'_>,
    column: &str,
    region: &str,
    atlas: &Atlas,
    errors: &mut Vec<FactsError>,
) {
    if !region
        .parse()
        .is_ok_and(|region| atlas.regions.contains_key(&region))
    {
        let names = atlas.regions.keys().map(portolan_terms::RegionId::as_str);
        let fact = format!("the atlas has no region `{region}`");
        errors.push(
            row.wrong("csv.region", column, &fact)
                .hint(suggestion(region, names)),
        );
    }
}

fn pool(row: Row<'_>, script: &mut Script, errors: &mut Vec<FactsError>) {
    script.record("pool", row);
    script.keys(row, &["id"], errors);
    let name = row.text("name").or(row.text("id")).unwrap_or_default();
    script.key("name", &quoted(name));
    script.key("site", &quoted(row.text("region").unwrap_or_default()));
    if row.text("region").is_none() {
        script.keys(row, &["region"], errors);
    }
    let facts = [
        "chip",
        "owner",
        "operator",
        "bona_fide_operator",
        "state_funded",
    ];
    script.keys(row, &facts, errors);
    script.source(row);
    match (row.text("price_chip_hour"), row.text("running_chip_hour")) {
        (Some(_), None) => {
            if row.text("arrangement").is_none() {
                let error = row.wrong(
                    "csv.empty",
                    "arrangement",
                    "the chips are let, and nobody says how",
                );
                errors.push(
                    error.hint(
                        "write shared-cloud, dedicated, bare-metal, lease-to-own or colocation",
                    ),
                );
            }
            script.table("[pool.lease]");
            script.keys(row, &LEASE, errors);
        }
        (None, Some(_)) => {
            script.table("[pool.own]");
            script.keys(row, &["running_chip_hour"], errors);
        }
        (both, _) => {
            let fact = if both.is_some() {
                "the row gives both a price and a running cost"
            } else {
                "the row gives neither a price nor a running cost"
            };
            let error = row.wrong("csv.terms", "price_chip_hour", fact);
            errors.push(error.hint("give `price_chip_hour` when the chips are let, `running_chip_hour` when their owner uses them"));
        }
    }
    script.table("[[pool.stock]]");
    script.keys(row, &SUPPLY, errors);
}
