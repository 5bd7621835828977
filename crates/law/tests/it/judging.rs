//! What the judge makes of an act on a day.

use std::sync::Arc;

use portolan_acts::{Outcome, Question, words::Flag};
use portolan_law::{Corpus, GroundEffect, Packs};
use serde_json::{Value as Json, json};

const CHIP_ACT: &str = include_str!("packs/xa-chip-7.md");

fn corpus(extra: &[(&str, &str)]) -> Corpus {
    let files = [("packs/xa/chip/s7.md", CHIP_ACT)]
        .into_iter()
        .chain(extra.iter().copied());
    Corpus::new(Arc::new(
        Packs::read(files).unwrap_or_else(|errors| panic!("{errors}")),
    ))
}

fn party(name: &str, hq: &str, parent: &str) -> Json {
    json!({"name": name, "hq": hq, "ultimate_parent_hq": parent, "owners": [], "listed": [], "roles": []})
}

/// Asks whether a chip may go to a buyer with this seat and parent.
pub fn supply(on: &str, hq: &str, parent: &str, tpp: Json, on_file: Json) -> Question {
    let question = json!({"id": "q", "on": on, "act": {
        "kind": "supply", "mode": "export",
        "item": {"type": "accelerator", "us_jurisdiction": false, "tpp": tpp},
        "supplier": party("maker", "XA", "XA"), "recipient": party("buyer", hq, parent),
        "from": "XA", "to": "XC", "knows": [], "red_flags": [], "on_file": on_file
    }});
    serde_json::from_value(question).unwrap()
}

fn outcome(question: &Question) -> Outcome {
    corpus(&[]).ruling_on(question).outcome
}

#[test]
fn the_rule_bites_from_its_first_day_and_not_before() {
    assert_eq!(
        outcome(&supply("2024-06-14", "XB", "XB", json!(4000), json!([]))),
        Outcome::Unsettled
    );
    assert_eq!(
        outcome(&supply("2024-06-15", "XB", "XB", json!(4000), json!([]))),
        Outcome::Conditional
    );
    assert_eq!(
        outcome(&supply("2024-06-15", "XB", "XB", json!(3999), json!([]))),
        Outcome::Permitted
    );
}

#[test]
fn a_place_leaves_a_group_on_its_day() {
    assert_eq!(
        outcome(&supply("2024-12-31", "XC", "XC", json!(4000), json!([]))),
        Outcome::Conditional
    );
    assert_eq!(
        outcome(&supply("2025-01-01", "XC", "XC", json!(4000), json!([]))),
        Outcome::Permitted
    );
}

#[test]
fn an_unknown_parent_leaves_a_fast_chip_undecided_and_names_the_fact() {
    let ruling = corpus(&[]).ruling_on(&supply(
        "2025-06-01",
        "XC",
        "unknown",
        json!(4000),
        json!([]),
    ));
    assert_eq!(ruling.outcome, Outcome::Unsettled);
    assert_eq!(ruling.flags, [Flag::FactsMissing]);
    assert_eq!(ruling.open, ["`recipient.parent` is not shown"]);
}

#[test]
fn an_unknown_parent_does_not_disturb_a_chip_that_no_rule_reaches() {
    assert_eq!(
        outcome(&supply(
            "2025-06-01",
            "XC",
            "unknown",
            json!(3999),
            json!([])
        )),
        Outcome::Permitted
    );
}

#[test]
fn an_unknown_parent_does_not_matter_when_the_seat_decides() {
    assert_eq!(
        outcome(&supply(
            "2025-06-01",
            "XB",
            "unknown",
            json!(4000),
            json!([])
        )),
        Outcome::Conditional
    );
}

#[test]
fn an_unknown_figure_is_not_zero() {
    assert_eq!(
        outcome(&supply(
            "2025-06-01",
            "XB",
            "XB",
            json!("unknown"),
            json!([])
        )),
        Outcome::Unsettled
    );
}

