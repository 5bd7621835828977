//! Texts that are cut, altered or wrong are told with line and remedy, and never crash.

use portolan_solve::gap::{Assignment, Certificate, Instance, Problem};
use proptest::prelude::*;

use super::{solved, worlds};

fn told(text: &str) -> String {
    Instance::read(text).unwrap_err().to_string()
}

#[test]
fn a_text_that_ends_early_says_how_many_numbers_are_missing() {
    let told = told("2 1\n7\n5\n1");
    assert!(
        told.starts_with("line 4: the text ends after 5 of 8 numbers"),
        "{told}"
    );
}

#[test]
fn what_follows_the_last_capacity_is_refused() {
    let told = told("1 1\n7 1\n1\n9\n");
    assert!(
        told.starts_with("line 4: `9` stands after the last capacity"),
        "{told}"
    );
}

#[test]
fn words_and_numbers_below_zero_are_refused_where_they_stand() {
    let word = told("1 1\n7 one\n1\n");
    assert!(
        word.starts_with("line 2: `one` is no whole number"),
        "{word}"
    );
    let below = told("1 1\n7 1\n-1\n");
    assert!(below.starts_with("line 3: -1 is below zero"), "{below}");
    let wide = told("1 1\n99999999999999999999 1\n1\n");
    assert!(
        wide.starts_with("line 2: `99999999999999999999` is no whole number"),
        "{wide}"
    );
}

#[test]
fn no_machines_no_jobs_and_nothing_at_all_are_refused() {
    for text in ["0 1", "1 0", "0 0"] {
        assert!(matches!(
            Instance::read(text).unwrap_err().problem,
            Problem::Empty
        ));
    }
    assert!(told("").starts_with("line 1: the text ends after 0 of 2 numbers"));
}

#[test]
fn what_would_not_fit_in_memory_is_refused_with_the_estimate() {
    let told = told("1000000 1000000\n1");
    assert!(
        told.contains("about 488281250 MiB of memory, 8192 MiB are allowed"),
        "{told}"
    );
    let small = Instance::read_within("2 1\n7\n5\n1\n1\n1 1\n", 1_023);
    assert!(matches!(
        small.unwrap_err().problem,
        Problem::TooMany { allowed: 0, .. }
    ));
    assert!(Instance::read("9223372036854775807 9223372036854775807").is_err());
}

#[test]
fn numbers_that_add_up_to_too_much_are_refused() {
    let costs = format!("1 2\n{0} {0}\n1 1\n1\n", i64::MAX / 2);
    assert!(matches!(
        Instance::read(&costs).unwrap_err().problem,
        Problem::TooLarge("costs")
    ));
    let sizes = format!("2 1\n1\n1\n1\n1\n{0}\n{0}\n", i64::MAX / 2 + 1);
    assert!(matches!(
        Instance::read(&sizes).unwrap_err().problem,
        Problem::TooLarge(_)
    ));
}

#[test]
fn solutions_of_another_form_are_refused() {
    for (text, line) in [
        ("0 1 0\n", 2),
        ("0 1 0\n0 1 0\n", 2),
        ("0 x\n", 1),
        ("0 1 2\n", 1),
        ("7 0 0\n", 1),
    ] {
        assert_eq!(Assignment::read(text, 2).unwrap_err().line, line, "{text}");
    }
    assert_eq!(
        Assignment::read("1 0\n# note\n\n0 3 0 # here\n", 2).unwrap(),
        Assignment(vec![3, 0])
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn a_text_cut_anywhere_is_told_or_read_and_never_crashes(world in worlds(), at in any::<prop::sample::Index>()) {
        let text = world.text();
        let cut = &text[..at.index(text.len())];
        match Instance::read(cut) {
            Ok(_) => prop_assert!(cut.len() + 3 > text.len()),
            Err(error) => prop_assert!(error.line <= text.lines().count()),
        }
    }

    #[test]
    fn altered_texts_never_crash_a_reader(
        world in worlds(),
        at in any::<prop::sample::Index>(),
        put in "[ 0-9a-z.\\-\n]{0,6}",
    ) {
        let outcome = solved(&world);
        let solution = outcome.best.as_ref().map(|(_, plan)| plan.write()).unwrap_or_default();
        let texts = [world.text(), outcome.certificate.write(), solution];
        for mut text in texts.into_iter().filter(|text| !text.is_empty()) {
            let at = at.index(text.len());
            text.replace_range(at..(at + put.len()).min(text.len()), &put);
            let _ = Instance::read(&text);
            let _ = Assignment::read(&text, 7);
            if let Ok(certificate) = Certificate::read(&text) {
                let claims_more = portolan_solve::gap::certify_bound(&world.instance(), &certificate).is_ok();
                let honest = certificate.bound <= outcome.certificate.bound;
                prop_assert!(honest || !claims_more || world.optimum().is_none());
            }
        }
    }

    #[test]
    fn what_is_written_reads_back_the_same(world in worlds()) {
        let outcome = solved(&world);
        let text = outcome.certificate.write();
        prop_assert_eq!(Certificate::read(&text).unwrap(), outcome.certificate);
        if let Some((_, plan)) = outcome.best {
            prop_assert_eq!(Assignment::read(&plan.write(), plan.0.len()).unwrap(), plan);
        }
    }
}
