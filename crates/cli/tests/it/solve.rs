//! The bare solver from outside: what it prints and writes, what `verify --solve` makes of it.

use std::fs;
use std::time::Instant;

use crate::stage::{Folder, json, root, run, text};

fn published(name: &str) -> String {
    let file = root().join("crates/solve/tests/instances").join(name);
    file.to_str().unwrap().to_owned()
}

/// Solves the instance into a folder, and returns what verify has to be told.
fn solved(folder: &Folder, instance: &str) -> Vec<String> {
    let (solution, certificate) = (folder.file("sol"), folder.file("cert"));
    let wanted = ["--out", &solution, "--certificate", &certificate];
    let asked = [
        &["solve", instance, "--format", "orlib-gap"],
        wanted.as_slice(),
    ]
    .concat();
    assert_eq!(run(&asked).status.code(), Some(0));
    [
        "verify",
        "--solve",
        instance,
        "--format",
        "orlib-gap",
        &solution,
        &certificate,
    ]
    .map(str::to_owned)
    .to_vec()
}

fn verified(words: &[String]) -> (serde_json::Value, i32) {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    json(&words)
}

#[test]
fn a_published_instance_is_proved_and_verify_computes_the_same_again() {
    let folder = Folder::new();
    let instance = published("c05100.txt");
    let (report, code) = json(&["solve", &instance, "--format", "orlib-gap"]);
    assert_eq!(code, 0);
    for (name, value) in [
        ("objective", 1931.0),
        ("bound", 1931.0),
        ("gap", 0.0),
        ("unplaced", 0.0),
    ] {
        assert_eq!(report[name].as_f64(), Some(value), "{name}");
    }
    let (check, code) = verified(&solved(&folder, &instance));
    assert_eq!((code, check["objective"].as_i64()), (0, Some(1931)));
}

#[test]
fn a_claim_above_the_truth_and_a_plan_that_was_changed_are_refused() {
    let folder = Folder::new();
    let words = solved(&folder, &published("gap12-0.txt"));
    let certificate = fs::read_to_string(folder.file("cert")).unwrap();
    fs::write(
        folder.file("cert"),
        certificate.replacen("bound 974", "bound 975", 1),
    )
    .unwrap();
    let (check, code) = verified(&words);
    assert_eq!(code, 10, "{check}");
    fs::write(folder.file("cert"), &certificate).unwrap();
    let solution = fs::read_to_string(folder.file("sol")).unwrap();
    for forged in [
        solution
            .lines()
            .map(|line| format!("{} 0\n", line.split(' ').next().unwrap()))
            .collect(),
        solution.replacen("\n0 ", "\n1 ", 1),
        String::new(),
    ] {
        fs::write(folder.file("sol"), forged).unwrap();
        assert_eq!(verified(&words).1, 10);
    }
}

#[test]
fn an_instance_without_a_plan_is_answered_with_12() {
    let folder = Folder::new();
    let instance = folder.file("tight");
    fs::write(&instance, "2 3\n1 1 1\n1 1 1\n2 2 2\n2 2 2\n3 3\n").unwrap();
    let output = run(&["solve", &instance, "--format", "orlib-gap"]);
    assert_eq!(output.status.code(), Some(12));
    assert!(
        text(&output).starts_with("no plan exists"),
        "{}",
        text(&output)
    );
}

#[test]
fn a_file_cut_short_is_told_with_line_and_remedy() {
    let folder = Folder::new();
    let instance = folder.file("short");
    fs::write(&instance, "2 3\n1 1 1\n1 1 1\n2 2").unwrap();
    let output = run(&["solve", &instance, "--format", "orlib-gap"]);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        told.contains("line 4: the text ends after 10 of 16 numbers; give"),
        "{told}"
    );
}

#[test]
fn limits_that_are_none_are_refused() {
    let instance = published("gap12-0.txt");
    for limit in [
        ["--seconds", "NaN"],
        ["--seconds", "-1"],
        ["--gap", "NaN"],
        ["--gap", "-1"],
    ] {
        let [name, value] = limit;
        let limit = format!("{name}={value}");
        let output = run(&["solve", &instance, "--format", "orlib-gap", &limit]);
        assert_eq!(output.status.code(), Some(1), "{limit}");
    }
}

