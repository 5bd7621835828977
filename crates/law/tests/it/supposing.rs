//! Packs with a supposed change say what the changed texts would say, and nothing else.

use std::sync::Arc;

use portolan_acts::{Outcome, Question, words::Flag};
use portolan_law::{Corpus, Diff, Fate, Packs, SupposeError, Supposition};
use portolan_terms::Day;
use serde_json::json;

use crate::shipped;

const CHIP_ACT: &str = include_str!("packs/xa-chip-7.md");

/// A bill that bars what the Chip Act leaves free.
fn bill() -> String {
    CHIP_ACT
        .replace("id = \"xa-chip-7-2\"", "id = \"xa-bill\"")
        .replace("status = \"regulation\"", "status = \"bill\"")
        .split("[[group]]")
        .next()
        .unwrap()
        .to_owned()
        + "+++\n# A bill\n\n```cedar\n@bar(\"all\") @says(\"it is not law\")\n\
           forbid (principal, action == Action::\"supply\", resource);\n```\n"
}

/// A statement that the Chip Act is not enforced, and the act that it silences.
fn silenced() -> [String; 2] {
    let act = CHIP_ACT.replacen(
        "[[group]]",
        "[[enforcement]]\nfrom = 2025-03-01\nby = \"xa-silence\"\n\n[[group]]",
        1,
    );
    let front = bill()
        .replace("xa-bill", "xa-silence")
        .replace("status = \"bill\"", "status = \"guidance\"")
        .replace("from = 2024-06-15", "from = 2025-03-01");
    let statement = front.split("```cedar").next().unwrap().to_owned();
    [act, statement]
}

fn packs(texts: &[&str]) -> Packs {
    let named: Vec<(String, &str)> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| (format!("packs/xa/{index}.md"), *text))
        .collect();
    Packs::read(named.iter().map(|(name, text)| (name.as_str(), *text)))
        .unwrap_or_else(|errors| panic!("{errors}"))
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn enact(rule: &str, from: &str) -> Supposition {
    let (rule, from) = (rule.parse().unwrap(), day(from));
    Supposition::Enact { rule, from }
}

fn repeal(rule: &str, on: &str) -> Supposition {
    let (rule, on) = (rule.parse().unwrap(), day(on));
    Supposition::Repeal { rule, on }
}

fn supposing(packs: &Packs, changes: &[Supposition]) -> Corpus {
    let supposed = packs.supposing(changes, day("2024-05-01")).unwrap();
    Corpus::new(Arc::new(supposed))
}

fn sale(on: &str, hq: &str) -> Question {
    let party = |hq: &str| json!({"name": hq, "hq": hq, "ultimate_parent_hq": hq, "owners": [], "listed": [], "roles": []});
    let question = json!({"id": "sale", "on": on, "act": {
        "kind": "supply", "mode": "export", "item": {"type": "accelerator", "us_jurisdiction": false, "tpp": 4000},
        "supplier": party("XA"), "recipient": party(hq), "from": "XA", "to": "XC",
        "knows": [], "red_flags": [], "on_file": []
    }});
    serde_json::from_value(question).unwrap()
}

#[test]
fn a_bill_bites_from_the_day_on_which_it_is_enacted_and_then_speaks_by_its_title() {
    let packs = packs(&[CHIP_ACT, &bill()]);
    let corpus = supposing(&packs, &[enact("xa-bill", "2025-03-01")]);
    let before = corpus.ruling_on(&sale("2025-02-28", "XA"));
    assert_eq!(before.outcome, Outcome::Permitted);
    assert!(!before.rests_on("xa-bill"));
    let after = corpus.ruling_on(&sale("2025-03-01", "XA"));
    assert_eq!(after.outcome, Outcome::Forbidden);
    assert!(!after.flags.contains(&Flag::ProposedOnly));
    assert!(after.biting().all(|ground| ground.says != "it is not law"));
    let now = Corpus::new(Arc::new(packs)).ruling_on(&sale("2025-03-01", "XA"));
    assert_eq!(now.outcome, Outcome::Permitted, "the packs themselves stay");
}

