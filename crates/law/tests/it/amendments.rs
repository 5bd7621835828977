//! A new provision changes nothing before its first day.

use std::sync::Arc;

use portolan_acts::{Outcome, Question};
use portolan_law::{Corpus, Packs, Provision};
use portolan_terms::Day;
use proptest::prelude::*;

use crate::{drawn, shipped};

/// Returns the first day on which anything of a provision applies.
fn first_day(provision: &Provision) -> Day {
    let starts = provision.periods().iter().map(|period| period.from);
    starts.min().unwrap()
}

#[test]
fn no_shipped_provision_changes_an_answer_before_its_first_day() {
    let with = shipped::corpus();
    let ruled: Vec<_> = shipped::CASES
        .iter()
        .map(|case| (case, with.ruling_on(case)))
        .collect();
    let mut asked = 0;
    for provision in shipped::PACKS.provisions() {
        let without = shipped::corpus().without([provision.id().clone()]);
        let first = first_day(provision);
        let touched = ruled
            .iter()
            .filter(|(_, ruling)| ruling.rests_on(provision.id().as_str()));
        for (case, _) in touched.take(6) {
            for on in [first.before(), first.plus_days(-200)] {
                let question = Question {
                    on,
                    ..Question::clone(case)
                };
                assert_eq!(
                    with.ruling_on(&question),
                    without.ruling_on(&question),
                    "{} changes {} on {on}, before {first}",
                    provision.id(),
                    case.id
                );
                asked += 1;
            }
        }
    }
    assert!(asked > 800, "only {asked} acts asked");
}

/// Returns a provision that forbids every act from a day on.
fn embargo(from: Day) -> String {
    format!(
        r#"+++
id = "xa-embargo"
title = "XA embargo"
place = "XA"
authority = "XA Office of Trade"
citation = "XA Embargo Act"
status = "statute"
published = 2019-01-01
from = {from}
checked = 2099-12-31
confidence = "high"
sources = [{{ kind = "official", title = "Gazette 1", url = "https://example.org/1" }}]
+++
# Everything is forbidden

```cedar
@bar("all")
forbid (principal, action, resource);
```
"#
    )
}

fn with_embargo(from: Day) -> Corpus {
    let embargo = embargo(from);
    let files = shipped::FILES
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()));
    let files = files.chain([("packs/xa/embargo.md", embargo.as_str())]);
    Corpus::new(Arc::new(Packs::read(files).unwrap()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn an_embargo_on_everything_bites_from_its_day_and_not_before(
        day in 0..2_500_i32,
        questions in prop::collection::vec(drawn::question(), 24),
        distance in 1..400_i32,
    ) {
        let from = "2020-01-01".parse::<Day>().unwrap().plus_days(day);
        let (with, without) = (with_embargo(from), shipped::corpus());
        for mut question in questions {
            question.law_of = None;
            for on in [from.before(), from.plus_days(-distance)] {
                question.on = on;
                prop_assert_eq!(with.ruling_on(&question), without.ruling_on(&question));
            }
            for on in [from, from.plus_days(distance)] {
                question.on = on;
                let ruling = with.ruling_on(&question);
                prop_assert_eq!(ruling.outcome, Outcome::Forbidden);
                prop_assert!(ruling.rests_on("xa-embargo"));
            }
        }
    }
}
