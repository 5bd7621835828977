//! What is said of a scenario that cannot be right: the code, the line and the edit that mends it.

use portolan_facts::{FactsError, Scenario, SourceText};
use portolan_terms::Known;

use crate::shipped;

const SMALL: &str = include_str!("small.toml");

fn read(text: &str) -> Result<Scenario, Vec<FactsError>> {
    Scenario::read(&[SourceText::new("scenario.toml", text)], &shipped::atlas())
}

/// Replaces `from` by `to` and returns the one fault that follows.
fn fault(from: &str, to: &str) -> FactsError {
    assert_eq!(SMALL.matches(from).count(), 1, "`{from}` must stand once");
    let errors = read(&SMALL.replace(from, to)).map(|_| ()).unwrap_err();
    let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(errors.len(), 1, "{}", told.join("\n- - -\n"));
    errors.into_iter().next().unwrap()
}

/// Checks the code and what the hint holds, and that the line is that of `needle`.
fn told(from: &str, to: &str, code: &str, needle: &str, hint: &str) {
    let error = fault(from, to);
    assert_eq!(error.code, code, "{error}");
    let text = SMALL.replace(from, to);
    let line = text.lines().position(|line| line.contains(needle)).unwrap() + 1;
    assert_eq!(error.line, line, "{error}");
    assert!(error.hint.contains(hint), "{error}");
}

#[test]
fn the_small_scenario_is_right_as_it_stands() {
    let scenario = read(SMALL).unwrap();
    assert_eq!(scenario.workloads.len(), 2);
    let pool = &scenario.pools[&"quay".parse().unwrap()];
    assert_eq!(pool.bona_fide_operator, Known::Unknown);
    assert_eq!(pool.stock[0].available_from.to_string(), "2024-05-01");
    assert_eq!(pool.provenance.line, 38);
}

#[test]
fn the_seat_at_the_top_follows_the_parents_of_each_day() {
    let scenario = read(SMALL).unwrap();
    let hall = &scenario.parties[&"hall".parse().unwrap()];
    let top = |day: &str| hall.on(day.parse().unwrap()).unwrap().ultimate_parent_hq;
    assert_eq!(top("2020-01-01"), Known::Is("XB".parse().unwrap()));
    assert_eq!(top("2026-01-31"), Known::Is("XB".parse().unwrap()));
    assert_eq!(top("2026-02-01"), Known::Is("XC".parse().unwrap()));
}

#[test]
fn a_change_of_the_parent_is_a_change_of_the_child() {
    let moved = "hq = \"XB\"\nowners = [{ name = \"XB Fund\", percent = 60, hq = \"XB\" }]\n\n[[party.from]]\non = 2026-01-20\nultimate_parent_hq = \"XC\"";
    let text = SMALL.replace(
        "hq = \"XB\"\nowners = [{ name = \"XB Fund\", percent = 60, hq = \"XB\" }]",
        moved,
    );
    let scenario = read(&text).unwrap();
    let hall = &scenario.parties[&"hall".parse().unwrap()];
    let days: Vec<String> = hall
        .snapshots
        .iter()
        .map(|(day, _)| day.to_string())
        .collect();
    assert_eq!(days, ["1990-01-01", "2026-01-20"]);
}

#[test]
fn a_misspelt_chip_party_site_dataset_evidence_or_region_is_named_with_the_near_one() {
    told(
        "\"nv-h100-sxm\"",
        "\"nv-h100-smx\"",
        "scenario.unknown-chip",
        "nv-h100-smx",
        "`nv-h100-sxm`",
    );
    told(
        "supplier = \"maker\"",
        "supplier = \"makr\"",
        "scenario.unknown-party",
        "makr",
        "`maker`",
    );
    told(
        "site = \"harbour\"",
        "site = \"harbor\"",
        "scenario.unknown-site",
        "\"harbor\"",
        "`harbour`",
    );
    told(
        "datasets = [\"text\"]",
        "datasets = [\"txt\"]",
        "scenario.unknown-dataset",
        "txt",
        "`text`",
    );
    told(
        "on_file = [\"paper\"]",
        "on_file = [\"papers\"]",
        "scenario.unknown-evidence",
        "papers",
        "`paper`",
    );
    told(
        "for = [\"run\"]",
        "for = [\"runs\"]",
        "scenario.unknown-workload",
        "runs",
        "`run`",
    );
    told(
        "region = \"johor\"",
        "region = \"jhoor\"",
        "scenario.unknown-region",
        "jhoor",
        "`johor`",
    );
    told(
        "region = \"singapore\",",
        "region = \"singapor\",",
        "scenario.unknown-region",
        "singapor\"",
        "`singapore`",
    );
}

