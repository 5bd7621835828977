//! Acts drawn at random: a shipped case whose facts are exchanged for facts of other cases.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

use portolan_acts::{
    Question,
    words::{BeyondCoverage, Posture},
};
use portolan_terms::{Day, Place};
use proptest::{prelude::*, sample::Index};
use serde_json::Value as Json;

use crate::shipped;

/// Holds, for each kind of act, every fact some case shows: where it stands, and what it is.
static SEEN: LazyLock<BTreeMap<&str, Vec<(String, Json)>>> = LazyLock::new(|| {
    let mut seen: BTreeMap<&str, BTreeSet<(String, String)>> = BTreeMap::new();
    for case in shipped::CASES.iter() {
        let act = serde_json::to_value(&case.act).unwrap();
        let of_kind = seen.entry(case.act.kind()).or_default();
        collect(&act, String::new(), of_kind);
    }
    let read = |(at, text): (String, String)| (at, serde_json::from_str(&text).unwrap());
    seen.into_iter()
        .map(|(kind, facts)| (kind, facts.into_iter().map(read).collect()))
        .collect()
});

/// Collects each fact below `node`, and beside it that nobody has shown it.
fn collect(node: &Json, at: String, seen: &mut BTreeSet<(String, String)>) {
    let Some(members) = node.as_object() else {
        return;
    };
    for (name, member) in members.iter().filter(|(name, _)| *name != "kind") {
        let at = format!("{at}/{name}");
        seen.insert((at.clone(), member.to_string()));
        seen.insert((at.clone(), "\"unknown\"".to_owned()));
        collect(member, at, seen);
    }
}

/// Exchanges one fact of an act; an act that the format refuses stays as it was.
fn exchange(question: &mut Question, chosen: Index) {
    let Some(seen) = SEEN.get(question.act.kind()) else {
        return;
    };
    let (at, fact) = chosen.get(seen);
    let (parent, name) = at.rsplit_once('/').unwrap();
    let mut act = serde_json::to_value(&question.act).unwrap();
    if let Some(members) = act.pointer_mut(parent).and_then(Json::as_object_mut) {
        members.insert(name.to_owned(), fact.clone());
    }
    if let Ok(act) = serde_json::from_value(act) {
        question.act = act;
    }
}

fn days() -> impl Strategy<Value = Option<Day>> {
    let start: Day = "2019-01-01".parse().unwrap();
    prop::option::of((0..3_100_i32).prop_map(move |days| start.plus_days(days)))
}

fn places() -> impl Strategy<Value = Option<Vec<Place>>> {
    let place = prop::sample::select(vec!["US", "CN", "MY", "SG", "EU", "AE"]);
    let place = place.prop_map(|code| code.parse().unwrap());
    prop::option::weighted(0.2, prop::collection::vec(place, 1..3))
}

/// Draws a question.
pub fn question() -> impl Strategy<Value = Question> {
    let exchanged = prop::collection::vec(any::<Index>(), 0..8);
    (
        any::<Index>(),
        exchanged,
        days(),
        places(),
        any::<(bool, bool)>(),
    )
        .prop_map(|(base, exchanged, day, law_of, (written, assumed))| {
            let mut question = base.get(&shipped::CASES).clone();
            for chosen in exchanged {
                exchange(&mut question, chosen);
            }
            question.on = day.unwrap_or(question.on);
            question.law_of = law_of;
            question.posture = written.then_some(Posture::AsWritten);
            question.beyond_coverage = assumed.then_some(BeyondCoverage::AssumeUnchanged);
            question
        })
}

#[test]
fn most_drawn_acts_differ_from_the_case_they_come_from_and_reach_every_outcome() {
    use proptest::{strategy::ValueTree, test_runner::TestRunner};
    let mut runner = TestRunner::deterministic();
    let corpus = shipped::corpus();
    let (mut changed, mut outcomes, mut kinds) = (0, BTreeSet::new(), BTreeSet::new());
    for _ in 0..400 {
        let drawn = question().new_tree(&mut runner).unwrap().current();
        let same = |case: &&Question| case.id == drawn.id && case.act == drawn.act;
        changed += usize::from(!shipped::CASES.iter().any(|case| same(&case)));
        outcomes.insert(corpus.ruling_on(&drawn).outcome);
        kinds.insert(drawn.act.kind());
    }
    assert!(changed > 250, "{changed} of 400 changed");
    assert_eq!((outcomes.len(), kinds.len() > 7), (4, true), "{kinds:?}");
}
