//! What is wrong with a pack, and where.

use std::fmt;

/// The most letters of a line that are quoted.
const QUOTED_MAX: usize = 120;

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

    /// Returns the error with the line quoted in which the fact names a word, the word underlined;
    /// with its own line when no word of the fact stands in the rule.
    pub(super) fn quoting(mut self, text: &str) -> Self {
        // An error of the parser quotes its line already.
        let first = self.line.checked_sub(1);
        let Some(first) = first.filter(|_| self.code != "pack.cedar") else {
            return self;
        };
        let rule = text.lines().enumerate().skip(first);
        let rule = rule.take_while(|(at, line)| *at == first || !line.trim().is_empty());
        let named: Vec<&str> = self.fact.split('`').skip(1).step_by(2).collect();
        let word = |(number, line): (usize, &str)| {
            let shown: String = line.chars().take(QUOTED_MAX).collect();
            let named = named.iter().filter(|word| !word.is_empty());
            let found = named
                .filter_map(|word| Some((shown.find(*word)?, word.len())))
                .next();
            found.map(|found| (number, shown, found))
        };
        let own = || {
            let line = text.lines().nth(first)?;
            let shown: String = line.chars().take(QUOTED_MAX).collect();
            let whole = shown.trim();
            let found = (shown.find(whole)?, whole.len());
            Some((first, shown, found))
        };
        let Some((number, shown, (at, length))) = rule.filter_map(word).next().or_else(own) else {
            return self;
        };
        let letters =
            |range: std::ops::Range<usize>| shown.get(range).map_or(0, |part| part.chars().count());
        let number = (number + 1).to_string();
        let quote = format!(
            "{number} | {shown}\n  {} | {}{}",
            " ".repeat(number.len()),
            " ".repeat(letters(0..at)),
            "^".repeat(letters(at..at + length).max(1))
        );
        self.details.insert(0, quote);
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
