//! Decided cases, and whether a ruling agrees with them.

use std::collections::BTreeSet;

use portolan_acts::{Expect, Need, Question};
use serde::Serialize;

use crate::{Corpus, GroundEffect, Ruling};

/// Counts what rulings named beyond what was expected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Extra {
    /// Needs.
    pub needs: usize,
    /// Duties.
    pub duties: usize,
    /// Flags.
    pub flags: usize,
    /// Rules.
    pub rules: usize,
}

/// Holds a case that does not agree.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Disagreement {
    /// The case.
    pub id: String,
    /// What differs, in words.
    pub differs: Vec<String>,
    /// What was expected.
    pub expected: Expect,
    /// What came out.
    pub got: Ruling,
}

/// Holds a case that names rules no pack has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Uncovered {
    /// The case.
    pub id: String,
    /// The rules that no pack has.
    pub missing: Vec<String>,
}

/// Holds the outcome of a run of cases.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CaseReport {
    /// The number of cases: those that agree, disagree and are uncovered.
    pub cases: usize,
    /// The number that agree.
    pub agree: usize,
    /// Those that do not.
    pub disagree: Vec<Disagreement>,
    /// Those that name rules no pack has; they never count as agreeing.
    pub uncovered: Vec<Uncovered>,
    /// What was named beyond what was expected.
    pub extra: Extra,
}

impl CaseReport {
    /// Returns true when every case agrees.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.cases == self.agree
    }
}

/// Puts cases to the corpus; lines without an expectation are left out.
///
/// # Example: a case that expects a licence
///
/// ```
/// use std::sync::Arc;
///
/// use portolan_acts::Question;
/// use portolan_law::{Corpus, Packs, cases};
/// # const CHIP_ACT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/packs/xa-chip-7.md"));
/// # const SALE: &str = r#"{"id": "sale", "on": "2025-06-01", "act": {"kind": "supply",
/// #     "mode": "export", "item": {"type": "accelerator", "us_jurisdiction": false, "tpp": 4000},
/// #     "supplier": {"name": "maker", "hq": "XA", "ultimate_parent_hq": "XA", "owners": [], "listed": [], "roles": []},
/// #     "recipient": {"name": "buyer", "hq": "XB", "ultimate_parent_hq": "XB", "owners": [], "listed": [], "roles": []},
/// #     "from": "XA", "to": "XB", "knows": [], "red_flags": [], "on_file": []}}"#;
///
/// let packs = Packs::read([("packs/xa/chip/s7.md", CHIP_ACT)]).unwrap();
/// let mut case: Question = serde_json::from_str(SALE).unwrap();
/// case.expect = serde_json::from_str(
///     r#"{"outcome": "conditional", "duties": [], "flags": [], "rules": ["xa-chip-7-2"],
///         "needs": [{"kind": "licence", "issuer": "XA", "review": "presumption-of-denial"}],
///         "silent_rules": [], "confidence": "high"}"#,
/// )
/// .unwrap();
///
/// let report = cases::run(&Corpus::new(Arc::new(packs)), &[case]);
/// assert!(report.holds(), "{report:?}");
/// ```
#[must_use]
pub fn run(corpus: &Corpus, questions: &[Question]) -> CaseReport {
    let mut report = CaseReport::default();
    let known: BTreeSet<&str> = corpus
        .provisions()
        .map(|provision| provision.id().as_str())
        .collect();
    for question in questions {
        let Some(expect) = &question.expect else {
            continue;
        };
        report.cases += 1;
        let named = expect.rules.iter().chain(&expect.silent_rules);
        let missing: Vec<String> = named
            .filter(|rule| !known.contains(rule.as_str()))
            .cloned()
            .collect();
        if !missing.is_empty() {
            report.uncovered.push(Uncovered {
                id: question.id.clone(),
                missing,
            });
            continue;
        }
        let ruling = corpus.ruling_on(question);
        let differs = differences(expect, &ruling);
        if differs.is_empty() {
            report.agree += 1;
            report.extra.add(expect, &ruling);
        } else {
            let (id, expected) = (question.id.clone(), expect.clone());
            report.disagree.push(Disagreement {
                id,
                differs,
                expected,
                got: ruling,
            });
        }
    }
    report
}

impl Extra {
    fn add(&mut self, expect: &Expect, ruling: &Ruling) {
        self.needs += ruling.needs.len().saturating_sub(expect.needs.len());
        self.duties += beyond(&ruling.duties, &expect.duties);
        self.flags += beyond(&ruling.flags, &expect.flags);
        let rules: BTreeSet<&str> = ruling
            .grounds
            .iter()
            .map(|ground| ground.rule.as_str())
            .collect();
        let expected: BTreeSet<&str> = expect.rules.iter().map(String::as_str).collect();
        self.rules += rules.difference(&expected).count();
    }
}

fn beyond<T: PartialEq>(given: &[T], expected: &[T]) -> usize {
    given.iter().filter(|one| !expected.contains(one)).count()
}

/// Returns what a ruling does not share with what a case expects.
#[must_use]
pub fn differences(expect: &Expect, ruling: &Ruling) -> Vec<String> {
    let mut differs = Vec::new();
    if expect.outcome != ruling.outcome {
        differs.push(format!(
            "outcome {} instead of {}",
            ruling.outcome, expect.outcome
        ));
    }
    for need in &expect.needs {
        if !ruling.needs.iter().any(|given| same_need(given, need)) {
            differs.push(format!("need `{}` is not named so", need.kind));
        }
    }
    for duty in expect
        .duties
        .iter()
        .filter(|duty| !ruling.duties.contains(duty))
    {
        differs.push(format!("duty `{duty}` is not named"));
    }
    for flag in expect
        .flags
        .iter()
        .filter(|flag| !ruling.flags.contains(flag))
    {
        differs.push(format!("flag `{flag}` is not named"));
    }
    for rule in expect.rules.iter().filter(|rule| !ruling.rests_on(rule)) {
        differs.push(format!("`{rule}` is not a ground"));
    }
    for rule in &expect.silent_rules {
        let bites = ruling.grounds.iter().any(|ground| {
            ground.rule.as_str() == rule
                && matches!(
                    ground.effect,
                    GroundEffect::Forbids | GroundEffect::Needs | GroundEffect::Unsettles
                )
        });
        if bites {
            differs.push(format!("`{rule}` should be silent"));
        }
    }
    differs
}

fn same_need(given: &Need, expected: &Need) -> bool {
    let kinds =
        |need: &Need| -> BTreeSet<_> { need.or.iter().copied().chain([need.kind]).collect() };
    let kind = kinds(given).contains(&expected.kind) || kinds(expected).contains(&given.kind);
    kind && given.review == expected.review
        && expected
            .issuer
            .is_none_or(|issuer| given.issuer == Some(issuer))
        && expected
            .days_before
            .is_none_or(|days| given.days_before == Some(days))
}
