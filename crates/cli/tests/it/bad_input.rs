//! Bad input gets an error that names file and line and says what would mend it; nothing is planned.

use crate::stage::{changed, run};

fn refused(changes: &[(&str, &str, &str)], words: &[&str]) {
    let folder = changed(changes);
    let output = run(&["plan", folder.path()]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(
        output.stdout.is_empty(),
        "nothing is planned from half a scenario"
    );
    for word in words.iter().chain(&["error[", ".toml:"]) {
        assert!(told.contains(word), "`{word}` is not in\n{told}");
    }
}

#[test]
fn an_unknown_chip_is_refused() {
    refused(
        &[(
            "pools-abroad.toml",
            "chip = \"nv-gb200\"",
            "chip = \"nv-gb2000\"",
        )],
        &["nv-gb2000", "hint:"],
    );
}

#[test]
fn an_unknown_party_is_refused() {
    refused(
        &[(
            "training.toml",
            "owner = \"bytedance\"",
            "owner = \"bytedanse\"",
        )],
        &["bytedanse", "hint:"],
    );
}

#[test]
fn an_unknown_country_is_refused() {
    refused(
        &[("parties.toml", "hq = \"MY\"", "hq = \"Malaysia\"")],
        &["Malaysia"],
    );
}

#[test]
fn a_day_out_of_range_is_refused() {
    refused(
        &[("scenario.toml", "2025-11-15", "2525-11-15")],
        &["2525-11-15"],
    );
}

#[test]
fn ownership_over_a_hundred_per_cent_is_refused() {
    let owners = "owners = [{ name = \"one\", percent = 60, hq = \"MY\", listed = [] }, { name = \"two\", percent = 50, hq = \"MY\", listed = [] }]\nid = \"ytl-power\"";
    refused(&[("parties.toml", "id = \"ytl-power\"", owners)], &["100"]);
}

#[test]
fn a_cycle_of_parents_is_refused() {
    refused(
        &[(
            "parties.toml",
            "id = \"ytl\"\n",
            "id = \"ytl\"\nparent = \"ytl-power\"\n",
        )],
        &["ytl-power"],
    );
}

#[test]
fn a_pool_without_provenance_is_refused() {
    refused(
        &[("pools-mainland.toml", "supplied_on = 2023-06-15\n", "")],
        &["supplied_on"],
    );
}

#[test]
fn a_workload_that_no_pool_can_run_is_refused() {
    refused(
        &[(
            "training.toml",
            "gang_multiple = 256",
            "gang_multiple = 900000",
        )],
        &["gang"],
    );
}

#[test]
fn a_toml_error_is_refused() {
    refused(
        &[("scenario.toml", "[scenario]", "[scenario")],
        &["scenario.toml"],
    );
}
