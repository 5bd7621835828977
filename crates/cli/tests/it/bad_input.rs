//! Bad input gets an error that names file and line and says what would mend it; nothing is planned
//! and nothing is written.

use std::fs;

use crate::stage::{Folder, changed, run};

/// Holds a fault: what is changed in which file, and what the message has to say of it.
struct Fault {
    claim: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
    /// What the line named in the message holds.
    line: &'static str,
    /// What else the message says.
    says: &'static [&'static str],
}

const FAULTS: [Fault; 15] = [
    Fault {
        claim: "an unknown chip",
        file: "pools-abroad.toml",
        from: "chip = \"nv-gb200\"",
        to: "chip = \"nv-gb2000\"",
        line: "nv-gb2000",
        says: &["did you mean `nv-gb200`?"],
    },
    Fault {
        claim: "an unknown party",
        file: "training.toml",
        from: "owner = \"bytedance\"",
        to: "owner = \"bytedanse\"",
        line: "bytedanse",
        says: &["did you mean `bytedance`?"],
    },
    Fault {
        claim: "an unknown site",
        file: "pools-abroad.toml",
        from: "site = \"johor\"",
        to: "site = \"johorr\"",
        line: "johorr",
        says: &["did you mean `johor`?"],
    },
    Fault {
        claim: "a country that is no code",
        file: "parties.toml",
        from: "hq = \"MY\"",
        to: "hq = \"Malaysia\"",
        line: "Malaysia",
        says: &["two-letter code"],
    },
    Fault {
        claim: "a country that no list has",
        file: "parties.toml",
        from: "hq = \"MY\"",
        to: "hq = \"ZZ\"",
        line: "ZZ",
        says: &["ZZ"],
    },
    Fault {
        claim: "a day out of range",
        file: "scenario.toml",
        from: "on = 2025-11-15",
        to: "on = 2525-11-15",
        line: "2525-11-15",
        says: &["2525-11-15"],
    },
    Fault {
        claim: "a day that no calendar has",
        file: "scenario.toml",
        from: "on = 2025-11-15",
        to: "on = \"2025-02-30\"",
        line: "2025-02-30",
        says: &["2025-02-30"],
    },
    Fault {
        claim: "ownership over 100 %",
        file: "parties.toml",
        from: "id = \"ytl-power\"",
        to: "id = \"ytl-power\"\nowners = [{ name = \"one\", percent = 60, hq = \"MY\", listed = [] }, { name = \"two\", percent = 50, hq = \"MY\", listed = [] }]",
        line: "owners",
        says: &["110 %", "name each share once"],
    },
    Fault {
        claim: "a cycle of parents",
        file: "parties.toml",
        from: "id = \"ytl\"\n",
        to: "id = \"ytl\"\nparent = \"ytl-power\"\n",
        line: "parent",
        says: &["`ytl-power`", "drop one `parent`"],
    },
    Fault {
        claim: "chips of a day nobody states",
        file: "pools-mainland.toml",
        from: "supplied_on = 2023-06-15\n",
        to: "",
        line: "[[pool.stock]]",
        says: &["supplied_on"],
    },
    Fault {
        claim: "a pool without provenance",
        file: "pools-abroad.toml",
        from: "id = \"osaka-b200\"",
        to: "id = \"bare\"\nname = \"bare\"\nsite = \"johor\"\nchip = \"nv-gb200\"\nowner = \"ytl-power\"\noperator = \"ytl-power\"\n[pool.own]\nrunning_chip_hour = \"1\"\n[[pool]]\nid = \"osaka-b200\"",
        line: "[[pool]]",
        says: &["nobody says how its chips came", "[[pool.stock]]"],
    },
    Fault {
        claim: "a workload whose gang no chips make up",
        file: "training.toml",
        from: "gang_multiple = 256",
        to: "gang_multiple = 900000",
        line: "gang_max",
        says: &["gang_max"],
    },
    Fault {
        claim: "an unknown key",
        file: "scenario.toml",
        from: "horizon_weeks",
        to: "horizon_week",
        line: "horizon_week ",
        says: &["did you mean `horizon_weeks`?"],
    },
    Fault {
        claim: "an error of TOML",
        file: "scenario.toml",
        from: "[scenario]",
        to: "[scenario",
        line: "[scenario",
        says: &["TOML"],
    },
    Fault {
        claim: "an empty file",
        file: "scenario.toml",
        from: "*",
        to: "",
        line: "",
        says: &["[scenario]"],
    },
];

