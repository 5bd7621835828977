//! The file of futures: read, and checked against the scenario.

use std::{collections::BTreeSet, path::Path, str::FromStr};

use portolan_facts::{Scenario, scenario::edit::Edit};
use portolan_terms::Day;
use serde::{Deserialize, Deserializer, de::Error as _};

use crate::{
    commands::{Failure, whatif::Dated},
    load,
};

/// Holds the futures of a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Futures {
    /// The day on which it is known which future comes.
    #[serde(deserialize_with = "day")]
    pub known_on: Day,
    /// The futures, in the order of the file.
    pub future: Vec<FutureRow>,
}

/// Holds one future as the file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FutureRow {
    pub id: String,
    pub title: String,
    pub weight: u32,
    #[serde(default, deserialize_with = "words")]
    pub enact: Vec<Dated>,
    #[serde(default, deserialize_with = "words")]
    pub repeal: Vec<Dated>,
    #[serde(default, deserialize_with = "words")]
    pub set: Vec<Edit>,
}

/// Reads a day, written as TOML's own date or as a string.
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
    let value = toml::Value::deserialize(deserializer)?;
    let text = match &value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Datetime(date) => date.to_string(),
        other => {
            return Err(D::Error::custom(format!(
                "`{other}` is no day: write 2026-02-01"
            )));
        }
    };
    text.parse().map_err(D::Error::custom)
}

/// Reads a list of texts that each say something.
fn words<'de, D: Deserializer<'de>, T: FromStr>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T::Err: std::fmt::Display,
{
    let texts = Vec::<String>::deserialize(deserializer)?;
    let parsed = texts.iter().map(|text| {
        text.parse()
            .map_err(|error| D::Error::custom(format!("`{text}`: {error}")))
    });
    parsed.collect()
}

impl Futures {
    /// Reads a file of futures and checks it against the scenario.
    pub fn read(path: &Path, scenario: &Scenario) -> Result<Self, Failure> {
        let text = load::read_text(path)?;
        let futures: Self = toml::from_str(&text).map_err(|error| {
            let line = error.span().map_or(1, |span| {
                text.bytes()
                    .take(span.start)
                    .filter(|byte| *byte == b'\n')
                    .count()
                    + 1
            });
            wrong(
                &format!("{}:{line}: {}", path.display(), error.message()),
                "`portolan hedge --help` shows a file of futures",
            )
        })?;
        futures
            .check(scenario)
            .map_err(|(fact, hint)| wrong(&format!("{}: {fact}", path.display()), hint))?;
        Ok(futures)
    }

    fn check(&self, scenario: &Scenario) -> Result<(), (String, &'static str)> {
        let weeks = i32::try_from(scenario.horizon_weeks).unwrap_or(i32::MAX);
        let end = scenario.on.plus_days(weeks.saturating_mul(7));
        if self.known_on <= scenario.on || self.known_on >= end {
            let fact = format!(
                "`known_on` is {}, and the plan runs from {} to {end}",
                self.known_on, scenario.on
            );
            return Err((fact, "name a day after the plan begins and before it ends"));
        }
        if self.future.len() < 2 {
            let fact = format!("{} future is named", self.future.len());
            return Err((
                fact,
                "name two futures or more; one alone is `portolan whatif`",
            ));
        }
        let mut ids = BTreeSet::new();
        for future in &self.future {
            if !ids.insert(&future.id) {
                let fact = format!("future `{}` is named twice", future.id);
                return Err((fact, "give each future a name of its own"));
            }
            if future.weight == 0 {
                let fact = format!("future `{}` has no weight", future.id);
                return Err((fact, "give it a weight of one or more, or leave it out"));
            }
            let dated = future.enact.iter().chain(&future.repeal);
            if let Some(early) = dated.into_iter().find(|dated| dated.day < self.known_on) {
                let fact = format!(
                    "future `{}` changes `{}` on {}, before it is known which future comes ({})",
                    future.id, early.rule, early.day, self.known_on
                );
                return Err((
                    fact,
                    "change law on `known_on` or later, or move `known_on`",
                ));
            }
        }
        Ok(())
    }
}

impl FutureRow {
    /// Says in which future something failed.
    pub fn failed(&self, failure: &Failure) -> Failure {
        Failure::Told(format!("{failure}\n\nnote: in future `{}`", self.id))
    }
}

fn wrong(fact: &str, hint: &str) -> Failure {
    Failure::Told(format!("error[hedge.futures]: {fact}\n\nhint: {hint}"))
}
