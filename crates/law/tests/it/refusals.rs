//! The grounds of a refusal are enough: alone, they still refuse.
//!
//! What is forbidden is forbidden whatever is open, so that such a ruling does not name what is undecided (`unknowns`).
//! Without the definitions that leave a bar open, that bar may stand beside the grounds: with them, it must not.

use std::collections::BTreeSet;

use portolan_acts::{Outcome, Question};
use portolan_law::{Corpus, Ground, GroundEffect, Provision, Ruling};
use portolan_terms::RuleId;
use proptest::prelude::*;

use crate::{drawn, shipped};

/// Returns the corpus of only the provisions that a ruling names, and of others that are kept beside.
fn alone(ruling: &Ruling, beside: impl Fn(&Provision) -> bool) -> Corpus {
    let named: BTreeSet<&RuleId> = ruling.grounds.iter().map(|ground| &ground.rule).collect();
    let others = shipped::PACKS
        .provisions()
        .filter(|provision| !named.contains(provision.id()) && !beside(provision))
        .map(|provision| provision.id().clone());
    shipped::corpus().without(others)
}

/// Whether a provision says which parties, items or data are of a class.
fn defines(provision: &Provision) -> bool {
    let mut texts = provision.rule_texts();
    texts.any(|(_, kind, _)| kind == "class")
}

/// Returns what stands in the way.
fn against(ruling: &Ruling) -> BTreeSet<(&RuleId, &str, GroundEffect)> {
    let against =
        |ground: &&Ground| ground.effect.bites() || ground.effect == GroundEffect::Undecided;
    ruling
        .grounds
        .iter()
        .filter(against)
        .map(|ground| (&ground.rule, ground.paragraph.as_str(), ground.effect))
        .collect()
}

/// Returns what is wrong when the grounds of a refusal do not refuse alone.
fn insufficient(corpus: &Corpus, question: &Question) -> Option<String> {
    let ruling = corpus.ruling_on(question);
    if ruling.outcome == Outcome::Permitted || against(&ruling).is_empty() {
        return None;
    }
    let mut reduced = alone(&ruling, |_| false).ruling_on(question);
    let refused =
        reduced.outcome <= ruling.outcome && against(&ruling).is_subset(&against(&reduced));
    if refused && ruling.outcome == Outcome::Forbidden {
        reduced = alone(&ruling, defines).ruling_on(question);
    }
    let same = against(&ruling) == against(&reduced);
    (!refused || !same || reduced.outcome > ruling.outcome).then(|| {
        format!(
            "`{}` on {}: {} with {:?}, but alone {} with {:?}",
            question.id,
            question.on,
            ruling.outcome,
            against(&ruling),
            reduced.outcome,
            against(&reduced)
        )
    })
}

#[test]
fn the_grounds_of_every_refused_case_refuse_alone() {
    let corpus = shipped::corpus();
    let broken: Vec<String> = shipped::CASES
        .iter()
        .filter_map(|case| insufficient(&corpus, case))
        .collect();
    assert!(
        broken.is_empty(),
        "{}:\n{}",
        broken.len(),
        broken.join("\n")
    );
    let refused = |case: &&Question| !against(&corpus.ruling_on(case)).is_empty();
    assert!(shipped::CASES.iter().filter(refused).count() > 300);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_grounds_of_a_refused_act_refuse_alone(question in drawn::question()) {
        let broken = insufficient(&shipped::corpus(), &question);
        prop_assert!(broken.is_none(), "{}", broken.unwrap_or_default());
    }
}