#[test]
fn every_fault_names_its_file_and_line_and_what_would_mend_it() {
    for fault in &FAULTS {
        let folder = if fault.from == "*" {
            let folder = changed(&[]);
            fs::write(folder.file(fault.file), fault.to).unwrap();
            folder
        } else {
            changed(&[(fault.file, fault.from, fault.to)])
        };
        let told = refused(folder.path(), &folder, fault.claim);
        for word in fault.says {
            assert!(
                told.contains(word),
                "{}: `{word}` is not in\n{told}",
                fault.claim
            );
        }
        let lines = named(&told, fault.file);
        assert!(
            !lines.is_empty(),
            "{}: no line of {} in\n{told}",
            fault.claim,
            fault.file
        );
        let text = fs::read_to_string(folder.file(fault.file)).unwrap();
        let held = lines.iter().any(|line| {
            let text = text.lines().nth(line - 1).unwrap_or_default();
            text.contains(fault.line)
        });
        assert!(
            held,
            "{}: no line named holds `{}`:\n{told}",
            fault.claim, fault.line
        );
    }
}

#[test]
fn a_workload_that_no_pool_can_run_is_refused() {
    let folder = Folder::new();
    let starter = crate::stage::root().join("scenarios/starter/scenario.toml");
    let text = fs::read_to_string(starter).unwrap();
    let text = text.replace("chip = \"nv-h100-sxm\"", "chip = \"nv-gb300\"");
    fs::write(folder.file("scenario.toml"), text).unwrap();
    let told = refused(folder.path(), &folder, "a workload that no pool can run");
    assert!(
        told.contains("no pool open to `you` has a chip with a rate"),
        "{told}"
    );
    assert!(told.contains("scenario.toml:"), "{told}");
}

#[test]
fn what_is_no_scenario_is_refused() {
    let folder = changed(&[]);
    fs::write(folder.file("latin.toml"), b"# Stra\xdfe\n").unwrap();
    fs::create_dir(folder.file("empty")).unwrap();
    fs::create_dir(folder.file("folder.json")).unwrap();
    let binary = folder.file("latin.toml");
    for (claim, path, words) in [
        (
            "a file that is not there",
            folder.file("nothing.toml"),
            &["nothing.toml", "portolan init"][..],
        ),
        (
            "a folder without a scenario",
            folder.file("empty"),
            &["empty", ".toml"],
        ),
        (
            "a file that is not UTF-8",
            binary,
            &["latin.toml:1", "UTF-8"],
        ),
    ] {
        let told = refused(&path, &folder, claim);
        for word in words {
            assert!(told.contains(word), "{claim}: `{word}` is not in\n{told}");
        }
    }
    for (command, path) in [
        ("verify", "folder.json"),
        ("judge", "folder.json"),
        ("verify", "none.json"),
    ] {
        let output = run(&[command, &folder.file(path)]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{told}");
        assert!(output.stdout.is_empty() && told.contains("hint:"), "{told}");
    }
}

/// Runs `plan`, which must refuse, print nothing and write nothing; returns what it told.
fn refused(path: &str, folder: &Folder, claim: &str) -> String {
    let (plan, page) = (folder.file("plan.out"), folder.file("page.out"));
    let output = run(&["plan", path, "--out", &plan, "--html", &page]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{claim}: {told}");
    assert!(
        output.stdout.is_empty(),
        "{claim}: nothing is planned from half a scenario"
    );
    for file in [plan, page] {
        assert!(
            !std::path::Path::new(&file).exists(),
            "{claim}: {file} was written"
        );
    }
    assert!(
        told.contains("error[") && told.contains("hint:"),
        "{claim}: {told}"
    );
    told
}

/// Returns the lines of a file that a message names.
fn named(told: &str, file: &str) -> Vec<usize> {
    let places = told.lines().filter_map(|line| {
        let (_, rest) = line.split_once(&format!("{file}:"))?;
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok()
    });
    places.collect()
}
