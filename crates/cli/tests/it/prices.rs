//! Prices that people have: the public catalogue and lists of their own, discounts taken off.

use std::fs;

use serde_json::Value as Json;

use crate::stage::{Folder, json, root, run, text};

/// A list with two days, a contract, and a price of another operator.
const LIST: &str = "\
operator,region,chip,kind,price_chip_hour,currency,block,on,source
aws,tokyo,nv-h100-sxm,on-demand,8.6000,USD,8,2025-10-01,price page of 2025-10-01
aws,tokyo,nv-h100-sxm,on-demand,4.0000,USD,8,2025-11-15,price page of 2025-11-15
aws,tokyo,nv-h100-sxm,on-demand,1.0000,USD,8,2025-11-16,price page of 2025-11-16
aws,tokyo,nv-h100-sxm,spot,0.5000,USD,8,2025-11-15,price page of 2025-11-15
frankfurt-operator,frankfurt,nv-h100-sxm,contract,2.2500,USD,,2025-06-01,order 4711
";
const DISCOUNT: &str = "[discounts.tokyo-operator]\npercent = 12.5\nfrom = 2025-01-01\nuntil = 2026-12-31\nsource = \"frame agreement 7\"\n";

/// Writes an edition of the catalogue into the folder.
pub fn catalogue(folder: &Folder) -> String {
    let here = folder.file("CATALOGUE");
    for cloud in ["aws", "gcp", "oci"] {
        let file = root().join(format!("crates/facts/tests/facts/prices/{cloud}.csv"));
        fs::create_dir_all(format!("{here}/{cloud}")).unwrap();
        fs::copy(file, format!("{here}/{cloud}/vms.csv")).unwrap();
    }
    fs::create_dir_all(format!("{here}/common")).unwrap();
    fs::create_dir_all(format!("{here}/xa-cloud")).unwrap();
    fs::copy(
        format!("{here}/oci/vms.csv"),
        format!("{here}/xa-cloud/vms.csv"),
    )
    .unwrap();
    here
}

/// The starter where two of three pools are priced by a list, one of them with a discount.
pub fn priced(folder: &Folder) -> String {
    let here = folder.file("PRICED");
    run(&["init", &here]);
    let file = format!("{here}/scenario.toml");
    let mut scenario = fs::read_to_string(&file).unwrap();
    scenario = format!("prices = [\"prices.csv\"]\n\n{DISCOUNT}\n{scenario}");
    scenario = with_price(&scenario, "tokyo-h100", "\"listed\"\nlisted_as = \"aws\"");
    scenario = with_price(
        &scenario,
        "frankfurt-h100",
        "\"listed\"\nlisted_kind = \"contract\"",
    );
    fs::write(&file, scenario).unwrap();
    fs::write(format!("{here}/prices.csv"), LIST).unwrap();
    here
}

/// Returns a scenario with what stands behind `price_chip_hour` of a pool replaced.
fn with_price(scenario: &str, pool: &str, price: &str) -> String {
    let pool = scenario.find(&format!("id = \"{pool}\"")).unwrap();
    let key =
        pool + scenario[pool..].find("price_chip_hour = ").unwrap() + "price_chip_hour = ".len();
    let end = key + scenario[key..].find('\n').unwrap();
    format!("{}{price}{}", &scenario[..key], &scenario[end..])
}

fn changed(here: &str, file: &str, changes: &[(&str, &str)]) {
    let path = format!("{here}/{file}");
    let mut text = fs::read_to_string(&path).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{file} does not hold `{from}`");
        text = text.replacen(from, to, 1);
    }
    fs::write(path, text).unwrap();
}

fn told(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr).unwrap()
}

fn price_of<'a>(plan: &'a Json, pool: &str) -> &'a Json {
    let rows = plan["prices"].as_array().unwrap();
    rows.iter().find(|row| row["pool"] == pool).unwrap()
}

