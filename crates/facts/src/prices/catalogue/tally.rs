//! What was read of a catalogue and what was not taken, so that nothing goes missing in silence.

use std::collections::BTreeMap;

/// Says why a row gives no price, beside names that nothing maps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skip {
    /// It is about a machine without accelerators.
    NoAccelerator,
    /// It prices accelerators alone: what the machine around them costs stands elsewhere.
    NoHost,
    /// It sells a part of a chip, or does not say how many.
    Part,
    /// It has neither price.
    NoPrice,
    /// Its prices are zero.
    Zero,
    /// Its prices are less than zero.
    Negative,
    /// Its prices are `nan` or an infinity.
    NotFinite,
    /// Its prices are over a million dollars for a chip and hour.
    TooLarge,
}

impl Skip {
    /// Returns the word in documents.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::NoAccelerator => "no-accelerator",
            Self::NoHost => "no-host",
            Self::Part => "part-of-chip",
            Self::NoPrice => "no-price",
            Self::Zero => "zero-price",
            Self::Negative => "negative-price",
            Self::NotFinite => "not-a-number",
            Self::TooLarge => "too-large",
        }
    }

    /// Returns what it means, for people.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::NoAccelerator => "without an accelerator",
            Self::NoHost => "with accelerators priced apart from their machine",
            Self::Part => "with a part of a chip, or no count",
            Self::NoPrice => "without a price",
            Self::Zero => "with a price of zero",
            Self::Negative => "with a price below zero",
            Self::NotFinite => "with a price that is no number",
            Self::TooLarge => "with a price over a million dollars",
        }
    }
}

/// Counts the rows of a catalogue by what became of them; each row is counted once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The rows of each file.
    pub files: Vec<(String, usize)>,
    /// The rows that gave a price.
    pub taken: usize,
    /// The rows of clouds that the tables of the atlas do not have.
    pub clouds: BTreeMap<String, usize>,
    /// The rows with an accelerator that no row of the atlas maps, by cloud and name, with an
    /// instance type that has it.
    pub accelerators: BTreeMap<(String, String), (usize, String)>,
    /// The rows in a region that no row of the atlas maps, by cloud and name.
    pub regions: BTreeMap<(String, String), usize>,
    /// The rows left out for another reason.
    pub skipped: BTreeMap<Skip, usize>,
}

impl Tally {
    /// Returns the rows that were read.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.files.iter().map(|(_, rows)| rows).sum()
    }
}
