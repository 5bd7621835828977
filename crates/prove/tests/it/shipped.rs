//! What is proved about the shipped packs.

use portolan_prove::{Implied, Invariant, Prover, Reading, with_room};

use crate::stage;

#[test]
fn no_rule_of_the_shipped_packs_can_fail_to_evaluate() {
    with_room(|| {
        let proof = stage::prover(&stage::packs()).never_fails();
        assert!(proof.holds(), "{:#?}", proof.failing);
        assert!(proof.cases > 1_000, "only {} rules were asked", proof.cases);
    });
}

#[test]
fn every_shipped_invariant_holds_for_every_act() {
    with_room(|| {
        let mut prover = stage::prover(&stage::packs());
        let invariants = stage::invariants();
        assert!(invariants.len() >= 12);
        let proofs = invariants.iter().map(|read| prover.invariant(read));
        let broken: Vec<_> = proofs.filter(|proof| !proof.holds()).collect();
        assert!(broken.is_empty(), "{broken:#?}");
    });
}

fn invariant(prover: &mut Prover, when: &str, then: &str) -> portolan_prove::Proof {
    let text = format!(
        "id = \"t\"\nclaim = \"t\"\nacts = [\"move-weights\"]\nfrom = 2025-05-15\nuntil = 2025-06-01\n\
         when = '{when}'\nthen = \"{then}\"\nby = [\"us-4e091-2025\"]\noutside = \"\""
    );
    let read = Invariant::read("t.toml", &text).unwrap();
    prover.invariant(&read)
}

#[test]
fn a_false_invariant_is_answered_with_an_act_that_reads_back() {
    with_room(|| {
        let mut prover = stage::prover(&stage::packs());
        let proof = invariant(&mut prover, "!context.published", "free");
        let shown = serde_json::to_value(&proof.failing).unwrap();
        let act = &shown[0]["found"]["detail"];
        assert_eq!(act["confirmed"], true, "{act:#}");
        assert_eq!(act["facts"]["training_teraops"], 100_000_000_000_000_i64);
        assert_eq!(act["act"]["act"]["model"]["training_operations"], 1e26);
    });
}

#[test]
fn an_invariant_about_no_act_at_all_fails() {
    with_room(|| {
        let mut prover = stage::prover(&stage::packs());
        let proof = invariant(
            &mut prover,
            "context.published && !context.published",
            "free",
        );
        let shown = serde_json::to_value(&proof.failing).unwrap();
        assert_eq!(shown[0]["found"]["what"], "vacuous");
    });
}

#[test]
fn weights_are_held_back_by_more_from_the_day_on_which_4e091_bites() {
    with_room(|| {
        let mut prover = stage::prover(&stage::packs());
        let day = |text: &str| text.parse().unwrap();
        let (before, after) = (day("2025-05-14"), day("2025-05-15"));
        let found = prover.compare(before, after, "move-weights", Reading::AsWritten);
        assert_eq!(found.word(), "stricter", "{found:#?}");
        let Implied::Except { act, by } = found.as_loose else {
            panic!("no act shows it");
        };
        assert!(
            by.iter().all(|bar| bar.starts_with("us-4e091-2025/")),
            "{by:?}"
        );
        let shown = serde_json::to_string(&act).unwrap();
        assert!(act.confirmed, "{shown}");
    });
}
