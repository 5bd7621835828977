//! TOML as a tree in which every value knows its line.

use std::collections::BTreeMap;

use toml::de::{DeArray, DeTable, DeValue};

use crate::{FactsError, SourceText};

/// Holds one value of a file and the line where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The line, from 1.
    pub line: usize,
    /// The value.
    pub value: Value,
}

/// Holds a value: days are texts here, as the act format writes them.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    Whole(i64),
    Number(f64),
    Truth(bool),
    List(Vec<Node>),
    Table(Fields),
}

/// Holds the members of a table by name.
pub(super) type Fields = BTreeMap<String, Node>;

impl Node {
    /// Returns what the value is called in messages.
    pub(super) fn called(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "a text",
            Value::Whole(_) => "a whole number",
            Value::Number(_) => "a number with a decimal point",
            Value::Truth(_) => "true or false",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }

    /// Returns the members when the value is a table.
    pub(super) fn fields(&self) -> Option<&Fields> {
        match &self.value {
            Value::Table(fields) => Some(fields),
            Value::Text(_)
            | Value::Whole(_)
            | Value::Number(_)
            | Value::Truth(_)
            | Value::List(_) => None,
        }
    }

    /// Returns the elements when the value is a list.
    pub(super) fn list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(list) => Some(list),
            Value::Text(_)
            | Value::Whole(_)
            | Value::Number(_)
            | Value::Truth(_)
            | Value::Table(_) => None,
        }
    }

    /// Returns the text when the value is one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            Value::Whole(_)
            | Value::Number(_)
            | Value::Truth(_)
            | Value::List(_)
            | Value::Table(_) => None,
        }
    }

    /// Returns the number when the value is one.
    #[expect(
        clippy::cast_precision_loss,
        reason = "whole numbers of a scenario are far below 2^53, and checked to be"
    )]
    pub(super) fn number(&self) -> Option<f64> {
        match self.value {
            Value::Whole(whole) => Some(whole as f64),
            Value::Number(number) => Some(number),
            Value::Text(_) | Value::Truth(_) | Value::List(_) | Value::Table(_) => None,
        }
    }

    /// Returns the value in the form that the types of `portolan-terms` are read from.
    pub(super) fn plain(&self) -> toml::Value {
        match &self.value {
            Value::Text(text) => toml::Value::String(text.clone()),
            Value::Whole(whole) => toml::Value::Integer(*whole),
            Value::Number(number) => toml::Value::Float(*number),
            Value::Truth(truth) => toml::Value::Boolean(*truth),
            Value::List(list) => toml::Value::Array(list.iter().map(Self::plain).collect()),
            Value::Table(fields) => toml::Value::Table(
                fields
                    .iter()
                    .map(|(name, node)| (name.clone(), node.plain()))
                    .collect(),
            ),
        }
    }
}

/// Reads a file, or says everything that is wrong with its syntax.
pub(super) fn parse(source: SourceText<'_>) -> Result<Fields, Vec<FactsError>> {
    let lines = Lines::of(source.text);
    let (table, errors) = DeTable::parse_recoverable(source.text);
    if errors.is_empty() {
        return Ok(fields(table.get_ref(), &lines));
    }
    Err(errors
        .iter()
        .map(|error| {
            let line = error.span().map_or(0, |span| lines.line(span.start));
            FactsError::new("scenario.syntax", first_line(error.message()))
                .at(source.name, line)
                .hint("mend the TOML here; texts stand in double quotes, days and numbers do not")
        })
        .collect())
}

fn first_line(message: &str) -> String {
    message.lines().collect::<Vec<_>>().join("; ")
}

fn fields(table: &DeTable<'_>, lines: &Lines) -> Fields {
    table
        .iter()
        .map(|(name, value)| {
            let line = lines.line(name.span().start);
            (
                name.get_ref().to_string(),
                node(value.get_ref(), line, lines),
            )
        })
        .collect()
}

fn node(value: &DeValue<'_>, line: usize, lines: &Lines) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(whole) => whole_number(whole.as_str(), whole.radix()),
        DeValue::Float(number) => {
            Value::Number(number.as_str().replace('_', "").parse().unwrap_or(f64::NAN))
        }
        DeValue::Boolean(truth) => Value::Truth(*truth),
        DeValue::Datetime(day) => Value::Text(day.to_string()),
        DeValue::Array(array) => Value::List(elements(array, lines)),
        DeValue::Table(table) => Value::Table(fields(table, lines)),
    };
    Node { line, value }
}

fn whole_number(digits: &str, radix: u32) -> Value {
    let digits = digits.replace('_', "");
    i64::from_str_radix(&digits, radix).map_or_else(
        |_| Value::Number(digits.parse().unwrap_or(f64::INFINITY)),
        Value::Whole,
    )
}

fn elements(array: &DeArray<'_>, lines: &Lines) -> Vec<Node> {
    array
        .iter()
        .map(|element| node(element.get_ref(), lines.line(element.span().start), lines))
        .collect()
}

/// Holds where the lines of a text begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let ends = text.match_indices('\n').map(|(index, _)| index + 1);
        Self(std::iter::once(0).chain(ends).collect())
    }

    /// Returns the line of a place in the text, from 1.
    fn line(&self, offset: usize) -> usize {
        self.0.partition_point(|start| *start <= offset)
    }
}
