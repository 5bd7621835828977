//! What a supplier takes off its listed prices.

use portolan_terms::{Day, Figure, Money};

/// One whole, in the ten-thousandths of a per cent that figures count.
const WHOLE: i128 = 1_000_000;

/// Holds what a supplier takes off, and while it does so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discount {
    /// The share taken off, in per cent.
    pub percent: Figure,
    /// The first day on which it holds; `None` when it holds already.
    pub from: Option<Day>,
    /// The last day on which it holds; `None` when it has no end.
    pub until: Option<Day>,
    /// Where it is agreed.
    pub source: String,
}

impl Discount {
    /// Returns true when it holds on every day from the first to the last.
    #[must_use]
    pub fn covers(&self, first: Day, last: Day) -> bool {
        self.from.is_none_or(|from| from <= first) && self.until.is_none_or(|until| last <= until)
    }

    /// Returns what is left of a price, rounded up to a hundredth of a cent.
    ///
    /// # Example: an eighth off
    ///
    /// ```
    /// use portolan_facts::prices::Discount;
    /// use portolan_terms::{Currency, Figure, Money};
    ///
    /// let eighth = Discount {
    ///     percent: Figure::from_f64(12.5).unwrap(),
    ///     from: None,
    ///     until: None,
    ///     source: "frame agreement 7".to_owned(),
    /// };
    /// let list = Money::parse("6.8801", Currency::Usd).unwrap();
    /// assert_eq!(eighth.off(list), Money::parse("6.0201", Currency::Usd).unwrap());
    /// ```
    #[must_use]
    pub fn off(&self, list: Money) -> Money {
        let left = (WHOLE - i128::from(self.percent.ten_thousandths())).max(0);
        let amount = (i128::from(list.ten_thousandths()) * left + WHOLE - 1) / WHOLE;
        // Never more than the list price, which fits.
        let amount = i64::try_from(amount).unwrap_or(list.ten_thousandths());
        Money::from_ten_thousandths(amount, list.currency())
    }
}