#[test]
fn a_supposed_change_is_known_to_whoever_supposes_it() {
    let packs = packs(&[CHIP_ACT, &bill().replace("2024-05-01", "2026-01-01")]);
    let corpus = supposing(&packs, &[enact("xa-bill", "2025-03-01")]).known_on(day("2024-06-01"));
    let ruling = corpus.ruling_on(&sale("2025-03-01", "XA"));
    assert_eq!(ruling.outcome, Outcome::Forbidden);
    let law = bill()
        .replace("2024-05-01", "2026-01-01")
        .replace("\"bill\"", "\"regulation\"");
    let packs = self::packs(&[CHIP_ACT, &law]);
    let corpus = supposing(&packs, &[repeal("xa-bill", "2026-06-01")]).known_on(day("2024-06-01"));
    let ruling = corpus.ruling_on(&sale("2025-03-01", "XA"));
    assert_eq!(
        ruling.outcome,
        Outcome::Permitted,
        "its end makes nothing known"
    );
}

#[test]
fn a_regulation_starts_on_the_day_to_which_it_is_moved() {
    let packs = packs(&[CHIP_ACT]);
    let later = supposing(&packs, &[enact("xa-chip-7-2", "2025-03-01")]);
    for (on, outcome) in [
        ("2025-02-28", Outcome::Unsettled),
        ("2025-03-01", Outcome::Conditional),
    ] {
        assert_eq!(later.ruling_on(&sale(on, "XB")).outcome, outcome, "{on}");
    }
    let earlier = supposing(&packs, &[enact("xa-chip-7-2", "2024-01-01")]);
    let ruling = earlier.ruling_on(&sale("2024-01-01", "XB"));
    assert_eq!(ruling.outcome, Outcome::Conditional);
}

#[test]
fn what_is_repealed_ends_on_its_day_with_the_groups_that_it_defines() {
    let other = CHIP_ACT
        .replace("xa-chip-7-2", "xa-chip-8")
        .replace("group = \"ring\"", "")
        .replace("[[share]]\nname = \"ring\"\nseats = \"ring\"\n", "");
    let (front, rest) = other.split_once("[[group]]").unwrap();
    let rest = rest.split_once("\n+++\n").unwrap().1;
    let packs = packs(&[CHIP_ACT, &format!("{front}+++\n{rest}")]);
    let corpus = supposing(&packs, &[repeal("xa-chip-7-2", "2025-03-01")]);
    let before = corpus.ruling_on(&sale("2025-02-28", "XB"));
    assert_eq!(before.outcome, Outcome::Conditional);
    assert!(before.rests_on("xa-chip-7-2") && before.rests_on("xa-chip-8"));
    let after = corpus.ruling_on(&sale("2025-03-01", "XB"));
    assert_eq!(after.outcome, Outcome::Permitted, "nobody is in the ring");
}

#[test]
fn a_repealed_statement_silences_nothing_any_more() {
    let [act, statement] = silenced();
    let packs = packs(&[&act, &statement]);
    let now = Corpus::new(Arc::new(packs.clone()));
    let question = sale("2025-06-01", "XB");
    assert_eq!(now.ruling_on(&question).outcome, Outcome::Permitted);
    let corpus = supposing(&packs, &[repeal("xa-silence", "2025-06-01")]);
    assert_eq!(corpus.ruling_on(&question).outcome, Outcome::Conditional);
    let before = corpus.ruling_on(&sale("2025-05-31", "XB"));
    assert_eq!(before.outcome, Outcome::Permitted);
    let earlier = supposing(&packs, &[enact("xa-silence", "2025-01-01")]);
    let ruling = earlier.ruling_on(&sale("2025-01-01", "XB"));
    assert_eq!(ruling.outcome, Outcome::Permitted);
}

#[test]
fn what_cannot_be_supposed_says_why() {
    let packs = packs(&[CHIP_ACT]);
    let told = |changes: &[Supposition]| packs.supposing(changes, day("2024-05-01")).unwrap_err();
    assert_eq!(
        told(&[repeal("xa-nothing", "2025-01-01")]),
        SupposeError::Unknown("xa-nothing".parse().unwrap())
    );
    let twice = [
        enact("xa-chip-7-2", "2025-01-01"),
        enact("xa-chip-7-2", "2025-02-01"),
    ];
    assert!(matches!(told(&twice), SupposeError::Twice(_)));
    let backwards = [
        repeal("xa-chip-7-2", "2025-01-01"),
        enact("xa-chip-7-2", "2025-01-01"),
    ];
    assert!(matches!(told(&backwards), SupposeError::Backwards { .. }));
}

