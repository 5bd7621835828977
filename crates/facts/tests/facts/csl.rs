//! The Consolidated Screening List is read as it is published, and not at all when it is not whole.

use portolan_facts::{SourceText, screening::Csl};
use portolan_terms::{evidence::Review, party::ListName};
use proptest::prelude::*;

const CSV: &str = include_str!("csl/list.csv");
const JSON: &str = include_str!("csl/list.json");

fn read(text: &str) -> Result<Csl, String> {
    Csl::read(SourceText::new("list", text), None).map_err(|errors| errors[0].to_string())
}

#[test]
fn both_forms_of_the_list_say_the_same() {
    let (csv, json) = (read(CSV).unwrap(), read(JSON).unwrap());
    assert_eq!(csv.entries, json.entries);
    assert_eq!(
        csv.dated.to_string(),
        "2025-03-25",
        "the day of the newest entry"
    );
    assert_eq!(
        json.dated.to_string(),
        "2025-11-10",
        "the day the file says"
    );
    let sophgo = csv
        .entries
        .iter()
        .find(|entry| entry.name.starts_with("Sophgo"));
    let sophgo = sophgo.unwrap();
    assert_eq!(sophgo.list(), ListName::UsEntityList);
    assert_eq!(sophgo.aliases, ["Sophgo", "Sophgo Technologies Pte. Ltd."]);
    assert_eq!(sophgo.review, Some(Review::PresumptionOfDenial));
}

#[test]
fn a_list_that_law_does_not_name_is_still_a_list() {
    let moved = CSV.replace("Entity List (EL)", "Unverified List (UVL)");
    let entries = read(&moved).unwrap().entries;
    assert_eq!(entries[0].list(), ListName::UsOtherScreening);
}

#[test]
fn a_list_cut_short_is_refused_wherever_it_is_cut_inside_an_entry() {
    for text in [CSV, JSON] {
        let whole = text.trim_end().len();
        for end in [whole - 10, whole / 2] {
            let end = (0..=end)
                .rev()
                .find(|end| text.is_char_boundary(*end))
                .unwrap();
            let told = read(&text[..end]).unwrap_err();
            assert!(
                told.contains("csl.form") && told.contains("cut short"),
                "{told}"
            );
        }
    }
    let told = read(CSV.lines().next().unwrap()).unwrap_err();
    assert!(told.contains("csl.empty"), "{told}");
}

#[test]
fn another_table_is_told_from_the_list() {
    let told = read("id,name\n1,x\n").unwrap_err();
    assert!(
        told.contains("`source`") && told.contains("license_policy"),
        "{told}"
    );
}

#[test]
fn a_day_that_is_none_names_its_line() {
    let told = read(&CSV.replace("2020-12-23", "December 2020")).unwrap_err();
    assert!(told.contains("AECC") && told.contains("list:14"), "{told}");
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_fail_otherwise_than_by_an_error(at in 0..CSV.len(), with in ".{0,3}") {
        for text in [CSV, JSON] {
            let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
            let _ = read(&format!("{}{with}{}", &text[..at], &text[at..]));
            let _ = read(&text[..at]);
        }
    }
}
