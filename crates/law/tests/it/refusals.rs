//! The grounds of a refusal are enough: alone, they still refuse.
//!
//! What is forbidden is forbidden whatever is open, so that such a ruling does not name what is undecided (`unknowns`):
//! alone, without the definitions that left a bar open, its grounds may have that bar beside them.

use std::collections::BTreeSet;

use portolan_acts::{Outcome, Question};
use portolan_law::{Corpus, Ground, GroundEffect, Ruling};
use portolan_terms::RuleId;
use proptest::prelude::*;

use crate::{drawn, shipped};

/// Returns the corpus of only the provisions that a ruling names.
fn alone(ruling: &Ruling) -> Corpus {
    let named: BTreeSet<&RuleId> = ruling.grounds.iter().map(|ground| &ground.rule).collect();
    let others = shipped::PACKS
        .provisions()
        .map(|provision| provision.id())
        .filter(|id| !named.contains(id))
        .cloned();
    shipped::corpus().without(others)
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
    let reduced = alone(&ruling).ruling_on(question);
    let (named, found) = (against(&ruling), against(&reduced));
    let same = named == found || ruling.outcome == Outcome::Forbidden && named.is_subset(&found);
    (!same || reduced.outcome > ruling.outcome).then(|| {
        format!(
            "`{}` on {}: {} with {:?}, but alone {} with {:?}",
            question.id, question.on, ruling.outcome, named, reduced.outcome, found
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
