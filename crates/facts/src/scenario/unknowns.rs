//! Unknowns: the facts that a scenario states as `"unknown"`, for whoever is to find them out.

use super::{
    names::KINDS,
    node::{self, Node, Value},
};
use crate::{FactsError, SourceText};

/// Holds one fact that nobody has shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unknown {
    /// The file.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The record: ``pool `johor` ``.
    pub record: String,
    /// The key, with those of the records around it: `stock.supplied_on`.
    pub field: String,
}

/// Returns the facts that files of a scenario state as unknown, in the order of the lines.
///
/// # Errors
/// When a file is no TOML.
///
/// # Example: nobody knows who owns the operator
///
/// ```
/// use portolan_facts::{SourceText, scenario::unknowns::unknowns};
///
/// let text = "[[party]]\nid = \"xa-operator\"\nultimate_parent_hq = \"unknown\"\n";
/// let found = unknowns(&[SourceText::new("scenario.toml", text)]).unwrap();
/// assert_eq!(found[0].field, "ultimate_parent_hq");
/// assert_eq!((found[0].record.as_str(), found[0].line), ("party `xa-operator`", 3));
/// ```
pub fn unknowns(files: &[SourceText<'_>]) -> Result<Vec<Unknown>, Vec<FactsError>> {
    let mut found = Vec::new();
    for file in files {
        let fields = node::parse(*file)?;
        for kind in KINDS {
            let records = fields.get(kind).and_then(Node::list).unwrap_or_default();
            for record in records {
                let id = record.fields().and_then(|fields| fields.get("id")?.text());
                let name = format!("{kind} `{}`", id.unwrap_or_default());
                walk(record, file.name, &name, "", &mut found);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn walk(node: &Node, file: &str, record: &str, field: &str, found: &mut Vec<Unknown>) {
    match &node.value {
        Value::Text(text) if text == "unknown" => found.push(Unknown {
            file: file.to_owned(),
            line: node.line,
            record: record.to_owned(),
            field: field.to_owned(),
        }),
        Value::Table(fields) => {
            for (name, inner) in fields {
                let path = if field.is_empty() {
                    name.clone()
                } else {
                    format!("{field}.{name}")
                };
                walk(inner, file, record, &path, found);
            }
        }
        Value::List(list) => {
            for inner in list {
                walk(inner, file, record, field, found);
            }
        }
        Value::Text(_) | Value::Whole(_) | Value::Number(_) | Value::Truth(_) => {}
    }
}
