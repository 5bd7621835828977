//! A user's own tables become a scenario: nothing guessed, nothing half-written, every slip told.

use std::{fs, path::Path};

use crate::stage::{Folder, json, root, run, text};

/// Returns the tables of the starter, as a user would have them.
fn exported() -> [(&'static str, String); 3] {
    let text = fs::read_to_string(root().join("scenarios/starter/scenario.toml")).unwrap();
    let starter: toml::Table = text.parse().unwrap();
    let records = |kind: &str| starter[kind].as_array().unwrap().clone();
    let cell = |record: &toml::Value, path: &str| -> String {
        let found = path.split('.').try_fold(record, |at, key| at.get(key));
        match found {
            Some(toml::Value::String(text)) => format!("\"{}\"", text.replace('"', "\"\"")),
            Some(toml::Value::Array(list)) => {
                let parts: Vec<&str> = list.iter().filter_map(toml::Value::as_str).collect();
                parts.join(";")
            }
            Some(value) => value.to_string(),
            None => String::new(),
        }
    };
    let mut pools = "id,name,region,chip,chips,owner,operator,bona_fide_operator,state_funded,price_chip_hour,overhead_percent,block,min_term_weeks,arrangement,bought_for_lessee,lessee_controls_hardware,supplied_on,supplier,from,mode,authority\n".to_owned();
    for mut pool in records("pool") {
        let batch = pool["stock"][0].clone();
        pool["stock"] = batch;
        let row = [
            "id",
            "name",
            "site",
            "chip",
            "stock.chips",
            "owner",
            "operator",
            "bona_fide_operator",
            "state_funded",
            "lease.price_chip_hour",
            "lease.overhead_percent",
            "lease.block",
            "lease.min_term_weeks",
            "lease.arrangement",
            "lease.bought_for_lessee",
            "lease.lessee_controls_hardware",
            "stock.supplied_on",
            "stock.supplier",
            "stock.from",
            "stock.mode",
            "stock.authority",
        ];
        pools.push_str(&row.map(|path| cell(&pool, path)).join(","));
        pools.push('\n');
    }
    let data = records("dataset")[0].clone();
    let mut workloads = "id,title,owner,kind,purpose,penalty,operations,start_first_day,start_last_day,deadline_days,gang_multiple,gang_max,published,tokens,data_from,data_origin,data_gigabytes,data_classes,identifiability,publicly_available,lawful_source\n".to_owned();
    for work in records("workload") {
        let span = work
            .get("start_days")
            .map(|days| (days[0].to_string(), days[1].to_string()));
        let (first, last) = span.unwrap_or_default();
        let own = [
            "id",
            "title",
            "owner",
            "kind",
            "purpose",
            "penalty",
            "operations",
        ]
        .map(|path| cell(&work, path));
        let rest = [
            "deadline_days",
            "gang_multiple",
            "gang_max",
            "published",
            "tokens",
        ]
        .map(|path| cell(&work, path));
        let of_data = ["from", "origin", "gigabytes"].map(|path| cell(&data, path));
        let facts = ["identifiability", "publicly_available", "lawful_source"]
            .map(|path| cell(&data, path));
        let row = [
            own.join(","),
            first,
            last,
            rest.join(","),
            of_data.join(","),
            "public-web;works".to_owned(),
            facts.join(","),
        ];
        workloads.push_str(&row.join(","));
        workloads.push('\n');
    }
    let mut parties = "id,name,hq,ultimate_parent_hq,registered_in,ciio,addressee_of\n".to_owned();
    for party in records("party") {
        let row = ["id", "name", "hq", "hq", "hq", "ciio", "addressee_of"];
        parties.push_str(&row.map(|path| cell(&party, path)).join(","));
        parties.push('\n');
    }
    [
        ("workloads", workloads),
        ("pools", pools),
        ("parties", parties),
    ]
}

/// Writes tables into a folder and returns the arguments that import them.
fn arguments(folder: &Folder, tables: &[(&str, String)]) -> Vec<String> {
    let mut arguments = vec!["init".to_owned(), folder.file("mine")];
    for (name, table) in tables {
        let file = folder.file(&format!("{name}.csv"));
        fs::write(&file, table).unwrap();
        arguments.extend([format!("--{name}"), file]);
    }
    arguments
}

fn import(folder: &Folder, tables: &[(&str, String)]) -> std::process::Output {
    let arguments = arguments(folder, tables);
    run(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn the_tables_of_the_starter_make_the_plan_of_the_starter() {
    let folder = Folder::new();
    let output = import(&folder, &exported());
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mine = folder.file("mine");
    assert_eq!(run(&["check", &mine]).status.code(), Some(0));
    let (own, code) = json(&["plan", &mine]);
    let (starter, starter_code) = json(&["plan", "scenarios/starter"]);
    assert_eq!(code, starter_code);
    assert_eq!(own["cost"]["total"], starter["cost"]["total"]);
    for (own, starter) in own["placements"]
        .as_array()
        .unwrap()
        .iter()
        .zip(starter["placements"].as_array().unwrap())
    {
        for key in [
            "workload", "pool", "chips", "from", "until", "cost", "status",
        ] {
            assert_eq!(own[key], starter[key], "{key}");
        }
    }
}

#[test]
fn what_the_tables_do_not_say_is_unknown_and_check_lists_it() {
    let folder = Folder::new();
    let [workloads, pools, _] = exported();
    assert_eq!(import(&folder, &[workloads, pools]).status.code(), Some(0));
    let mine = folder.file("mine");
    let (found, code) = json(&["check", &mine]);
    assert_eq!(code, 0);
    let unknown = found["unknown"].as_array().unwrap();
    for (record, field) in [
        ("party `you`", "hq"),
        ("party `you`", "ultimate_parent_hq"),
        ("party `tokyo-operator`", "hq"),
    ] {
        assert!(
            unknown
                .iter()
                .any(|one| one["record"] == record && one["field"] == field),
            "{record} {field}: {found}"
        );
    }
    assert!(
        !unknown
            .iter()
            .any(|one| one["record"] == "party `nvidia`" && one["field"] == "hq"),
        "its letters are known"
    );
    let (plan, code) = json(&["plan", &mine]);
    assert_eq!(
        code, 10,
        "nothing is permitted while nobody knows who anyone is"
    );
    assert!(plan["placements"].as_array().unwrap().is_empty());
    let file = fs::read_to_string(Path::new(&mine).join("scenario.toml")).unwrap();
    let line = unknown[0]["line"].as_u64().unwrap() as usize;
    assert!(file.lines().nth(line - 1).unwrap().contains("\"unknown\""));
}

#[test]
fn tabs_marks_quotes_and_line_ends_of_other_systems_are_read() {
    let folder = Folder::new();
    let [(_, workloads), (_, pools), (_, parties)] = exported();
    let pools = format!("\u{feff}{}", pools.replace('\n', "\r\n"));
    let workloads = workloads.replace(
        "Pre-train a pilot model on open text",
        "Pre-train, \"\"slowly\"\", a\nmodel",
    );
    let parties = parties.replace("\"DE\"", "\"NO\"").replace(',', "\t");
    let output = import(
        &folder,
        &[
            ("workloads", workloads),
            ("pools", pools),
            ("parties", parties),
        ],
    );
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let written = fs::read_to_string(folder.0.join("mine/scenario.toml")).unwrap();
    let table: toml::Table = written.parse().unwrap();
    let you = table["party"]
        .as_array()
        .unwrap()
        .iter()
        .find(|party| party["id"].as_str() == Some("you"));
    assert_eq!(
        you.unwrap()["hq"].as_str(),
        Some("NO"),
        "Norway stays a text"
    );
    assert_eq!(
        table["workload"][0]["title"].as_str(),
        Some("Pre-train, \"slowly\", a\nmodel")
    );
}

#[test]
fn every_slip_names_file_line_column_and_remedy_and_nothing_is_written() {
    let [workloads, pools, parties] = exported();
    for (table, from, to, words) in [
        (
            "pools",
            "bona_fide_operator",
            "bonafide_operator",
            &["pools.csv:1", "did you mean `bona_fide_operator`?"][..],
        ),
        (
            "pools",
            "supplier,",
            "",
            &["pools.csv:1", "lacks column `supplier`"],
        ),
        (
            "pools",
            "nv-h100-sxm",
            "nv-h100",
            &["pools.csv:2", "column `chip`", "nv-h100"],
        ),
        (
            "pools",
            "\"tokyo\"",
            "\"tokio\"",
            &["pools.csv:4", "column `region`", "did you mean `tokyo`?"],
        ),
        (
            "pools",
            ",256,",
            ",many,",
            &["pools.csv:2", "column `chips`", "`many` is no number"],
        ),
        (
            "pools",
            ",true,",
            ",perhaps,",
            &[
                "pools.csv:2",
                "column `bona_fide_operator`",
                "neither yes nor no",
            ],
        ),
        (
            "pools",
            "\"shared-cloud\"",
            "\"cloud\"",
            &["pools.csv:2", "arrangement"],
        ),
        (
            "pools",
            "\"2.95\"",
            "",
            &["pools.csv:2", "neither a price nor a running cost"],
        ),
        (
            "pools",
            "\"singapore-h100\"",
            "\"frankfurt-h100\"",
            &["pools.csv:3", "has a row already, on line 2"],
        ),
        (
            "pools",
            "\"export\"",
            "\"domestic-sale\"",
            &["pools.csv:2", "does not lead from US to DE"],
        ),
        (
            "workloads",
            "\"training\"",
            "\"trianing\"",
            &["workloads.csv:2", "did you mean `training`?"],
        ),
        (
            "workloads",
            "public-web;works",
            "public-wob;works",
            &["workloads.csv:2", "did you mean `public-web`?"],
        ),
        ("workloads", "128", "4", &["workloads.csv:2", "gang_max"]),
        (
            "workloads",
            "\"you\"",
            "\"you\",\"me\"",
            &["workloads.csv:2", "the row has 22 cells and the header 21"],
        ),
        (
            "parties",
            "\"US\"",
            "\"USA\"",
            &["parties.csv:", "two-letter code"],
        ),
        (
            "parties",
            "id,",
            "",
            &["parties.csv:1", "lacks column `id`"],
        ),
        (
            "workloads",
            "*",
            "",
            &["workloads.csv:1", "the table has no header"],
        ),
    ] {
        let tables: Vec<(&str, String)> = [&workloads, &pools, &parties]
            .into_iter()
            .map(|(name, text)| {
                let text = match (*name == table, from) {
                    (true, "*") => to.to_owned(),
                    (true, from) => {
                        assert!(text.contains(from), "{from}");
                        text.replace(from, to)
                    }
                    (false, _) => text.clone(),
                };
                (*name, text)
            })
            .collect();
        let folder = Folder::new();
        let output = import(&folder, &tables);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{from} -> {to}: {told}");
        assert!(output.stdout.is_empty());
        for word in words.iter().chain(
            &["error[csv.", "hint:"][..if words[0].contains(":1") || told.contains("error[csv.") {
                2
            } else {
                0
            }],
        ) {
            assert!(
                told.contains(word),
                "{from} -> {to}: `{word}` is not in\n{told}"
            );
        }
        let left: Vec<_> = fs::read_dir(&folder.0)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(left.len(), 3, "nothing but the tables is there: {left:?}");
    }
}

#[test]
fn a_folder_that_holds_anything_is_refused_and_an_empty_one_is_filled() {
    let folder = Folder::new();
    let empty = folder.file("empty");
    fs::create_dir(&empty).unwrap();
    assert_eq!(run(&["init", &empty]).status.code(), Some(0));
    let before = fs::read_to_string(Path::new(&empty).join("scenario.toml")).unwrap();
    let again = run(&["init", &empty]);
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&again.stderr).contains("nothing in it was touched"));
    assert_eq!(
        fs::read_to_string(Path::new(&empty).join("scenario.toml")).unwrap(),
        before
    );
    let file = folder.file("file");
    fs::write(&file, "mine").unwrap();
    assert_eq!(run(&["init", &file]).status.code(), Some(1));
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn the_help_of_init_names_every_column() {
    let help = text(&run(&["init", "--help"]));
    for columns in [
        portolan_facts::import::columns::POOLS,
        portolan_facts::import::columns::WORKLOADS,
        portolan_facts::import::columns::PARTIES,
    ] {
        for column in columns {
            assert!(help.contains(column.name), "{}", column.name);
        }
    }
}
