//! Hundreds of runs: planned, verified and told like thirteen.

use std::fs;

use serde_json::Value as Json;

use crate::stage::{Folder, root, run, text};

/// The starter scenario with so many more runs of several sizes and windows; every tenth has no time.
fn starter_with(runs: usize, folder: &Folder) -> String {
    let shipped = fs::read_to_string(root().join("scenarios/starter/scenario.toml")).unwrap();
    let (_, pilot) = shipped
        .split_once("[[workload]]\nid = \"train-pilot\"")
        .unwrap();
    let (pilot, _) = pilot.split_once("[[workload]]").unwrap();
    let mut all = shipped.clone();
    for number in 0..runs {
        let first = number % 4 * 7;
        let (operations, last) = match number % 10 {
            0 => ("9e22".to_owned(), first + 7),
            size => (format!("{size}e20"), first + 14 + size * 2),
        };
        let own = pilot
            .replace("operations = 1e22", &format!("operations = {operations}"))
            .replace(
                "start_days = [0, 14]",
                &format!("start_days = [{first}, {first}]"),
            )
            .replace("deadline_days = 56", &format!("deadline_days = {last}"))
            .replace(
                "penalty = \"500000\"",
                &format!("penalty = \"{}\"", 4_000 + number * 10),
            );
        all.push_str(&format!("\n[[workload]]\nid = \"run-{number}\"{own}"));
    }
    fs::write(folder.file("scenario.toml"), all).unwrap();
    folder.path().to_owned()
}

fn undone(plan: &Json) -> usize {
    plan["unplaced"].as_array().unwrap().len()
}

#[test]
fn hundreds_of_runs_are_planned_verified_and_told_in_short() {
    let folder = Folder::new();
    let scenario = starter_with(300, &folder);
    let file = folder.file("plan.json");
    let told = run(&["plan", &scenario, "--seconds", "5", "--out", &file]);
    assert_eq!(told.status.code(), Some(12), "{told:?}");
    let plan: Json = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    assert!(undone(&plan) >= 30, "those without time are left undone");
    let verified = run(&["verify", &file, "--scenario", &scenario]);
    assert_eq!(verified.status.code(), Some(0), "{verified:?}");

    let told = text(&told);
    assert!(told.lines().count() < 250, "{} lines", told.lines().count());
    let together = "run-0, run-10, run-20, run-30 and 26 more: all of each";
    assert!(told.contains(together), "{told}");
    let all = text(&run(&["plan", &scenario, "--seconds", "5", "--all"]));
    assert!(all.contains("run-290"), "`--all` names each");

    // A run with more chips than were planned is found out.
    let mut forged = plan.clone();
    let rows = forged["placements"].as_array_mut().unwrap();
    rows[0]["chips"] = Json::from(rows[0]["chips"].as_u64().unwrap() + 8);
    fs::write(&file, forged.to_string()).unwrap();
    let refused = run(&["verify", &file, "--scenario", &scenario]);
    assert_eq!(refused.status.code(), Some(10), "{refused:?}");
}