#[test]
fn a_licence_cures_while_it_lives_and_is_issued_by_the_right_place() {
    let licence = |issuer: &str, expires: Json| json!([{"kind": "licence", "granted_on": "2025-01-01", "expires_on": expires, "issuer": issuer}]);
    let ask = |on_file| supply("2025-06-01", "XB", "XB", json!(4000), on_file);
    assert_eq!(
        outcome(&ask(licence("XA", json!(null)))),
        Outcome::Permitted
    );
    assert_eq!(
        outcome(&ask(licence("XA", json!("2025-06-01")))),
        Outcome::Permitted
    );
    assert_eq!(
        outcome(&ask(licence("XA", json!("2025-05-31")))),
        Outcome::Conditional
    );
    assert_eq!(
        outcome(&ask(licence("XB", json!(null)))),
        Outcome::Conditional
    );
    let elsewhere = json!([{"kind": "licence", "granted_on": "2025-01-01", "expires_on": null,
        "issuer": "XA", "scope": {"places": ["XB"]}}]);
    assert_eq!(outcome(&ask(elsewhere)), Outcome::Conditional);
    let nothing = json!([{"kind": "licence", "granted_on": "2025-01-01", "expires_on": null,
        "issuer": "XA", "scope": {"places": []}}]);
    assert_eq!(outcome(&ask(nothing)), Outcome::Conditional);
}

#[test]
fn on_a_day_after_the_text_was_checked_a_permission_is_held_and_a_need_stands() {
    let free = corpus(&[]).ruling_on(&supply("2026-09-02", "XC", "XC", json!(4000), json!([])));
    assert_eq!(free.outcome, Outcome::Unsettled);
    assert_eq!(free.flags, [Flag::BeyondCoverage]);
    let barred = corpus(&[]).ruling_on(&supply("2026-09-02", "XB", "XB", json!(4000), json!([])));
    assert_eq!(barred.outcome, Outcome::Conditional);
    assert_eq!(barred.flags, [Flag::BeyondCoverage]);
}

#[test]
fn the_provision_that_defines_a_class_is_a_ground() {
    let ruling = corpus(&[]).ruling_on(&supply("2025-06-01", "XB", "XB", json!(4000), json!([])));
    let effects: Vec<GroundEffect> = ruling.grounds.iter().map(|ground| ground.effect).collect();
    assert_eq!(effects, [GroundEffect::Needs]);
    assert_eq!(
        ruling.grounds[0].says,
        "a fast accelerator goes to a firm of the ring"
    );
}

const HOUSE: &str = r#"+++
id = "xa-relief-1"
title = "XA relief for small firms"
place = "XA"
authority = "XA Office of Trade"
citation = "Notice 1"
status = "guidance"
published = 2025-03-01
from = 2025-02-01
checked = 2026-09-01
confidence = "high"
sources = [{ kind = "official", title = "Notice 1", url = "https://example.org/1" }]
+++
# Relief

```cedar
@ground("relief") @lifts("xa-chip-7-2/b") @flag("enforcement-relief") @only("as-enforced")
permit (principal, action == Action::"supply", resource)
when { context.recipient.seat == Place::"XB" };
```
"#;

#[test]
fn relief_lifts_a_bar_only_as_enforced_and_only_once_published() {
    let packs = corpus(&[("packs/xa/relief.md", HOUSE)]);
    let mut question = supply("2025-06-01", "XB", "XB", json!(4000), json!([]));
    assert_eq!(packs.ruling_on(&question).outcome, Outcome::Permitted);
    question.posture = Some(portolan_acts::words::Posture::AsWritten);
    assert_eq!(packs.ruling_on(&question).outcome, Outcome::Conditional);
    question.posture = None;
    let before = packs.known_on("2025-02-28".parse().unwrap());
    assert_eq!(before.ruling_on(&question).outcome, Outcome::Conditional);
}

/// Returns the text of a provision of XA, checked until a day, with one rule.
fn notice(id: &str, checked: &str, rule: &str) -> String {
    HOUSE
        .replace("xa-relief-1", id)
        .replace("checked = 2026-09-01", &format!("checked = {checked}"))
        .split("```cedar")
        .next()
        .map(|front| format!("{front}```cedar\n{rule}\n```\n"))
        .unwrap()
}

#[test]
fn law_that_covers_an_act_only_if_an_unknown_fact_is_so_does_not_cover_it() {
    let base = notice(
        "xa-cover-1",
        "2026-09-01",
        r#"@base("what small firms do")
permit (principal, action == Action::"supply", resource)
when { context.recipient.ciio };"#,
    );
    let packs = Packs::read([("packs/xa/cover.md", base.as_str())]).unwrap();
    let corpus = Corpus::new(Arc::new(packs));
    let mut question = supply("2025-06-01", "XC", "XC", json!(1), json!([]));
    assert_eq!(corpus.ruling_on(&question).outcome, Outcome::Unsettled);
    if let portolan_acts::Act::Supply(supply) = &mut question.act {
        supply.recipient.ciio = Some(portolan_terms::Known::Is(true));
    }
    assert_eq!(corpus.ruling_on(&question).outcome, Outcome::Permitted);
}

