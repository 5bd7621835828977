//! Cedar conditions in their JSON form: built, taken apart, rewritten.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

/// Names a fact: the parts of `context.a.b`.
pub type Path = Vec<String>;

/// Returns a literal truth, number or text.
pub fn value(value: impl Into<Json>) -> Json {
    json!({"Value": value.into()})
}

/// Returns the literal place.
pub fn place(code: &str) -> Json {
    value(json!({"__entity": {"type": "Place", "id": code}}))
}

/// Returns `datetime("…")` or `decimal("…")`.
pub fn call(name: &str, text: &str) -> Json {
    json!({name: [value(text)]})
}

/// Returns the fact at a path.
pub fn fact(path: &[String]) -> Json {
    let root = json!({"Var": "context"});
    path.iter().fold(
        root,
        |left, attr| json!({".": {"left": left, "attr": attr}}),
    )
}

/// Returns the path of a fact, or `None` when the expression is something else.
pub fn path_of(expression: &Json) -> Option<Path> {
    let access = expression.get(".")?;
    let attribute = access.get("attr")?.as_str()?.to_owned();
    let left = access.get("left")?;
    if left.get("Var").and_then(Json::as_str) == Some("context") {
        return Some(vec![attribute]);
    }
    let mut path = path_of(left)?;
    path.push(attribute);
    Some(path)
}

/// Returns a comparison or test of two expressions.
pub fn two(operator: &str, left: Json, right: Json) -> Json {
    json!({operator: {"left": left, "right": right}})
}

fn truth(expression: &Json) -> Option<bool> {
    expression.get("Value")?.as_bool()
}

/// Returns what holds when the expression does not.
pub fn not(expression: Json) -> Json {
    match truth(&expression) {
        Some(truth) => value(!truth),
        None => json!({"!": {"arg": expression}}),
    }
}

/// Returns what holds when all of them do.
pub fn all(parts: Vec<Json>) -> Json {
    joined("&&", parts, true)
}

/// Returns what holds when one of them does.
pub fn any(parts: Vec<Json>) -> Json {
    joined("||", parts, false)
}

/// Joins in a balanced tree, so that long lists do not nest deeply.
fn joined(operator: &str, mut parts: Vec<Json>, neutral: bool) -> Json {
    if parts.iter().any(|part| truth(part) == Some(!neutral)) {
        return value(!neutral);
    }
    parts.retain(|part| truth(part) != Some(neutral));
    while parts.len() > 1 {
        let mut next = Vec::with_capacity(parts.len().div_ceil(2));
        let mut rest = parts.into_iter();
        while let Some(left) = rest.next() {
            next.push(match rest.next() {
                Some(right) => two(operator, left, right),
                None => left,
            });
        }
        parts = next;
    }
    parts.pop().unwrap_or_else(|| value(neutral))
}

/// Returns when a policy holds, its scope left aside.
pub fn condition(policy: &Json) -> Json {
    let conditions = policy.get("conditions").and_then(Json::as_array);
    let parts = conditions.into_iter().flatten().map(|condition| {
        let body = condition.get("body").cloned().unwrap_or(Json::Null);
        match condition.get("kind").and_then(Json::as_str) {
            Some("unless") => not(body),
            _ => body,
        }
    });
    all(parts.collect())
}

/// Returns a permit of one kind of act under a condition.
pub fn permit(kind: &str, body: &Json) -> Json {
    json!({
        "effect": "permit",
        "principal": {"op": "All"},
        "action": {"op": "==", "entity": {"type": "Action", "id": kind}},
        "resource": {"op": "All"},
        "conditions": [{"kind": "when", "body": body}],
    })
}

/// Returns the expression with `change` applied to every part of it that `change` knows.
pub fn map(expression: &Json, change: &mut impl FnMut(&Json) -> Option<Json>) -> Json {
    if let Some(changed) = change(expression) {
        return changed;
    }
    match expression {
        Json::Object(members) if !members.contains_key("Value") => members
            .iter()
            .map(|(key, member)| (key.clone(), map(member, change)))
            .collect(),
        Json::Array(members) => members.iter().map(|member| map(member, change)).collect(),
        other @ (Json::Null
        | Json::Bool(_)
        | Json::Number(_)
        | Json::String(_)
        | Json::Object(_)) => other.clone(),
    }
}

/// Returns the facts that an expression reads.
pub fn reads(expression: &Json) -> BTreeSet<Path> {
    let mut found = BTreeSet::new();
    map(expression, &mut |part| {
        let path = path_of(part)?;
        found.insert(path);
        Some(Json::Null)
    });
    found
}

/// Returns every word in an expression: names of facts, classes and groups among them.
pub fn words(expression: &Json) -> BTreeSet<String> {
    match expression {
        Json::String(word) => BTreeSet::from([word.clone()]),
        Json::Array(members) => members.iter().flat_map(words).collect(),
        Json::Object(members) => members.values().flat_map(words).collect(),
        Json::Null | Json::Bool(_) | Json::Number(_) => BTreeSet::new(),
    }
}

/// Returns the text of a literal.
pub fn text_of(expression: &Json) -> Option<&str> {
    expression.get("Value")?.as_str()
}

/// Returns the entity of a literal: type and id.
pub fn entity_of(expression: &Json) -> Option<(&str, &str)> {
    let entity = expression.get("Value")?.get("__entity")?;
    Some((entity.get("type")?.as_str()?, entity.get("id")?.as_str()?))
}

/// Returns the members of a literal set.
pub fn members_of(expression: &Json) -> Option<&Vec<Json>> {
    expression.get("Set")?.as_array()
}
