//! Technical figures with four decimal places.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Holds a technical figure or a percentage in ten-thousandths.
///
/// Four places are what Cedar's decimals hold. Digits beyond the fourth are cut, never rounded up,
/// so that 49.99999 % stays below one half.
///
/// # Example: a density on the line, and one just under it
///
/// ```
/// use portolan_terms::Figure;
///
/// assert_eq!(Figure::from_f64(5.92).unwrap().to_string(), "5.9200");
/// assert_eq!(Figure::from_f64(49.999_999).unwrap().to_string(), "49.9999");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Figure(i64);

impl Figure {
    /// Returns the figure for a number, or `None` when it is negative, not finite or too large.
    #[must_use]
    pub fn from_f64(number: f64) -> Option<Self> {
        let scaled = number * 10_000.0;
        if !(0.0..9.0e18).contains(&scaled) {
            return None;
        }
        let nearest = scaled.round();
        let kept = if (scaled - nearest).abs() < 1e-6_f64.max(nearest * 1e-15) {
            nearest
        } else {
            scaled.floor()
        };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "checked against the range above"
        )]
        Some(Self(kept as i64))
    }

    /// Returns the figure `whole`.
    #[must_use]
    pub fn whole(whole: u32) -> Self {
        Self(i64::from(whole) * 10_000)
    }

    /// Returns the whole part.
    #[must_use]
    pub fn floor(self) -> i64 {
        self.0 / 10_000
    }

    /// Returns the ten-thousandths.
    #[must_use]
    pub fn ten_thousandths(self) -> i64 {
        self.0
    }

    /// Returns the difference, held at zero.
    ///
    /// # Example: a share sold twice over is no share
    ///
    /// ```
    /// use portolan_terms::Figure;
    ///
    /// assert_eq!(Figure::whole(50).less(Figure::whole(20)), Figure::whole(30));
    /// assert_eq!(Figure::whole(20).less(Figure::whole(50)), Figure::whole(0));
    /// ```
    #[must_use]
    pub fn less(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0).max(0))
    }

    /// Returns the sum, held at the largest figure.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:04}", self.0 / 10_000, self.0 % 10_000)
    }
}

impl fmt::Debug for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Figure {
    #[expect(
        clippy::cast_precision_loss,
        reason = "figures are far below 2^53 ten-thousandths"
    )]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 10_000 == 0 {
            serializer.serialize_i64(self.0 / 10_000)
        } else {
            serializer.serialize_f64(self.0 as f64 / 10_000.0)
        }
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        Self::from_f64(number)
            .ok_or_else(|| serde::de::Error::custom(format!("`{number}` is no figure from 0 up")))
    }
}