#[test]
fn a_bar_that_was_not_read_again_holds_back_what_it_did_not_bar() {
    let bar = notice(
        "xa-old-1",
        "2025-12-31",
        r#"@bar("old") @says("a text that may have changed since")
forbid (principal, action == Action::"supply", resource)
when { context.recipient.seat == Place::"XB" };"#,
    );
    let packs = corpus(&[("packs/xa/old.md", &bar)]);
    let free = |on: &str| {
        let question = supply(on, "XC", "XC", json!(1), json!([]));
        packs.ruling_on(&question).outcome
    };
    assert_eq!(free("2025-12-31"), Outcome::Permitted);
    assert_eq!(free("2026-01-01"), Outcome::Unsettled);
}

#[test]
fn a_paper_for_one_place_does_not_carry_data_to_a_place_nobody_names() {
    let bar = notice(
        "xa-data-1",
        "2026-09-01",
        r#"@bar("out") @need("transfer-contract") @says("data leaves XA")
forbid (principal, action == Action::"move-data", resource)
when { context.from == Place::"XA" };
@base("data")
permit (principal, action == Action::"move-data", resource);"#,
    );
    let packs = Packs::read([("packs/xa/data.md", bar.as_str())]).unwrap();
    let corpus = Corpus::new(Arc::new(packs));
    let round_trip = |via: Json| {
        let question = json!({"id": "q", "on": "2025-06-01", "law_of": ["XA"], "act": {
            "kind": "move-data", "mode": "round-trip", "from": "XA", "to": "XA", "via": via,
            "dataset": {"origin": ["XA"], "classes": [{"class": "personal", "persons": 9}], "identifiability": "identified"},
            "controller": party("firm", "XA", "XA"), "recipient": party("vendor", "XC", "XC"),
            "recipient_role": "processor", "purpose": "general-processing",
            "on_file": [{"kind": "transfer-contract", "granted_on": "2025-05-01", "expires_on": null, "scope": {"places": ["XC"]}}]
        }});
        corpus
            .ruling_on(&serde_json::from_value(question).unwrap())
            .outcome
    };
    let hop = |country: &str, handling: &str| json!([{"country": country, "handling": handling}]);
    assert_eq!(round_trip(hop("XC", "processed")), Outcome::Permitted);
    assert_eq!(round_trip(hop("XB", "processed")), Outcome::Conditional);
    assert_eq!(round_trip(hop("XC", "carriage-only")), Outcome::Conditional);
    assert_eq!(round_trip(json!([])), Outcome::Conditional);
}

#[test]
fn a_bar_bites_whatever_stands_in_its_label() {
    for label in ["46", "第46条", "46 \\\"a\\\"", "46\\n", "4/6", "46'"] {
        let rule = format!(
            r#"@bar("{label}")
forbid (principal, action == Action::"supply", resource);"#
        );
        let bar = notice("xa-label-1", "2026-09-01", &rule);
        let packs = corpus(&[("packs/xa/label.md", &bar)]);
        let question = supply("2025-06-01", "XC", "XC", json!(1), json!([]));
        let ruling = packs.ruling_on(&question);
        assert_eq!(ruling.outcome, Outcome::Forbidden, "{label}");
        assert!(ruling.rests_on("xa-label-1"), "{label}");
    }
}

#[test]
fn acts_that_the_rules_cannot_tell_apart_are_judged_once() {
    let corpus = corpus(&[]);
    for name in ["one", "two", "three"] {
        let mut question = supply("2025-06-01", "XB", "XB", json!(4000), json!([]));
        question.id = name.to_owned();
        if let portolan_acts::Act::Supply(supply) = &mut question.act {
            supply.recipient.name = name.to_owned();
        }
        assert_eq!(corpus.ruling_on(&question).id, name);
    }
    assert_eq!(corpus.cedar_calls(), 1);
}

/// A law under which a firm on a list needs a licence, and one on another list needs none.
const LISTS: &str = r#"+++
id = "xa-lists-1"
title = "XA lists"
place = "XA"
authority = "XA Office of Trade"
citation = "XA Lists Act, s. 1"
status = "regulation"
published = 2024-01-01
from = 2024-01-01
checked = 2026-09-01
confidence = "high"
sources = [{ kind = "official", title = "Gazette 2", url = "https://example.org/2" }]
+++
# Firms on lists

```cedar
@bar("listed") @need("licence") @issuer("XA") @review("case-by-case") @says("a firm on the list needs a licence")
forbid (principal, action == Action::"supply", resource)
when { context.recipient.lists.contains("us-entity-list") };
```
"#;

