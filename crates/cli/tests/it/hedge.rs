//! `hedge`: one plan for several futures, each way of deciding now evaluated in each of them.

use std::{fs, sync::OnceLock};

use serde_json::Value as Json;

use crate::stage::{Folder, json, root, run, text};

/// The starter scenario of a firm seated in China, with more work and less at stake in the run: what
/// is worth hurrying in one of two works is not in the other.
pub fn small() -> String {
    let text = fs::read_to_string(root().join("scenarios/starter/scenario.toml")).unwrap();
    let mut mine = text;
    for (from, to) in [
        ("hq = \"DE\"", "hq = \"CN\""),
        ("operations = 1e22", "operations = 2e22"),
        ("penalty = \"500000\"", "penalty = \"58000\""),
        ("price_chip_hour = \"2.35\"", "price_chip_hour = \"1.80\""),
        ("tokens = 50_000_000_000", "tokens = 500_000_000_000"),
    ] {
        assert!(mine.contains(from), "{from}");
        mine = mine.replacen(from, to, 1);
    }
    mine
}

/// Three futures: nothing changes, renting abroad is barred, chips in Singapore are late.
pub const FUTURES: &str = r#"known_on = 2025-11-29

[[future]]
id = "as-it-is"
title = "Nothing changes"
weight = 5

[[future]]
id = "barred"
title = "Using controlled chips from afar needs a licence"
weight = 3
enact = ["us-bill-remote-access@2025-11-29"]

[[future]]
id = "late"
title = "The chips in Singapore come three weeks later"
weight = 2
set = ["pool.singapore-h100.stock[1].available_from=2025-12-06"]
"#;

/// A folder with the small scenario and a file of futures.
fn stage(futures: &str) -> Folder {
    let folder = Folder::new();
    fs::write(folder.file("scenario.toml"), small()).unwrap();
    fs::write(folder.file("futures"), futures).unwrap();
    folder
}

fn hedged(folder: &Folder, more: &[&str]) -> Json {
    let futures = folder.file("futures");
    let asked = ["hedge", folder.path(), "--futures", &futures, "--gap", "0"];
    let (found, code) = json(&[&asked, more].concat());
    assert_eq!(code, 0, "{found}");
    found
}

fn cents(decimal: &Json) -> i64 {
    decimal.as_str().unwrap().replace('.', "").parse().unwrap()
}

fn list(found: &Json) -> impl Iterator<Item = &Json> {
    found.as_array().unwrap().iter()
}

/// The average of costs by the shares of the futures, in cents.
fn average<'a>(found: &Json, costs: impl Iterator<Item = &'a Json>) -> f64 {
    let shares = list(&found["futures"]).map(|future| future["share"].as_f64().unwrap());
    let pairs = shares.zip(costs);
    pairs.map(|(share, cost)| share * cents(cost) as f64).sum()
}

fn worst_regret<'a>(found: &Json, costs: impl Iterator<Item = &'a Json>) -> i64 {
    let best = list(&found["futures"]).map(|future| cents(&future["best"]));
    costs
        .zip(best)
        .map(|(cost, best)| cents(cost) - best)
        .max()
        .unwrap()
}

/// Holds every sum of a document against the costs that it is made of, to a cent.
fn adds_up(found: &Json) {
    let own = || list(&found["futures"]).map(|future| &future["cost"]);
    let near = |told: &Json, sum: f64| {
        assert!(
            (cents(told) as f64 - sum).abs() <= 1.0,
            "{told} is told, {sum} comes out"
        );
    };
    near(&found["expected"], average(found, own()));
    near(&found["worst_regret"], worst_regret(found, own()) as f64);
    let best = average(found, list(&found["futures"]).map(|future| &future["best"]));
    near(
        &found["worth_of_knowing"],
        cents(&found["expected"]) as f64 - best,
    );
    for (index, bet) in list(&found["bets"]).enumerate() {
        near(&bet["expected"], average(found, list(&bet["costs"])));
        let regret = worst_regret(found, list(&bet["costs"]));
        near(&bet["worst_regret"], regret as f64);
        let saved = cents(&bet["expected"]) - cents(&found["expected"]);
        near(&bet["hedge_saves"], saved as f64);
        let future = &found["futures"][index];
        assert_eq!(bet["bets_on"], future["id"]);
        assert_eq!(
            bet["costs"][index], future["best"],
            "what a bet costs where it comes true"
        );
    }
    for future in list(&found["futures"]) {
        let premium = cents(&future["cost"]) - cents(&future["best"]);
        near(&future["premium"], premium as f64);
        assert!(cents(&future["bound"]) <= cents(&future["cost"]));
    }
}

