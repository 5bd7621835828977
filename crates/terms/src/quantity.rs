//! Quantities with their units in their types.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

macro_rules! counts {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u64);

        impl $name {
            /// Returns the sum, or `None` on overflow.
            #[must_use]
            pub fn checked_add(self, other: Self) -> Option<Self> {
                self.0.checked_add(other.0).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let digits = self.0.to_string();
                let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
                for (index, digit) in digits.chars().enumerate() {
                    if index > 0 && (digits.len() - index) % 3 == 0 {
                        grouped.push(',');
                    }
                    grouped.push(digit);
                }
                f.pad(&grouped)
            }
        }
    )*};
}

counts! {
    /// Counts accelerators.
    Chips
    /// Counts hours of one accelerator.
    ChipHours
    /// Counts tokens.
    Tokens
    /// Counts bytes.
    Bytes
}

/// Counts the operations of a training run, kept in units of 10^12.
///
/// The unit keeps the thresholds of the law exact: 1e25 written in a file is not more than 1e25.
///
/// # Example: the number on the line
///
/// ```
/// use portolan_terms::TrainingOps;
///
/// let line: TrainingOps = serde_json::from_str("1e25").unwrap();
/// assert_eq!(line.teraops(), 10_000_000_000_000);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrainingOps(u64);

impl TrainingOps {
    /// Returns the count for a number of operations, or `None` when negative, not finite or above
    /// 9e30.
    #[must_use]
    pub fn from_f64(operations: f64) -> Option<Self> {
        if !(0.0..9.0e30).contains(&operations) {
            return None;
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked against the range above"
        )]
        Some(Self((operations / 1e12).round() as u64))
    }

    /// Returns the count for a number of units of 10^12.
    #[must_use]
    pub fn from_teraops(teraops: u64) -> Self {
        Self(teraops)
    }

    /// Returns the count in units of 10^12 operations.
    #[must_use]
    pub fn teraops(self) -> u64 {
        self.0
    }

    /// Returns the number of operations nearest to the count.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        // Reading the decimal rounds once; multiplying would round twice.
        format!("{}e12", self.0).parse().unwrap_or(f64::MAX)
    }
}

impl fmt::Display for TrainingOps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:e}", self.as_f64())
    }
}

impl Serialize for TrainingOps {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.as_f64())
    }
}

impl<'de> Deserialize<'de> for TrainingOps {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        Self::from_f64(number).ok_or_else(|| {
            serde::de::Error::custom(format!("`{number}` is no number of training operations"))
        })
    }
}
