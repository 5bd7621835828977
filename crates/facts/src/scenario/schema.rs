//! The JSON Schema of a scenario file, made from the forms.

use serde_json::{Map, Value, json};

use super::{
    form::{Form, Kind},
    forms, words,
};

const PLACE: &str = "^([A-Z]{2}|AE-DIFC|AE-ADGM)$";
const DAY: &str = r"^\d{4}-\d{2}-\d{2}$";
const ID: &str = "^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$";
const MONEY: &str = r"^\d+(\.\d{1,4})?$";

/// Returns the schema of one file of a scenario, the TOML written as JSON.
fn schema() -> Value {
    let mut found = record(&forms::FILE);
    if let Some(members) = found.as_object_mut() {
        members.insert(
            "$schema".to_owned(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        );
        members.insert("title".to_owned(), json!("One file of a Portolan scenario"));
    }
    found
}

fn record(form: &Form) -> Value {
    let properties: Map<String, Value> = form
        .fields()
        .map(|field| {
            let mut kind = kind(&field.kind);
            if let Some(members) = kind.as_object_mut() {
                members.insert("description".to_owned(), json!(field.says));
            }
            (field.name.to_owned(), kind)
        })
        .collect();
    let required: Vec<&str> = form
        .fields()
        .filter(|field| field.required)
        .map(|field| field.name)
        .collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn kind(kind_: &Kind) -> Value {
    match kind_ {
        Kind::Text => json!({ "type": "string", "minLength": 1 }),
        Kind::Id => json!({ "type": "string", "pattern": ID }),
        Kind::Day => json!({ "type": "string", "pattern": DAY }),
        Kind::Count(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Percent => json!({ "type": "number", "minimum": 0, "maximum": 100 }),
        Kind::Number(most) => json!({ "type": "number", "minimum": 0, "maximum": most }),
        Kind::Operations => json!({ "type": "number", "exclusiveMinimum": 0 }),
        Kind::Money => json!({ "type": "string", "pattern": MONEY }),
        Kind::Price => json!({ "anyOf": [kind(&Kind::Money), { "const": super::LISTED }] }),
        Kind::Truth => json!({ "type": "boolean" }),
        Kind::Place => json!({ "type": "string", "pattern": PLACE }),
        Kind::Origin => {
            json!({ "type": "string", "pattern": "^([A-Z]{2}|AE-DIFC|AE-ADGM|mixed)$" })
        }
        Kind::Word(words) => json!({ "enum": words() }),
        Kind::Known(inner) => json!({ "anyOf": [kind(inner), { "const": "unknown" }] }),
        Kind::List(inner) => json!({ "type": "array", "items": kind(inner) }),
        Kind::Record(form) => record(form),
        Kind::ById(form) => json!({
            "type": "object",
            "propertyNames": { "pattern": ID },
            "additionalProperties": record(form),
        }),
        Kind::Span => json!({
            "type": "array",
            "items": { "type": "integer", "minimum": 0 },
            "minItems": 2,
            "maxItems": 2,
        }),
        Kind::Reasons => {
            json!({ "type": "object", "additionalProperties": { "type": "string", "minLength": 1 } })
        }
    }
}

const SHIPPED: &str = include_str!("../../schema/scenario.schema.json");

fn written() -> String {
    format!("{:#}\n", schema())
}

#[test]
fn the_shipped_schema_is_fresh() {
    assert!(
        SHIPPED == written(),
        "schema/scenario.schema.json is stale: cargo test -p portolan-facts write_schema -- --ignored"
    );
}

#[test]
#[ignore = "writes schema/scenario.schema.json"]
fn write_schema() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/scenario.schema.json");
    std::fs::write(path, written()).unwrap();
}

#[test]
fn every_file_of_the_shipped_scenarios_keeps_to_the_schema() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let files = [
        include_str!("../../../../scenarios/starter/scenario.toml"),
        include_str!("../../../../scenarios/offshore-2025/scenario.toml"),
        include_str!("../../../../scenarios/offshore-2025/parties.toml"),
        include_str!("../../../../scenarios/offshore-2025/sites.toml"),
        include_str!("../../../../scenarios/offshore-2025/pools-mainland.toml"),
        include_str!("../../../../scenarios/offshore-2025/pools-abroad.toml"),
        include_str!("../../../../scenarios/offshore-2025/purchases.toml"),
        include_str!("../../../../scenarios/offshore-2025/data.toml"),
        include_str!("../../../../scenarios/offshore-2025/evidence.toml"),
        include_str!("../../../../scenarios/offshore-2025/training.toml"),
        include_str!("../../../../scenarios/offshore-2025/serving.toml"),
    ];
    for text in files {
        let fields = super::node::parse(crate::SourceText::new("scenario.toml", text)).unwrap();
        let whole = super::node::Node {
            line: 1,
            value: super::node::Value::Table(fields),
        };
        let file = serde_json::to_value(whole.plain()).unwrap();
        let faults: Vec<String> = validator
            .iter_errors(&file)
            .map(|fault| fault.to_string())
            .collect();
        assert_eq!(faults, Vec::<String>::new());
    }
}

#[test]
fn the_schema_refuses_a_key_that_the_reader_refuses() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let party = json!({ "party": [{ "id": "a", "name": "A", "hq": "XA", "color": "red" }] });
    assert!(!validator.is_valid(&party));
    assert!(validator.is_valid(&json!({ "party": [{ "id": "a", "name": "A", "hq": "unknown" }] })));
}

#[test]
fn no_list_of_words_names_a_word_twice() {
    for list in [
        words::SUPPLY_MODES,
        words::ARRANGEMENTS,
        words::SERVICES,
        words::OFFERED_TO,
        words::KNOWLEDGE,
        words::RED_FLAGS,
        words::CERTIFICATIONS,
        words::WORK,
    ] {
        let once: std::collections::BTreeSet<_> = list.iter().collect();
        assert_eq!(once.len(), list.len());
    }
}
