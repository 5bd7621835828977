//! The commands, one file each, and what they share: how they answer and how they fail.

use std::io::Write as _;

use serde::Serialize;

use crate::load::Sources;

pub mod check;
pub mod coverage;
pub mod diff;
pub mod effort;
pub mod hedge;
pub mod import;
pub mod init;
pub mod judge;
pub mod law;
pub mod limits;
pub mod new;
pub mod plan;
pub mod prove;
pub mod question;
pub mod solve;
pub mod timeline;
pub mod verify;
pub mod whatif;
pub mod why;

/// Holds what every command is given.
pub struct Stage {
    /// Where law and facts are taken from.
    pub sources: Sources,
    /// Whether one JSON document is printed instead of text.
    pub json: bool,
}

/// Says what a command found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes, holds, done.
    Yes,
    /// No: forbidden, a need open, or a check that does not hold.
    No,
    /// The texts or the facts do not say.
    Unsettled,
    /// Lawful but impossible.
    Impossible,
}

impl Answer {
    /// Returns the exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Yes => 0,
            Self::No => 10,
            Self::Unsettled => 11,
            Self::Impossible => 12,
        }
    }

    /// Returns the answer that an outcome is.
    pub fn of(outcome: portolan_acts::Outcome) -> Self {
        match outcome {
            portolan_acts::Outcome::Permitted => Self::Yes,
            portolan_acts::Outcome::Unsettled => Self::Unsettled,
            portolan_acts::Outcome::Conditional | portolan_acts::Outcome::Forbidden => Self::No,
        }
    }
}

/// Says why a command could not answer.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Whoever read the output has stopped reading.
    #[error("")]
    Pipe,
    /// The message, ready for people.
    #[error("{0}")]
    Told(String),
}

impl Failure {
    /// Returns the failure as tools read it: each error with its code and its message.
    pub fn document(&self) -> serde_json::Value {
        let text = self.to_string();
        let mut errors: Vec<String> = Vec::new();
        for part in text.split("\n\n") {
            match errors.last_mut() {
                Some(last) if !part.starts_with("error[") => {
                    last.push_str("\n\n");
                    last.push_str(part);
                }
                Some(_) | None => errors.push(part.to_owned()),
            }
        }
        let errors: Vec<serde_json::Value> = errors
            .iter()
            .map(|error| {
                let rest = error
                    .strip_prefix("error[")
                    .and_then(|rest| rest.split_once("]: "));
                let (code, message) = rest.unwrap_or(("error", error));
                serde_json::json!({"code": code, "message": message})
            })
            .collect();
        serde_json::json!({"errors": errors})
    }

    /// Returns a failure from all that is wrong with facts.
    pub fn all(errors: Vec<portolan_facts::FactsError>) -> Self {
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        Self::Told(told.join("\n\n"))
    }

    /// Returns a failure from anything that explains itself.
    pub fn told(error: impl std::fmt::Display) -> Self {
        Self::Told(error.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            Self::Pipe
        } else {
            Self::Told(format!("error[io]: {error}"))
        }
    }
}

/// Prints one JSON document.
pub fn print_json(document: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string_pretty(document).map_err(Failure::told)?;
    writeln!(std::io::stdout().lock(), "{text}")?;
    Ok(())
}

/// Prints text, coloured where a terminal reads it.
pub fn print(text: &str) -> Result<(), Failure> {
    write!(anstream::stdout().lock(), "{text}")?;
    Ok(())
}

/// Writes a file whole or not at all.
pub fn write_file(path: &std::path::Path, text: &str) -> Result<(), Failure> {
    let told = |error: std::io::Error| {
        Failure::Told(format!(
            "error[io]: cannot write `{}`: {error}",
            path.display()
        ))
    };
    let mut half = path.as_os_str().to_owned();
    half.push(".part");
    std::fs::write(&half, text).map_err(told)?;
    std::fs::rename(&half, path).map_err(told)
}
