//! The file of futures: read, and checked against the scenario.

use std::{collections::BTreeSet, ops::Range, path::Path, str::FromStr};

use portolan_facts::{Scenario, scenario::edit::Edit};
use portolan_terms::Day;
use serde::{Deserialize, Deserializer, de::Error as _};
use toml::Spanned;

use crate::{
    commands::{Failure, whatif::Dated},
    load,
};

/// The largest weight: costs times weights are counted in whole numbers.
const WEIGHT_MAX: u32 = 100;

/// Holds the futures of a file.
pub(super) struct Futures {
    /// The day on which it is known which future comes.
    pub known_on: Day,
    /// The futures, in the order of the file.
    pub future: Vec<FutureRow>,
}

/// Holds the futures with where they stand in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Placed {
    #[serde(deserialize_with = "day")]
    known_on: Spanned<Day>,
    #[serde(default)]
    future: Vec<Spanned<FutureRow>>,
}

/// Holds what is wrong with a file: where, what and the remedy.
type Wrong = (Range<usize>, String, &'static str);

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
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Spanned<Day>, D::Error> {
    let value = Spanned::<toml::Value>::deserialize(deserializer)?;
    let written = value.get_ref();
    let text = written.as_str().map(str::to_owned);
    let text = text.or_else(|| written.as_datetime().map(ToString::to_string));
    let text =
        text.ok_or_else(|| D::Error::custom(format!("`{written}` is no day: write 2026-02-01")))?;
    let day = text.parse().map_err(D::Error::custom)?;
    Ok(Spanned::new(value.span(), day))
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
        let at = |span: Range<usize>, fact: &str, hint: &str| {
            let before = text.bytes().take(span.start);
            let line = before.filter(|byte| *byte == b'\n').count() + 1;
            wrong(&format!("{}:{line}: {fact}", path.display()), hint)
        };
        let placed: Placed = toml::from_str(&text).map_err(|error| {
            at(
                error.span().unwrap_or_default(),
                error.message(),
                "`portolan hedge --help` shows a file of futures",
            )
        })?;
        placed
            .check(scenario)
            .map_err(|(span, fact, hint)| at(span, &fact, hint))?;
        let future = placed.future.into_iter().map(Spanned::into_inner);
        Ok(Self {
            known_on: placed.known_on.into_inner(),
            future: future.collect(),
        })
    }
}

impl Placed {
    fn check(&self, scenario: &Scenario) -> Result<(), Wrong> {
        let known_on = *self.known_on.get_ref();
        let weeks = i32::try_from(scenario.horizon_weeks).unwrap_or(i32::MAX);
        let end = scenario.on.plus_days(weeks.saturating_mul(7));
        if known_on <= scenario.on || known_on >= end {
            let fact = format!(
                "`known_on` is {known_on}, and the plan runs from {} to {end}",
                scenario.on
            );
            let hint = "name a day after the plan begins and before it ends";
            return Err((self.known_on.span(), fact, hint));
        }
        if self.future.len() < 2 {
            let fact = match self.future.len() {
                0 => "no future is named".to_owned(),
                _ => "only one future is named".to_owned(),
            };
            let span = self.future.first().map_or(0..0, Spanned::span);
            let hint = "name two futures or more; one alone is `portolan whatif`";
            return Err((span, fact, hint));
        }
        let mut ids = BTreeSet::new();
        self.future.iter().try_for_each(|placed| {
            let future = placed.get_ref();
            let checked = if ids.insert(&future.id) {
                future.check(known_on)
            } else {
                let fact = format!("future `{}` is named twice", future.id);
                Err((fact, "give each future a name of its own"))
            };
            checked.map_err(|(fact, hint)| (placed.span(), fact, hint))
        })
    }
}

impl FutureRow {
    fn check(&self, known_on: Day) -> Result<(), (String, &'static str)> {
        if self.weight == 0 {
            let fact = format!("future `{}` has no weight", self.id);
            return Err((fact, "give it a weight of one or more, or leave it out"));
        }
        if self.weight > WEIGHT_MAX {
            let fact = format!("future `{}` has a weight above {WEIGHT_MAX}", self.id);
            return Err((fact, "only shares count: give all futures smaller weights"));
        }
        let mut dated = self.enact.iter().chain(&self.repeal);
        let Some(early) = dated.find(|dated| dated.day < known_on) else {
            return Ok(());
        };
        let fact = format!(
            "future `{}` changes `{}` on {}, before it is known which future comes ({known_on})",
            self.id, early.rule, early.day
        );
        Err((
            fact,
            "change law on `known_on` or later, or move `known_on`",
        ))
    }

    /// Says in which future something failed.
    pub fn failed(&self, failure: &Failure) -> Failure {
        Failure::Told(format!("{failure}\n\nnote: in future `{}`", self.id))
    }
}

fn wrong(fact: &str, hint: &str) -> Failure {
    Failure::Told(format!("error[hedge.futures]: {fact}\n\nhint: {hint}"))
}
