//! What is wrong with a table or a scenario, told so that it can be mended.

use std::fmt;

/// Says what is wrong at one line of a file, and what would mend it.
///
/// The code is stable; the sentence may improve.
///
/// # Example: a chip that the atlas does not have
///
/// ```
/// use portolan_facts::FactsError;
///
/// let error = FactsError::new("scenario.unknown-chip", "pool `xa-east` names chip `xa-100`, which the atlas does not have")
///     .at("scenario.toml", 12)
///     .hint("write `xa-1000`");
/// assert_eq!(
///     error.to_string(),
///     "error[scenario.unknown-chip]: pool `xa-east` names chip `xa-100`, which the atlas does not have\n\n  scenario.toml:12\n\nhint: write `xa-1000`"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FactsError {
    /// The file, as it was named by the caller.
    pub file: String,
    /// The line, from 1; 0 when the file as a whole is meant.
    pub line: usize,
    /// The stable code, such as `scenario.unknown-chip`.
    pub code: &'static str,
    /// The fact, in the reader's words.
    pub fact: String,
    /// What the fact follows from, line by line; may be empty.
    pub detail: Vec<String>,
    /// An edit to make now; empty when there is none.
    pub hint: String,
}

impl FactsError {
    /// Returns an error without a place.
    #[must_use]
    pub fn new(code: &'static str, fact: impl Into<String>) -> Self {
        Self {
            file: String::new(),
            line: 0,
            code,
            fact: fact.into(),
            detail: Vec::new(),
            hint: String::new(),
        }
    }

    /// Returns the error with its place.
    #[must_use]
    pub fn at(mut self, file: &str, line: usize) -> Self {
        file.clone_into(&mut self.file);
        self.line = line;
        self
    }

    /// Returns the error with one more line of derivation.
    #[must_use]
    pub fn because(mut self, detail: impl Into<String>) -> Self {
        self.detail.push(detail.into());
        self
    }

    /// Returns the error with an edit that mends it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

impl fmt::Display for FactsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error[{}]: {}", self.code, self.fact)?;
        if !self.file.is_empty() {
            write!(f, "\n\n  {}", self.file)?;
            if self.line > 0 {
                write!(f, ":{}", self.line)?;
            }
        }
        for line in &self.detail {
            write!(f, "\n    {line}")?;
        }
        if !self.hint.is_empty() {
            write!(f, "\n\nhint: {}", self.hint)?;
        }
        Ok(())
    }
}

impl std::error::Error for FactsError {}