#[test]
fn a_country_in_small_letters_is_told_in_capitals() {
    told(
        "name = \"XA Chips\"\nhq = \"XA\"",
        "name = \"XA Chips\"\nhq = \"xa\"",
        "scenario.unknown-country",
        "\"xa\"",
        "`XA`",
    );
}

#[test]
fn a_misspelt_key_is_told_and_so_is_the_one_that_it_leaves_missing() {
    let errors = read(&SMALL.replace("horizon_weeks", "horizon_week"))
        .map(|_| ())
        .unwrap_err();
    let codes: Vec<&str> = errors.iter().map(|error| error.code).collect();
    assert_eq!(codes, ["scenario.unknown-key", "scenario.missing-key"]);
    assert_eq!(errors[0].hint, "did you mean `horizon_weeks`?");
}

#[test]
fn words_outside_the_act_format_are_told_with_the_near_one() {
    told(
        "mode = \"export\"",
        "mode = \"exprt\"",
        "scenario.unknown-word",
        "exprt",
        "`export`",
    );
    told(
        "\"shared-cloud\"",
        "\"shared-clod\"",
        "scenario.unknown-word",
        "shared-clod",
        "`shared-cloud`",
    );
    told(
        "service = \"chatbot\"",
        "service = \"chatbox\"",
        "scenario.unknown-word",
        "chatbox",
        "`chatbot`",
    );
    told(
        "kind = \"licence\"",
        "kind = \"license\"",
        "scenario.unknown-word",
        "license",
        "`licence`",
    );
    told(
        "operator = \"hall\"",
        "operator = \"hall\"\nred_flags = [\"owner-list\"]",
        "scenario.unknown-word",
        "owner-list",
        "`owner-listed`",
    );
    told(
        "purpose = \"inference\"",
        "purpose = \"inferring\"",
        "scenario.unknown-word",
        "inferring",
        "`inference`",
    );
}

#[test]
fn a_day_outside_the_century_or_the_calendar_is_told() {
    told(
        "on = 2026-01-10",
        "on = 1826-01-10",
        "scenario.day",
        "1826-01-10",
        "2025-11-15",
    );
    told(
        "on = 2026-01-10",
        "on = \"2026-02-30\"",
        "scenario.day",
        "2026-02-30",
        "2025-11-15",
    );
    told(
        "on = 2026-01-10",
        "on = 20260110",
        "scenario.type",
        "20260110",
        "a day",
    );
}

#[test]
fn shares_over_a_hundred_per_cent_are_told() {
    let owners = "owners = [{ name = \"XB Fund\", percent = 60, hq = \"XB\" }, { name = \"XC Fund\", percent = 41, hq = \"XC\" }]";
    told(
        "owners = [{ name = \"XB Fund\", percent = 60, hq = \"XB\" }]",
        owners,
        "scenario.ownership",
        "XC Fund",
        "once",
    );
    told(
        "percent = 60",
        "percent = 160",
        "scenario.number",
        "percent = 160",
        "0 to 100",
    );
}

#[test]
fn parents_that_lead_back_are_told_once() {
    told(
        "name = \"XB Group\"\nhq = \"XB\"",
        "name = \"XB Group\"\nhq = \"XB\"\nparent = \"hall\"",
        "scenario.cycle",
        "parent = \"hall\"",
        "drop one",
    );
}

