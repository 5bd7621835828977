//! Cells as TOML: each written in the form that the scenario asks for.

use super::{
    columns::{Cell, Empty},
    table::Row,
};
use crate::FactsError;

/// A whole number below this is written without an exponent.
const WHOLE_MAX: f64 = 9e15;

/// Returns a cell as TOML, or `None` when the key is left out.
pub(super) fn toml(row: Row<'_>, name: &str, errors: &mut Vec<FactsError>) -> Option<String> {
    let column = row.column(name)?;
    let Some(text) = row.text(name) else {
        return match column.empty {
            Empty::Refused => {
                let error = row.wrong("csv.empty", name, &format!("`{name}` is empty"));
                errors.push(error.hint(format!("give it: {}", column.says)));
                None
            }
            Empty::Unknown => Some(quoted("unknown")),
            Empty::LeftOut => None,
            Empty::Is(value) => Some(value.to_owned()),
        };
    };
    if text == "unknown" {
        return Some(quoted(text));
    }
    match column.cell {
        Cell::Text | Cell::Day => Some(quoted(text)),
        Cell::List => {
            let parts: Vec<String> = listed(text).map(quoted).collect();
            Some(format!("[{}]", parts.join(", ")))
        }
        Cell::Truth => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" | "y" => Some("true".to_owned()),
            "false" | "no" | "n" => Some("false".to_owned()),
            _ => {
                let error = row.wrong("csv.cell", name, &format!("`{text}` is neither yes nor no"));
                errors.push(error.hint("write `true`, `false`, or `unknown`"));
                None
            }
        },
        Cell::Number => number(row, name, text, errors),
    }
}

fn number(row: Row<'_>, name: &str, text: &str, errors: &mut Vec<FactsError>) -> Option<String> {
    let plain: String = text.chars().filter(|one| *one != '_').collect();
    if let Ok(whole) = plain.parse::<i64>() {
        return Some(whole.to_string());
    }
    match plain.parse::<f64>() {
        Ok(number) if number.fract() == 0.0 && number.abs() < WHOLE_MAX => {
            Some(format!("{number:.0}"))
        }
        Ok(number) if number.is_finite() => Some(format!("{number:?}")),
        Ok(_) | Err(_) => {
            let error = row.wrong("csv.cell", name, &format!("`{text}` is no number"));
            errors.push(error.hint("write digits, such as `2048`, `2.5` or `9e24`"));
            None
        }
    }
}

/// Returns the texts of a cell that holds several.
pub(super) fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// Returns a text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