#[test]
fn a_catalogue_becomes_a_list_and_says_what_it_leaves_out() {
    let folder = Folder::new();
    let here = catalogue(&folder);
    let list = folder.file("prices.csv");
    let (read, code) = json(&[
        "import",
        "skypilot-catalog",
        &here,
        "--on",
        "2025-11-10",
        "--into",
        &list,
    ]);
    assert_eq!(code, 0);
    assert_eq!(read["rows"], 22);
    let skipped = read["skipped"].as_array().unwrap();
    let unmapped = &read["unmapped"];
    let lists = [
        &unmapped["clouds"],
        &unmapped["accelerators"],
        &unmapped["regions"],
    ];
    let rows = lists
        .into_iter()
        .flat_map(|list| list.as_array().unwrap())
        .chain(skipped);
    let left_out: u64 = rows.map(|row| row["rows"].as_u64().unwrap()).sum();
    assert_eq!(
        left_out + read["priced"].as_u64().unwrap(),
        22,
        "each row once"
    );
    let written = fs::read_to_string(&list).unwrap();
    assert!(
        written.contains("aws,tokyo,nv-h100-sxm,spot,1.2500,USD,8,2025-11-10,"),
        "{written}"
    );
    assert_eq!(
        written.lines().count(),
        read["prices"].as_array().unwrap().len() + 1
    );

    let said = text(&run(&[
        "import",
        "skypilot-catalog",
        &here,
        "--on",
        "2025-11-10",
    ]));
    for part in [
        "aws V100 in p3.2xlarge (1)",
        "oci ap-chuncheon-1",
        "xa-cloud",
        "apart from their machine",
        "nothing was written",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn a_catalogue_without_a_day_or_of_another_layout_is_refused() {
    let folder = Folder::new();
    let here = catalogue(&folder);
    assert!(told(&["import", "skypilot-catalog", &here]).contains("--on"));
    let above = told(&[
        "import",
        "skypilot-catalog",
        folder.path(),
        "--on",
        "2025-11-10",
    ]);
    assert!(
        above.contains("catalogue.empty") && above.contains("catalogs/v8"),
        "{above}"
    );
    let nowhere = told(&[
        "import",
        "skypilot-catalog",
        &folder.file("none"),
        "--on",
        "2025-11-10",
    ]);
    assert!(nowhere.contains("hint:"), "{nowhere}");
    changed(&here, "oci/vms.csv", &[("24.4", "24,4")]);
    let cut = told(&["import", "skypilot-catalog", &here, "--on", "2025-11-10"]);
    assert!(cut.contains("oci/vms.csv:3"), "{cut}");
}

#[test]
fn importing_again_keeps_other_days_and_never_overwrites_a_row_of_a_person() {
    let folder = Folder::new();
    let here = catalogue(&folder);
    let list = folder.file("prices.csv");
    let import = |on: &str| {
        run(&[
            "import",
            "skypilot-catalog",
            &here,
            "--on",
            on,
            "--into",
            &list,
        ])
    };
    import("2025-11-10");
    let once = fs::read_to_string(&list).unwrap();
    import("2025-11-10");
    assert_eq!(
        fs::read_to_string(&list).unwrap(),
        once,
        "the same day again changes nothing"
    );
    import("2025-12-10");
    let twice = fs::read_to_string(&list).unwrap();
    assert!(once.lines().all(|line| twice.contains(line)), "{twice}");
    assert_eq!(twice.lines().count(), once.lines().count() * 2 - 1);

    let row = twice.lines().last().unwrap();
    let (_, source) = row.split_once("2025-12-10,").unwrap();
    let mine = twice.replace(row, &row.replace(source, "my own note"));
    fs::write(&list, &mine).unwrap();
    let refused = import("2025-12-10");
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("no import wrote"));
    assert_eq!(fs::read_to_string(&list).unwrap(), mine);
}

#[test]
fn a_listed_price_costs_what_the_same_price_written_out_costs() {
    let folder = Folder::new();
    let here = priced(&folder);
    let (listed, _) = json(&["plan", &here]);
    let row = price_of(&listed, "tokyo-h100");
    assert_eq!(
        row["list_chip_hour"], "4.0000",
        "the newest not after the day"
    );
    assert_eq!(row["chip_hour"], "3.5000");
    assert_eq!(row["discount"]["percent"], "12.5");
    assert_eq!(
        (row["on"].as_str(), row["line"].as_u64()),
        (Some("2025-11-15"), Some(3))
    );

    let (starter, _) = json(&["plan", "starter"]);
    assert_ne!(starter["cost"], listed["cost"], "the prices matter");
    let file = format!("{here}/scenario.toml");
    let scenario = fs::read_to_string(&file).unwrap();
    let scenario = scenario
        .replace("\"listed\"\nlisted_as = \"aws\"", "\"3.5\"")
        .replace("\"listed\"\nlisted_kind = \"contract\"", "\"2.25\"");
    fs::write(&file, scenario).unwrap();
    let (written, _) = json(&["plan", &here]);
    assert_eq!(written["cost"], listed["cost"]);
    assert_eq!(written["placements"], listed["placements"]);
    assert!(written.get("prices").is_none());
}

#[test]
fn a_plan_on_listed_prices_shows_their_ground_and_is_verified_and_no_forged_price_is() {
    let folder = Folder::new();
    let here = priced(&folder);
    let (file, page) = (folder.file("plan.json"), folder.file("plan.html"));
    let said = text(&run(&["plan", &here, "--out", &file, "--html", &page]));
    for part in [
        "tokyo-h100: 3.5000 a chip-hour, 12.5 % off 4.0000 (frame agreement 7)",
        "PRICED/prices.csv:3",
        "price page of 2025-11-15",
    ] {
        assert!(said.contains(part), "{said}");
    }
    assert!(
        fs::read_to_string(&page)
            .unwrap()
            .contains("frame agreement 7")
    );
    let verify = |file: &str| run(&["verify", file, "--scenario", &here]).status.code();
    assert_eq!(verify(&file), Some(0));

    let plan = fs::read_to_string(&file).unwrap();
    for (from, to) in [
        ("\"chip_hour\": \"3.5000\"", "\"chip_hour\": \"3.4000\""),
        ("\"percent\": \"12.5\"", "\"percent\": \"13.5\""),
        ("contract,2.2500", "contract,2.1500"),
        ("percent = 12.5", "percent = 22.5"),
    ] {
        assert!(plan.contains(from), "{from}");
        let forged = folder.file("forged.json");
        fs::write(&forged, plan.replacen(from, to, 1)).unwrap();
        assert_eq!(run(&["verify", &forged]).status.code(), Some(10), "{to}");
        assert_eq!(verify(&forged), Some(10), "{to}");
    }
}

#[test]
fn a_price_that_no_list_has_is_told_with_pool_list_and_remedy() {
    let folder = Folder::new();
    let here = priced(&folder);
    changed(&here, "scenario.toml", &[("listed_as = \"aws\"\n", "")]);
    let missing = told(&["plan", &here]);
    for part in [
        "pool `tokyo-h100`",
        "`tokyo-operator`",
        "PRICED/prices.csv was looked through, 5 rows",
        "it has that of `aws`: write `listed_as`",
        "scenario.toml:",
        "hint: add a row to `PRICED/prices.csv`",
    ] {
        assert!(missing.contains(part), "{part}: {missing}");
    }
    let early = told(&["plan", &here, "--on", "2025-05-01"]);
    assert!(
        early.contains("`frankfurt-operator`") && early.contains("the first one is of 2025-06-01"),
        "{early}"
    );
    changed(
        &here,
        "scenario.toml",
        &[("prices = [\"prices.csv\"]", "prices = [\"price.csv\"]")],
    );
    let unread = told(&["check", &here]);
    assert!(
        unread.contains("`price.csv`, which was not found") && unread.contains("scenario.toml:1"),
        "{unread}"
    );
    changed(
        &here,
        "scenario.toml",
        &[("prices = [\"price.csv\"]\n", "")],
    );
    assert!(told(&["check", &here]).contains("names no price list"));
}

#[test]
fn the_price_is_that_of_the_day_that_is_asked() {
    let folder = Folder::new();
    let here = priced(&folder);
    let price = |on: &str| {
        let (plan, _) = json(&["plan", &here, "--on", on]);
        price_of(&plan, "tokyo-h100")["list_chip_hour"].clone()
    };
    assert_eq!(price("2025-11-14"), "8.6000");
    assert_eq!(price("2025-11-15"), "4.0000");
    assert_eq!(price("2025-11-16"), "1.0000");
}

#[test]
fn check_names_the_lists_and_what_is_doubtful_of_their_prices() {
    let folder = Folder::new();
    let here = priced(&folder);
    let said = text(&run(&["check", &here]));
    assert!(
        said.contains("price list PRICED/prices.csv: 5 rows"),
        "{said}"
    );
    assert!(
        said.contains("prices.stale")
            && said.contains("of 2025-06-01, more than 90 days before 2025-11-15"),
        "{said}"
    );
    changed(
        &here,
        "scenario.toml",
        &[
            ("prices = [", "price_max_age_days = 200\nprices = ["),
            (
                "listed_as = \"aws\"",
                "listed_as = \"aws\"\nlisted_kind = \"spot\"",
            ),
            (
                "block = 8\nmin_term_weeks = 1\narrangement = \"shared-cloud\"",
                "block = 4\nmin_term_weeks = 1\narrangement = \"shared-cloud\"",
            ),
            ("until = 2026-12-31", "until = 2025-12-31"),
        ],
    );
    changed(
        &here,
        "prices.csv",
        &[("contract,2.2500,USD,,", "contract,2.2500,USD,8,")],
    );
    let said = text(&run(&["check", &here]));
    assert!(!said.contains("prices.stale"), "{said}");
    for part in [
        "prices.spot",
        "prices.block",
        "blocks of 4, and the list sells 8",
        "prices.discount",
        "the listed prices stand",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let (plan, _) = json(&["plan", &here]);
    let row = price_of(&plan, "tokyo-h100");
    assert_eq!(
        (row["chip_hour"].as_str(), row.get("discount")),
        (Some("0.5000"), None)
    );
}

#[test]
fn a_slip_in_a_list_or_a_discount_is_told_with_its_line() {
    let folder = Folder::new();
    let here = priced(&folder);
    changed(
        &here,
        "prices.csv",
        &[
            ("contract,2.2500", "contract,2.25001"),
            ("spot,0.5000", "spott,0.5000"),
        ],
    );
    let said = told(&["check", &here]);
    assert!(
        said.contains("PRICED/prices.csv:6") && said.contains("PRICED/prices.csv:5"),
        "{said}"
    );
    changed(
        &here,
        "prices.csv",
        &[("2.25001", "2.25"), ("spott", "spot")],
    );
    for (from, to, part) in [
        ("percent = 12.5", "percent = 100", "`percent` is 100"),
        (
            "until = 2026-12-31",
            "until = 2024-12-31",
            "ends before it starts",
        ),
        (
            "[discounts.tokyo-operator]",
            "[discounts.tokio-operator]",
            "did you mean `tokyo-operator`?",
        ),
        (
            "source = \"frame agreement 7\"",
            "sauce = \"x\"",
            "lacks `source`",
        ),
        (
            "prices = [\"prices.csv\"]",
            "prices = [\"../prices.csv\"]",
            "no file beside the scenario",
        ),
        (
            "prices = [\"prices.csv\"]",
            "prices = [\"prices.csv\", \"prices.csv\"]",
            "twice",
        ),
        (
            "price_chip_hour = \"listed\"",
            "price_chip_hour = \"listd\"",
            "price_chip_hour",
        ),
        (
            "\"listed\"\nlisted_as",
            "\"3.50\"\nlisted_as",
            "says nothing of a price that is written out",
        ),
    ] {
        changed(&here, "scenario.toml", &[(from, to)]);
        let said = told(&["check", &here]);
        assert!(
            said.contains(part) && said.contains("scenario.toml:"),
            "{part}: {said}"
        );
        changed(&here, "scenario.toml", &[(to, from)]);
    }
}

#[test]
fn a_scenario_from_tables_takes_its_price_list_along() {
    let folder = Folder::new();
    let files = [
        ("prices.csv", LIST.to_owned()),
        ("work.csv", "id,owner,kind,operations,deadline_days,gang_max,purpose,penalty,data_classes,data_from,data_gigabytes,data_origin,start_last_day,gang_multiple,identifiability\nrun,me,training,1e22,56,512,general,900000,public-web,US,100,mixed,28,8,not-personal\n".to_owned()),
        ("pools.csv", "id,region,chip,chips,owner,operator,price_chip_hour,listed_as,arrangement,supplier,from,mode,available_from\nhall,tokyo,nv-h100-sxm,512,host,host,listed,aws,dedicated,nvidia,US,export,2025-01-01\n".to_owned()),
    ];
    for (name, text) in &files {
        fs::write(folder.file(name), text).unwrap();
    }
    let mine = folder.file("mine");
    let init = |pools: &str, mine: &str| {
        run(&[
            "init",
            mine,
            "--workloads",
            &folder.file("work.csv"),
            "--pools",
            pools,
            "--prices",
            &folder.file("prices.csv"),
        ])
    };
    let made = init(&folder.file("pools.csv"), &mine);
    assert_eq!(
        made.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    assert!(text(&run(&["check", &mine])).contains("price list mine/prices.csv: 5 rows"));
    let other = folder.file("other.csv");
    fs::write(&other, files[2].1.replace(",aws,", ",oci,")).unwrap();
    let refused = init(&other, &folder.file("not"));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        said.contains("`oci`") && said.contains("other.csv:2"),
        "{said}"
    );
}
