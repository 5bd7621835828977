//! A user's own tables become a scenario: nothing guessed, nothing half-written, every slip told.

use std::{fs, path::Path};

use crate::stage::{Folder, json, root, run, text};

/// Returns the records of a kind of the starter.
fn starter(kind: &str) -> Vec<toml::Value> {
    let text = fs::read_to_string(root().join("scenarios/starter/scenario.toml")).unwrap();
    let starter: toml::Table = text.parse().unwrap();
    starter[kind].as_array().unwrap().clone()
}

/// Returns a value of a record as a cell, empty when there is none.
fn cell(record: &toml::Value, path: &str) -> String {
    let found = path
        .split('.')
        .try_fold(record, |at, key| match key.parse::<usize>() {
            Ok(index) => at.get(index),
            Err(_) => at.get(key),
        });
    match found {
        Some(toml::Value::String(text)) => format!("\"{}\"", text.replace('"', "\"\"")),
        Some(toml::Value::Array(list)) => {
            let parts: Vec<&str> = list.iter().filter_map(toml::Value::as_str).collect();
            parts.join(";")
        }
        Some(value) => value.to_string(),
        None => String::new(),
    }
}

/// Returns a table of records; each column is named and says where in the record it stands.
fn table(records: &[toml::Value], columns: &[(&str, &str)]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.0).collect();
    let mut table = names.join(",") + "\n";
    for record in records {
        let cells: Vec<String> = columns
            .iter()
            .map(|column| cell(record, column.1))
            .collect();
        table.push_str(&(cells.join(",") + "\n"));
    }
    table
}

const POOLS: [(&str, &str); 21] = [
    ("id", "id"),
    ("name", "name"),
    ("region", "site"),
    ("chip", "chip"),
    ("chips", "stock.0.chips"),
    ("owner", "owner"),
    ("operator", "operator"),
    ("bona_fide_operator", "bona_fide_operator"),
    ("state_funded", "state_funded"),
    ("price_chip_hour", "lease.price_chip_hour"),
    ("overhead_percent", "lease.overhead_percent"),
    ("block", "lease.block"),
    ("min_term_weeks", "lease.min_term_weeks"),
    ("arrangement", "lease.arrangement"),
    ("bought_for_lessee", "lease.bought_for_lessee"),
    ("lessee_controls_hardware", "lease.lessee_controls_hardware"),
    ("supplied_on", "stock.0.supplied_on"),
    ("supplier", "stock.0.supplier"),
    ("from", "stock.0.from"),
    ("mode", "stock.0.mode"),
    ("authority", "stock.0.authority"),
];
const WORKLOADS: [(&str, &str); 21] = [
    ("id", "id"),
    ("title", "title"),
    ("owner", "owner"),
    ("kind", "kind"),
    ("purpose", "purpose"),
    ("penalty", "penalty"),
    ("operations", "operations"),
    ("start_first_day", "start_days.0"),
    ("start_last_day", "start_days.1"),
    ("deadline_days", "deadline_days"),
    ("gang_multiple", "gang_multiple"),
    ("gang_max", "gang_max"),
    ("published", "published"),
    ("tokens", "tokens"),
    ("data_from", "data.from"),
    ("data_origin", "data.origin"),
    ("data_gigabytes", "data.gigabytes"),
    ("data_classes", "data.classes"),
    ("identifiability", "data.identifiability"),
    ("publicly_available", "data.publicly_available"),
    ("lawful_source", "data.lawful_source"),
];
const PARTIES: [(&str, &str); 7] = [
    ("id", "id"),
    ("name", "name"),
    ("hq", "hq"),
    ("ultimate_parent_hq", "hq"),
    ("registered_in", "hq"),
    ("ciio", "ciio"),
    ("addressee_of", "addressee_of"),
];

/// Returns the tables of the starter, as a user would have them.
fn exported() -> [(&'static str, String); 3] {
    let mut data = starter("dataset")[0].clone();
    data["classes"] = toml::Value::from(vec!["public-web", "works"]);
    let mut workloads = starter("workload");
    for workload in &mut workloads {
        let members = workload.as_table_mut().unwrap();
        members.insert("data".to_owned(), data.clone());
    }
    [
        ("workloads", table(&workloads, &WORKLOADS)),
        ("pools", table(&starter("pool"), &POOLS)),
        ("parties", table(&starter("party"), &PARTIES)),
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
    let line = usize::try_from(unknown[0]["line"].as_u64().unwrap()).unwrap();
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

/// Slips: the table, what is replaced by what, and what the message says.
const SLIPS: [(&str, &str, &str, &[&str]); 17] = [
    (
        "pools",
        "bona_fide_operator",
        "bonafide_operator",
        &["pools.csv:1", "did you mean `bona_fide_operator`?"],
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
        &["pools.csv:2", "`arrangement`"],
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
    (
        "workloads",
        ",128,",
        ",4,",
        &["workloads.csv:2", "`gang_max`"],
    ),
    (
        "workloads",
        "\"you\"",
        "\"you\",\"me\"",
        &["workloads.csv:2", "the row has 22 cells and the header 21"],
    ),
    (
        "workloads",
        "*",
        "",
        &["workloads.csv:1", "the table has no header"],
    ),
    (
        "parties",
        "\"US\"",
        "\"USA\"",
        &["parties.csv:5", "two-letter code"],
    ),
    (
        "parties",
        "id,",
        "",
        &["parties.csv:1", "lacks column `id`"],
    ),
];

#[test]
fn every_slip_names_file_line_column_and_remedy_and_nothing_is_written() {
    for (name, from, to, words) in SLIPS {
        let mut tables = exported();
        for (_, text) in tables.iter_mut().filter(|one| one.0 == name) {
            assert!(from == "*" || text.contains(from), "{from}");
            *text = if from == "*" {
                to.to_owned()
            } else {
                text.replace(from, to)
            };
        }
        let folder = Folder::new();
        let output = import(&folder, &tables);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{from} -> {to}: {told}");
        assert!(output.stdout.is_empty());
        for word in words.iter().chain(&["error[", "hint:"]) {
            assert!(
                told.contains(word),
                "{from} -> {to}: `{word}` is not in\n{told}"
            );
        }
        let left = fs::read_dir(&folder.0).unwrap().count();
        assert_eq!(left, 3, "{from} -> {to}: nothing but the tables is there");
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
