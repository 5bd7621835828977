//! `whatif`: two worlds planned, and what moves between them; `law diff`: two days compared.

use std::fs;

use serde_json::Value as Json;

use crate::stage::{Folder, json, root, run, text};

const STARTER: &str = "scenarios/starter";
const BILL: &str = "us-bill-remote-access@2025-11-20";

/// The starter scenario, run by a firm that is seated in China.
fn starter_of_a_chinese_firm() -> Folder {
    let folder = Folder::new();
    let text = fs::read_to_string(root().join(STARTER).join("scenario.toml")).unwrap();
    let mine = text.replacen("hq = \"DE\"", "hq = \"CN\"", 1);
    assert_ne!(text, mine);
    fs::write(folder.file("scenario.toml"), mine).unwrap();
    folder
}

fn told(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    text(&output)
}

fn refused(arguments: &[&str]) -> (String, i32) {
    let output = run(arguments);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    (told, output.status.code().unwrap())
}

fn moved<'a>(found: &'a Json, workload: &str) -> &'a Json {
    let rows = found["moved"].as_array().unwrap();
    let row = rows.iter().find(|row| row["workload"] == workload);
    row.unwrap_or_else(|| panic!("{workload} does not move: {}", found["moved"]))
}

fn flip<'a>(found: &'a Json, workload: &str, pool: &str) -> &'a Json {
    let flips = found["flips"].as_array().unwrap();
    let flip = flips
        .iter()
        .find(|flip| flip["workload"] == workload && flip["pool"] == pool);
    flip.unwrap_or_else(|| panic!("{workload} at {pool} does not flip"))
}

fn cents(decimal: &Json) -> i64 {
    decimal.as_str().unwrap().replace('.', "").parse().unwrap()
}

#[test]
fn the_bill_enacted_leaves_rented_training_unplaced_and_is_named_as_the_reason() {
    let mine = starter_of_a_chinese_firm();
    let (found, code) = json(&["whatif", mine.path(), "--enact", BILL]);
    assert_eq!(code, 10, "nothing may run: as `plan` there");
    let row = moved(&found, "train-pilot");
    assert_eq!(row["before"][0]["pool"], "singapore-h100");
    assert_eq!(row["after"], Json::Array(Vec::new()));
    assert_eq!(row["why"][0], "us-bill-remote-access");
    assert_eq!(
        row["cost_after"], "500000.00",
        "what leaving it undone costs"
    );
    let flip = flip(&found, "train-pilot", "singapore-h100");
    assert_eq!(
        (&flip["before"], &flip["after"], &flip["on"], &flip["by"][0]),
        (
            &"permitted".into(),
            &"conditional".into(),
            &"2025-11-20".into(),
            &"us-bill-remote-access".into()
        )
    );
    let act = &flip["acts"][0];
    assert_eq!(
        (
            &act["gained"][0]["kind"],
            act["lost"].as_array().unwrap().len()
        ),
        (&"licence".into(), 0)
    );
    assert_ne!(found["before"]["corpus"], found["after"]["corpus"]);
    assert!(found["before"]["unplaced"].as_array().unwrap().is_empty());
    assert_eq!(found["after"]["unplaced"][0]["workload"], "train-pilot");
}

#[test]
fn the_parts_of_the_difference_add_up_to_it() {
    let mine = starter_of_a_chinese_firm();
    let (found, _) = json(&["whatif", mine.path(), "--enact", BILL]);
    let rows = found["moved"].as_array().unwrap();
    let parts: i64 = rows.iter().map(|row| cents(&row["difference"])).sum();
    assert_eq!(
        parts + cents(&found["unshared"]),
        cents(&found["difference"])
    );
    let totals = cents(&found["after"]["total"]) - cents(&found["before"]["total"]);
    assert_eq!(totals, cents(&found["difference"]));
}

