//! `solve --from` from outside: what must move moves, the rest stays but for what may, and both are told.

use std::fs;

use crate::stage::{Folder, json, run, text};

/// Two classes, two places, three jobs; `LAW` says whether class 1 may run in place 0, where chips are cheaper.
const WORLD: &str = "\
placement 1 two-places
dims 3 2 4 1 2 2
type 0 chip 1000 80
law 0 0 11
law 0 1 11
law 1 0 LAW1
law 1 1 LAW1
egress 0 0 0
egress 1 0 0
pool 0 0 0 10 4x16
pool 1 0 1 20 4x16
job 0 0 0 0 4 0 90000 8:4
job 1 1 0 0 4 0 90000 8:4
job 2 0 0 0 4 0 90000 4:2
end
";

struct Change {
    folder: Folder,
    instance: String,
    old: String,
}

/// Solves the world, then forbids class 1 in place 0.
fn change() -> Change {
    let folder = Folder::new();
    let (instance, old) = (folder.file("world"), folder.file("old"));
    fs::write(&instance, WORLD.replace("LAW", "1")).unwrap();
    let (report, code) = json(&["solve", &instance, "--format", "placement", "--out", &old]);
    assert_eq!((code, report["gap"].as_f64()), (0, Some(0.0)), "{report}");
    assert!(report["forced"].is_null() && report["moved"].is_null());
    fs::write(&instance, WORLD.replace("LAW", "0")).unwrap();
    Change {
        folder,
        instance,
        old,
    }
}

impl Change {
    fn again(&self, more: &[&str]) -> Vec<String> {
        let words = ["solve", &self.instance, "--format", "placement"];
        let words = [&words, &["--rounds", "5", "--from", &self.old][..], more].concat();
        words.into_iter().map(str::to_owned).collect()
    }
}

fn refs(words: &[String]) -> Vec<&str> {
    words.iter().map(String::as_str).collect()
}

#[test]
fn a_law_that_closes_a_place_moves_the_one_job_that_was_there_unlawfully() {
    let change = change();
    let new = change.folder.file("new");
    let (report, code) = json(&refs(&change.again(&["--most-moves", "0", "--out", &new])));
    assert_eq!(code, 0, "{report}");
    assert_eq!(
        (report["forced"].as_u64(), report["moved"].as_u64()),
        (Some(1), Some(1))
    );
    let (old, new) = (
        fs::read_to_string(&change.old).unwrap(),
        fs::read_to_string(new).unwrap(),
    );
    let changed = old.lines().zip(new.lines()).filter(|(old, new)| old != new);
    let changed: Vec<&str> = changed.map(|(_, new)| new).collect();
    assert_eq!(changed, ["1 1 0"]);
    let output = run(&refs(&change.again(&["--most-moves", "0"])));
    let told = text(&output);
    assert!(
        told.contains("jobs that had to change") && told.contains("jobs changed"),
        "{told}"
    );
}

#[test]
fn prices_of_the_old_certificate_may_be_given_and_the_bound_holds() {
    let change = change();
    let (certificate, new) = (change.folder.file("cert"), change.folder.file("new"));
    let first = [
        "solve",
        &change.instance,
        "--format",
        "placement",
        "--rounds",
        "5",
        "--certificate",
        &certificate,
    ];
    assert_eq!(json(&first).1, 0);
    let again = change.folder.file("again");
    let more = [
        "--prices",
        &certificate,
        "--out",
        &new,
        "--certificate",
        &again,
    ];
    assert_eq!(json(&refs(&change.again(&more))).1, 0);
    let check = [
        "verify",
        "--solve",
        &change.instance,
        "--format",
        "placement",
        &new,
        &again,
    ];
    assert_eq!(json(&check).1, 0);
}

#[test]
fn faults_in_the_old_plan_and_in_prices_name_that_file_and_its_line() {
    let change = change();
    fs::write(&change.old, "0 0 0\n0 0 1\n").unwrap();
    let told = refusal(&change.again(&[]));
    assert!(
        told.contains(&change.old) && told.contains("line 2: job 0 stands twice"),
        "{told}"
    );
    fs::write(&change.old, "0 0 0\n").unwrap();
    let prices = change.folder.file("prices");
    fs::write(&prices, "nothing\n").unwrap();
    let told = refusal(&change.again(&["--prices", &prices]));
    assert!(
        told.contains(&prices) && told.contains("line 1") && told.contains("hint:"),
        "{told}"
    );
}

#[test]
fn options_of_placements_are_refused_for_other_formats_and_shares_that_are_none() {
    let change = change();
    let gap = change.folder.file("gap");
    fs::write(&gap, "1 1\n1\n1\n1\n").unwrap();
    for option in ["--from", "--prices"] {
        let words = ["solve", &gap, "--format", "orlib-gap", option, &change.old];
        let told = refusal(&words.map(str::to_owned));
        assert!(
            told.contains("only for placements") && told.contains("hint:"),
            "{told}"
        );
    }
    for share in ["NaN", "-1", "101"] {
        let share = format!("--churn={share}");
        let told = refusal(&change.again(&[&share]));
        assert!(told.contains("`--churn` must be"), "{told}");
    }
}

#[test]
fn what_would_not_fit_in_memory_is_refused_with_what_to_allow() {
    let change = change();
    let told = refusal(&change.again(&["--memory", "0"]));
    assert!(
        told.contains("0 MiB are allowed") && told.contains("hint: allow 1 MiB"),
        "{told}"
    );
    let gap = change.folder.file("gap");
    fs::write(&gap, "1000 1000000\n").unwrap();
    let words = ["solve", &gap, "--format", "orlib-gap"];
    let told = refusal(&words.map(str::to_owned));
    assert!(
        told.contains(&gap) && told.contains("line 1:") && told.contains("8192 MiB are allowed"),
        "{told}"
    );
}

fn refusal(words: &[String]) -> String {
    let output = run(&refs(words));
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr).unwrap()
}
