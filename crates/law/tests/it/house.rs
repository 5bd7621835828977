//! House packs narrow: they forbid more, and never allow more.

use std::sync::{Arc, LazyLock};

use portolan_acts::Outcome;
use portolan_law::{Corpus, Packs, Ruling};
use proptest::prelude::*;
use serde_json::json;

use crate::{drawn, judging::supply, shipped};

const LAW: &str = include_str!("packs/xa-chip-7.md");
const HOUSE: &str = include_str!("packs/house.md");

/// Returns the one thing that is wrong with a house pack beside the chip act.
fn refusal(house: &str) -> String {
    let law = [("packs/xa/chip/s7.md", LAW)];
    let errors = Packs::read_with_house(law, [("house/rules.md", house)]).unwrap_err();
    assert_eq!(errors.0.len(), 1, "{errors}");
    assert_eq!(errors.0[0].code, "pack.house", "{errors}");
    errors.to_string()
}

/// Returns the house pack with another rule at its end, which starts on line 40.
fn with(rule: &str) -> String {
    format!("{HOUSE}\n```cedar\n{rule}\n```\n")
}

#[test]
fn a_house_pack_may_forbid_and_have_classes_of_its_own() {
    let law = [("packs/xa/chip/s7.md", LAW)];
    let packs = Packs::read_with_house(law, [("house/rules.md", HOUSE)]).unwrap();
    assert_eq!(packs.provisions().count(), 2);
    let without = Packs::read(law).unwrap();
    assert_ne!(packs.digest(), without.digest());
}

#[test]
fn a_house_pack_may_not_say_that_a_kind_of_act_is_covered() {
    let told = refusal(&with(
        "@base(\"all\") permit (principal, action == Action::\"operate\", resource);",
    ));
    assert!(
        told.contains("has a `@base`, which does not forbid"),
        "{told}"
    );
    assert!(told.contains("house/rules.md:40"), "{told}");
}

#[test]
fn a_house_pack_may_not_have_grounds() {
    let told = refusal(&with(
        "@ground(\"free\") permit (principal, action == Action::\"supply\", resource);",
    ));
    assert!(
        told.contains("has a `@ground`") && told.contains("house/rules.md:40"),
        "{told}"
    );
}

#[test]
fn a_house_pack_may_not_lift_a_bar_of_the_law() {
    let told = refusal(&with(
        "@bar(\"own\") @lifts(\"xa-chip-7-2/b\")\nforbid (principal, action == Action::\"supply\", resource);",
    ));
    assert!(
        told.contains("lifts `xa-chip-7-2/b`") && told.contains("house/rules.md:40"),
        "{told}"
    );
}

#[test]
fn a_house_pack_may_not_redefine_a_class_of_the_law() {
    let told = refusal(&with(
        "@class(\"xa-fast\") permit (principal, action == Action::\"classify-item\", resource)\nwhen { context.item.tpp >= 1 };",
    ));
    assert!(
        told.contains("redefines `xa-fast`") && told.contains("house/rules.md:40"),
        "{told}"
    );
}

#[test]
fn a_house_pack_may_not_change_who_is_in_a_group_of_the_law() {
    let told = refusal(&HOUSE.replace("name = \"house-places\"", "name = \"ring\""));
    assert!(told.contains("changes who is in `ring`"), "{told}");
    assert!(told.contains("house/rules.md:15"), "{told}");
    assert!(told.contains("packs/xa/chip/s7.md:15 defines it"), "{told}");
}

#[test]
fn a_house_pack_may_not_take_the_id_of_a_provision() {
    let law = [("packs/xa/chip/s7.md", LAW)];
    let house = HOUSE.replace("id = \"house-rules\"", "id = \"xa-chip-7-2\"");
    let errors = Packs::read_with_house(law, [("house/rules.md", house.as_str())]).unwrap_err();
    assert!(
        errors.to_string().contains("packs/xa/chip/s7.md:2"),
        "{errors}"
    );
    assert_eq!(errors.0[0].code, "pack.duplicate");
}

/// Rules on a chip that goes to a firm whose parent has this seat, under the chip act and one more
/// rule of the house.
fn beside_the_chip_act(house: &str, on: &str, parent: &str) -> Ruling {
    let house = with(house);
    let law = [("packs/xa/chip/s7.md", LAW)];
    let packs = Packs::read_with_house(law, [("house/rules.md", house.as_str())]).unwrap();
    let asked = supply(on, "XC", parent, json!(4000), json!([]));
    Corpus::new(Arc::new(packs)).ruling_on(&asked)
}

#[test]
fn a_need_of_the_house_does_not_make_good_that_a_text_was_not_read_again() {
    let house =
        "@bar(\"c\") @need(\"notice\") forbid (principal, action == Action::\"supply\", resource);";
    let fresh = beside_the_chip_act(house, "2025-06-01", "XC");
    assert_eq!(fresh.outcome, Outcome::Conditional);
    let late = beside_the_chip_act(house, "2026-09-02", "XC");
    assert_eq!((late.outcome, late.needs.len()), (Outcome::Unsettled, 0));
    assert!(late.rests_on("house-rules"), "{late:?}");
    assert!(
        late.open[0].contains("last checked on 2026-09-01"),
        "{late:?}"
    );
}

#[test]
fn a_need_of_the_house_that_the_law_may_have_too_does_not_make_good_an_unknown_fact() {
    let house = "@bar(\"c\") @need(\"licence\") @issuer(\"XA\") @review(\"presumption-of-denial\")\nforbid (principal, action == Action::\"supply\", resource);";
    let known = beside_the_chip_act(house, "2025-06-01", "XC");
    assert_eq!(known.outcome, Outcome::Conditional);
    let unknown = beside_the_chip_act(house, "2025-06-01", "unknown");
    assert_eq!(unknown.outcome, Outcome::Unsettled);
    assert!(unknown.rests_on("house-rules"), "{unknown:?}");
    assert_eq!(unknown.open, ["`recipient.parent` is not shown"]);
}

static LAW_ALONE: LazyLock<Corpus> = LazyLock::new(shipped::corpus);
static WITH_HOUSE: LazyLock<Corpus> = LazyLock::new(|| {
    let law = shipped::FILES
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()));
    let packs = Packs::read_with_house(law, [("house/rules.md", HOUSE)]).unwrap();
    Corpus::new(Arc::new(packs))
});

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn no_act_fares_better_under_a_house_pack(mut question in drawn::question()) {
        question.law_of = None;
        let (alone, with) = (LAW_ALONE.ruling_on(&question), WITH_HOUSE.ruling_on(&question));
        prop_assert!(with.outcome <= alone.outcome);
        if alone.outcome == Outcome::Conditional && with.outcome == Outcome::Conditional {
            prop_assert!(with.needs.len() >= alone.needs.len());
        }
    }
}

#[test]
fn the_house_pack_of_these_tests_does_bite() {
    let bites =
        |case: &&portolan_acts::Question| WITH_HOUSE.ruling_on(case).rests_on("house-rules");
    assert!(shipped::CASES.iter().filter(bites).count() > 20);
}
