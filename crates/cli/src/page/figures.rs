//! Figures: amounts, counts, shares and days as the page shows them.

use maud::{Markup, html};
use portolan_terms::{Currency, Day, Money};

pub use crate::{
    show::{last_day, number, range, short},
    words::counted,
};

/// Returns an amount with its digits in groups: `USD 15,900,000.00`.
pub fn full(decimal: &str, currency: &str) -> String {
    parsed(decimal, currency).map_or_else(
        || format!("{currency} {decimal}"),
        |amount| amount.to_string(),
    )
}

/// Returns an amount in short, with the whole of it as a title.
pub fn money(decimal: &str, currency: &str) -> Markup {
    html! { data.money value=(decimal) title=(full(decimal, currency)) { (short(decimal, currency)) } }
}

/// Returns an amount in full.
pub fn exact(decimal: &str, currency: &str) -> Markup {
    html! { data.money value=(decimal) { (full(decimal, currency)) } }
}

/// Returns an amount as a number, for lengths of bars and for order.
pub fn amount(decimal: &str) -> f64 {
    decimal.parse().unwrap_or(0.0)
}

fn parsed(decimal: &str, currency: &str) -> Option<Money> {
    let currency = match currency {
        "USD" => Currency::Usd,
        "EUR" => Currency::Eur,
        "CNY" => Currency::Cny,
        _ => return None,
    };
    Money::parse(decimal, currency).ok()
}

/// Returns a count as a number, for lengths of bars.
pub fn float(count: u64) -> f64 {
    count as f64
}

/// Returns a count in three or four figures: `14.2 M`.
pub fn rough(count: u64) -> String {
    let size = float(count);
    if size >= 1e12 {
        format!("{:.2} T", size / 1e12)
    } else if size >= 1e9 {
        format!("{:.1} bn", size / 1e9)
    } else if size >= 1e6 {
        format!("{:.1} M", size / 1e6)
    } else {
        number(count)
    }
}

/// Returns a share in per cent.
pub fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 0.1 {
        "under\u{a0}0.1\u{a0}%".to_owned()
    } else {
        format!("{percent:.1}\u{a0}%")
    }
}

/// Returns a distance from the bound in per cent, with as many places as it needs.
pub fn gap(share: f64) -> String {
    let percent = share * 100.0;
    if percent < 0.0001 {
        "under 0.0001\u{a0}%".to_owned()
    } else {
        format!("{percent:.4}\u{a0}%")
    }
}

/// Returns a day.
pub fn day(text: &str) -> Markup {
    html! { time datetime=(text) { (text) } }
}

/// Returns the first and the last day of a period whose end is the first day after it.
pub fn period(from: &str, until: &str) -> Markup {
    html! { span.period { (day(from)) "\u{a0}to " (day(&last_day(until))) } }
}

/// Returns the number of days from one day to another.
pub fn days_between(from: &str, until: &str) -> Option<i32> {
    let (from, until) = (from.parse::<Day>().ok()?, until.parse::<Day>().ok()?);
    Some(until.days_since(from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_short_in_sentences_and_whole_in_tables() {
        assert_eq!(short("15900000.00", "USD"), "USD 15.9 M");
        assert_eq!(full("15900000.00", "USD"), "USD 15,900,000.00");
        assert_eq!(short("1234567890.12", "USD"), "USD 1.23 bn");
        assert_eq!(short("812.40", "USD"), "USD 812");
    }

    #[test]
    fn the_last_day_that_counts_is_the_day_before_the_end() {
        assert_eq!(last_day("2026-03-01"), "2026-02-28");
        assert_eq!(last_day("no day"), "no day");
    }

    #[test]
    fn a_small_gap_is_never_shown_as_none() {
        assert_eq!(gap(0.000_000_1), "under 0.0001\u{a0}%");
        assert_eq!(gap(0.021), "2.1000\u{a0}%");
    }
}
