//! Civil days and half-open periods of days.

use std::{fmt, str::FromStr};

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Names one civil day in the place of an act.
///
/// # Example: the last day before a rule
///
/// ```
/// use portolan_terms::Day;
///
/// let first: Day = "2023-11-17".parse().unwrap();
/// assert_eq!(first.before().to_string(), "2023-11-16");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// Says why a text names no day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a day between 1990-01-01 and 2099-12-31 written YYYY-MM-DD")]
pub struct DayError {
    text: String,
}

impl Day {
    /// Returns the first day Portolan can speak of.
    pub const FIRST: Self = Self(jiff::civil::date(1990, 1, 1));
    /// Returns the last day Portolan can speak of.
    pub const LAST: Self = Self(jiff::civil::date(2099, 12, 31));

    /// Returns the day `days` later (earlier when negative), held inside [`Self::FIRST`] to
    /// [`Self::LAST`].
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        match self.0.checked_add(i64::from(days).days()) {
            Ok(date) => Self(date).clamp(Self::FIRST, Self::LAST),
            Err(_) if days < 0 => Self::FIRST,
            Err(_) => Self::LAST,
        }
    }

    /// Returns the same day of the year `years` later.
    #[must_use]
    pub fn plus_years(self, years: i32) -> Self {
        match self.0.checked_add(i64::from(years).years()) {
            Ok(date) => Self(date).clamp(Self::FIRST, Self::LAST),
            Err(_) if years < 0 => Self::FIRST,
            Err(_) => Self::LAST,
        }
    }

    /// Returns the day before this one.
    #[must_use]
    pub fn before(self) -> Self {
        self.plus_days(-1)
    }

    /// Returns the day after this one.
    #[must_use]
    pub fn after(self) -> Self {
        self.plus_days(1)
    }

    /// Returns the number of days from `earlier` to this day.
    ///
    /// # Example: a leap year has a day more
    ///
    /// ```
    /// use portolan_terms::Day;
    ///
    /// let day = |text: &str| text.parse::<Day>().unwrap();
    /// assert_eq!(day("2025-01-01").days_since(day("2024-01-01")), 366);
    /// ```
    #[must_use]
    pub fn days_since(self, earlier: Self) -> i32 {
        self.0.since(earlier.0).map_or(0, |span| span.get_days())
    }

    /// Returns the day that is `workdays` Monday-to-Friday days later.
    ///
    /// # Example: two working days after a Friday is a Tuesday
    ///
    /// ```
    /// use portolan_terms::Day;
    ///
    /// let friday: Day = "2025-01-10".parse().unwrap();
    /// assert_eq!(friday.plus_workdays(2).to_string(), "2025-01-14");
    /// ```
    #[must_use]
    pub fn plus_workdays(self, workdays: u32) -> Self {
        let mut day = self;
        let mut left = workdays;
        while left > 0 && day < Self::LAST {
            day = day.after();
            if day.0.weekday().to_monday_one_offset() <= 5 {
                left -= 1;
            }
        }
        day
    }

    /// Returns the calendar year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }
}

impl FromStr for Day {
    type Err = DayError;

    fn from_str(text: &str) -> Result<Self, DayError> {
        let error = || DayError {
            text: text.to_owned(),
        };
        if text.len() != 10 {
            return Err(error());
        }
        let day = Self(text.parse().map_err(|_| error())?);
        if day < Self::FIRST || day > Self::LAST {
            Err(error())
        } else {
            Ok(day)
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// Holds the days from `from` up to, not including, `until`.
///
/// # Example: the licence lapses at midnight in XB
///
/// ```
/// use portolan_terms::{Day, Period};
///
/// let day = |text: &str| text.parse::<Day>().unwrap();
/// let licence = Period { from: day("2025-01-13"), until: Some(day("2025-05-15")) };
/// assert!(licence.contains(day("2025-05-14")));
/// assert!(!licence.contains(day("2025-05-15")));
/// assert_eq!(licence.last_day(), Some(day("2025-05-14")));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// The first day.
    pub from: Day,
    /// The first day after the period; `None` when no end is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

impl Period {
    /// Returns true when `day` lies in the period.
    #[must_use]
    pub fn contains(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// Returns the last day of the period, when an end is known.
    #[must_use]
    pub fn last_day(&self) -> Option<Day> {
        self.until.map(Day::before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn the_eighth_working_day_after_a_thursday_is_a_tuesday() {
        assert_eq!(day("2023-06-01").plus_workdays(8), day("2023-06-13"));
    }

    #[test]
    fn a_period_holds_its_first_day_and_not_its_end() {
        let period = Period {
            from: day("2025-01-13"),
            until: Some(day("2025-05-15")),
        };
        assert!(period.contains(day("2025-01-13")));
        assert!(period.contains(day("2025-05-14")));
        assert!(!period.contains(day("2025-05-15")));
        assert_eq!(period.last_day(), Some(day("2025-05-14")));
    }

    #[test]
    fn days_outside_the_century_are_refused() {
        for text in [
            "1989-12-31",
            "2100-01-01",
            "2025-02-30",
            "2025-2-3",
            "tomorrow",
        ] {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
    }
}
