//! The house rules of STYLE: each failure names the file, the line and what to do.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Which crates a crate may lean on.
const ARROWS: [(&str, &[&str]); 9] = [
    ("terms", &[]),
    ("facts", &["terms"]),
    ("acts", &["facts", "terms"]),
    ("law", &["acts", "terms"]),
    ("plan", &["acts", "facts", "law", "terms"]),
    ("prove", &["acts", "law", "terms"]),
    ("solve", &[]),
    (
        "cli",
        &["acts", "facts", "law", "plan", "prove", "solve", "terms"],
    ),
    ("testkit", &[]),
];

const SOURCE_LINES_MAX: usize = 800;
const TEST_LINES_MAX: usize = 1_500;
const PROVISION_LINES_MAX: usize = 300;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(&root().join(folder), ending, &mut found);
    assert!(
        !found.is_empty(),
        "no file ends in `{ending}` below `{folder}`"
    );
    found
}

fn walk(folder: &Path, ending: &str, found: &mut Vec<(String, String)>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            let name = path.strip_prefix(root()).unwrap().display().to_string();
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

fn report(broken: &[String]) {
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn no_arrow_between_crates_is_reversed() {
    let mut broken = Vec::new();
    let mut seen = 0;
    for (file, text) in files("crates", "Cargo.toml") {
        let manifest: toml::Table = text.parse().unwrap();
        let name = file.split('/').nth(1).unwrap();
        let (_, allowed) = ARROWS
            .iter()
            .find(|(known, _)| *known == name)
            .unwrap_or_else(|| {
                panic!("{file}: crate `{name}` has no arrows: add it to ARROWS and ARCHITECTURE.md")
            });
        seen += 1;
        let Some(dependencies) = manifest.get("dependencies") else {
            continue;
        };
        for dependency in dependencies.as_table().unwrap().keys() {
            if let Some(other) = dependency.strip_prefix("portolan-")
                && !allowed.contains(&other)
            {
                broken.push(format!("{file}: `{name}` may not lean on `{other}`"));
            }
        }
    }
    assert_eq!(seen, ARROWS.len());
    report(&broken);
}

#[test]
fn the_solver_has_never_heard_of_law() {
    let mut broken = Vec::new();
    for folder in ["crates/plan/src/solve", "crates/plan/src/certify"] {
        for (file, text) in files(folder, ".rs") {
            for (number, line) in text.lines().enumerate() {
                // What tests lean on knows no law either.
                let named = line.replace("portolan_testkit", "");
                if named.contains("portolan_") && line.contains("use ") && !line.contains("///") {
                    broken.push(format!("{file}:{}: knows {}", number + 1, line.trim()));
                }
            }
        }
    }
    report(&broken);
}

#[test]
fn the_certificate_checker_shares_no_code_with_the_solver() {
    let types = ["Problem", "Solution", "Certificate"];
    let mut broken = Vec::new();
    for (file, text) in files("crates/plan/src/certify", ".rs") {
        if text.contains("solve::solve")
            || text.contains("solve::relax")
            || text.contains("solve::cost")
        {
            broken.push(format!(
                "{file}: calls the solver; it may use its data types only"
            ));
        }
        assert!(types.iter().any(|name| text.contains(name)) || text.lines().count() < 200);
    }
    report(&broken);
}

#[test]
fn files_stay_small() {
    let mut broken = Vec::new();
    for (file, text) in files("crates", ".rs") {
        let lines = text.lines().count();
        let test = file.contains("/tests");
        let most = if test {
            TEST_LINES_MAX
        } else {
            SOURCE_LINES_MAX
        };
        if lines > most {
            broken.push(format!(
                "{file}: {lines} lines, at most {most}: split it by noun"
            ));
        }
    }
    for (file, text) in files("packs", ".md") {
        let lines = text.lines().count();
        if lines > PROVISION_LINES_MAX {
            broken.push(format!(
                "{file}: {lines} lines, at most {PROVISION_LINES_MAX}"
            ));
        }
    }
    report(&broken);
}

#[test]
fn the_core_reads_no_clock_file_socket_or_environment() {
    let banned = [
        "std::fs",
        "std::env",
        "std::net",
        "SystemTime",
        "Instant::now",
        "HashMap",
        "thread_rng",
    ];
    let mut broken = Vec::new();
    for name in ["terms", "facts", "acts", "law", "plan"] {
        for (file, text) in files(&format!("crates/{name}/src"), ".rs") {
            let tests = text
                .find("#[cfg(test)]")
                .or(text.find("#[test]"))
                .unwrap_or(text.len());
            for (number, line) in text.get(..tests).unwrap().lines().enumerate() {
                for word in banned {
                    if line.contains(word) && !line.trim_start().starts_with("//") {
                        broken.push(format!(
                            "{file}:{}: `{word}`: take it as an argument",
                            number + 1
                        ));
                    }
                }
            }
        }
    }
    report(&broken);
}

#[test]
fn nothing_is_left_unfinished_and_no_place_of_one_machine_is_named() {
    let marks = [
        concat!("FIX", "ME"),
        concat!("XX", "X:"),
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/tm", "p/"),
    ];
    let mut broken = Vec::new();
    for (folder, ending) in [
        ("crates", ".rs"),
        ("packs", ".md"),
        ("docs", ".md"),
        ("scenarios", ".toml"),
    ] {
        for (file, text) in files(folder, ending) {
            for (number, line) in text.lines().enumerate() {
                for mark in marks.iter().filter(|mark| line.contains(*mark)) {
                    broken.push(format!("{file}:{}: `{mark}`", number + 1));
                }
            }
        }
    }
    report(&broken);
}

#[test]
fn every_crate_opens_with_its_card() {
    let mut broken = Vec::new();
    for (name, _) in ARROWS.iter().filter(|(name, _)| *name != "cli") {
        let text = fs::read_to_string(root().join(format!("crates/{name}/src/lib.rs"))).unwrap();
        for line in ["//! Knows:", "//! Must not know:", "//! Start reading at"] {
            if !text.contains(line) {
                broken.push(format!("crates/{name}/src/lib.rs: its card lacks `{line}`"));
            }
        }
    }
    report(&broken);
}

#[test]
fn decisions_are_short() {
    for (file, text) in files("docs/decisions", ".md") {
        assert!(text.lines().count() <= 120, "{file}: at most 120 lines");
        for part in [
            "## Question",
            "## Choice",
            "## What lost",
            "## What would change our mind",
        ] {
            assert!(text.contains(part), "{file}: lacks `{part}`");
        }
    }
}