#[test]
fn the_first_line_says_what_is_supposed_with_day_posture_and_coverage() {
    let mine = starter_of_a_chinese_firm();
    let told = told(&[
        "whatif",
        mine.path(),
        "--enact",
        BILL,
        "--set",
        "scenario.horizon_weeks=9",
    ]);
    let first = told.lines().next().unwrap();
    for word in [
        "2025-11-15",
        "as-enforced",
        "checked until",
        "supposing us-bill-remote-access starts on 2025-11-20; scenario.horizon_weeks=9",
    ] {
        assert!(first.contains(word), "{first}");
    }
    for word in [
        "Remote Access Security Act",
        "not placed",
        "left undone",
        "licence from United States",
    ] {
        assert!(told.contains(word), "{word}: {told}");
    }
}

#[test]
fn a_change_that_makes_no_difference_moves_nothing_and_says_so() {
    let arguments = ["whatif", STARTER, "--enact", BILL];
    let told = told(&arguments);
    assert!(
        told.contains("nothing moves") && told.contains("no ruling flips"),
        "{told}"
    );
    let (found, code) = json(&arguments);
    assert_eq!((found["difference"].as_str(), code), (Some("0.00"), 0));
    assert!(found["moved"].as_array().unwrap().is_empty());
    assert_ne!(found["before"]["corpus"], found["after"]["corpus"]);
}

#[test]
fn a_repealed_bar_gives_the_place_back_from_its_day() {
    let folder = starter_of_a_chinese_firm();
    let house = Folder::new();
    let rule = format!(
        "+++\nid = \"house-singapore\"\ntitle = \"No work in Singapore\"\nplace = \"XA\"\nauthority = \"The board\"\n\
         citation = \"House rules, 1\"\nstatus = \"house\"\npublished = 2020-01-01\nfrom = 2020-01-01\nchecked = 2099-12-31\n\
         confidence = \"high\"\nsources = [{{ kind = \"official\", title = \"House rules\", url = \"https://example.org/house\" }}]\n\
         +++\n# No work in Singapore\n\n```cedar\n@bar(\"a\") forbid (principal, action == Action::\"use-compute\", resource)\n\
         when {{ {} }};\n```\n",
        "context.to == Place::\"SG\""
    );
    fs::write(house.file("rule.md"), rule).unwrap();
    let arguments = [
        "whatif",
        folder.path(),
        "--packs",
        house.path(),
        "--repeal",
        "house-singapore@2025-11-15",
    ];
    let (found, code) = json(&arguments);
    assert_eq!(code, 0, "{found}");
    let row = moved(&found, "train-pilot");
    assert_eq!(row["before"][0]["pool"], "frankfurt-h100");
    assert_eq!(row["after"][0]["pool"], "singapore-h100");
    assert_eq!(row["why"][0], "house-singapore");
    assert!(cents(&found["difference"]) < 0, "it saves");
    let flip = flip(&found, "train-pilot", "singapore-h100");
    assert_eq!(
        (&flip["before"], &flip["after"]),
        (&"forbidden".into(), &"permitted".into())
    );
}

#[test]
fn another_owner_and_a_price_are_facts_that_can_be_set() {
    let price = "pool.singapore-h100.lease.price_chip_hour=9.10";
    let (found, code) = json(&["whatif", STARTER, "--set", price]);
    assert_eq!(code, 0);
    let row = moved(&found, "train-pilot");
    assert_eq!(row["after"][0]["pool"], "frankfurt-h100");
    assert!(
        row["why"].as_array().unwrap().is_empty(),
        "no rule moved it: {row}"
    );
    assert_eq!(found["before"]["corpus"], found["after"]["corpus"]);
    let owner = [
        "pool.singapore-h100.owner=you",
        "pool.singapore-h100.operator=you",
    ];
    let (found, _) = json(&["whatif", STARTER, "--set", owner[0], "--set", owner[1]]);
    assert_eq!(found["supposed"][1]["what"], owner[1]);
    let listed = "party.tokyo-operator.hq=CN";
    let (found, _) = json(&["whatif", STARTER, "--set", listed]);
    let flip = flip(&found, "train-pilot", "tokyo-h100");
    assert_eq!(flip["before"], "permitted");
    assert!(
        flip["by"]
            .as_array()
            .unwrap()
            .iter()
            .any(|rule| rule.as_str().unwrap().starts_with("us-"))
    );
}

