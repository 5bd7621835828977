//! What must emerge from the shipped scenario, and that it goes when its cause goes.

use serde_json::Value as Json;

use crate::stage::{Folder, changed, json, refusal_rules, rows, run, text};

const OFFSHORE: [&str; 3] = ["SG", "MY", "ID"];

fn plan(arguments: &[&str]) -> Json {
    json(&[&["plan"], arguments].concat()).0
}

fn plan_of(folder: &Folder, arguments: &[&str]) -> Json {
    plan(&[&[folder.path()], arguments].concat())
}

fn offshore_share(plan: &Json) -> f64 {
    plan["shares"]["offshore_training"].as_f64().unwrap()
}

fn countries(plan: &Json, workload: &str) -> Vec<String> {
    let rows = rows(plan, workload);
    rows.iter()
        .map(|row| row["country"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_qwen_and_doubao_train_on_leased_nvidia_chips_of_operators_outside_china() {
    let plan = plan(&[]);
    for workload in ["qwen-next", "doubao-next"] {
        let rows = rows(&plan, workload);
        assert_eq!(rows.len(), 1, "{workload}");
        let row = rows[0];
        assert!(
            OFFSHORE.contains(&row["country"].as_str().unwrap()),
            "{row}"
        );
        assert!(row["chip"].as_str().unwrap().starts_with("nv-"));
        assert_ne!(row["operator"], row["owner"]);
        assert_eq!(row["judgment"]["outcome"], "permitted");
        let lease = plan["acquired"]
            .as_array()
            .unwrap()
            .iter()
            .any(|acquired| acquired["kind"] == "lease" && acquired["pool"] == row["pool"]);
        assert!(lease, "{workload} leases its chips");
    }
    let headline = plan["assumptions"].as_array().unwrap().iter();
    let fields: Vec<&str> = headline
        .filter(|one| one["headline"] == true)
        .map(|one| one["field"].as_str().unwrap())
        .collect();
    for field in ["bought_for_lessee", "lessee_controls_hardware", "backlog"] {
        assert!(
            fields.contains(&field),
            "{field} is not among the headline assumptions"
        );
    }
}

#[test]
fn a_an_operator_with_a_chinese_parent_is_refused_under_the_headquarters_rule_of_its_day() {
    let folder = changed(&[
        (
            "parties.toml",
            "id = \"ytl-power\"\nname = \"YTL Power\"\nhq = \"MY\"\nparent = \"ytl\"",
            "id = \"ytl-power\"\nname = \"YTL Power\"\nhq = \"MY\"\nultimate_parent_hq = \"CN\"",
        ),
        (
            "parties.toml",
            "id = \"independent-johor\"",
            "ultimate_parent_hq = \"CN\"\nid = \"independent-johor\"",
        ),
    ]);
    let plan = plan_of(&folder, &[]);
    let late = refusal_rules(&plan, "johor-kulai-gb200");
    assert!(late.contains(&"us-hq-742.6-2025".to_owned()), "{late:?}");
    let early = refusal_rules(&plan, "johor-h100");
    assert!(
        early.contains(&"us-hq-744.23a3-2023".to_owned()),
        "{early:?}"
    );
    let used = plan["placements"].as_array().unwrap();
    assert!(
        used.iter()
            .all(|row| row["pool"] != "johor-kulai-gb200" && row["pool"] != "johor-h100")
    );
}

#[test]
fn a_chips_bought_for_the_tenant_or_in_its_hands_are_unsettled() {
    for fact in ["bought_for_lessee", "lessee_controls_hardware"] {
        let folder = changed(&[(
            "pools-abroad.toml",
            &format!("{fact} = false"),
            &format!("{fact} = true"),
        )]);
        let (why, code) = json(&[
            "why",
            "doubao-next",
            folder.path(),
            "--at",
            "johor-kulai-gb200",
        ]);
        let outcome = why["judgment"]["outcome"].as_str().unwrap();
        assert!(
            outcome == "unsettled" || outcome == "conditional",
            "{fact}: {outcome}"
        );
        assert!(code == 10 || code == 11);
    }
}

#[test]
fn b_the_offshore_share_is_higher_after_the_h20_letter_and_the_timeline_names_it() {
    let before = plan(&["--on", "2025-03-01"]);
    let after = plan(&["--on", "2025-06-01"]);
    assert!(offshore_share(&after) > offshore_share(&before) + 0.1);
    assert_eq!(countries(&before, "qwen-next"), ["CN"]);
    let bought = before["acquired"].as_array().unwrap().iter();
    assert!(
        bought.filter(|row| row["chip"] == "nv-h20-96").count() > 0,
        "H20 displaces"
    );
    let (timeline, _) = json(&["timeline", "--from", "2025-04-15", "--to", "2025-04-15"]);
    let letter = timeline["steps"]
        .as_array()
        .unwrap()
        .iter()
        .find(|step| step["rule"] == "us-isinformed-h20-2025")
        .unwrap();
    let moved: Vec<&str> = letter["moved"]
        .as_array()
        .unwrap()
        .iter()
        .map(|moved| moved["workload"].as_str().unwrap())
        .collect();
    assert!(moved.contains(&"qwen-next"), "{moved:?}");
    let shares = letter["offshore_training"].as_array().unwrap();
    assert!(shares[0].as_f64() > shares[1].as_f64());
}

#[test]
fn b_without_h20_on_offer_the_letter_moves_nothing() {
    let folder = changed(&[]);
    let text = std::fs::read_to_string(folder.0.join("purchases.toml")).unwrap();
    let kept: Vec<&str> = text
        .split("[[purchase]]")
        .filter(|part| !part.contains("buy-h20-"))
        .collect();
    std::fs::write(folder.0.join("purchases.toml"), kept.join("[[purchase]]")).unwrap();
    let (timeline, _) = json(&[
        "timeline",
        folder.path(),
        "--from",
        "2025-04-15",
        "--to",
        "2025-04-15",
    ]);
    let steps = timeline["steps"].as_array().unwrap();
    let letter = steps
        .iter()
        .find(|step| step["rule"] == "us-isinformed-h20-2025")
        .unwrap();
    assert_eq!(letter["moved"].as_array().unwrap().len(), 0);
}

fn supply_to_malaysia(on: &str, posture: &str, parent: &str) -> Json {
    let party = |name: &str, hq: &str, parent: &str| serde_json::json!({"name": name, "hq": hq, "ultimate_parent_hq": parent, "owners": [], "listed": [], "roles": []});
    let act = serde_json::json!({"id": "c", "on": on, "posture": posture, "act": {
        "kind": "supply", "mode": "export",
        "item": {"type": "accelerator", "chip": "nv-h100-sxm", "us_jurisdiction": true, "us_origin": true},
        "supplier": party("US exporter", "US", "US"), "recipient": party("operator", "MY", parent),
        "from": "US", "to": "MY", "knows": [], "red_flags": [], "on_file": []}});
    let folder = Folder::new();
    let file = folder.file("act.json");
    std::fs::write(&file, act.to_string()).unwrap();
    json(&["judge", &file]).0
}

#[test]
fn c_the_worldwide_limb_bites_from_its_day_as_written_and_its_headquarters_limb_before() {
    for posture in ["as-enforced", "as-written"] {
        assert_eq!(
            supply_to_malaysia("2025-05-14", posture, "MY")["outcome"],
            "permitted"
        );
        for on in ["2025-01-13", "2025-06-01"] {
            let ruling = supply_to_malaysia(on, posture, "CN");
            assert_eq!(ruling["outcome"], "conditional", "{posture} {on}");
            let grounds = ruling["grounds"].as_array().unwrap();
            assert!(
                grounds
                    .iter()
                    .any(|ground| ground["rule"] == "us-hq-742.6-2025")
            );
        }
    }
    let enforced = supply_to_malaysia("2025-05-15", "as-enforced", "MY");
    assert_eq!(enforced["outcome"], "permitted");
    assert!(
        enforced["flags"]
            .as_array()
            .unwrap()
            .contains(&"not-enforced".into())
    );
    assert_eq!(
        supply_to_malaysia("2025-05-15", "as-written", "MY")["outcome"],
        "conditional"
    );
}

#[test]
fn d_deepseek_trains_at_home_on_stock_from_before_the_control() {
    let plan = plan(&[]);
    let rows = rows(&plan, "deepseek-next");
    assert_eq!(rows[0]["country"], "CN");
    assert_eq!(rows[0]["pool"], "hangzhou-deepseek-h800");
}

#[test]
fn d_the_same_chips_one_day_after_the_control_fall_out_with_the_day_as_the_reason() {
    let stock = |day: &str| {
        format!(
            "chips = 2048\nsupplied_on = {day}\nsupplier = \"nvidia\"\nfrom = \"US\"\nmode = \"export\"\nauthority = \"no-licence-required\"\nsource = \"https://github.com/deepseek-ai/DeepSeek-V3\""
        )
    };
    let supplied = |day: &str| {
        let folder = changed(&[("pools-mainland.toml", &stock("2023-06-15"), &stock(day))]);
        plan_of(&folder, &[])
    };
    let last_day = supplied("2023-10-22");
    assert!(refusal_rules(&last_day, "hangzhou-deepseek-h800").is_empty());
    let first_day = supplied("2023-10-23");
    assert_eq!(
        refusal_rules(&first_day, "hangzhou-deepseek-h800"),
        ["us-early-dc-2023"]
    );
    let used = first_day["placements"].as_array().unwrap();
    assert!(
        used.iter()
            .all(|row| row["pool"] != "hangzhou-deepseek-h800")
    );
}

#[test]
fn e_tuning_on_private_data_stays_home_and_abroad_the_missing_instrument_follows_the_count() {
    let shipped = plan(&[]);
    for workload in ["tune-private-alibaba", "tune-private-bytedance"] {
        assert_eq!(countries(&shipped, workload), ["CN"], "{workload}");
    }
    let obtainable = "obtainable = { cost = \"60000\", lead_days = 120 }";
    let never = "obtainable = { cost = \"60000\", lead_days = 365 }";
    let missing = |counts: &[(&str, &str)]| -> String {
        let mut changes = vec![("evidence.toml", obtainable, never)];
        changes.extend(counts.iter().map(|(from, to)| ("data.toml", *from, *to)));
        let folder = changed(&changes);
        let (why, _) = json(&[
            "why",
            "tune-private-alibaba",
            folder.path(),
            "--at",
            "johor-h100",
        ]);
        let acts = why["judgment"]["acts"].as_array().unwrap().iter();
        let needs = acts.flat_map(|act| act["ruling"]["needs"].as_array().unwrap().clone());
        needs
            .map(|need| need["kind"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(missing(&[]), "security-assessment");
    let few = [(
        "class = \"sensitive-personal\", persons = 40000",
        "class = \"sensitive-personal\", persons = 9999",
    )];
    assert_eq!(missing(&few), "standard-contract");
}

#[test]
fn f_mainland_tokens_are_mostly_served_by_chinese_chips_beside_what_us_law_says() {
    let plan = plan(&[]);
    assert!(plan["shares"]["chinese_chip_tokens"].as_f64().unwrap() > 0.5);
    assert!(plan["shares"]["chinese_chip_hours"].as_f64().unwrap() > 0.5);
    let ascend = plan["placements"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["chip"] == "hw-910c")
        .unwrap();
    let elsewhere = ascend["judgment"]["elsewhere"].to_string();
    assert!(elsewhere.contains("us-gp10-prc-ic-2025"));
}

#[test]
fn f_asked_of_every_law_the_ascend_pools_fall_out() {
    let folder = changed(&[]);
    let text = std::fs::read_to_string(folder.0.join("parties.toml")).unwrap();
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("answers_to"))
        .collect();
    std::fs::write(folder.0.join("parties.toml"), lines.join("\n")).unwrap();
    let plan = plan_of(&folder, &[]);
    let used = plan["placements"].as_array().unwrap();
    assert!(
        used.iter()
            .all(|row| !row["chip"].as_str().unwrap().starts_with("hw-910"))
    );
    let rules = refusal_rules(&plan, "buy-910c-alibaba");
    assert!(
        rules.contains(&"us-gp10-prc-ic-2025".to_owned()),
        "{rules:?}"
    );
}

#[test]
fn g_users_of_south_east_asia_and_the_gulf_are_served_from_their_region() {
    let plan = plan(&[]);
    for workload in ["serve-sea-alibaba", "serve-sea-bytedance"] {
        let countries = countries(&plan, workload);
        assert!(!countries.is_empty());
        assert!(
            countries
                .iter()
                .all(|country| OFFSHORE.contains(&country.as_str()))
        );
    }
    let gulf = countries(&plan, "serve-gulf-alibaba");
    assert!(!gulf.is_empty() && gulf.iter().all(|country| country == "AE"));
}

#[test]
fn g_with_a_looser_limit_and_a_contract_the_gulf_is_served_from_malaysia_because_it_is_cheaper() {
    let folder = changed(&[
        (
            "evidence.toml",
            "scope = { places = [\"SG\", \"MY\"] }\nobtainable = { cost = \"40000\", lead_days = 60 }",
            "granted_on = 2024-01-01\nscope = { places = [\"SG\", \"MY\"] }",
        ),
        (
            "evidence.toml",
            "assumed = { obtainable = \"a contract with each customer, asked for when prompts are to leave the Emirates\" }",
            "assumed = { granted_on = \"a test\" }",
        ),
    ]);
    let file = folder.0.join("serving.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let (before, gulf) = text.split_once("id = \"serve-gulf-alibaba\"").unwrap();
    let gulf = gulf.replacen("latency_ms_max = 60", "latency_ms_max = 100", 1);
    std::fs::write(&file, format!("{before}id = \"serve-gulf-alibaba\"{gulf}")).unwrap();
    let plan = plan_of(&folder, &[]);
    let gulf = countries(&plan, "serve-gulf-alibaba");
    assert!(
        gulf.iter()
            .any(|country| OFFSHORE.contains(&country.as_str())),
        "{gulf:?}"
    );
}

#[test]
fn h_in_february_2026_the_new_review_opens_h200_case_by_case_and_leaves_b200_shut() {
    let plan = plan(&["--on", "2026-02-15"]);
    let refused = plan["refused"].as_array().unwrap();
    let reviews = |offer: &str| -> Vec<String> {
        let rows = refused
            .iter()
            .filter(|row| row["pool"].as_str().unwrap().starts_with(offer));
        let acts = rows.flat_map(|row| row["acts"].as_array().unwrap());
        let needs = acts.flat_map(|act| act["ruling"]["needs"].as_array().unwrap());
        needs
            .filter_map(|need| need["review"].as_str().map(str::to_owned))
            .collect()
    };
    let h200 = reviews("buy-h200");
    assert!(
        !h200.is_empty() && h200.iter().all(|review| review == "case-by-case"),
        "{h200:?}"
    );
    let b200 = reviews("buy-b200");
    assert!(!b200.is_empty() && b200.iter().all(|review| review == "presumption-of-denial"));
    assert!(refusal_rules(&plan, "buy-h200-alibaba").contains(&"us-h200-review-2026".to_owned()));
}

#[test]
fn i_after_the_texts_were_checked_the_plan_is_held_and_says_what_to_read_again() {
    let output = run(&["plan", "--on", "2026-11-15"]);
    assert_eq!(output.status.code(), Some(11));
    let told = text(&output);
    assert!(told.contains("nothing can be placed") && told.contains("read again before planning"));
    let (plan, _) = json(&["plan", "--on", "2026-11-15"]);
    assert_eq!(plan["placements"].as_array().unwrap().len(), 0);
    assert!(plan["coverage"]["read_again"].as_array().unwrap().len() > 10);
}

#[test]
fn i_texts_assumed_unchanged_flag_every_ruling_and_dispatch_nothing() {
    let (plan, _) = json(&[
        "plan",
        "--on",
        "2026-11-15",
        "--beyond-coverage",
        "assume-unchanged",
    ]);
    let rows = plan["placements"].as_array().unwrap();
    assert!(!rows.is_empty());
    for row in rows {
        assert_eq!(row["status"], "awaiting");
        let running = row["judgment"]["acts"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|act| act["kind"] != "supply");
        for act in running {
            let flags = act["ruling"]["flags"].to_string();
            assert!(flags.contains("beyond-coverage"), "{act}");
        }
    }
}

#[test]
fn i_the_ownership_rule_returns_on_its_day_even_when_texts_are_assumed_unchanged() {
    let listed = "ultimate_parent_hq = \"MY\"\nowners = [{ name = \"a listed firm\", percent = 60, hq = \"CN\", listed = [{ list = \"us-entity-list\", on = 2020-01-01, items = \"all\", review = \"presumption-of-denial\" }] }]\nid = \"independent-johor\"";
    let stock = |day: &str| {
        let folder = changed(&[
            ("parties.toml", "id = \"independent-johor\"", listed),
            (
                "pools-abroad.toml",
                "supplied_on = 2024-05-15",
                &format!("supplied_on = {day}"),
            ),
        ]);
        plan_of(
            &folder,
            &[
                "--on",
                "2026-11-20",
                "--beyond-coverage",
                "assume-unchanged",
            ],
        )
    };
    let before = stock("2026-11-09");
    let rules = refusal_rules(&before, "johor-h100");
    assert!(
        !rules.contains(&"us-affiliates-2025".to_owned()),
        "{rules:?}"
    );
    let after = stock("2026-11-10");
    let rules = refusal_rules(&after, "johor-h100");
    assert!(
        rules.contains(&"us-affiliates-2025".to_owned()),
        "{rules:?}"
    );
}
