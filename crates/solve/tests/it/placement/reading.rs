//! The reader takes what the format says and says what is wrong with the rest.

use portolan_solve::placement::{Certificate, Error, Instance, Plan, certify};
use proptest::prelude::*;

use super::world::{TINY, draw, solved};

const GOOD: &str = "placement 1 good\ndims 2 1 4 1 1 1\ntype 0 a 1000 80\nlaw 0 0 1\negress 0 0\n\
                    pool 0 0 0 10 1x8 3x4\njob 0 0 0 0 4 0 100 4:2\njob 1 0 0 1 3 5 100 8:1\nend\n";

/// What the reader says of `GOOD` with one text replaced.
fn refusal(old: &str, new: &str) -> (usize, String, String) {
    let text = GOOD.replacen(old, new, 1);
    assert_ne!(text, GOOD, "`{old}` is not there to replace");
    match Instance::parse(&text) {
        Err(Error::Line { line, what, remedy }) => (line, what, remedy),
        other => panic!("`{new}` was taken: {other:?}"),
    }
}

#[test]
fn a_good_file_is_read_as_it_stands() {
    let read = Instance::parse(GOOD).unwrap();
    assert_eq!((read.jobs.len(), read.pools.len(), read.periods), (2, 1, 4));
    assert_eq!(read.pools[0].capacity, [8, 4, 4, 4]);
    assert_eq!(
        read.jobs[1].needs[0].map(|need| (need.chips, need.periods)),
        Some((8, 1))
    );
}

#[test]
fn costs_are_those_of_the_published_formula() {
    let read = Instance::parse(GOOD).unwrap();
    // Worked out apart from this code: noise(0, 0) = 13 and noise(1, 0) = -27 thousandths.
    assert_eq!(read.quote(0, 0).unwrap().1, 81);
    assert_eq!(read.quote(1, 0).unwrap().1, 77);
}

#[test]
fn each_fault_is_named_with_its_line() {
    for (old, new, line, word) in [
        ("placement 1", "placement 2", 1, "version 2"),
        ("dims 2 1 4", "dims 2 1 36500", 2, "36500 periods"),
        ("dims 2 1 4", "dims 0 1 4", 2, "0 jobs"),
        ("law 0 0 1", "law 0 0 2", 4, "`2`"),
        ("1x8 3x4", "1x8 3x-4", 6, "`3x-4`"),
        ("1x8 3x4", "1x8 2x4", 6, "capacity for 3 of 4"),
        ("1x8 3x4", "1x8 4x4", 6, "pass the 4 periods"),
        ("1x8 3x4", "1x8 3x4000000000", 6, "more than"),
        ("pool 0 0 0 10", "pool 0 0 0 -10", 6, "rate is `-10`"),
        ("job 1 0", "job 0 0", 8, "job 0 stands twice"),
        ("job 1 0", "job 2 0", 8, "1 is missing"),
        ("1 3 5 100", "3 3 5 100", 8, "the window ends at 3"),
        ("1 3 5 100", "3 1 5 100", 8, "the window ends at 1"),
        ("1 3 5 100", "1 9 5 100", 8, "beyond the 4 periods"),
        ("1 3 5 100", "1 3 5 NaN", 8, "penalty is `NaN`"),
        ("1 3 5 100", "1 3 5 9000000000000000", 8, "more than"),
        ("8:1", "0:1", 8, "`0:1`"),
        ("8:1", "8:0", 8, "`8:0`"),
        ("8:1", "8.5:1", 8, "`8.5:1`"),
        ("5 100 8:1", "5 1e3 8:1", 8, "penalty is `1e3`"),
        ("pool 0 0 0 10", "pool 0 0 0 inf", 6, "rate is `inf`"),
        ("8:1", "8:1,9:1", 8, "2 entries for 1 chip types"),
        ("8:1\nend", "8:1 9\nend", 8, "one field too many"),
        ("end\n", "", 9, "the file ends"),
        ("end\n", "end\njob 2", 10, "after `end`"),
        (
            "end\n",
            "job 2 0 0 0 4 0 1 1:1\nend\n",
            9,
            "`job` stands where",
        ),
    ] {
        let (at, what, remedy) = refusal(old, new);
        assert_eq!(at, line, "{new}: {what}");
        assert!(what.contains(word), "{new}: {what}");
        assert!(!remedy.is_empty(), "{new}");
    }
}

#[test]
fn ten_years_in_days_are_read_and_solved() {
    let text = GOOD
        .replace("dims 2 1 4", "dims 2 1 3650")
        .replace("1x8 3x4", "3000x8 650x4")
        .replace("0 0 4 0 100 4:2", "0 0 3650 0 100000 4:700")
        .replace("0 1 3 5 100 8:1", "0 1 3650 5 100000 8:400");
    let instance = Instance::parse(&text).unwrap();
    let outcome = solved(&instance, 2);
    assert_eq!(outcome.plan.unplaced(), 0);
    assert_eq!(outcome.certificate.bound, outcome.objective);
}

#[test]
fn an_instance_that_would_not_fit_is_refused_where_it_says_how_large_it_is() {
    let text = GOOD.replace("dims 2 1 4", "dims 2 9000000 9000");
    let refused = Instance::parse_within(&text, 8 << 30);
    assert!(
        matches!(
            refused,
            Err(Error::Memory {
                needed: 300_000..400_000,
                allowed: 8_192,
                ..
            })
        ),
        "{refused:?}"
    );
}

#[test]
fn money_that_would_overflow_is_refused_and_not_wrapped() {
    let (line, what, _) = refusal("pool 0 0 0 10", "pool 0 0 0 3000000000000000");
    assert_eq!(line, 7, "{what}");
    assert!(what.contains("more than"), "{what}");
}

#[test]
fn faults_of_a_solution_are_named_with_their_line() {
    for (text, line) in [
        ("0 1\n", 1),
        ("# fine\n0 1 2\n0 -\n", 3),
        ("9 -\n", 1),
        ("0 -1 2\n", 1),
    ] {
        let refused = Plan::read(text, 2);
        assert!(
            matches!(refused, Err(Error::Line { line: at, .. }) if at == line),
            "{text}: {refused:?}"
        );
    }
    assert_eq!(
        Plan::read("1 0 3 # late\n", 2).unwrap().seats,
        [None, Some((0, 3))]
    );
}

#[test]
fn a_certificate_cut_short_is_named_as_such() {
    let refused = Certificate::read("placement-certificate 1 x\nunit 4\n", 3);
    assert!(
        matches!(refused, Err(Error::Line { line: 3, .. })),
        "{refused:?}"
    );
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(
        seed in 0_u64..50, cut in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), byte in 0_u8..127,
    ) {
        let drawn = draw(seed, TINY);
        let mut text = drawn.clone().into_bytes();
        let at = at.index(text.len());
        text[at] = byte;
        let whole = String::from_utf8(text.clone()).unwrap();
        let _ = Instance::parse(&whole);
        text.truncate(cut.index(text.len()));
        let short = String::from_utf8(text).unwrap();
        // The last line may lose its line break, or what came in its place, and nothing else.
        if ![&whole, &drawn].iter().any(|text| short.trim_end() == text.trim_end()) {
            prop_assert!(Instance::parse(&short).is_err());
        }
        if let Ok(instance) = Instance::parse_within(&whole, 1 << 24) {
            let outcome = solved(&instance, 1);
            certify(&instance, &outcome.plan, &outcome.certificate).unwrap();
        }
        let _ = Plan::read(&whole, 5);
        let _ = Certificate::read(&whole.replacen("placement", "placement-certificate", 1), 5);
    }
}