#[test]
fn a_listed_operator_loses_its_tenants_under_the_rule_on_the_list() {
    let listing = "party.singapore-operator.listed+={ list = \"us-entity-list\", on = 2025-11-01 }";
    let (found, _) = json(&["whatif", STARTER, "--set", listing]);
    let row = moved(&found, "train-pilot");
    assert_eq!(row["before"][0]["pool"], "singapore-h100");
    assert_ne!(row["after"][0]["pool"], "singapore-h100");
    assert_eq!(row["why"][0], "us-entity-list-744.11");
}

#[test]
fn a_licence_granted_for_so_many_chips_lets_them_be_bought() {
    let arguments = [
        "whatif",
        "--seconds",
        "2",
        "--gap",
        "1",
        "--set",
        "evidence+={ id = \"lic\", kind = \"licence\", issuer = \"US\", holder = \"supplier\", granted_on = 2025-11-14 }",
        "--set",
        "purchase.buy-b200-alibaba.on_file=[\"lic\"]",
        "--set",
        "evidence.lic.scope.max_chips=512",
    ];
    let (found, _) = json(&arguments);
    let flip = flip(&found, "", "buy-b200-alibaba");
    assert_eq!(
        (&flip["before"], &flip["after"]),
        (&"conditional".into(), &"permitted".into())
    );
    assert!(
        flip["by"]
            .as_array()
            .unwrap()
            .contains(&"us-dest-d145-2023".into()),
        "{flip}"
    );
    assert_eq!(
        flip["acts"][0]["part"],
        "supply of 512 nv-b200-sxm to `alibaba`"
    );
    assert!(cents(&found["difference"]) < 0, "{}", found["difference"]);
}

#[test]
fn errors_name_the_change_and_what_was_probably_meant() {
    for (change, value, code, says) in [
        (
            "--enact",
            "us-bill-remote@2025-12-01",
            1,
            "did you mean `us-bill-remote-access`?",
        ),
        (
            "--repeal",
            "us-bill-remote-acess@2025-12-01",
            1,
            "did you mean `us-bill-remote-access`?",
        ),
        (
            "--enact",
            "us-bill-remote-access@2025-13-01",
            2,
            "is not a day",
        ),
        (
            "--enact",
            "us-bill-remote-access",
            2,
            "us-bill-gain@2026-01-01",
        ),
        (
            "--set",
            "pool.singapore-h100.owner=nobody",
            1,
            "`pool.singapore-h100.owner=nobody`",
        ),
        (
            "--set",
            "pool.singapor-h100.owner=you",
            1,
            "did you mean `singapore-h100`?",
        ),
        ("--set", "pool.singapore-h100.owner", 2, "PATH=VALUE"),
    ] {
        let (told, found) = refused(&["whatif", STARTER, change, value]);
        assert_eq!(found, code, "{told}");
        assert!(told.contains(says), "{told}");
    }
    let (told, code) = refused(&["whatif", STARTER]);
    assert_eq!(code, 2);
    assert!(told.contains("--enact"), "{told}");
}

#[test]
fn a_plan_of_set_facts_verifies_against_those_facts_and_is_no_plan_of_the_world_as_it_is() {
    let folder = Folder::new();
    let (plan, facts) = (folder.file("plan.json"), folder.file("facts"));
    let price = "pool.singapore-h100.lease.price_chip_hour=9.10";
    run(&["whatif", STARTER, "--set", price]);
    assert_eq!(
        fs::read_dir(&folder.0).unwrap().count(),
        0,
        "nothing is written unasked"
    );
    run(&["whatif", STARTER, "--set", price, "--out", &plan]);
    assert_eq!(run(&["verify", &plan]).status.code(), Some(10));
    let made: Json = serde_json::from_str(&fs::read_to_string(&plan).unwrap()).unwrap();
    let text = made["facts"]["files"][0]["text"].as_str().unwrap();
    assert!(text.contains("price_chip_hour = \"9.10\""), "{text}");
    fs::create_dir(&facts).unwrap();
    fs::write(folder.file("facts/scenario.toml"), text).unwrap();
    let (found, code) = json(&["verify", &plan, "--scenario", &facts]);
    assert_eq!(code, 0, "{found}");
    run(&["whatif", STARTER, "--enact", BILL, "--out", &plan]);
    let (found, code) = json(&["verify", &plan]);
    assert_eq!(code, 10, "a plan under supposed law: {found}");
    assert!(
        found["reason"].as_str().unwrap().contains("packs"),
        "{found}"
    );
}

