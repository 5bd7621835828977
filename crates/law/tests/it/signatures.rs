//! Acts that the rules cannot tell apart get the ruling that each would get alone.

use std::sync::LazyLock;

use portolan_law::Corpus;
use proptest::prelude::*;

use crate::{drawn, shipped};

/// Holds the corpus that remembers: what one test case asked, the next may be answered from.
static REMEMBERS: LazyLock<Corpus> = LazyLock::new(shipped::corpus);
static ALONE: LazyLock<Corpus> = LazyLock::new(|| shipped::corpus().one_by_one());

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn the_ruling_by_signature_is_the_ruling_of_cedar_asked_one_by_one(
        question in drawn::question()
    ) {
        prop_assert_eq!(REMEMBERS.ruling_on(&question), ALONE.ruling_on(&question));
    }
}

#[test]
fn every_shipped_case_is_ruled_alike_by_signature_and_one_by_one() {
    for case in shipped::CASES.iter() {
        assert_eq!(
            REMEMBERS.ruling_on(case),
            ALONE.ruling_on(case),
            "{}",
            case.id
        );
    }
    assert!(REMEMBERS.cedar_calls() > 0);
}
