//! What is modelled is told by place and kind of act, and agrees with how the judge answers.

use std::{collections::BTreeSet, sync::Arc};

use portolan_acts::Act;
use portolan_law::{
    Corpus, Packs,
    coverage::{Coverage, Extent},
};
use portolan_terms::Day;

use crate::shipped;

const CHIP_ACT: &str = include_str!("packs/xa-chip-7.md");

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Returns place, kind, extent and whether silence permits, of the chip act changed.
fn covered(on: &str, change: impl Fn(&str) -> String) -> Vec<(String, Extent, bool)> {
    let text = change(CHIP_ACT);
    let packs = Packs::read([("packs/xa/chip/s7.md", text.as_str())]).unwrap();
    let coverage = Coverage::of(&Corpus::new(Arc::new(packs)), day(on));
    let row = |row: &portolan_law::coverage::Covered| {
        (
            format!("{} {}", row.place, row.act),
            row.extent,
            row.silence_permits,
        )
    };
    coverage.rows.iter().map(row).collect()
}

#[test]
fn a_kind_of_act_is_modelled_from_the_first_day_of_its_rule() {
    assert_eq!(covered("2024-06-14", str::to_owned), []);
    let row = ("XA supply".to_owned(), Extent::Modelled, true);
    assert_eq!(covered("2024-06-15", str::to_owned), [row]);
}

#[test]
fn a_bill_or_a_report_only_points_at_what_it_would_rule() {
    for status in ["bill", "proposed", "reported"] {
        let text = |pack: &str| pack.replace("\"regulation\"", &format!("{status:?}"));
        let row = ("XA supply".to_owned(), Extent::PointedAt, false);
        assert_eq!(covered("2025-06-01", text), [row], "{status}");
    }
}

#[test]
fn a_bar_without_a_base_models_what_it_bars_and_leaves_silence_open() {
    let without_base = |pack: &str| pack.split("@base").next().unwrap().to_owned() + "```\n";
    let row = ("XA supply".to_owned(), Extent::Modelled, false);
    assert_eq!(covered("2025-06-01", without_base), [row]);
}

#[test]
fn an_open_question_models_in_part() {
    let open = |pack: &str| {
        let need = "@need(\"licence\") @issuer(\"XA\") @review(\"presumption-of-denial\")";
        let pack = pack.replace(need, "@unsettled(\"may it?\")");
        pack.split("@base").next().unwrap().to_owned() + "```\n"
    };
    let row = ("XA supply".to_owned(), Extent::Partly, false);
    assert_eq!(covered("2025-06-01", open), [row]);
}

#[test]
fn house_rules_are_no_law_of_a_place() {
    assert_eq!(
        covered("2025-06-01", |pack| pack
            .replace("\"regulation\"", "\"house\"")),
        []
    );
}

#[test]
fn every_provision_in_force_that_rules_acts_is_in_the_row_of_each_kind_it_rules() {
    let corpus = shipped::corpus();
    let on = corpus.checked_until().unwrap();
    let coverage = Coverage::of(&corpus, on);
    let mut named = BTreeSet::new();
    for row in &coverage.rows {
        assert!(Act::KINDS.contains(&row.act));
        assert!(row.checked >= on, "{} {}", row.place, row.act);
        for rule in &row.rules {
            let provision = shipped::PACKS.provision(rule).unwrap();
            assert_eq!(provision.place(), row.place);
            assert!(provision.checked() >= row.checked);
            named.insert(rule.clone());
        }
    }
    for provision in shipped::PACKS.provisions() {
        let in_force = provision.periods().iter().any(|period| period.contains(on));
        let rules = provision.rule_texts().any(|(_, kind, text)| {
            kind != "class" && !text.contains("@from") && !text.contains("@until")
        });
        assert_eq!(
            in_force && rules,
            in_force && rules && named.contains(provision.id()),
            "{}",
            provision.id()
        );
    }
    assert!(named.len() > 100, "{}", named.len());
}
