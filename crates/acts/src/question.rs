//! One line put to the judge: an act on a day, and in a test case what must come out.

use portolan_terms::{Day, Place, evidence::EvidenceKind, evidence::Review};
use serde::{Deserialize, Serialize};

use crate::{
    Act,
    words::{BeyondCoverage, Duty, Flag, Posture},
};

/// Says how a question is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reading {
    /// Whether announced non-enforcement is honoured.
    pub posture: Posture,
    /// What is done on a day later than the texts were checked.
    pub beyond_coverage: BeyondCoverage,
}

impl Default for Reading {
    fn default() -> Self {
        Self {
            posture: Posture::AsEnforced,
            beyond_coverage: BeyondCoverage::Hold,
        }
    }
}

/// Holds one act put to the judge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The name of the line.
    pub id: String,
    /// The day of the act.
    pub on: Day,
    /// Whether announced non-enforcement is honoured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posture: Option<Posture>,
    /// What is done on a day later than the texts were checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beyond_coverage: Option<BeyondCoverage>,
    /// The places whose law is asked; every law that reaches the act when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law_of: Option<Vec<Place>>,
    /// The act.
    pub act: Act,
    /// What must come out, in a test case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Expect>,
    /// One line of reasoning, in a test case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Question {
    /// Returns how the question is to be read.
    #[must_use]
    pub fn reading(&self) -> Reading {
        let default = Reading::default();
        Reading {
            posture: self.posture.unwrap_or(default.posture),
            beyond_coverage: self.beyond_coverage.unwrap_or(default.beyond_coverage),
        }
    }
}

/// Holds the answers of the judge, worst first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default,
)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// No instrument named in the law would make it lawful.
    Forbidden,
    /// Texts conflict, facts are missing, or the day is beyond the texts.
    Unsettled,
    /// Lawful once each need is on file; until then, no.
    Conditional,
    /// Lawful as the act stands.
    #[default]
    Permitted,
}

impl Outcome {
    /// Returns the word of the act format.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Forbidden => "forbidden",
            Self::Unsettled => "unsettled",
            Self::Conditional => "conditional",
            Self::Permitted => "permitted",
        }
    }
}

impl std::fmt::Display for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.word())
    }
}

/// Holds one thing that must be on file before an act is lawful.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// The evidence.
    pub kind: EvidenceKind,
    /// Other kinds that serve as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub or: Vec<EvidenceKind>,
    /// The place whose authority gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<Place>,
    /// How an application is reviewed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// How many days before the act it must be lodged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_before: Option<u32>,
    /// What it must cover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<NeedScope>,
}

/// Holds the places that a need must cover.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NeedScope {
    /// The places.
    pub places: Vec<Place>,
}

/// Holds what a test case expects of a ruling.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The outcome.
    pub outcome: Outcome,
    /// The needs that must be named.
    pub needs: Vec<Need>,
    /// The duties that must be named.
    pub duties: Vec<Duty>,
    /// The flags that must be named.
    pub flags: Vec<Flag>,
    /// The rules that must be grounds.
    pub rules: Vec<String>,
    /// The rules that must not bite.
    pub silent_rules: Vec<String>,
    /// How sure the case is.
    pub confidence: Confidence,
}

portolan_terms::words! {
    /// Names how sure a case, a fact or a provision is.
    Confidence { High = "high", Med = "med", Low = "low", }
}
