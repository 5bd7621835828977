//! Every command answers, in text and in JSON, with its exit code.

use crate::stage::{Folder, json, root, run, text};

#[test]
fn the_decided_cases_agree() {
    let shared = root().join("../shared/facts/acts/dev");
    if shared.is_dir() {
        for name in ["cases-export.jsonl", "cases-data.jsonl"] {
            let file = shared.join(name);
            let (report, code) = json(&["law", "test", file.to_str().unwrap()]);
            assert_eq!(code, 0, "{}", report["disagree"]);
            assert_eq!(report["cases"], report["agree"]);
        }
    }
    let (report, code) = json(&["law", "test"]);
    assert_eq!(code, 0, "{}", report["disagree"]);
    assert!(report["cases"].as_u64().unwrap() > 700);
}

#[test]
fn the_first_lines_of_a_plan_say_day_posture_and_coverage() {
    let output = run(&["plan"]);
    let told = text(&output);
    let first = told.lines().next().unwrap();
    for word in [
        "offshore-2025",
        "2025-11-15",
        "as-enforced",
        "checked until",
        "hold",
    ] {
        assert!(first.contains(word), "{first}");
    }
    assert_eq!(
        output.status.code(),
        Some(12),
        "the backlog is left partly unserved"
    );
}

#[test]
fn the_same_question_gives_the_same_plan_byte_for_byte() {
    assert_eq!(
        run(&["plan", "--json"]).stdout,
        run(&["plan", "--json"]).stdout
    );
}

#[test]
fn an_act_is_judged_from_a_file_and_the_worst_answer_is_the_exit_code() {
    let folder = Folder::new();
    let party =
        r#"{"name":"a","hq":"US","ultimate_parent_hq":"US","owners":[],"listed":[],"roles":[]}"#;
    let act = format!(
        r#"{{"id":"one","on":"2024-06-01","act":{{"kind":"supply","mode":"export","item":{{"type":"accelerator","chip":"nv-h100-sxm","us_jurisdiction":true}},"supplier":{party},"recipient":{},"from":"US","to":"CN","knows":[],"red_flags":[],"on_file":[]}}}}"#,
        party.replace("US", "CN")
    );
    let file = folder.file("acts.jsonl");
    std::fs::write(&file, &act).unwrap();
    let (ruling, code) = json(&["judge", &file]);
    assert_eq!(
        (ruling["outcome"].as_str().unwrap(), code),
        ("conditional", 10)
    );
    assert_eq!(ruling["needs"][0]["review"], "presumption-of-denial");
    for ground in ruling["grounds"].as_array().unwrap() {
        for field in [
            "rule", "effect", "says", "citation", "source", "from", "checked", "enforced",
        ] {
            assert!(!ground[field].is_null(), "{field} in {ground}");
        }
    }
}

#[test]
fn init_makes_a_scenario_that_checks_and_plans_and_never_overwrites() {
    let folder = Folder::new();
    let target = folder.file("mine");
    assert_eq!(run(&["init", &target]).status.code(), Some(0));
    assert_eq!(run(&["check", &target]).status.code(), Some(0));
    let (plan, code) = json(&["plan", &target]);
    assert!(code == 0 || code == 12);
    assert!(!plan["placements"].as_array().unwrap().is_empty());
    assert_eq!(run(&["init", &target]).status.code(), Some(1));
}

#[test]
fn provisions_are_listed_and_shown() {
    let (list, _) = json(&["law", "list"]);
    assert!(list["provisions"].as_array().unwrap().len() > 150);
    let output = run(&["law", "show", "us-isinformed-h20-2025"]);
    assert!(text(&output).contains("2025-04-09"));
    assert_eq!(run(&["law", "show", "xa-nothing"]).status.code(), Some(1));
}

#[test]
fn a_reader_that_leaves_early_is_no_failure() {
    for arguments in [&["law", "list"][..], &["law", "list", "--json"]] {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_portolan"))
            .args(arguments)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(program.stdout.take());
        let output = program.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(output.stderr.is_empty(), "{arguments:?}");
    }
}

#[test]
fn why_answers_for_a_workload_and_names_what_there_is_when_it_is_unknown() {
    let output = run(&["why", "doubao-next"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output).contains("doubao-next"));
    let unknown = run(&["why", "nothing"]);
    assert_eq!(unknown.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("qwen-next"));
}

#[test]
fn the_page_refers_to_nothing_outside_and_holds_every_placement() {
    let folder = Folder::new();
    let file = folder.file("report.html");
    run(&["plan", "--html", &file]);
    let page = std::fs::read_to_string(&file).unwrap();
    for word in [
        "qwen-next",
        "doubao-next",
        "deepseek-next",
        "not legal advice",
    ] {
        assert!(page.to_lowercase().contains(word), "{word}");
    }
    for outside in ["<link", "src=\"http", "@import", "url(http"] {
        assert!(!page.contains(outside), "{outside}");
    }
}
