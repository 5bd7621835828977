//! The US Consolidated Screening List, as CSV or JSON, in the layout that trade.gov publishes.

use std::collections::BTreeMap;

use portolan_terms::{Day, evidence::Review};
use serde::Deserialize;

use super::Entry;
use crate::{FactsError, SourceText};

/// The columns that are read, as the file names them.
const COLUMNS: [&str; 7] = [
    "source",
    "name",
    "alt_names",
    "start_date",
    "end_date",
    "license_requirement",
    "license_policy",
];
const CUT_SHORT: &str = "the file may be cut short: fetch it again";

/// Holds the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Csl {
    /// Its day.
    pub dated: Day,
    /// Its entries.
    pub entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct File {
    search_performed_at: Option<String>,
    results: Vec<Row>,
}

/// Holds an entry as either form has it.
#[derive(Deserialize, Default)]
struct Row {
    source: Option<String>,
    name: Option<String>,
    alt_names: Option<Names>,
    start_date: Option<String>,
    end_date: Option<String>,
    license_requirement: Option<String>,
    license_policy: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Names {
    Each(Vec<String>),
    Joined(String),
}

impl Csl {
    /// Reads the list; `dated` is its day when the caller knows it.
    ///
    /// A CSV file does not say its day. Without `dated` it is that of its newest entry, which is
    /// never later than the day of the list.
    ///
    /// # Errors
    /// When the file is cut short, lacks a column, holds no entry, or an entry has no name or no
    /// list, or a day that is none.
    pub fn read(source: SourceText<'_>, dated: Option<Day>) -> Result<Self, Vec<FactsError>> {
        let text = source.text.trim_start_matches('\u{feff}');
        let (rows, stated) = if text.trim_start().starts_with(['{', '[']) {
            of_json(source.name, text)?
        } else {
            (of_csv(source.name, text)?, None)
        };
        let mut errors = Vec::new();
        let entries: Vec<Entry> = rows
            .into_iter()
            .filter_map(|(line, row)| {
                row.entry()
                    .map_err(|error| errors.push(error.at(source.name, line)))
                    .ok()
            })
            .collect();
        if !errors.is_empty() {
            return Err(errors);
        }
        let newest = entries.iter().filter_map(|entry| entry.from).max();
        let Some(dated) = dated.or(stated).or(newest) else {
            let fact = "the list holds no entry with a day";
            let error = FactsError::new("csl.empty", fact).at(source.name, 1);
            return Err(vec![error.hint(CUT_SHORT)]);
        };
        Ok(Self { dated, entries })
    }

    /// Returns the number of entries of each source list.
    #[must_use]
    pub fn counts(&self) -> Vec<(String, usize)> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for entry in &self.entries {
            *counts.entry(&entry.source).or_default() += 1;
        }
        let owned = counts.into_iter();
        owned
            .map(|(source, count)| (source.to_owned(), count))
            .collect()
    }
}

type Rows = Vec<(usize, Row)>;

fn of_json(name: &str, text: &str) -> Result<(Rows, Option<Day>), Vec<FactsError>> {
    let file: File = serde_json::from_str(text).map_err(|error| {
        let told = FactsError::new("csl.form", "the list cannot be read").at(name, error.line());
        vec![told.because(error.to_string()).hint(CUT_SHORT)]
    })?;
    let stated = file.search_performed_at.as_deref();
    let stated = stated.and_then(|text| text.get(..10)?.parse().ok());
    Ok((
        file.results.into_iter().map(|row| (0, row)).collect(),
        stated,
    ))
}

fn of_csv(name: &str, text: &str) -> Result<Rows, Vec<FactsError>> {
    let wrong = |line: u64, fact: &str| {
        FactsError::new("csl.form", fact).at(name, usize::try_from(line).unwrap_or(usize::MAX))
    };
    let unreadable = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        let told = wrong(line, "the row cannot be read");
        vec![told.because(error.to_string()).hint(CUT_SHORT)]
    };
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let header = reader.headers().map_err(unreadable)?.clone();
    let missing: Vec<&str> = COLUMNS
        .into_iter()
        .filter(|column| !header.iter().any(|known| known.trim() == *column))
        .collect();
    if !missing.is_empty() {
        let fact = format!("the header has no column `{}`", missing.join("`, `"));
        let hint = "this is not the Consolidated Screening List as trade.gov publishes it";
        return Err(vec![wrong(1, &fact).hint(hint)]);
    }
    let mut rows = Rows::new();
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |column: &str| {
            let at = header.iter().position(|known| known.trim() == column)?;
            record.get(at).map(str::to_owned)
        };
        let row = Row {
            source: cell("source"),
            name: cell("name"),
            alt_names: cell("alt_names").map(Names::Joined),
            start_date: cell("start_date"),
            end_date: cell("end_date"),
            license_requirement: cell("license_requirement"),
            license_policy: cell("license_policy"),
        };
        rows.push((usize::try_from(line).unwrap_or(usize::MAX), row));
    }
    Ok(rows)
}

impl Row {
    fn entry(self) -> Result<Entry, FactsError> {
        let filled = |text: Option<String>| {
            let text = text.map(|text| text.trim().to_owned());
            text.filter(|text| !text.is_empty())
        };
        let (source, name) = (filled(self.source), filled(self.name));
        let (Some(source), Some(name)) = (source, name) else {
            let error = FactsError::new("csl.entry", "an entry has no `source` or no `name`");
            return Err(error.hint(CUT_SHORT));
        };
        let day = |field: &str, text: Option<String>| -> Result<Option<Day>, FactsError> {
            let Some(text) = filled(text) else {
                return Ok(None);
            };
            text.parse().map(Some).map_err(|_| {
                let fact = format!("the entry `{name}` has `{text}` as `{field}`, which is no day");
                FactsError::new("csl.entry", fact).hint("a day is written 2026-07-31")
            })
        };
        let (from, until) = (
            day("start_date", self.start_date)?,
            day("end_date", self.end_date)?,
        );
        let aliases = match self.alt_names {
            None => Vec::new(),
            Some(Names::Each(names)) => names,
            Some(Names::Joined(names)) => names.split(';').map(str::to_owned).collect(),
        };
        let aliases = aliases.into_iter().filter_map(|name| filled(Some(name)));
        Ok(Entry {
            source,
            aliases: aliases.collect(),
            name,
            from,
            until,
            items: filled(self.license_requirement),
            review: filled(self.license_policy).as_deref().and_then(review),
        })
    }
}

/// Returns the review policy that the words of an entry amount to, when they name just one.
fn review(words: &str) -> Option<Review> {
    let words = words.to_lowercase();
    let policies = [
        ("presumption of denial", Review::PresumptionOfDenial),
        ("policy of denial", Review::PolicyOfDenial),
        ("case-by-case", Review::CaseByCase),
        ("case by case", Review::CaseByCase),
        ("presumption of approval", Review::PresumptionOfApproval),
    ];
    let mut named = policies.iter().filter(|(policy, _)| words.contains(policy));
    match (named.next(), named.next()) {
        (Some((_, review)), None) => Some(*review),
        _ => None,
    }
}
