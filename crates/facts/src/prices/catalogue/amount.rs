//! Decimals as the catalogue writes them, kept exact: no price passes through a float.

/// The parts of one whole that are kept.
const PARTS: i128 = 1_000_000_000;
/// The most digits that are read.
const DIGITS_MAX: usize = 24;
/// The largest power of ten, up or down, that is read.
const POWER_MAX: i32 = 24;

/// Says what stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Amount {
    /// Nothing.
    Empty,
    /// Zero.
    Zero,
    /// Less than zero.
    Negative,
    /// `nan` or an infinity.
    NotFinite,
    /// So many billionths, rounded up.
    Is(i128),
}

impl Amount {
    /// Reads a cell; `None` when it is no number.
    pub(super) fn of(cell: &str) -> Option<Self> {
        let cell = cell.trim();
        if cell.is_empty() {
            return Some(Self::Empty);
        }
        let (negative, digits) = match cell.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, cell.strip_prefix('+').unwrap_or(cell)),
        };
        let word = digits.to_ascii_lowercase();
        if ["nan", "inf", "infinity"].contains(&word.as_str()) {
            return Some(Self::NotFinite);
        }
        Some(match billionths(&word)? {
            0 => Self::Zero,
            _ if negative => Self::Negative,
            parts => Self::Is(parts),
        })
    }

    /// Returns the number when it is whole and over zero.
    pub(super) fn whole(self) -> Option<i128> {
        match self {
            Self::Is(parts) if parts % PARTS == 0 => Some(parts / PARTS),
            Self::Is(_) | Self::Empty | Self::Zero | Self::Negative | Self::NotFinite => None,
        }
    }
}

/// Returns the ten-thousandths of one share in `shares`, rounded up.
pub(super) fn ten_thousandths(billionths: i128, shares: i128) -> Option<i64> {
    let unit = shares.checked_mul(PARTS / 10_000)?;
    let rounded = billionths.checked_add(unit.checked_sub(1)?)?;
    i64::try_from(rounded.checked_div(unit)?).ok()
}

fn billionths(text: &str) -> Option<i128> {
    let (mantissa, power) = match text.split_once('e') {
        Some((mantissa, power)) => (mantissa, power.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, places) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{places}");
    let readable = !digits.is_empty()
        && digits.len() <= DIGITS_MAX
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && power.abs() <= POWER_MAX;
    if !readable {
        return None;
    }
    let digits: i128 = digits.parse().ok()?;
    let shift = 9 + power - i32::try_from(places.len()).ok()?;
    let scale = 10_i128.checked_pow(shift.unsigned_abs())?;
    if shift >= 0 {
        digits.checked_mul(scale)
    } else {
        Some((digits + scale - 1) / scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_decimal_is_read_exactly() {
        assert_eq!(Amount::of("55.04"), Some(Amount::Is(55_040_000_000)));
        assert_eq!(Amount::of(" 8.0 ").unwrap().whole(), Some(8));
        assert_eq!(Amount::of("1e-05"), Some(Amount::Is(10_000)));
        assert_eq!(Amount::of("0.125").unwrap().whole(), None);
        assert_eq!(Amount::of("2.5E+1"), Some(Amount::Is(25_000_000_000)));
        assert_eq!(Amount::of(".5"), Some(Amount::Is(500_000_000)));
        assert_eq!(Amount::of("0.00"), Some(Amount::Zero));
        assert_eq!(Amount::of("-1"), Some(Amount::Negative));
        assert_eq!(Amount::of(""), Some(Amount::Empty));
        for text in ["nan", "NaN", "inf", "-Infinity"] {
            assert_eq!(Amount::of(text), Some(Amount::NotFinite), "{text}");
        }
        for text in [
            "free",
            "1,5",
            "1e99",
            "--1",
            ".",
            "0x8",
            "1234567890123456789012345",
        ] {
            assert_eq!(Amount::of(text), None, "{text}");
        }
    }

    #[test]
    fn a_share_is_rounded_up_to_a_hundredth_of_a_cent() {
        assert_eq!(ten_thousandths(55_040_000_000, 8), Some(68_800));
        assert_eq!(ten_thousandths(1_000_000_000, 3), Some(3_334));
        assert_eq!(ten_thousandths(1, 8), Some(1));
        assert_eq!(ten_thousandths(i128::MAX, 1), None);
        assert_eq!(ten_thousandths(1, 0), None);
    }
}
