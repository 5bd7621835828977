//! Which facts a rule reads, and which values it compares them with.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

/// Holds the values that a rule names, by type: what every value of an unknown fact would give is
/// found by trying these and their neighbours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Literals {
    pub longs: BTreeSet<i64>,
    pub texts: BTreeSet<String>,
    pub places: BTreeSet<String>,
    pub decimals: BTreeSet<String>,
    pub days: BTreeSet<String>,
    /// The groups that a rule asks a place to be in.
    pub groups: BTreeSet<String>,
    /// Whether facts are compared with each other or reckoned with, and not only held against what
    /// the rule names.
    pub between_facts: bool,
}

impl Literals {
    /// Adds the literals of another rule.
    pub fn join(&mut self, other: &Self) {
        self.longs.extend(&other.longs);
        self.texts.extend(other.texts.iter().cloned());
        self.places.extend(other.places.iter().cloned());
        self.decimals.extend(other.decimals.iter().cloned());
        self.days.extend(other.days.iter().cloned());
        self.groups.extend(other.groups.iter().cloned());
        self.between_facts |= other.between_facts;
    }
}

/// Returns the facts read from `context` by a policy in Cedar's JSON form, and its literals.
pub(crate) fn of_policy(policy: &Json) -> (BTreeSet<String>, Literals) {
    let mut found = Found::default();
    if let Some(conditions) = policy.get("conditions").and_then(Json::as_array) {
        for condition in conditions {
            if let Some(body) = condition.get("body") {
                found.walk(body);
            }
        }
    }
    (found.reads, found.literals)
}

#[derive(Default)]
struct Found {
    reads: BTreeSet<String>,
    literals: Literals,
}

impl Found {
    fn walk(&mut self, node: &Json) {
        if let Some(path) = context_path(node) {
            self.reads.insert(path);
            return;
        }
        match node {
            Json::Object(members) => {
                for (key, member) in members {
                    self.literals.between_facts |= between_facts(key, member);
                    match key.as_str() {
                        "Value" => self.literal(member),
                        "decimal" => insert_text(&mut self.literals.decimals, member),
                        "datetime" => insert_text(&mut self.literals.days, member),
                        _ => self.walk(member),
                    }
                }
            }
            Json::Array(members) => members.iter().for_each(|member| self.walk(member)),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
        }
    }

    fn literal(&mut self, value: &Json) {
        match value {
            Json::Number(number) => {
                self.literals.longs.extend(number.as_i64());
            }
            Json::String(text) => {
                self.literals.texts.insert(text.clone());
            }
            Json::Object(members) => {
                if let Some(entity) = members.get("__entity") {
                    let id = entity.get("id").and_then(Json::as_str).unwrap_or_default();
                    match entity.get("type").and_then(Json::as_str) {
                        Some("Place") => self.literals.places.insert(id.to_owned()),
                        Some("Group") => self.literals.groups.insert(id.to_owned()),
                        Some(_) | None => false,
                    };
                }
            }
            Json::Array(members) => members.iter().for_each(|member| self.literal(member)),
            Json::Null | Json::Bool(_) => {}
        }
    }
}

/// Returns true when an operation has facts on both sides, or reckons with one.
fn between_facts(operation: &str, operands: &Json) -> bool {
    if ["&&", "||", "if-then-else", "!", ".", "Set", "Record"].contains(&operation) {
        return false;
    }
    if ["+", "-", "*", "neg"].contains(&operation) && reads_a_fact(operands) {
        return true;
    }
    let sides = [("left", 0), ("right", 1)].map(|(name, index)| {
        let side = operands.get(name).or_else(|| operands.get(index));
        side.is_some_and(reads_a_fact)
    });
    sides == [true, true]
}

fn reads_a_fact(node: &Json) -> bool {
    context_path(node).is_some()
        || match node {
            Json::Object(members) => members.values().any(reads_a_fact),
            Json::Array(members) => members.iter().any(reads_a_fact),
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => false,
        }
}

fn insert_text(set: &mut BTreeSet<String>, arguments: &Json) {
    let text = arguments
        .get(0)
        .and_then(|argument| argument.get("Value"))
        .and_then(Json::as_str);
    set.extend(text.map(str::to_owned));
}

/// Returns the dotted path of `context.a.b`, or `None` when the node is something else.
fn context_path(node: &Json) -> Option<String> {
    let access = node.get(".")?;
    let attribute = access.get("attr")?.as_str()?;
    let left = access.get("left")?;
    if left.get("Var").and_then(Json::as_str) == Some("context") {
        return Some(attribute.to_owned());
    }
    context_path(left).map(|path| format!("{path}\u{1f}{attribute}"))
}

/// Joins the parts of a path: class names may hold dots, so the separator is not one.
pub(crate) const SEPARATOR: char = '\u{1f}';

/// Returns the annotations of a policy in Cedar's JSON form.
pub(crate) fn annotations(policy: &Json) -> BTreeMap<String, String> {
    let Some(members) = policy.get("annotations").and_then(Json::as_object) else {
        return BTreeMap::new();
    };
    members
        .iter()
        .map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().to_owned()))
        .collect()
}