#[test]
fn a_parent_and_a_seat_at_the_top_do_not_stand_together() {
    told(
        "parent = \"group\"",
        "parent = \"group\"\nultimate_parent_hq = \"XA\"",
        "scenario.two-parents",
        "ultimate_parent_hq = \"XA\"",
        "keep `parent`",
    );
}

#[test]
fn a_pool_without_a_stated_supply_is_told() {
    told(
        "supplier = \"maker\"\n",
        "",
        "scenario.no-provenance",
        "[[pool.stock]]",
        "supplier",
    );
    told(
        "supplied_on = 2024-05-01\n",
        "available_from = 2024-05-01\n",
        "scenario.no-provenance",
        "[[pool.stock]]",
        "supplied_on",
    );
    let start = SMALL.find("[[pool.stock]]").unwrap();
    let end = SMALL.find("[[dataset]]").unwrap();
    told(
        &SMALL[start..end],
        "",
        "scenario.no-provenance",
        "[[pool]]",
        "[[pool.stock]]",
    );
}

#[test]
fn chips_may_come_from_nobody_knows_when_if_it_says_so() {
    let text = SMALL.replace(
        "supplied_on = 2024-05-01",
        "supplied_on = \"unknown\"\navailable_from = 2024-05-01",
    );
    let scenario = read(&text).unwrap();
    let batch = &scenario.pools[&"quay".parse().unwrap()].stock[0];
    assert_eq!(batch.supply.acquired.on, Known::Unknown);
}

#[test]
fn ids_used_twice_are_told() {
    let errors = read(&SMALL.replace("id = \"group\"", "id = \"hall\""))
        .map(|_| ())
        .unwrap_err();
    let codes: Vec<&str> = errors.iter().map(|error| error.code).collect();
    assert_eq!(codes, ["scenario.duplicate-id", "scenario.unknown-party"]);
    assert_eq!(errors[0].line, 23);
}

#[test]
fn windows_that_end_before_they_start_are_told() {
    told(
        "start_days = [0, 7]",
        "start_days = [7, 0]",
        "scenario.window",
        "[7, 0]",
        "first",
    );
    told(
        "start_days = [0, 7]",
        "start_days = [28, 30]",
        "scenario.window",
        "deadline_days",
        "deadline",
    );
    told(
        "expires_on = 2028-04-01",
        "expires_on = 2023-04-01",
        "scenario.window",
        "2023-04-01",
        "swap",
    );
    told(
        "supplied_on = 2024-05-01",
        "supplied_on = 2024-05-01\navailable_from = 2024-04-01",
        "scenario.window",
        "2024-04-01",
        "later",
    );
}

#[test]
fn negative_absurd_or_quoted_numbers_are_told() {
    told(
        "chips = 256",
        "chips = -256",
        "scenario.number",
        "chips = -256",
        "from 1",
    );
    told(
        "chips = 256",
        "chips = 256.5",
        "scenario.number",
        "256.5",
        "whole",
    );
    told(
        "chips = 256",
        "chips = \"256\"",
        "scenario.type",
        "\"256\"",
        "without quotes",
    );
    told(
        "horizon_weeks = 4",
        "horizon_weeks = 99999",
        "scenario.number",
        "99999",
        "520",
    );
    told(
        "operations = 1e21",
        "operations = -1e21",
        "scenario.number",
        "-1e21",
        "9e24",
    );
    told(
        "gang_max = 64",
        "gang_max = 4",
        "scenario.number",
        "gang_max = 4",
        "raise",
    );
}

#[test]
fn money_that_is_no_amount_is_told() {
    told(
        "\"2.35\"",
        "2.35",
        "scenario.type",
        "price_chip_hour = 2.35",
        "double quotes",
    );
    told("\"2.35\"", "\"2,35\"", "scenario.money", "2,35", "2.35");
    told("\"2.35\"", "\"-2.35\"", "scenario.money", "-2.35", "from 0");
}

