//! Parties are held against the Consolidated Screening List, and nobody passes in silence.

use std::fs;

use serde_json::Value as Json;

use crate::stage::{Folder, json, root, run, text};

pub fn list(name: &str) -> String {
    let path = root().join("crates/facts/tests/facts/csl").join(name);
    path.to_str().unwrap().to_owned()
}

/// The starter, where the operator in Singapore bears a name near one on the list.
pub fn mine(folder: &Folder) -> String {
    let mine = folder.file("named");
    run(&["init", &mine]);
    let file = format!("{mine}/scenario.toml");
    let starter = fs::read_to_string(&file).unwrap();
    let named = starter.replace("an independent operator in Singapore", "Sophgo Technology");
    assert_ne!(starter, named);
    fs::write(&file, named).unwrap();
    mine
}

fn screen(mine: &str, file: &str) -> (Json, i32) {
    json(&["import", "csl", file, "--scenario", mine])
}

fn pools(mine: &str) -> Vec<String> {
    let (plan, _) = json(&["plan", mine]);
    let rows = plan["placements"].as_array().unwrap();
    rows.iter()
        .map(|row| row["pool"].as_str().unwrap().to_owned())
        .collect()
}

fn decide(mine: &str, decision: &str) {
    let file = format!("{mine}/screening.toml");
    let screened = fs::read_to_string(&file).unwrap();
    let decided = screened.replace("same = \"unknown\"\n", decision);
    assert_ne!(screened, decided);
    fs::write(&file, decided).unwrap();
}

const CLEARED: &str = "same = false\ndecided_by = \"compliance desk\"\ndecided_on = 2025-11-12\nbecause = \"another firm: seat, owners and registration differ\"\n";

#[test]
fn a_near_name_holds_back_its_pool_until_a_person_has_decided() {
    let folder = Folder::new();
    let mine = mine(&folder);
    assert!(pools(&mine).iter().all(|pool| pool == "singapore-h100"));

    let (report, code) = screen(&mine, &list("list.json"));
    assert_eq!((report["open"].as_u64(), code), (Some(1), 11), "{report}");
    assert_eq!(report["matches"][0]["party"], "singapore-operator");
    assert_eq!(report["matches"][0]["list"], "us-entity-list");
    assert!(!pools(&mine).contains(&"singapore-h100".to_owned()));
    let why = text(&run(&[
        "why",
        "train-pilot",
        &mine,
        "--at",
        "singapore-h100",
    ]));
    assert!(why.contains("us-entity-list"), "{why}");
    assert!(text(&run(&["check", &mine])).contains("nobody has decided"));

    decide(&mine, "same = false\n");
    let refused = run(&["check", &mine]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("decided_by"));
}

#[test]
fn what_a_person_decided_stands_when_the_parties_are_screened_again() {
    let folder = Folder::new();
    let mine = mine(&folder);
    screen(&mine, &list("list.json"));
    decide(&mine, CLEARED);
    assert!(pools(&mine).contains(&"singapore-h100".to_owned()));
    let (report, code) = screen(&mine, &list("list.json"));
    assert_eq!((report["open"].as_u64(), code), (Some(0), 0), "{report}");
    assert_eq!(report["matches"][0]["same"], false);
    assert!(
        fs::read_to_string(format!("{mine}/screening.toml"))
            .unwrap()
            .contains("compliance desk")
    );

    let file = folder.file("list.json");
    let later = fs::read_to_string(list("list.json"))
        .unwrap()
        .replace("2025-01-16", "2025-01-17");
    fs::write(&file, later).unwrap();
    let (report, code) = screen(&mine, &file);
    assert_eq!(
        (report["open"].as_u64(), code),
        (Some(1), 11),
        "another entry is another question"
    );
}

#[test]
fn an_entry_that_is_the_party_is_a_listing_from_its_day() {
    let folder = Folder::new();
    let mine = mine(&folder);
    screen(&mine, &list("list.json"));
    decide(&mine, "same = true\n");
    let (plan, _) = json(&["plan", &mine]);
    assert!(!pools(&mine).contains(&"singapore-h100".to_owned()));
    assert!(plan.to_string().contains("us-entity-list-744.11"));
}

#[test]
fn a_list_that_is_old_cut_short_or_shrunk_changes_nothing() {
    let folder = Folder::new();
    let mine = mine(&folder);
    screen(&mine, &list("list.json"));
    let kept = fs::read_to_string(format!("{mine}/screening.toml")).unwrap();
    let whole = fs::read_to_string(list("list.json")).unwrap();
    let table = fs::read_to_string(list("list.csv")).unwrap();
    let fewer: Vec<&str> = table.lines().take(10).collect();
    let file = folder.file("list");
    for (given, dated, code) in [
        (whole.clone(), "2025-09-01", "csl.stale"),
        (
            whole[..whole.len() / 2].to_owned(),
            "2025-11-12",
            "csl.form",
        ),
        (
            table[..table.len() / 2].to_owned(),
            "2025-11-12",
            "csl.form",
        ),
        (fewer.join("\n"), "2025-11-12", "csl.shrunk"),
        (whole, "2025-11-09", "csl.older"),
    ] {
        fs::write(&file, given).unwrap();
        let refused = run(&[
            "import",
            "csl",
            &file,
            "--scenario",
            &mine,
            "--dated",
            dated,
        ]);
        let told = String::from_utf8_lossy(&refused.stderr);
        assert_eq!(refused.status.code(), Some(1), "{told}");
        assert!(told.contains(code), "{told}");
        assert_eq!(
            kept,
            fs::read_to_string(format!("{mine}/screening.toml")).unwrap()
        );
    }
}

#[test]
fn nobody_passes_because_the_list_is_old_or_the_name_was_never_held_against_it() {
    let folder = Folder::new();
    let mine = mine(&folder);
    screen(&mine, &list("list.json"));
    decide(&mine, CLEARED);
    let singapore = "singapore-h100".to_owned();
    assert!(pools(&mine).contains(&singapore));
    let (stale, _) = json(&["plan", &mine, "--on", "2025-12-20"]);
    assert_eq!(
        stale["placements"],
        serde_json::json!([]),
        "40 days after the list"
    );

    let file = format!("{mine}/scenario.toml");
    let named = fs::read_to_string(&file).unwrap();
    fs::write(
        &file,
        named.replace("Sophgo Technology", "a firm never looked up"),
    )
    .unwrap();
    assert!(!pools(&mine).contains(&singapore));
    assert!(text(&run(&["check", &mine])).contains("a firm never looked up"));

    fs::write(&file, named.replace("Sophgo Technology", "Sophgo Limited")).unwrap();
    let (report, code) = screen(&mine, &list("list.json"));
    assert_eq!(
        (report["open"].as_u64(), code),
        (Some(1), 11),
        "cleared under another name"
    );
}
