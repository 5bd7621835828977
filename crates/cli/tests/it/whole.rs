//! The whole model of planning: work that is free in time, limits, what is paid once, moves.

use std::fs;

use serde_json::Value as Json;

use crate::stage::{Folder, changed, json, root, rows, run};

/// The starter scenario with some text replaced by another and some added.
fn altered(changes: &[(&str, &str)], more: &str) -> String {
    let shipped = root().join("scenarios/starter/scenario.toml");
    let mut text = fs::read_to_string(shipped).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    text.push_str(more);
    text
}

/// The same in a folder.
fn starter(folder: &Folder, changes: &[(&str, &str)], more: &str) -> String {
    fs::write(folder.file("scenario.toml"), altered(changes, more)).unwrap();
    folder.path().to_owned()
}

/// A run that is too short for its gang.
const TIGHT: [(&str, &str); 2] = [
    ("deadline_days = 56", "deadline_days = 10"),
    ("gang_max = 128", "gang_max = 16"),
];

/// The starter scenario with a run that cannot be done and a budget.
pub fn tight() -> String {
    let budget = "\n[[limit]]\nid = \"budget\"\nmost_money = \"9000\"\n";
    altered(&TIGHT, budget)
}

/// The starter scenario of a firm of the mainland.
fn barred() -> String {
    altered(&[("hq = \"DE\"\nciio", "hq = \"CN\"\nciio")], "")
}

fn line(plan: &Json, name: &str) -> f64 {
    let lines = plan["cost"]["by_line"].as_array().unwrap();
    let found = lines.iter().find(|line| line["line"] == name);
    found.map_or(0.0, |line| amount(&line["amount"]))
}

fn amount(decimal: &Json) -> f64 {
    decimal.as_str().unwrap().parse().unwrap()
}

fn total(plan: &Json) -> f64 {
    amount(&plan["cost"]["total"])
}

/// Plans, verifies what was planned, and returns it.
fn planned(folder: &Folder, scenario: &str, more: &[&str]) -> Json {
    let file = folder.file("plan.json");
    let (plan, _) = json(&[&["plan", scenario, "--out", &file], more].concat());
    let verified = run(&["verify", &file, "--scenario", scenario]);
    assert_eq!(verified.status.code(), Some(0), "{verified:?}");
    plan
}

#[test]
fn divisible_work_waits_for_chips_that_come_in_time_for_its_deadline() {
    let folder = Folder::new();
    let late = "chips = 256\navailable_from = 2025-12-01\nsupplied_on = 2024-04-15";
    let changes = [
        ("chips = 256\nsupplied_on = 2024-04-15", late),
        (
            "chips = 256\nsupplied_on = 2024-05-15",
            &late.replace("04-15", "05-15"),
        ),
        (
            "chips = 512\nsupplied_on = 2024-03-15",
            "chips = 8\nsupplied_on = 2024-03-15",
        ),
    ];
    let scenario = starter(&folder, &changes, "");
    let plan = planned(&folder, &scenario, &[]);
    let runs = rows(&plan, "batch-archive");
    assert!(!runs.is_empty());
    for row in runs {
        assert!(row["from"].as_str().unwrap() >= "2025-11-29", "{row}");
    }
    let served = &plan["served"][0];
    assert_eq!(served["workload"], "batch-archive");
    assert!(
        served["served_per_day"].as_u64() >= Some(1_700_000_000),
        "{served}"
    );
}

#[test]
fn divisible_work_does_not_start_before_its_first_day() {
    let folder = Folder::new();
    let changes = [("deadline_days = 28", "first_day = 15\ndeadline_days = 35")];
    let scenario = starter(&folder, &changes, "");
    let plan = planned(&folder, &scenario, &[]);
    for row in rows(&plan, "batch-archive") {
        assert!(row["from"].as_str().unwrap() >= "2025-12-06", "{row}");
    }
}

