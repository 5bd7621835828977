//! A provision is begun from a skeleton that loads, and shown as it stands on a day.

use std::fs;

use crate::stage::{Folder, json, run, text};

#[test]
fn a_skeleton_loads_its_cases_agree_and_nothing_is_overwritten() {
    let folder = Folder::new();
    let packs = folder.file("packs");
    fs::create_dir(&packs).unwrap();
    for (id, status, flag) in [
        ("xa-chip-9", "regulation", "--packs-only"),
        ("our-rule-1", "house", "--packs"),
    ] {
        let file = format!("{packs}/{id}.md");
        let arguments = [
            "law",
            "new",
            id,
            "--place",
            "XA",
            "--from",
            "2026-01-01",
            "--status",
            status,
            "--out",
            &file,
        ];
        assert_eq!(run(&arguments).status.code(), Some(0));
        let written = fs::read_to_string(&file).unwrap();
        let (report, code) = json(&["law", "test", &file, flag, &packs]);
        assert_eq!((report["cases"].as_u64(), code), (Some(2), 0), "{report}");
        let again = run(&arguments);
        assert_eq!(again.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&again.stderr).contains("nothing in it was touched"));
        assert_eq!(written, fs::read_to_string(&file).unwrap());
        fs::remove_file(&file).unwrap();
    }
    let taken = run(&[
        "law",
        "new",
        "us-3a090-2022",
        "--place",
        "US",
        "--from",
        "2026-01-01",
    ]);
    assert_eq!(taken.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&taken.stderr).contains("another id"));
}

#[test]
fn a_provision_is_shown_as_it_stands_on_a_day() {
    let on = |day: &str| text(&run(&["law", "show", "us-diffusion-2025", "--on", day]));
    assert!(on("2025-01-12").contains("not in force on 2025-01-12"));
    assert!(on("2025-05-20").contains("in force on 2025-05-20"));
    let (all, _) = json(&["law", "show", "us-diffusion-2025"]);
    let (none, _) = json(&["law", "show", "us-diffusion-2025", "--on", "2025-01-12"]);
    assert!(!all["rules"].as_array().unwrap().is_empty());
    assert!(none["rules"].as_array().unwrap().is_empty());
}