#[test]
fn the_examples_in_the_help_are_such_as_the_program_takes() {
    let help = text(&run(&["whatif", "--help"]));
    let (_, examples) = help.split_once("Examples:").unwrap();
    let mut arguments = vec!["whatif", "--seconds", "1", "--gap", "5"];
    for line in examples.lines() {
        if let Some((option, value)) = line.trim().split_once(' ')
            && ["--enact", "--repeal", "--set"].contains(&option)
        {
            arguments.extend([option, value.trim_matches('\'')]);
        }
    }
    assert!(arguments.len() > 25, "{arguments:?}");
    // All at once: each is read, and an error would name the one at fault.
    let output = run(&arguments);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.is_empty(), "{told}");
}

#[test]
fn law_diff_names_the_provisions_and_the_rules_that_flip_rulings() {
    let (diff, code) = json(&["law", "diff", "2023-10-24", "2023-11-17", STARTER]);
    assert_eq!(code, 0);
    let provisions = diff["provisions"].as_array().unwrap();
    let of = |rule: &str| provisions.iter().find(|one| one["rule"] == rule).unwrap();
    assert_eq!(of("us-3a090-2023")["fate"], "starts");
    assert_eq!(of("us-3a090-2022")["fate"], "ends");
    assert!(!of("us-3a090-2023")["says"].as_array().unwrap().is_empty());
    let flips = diff["flips"].as_array().unwrap();
    let changed: Vec<&Json> = provisions.iter().map(|one| &one["rule"]).collect();
    let mut by_rules = 0;
    for flip in flips {
        for rule in flip["by"].as_array().unwrap() {
            assert!(changed.contains(&rule), "{rule} did not change: {flip}");
            by_rules += 1;
        }
    }
    assert!(by_rules > 0, "no ruling flips");
    assert!(diff["acts_of_scenario"].as_u64().unwrap() > 10);
}

#[test]
fn law_diff_asks_the_acts_of_the_scenario_as_if_they_happened_on_each_day() {
    let (diff, _) = json(&["law", "diff", "2023-11-16", "2023-11-17"]);
    let flips = diff["flips"].as_array().unwrap();
    let flip = flips.iter().find(|flip| {
        let act = flip["acts"][0].as_str().unwrap();
        act.starts_with("`qwen-next` at ") && flip["cause"] == "rules"
    });
    let flip = flip.expect("no act of the scenario flips");
    assert_eq!(flip["by"][0], "us-3a090-2023");
}

#[test]
fn law_diff_says_what_it_cannot_know_and_in_which_order_days_go() {
    let told = told(&["law", "diff", "2026-08-30", "2026-12-01", STARTER]);
    assert!(
        told.contains("beyond coverage:") && told.contains("last checked before 2026-12-01"),
        "{told}"
    );
    let (same, _) = json(&["law", "diff", "2025-06-02", "2025-06-03", STARTER]);
    assert!(same["provisions"].as_array().unwrap().is_empty());
    for flip in same["flips"].as_array().unwrap() {
        assert_eq!(flip["cause"], "facts", "no law changed: {flip}");
    }
    let (told, code) = refused(&["law", "diff", "2025-06-02", "2025-06-01"]);
    assert_eq!(code, 1);
    assert!(told.contains("law diff 2025-06-01 2025-06-02"), "{told}");
}
