//! A licence covers so many chips, all supplies together, and a plan never draws more.

use std::fs;

use serde_json::Value as Json;

use crate::stage::{Folder, json, run, text};

pub const LICENSED: &str = include_str!("licensed.toml");

/// The scenario in a folder, with some text replaced by another.
fn licensed(folder: &Folder, changes: &[(&str, &str)]) -> String {
    let mut scenario = LICENSED.to_owned();
    for (from, to) in changes {
        assert!(scenario.contains(from), "{from}");
        scenario = scenario.replacen(from, to, 1);
    }
    let file = folder.file("scenario.toml");
    fs::write(&file, scenario).unwrap();
    folder.path().to_owned()
}

fn bought(plan: &Json) -> u64 {
    let rows = plan["acquired"].as_array().unwrap();
    rows.iter().map(|row| row["chips"].as_u64().unwrap()).sum()
}

#[test]
fn two_offers_under_one_licence_share_what_is_left_of_it() {
    let folder = Folder::new();
    let scenario = licensed(&folder, &[]);
    let file = folder.file("plan.json");
    let (plan, _) = json(&["plan", &scenario, "--out", &file]);
    assert_eq!(bought(&plan), 72, "80 covered, 8 drawn elsewhere");
    let row = &plan["licences"][0];
    assert_eq!(
        (row["planned"].as_u64(), row["left"].as_u64()),
        (Some(72), Some(0))
    );
    assert!(text(&run(&["plan", &scenario])).contains("0 left"));
    assert_eq!(run(&["verify", &file]).status.code(), Some(0));

    let wider = licensed(&folder, &[("max_chips = 80", "max_chips = 1000")]);
    let more = bought(&json(&["plan", &wider]).0);
    assert!(more > 72, "the licence held it back");
}

#[test]
fn an_offer_beyond_what_is_left_is_bought_as_far_as_the_licence_goes() {
    let folder = Folder::new();
    let scenario = licensed(&folder, &[("max_chips = 80", "max_chips = 35")]);
    let (plan, _) = json(&["plan", &scenario]);
    assert_eq!(bought(&plan), 24, "27 are left, and a block is 8");
    let spent = licensed(&folder, &[("max_chips = 80", "max_chips = 15")]);
    let (plan, code) = json(&["plan", &spent]);
    assert_eq!((bought(&plan), code), (0, 10), "no block fits into 7");
}

#[test]
fn chips_that_stand_there_draw_before_any_offer_and_the_last_of_them_may_be_too_many() {
    let folder = Folder::new();
    let stock = |chips: u64| {
        format!(
            "[[pool.stock]]\nchips = {chips}\nsupplied_on = 2025-10-01\nsupplier = \"nvidia\"\nfrom = \"US\"\n\
             mode = \"export\"\nauthority = \"licence\"\nsold_in_us_by = 2023-01-01\non_file = [\"us-licence\"]\n\n[[purchase]]\nid = \"buy-east\""
        )
    };
    let offer = "[[purchase]]\nid = \"buy-east\"";
    let (plan, _) = json(&["plan", &licensed(&folder, &[(offer, &stock(32))])]);
    assert_eq!(plan["licences"][0]["drawn"], 40);
    assert_eq!(bought(&plan), 40);
    let (plan, code) = json(&["plan", &licensed(&folder, &[(offer, &stock(100))])]);
    assert_eq!(
        (bought(&plan), code),
        (0, 10),
        "the stock itself goes beyond the licence"
    );
    assert!(plan["placements"].as_array().unwrap().is_empty());
}

#[test]
fn a_supply_draws_on_one_licence_with_a_quantity_at_most() {
    let folder = Folder::new();
    let second = "[[evidence]]\nid = \"other\"\nkind = \"licence\"\nissuer = \"US\"\ngranted_on = 2025-09-01\nscope = { max_chips = 10 }\n\n[[dataset]]";
    let scenario = licensed(
        &folder,
        &[
            ("[[dataset]]", second),
            (
                "on_file = [\"us-licence\"]",
                "on_file = [\"us-licence\", \"other\"]",
            ),
        ],
    );
    let refused = run(&["check", &scenario]);
    let told = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        told.contains("scenario.licences") && told.contains("`other`"),
        "{told}"
    );
}
