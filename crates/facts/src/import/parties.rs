//! Parties: those of the table, those that the program knows, and the others, of whom nothing is.

use std::collections::BTreeMap;

use super::{
    cells::quoted,
    script::Script,
    table::{Row, Table},
};
use crate::FactsError;

/// Holds where parties come from.
pub(super) struct Parties<'a> {
    /// The table of parties.
    pub named: Option<&'a Table>,
    /// Parties that need no row, as TOML by id.
    pub known: &'a [(&'a str, &'a str)],
}

const FACTS: [&str; 5] = [
    "hq",
    "ultimate_parent_hq",
    "registered_in",
    "ciio",
    "addressee_of",
];

impl Parties<'_> {
    /// Writes every party that some row names.
    pub(super) fn write(
        &self,
        tables: &[&Table],
        script: &mut Script,
        errors: &mut Vec<FactsError>,
    ) {
        let mut met: BTreeMap<&str, Row<'_>> = BTreeMap::new();
        for row in tables.iter().flat_map(|table| table.rows()) {
            for column in ["owner", "operator", "supplier"] {
                if let Some(id) = row.text(column) {
                    met.entry(id).or_insert(row);
                }
            }
        }
        for row in self.named.into_iter().flat_map(Table::rows) {
            script.record("party", row);
            script.keys(row, &["id"], errors);
            let name = row.text("name").or(row.text("id")).unwrap_or_default();
            script.key("name", &quoted(name));
            script.keys(row, &FACTS, errors);
            script.source(row);
            if let Some(id) = row.text("id") {
                met.remove(id);
            }
        }
        for (id, row) in met {
            script.record("party", row);
            if let Some((_, text)) = self.known.iter().find(|(known, _)| *known == id) {
                script.text.push_str(text);
                continue;
            }
            script.key("id", &quoted(id));
            script.key("name", &quoted(id));
            for fact in FACTS.iter().filter(|fact| **fact != "addressee_of") {
                script.key(fact, &quoted("unknown"));
            }
            script.key(
                "source",
                &quoted(&format!(
                    "{}, line {}: named there, no more",
                    row.file, row.line
                )),
            );
        }
    }
}
