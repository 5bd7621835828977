//! One record of a scenario, read key by key.
//!
//! Its form was checked before, so a key that cannot be read here has been complained of already:
//! the readers below return nothing and stay silent.

use std::str::FromStr;

use portolan_terms::{Chips, Currency, Figure, Known, Money, TrainingOps};
use serde::de::DeserializeOwned;

use super::{
    model::{Assumed, Provenance},
    node::{Fields, Node, Value},
};
use crate::FactsError;

/// Holds one record, with what messages call it.
#[derive(Clone, Debug)]
pub(super) struct Record<'n> {
    /// The file.
    pub file: &'n str,
    /// What messages call the record.
    pub label: String,
    /// The line where it starts.
    pub line: usize,
    /// The keys.
    pub fields: &'n Fields,
}

impl<'n> Record<'n> {
    /// Returns an error about one key, or about the record when it lacks the key.
    pub(super) fn wrong(&self, code: &'static str, name: &str, fact: &str) -> FactsError {
        let line = self.fields.get(name).map_or(self.line, |node| node.line);
        FactsError::new(code, format!("{}: {fact}", self.label)).at(self.file, line)
    }

    /// Returns true when the record has the key.
    pub(super) fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// Returns the text of a key.
    pub(super) fn text(&self, name: &str) -> Option<&'n str> {
        self.fields.get(name)?.text()
    }

    /// Returns a key read as a type with a written form of its own.
    pub(super) fn parsed<T: FromStr>(&self, name: &str) -> Option<T> {
        self.text(name)?.parse().ok()
    }

    /// Returns the same, where `"unknown"` may stand.
    pub(super) fn known<T: FromStr>(&self, name: &str) -> Option<Known<T>> {
        match self.text(name)? {
            "unknown" => Some(Known::Unknown),
            text => text.parse().ok().map(Known::Is),
        }
    }

    /// Returns a fact that holds or not, unknown when it is left out.
    pub(super) fn truth(&self, name: &str) -> Known<bool> {
        match self.fields.get(name).map(|node| &node.value) {
            Some(Value::Truth(truth)) => Known::Is(*truth),
            Some(
                Value::Text(_)
                | Value::Whole(_)
                | Value::Number(_)
                | Value::List(_)
                | Value::Table(_),
            )
            | None => Known::Unknown,
        }
    }

    /// Returns a whole number.
    pub(super) fn count<T: TryFrom<i64>>(&self, name: &str) -> Option<T> {
        whole(self.fields.get(name)?)
    }

    /// Returns a number of chips.
    pub(super) fn chips(&self, name: &str) -> Option<Chips> {
        self.count(name).map(Chips)
    }

    /// Returns a figure.
    pub(super) fn figure(&self, name: &str) -> Option<Figure> {
        Figure::from_f64(self.fields.get(name)?.number()?)
    }

    /// Returns a number of training operations.
    pub(super) fn operations(&self, name: &str) -> Option<TrainingOps> {
        TrainingOps::from_f64(self.fields.get(name)?.number()?)
    }

    /// Returns an amount in dollars.
    pub(super) fn money(&self, name: &str) -> Option<Money> {
        Money::parse(self.text(name)?, Currency::Usd).ok()
    }

    /// Returns two whole numbers.
    pub(super) fn span(&self, name: &str) -> Option<(u32, u32)> {
        let [first, last] = self.fields.get(name)?.list()? else {
            return None;
        };
        Some((whole(first)?, whole(last)?))
    }

    /// Returns the texts of a list, empty when it is left out.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        let list = self.fields.get(name).and_then(Node::list);
        let texts = list.unwrap_or_default().iter().filter_map(Node::text);
        texts.map(str::to_owned).collect()
    }

    /// Returns the elements of a list read as a type with a written form of its own.
    pub(super) fn list<T: FromStr>(&self, name: &str) -> Vec<T> {
        let texts = self.texts(name);
        texts.iter().filter_map(|text| text.parse().ok()).collect()
    }

    /// Returns the record under a key.
    pub(super) fn inner(&self, name: &str) -> Option<Record<'n>> {
        let node = self.fields.get(name)?;
        Some(Record {
            file: self.file,
            label: self.label.clone(),
            line: node.line,
            fields: node.fields()?,
        })
    }

    /// Returns the records of a list under a key.
    pub(super) fn records(&self, name: &str) -> Vec<Record<'n>> {
        let list = self.fields.get(name).and_then(Node::list);
        let inner = |node: &'n Node| {
            Some(Record {
                file: self.file,
                label: self.label.clone(),
                line: node.line,
                fields: node.fields()?,
            })
        };
        list.unwrap_or_default().iter().filter_map(inner).collect()
    }

    /// Returns the keys named, read as a type of the act format.
    pub(super) fn typed<T: DeserializeOwned>(&self, names: &[&str]) -> Option<T> {
        let mut table = toml::Table::new();
        for name in names {
            if let Some(node) = self.fields.get(*name) {
                table.insert((*name).to_owned(), node.plain());
            }
        }
        toml::Value::Table(table).try_into().ok()
    }

    /// Returns where the record comes from.
    pub(super) fn provenance(&self) -> Provenance {
        let reasons = self.fields.get("assumed").and_then(Node::fields);
        let assumed = reasons.into_iter().flatten().filter_map(|(field, basis)| {
            Some(Assumed {
                field: field.clone(),
                basis: basis.text()?.to_owned(),
            })
        });
        Provenance {
            source: self.text("source").unwrap_or_default().to_owned(),
            assumed: assumed.collect(),
            line: self.line,
        }
    }
}

fn whole<T: TryFrom<i64>>(node: &Node) -> Option<T> {
    match node.value {
        Value::Whole(whole) => T::try_from(whole).ok(),
        Value::Text(_) | Value::Number(_) | Value::Truth(_) | Value::List(_) | Value::Table(_) => {
            None
        }
    }
}