fn shipped() -> &'static Json {
    static FOUND: OnceLock<Json> = OnceLock::new();
    FOUND.get_or_init(|| {
        let futures = root().join("scenarios/offshore-2025/futures.toml");
        let (found, code) = json(&["hedge", "--futures", futures.to_str().unwrap()]);
        assert_eq!(code, 0);
        found
    })
}

#[test]
fn on_the_shipped_futures_the_hedge_costs_less_than_every_bet_and_is_proved_near_the_best() {
    let found = shipped();
    adds_up(found);
    for bet in list(&found["bets"]) {
        assert!(cents(&found["expected"]) < cents(&bet["expected"]), "{bet}");
    }
    assert!(cents(&found["bound"]) <= cents(&found["expected"]));
    assert!(found["gap"].as_f64().unwrap() <= 0.0005, "{}", found["gap"]);
}

#[test]
fn what_is_told_adds_up_and_every_bet_costs_more_on_average() {
    let found = hedged(&stage(FUTURES), &[]);
    adds_up(&found);
    let expected = cents(&found["expected"]);
    assert!(cents(&found["bound"]) <= expected);
    for bet in list(&found["bets"]) {
        assert!(expected < cents(&bet["expected"]), "{bet}");
    }
    assert_eq!(found["waiting"], Json::from(vec!["train-pilot"]));
}

#[test]
fn what_a_bet_costs_where_it_comes_true_is_what_planning_that_future_says() {
    let folder = stage(FUTURES);
    let found = hedged(&folder, &[]);
    let planned = |change: [&str; 2]| {
        let asked = ["whatif", folder.path(), change[0], change[1], "--gap", "0"];
        json(&asked).0
    };
    let barred = planned(["--enact", "us-bill-remote-access@2025-11-29"]);
    let late = planned([
        "--set",
        "pool.singapore-h100.stock[1].available_from=2025-12-06",
    ]);
    let best = |index: usize| &found["futures"][index]["best"];
    assert_eq!(best(0), &barred["before"]["total"]);
    assert_eq!(best(1), &barred["after"]["total"]);
    assert_eq!(best(2), &late["after"]["total"]);
}

#[test]
fn aiming_at_the_worst_regret_never_regrets_more() {
    let folder = stage(FUTURES);
    let average = hedged(&folder, &[]);
    let careful = hedged(&folder, &["--aim", "worst-regret"]);
    adds_up(&careful);
    assert_eq!(careful["aim"], "worst-regret");
    let regret = |found: &Json| cents(&found["worst_regret"]);
    assert!(regret(&careful) <= regret(&average));
    assert!(cents(&careful["bound"]) <= regret(&careful));
    assert!(cents(&average["expected"]) <= cents(&careful["expected"]));
}

#[test]
fn the_same_question_gets_the_same_answer() {
    let folder = stage(FUTURES);
    assert_eq!(hedged(&folder, &[]), hedged(&folder, &[]));
}

#[test]
fn the_file_written_is_what_is_printed_and_the_table_names_every_future() {
    let folder = stage(FUTURES);
    let out = folder.file("hedge.json");
    let printed = hedged(&folder, &["--out", &out]);
    let written: Json = serde_json::from_str(&fs::read_to_string(out).unwrap()).unwrap();
    assert_eq!(written, printed);
    let futures = folder.file("futures");
    let told = text(&run(&["hedge", folder.path(), "--futures", &futures]));
    for word in [
        "known on 2025-11-29",
        "decide now, alike in every future",
        "what it costs in each future",
        "plans that bet on one future",
        "as-it-is",
        "barred",
        "late",
        "not legal advice",
    ] {
        assert!(told.contains(word), "{word}: {told}");
    }
}

