//! Invariants: what a lawyer claims of the packs, for every act there could be.

use portolan_acts::Act;
use portolan_terms::Day;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::{ProveError, expr};

/// Says what is claimed of the bars that an invariant names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Then {
    /// One of them bites: nothing on file can cure it, and nothing lifts it.
    Held,
    /// One of them that no paper cures holds, and nothing lifts it.
    Forbidden,
    /// None of them stands, whatever is on file.
    Free,
}

/// Names who reads the law: by its text, or honouring statements that it is not enforced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// By its text.
    AsWritten,
    /// Honouring statements of non-enforcement.
    AsEnforced,
}

/// Holds one claim about the packs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invariant {
    /// The id.
    pub id: String,
    /// What is claimed, in words.
    pub claim: String,
    /// The kinds of act.
    pub acts: Vec<String>,
    /// The first day for which it is claimed.
    pub from: toml::value::Datetime,
    /// The first day for which it is no longer claimed.
    pub until: Option<toml::value::Datetime>,
    /// The readings of the law for which it is claimed.
    #[serde(default = "both")]
    pub readings: Vec<Reading>,
    /// The acts that it speaks of: a Cedar condition.
    pub when: String,
    /// What holds of them.
    pub then: Then,
    /// The provisions or rules it speaks of; every bar when left out.
    #[serde(default)]
    pub by: Vec<String>,
    /// The facts that are worked out in Rust before any rule is asked, and where that is tested.
    pub outside: String,
}

fn both() -> Vec<Reading> {
    vec![Reading::AsWritten, Reading::AsEnforced]
}

/// Holds an invariant that is well written.
#[derive(Clone, Debug)]
pub struct Read {
    /// The invariant.
    pub invariant: Invariant,
    pub(crate) from: Day,
    pub(crate) until: Option<Day>,
    pub(crate) when: Json,
}

impl Invariant {
    /// Reads an invariant from its file.
    ///
    /// # Errors
    /// When it is no TOML of the form above, its days or acts do not exist, or its condition is no
    /// Cedar.
    pub fn read(file: &str, text: &str) -> Result<Read, ProveError> {
        let wrong = |fact: String| ProveError::Invariant {
            file: file.to_owned(),
            fact,
        };
        let invariant: Self =
            toml::from_str(text).map_err(|error| wrong(error.message().to_owned()))?;
        let day = |day: &toml::value::Datetime| {
            let read = day.to_string().parse::<Day>();
            read.map_err(|error| wrong(error.to_string()))
        };
        for kind in &invariant.acts {
            if !Act::KINDS.contains(&kind.as_str()) {
                return Err(wrong(format!("`{kind}` is no kind of act")));
            }
        }
        let rule = format!(
            "permit (principal, action, resource) when {{ {} }};",
            invariant.when
        );
        let policy = cedar_policy::Policy::parse(None, rule)
            .map_err(|error| wrong(format!("`when` is no Cedar condition: {error}")))?;
        let policy = policy.to_json().map_err(|error| wrong(error.to_string()))?;
        Ok(Read {
            from: day(&invariant.from)?,
            until: invariant.until.as_ref().map(day).transpose()?,
            when: expr::condition(&policy),
            invariant,
        })
    }

    /// Returns true when the invariant speaks of a rule.
    pub(crate) fn speaks_of(&self, rule: &portolan_law::OpenRule) -> bool {
        self.by.is_empty()
            || self
                .by
                .iter()
                .any(|name| *name == rule.name || name == rule.provision.as_str())
    }
}
