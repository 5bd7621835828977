//! Rulings: the answer for one act, with the grounds it rests on.

use portolan_acts::{
    Need, Outcome,
    words::{Duty, Flag},
};
use portolan_terms::{Day, RuleId, words};
use serde::{Deserialize, Serialize};

words! {
    /// Names what a ground does in a ruling.
    GroundEffect {
        Forbids = "forbids", Unsettles = "unsettles", Needs = "needs", Failed = "failed",
        Undecided = "undecided", Cured = "cured", Lifted = "lifted", Lifts = "lifts",
        NotEnforced = "not-enforced", Enforcement = "enforcement", Proposed = "proposed",
        Notes = "notes", Defines = "defines", Covers = "covers",
    }
}

impl GroundEffect {
    /// Returns true when a ground of this effect stands in the way of the act.
    #[must_use]
    pub fn bites(self) -> bool {
        matches!(
            self,
            Self::Forbids | Self::Unsettles | Self::Needs | Self::Failed
        )
    }
}

/// Holds one rule that a ruling rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    /// The provision.
    pub rule: RuleId,
    /// The paragraph of it.
    pub paragraph: String,
    /// What it does here.
    pub effect: GroundEffect,
    /// What it says, in a sentence.
    pub says: String,
    /// The citation.
    pub citation: String,
    /// The address of the first source.
    pub source: String,
    /// The first day of the period it is read in.
    pub from: Day,
    /// The last day of that period that counts, when an end is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// The day the text was last checked.
    pub checked: Day,
    /// Whether it is enforced on the day.
    pub enforced: bool,
}

/// Holds the answer for one act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ruling {
    /// The name of the line.
    pub id: String,
    /// The day of the act.
    pub on: Day,
    /// The outcome.
    pub outcome: Outcome,
    /// The rules it rests on.
    pub grounds: Vec<Ground>,
    /// What must be on file before it is lawful.
    pub needs: Vec<Need>,
    /// What has to be kept though it does not block.
    pub duties: Vec<Duty>,
    /// What a reader must see.
    pub flags: Vec<Flag>,
    /// The facts to find out, the questions that the texts leave open, and the law that no pack
    /// covers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<String>,
}

impl Ruling {
    /// Returns the grounds that stand in the way.
    pub fn biting(&self) -> impl Iterator<Item = &Ground> {
        self.grounds.iter().filter(|ground| ground.effect.bites())
    }

    /// Returns true when some ground is of the provision.
    #[must_use]
    pub fn rests_on(&self, rule: &str) -> bool {
        self.grounds
            .iter()
            .any(|ground| ground.rule.as_str() == rule)
    }
}