fn to_listed(listings: Json, held: Json) -> Question {
    let mut question =
        serde_json::to_value(supply("2025-06-01", "XC", "XC", json!(10), json!([]))).unwrap();
    question["act"]["recipient"]["listed"] = listings;
    question["act"]["recipient"]["owners"] = held;
    serde_json::from_value(question).unwrap()
}

#[test]
fn an_entry_that_may_name_the_buyer_holds_back_what_turns_on_it_and_says_so() {
    let corpus = corpus(&[("packs/xa/lists/s1.md", LISTS)]);
    let open = |list: &str| json!([{"list": list, "on": "unknown"}]);
    let may = corpus.ruling_on(&to_listed(open("us-entity-list"), json!([])));
    assert_eq!(may.outcome, Outcome::Unsettled);
    assert!(may.needs.is_empty());
    assert!(may.flags.contains(&Flag::FactsMissing));
    assert!(may.open.iter().any(|open| open.contains("us-entity-list")));
    let undecided = |ground: &portolan_law::Ground| ground.effect == GroundEffect::Undecided;
    assert!(may.grounds.iter().any(undecided));

    let other = corpus.ruling_on(&to_listed(open("us-sdn"), json!([])));
    assert_eq!(other.outcome, Outcome::Permitted);
    assert!(other.open.iter().any(|open| open.contains("us-sdn")));
}

#[test]
fn an_entry_that_may_name_the_buyer_changes_nothing_where_another_names_it_for_sure() {
    let corpus = corpus(&[("packs/xa/lists/s1.md", LISTS)]);
    let sure = json!([{"list": "us-entity-list", "on": "2024-05-01"}]);
    let both = json!([{"list": "us-entity-list", "on": "2024-05-01"}, {"list": "us-entity-list", "on": "unknown"}]);
    let (sure, both) = (
        corpus.ruling_on(&to_listed(sure, json!([]))),
        corpus.ruling_on(&to_listed(both, json!([]))),
    );
    assert_eq!(sure.outcome, Outcome::Conditional);
    assert_eq!((both.outcome, &both.needs), (sure.outcome, &sure.needs));
    assert_eq!(both.grounds, sure.grounds);
}

#[test]
fn an_entry_that_ended_before_the_act_holds_nothing_back() {
    let corpus = corpus(&[("packs/xa/lists/s1.md", LISTS)]);
    let ended = json!([{"list": "us-entity-list", "on": "unknown", "until": "2025-05-31"}]);
    let ruling = corpus.ruling_on(&to_listed(ended, json!([])));
    assert_eq!(ruling.outcome, Outcome::Permitted);
    assert!(ruling.open.is_empty());
}

#[test]
fn more_open_entries_than_can_be_tried_are_unsettled() {
    let corpus = corpus(&[("packs/xa/lists/s1.md", LISTS)]);
    let held: Vec<Json> = (0..7)
        .map(|number| {
            json!({"name": format!("holder {number}"), "percent": 10, "hq": "XC",
                "listed": [{"list": "us-sdn", "on": "unknown"}]})
        })
        .collect();
    let ruling = corpus.ruling_on(&to_listed(json!([]), json!(held)));
    assert_eq!(ruling.outcome, Outcome::Unsettled);
    assert_eq!(
        ruling
            .open
            .iter()
            .filter(|open| open.contains("us-sdn"))
            .count(),
        7
    );
}

#[test]
fn a_licence_covers_so_many_chips_all_supplies_together() {
    let licence = |most: u64, drawn: u64| {
        json!([{"kind": "licence", "issuer": "XA", "granted_on": "2024-07-01", "expires_on": null,
            "scope": {"max_chips": most, "chips_drawn": drawn}}])
    };
    let of = |most: u64, drawn: u64, chips: Json| {
        let question = supply("2024-08-01", "XB", "XB", json!(4000), licence(most, drawn));
        let mut question = serde_json::to_value(question).unwrap();
        if !chips.is_null() {
            question["act"]["quantity"] = chips;
        }
        outcome(&serde_json::from_value(question).unwrap())
    };
    assert_eq!(of(100, 0, json!(100)), Outcome::Permitted);
    assert_eq!(of(100, 0, json!(101)), Outcome::Conditional);
    assert_eq!(of(100, 60, json!(40)), Outcome::Permitted);
    assert_eq!(of(100, 60, json!(41)), Outcome::Conditional);
    assert_eq!(of(100, u64::MAX, json!(1)), Outcome::Conditional);
    assert_eq!(
        of(100, 0, Json::Null),
        Outcome::Conditional,
        "how many, nobody says"
    );
}
