//! What was shown, and what was not.

use portolan_terms::Day;
use serde::Serialize;

use crate::witness::Witness;

/// Says what stands against a claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "what", content = "detail", rename_all = "kebab-case")]
pub enum Found {
    /// An act for which the claim does not hold.
    Counterexample(Box<Witness>),
    /// A rule that can fail to evaluate.
    Fails(String),
    /// The claim says nothing, and why.
    Vacuous(String),
    /// It could not be decided, and why.
    NotProved(String),
}

/// Holds one thing that stands against a claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Failing {
    /// The kind of act.
    pub kind: String,
    /// The first day of the stretch of law for which it was found.
    pub day: Day,
    /// What was found.
    pub found: Found,
}

/// Holds one claim, and what stands against it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Proof {
    /// The id of the claim.
    pub id: String,
    /// The claim, in words.
    pub claim: String,
    /// The facts that are worked out before any rule is asked, and so lie outside the proof.
    pub outside: String,
    /// The stretches of law that it was asked of.
    pub days: usize,
    /// How many times it was asked: kinds of act, readings and stretches.
    pub cases: usize,
    /// What stands against it; empty when it is proved.
    pub failing: Vec<Failing>,
}

impl Proof {
    pub(crate) fn new(id: &str, claim: &str) -> Self {
        Self {
            id: id.to_owned(),
            claim: claim.to_owned(),
            outside: String::new(),
            days: 0,
            cases: 0,
            failing: Vec::new(),
        }
    }

    pub(crate) fn fail(&mut self, failing: Failing) {
        self.failing.push(failing);
    }

    /// Returns true when the claim was shown for every act, and says something.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.failing.is_empty()
    }
}
