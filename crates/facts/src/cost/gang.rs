//! Chip-hours, gangs and weeks.

use portolan_terms::{ChipHours, Chips, Figure, TrainingOps};

use crate::Rate;

/// Returns the chip-hours that a run takes at a rate, rounded up.
///
/// # Example: a million-billion-billion operations at 100 TFLOPS
///
/// ```
/// use portolan_facts::{Rate, atlas::RateKind, cost::chip_hours};
/// use portolan_terms::{Figure, TrainingOps};
///
/// let rate = Rate {
///     value: Figure::whole(100),
///     low: None,
///     high: None,
///     basis: "invented for this example".to_owned(),
///     source: "none".to_owned(),
///     kind: RateKind::Assumed,
///     as_of: "2026-01".to_owned(),
///     confidence: "low".to_owned(),
/// };
/// let operations = TrainingOps::from_f64(1e24).unwrap();
/// assert_eq!(chip_hours(operations, &rate).0, 2_777_778);
/// ```
#[must_use]
pub fn chip_hours(operations: TrainingOps, rate: &Rate) -> ChipHours {
    chip_hours_at(operations, rate.value)
}

pub(super) fn chip_hours_at(operations: TrainingOps, tflops: Figure) -> ChipHours {
    let scaled = u128::from(operations.teraops()) * 10_000;
    let per_hour = u128::try_from(tflops.ten_thousandths()).unwrap_or(0) * 3_600;
    if per_hour == 0 {
        return ChipHours(u64::MAX);
    }
    ChipHours(u64::try_from(scaled.div_ceil(per_hour)).unwrap_or(u64::MAX))
}

/// Returns the smallest gang, a multiple of `multiple`, that spends the hours within `days`;
/// `None` when there are no days or the multiple is nothing.
#[must_use]
pub fn smallest_gang(hours: ChipHours, days: u32, multiple: Chips) -> Option<Chips> {
    let hours_each = u64::from(days).checked_mul(24).filter(|hours| *hours > 0)?;
    let chips = hours.0.div_ceil(hours_each);
    chips
        .div_ceil(Some(multiple.0).filter(|multiple| *multiple > 0)?)
        .checked_mul(multiple.0)
        .map(Chips)
}

/// Returns the whole weeks that a gang takes to spend the hours; `None` for a gang of nothing.
#[must_use]
pub fn weeks(hours: ChipHours, gang: Chips) -> Option<u64> {
    let hours_each = gang.0.checked_mul(168).filter(|hours| *hours > 0)?;
    Some(hours.0.div_ceil(hours_each))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gang_is_rounded_up_to_its_multiple() {
        let gang = smallest_gang(ChipHours(24 * 10 * 1_000 + 1), 10, Chips(256));
        assert_eq!(gang, Some(Chips(1_024)));
        assert_eq!(smallest_gang(ChipHours(1), 0, Chips(8)), None);
        assert_eq!(smallest_gang(ChipHours(1), 1, Chips(0)), None);
    }

    #[test]
    fn a_week_that_is_begun_counts() {
        assert_eq!(weeks(ChipHours(168 * 8), Chips(8)), Some(1));
        assert_eq!(weeks(ChipHours(168 * 8 + 1), Chips(8)), Some(2));
        assert_eq!(weeks(ChipHours(1), Chips(0)), None);
    }
}