#[test]
fn chips_of_a_later_delivery_are_not_let_before_they_come() {
    let folder = Folder::new();
    // 8 chips stand in Singapore and 248 come a month later; the work wants all it can get now.
    let first = "chips = 8\nsupplied_on = 2024-05-15";
    let changes = [
        ("chips = 256\nsupplied_on = 2024-05-15", first),
        ("tokens = 50_000_000_000", "tokens = 900_000_000_000"),
    ];
    let text = fs::read_to_string(root().join("scenarios/starter/scenario.toml")).unwrap();
    let stock = text.split("id = \"singapore-h100\"").nth(1).unwrap();
    let stock = stock.split("[[pool.stock]]").nth(1).unwrap();
    let stock = stock.split("[[pool]]").next().unwrap();
    let second = stock.replace("chips = 256", "chips = 248\navailable_from = 2025-12-13");
    let whole = format!(
        "{}[[pool.stock]]{second}",
        stock.replace("chips = 256", "chips = 8")
    );
    let scenario = starter(&folder, &changes, "");
    let text = fs::read_to_string(folder.file("scenario.toml")).unwrap();
    let old = stock.replace("chips = 256", "chips = 8");
    fs::write(folder.file("scenario.toml"), text.replacen(&old, &whole, 1)).unwrap();
    let plan = planned(&folder, &scenario, &[]);
    let leases = plan["acquired"].as_array().unwrap();
    let early = leases.iter().filter(|row| {
        row["pool"] == "singapore-h100" && row["from"].as_str().unwrap() < "2025-12-13"
    });
    let chips: u64 = early.map(|row| row["chips"].as_u64().unwrap()).sum();
    assert!(chips <= 16, "{chips} chips let before they came");
}

#[test]
fn a_budget_is_kept_and_named_where_it_leaves_work_undone() {
    let folder = Folder::new();
    let free = planned(&folder, &starter(&folder, &[], ""), &[]);
    let spent = line(&free, "lease");
    let budget = "\n[[limit]]\nid = \"budget\"\nmost_money = \"9000\"\n";
    let plan = planned(&folder, &starter(&folder, &[], budget), &[]);
    assert!(spent > 9_000.0 && line(&plan, "lease") <= 9_000.0);
    assert_eq!(plan["limits"][0]["limit"], "budget");
    assert!(amount(&plan["limits"][0]["drawn"]) <= 9_000.0);
    assert_eq!(plan["gap"], 0.0);
    let told = plan["unplaced"].to_string();
    assert!(told.contains("budget"), "{told}");
    assert!(total(&plan) > total(&free));
}

#[test]
fn a_limit_on_chip_hours_counts_its_places_only() {
    let folder = Folder::new();
    let none =
        "\n[[limit]]\nid = \"none-in-singapore\"\nmost_chip_hours = 0\ncountries = [\"SG\"]\n";
    let plan = planned(&folder, &starter(&folder, &[], none), &[]);
    let placements = plan["placements"].as_array().unwrap();
    assert!(!placements.is_empty());
    assert!(placements.iter().all(|row| row["country"] != "SG"));
}

#[test]
fn carbon_costs_what_power_and_grid_make_of_it_and_can_be_limited() {
    let folder = Folder::new();
    let priced = [(
        "horizon_weeks = 8",
        "horizon_weeks = 8\ncarbon_price_tonne = \"100\"",
    )];
    let plan = planned(&folder, &starter(&folder, &priced, ""), &[]);
    let carbon = line(&plan, "carbon");
    assert!(carbon > 0.0);
    let capped = "\n[[limit]]\nid = \"carbon\"\nmost_tonnes = 5\n";
    let held = planned(&folder, &starter(&folder, &priced, capped), &[]);
    assert!(amount(&held["limits"][0]["drawn"]) <= 5.0);
    assert!(
        line(&held, "carbon") <= 500.0,
        "five tonnes at a hundred dollars"
    );
    assert!(total(&held) >= total(&plan));
}

