//! The place in the text of a file that a path leads to, and what is written there.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeArray, DeTable, DeValue},
};

/// Holds one step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A key of a table, or the id of a record.
    Key(String),
    /// An element of a list, from 1.
    Nth(usize),
}

impl Step {
    /// Returns the steps of a part of a path between two dots: `stock[2]` has two.
    pub(super) fn parse(part: &str) -> Option<Vec<Self>> {
        let part = part.trim();
        let (key, index) = match part.strip_suffix(']') {
            Some(rest) => {
                let (key, index) = rest.split_once('[')?;
                let index: usize = index.parse().ok().filter(|index| *index > 0)?;
                (key, Some(index))
            }
            None => (part, None),
        };
        let key = (!key.is_empty()).then(|| Self::Key(key.to_owned()))?;
        Some(
            [Some(key), index.map(Self::Nth)]
                .into_iter()
                .flatten()
                .collect(),
        )
    }

    /// Returns the key.
    pub(super) fn key(&self) -> Option<&str> {
        match self {
            Self::Key(key) => Some(key),
            Self::Nth(_) => None,
        }
    }
}

/// Returns the steps below an id, when the path begins with it; an id may hold dots.
pub(super) fn find<'p>(id: &str, path: &'p [Step]) -> Option<&'p [Step]> {
    let parts: Vec<&str> = id.split('.').collect();
    let (own, below) = path.split_at_checked(parts.len())?;
    let same = own
        .iter()
        .zip(parts)
        .all(|(step, part)| step.key() == Some(part));
    (same && !below.is_empty()).then_some(below)
}

/// Holds what is put where.
pub(super) struct Placed {
    pub at: usize,
    pub removed: usize,
    pub text: String,
}

/// Holds a value of a file with the range of the text that holds it: of a table or list with a
/// header, the header.
pub(super) struct Found<'v, 'i> {
    value: &'v DeValue<'i>,
    span: Range<usize>,
}

impl<'v, 'i> Found<'v, 'i> {
    pub(super) fn of(value: &'v Spanned<DeValue<'i>>) -> Self {
        Self {
            value: value.get_ref(),
            span: value.span(),
        }
    }

    /// Returns what sets the path below this value.
    ///
    /// # Errors
    /// Says why nothing can be written there.
    pub(super) fn put(
        &self,
        text: &str,
        path: &[Step],
        literal: &str,
        appends: bool,
    ) -> Result<Placed, String> {
        match (path.split_first(), self.value) {
            (None, _) if appends => self.append(text, literal),
            (None, _) => self.replace(text, literal),
            (Some((Step::Key(key), rest)), DeValue::Table(table)) => {
                match table.get(key.as_str()) {
                    Some(inner) => Found::of(inner).put(text, rest, literal, appends),
                    None => {
                        let value = nested(rest, literal, appends)?;
                        self.insert(text, table, &format!("{} = {value}", super::quoted(key)))
                    }
                }
            }
            (Some((Step::Nth(index), rest)), DeValue::Array(list)) => {
                match list.get(index.saturating_sub(1)) {
                    Some(inner) => Found::of(inner).put(text, rest, literal, appends),
                    None => Err(format!(
                        "the list has no element {index}: it ends with {}",
                        list.len()
                    )),
                }
            }
            (Some((Step::Key(key), _)), DeValue::Array(_)) => Err(format!(
                "`{key}` is asked of a list: write which element, from 1, such as `stock[1]`"
            )),
            (Some((Step::Key(key), _)), _) => Err(format!("`{key}` is asked of a plain value")),
            (Some((Step::Nth(_), _)), _) => {
                Err("an element is asked of what is no list".to_owned())
            }
        }
    }

    /// Returns true when the value stands in one piece in the text, not below a header.
    fn is_inline(&self, text: &str) -> bool {
        let begins = |sign: &str| {
            text.get(self.span.clone())
                .is_some_and(|own| own.starts_with(sign))
        };
        match self.value {
            DeValue::Table(_) => begins("{"),
            DeValue::Array(list) => list.iter().all(|one| one.span() != self.span),
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => true,
        }
    }

    fn replace(&self, text: &str, literal: &str) -> Result<Placed, String> {
        if !self.is_inline(text) {
            return Err("it is a record of its own: set its keys one by one".to_owned());
        }
        Ok(Placed {
            at: self.span.start,
            removed: self.span.len(),
            text: literal.to_owned(),
        })
    }

    /// Returns one element more of a list, at its end.
    fn append(&self, text: &str, literal: &str) -> Result<Placed, String> {
        let DeValue::Array(list) = self.value else {
            return Err("it is no list, so nothing can be added with `+=`".to_owned());
        };
        if self.is_inline(text) {
            let last = list.iter().last();
            let at = last.map_or(self.span.start + 1, |last| last.span().end);
            let comma = if last.is_some() { ", " } else { "" };
            return Ok(Placed {
                at,
                removed: 0,
                text: format!("{comma}{literal}"),
            });
        }
        self.append_record(text, list, literal)
    }

    /// Returns one record more below a header such as `[[pool.stock]]`.
    fn append_record(
        &self,
        text: &str,
        list: &DeArray<'_>,
        literal: &str,
    ) -> Result<Placed, String> {
        let fields: Option<toml::Table> =
            super::parsed(literal).and_then(|value| value.try_into().ok());
        let Some(fields) = fields else {
            return Err("its elements are records: write `{ KEY = VALUE, … }`".to_owned());
        };
        let header = text.get(self.span.clone()).unwrap_or_default();
        let end = list.iter().last().map_or(self.span.end, end_of);
        let mut record = format!("\n{header}\n");
        for (key, value) in fields {
            record.push_str(&format!("{} = {value}\n", super::quoted(&key)));
        }
        Ok(Placed {
            at: end_of_line(text, end),
            removed: 0,
            text: record.trim_end().to_owned(),
        })
    }

    /// Returns one key more of a table.
    fn insert(&self, text: &str, table: &DeTable<'_>, line: &str) -> Result<Placed, String> {
        if self.is_inline(text) {
            let comma = if table.is_empty() { "" } else { "," };
            return Ok(Placed {
                at: self.span.start + 1,
                removed: 0,
                text: format!(" {line}{comma}"),
            });
        }
        if !text
            .get(self.span.clone())
            .is_some_and(|own| own.starts_with('['))
        {
            return Err("its table is written with dots, and no key can be added to it".to_owned());
        }
        Ok(Placed {
            at: end_of_line(text, self.span.end),
            removed: 0,
            text: format!("\n{line}"),
        })
    }
}

/// Returns the value of a key that is not there yet, with the tables between.
fn nested(path: &[Step], literal: &str, appends: bool) -> Result<String, String> {
    match path.split_first() {
        None if appends => Ok(format!("[{literal}]")),
        None => Ok(literal.to_owned()),
        Some((Step::Key(key), rest)) => {
            let value = nested(rest, literal, appends)?;
            Ok(format!("{{ {} = {value} }}", super::quoted(key)))
        }
        Some((Step::Nth(index), _)) => Err(format!("there is no list yet, and no element {index}")),
    }
}

/// Returns the end of the text that holds a value, everything below its header included.
fn end_of(value: &Spanned<DeValue<'_>>) -> usize {
    let below = match value.get_ref() {
        DeValue::Table(table) => table.iter().map(|(_, inner)| end_of(inner)).max(),
        DeValue::Array(list) => list.iter().map(end_of).max(),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => None,
    };
    below.unwrap_or(0).max(value.span().end)
}

fn end_of_line(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.find('\n').unwrap_or(rest.len())
}