/// What is wrong with a file of futures, the text that is replaced, and what is said of it.
const WRONG: [(&str, &str, &[&str]); 14] = [
    (
        "weight = 5",
        "weight = 5\nlikely = true",
        &[":7: ", "unknown field `likely`"],
    ),
    ("weight = 5", "weight = = 5", &[":6: "]),
    ("weight = 5", "weight = -5", &[":6: "]),
    (
        "weight = 5",
        "weight = 101",
        &[":3: ", "a weight above 100"],
    ),
    (
        "weight = 5",
        "weight = 0",
        &[":3: ", "future `as-it-is` has no weight"],
    ),
    (
        "id = \"late\"",
        "id = \"barred\"",
        &[":14: ", "future `barred` is named twice"],
    ),
    (
        "title = \"Nothing changes\"\n",
        "",
        &[":3: ", "missing field `title`"],
    ),
    (
        "known_on = 2025-11-29",
        "known_on = 2025-11-15",
        &[":1: ", "`known_on` is 2025-11-15"],
    ),
    (
        "known_on = 2025-11-29",
        "known_on = 2026-01-10",
        &[":1: ", "the plan runs from 2025-11-15"],
    ),
    (
        "known_on = 2025-11-29",
        "known_on = 7",
        &[":1: ", "`7` is no day"],
    ),
    (
        "remote-access@2025-11-29",
        "remote-access@2025-11-28",
        &[
            ":8: ",
            "future `barred` changes `us-bill-remote-access` on 2025-11-28",
        ],
    ),
    (
        "us-bill-remote-access",
        "us-bill-remote-acces",
        &["us-bill-remote-access", "future `barred`"],
    ),
    (
        "stock[1].available_from",
        "stock[9].available_from",
        &["stock[9]", "future `late`"],
    ),
    (
        "@2025-11-29\"]",
        "\"]",
        &[":12: ", "`us-bill-remote-access`"],
    ),
];

#[test]
fn a_wrong_file_of_futures_is_refused_with_its_line_and_nothing_is_written() {
    let alone = FUTURES
        .split("\n[[future]]\nid = \"barred\"")
        .next()
        .unwrap();
    let mut wrong: Vec<(String, &[&str])> = vec![
        (
            alone.to_owned(),
            &[":3: ", "only one future is named", "portolan whatif"],
        ),
        (String::new(), &["missing field `known_on`"]),
    ];
    for (from, to, said) in WRONG {
        assert!(FUTURES.contains(from), "{from}");
        wrong.push((FUTURES.replacen(from, to, 1), said));
    }
    for (futures, said) in wrong {
        let folder = stage(&futures);
        let (file, out) = (folder.file("futures"), folder.file("hedge.json"));
        let output = run(&["hedge", folder.path(), "--futures", &file, "--out", &out]);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{told}");
        for word in said {
            assert!(told.contains(word), "{word}: {told}");
        }
        let of_the_file = told.contains("error[hedge.futures]");
        assert!(told.contains("hint: ") || !of_the_file, "no remedy: {told}");
        assert!(output.stdout.is_empty(), "an answer and an error");
        assert!(!fs::exists(out).unwrap(), "a file after an error");
    }
}

#[test]
fn a_file_of_futures_that_is_not_there_is_named() {
    let folder = stage(FUTURES);
    let output = run(&["hedge", folder.path(), "--futures", "nowhere.toml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("`nowhere.toml`")
    );
}

#[test]
fn what_only_some_futures_permit_today_is_not_begun_now() {
    let listed = r#"known_on = 2025-11-29

[[future]]
id = "as-it-is"
title = "Nothing changes"
weight = 99

[[future]]
id = "listed"
title = "The operator in Singapore stands on a list already"
weight = 1
set = ['party.singapore-operator.listed=[{ list = "us-entity-list", on = 2025-11-01 }]']
"#;
    let begun = |found: &Json| {
        list(&found["now"])
            .filter(|row| row["pool"] == "singapore-h100")
            .count()
    };
    // Listed after the future is known, it is lawful until then in both.
    let later = listed.replace("2025-11-01", "2025-12-05");
    let begins = hedged(&stage(&later), &[]);
    assert!(begun(&begins) > 0, "{}", begins["now"]);
    let found = hedged(&stage(listed), &[]);
    assert_eq!(begun(&found), 0, "{}", found["now"]);
    assert!(list(&found["now"]).all(|row| row["awaiting"] == false));
}