#[test]
fn seconds_are_kept_and_what_is_found_by_then_holds() {
    let folder = Folder::new();
    let instance = folder.file("hard");
    fs::write(&instance, hard(20, 200)).unwrap();
    let started = Instant::now();
    let mut words = vec![
        "solve",
        &instance,
        "--format",
        "orlib-gap",
        "--seconds",
        "2",
    ];
    let (solution, certificate) = (folder.file("sol"), folder.file("cert"));
    words.extend(["--out", &solution, "--certificate", &certificate]);
    let (report, code) = json(&words);
    assert!(
        started.elapsed().as_secs_f64() < 2.5,
        "{:?}",
        started.elapsed()
    );
    assert_eq!(code, 0);
    let check = [
        "verify",
        "--solve",
        &instance,
        "--format",
        "orlib-gap",
        &solution,
        &certificate,
    ];
    let (check, code) = json(&check);
    assert_eq!(
        (code, &check["objective"], &check["bound"]),
        (0, &report["objective"], &report["bound"])
    );
}

/// Returns an instance of type D: cost and size are opposed, and capacity is short.
fn hard(machines: usize, jobs: usize) -> String {
    let mut state = 7_u64;
    let mut below = |end: i64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        i64::try_from(state >> 33).unwrap() % end
    };
    let sizes: Vec<i64> = (0..machines * jobs).map(|_| 1 + below(100)).collect();
    let costs: Vec<i64> = sizes
        .iter()
        .map(|size| 111 - size + below(21) - 10)
        .collect();
    let capacity = sizes.iter().sum::<i64>() * 8 / 10 / i64::try_from(machines * machines).unwrap();
    let capacities = vec![capacity; machines];
    let numbers = costs.iter().chain(&sizes).chain(&capacities);
    let words: Vec<String> = numbers.map(ToString::to_string).collect();
    format!("{machines} {jobs}\n{}\n", words.join(" "))
}

/// Two jobs of 8 chips for two periods, and room for one of them at a time.
const PLACEMENT: &str = "\
placement 1 two-jobs
dims 2 1 3 1 1 1
type 0 chip 1000 80
law 0 0 1
egress 0 0
pool 0 0 0 10 3x8
job 0 0 0 0 3 0 5000 8:2
job 1 0 0 0 3 0 900 8:2
end
";

#[test]
fn a_placement_is_solved_and_what_does_not_fit_is_left_out_at_its_penalty() {
    let folder = Folder::new();
    let (instance, solution, certificate) = (
        folder.file("two.txt"),
        folder.file("sol"),
        folder.file("cert"),
    );
    fs::write(&instance, PLACEMENT).unwrap();
    let form = ["--format", "placement"];
    let (report, code) = json(
        &[
            &[
                "solve",
                &instance,
                "--out",
                &solution,
                "--certificate",
                &certificate,
            ],
            form.as_slice(),
        ]
        .concat(),
    );
    assert_eq!(
        (report["unplaced"].as_u64(), code),
        (Some(1), 0),
        "{report}"
    );
    assert_eq!(report["gap"].as_f64(), Some(0.0), "{report}");
    let written = fs::read_to_string(&solution).unwrap();
    assert!(
        written.contains("1 -"),
        "the one whose penalty is small: {written}"
    );
    let words = [
        &["verify", "--solve", &instance][..],
        &form,
        &[&solution, &certificate],
    ]
    .concat();
    let (check, code) = json(&words);
    assert_eq!(
        (check["objective"].as_i64(), code),
        (report["objective"].as_i64(), 0)
    );

    fs::write(&solution, "0 0 0\n1 0 1\n").unwrap();
    let (check, code) = json(&words);
    assert_eq!(
        (check["holds"].as_bool(), code),
        (Some(false), 10),
        "{check}"
    );

    fs::write(
        &instance,
        PLACEMENT.replace("job 1 0 0 0 3", "job 1 0 0 3 0"),
    )
    .unwrap();
    let refused = run(&[&["solve", &instance][..], &form].concat());
    let told = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1));
    assert!(told.contains("line 8"), "{told}");
}
