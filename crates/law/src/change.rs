//! How the ruling on an act differs from another ruling on it, and which rules made the difference.

use std::collections::BTreeSet;

use portolan_acts::{Need, Outcome, words::Flag};
use portolan_terms::{RuleId, words};
use serde::Serialize;

use crate::{GroundEffect, Ruling, judge::SILENT};

words! {
    /// Names what a difference between two rulings comes from.
    Cause {
        Rules = "rules", Silence = "silence", BeyondCoverage = "beyond-coverage", Facts = "facts",
    }
}

/// Holds a ruling that flipped: its outcome or its needs are others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// What the difference comes from.
    pub cause: Cause,
    /// The provisions responsible; empty unless the cause is `rules`.
    pub by: Vec<RuleId>,
    /// The outcome before.
    pub before: Outcome,
    /// The outcome after.
    pub after: Outcome,
    /// What must be on file after, and had not to be before.
    pub gained: Vec<Need>,
    /// What had to be on file before, and must not after.
    pub lost: Vec<Need>,
}

/// Says which provisions can be responsible for a difference.
#[derive(Clone, Copy, Debug)]
pub enum Blame<'a> {
    /// These and no others: when none of them has another part, law is not the cause.
    Only(&'a BTreeSet<RuleId>),
    /// These before all others.
    First(&'a BTreeSet<RuleId>),
}

impl Change {
    /// Returns how a ruling flipped, when it did.
    ///
    /// # Example: the day on which the Chip Act starts
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use portolan_acts::Question;
    /// use portolan_law::{Blame, Cause, Change, Corpus, Packs};
    /// # const CHIP_ACT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/packs/xa-chip-7.md"));
    /// # const SALE: &str = r#"{"id": "sale", "on": "2024-06-14", "act": {"kind": "supply",
    /// #     "mode": "export", "item": {"type": "accelerator", "us_jurisdiction": false, "tpp": 4000},
    /// #     "supplier": {"name": "maker", "hq": "XA", "ultimate_parent_hq": "XA", "owners": [], "listed": [], "roles": []},
    /// #     "recipient": {"name": "buyer", "hq": "XB", "ultimate_parent_hq": "XB", "owners": [], "listed": [], "roles": []},
    /// #     "from": "XA", "to": "XB", "knows": [], "red_flags": [], "on_file": []}}"#;
    ///
    /// let packs = Packs::read([("packs/xa/chip/s7.md", CHIP_ACT)]).unwrap();
    /// let corpus = Corpus::new(Arc::new(packs));
    /// let mut sale: Question = serde_json::from_str(SALE).unwrap();
    /// let before = corpus.ruling_on(&sale);
    /// sale.on = "2024-06-15".parse().unwrap();
    /// let after = corpus.ruling_on(&sale);
    ///
    /// let starts = ["xa-chip-7-2".parse().unwrap()].into();
    /// let change = Change::between(&before, &after, Blame::Only(&starts)).unwrap();
    /// assert_eq!(change.cause, Cause::Rules);
    /// assert_eq!(change.gained[0].kind.word(), "licence");
    /// assert_eq!(Change::between(&after, &after, Blame::Only(&starts)), None);
    /// ```
    #[must_use]
    pub fn between(before: &Ruling, after: &Ruling, blame: Blame<'_>) -> Option<Self> {
        let gained = missing(&after.needs, &before.needs);
        let lost = missing(&before.needs, &after.needs);
        if before.outcome == after.outcome && gained.is_empty() && lost.is_empty() {
            return None;
        }
        let by = responsible(before, after, blame);
        Some(Self {
            cause: if by.is_empty() {
                without_rules(before, after)
            } else {
                Cause::Rules
            },
            by: by.into_iter().collect(),
            before: before.outcome,
            after: after.outcome,
            gained,
            lost,
        })
    }
}

/// Returns the needs of one ruling that the other has not.
fn missing(of: &[Need], other: &[Need]) -> Vec<Need> {
    of.iter()
        .filter(|need| !other.contains(need))
        .cloned()
        .collect()
}

/// Returns the provisions responsible: those that decide, before those that only define or note.
fn responsible(before: &Ruling, after: &Ruling, blame: Blame<'_>) -> BTreeSet<RuleId> {
    let moved = |deciding: bool| -> BTreeSet<RuleId> {
        let (before, after) = (parts(before, deciding), parts(after, deciding));
        let differing = before.symmetric_difference(&after);
        differing.map(|(rule, ..)| (*rule).clone()).collect()
    };
    let (Blame::Only(suspects) | Blame::First(suspects)) = blame;
    let deciding = moved(true);
    for candidates in [&deciding, &moved(false)] {
        let found: BTreeSet<RuleId> = candidates.intersection(suspects).cloned().collect();
        if !found.is_empty() {
            return found;
        }
    }
    match blame {
        Blame::Only(_) => BTreeSet::new(),
        Blame::First(_) => deciding,
    }
}

/// Returns the part that each rule has in a ruling, or only the parts that decide.
fn parts(ruling: &Ruling, deciding: bool) -> BTreeSet<(&RuleId, &str, GroundEffect)> {
    let decides = |effect: GroundEffect| match effect {
        GroundEffect::Proposed
        | GroundEffect::Notes
        | GroundEffect::Defines
        | GroundEffect::Covers => false,
        GroundEffect::Forbids
        | GroundEffect::Unsettles
        | GroundEffect::Needs
        | GroundEffect::Failed
        | GroundEffect::Undecided
        | GroundEffect::Cured
        | GroundEffect::Lifted
        | GroundEffect::Lifts
        | GroundEffect::NotEnforced
        | GroundEffect::Enforcement => true,
    };
    ruling
        .grounds
        .iter()
        .filter(|ground| !deciding || decides(ground.effect))
        .map(|ground| (&ground.rule, ground.paragraph.as_str(), ground.effect))
        .collect()
}

/// Returns what a difference comes from that no rule is responsible for.
fn without_rules(before: &Ruling, after: &Ruling) -> Cause {
    let beyond = |ruling: &Ruling| ruling.flags.contains(&Flag::BeyondCoverage);
    let silent = |ruling: &Ruling| -> BTreeSet<String> {
        let open = ruling.open.iter();
        open.filter(|open| open.starts_with(SILENT))
            .cloned()
            .collect()
    };
    if beyond(before) != beyond(after) {
        Cause::BeyondCoverage
    } else if silent(before) != silent(after) {
        Cause::Silence
    } else {
        Cause::Facts
    }
}