#[test]
fn data_is_brought_to_a_site_abroad_once_for_all_work_there() {
    let folder = Folder::new();
    let priced = [(
        "horizon_weeks = 8",
        "horizon_weeks = 8\ntransfer_price_gb = \"0.05\"",
    )];
    let plan = planned(&folder, &starter(&folder, &priced, ""), &[]);
    let abroad: Vec<&Json> = plan["placements"].as_array().unwrap().iter().collect();
    assert!(abroad.iter().all(|row| row["site"] == "singapore") && abroad.len() > 1);
    // 2,000 GB at five cents, and not once for each of the two workloads.
    assert!((line(&plan, "transfer") - 100.0).abs() < 1e-9);
    let dear = [(
        "horizon_weeks = 8",
        "horizon_weeks = 8\ntransfer_price_gb = \"50\"",
    )];
    let stays = planned(&folder, &starter(&folder, &dear, ""), &[]);
    assert!(line(&stays, "transfer").abs() < 1e-9, "home is cheaper");
    let placements = stays["placements"].as_array().unwrap();
    assert!(placements.iter().all(|row| row["site"] == "frankfurt"));
}

#[test]
fn porting_is_paid_where_the_stack_of_a_chip_asks_for_it() {
    let folder = Folder::new();
    let porting = [(
        "penalty = \"500000\"",
        "porting = [{ stack = \"cuda\", cost = \"1234\" }]\npenalty = \"500000\"",
    )];
    let plan = planned(&folder, &starter(&folder, &porting, ""), &[]);
    assert!((line(&plan, "porting") - 1_234.0).abs() < 1e-9);
}

#[test]
fn chips_that_are_kept_free_are_not_used() {
    let folder = Folder::new();
    let free = [(
        "id = \"singapore-h100\"",
        "id = \"singapore-h100\"\nkeep_free_percent = 97",
    )];
    let plan = planned(&folder, &starter(&folder, &free, ""), &[]);
    // 3 % of 256 chips make no block of eight.
    assert!(plan.to_string().contains("frankfurt-h100"));
    let placements = plan["placements"].as_array().unwrap();
    assert!(placements.iter().all(|row| row["pool"] != "singapore-h100"));
}

