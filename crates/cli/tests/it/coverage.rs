//! `portolan law coverage` says what is modelled, and its document has the shipped form.

use crate::stage::{json, root, run, text};

#[test]
fn coverage_says_what_is_modelled_and_validates_against_its_schema() {
    let (coverage, code) = json(&["law", "coverage"]);
    assert_eq!(code, 0);
    let schema = root().join("docs/reference/coverage.schema.json");
    let schema = serde_json::from_str(&std::fs::read_to_string(schema).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&coverage)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    let row = |place: &str, act: &str| {
        let rows = coverage["rows"].as_array().unwrap().iter();
        let mut rows = rows.filter(|row| row["place"] == place && row["act"] == act);
        rows.next().cloned()
    };
    let supply = row("US", "supply").unwrap();
    assert_eq!(supply["extent"], "modelled", "{supply}");
    assert!(row("XA", "supply").is_none());
    let (early, _) = json(&["law", "coverage", "--on", "2015-01-01"]);
    let count = |document: &serde_json::Value| document["rows"].as_array().unwrap().len();
    assert!(count(&early) < count(&coverage));
}

#[test]
fn coverage_for_people_names_the_day_and_what_silence_means() {
    let told = text(&run(&["law", "coverage", "--on", "2025-06-01"]));
    assert!(
        told.starts_with("law in force on 2025-06-01 · packs "),
        "{told}"
    );
    let supply = told
        .lines()
        .find(|line| line.trim_start().starts_with("US ") && line.contains(" supply "));
    let supply = supply.unwrap_or_else(|| panic!("{told}"));
    assert!(
        supply.contains("in full") && supply.contains("permitted"),
        "{supply}"
    );
}
