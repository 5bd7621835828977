//! Money: whole cents of a named currency.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Names a currency.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Currency {
    /// United States dollars.
    #[default]
    #[serde(rename = "USD")]
    Usd,
    /// Euros.
    #[serde(rename = "EUR")]
    Eur,
    /// Renminbi yuan.
    #[serde(rename = "CNY")]
    Cny,
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Usd => "USD",
            Self::Eur => "EUR",
            Self::Cny => "CNY",
        })
    }
}

/// Holds an amount of money in hundredths of a cent, so that hourly prices stay exact.
///
/// # Example: a price per chip and hour
///
/// ```
/// use portolan_terms::{Currency, Money};
///
/// let price = Money::parse("2.35", Currency::Usd).unwrap();
/// assert_eq!(price.times(168).unwrap().to_string(), "USD 394.80");
/// ```
///
/// Two currencies do not add:
///
/// ```compile_fail
/// use portolan_terms::{Currency, Money};
/// let sum = Money::zero(Currency::Usd) + Money::zero(Currency::Eur);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money {
    ten_thousandths: i64,
    currency: Currency,
}

/// Says why an amount cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The text is no amount.
    #[error("`{0}` is not an amount: write a decimal with up to four places, such as `2.35`")]
    Text(String),
    /// The amount is larger than can be kept.
    #[error("an amount is too large to keep (over 900 trillion)")]
    TooLarge,
    /// The amounts are in two currencies.
    #[error("{0} and {1} cannot be added: convert one of them first")]
    TwoCurrencies(Currency, Currency),
}

impl Money {
    /// Returns nothing of a currency.
    #[must_use]
    pub fn zero(currency: Currency) -> Self {
        Self {
            ten_thousandths: 0,
            currency,
        }
    }

    /// Returns an amount of ten-thousandths of the unit.
    #[must_use]
    pub fn from_ten_thousandths(ten_thousandths: i64, currency: Currency) -> Self {
        Self {
            ten_thousandths,
            currency,
        }
    }

    /// Returns the amount in ten-thousandths of the unit.
    #[must_use]
    pub fn ten_thousandths(self) -> i64 {
        self.ten_thousandths
    }

    /// Returns the currency.
    #[must_use]
    pub fn currency(self) -> Currency {
        self.currency
    }

    /// Reads a decimal with up to four places.
    ///
    /// # Errors
    /// When the text is no decimal, has more than four places, or is too large.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let error = || MoneyError::Text(text.to_owned());
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, places) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(places) || places.len() > 4 {
            return Err(error());
        }
        let whole: i64 = whole.parse().map_err(|_| MoneyError::TooLarge)?;
        let places: i64 = format!("{places:0<4}").parse().map_err(|_| error())?;
        let amount = whole
            .checked_mul(10_000)
            .and_then(|amount| amount.checked_add(places))
            .ok_or(MoneyError::TooLarge)?;
        Ok(Self {
            ten_thousandths: if negative { -amount } else { amount },
            currency,
        })
    }

    /// Returns the sum.
    ///
    /// # Errors
    /// When the currencies differ or the sum is too large.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::TwoCurrencies(self.currency, other.currency));
        }
        self.ten_thousandths
            .checked_add(other.ten_thousandths)
            .map(|ten_thousandths| Self {
                ten_thousandths,
                ..self
            })
            .ok_or(MoneyError::TooLarge)
    }

    /// Returns the amount taken `count` times.
    ///
    /// # Errors
    /// When the product is too large.
    pub fn times(self, count: u64) -> Result<Self, MoneyError> {
        i64::try_from(count)
            .ok()
            .and_then(|count| self.ten_thousandths.checked_mul(count))
            .map(|ten_thousandths| Self {
                ten_thousandths,
                ..self
            })
            .ok_or(MoneyError::TooLarge)
    }

    /// Returns the amount as a decimal with all its four places.
    #[must_use]
    pub fn exact(self) -> String {
        let amount = self.ten_thousandths.unsigned_abs();
        let sign = if self.ten_thousandths < 0 { "-" } else { "" };
        format!("{sign}{}.{:04}", amount / 10_000, amount % 10_000)
    }

    /// Returns the amount as a decimal with two places, rounded half away from zero.
    #[must_use]
    pub fn decimal(self) -> String {
        let cents = (self.ten_thousandths.unsigned_abs() + 50) / 100;
        let sign = if self.ten_thousandths < 0 && cents > 0 {
            "-"
        } else {
            ""
        };
        format!("{sign}{}.{:02}", cents / 100, cents % 100)
    }
}

impl FromStr for Money {
    type Err = MoneyError;

    /// Reads `USD 2.35`.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let error = || MoneyError::Text(text.to_owned());
        let (currency, amount) = text.split_once(' ').ok_or_else(error)?;
        let currency = match currency {
            "USD" => Currency::Usd,
            "EUR" => Currency::Eur,
            "CNY" => Currency::Cny,
            _ => return Err(error()),
        };
        Self::parse(amount, currency)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimal = self.decimal();
        let (whole, cents) = decimal.split_once('.').unwrap_or((&decimal, "00"));
        let (sign, digits) = match whole.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", whole),
        };
        let count: u64 = digits.parse().unwrap_or(0);
        write!(
            f,
            "{} {sign}{}.{cents}",
            self.currency,
            crate::quantity::Chips(count)
        )
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.decimal())
    }
}

impl<'de> Deserialize<'de> for Money {
    /// Reads a decimal string in US dollars, the currency of scenarios unless they name another.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text, Currency::Usd).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_and_euros_do_not_add() {
        let error = Money::zero(Currency::Usd)
            .plus(Money::zero(Currency::Eur))
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "USD and EUR cannot be added: convert one of them first"
        );
    }

    #[test]
    fn five_places_or_a_stray_sign_are_refused() {
        for text in ["1.23456", "", ".5", "--1", "1e3", "NaN"] {
            assert!(Money::parse(text, Currency::Usd).is_err(), "{text}");
        }
    }

    #[test]
    fn half_a_cent_rounds_away_from_zero() {
        assert_eq!(
            Money::parse("-0.005", Currency::Usd).unwrap().decimal(),
            "-0.01"
        );
        assert_eq!(
            Money::parse("0.0049", Currency::Usd).unwrap().decimal(),
            "0.00"
        );
    }

    #[test]
    fn thousands_are_grouped_for_people() {
        let amount = Money::parse("-41200000", Currency::Usd).unwrap();
        assert_eq!(amount.to_string(), "USD -41,200,000.00");
    }
}