#[test]
fn broken_toml_is_told_with_its_line() {
    let errors = read(&SMALL.replace("hq = \"XA\"", "hq = \"XA"))
        .map(|_| ())
        .unwrap_err();
    assert_eq!((errors[0].code, errors[0].line), ("scenario.syntax", 10));
}

#[test]
fn a_mode_that_does_not_fit_its_places_is_told() {
    told(
        "mode = \"export\"",
        "mode = \"domestic-sale\"",
        "scenario.way",
        "domestic-sale",
        "export",
    );
}

#[test]
fn work_that_no_pool_has_a_rate_for_is_told() {
    let errors = read(&SMALL.replace("nv-h100-sxm", "nv-l40s"))
        .map(|_| ())
        .unwrap_err();
    let told: Vec<(&str, usize)> = errors
        .iter()
        .map(|error| (error.code, error.line))
        .collect();
    assert_eq!(told, [("scenario.no-pool", 81), ("scenario.no-pool", 95)]);
}

#[test]
fn a_run_too_large_for_every_pool_reads_and_leaves_a_doubt() {
    let scenario = read(&SMALL.replace("operations = 1e21", "operations = 1e25")).unwrap();
    let doubts = scenario.doubts(&shipped::atlas());
    assert_eq!(doubts[0].code, "scenario.too-large");
}

#[test]
fn data_about_persons_is_never_of_mixed_origin() {
    told(
        "identifiability = \"not-personal\"",
        "identifiability = \"identified\"",
        "scenario.origin",
        "origin = [\"mixed\"]",
        "name the places",
    );
}

#[test]
fn keys_of_another_kind_of_work_are_told() {
    told(
        "gang_max = 64",
        "gang_max = 64\ntokens = 5",
        "scenario.unknown-key",
        "tokens = 5",
        "write one of",
    );
    assert_eq!(
        fault("deadline_days = 28\n", "").code,
        "scenario.missing-key"
    );
}

#[test]
fn an_included_file_is_read_and_a_missing_one_told() {
    let (head, rest) = SMALL.split_at(SMALL.find("[[site]]").unwrap());
    let head = format!("include = [\"rest.toml\"]\n{head}");
    let files = [
        SourceText::new("a/scenario.toml", &head),
        SourceText::new("a/rest.toml", rest),
    ];
    assert!(Scenario::read(&files, &shipped::atlas()).is_ok());
    let errors = Scenario::read(&files[..1], &shipped::atlas())
        .map(|_| ())
        .unwrap_err();
    assert_eq!(errors[0].code, "scenario.include");
    let out = SourceText::new("scenario.toml", "include = [\"../secret.toml\"]");
    assert_eq!(
        Scenario::includes(out).unwrap_err()[0].code,
        "scenario.include"
    );
}

#[test]
fn all_faults_are_told_in_one_report() {
    let text = SMALL
        .replace("\"nv-h100-sxm\"", "\"nv-h100-smx\"")
        .replace("supplier = \"maker\"", "supplier = \"makr\"")
        .replace("horizon_weeks = 4", "horizon_weeks = 0")
        .replace("datasets = [\"text\"]", "datasets = [\"txt\"]");
    let errors = read(&text).map(|_| ()).unwrap_err();
    let mut codes: Vec<&str> = errors.iter().map(|error| error.code).collect();
    codes.sort_unstable();
    assert_eq!(
        codes,
        [
            "scenario.number",
            "scenario.unknown-chip",
            "scenario.unknown-dataset",
            "scenario.unknown-party"
        ]
    );
}

#[test]
fn a_fault_reads_as_fact_place_and_edit() {
    let error = fault("\"nv-h100-sxm\"", "\"nv-h100-smx\"");
    let told = "error[scenario.unknown-chip]: pool `quay`: `chip` names `nv-h100-smx`, which the atlas does not have\n\n  scenario.toml:42\n\nhint: did you mean `nv-h100-sxm`?";
    assert_eq!(error.to_string(), told);
}