#[test]
fn every_shipped_provision_can_be_put_off_and_answers_elsewhere_stay_the_same() {
    let whole = shipped::corpus();
    let cases: Vec<&Question> = shipped::CASES.iter().step_by(40).collect();
    let rulings: Vec<_> = cases.iter().map(|case| whole.ruling_on(case)).collect();
    let mut moved = 0;
    for provision in shipped::PACKS.provisions().step_by(7) {
        let put_off = Supposition::Enact {
            rule: provision.id().clone(),
            from: day("2031-01-01"),
        };
        let supposed = shipped::PACKS.supposing(&[put_off], day("2026-01-01"));
        let corpus = Corpus::new(Arc::new(supposed.unwrap()));
        for (case, ruling) in cases.iter().zip(&rulings) {
            let after = corpus.ruling_on(case);
            moved += usize::from(after != *ruling);
            let silent = !ruling.rests_on(provision.id().as_str());
            // Bases are no grounds: without one, silence is unsettled.
            if silent && after.outcome != Outcome::Unsettled {
                assert_eq!(
                    after.outcome,
                    ruling.outcome,
                    "{} {}",
                    provision.id(),
                    case.id
                );
            }
        }
    }
    assert!(moved > 0, "no case moved");
}

#[test]
fn a_diff_says_what_starts_ends_and_changes_and_which_rule_flips_a_ruling() {
    let [act, statement] = silenced();
    let ended = bill()
        .replace("xa-bill", "xa-short")
        .replace("status = \"bill\"", "status = \"regulation\"")
        .replace("from = 2024-06-15", "from = 2025-01-10\nuntil = 2025-01-20");
    let corpus = Corpus::new(Arc::new(packs(&[&act, &statement, &ended])));
    let diff = |from: &str, to: &str| {
        let acts = [sale("2025-01-01", "XB")];
        Diff::between(&corpus, day(from), day(to), &acts)
    };
    let fates = |diff: &Diff| -> Vec<(String, Fate)> {
        let provisions = diff.provisions.iter();
        provisions
            .map(|one| (one.rule.to_string(), one.fate))
            .collect()
    };
    let silence = diff("2025-02-28", "2025-03-01");
    assert_eq!(
        fates(&silence),
        [
            ("xa-chip-7-2".to_owned(), Fate::Changes),
            ("xa-silence".to_owned(), Fate::Starts)
        ]
    );
    assert_eq!(
        silence.provisions[0].says,
        ["it is not enforced, by `xa-silence`"]
    );
    let [flip] = silence.flips.as_slice() else {
        panic!("{:?}", silence.flips);
    };
    let by: Vec<&str> = flip.change.by.iter().map(|rule| rule.as_str()).collect();
    assert_eq!(by, ["xa-chip-7-2", "xa-silence"]);
    assert_eq!(
        (flip.change.before, flip.change.after),
        (Outcome::Conditional, Outcome::Permitted)
    );
    assert_eq!(flip.change.lost[0].kind.word(), "licence");
    assert_eq!(flip.acts, ["sale"]);
    assert_eq!(
        fates(&diff("2025-01-05", "2025-01-25")),
        [("xa-short".to_owned(), Fate::Passes)]
    );
    let ends = diff("2025-01-15", "2025-01-25");
    assert_eq!(fates(&ends), [("xa-short".to_owned(), Fate::Ends)]);
    assert_eq!(ends.provisions[0].says, ["no longer: it is not law"]);
    assert_eq!(fates(&diff("2025-04-01", "2025-05-01")), []);
}

#[test]
fn a_diff_past_the_last_check_says_that_texts_were_not_read_and_blames_no_rule() {
    let corpus = Corpus::new(Arc::new(packs(&[CHIP_ACT])));
    let acts = [sale("2025-01-01", "XA")];
    let diff = Diff::between(&corpus, day("2026-09-01"), day("2026-09-02"), &acts);
    assert_eq!(diff.read_again.len(), 1);
    assert_eq!(diff.beyond_coverage, 1);
    let change = &diff.flips[0].change;
    assert_eq!(change.cause.word(), "beyond-coverage");
    assert!(change.by.is_empty());
    assert_eq!(change.after, Outcome::Unsettled);
}

#[test]
fn a_paper_that_lapses_is_no_change_of_law() {
    let corpus = Corpus::new(Arc::new(packs(&[CHIP_ACT])));
    let mut act = serde_json::to_value(sale("2025-02-01", "XB")).unwrap();
    act["act"]["on_file"] = json!([{"kind": "licence", "issuer": "XA", "granted_on": "2025-01-01", "expires_on": "2025-02-10"}]);
    let acts = [serde_json::from_value(act).unwrap()];
    let diff = Diff::between(&corpus, day("2025-02-10"), day("2025-02-11"), &acts);
    assert!(diff.provisions.is_empty());
    let change = &diff.flips[0].change;
    assert_eq!(
        (change.cause.word(), change.after),
        ("facts", Outcome::Conditional)
    );
}
