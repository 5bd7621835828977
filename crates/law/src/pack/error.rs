//! What is wrong with a pack, and where.

use std::fmt;

/// Says what is wrong with a pack, in which file and line, and what would mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackError {
    /// The stable code, such as `pack.class`.
    pub code: &'static str,
    /// The file.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The fact, in the reader's words.
    pub fact: String,
    /// More places and particulars, a line each.
    pub details: Vec<String>,
    /// An edit to make now; empty when there is none.
    pub hint: String,
}

impl PackError {
    /// Returns an error without details and hint.
    #[must_use]
    pub fn new(code: &'static str, file: &str, line: usize, fact: impl Into<String>) -> Self {
        Self {
            code,
            file: file.to_owned(),
            line,
            fact: fact.into(),
            details: Vec::new(),
            hint: String::new(),
        }
    }

    /// Returns the error with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Returns the error with one more detail.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.details.push(detail.into());
        self
    }
}

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "error[{}]: {}", self.code, self.fact)?;
        write!(f, "\n  {}:{}", self.file, self.line)?;
        for detail in &self.details {
            write!(f, "\n  {detail}")?;
        }
        if !self.hint.is_empty() {
            write!(f, "\n\nhint: {}", self.hint)?;
        }
        Ok(())
    }
}

impl std::error::Error for PackError {}

/// Holds everything that is wrong with a set of packs; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackErrors(pub Vec<PackError>);

impl fmt::Display for PackErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(f, "\n")?;
            }
            write!(f, "{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for PackErrors {}