#[test]
fn a_move_has_to_pay_for_itself_and_can_be_forbidden() {
    let folder = Folder::new();
    let costly = [
        (
            "penalty = \"500000\"",
            "move_cost = \"40000\"\npenalty = \"500000\"",
        ),
        (
            "penalty = \"2.00\"",
            "move_cost = \"40000\"\npenalty = \"2.00\"",
        ),
    ];
    let scenario = starter(&folder, &costly, "");
    let old = folder.file("in-force.json");
    let _ = json(&["plan", &scenario, "--out", &old]);
    // Singapore now asks more than Frankfurt, by less than a move costs.
    let dearer = [
        costly[0],
        costly[1],
        ("price_chip_hour = \"2.35\"", "price_chip_hour = \"3.20\""),
    ];
    let scenario = starter(&folder, &dearer, "");
    let anew = planned(&folder, &scenario, &[]);
    let kept = planned(&folder, &scenario, &["--from", &old]);
    let at = |plan: &Json| {
        rows(plan, "train-pilot")[0]["pool"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(
        (at(&anew).as_str(), at(&kept).as_str()),
        ("frankfurt-h100", "singapore-h100")
    );
    assert!(line(&kept, "moves").abs() < 1e-9);

    let still = "\n[[limit]]\nid = \"still\"\nmost_moves = 0\n";
    let much = [("price_chip_hour = \"2.35\"", "price_chip_hour = \"30\"")];
    let scenario = starter(&folder, &much, still);
    let held = planned(&folder, &scenario, &["--from", &old]);
    let placements = held["placements"].as_array().unwrap();
    assert!(
        placements.iter().all(|row| row["pool"] == "singapore-h100"),
        "{placements:?}"
    );
}

#[test]
fn a_plan_that_forges_where_it_was_in_force_or_what_it_drew_is_refused() {
    let folder = Folder::new();
    let costly = [(
        "penalty = \"500000\"",
        "move_cost = \"400\"\npenalty = \"500000\"",
    )];
    let limit = "\n[[limit]]\nid = \"still\"\nmost_moves = 5\n";
    let scenario = starter(&folder, &costly, limit);
    let old = folder.file("in-force.json");
    let _ = json(&["plan", &scenario, "--out", &old]);
    let dearer = [
        costly[0],
        ("price_chip_hour = \"2.35\"", "price_chip_hour = \"9\""),
    ];
    let scenario = starter(&folder, &dearer, limit);
    let plan = planned(&folder, &scenario, &["--from", &old]);
    assert!(line(&plan, "moves") > 0.0);
    let refused = |forged: &Json| {
        let file = folder.file("forged.json");
        fs::write(&file, forged.to_string()).unwrap();
        run(&["verify", &file, "--scenario", &scenario])
            .status
            .code()
            == Some(10)
    };
    let mut elsewhere = plan.clone();
    elsewhere["facts"]["in_force"][0]["pools"] = serde_json::json!(["frankfurt-h100"]);
    let mut drawn = plan.clone();
    drawn["limits"][0]["drawn"] = serde_json::json!("0");
    let mut unlimited = plan.clone();
    unlimited["limits"] = serde_json::json!([]);
    for forged in [elsewhere, drawn, unlimited] {
        assert!(refused(&forged));
    }
}

#[test]
fn a_service_asks_for_more_from_the_day_of_a_step() {
    let folder = changed(&[(
        "serving.toml",
        "id = \"serve-gulf-alibaba\"",
        "id = \"serve-gulf-alibaba\"\nsteps = [{ from_day = 91, tokens_per_day = 20000000000 }]",
    )]);
    let (before, _) = json(&["plan"]);
    let (after, _) = json(&["plan", folder.path()]);
    let asked = |plan: &Json| {
        let rows = plan["served"].as_array().unwrap();
        let row = rows
            .iter()
            .find(|row| row["workload"] == "serve-gulf-alibaba");
        row.unwrap()["asked_per_day"].as_u64().unwrap()
    };
    let (whole, stepped) = (asked(&before), asked(&after));
    assert_eq!(
        stepped,
        u64::midpoint(whole, 20_000_000_000),
        "half the time at the step"
    );
}

#[test]
fn what_a_limit_is_worth_is_what_planning_with_it_raised_saves() {
    let folder = Folder::new();
    let budget = |most: &str| format!("\n[[limit]]\nid = \"budget\"\nmost_money = \"{most}\"\n");
    let scenario = starter(&folder, &[], &budget("9000"));
    let (found, code) = json(&["limits", &scenario]);
    assert_eq!(code, 0);
    let binding = found["binding"].as_array().unwrap();
    let raised = binding.iter().find(|row| row["of"] == "budget").unwrap();
    assert_eq!(raised["what"], "90 more");
    let (again, _) = json(&["plan", &starter(&folder, &[], &budget("9090"))]);
    assert!((total(&again) - amount(&raised["total"])).abs() < 1e-9);
    for row in binding {
        let [least, saves, most] =
            ["saves_at_least", "saves", "saves_at_most"].map(|name| amount(&row[name]));
        assert!(least <= saves && saves <= most, "{row}");
    }
}

#[test]
fn the_limits_in_conflict_are_few_and_each_way_out_is_one() {
    let folder = Folder::new();
    let scenario = starter(&folder, &TIGHT, "");
    let (found, code) = json(&["limits", &scenario]);
    assert_eq!(code, 12);
    let one = &found["impossible"][0];
    assert_eq!(one["workload"], "train-pilot");
    let conflict: Vec<&str> = one["conflict"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Json::as_str)
        .collect();
    assert_eq!(
        conflict,
        ["a gang may have 16 chips at most", "it must end by day 10"]
    );
    let ways = one["ways_out"].as_array().unwrap();
    assert!(!ways.is_empty());
    let runs = |changes: &[(&str, &str)]| {
        let (plan, _) = json(&["plan", &starter(&folder, changes, "")]);
        (!rows(&plan, "train-pilot").is_empty()).then(|| total(&plan))
    };
    let later = [("deadline_days = 56", "deadline_days = 24"), TIGHT[1]];
    let larger = [TIGHT[0], ("gang_max = 128", "gang_max = 64")];
    for (kind, changes) in [("deadline", later), ("gang", larger)] {
        let way = ways.iter().find(|way| way["kind"] == kind).unwrap();
        assert_eq!(runs(&changes), Some(amount(&way["total"])), "{way}");
    }
}

#[test]
fn a_run_that_law_alone_keeps_out_is_told_the_rules_and_what_they_need() {
    let folder = Folder::new();
    fs::write(folder.file("scenario.toml"), barred()).unwrap();
    let scenario = folder.path().to_owned();
    let (found, _) = json(&[
        "limits",
        &scenario,
        "--posture",
        "as-written",
        "--on",
        "2026-06-01",
    ]);
    let told = found.to_string();
    assert!(!told.contains("\"conflict\":[]"), "{told}");
}

#[test]
fn faults_of_limits_and_steps_name_the_line_and_what_would_mend_them() {
    let folder = Folder::new();
    for (changes, more, says) in [
        (
            &[][..],
            "\n[[limit]]\nid = \"two\"\nmost_moves = 1\nmost_tonnes = 2\n",
            "one thing that is limited",
        ),
        (
            &[],
            "\n[[limit]]\nid = \"none\"\n",
            "one thing that is limited",
        ),
        (
            &[],
            "\n[[limit]]\nid = \"far\"\nmost_moves = 1\npools = [\"frankfurt-h10\"]\n",
            "did you mean `frankfurt-h100`?",
        ),
        (
            &[],
            "\n[[limit]]\nid = \"less\"\nmost_money = \"-1\"\n",
            "most_money",
        ),
        (
            &[("deadline_days = 28", "first_day = 30\ndeadline_days = 28")],
            "",
            "put the deadline after `first_day`",
        ),
        (
            &[(
                "penalty = \"500000\"",
                "porting = [{ stack = \"cuda-x\", cost = \"1\" }]\npenalty = \"500000\"",
            )],
            "",
            "did you mean `cuda`?",
        ),
        (
            &[(
                "gang_max = 128",
                "gang_max = 128\nsteps = [{ from_day = 1, tokens_per_day = 1 }]",
            )],
            "",
            "steps",
        ),
        (
            &[(
                "id = \"tokyo-h100\"",
                "id = \"tokyo-h100\"\nkeep_free_percent = 101",
            )],
            "",
            "keep_free_percent",
        ),
    ] {
        let scenario = starter(&folder, changes, more);
        let output = run(&["check", &scenario]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{says}");
        assert!(
            told.contains(says) && told.contains("scenario.toml:"),
            "{says}:\n{told}"
        );
    }
}

#[test]
fn more_chips_of_a_kind_that_law_bars_today_are_told_as_barred_and_after_what_is_open() {
    let (found, _) = json(&["limits"]);
    let binding = found["binding"].as_array().unwrap();
    let of = |name: &str| binding.iter().position(|row| row["of"] == name).unwrap();
    let h800 = of("hangzhou-alibaba-h800");
    let rules = binding[h800]["barred_by"].as_array().unwrap();
    assert!(!rules.is_empty(), "no H800 may be sold there any more");
    let own = of("buy-910c-alibaba");
    assert!(binding[own].get("barred_by").is_none());
    let open = |row: &Json| row.get("barred_by").is_none() && row.get("needs").is_none();
    let first_closed = binding.iter().position(|row| !open(row)).unwrap();
    assert!(own < first_closed && first_closed <= h800);
    assert!(binding[first_closed..].iter().all(|row| !open(row)));
}
