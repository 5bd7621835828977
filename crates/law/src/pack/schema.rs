//! The schema that rules are validated against, filled in with what the packs define.

use std::{collections::BTreeSet, fmt::Write as _};

use cedar_policy::Schema;

use super::PackError;

const TEMPLATE: &str = include_str!("../schema.cedarschema");

/// Holds the names that packs define and rules may read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Names {
    pub party_classes: BTreeSet<String>,
    pub item_classes: BTreeSet<String>,
    pub data_classes: BTreeSet<String>,
    pub counts: BTreeSet<String>,
    pub shares: BTreeSet<String>,
}

/// Returns the schema for these names.
///
/// # Errors
/// When a name cannot stand in a schema.
pub(crate) fn schema(names: &Names) -> Result<Schema, PackError> {
    let read = Schema::from_cedarschema_str(&text(names));
    read.map(|(schema, _)| schema).map_err(|error| {
        PackError::new(
            "pack.schema",
            "schema.cedarschema",
            1,
            format!("the schema fails: {error}"),
        )
    })
}

/// Returns the text of the schema for these names.
pub(crate) fn text(names: &Names) -> String {
    let mut text = TEMPLATE.to_owned();
    let records = [
        ("PartyClasses", &names.party_classes, "Bool"),
        ("ItemClasses", &names.item_classes, "Bool"),
        ("DataClasses", &names.data_classes, "Bool"),
        ("Counts", &names.counts, "Long"),
        ("Shares", &names.shares, "decimal"),
    ];
    for (record, members, kind) in records {
        let _ = write!(text, "\ntype {record} = {{ ");
        for member in members {
            let _ = write!(text, "{member:?}: {kind}, ");
        }
        text.push_str("};\n");
    }
    text
}
