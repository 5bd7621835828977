//! The scenario as it is written, and from which row each of its lines comes.

use std::fmt::Write as _;

use super::{Heading, cells, table::Row};
use crate::FactsError;

/// Holds the text of a scenario while it is written.
pub(super) struct Script {
    /// The text.
    pub text: String,
    /// The first line of each record, with the file and line of its row.
    rows: Vec<(usize, String, usize)>,
}

impl Script {
    /// Begins a scenario.
    pub(super) fn new(heading: Heading<'_>, prices: Option<&str>, weeks: u64) -> Self {
        let prices = prices.map(cells::quoted);
        let prices = prices.map_or_else(String::new, |name| format!("prices = [{name}]\n\n"));
        let text = format!(
            "# Written from tables. Whatever they do not say and law turns on stands as \"unknown\":\n\
             # `portolan check` lists it. Write what you find out here; the tables are not read again.\n\n\
             {prices}[scenario]\nid = {}\ntitle = {}\non = {}\nhorizon_weeks = {weeks}\n",
            cells::quoted(heading.id),
            cells::quoted(&format!(
                "What runs where, for the tables of {}",
                heading.id
            )),
            cells::quoted(heading.on),
        );
        Self {
            text,
            rows: Vec::new(),
        }
    }

    /// Begins a record that comes from a row.
    pub(super) fn record(&mut self, kind: &str, row: Row<'_>) {
        self.rows
            .push((self.line() + 1, row.file.to_owned(), row.line));
        let _ = writeln!(self.text, "\n[[{kind}]]");
    }

    /// Begins a table inside the record.
    pub(super) fn table(&mut self, head: &str) {
        let _ = writeln!(self.text, "\n{head}");
    }

    /// Writes a key.
    pub(super) fn key(&mut self, name: &str, value: &str) {
        let _ = writeln!(self.text, "{name} = {value}");
    }

    /// Writes the keys whose cells are given, or unknown.
    pub(super) fn keys(&mut self, row: Row<'_>, names: &[&str], errors: &mut Vec<FactsError>) {
        for name in names {
            if let Some(value) = cells::toml(row, name, errors) {
                self.key(name, &value);
            }
        }
    }

    /// Writes where the record comes from.
    pub(super) fn source(&mut self, row: Row<'_>) {
        let named = row.text("source").map(str::to_owned);
        let source = named.unwrap_or_else(|| format!("{}, line {}", row.file, row.line));
        self.key("source", &cells::quoted(&source));
    }

    fn line(&self) -> usize {
        self.text.matches('\n').count() + 1
    }

    /// Returns an error about the scenario as one about the row it comes from.
    pub(super) fn traced(&self, error: FactsError) -> FactsError {
        if error.file != super::WRITTEN {
            return error;
        }
        let row = self
            .rows
            .iter()
            .rev()
            .find(|(first, ..)| *first <= error.line);
        match row {
            Some((_, file, line)) => error.at(file, *line),
            None => error,
        }
    }
}
