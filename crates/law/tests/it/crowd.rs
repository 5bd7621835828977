//! Askers and places that are written alike get the ruling that each would get alone.

use portolan_acts::{Act, Question};
use portolan_law::crowd::{Side, written};
use portolan_terms::Party;
use proptest::{prelude::*, sample::Index};

use crate::shipped;

/// The shipped leases: every one of them lends its operator and its lessee.
fn leases() -> Vec<Question> {
    let cases = shipped::CASES.iter();
    cases
        .filter(|case| matches!(case.act, Act::UseCompute(_)))
        .cloned()
        .collect()
}

fn sides(case: &Question) -> (&Party, &Party) {
    let Act::UseCompute(act) = &case.act else {
        panic!("{} is no lease", case.act.kind());
    };
    (&act.lessee, &act.operator)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, ..ProptestConfig::default() })]

    #[test]
    fn every_pair_is_ruled_as_it_would_be_alone(
        askers in prop::collection::vec(any::<Index>(), 1..8),
        places in prop::collection::vec(any::<Index>(), 1..8),
    ) {
        let leases = leases();
        let of = |drawn: &[Index]| -> Vec<Question> { drawn.iter().map(|one| one.get(&leases).clone()).collect() };
        let (askers, places) = (of(&askers), of(&places));
        // A lease of the place, to the lessee of the asker.
        let act = |asker: &Question, place: &Question| {
            let mut question = place.clone();
            if let Act::UseCompute(act) = &mut question.act {
                act.lessee = sides(asker).0.clone();
                act.on_file.clear();
                act.end_user = None;
            }
            question
        };
        let (corpus, alone) = (shipped::corpus(), shipped::corpus().one_by_one());
        let crowd = corpus.rulings_on_pairs(
            &Side { all: &askers, written: &|asker: &Question| written(sides(asker).0, &[]) },
            &Side { all: &places, written: &|place: &Question| format!("{place:?}") },
            &act,
            2,
        );
        prop_assert!(crowd.judged() <= askers.len() * places.len());
        for (row, asker) in askers.iter().enumerate() {
            for (column, place) in places.iter().enumerate() {
                let alone = alone.ruling_on(&act(asker, place));
                prop_assert_eq!(crowd.ruling(row, column), Some(&alone));
            }
        }
        prop_assert_eq!(crowd.ruling(askers.len(), 0), None);
    }
}
