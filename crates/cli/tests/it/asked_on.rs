//! `--on` asks the whole question on another day, and nothing confuses it with the scenario's own.

use std::fs;

use serde_json::Value as Json;

use crate::stage::{Folder, changed, json, rows, run, text};

const DAY: &str = "2025-06-01";

#[test]
fn a_plan_made_on_another_day_says_so_everywhere_and_verifies() {
    let folder = Folder::new();
    let (plan, page) = (folder.file("plan.json"), folder.file("page.html"));
    let output = run(&["plan", "--on", DAY, "--out", &plan, "--html", &page]);
    let told = text(&output);
    assert!(told.lines().next().unwrap().contains(DAY), "{told}");
    assert!(!told.lines().next().unwrap().contains("2025-11-15"));
    let page = fs::read_to_string(page).unwrap();
    assert!(page.contains(&format!("<dt>Decided on</dt><dd><time datetime=\"{DAY}\">")));
    assert!(
        page.contains(&format!("--on {DAY}")),
        "the page says how to make it again"
    );
    let made: Json = serde_json::from_str(&fs::read_to_string(&plan).unwrap()).unwrap();
    assert_eq!(made["on"], DAY);
    assert_eq!(made["horizon"]["from"], DAY);
    for row in made["placements"].as_array().unwrap() {
        assert!(row["from"].as_str().unwrap() >= DAY, "{row}");
    }
    let (found, code) = json(&["verify", &plan]);
    assert_eq!((code, found["on"].as_str()), (0, Some(DAY)), "{found}");
}

#[test]
fn a_plan_that_claims_another_day_than_its_own_does_not_hold() {
    let folder = Folder::new();
    let plan = folder.file("plan.json");
    run(&["plan", "--on", DAY, "--out", &plan]);
    let mut made: Json = serde_json::from_str(&fs::read_to_string(&plan).unwrap()).unwrap();
    made["on"] = Json::from("2025-11-15");
    fs::write(&plan, made.to_string()).unwrap();
    assert_eq!(run(&["verify", &plan]).status.code(), Some(10));
}

#[test]
fn what_can_be_obtained_is_had_as_long_after_the_day_asked() {
    let window = "start_days = [0, 9]\ndeadline_days = 30";
    let folder = changed(&[
        (
            "training.toml",
            window,
            "start_days = [0, 150]\ndeadline_days = 180",
        ),
        (
            "pools-mainland.toml",
            "[pool.own]\nrunning_chip_hour = \"",
            "[pool.own]\nrunning_chip_hour = \"99",
        ),
    ]);
    let (plan, _) = json(&["plan", folder.path(), "--on", "2025-03-01"]);
    let rows = rows(&plan, "tune-private-alibaba");
    assert!(!rows.is_empty(), "{}", plan["unplaced"]);
    for row in rows {
        assert_ne!(row["country"], "CN");
        assert_eq!(row["status"], "awaiting");
        let from = row["from"].as_str().unwrap();
        assert!(
            ("2025-06-29".."2025-08-30").contains(&from),
            "120 days after the day asked: {from}"
        );
    }
}
