//! Energy of a chip and hour.

use portolan_terms::{Currency, Figure, Money};

use crate::atlas::{Chip, Region};

/// Names the power that a chip draws, and what is in the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watts {
    /// The chip with its share of server, network and cooling: nothing is added.
    AllIn(Figure),
    /// The rated power of the part alone: server share and cooling are added.
    Part(Figure),
}

impl Watts {
    /// Holds what server and network add to the part alone, in per cent of it: the all-in figures
    /// of the table stand at 1.7 to 2.5 times the rated power, facility losses included.
    pub const SERVER_PERCENT: i64 = 60;

    /// Returns the power of a chip, all-in where the table has it; `None` when it has neither.
    #[must_use]
    pub fn of(chip: &Chip) -> Option<Self> {
        chip.allin_kw
            .map(Self::AllIn)
            .or(chip.tdp_w.map(Self::Part))
    }
}

/// Returns the power of one chip with its share of server, network and hall, in ten-thousandths of a
/// kilowatt; `None` when it is not known.
///
/// The all-in figure of the table holds facility losses already, so the ratio of the hall is
/// applied only to the rated power of a part.
fn kilowatts(chip: &Chip, region: &Region) -> Option<i128> {
    Some(match Watts::of(chip)? {
        Watts::AllIn(kilowatts) => i128::from(kilowatts.ten_thousandths()),
        Watts::Part(watts) => {
            let hall = i128::from(region.pue?.ten_thousandths());
            let server = i128::from(100 + Watts::SERVER_PERCENT);
            i128::from(watts.ten_thousandths()) * server * hall / 100 / 1_000 / 10_000
        }
    })
}

/// Returns what the energy of one chip and hour costs in a region, in dollars, rounded up to a
/// hundredth of a cent; `None` when power or price is not known.
#[must_use]
pub fn energy_chip_hour(chip: &Chip, region: &Region) -> Option<Money> {
    let price = i128::from(region.elec_usd_per_kwh?.ten_thousandths());
    let amount = (price * kilowatts(chip, region)? + 9_999) / 10_000;
    Some(Money::from_ten_thousandths(
        i64::try_from(amount).ok()?,
        Currency::Usd,
    ))
}

/// Returns the carbon dioxide of one chip and hour in a region, in milligrams, rounded up; `None`
/// when power or grid is not known.
#[must_use]
pub fn carbon_chip_hour(chip: &Chip, region: &Region) -> Option<u64> {
    let grams = i128::from(region.gco2_per_kwh?.ten_thousandths());
    let milligrams = (grams * kilowatts(chip, region)? + 99_999) / 100_000;
    u64::try_from(milligrams).ok()
}
