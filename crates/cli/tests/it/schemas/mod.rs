//! Every document that `--json` prints has a schema; real ones are held to it, and it to them.

mod documents;
mod shapes;

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use documents::documents;
use shapes::{file, schemas, written};

#[test]
fn the_schemas_are_as_the_parts_make_them() {
    for (name, says, body) in schemas() {
        let found = std::fs::read_to_string(file(name)).unwrap_or_default();
        assert!(
            found == written(name, says, &body),
            "{name}.schema.json is stale: run `cargo test -p portolan-cli --test it -- --ignored write_schemas`"
        );
    }
}

#[test]
fn what_every_command_prints_is_what_its_schema_says_and_no_more() {
    let documents = documents();
    let written = schemas();
    let written = written.iter().map(|one| one.0);
    let names: Vec<&str> = written.chain(["plan", "coverage"]).collect();
    for name in names {
        let schema: Json =
            serde_json::from_str(&std::fs::read_to_string(file(name)).unwrap()).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let own: Vec<&Json> = documents
            .iter()
            .filter(|one| one.0 == name)
            .map(|one| &one.1)
            .collect();
        assert!(!own.is_empty(), "no command prints {name}");
        for document in &own {
            let errors: Vec<String> = validator
                .iter_errors(document)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .take(5)
                .collect();
            assert!(errors.is_empty(), "{name}: {errors:?}");
            for spoilt in spoilt(document) {
                assert!(
                    !validator.is_valid(&spoilt),
                    "{name} lets a member through that it does not know, or misses none"
                );
            }
        }
        let unmet: BTreeSet<String> = described(&schema)
            .difference(&own.iter().flat_map(|document| members(document)).collect())
            .filter(|name| !RARE.contains(&name.as_str()))
            .cloned()
            .collect();
        assert!(
            unmet.is_empty(),
            "{name} describes what no command prints: {unmet:?}"
        );
    }
}

/// Members that none of the documents above happens to hold.
const RARE: [&str; 2] = ["elsewhere", "extra_cost"];

/// Returns the document with a member too many, and without each of its members that are no lists.
fn spoilt(document: &Json) -> Vec<Json> {
    let Some(members) = document.as_object() else {
        return Vec::new();
    };
    let mut spoilt = Vec::new();
    let mut more = document.clone();
    more["surprise"] = json!(1);
    spoilt.push(more);
    for name in members.keys().filter(|name| {
        ![
            "pool",
            "unplaced",
            "judgment",
            "unfit",
            "extra_cost",
            "licences",
            "prices",
            "limits",
        ]
        .contains(&name.as_str())
    }) {
        let mut less = document.clone();
        less.as_object_mut().unwrap().shift_remove(name);
        spoilt.push(less);
    }
    spoilt
}

/// Returns the names of the members of a document, at any depth.
fn members(document: &Json) -> BTreeSet<String> {
    match document {
        Json::Object(members) => {
            let inner = members
                .iter()
                .filter(|(name, _)| *name != "certificate")
                .flat_map(|(_, value)| self::members(value));
            members.keys().cloned().chain(inner).collect()
        }
        Json::Array(list) => list.iter().flat_map(self::members).collect(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => BTreeSet::new(),
    }
}

/// Returns the names of the members that a schema describes, those of shared parts left out.
fn described(schema: &Json) -> BTreeSet<String> {
    match schema {
        Json::Object(members) => {
            let own = members
                .get("properties")
                .and_then(Json::as_object)
                .into_iter()
                .flat_map(Map::keys)
                .cloned();
            let inner = members.iter().filter(|(name, _)| *name != "$defs");
            own.chain(inner.flat_map(|(_, value)| described(value)))
                .collect()
        }
        Json::Array(list) => list.iter().flat_map(described).collect(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => BTreeSet::new(),
    }
}

#[test]
#[ignore = "writes docs/reference/*.schema.json"]
fn write_schemas() {
    for (name, says, body) in schemas() {
        std::fs::write(file(name), written(name, says, &body)).unwrap();
    }
}
