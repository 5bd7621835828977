//! Acts read from JSON Lines.

use crate::Question;

/// Says what is wrong with a line of acts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "error[act.json]: {fact}\n\n  {file}:{line}\n\nhint: docs/reference/act-format.md and `portolan judge --schema` give the form of an act"
)]
pub struct ActError {
    /// The file.
    pub file: String,
    /// The line.
    pub line: usize,
    /// What is wrong with it.
    pub fact: String,
}

/// Reads questions, one JSON object a line; a file that holds one object over many lines is read
/// as one.
///
/// # Example: the second line is no act
///
/// ```
/// use portolan_acts::read::questions;
///
/// let line = r#"{"id": "one", "on": "2025-06-01", "act": {"kind": "disclose",
///     "holder": {"name": "h", "hq": "XA", "ultimate_parent_hq": "XA", "owners": [], "listed": [], "roles": []},
///     "authority": {"country": "XB", "type": "court"}, "stored_in": "XA", "on_file": [],
///     "dataset": {"origin": ["XA"], "classes": [], "identifiability": "not-personal"}}}"#;
/// let line = line.replace('\n', " ");
/// assert_eq!(questions("acts.jsonl", &line).unwrap()[0].act.kind(), "disclose");
///
/// let error = questions("acts.jsonl", &format!("{line}\n{{}}")).unwrap_err();
/// assert_eq!(error.line, 2);
/// ```
///
/// # Errors
/// When a line is no act; the error names the line.
pub fn questions(file: &str, text: &str) -> Result<Vec<Question>, ActError> {
    if let Ok(question) = serde_json::from_str::<Question>(text) {
        return Ok(vec![question]);
    }
    let mut questions = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let question = serde_json::from_str(line).map_err(|error| ActError {
            file: file.to_owned(),
            line: index + 1,
            fact: fact(&error.to_string()),
        })?;
        questions.push(question);
    }
    if questions.is_empty() {
        let fact = "the file holds no act".to_owned();
        return Err(ActError {
            file: file.to_owned(),
            line: 1,
            fact,
        });
    }
    Ok(questions)
}

/// Drops the position that the JSON reader adds: a line of its own is no help in JSON Lines.
fn fact(error: &str) -> String {
    error.split(" at line ").next().unwrap_or(error).to_owned()
}
