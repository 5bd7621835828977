//! Prices: what suppliers ask for an hour of a chip, on dated lists.
//!
//! A list is a table in CSV: a user's own, or one made from the public SkyPilot catalogue. What a
//! pool costs is looked up by operator, region and chip, and the newest offer that is not later
//! than the day of the plan counts.

pub mod catalogue;
mod discount;
mod list;

use std::fmt;

use portolan_terms::{ChipId, Chips, Day, Money, RegionId};

pub use discount::Discount;
pub(crate) use list::twice;
pub use list::written;

/// Says how an hour is sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sale {
    /// By the hour, for as long as it is wanted.
    OnDemand,
    /// By the hour, until the supplier wants it back.
    Spot,
    /// For a term, at a printed price.
    Reserved,
    /// By contract with this customer.
    Contract,
}

impl Sale {
    /// Holds every way to sell.
    pub const ALL: [Self; 4] = [Self::OnDemand, Self::Spot, Self::Reserved, Self::Contract];

    /// Returns the word in lists and scenarios.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::OnDemand => "on-demand",
            Self::Spot => "spot",
            Self::Reserved => "reserved",
            Self::Contract => "contract",
        }
    }

    /// Returns the way to sell that a word names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sale| sale.word() == word)
    }
}

impl fmt::Display for Sale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// Names what is sold: whose chips, where, of which type, and how.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Goods {
    /// The operator, as the list names it.
    pub operator: String,
    /// The region of the atlas.
    pub region: RegionId,
    /// The chip of the atlas.
    pub chip: ChipId,
    /// How it is sold.
    pub sale: Sale,
}

/// Holds one dated price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What is sold.
    pub goods: Goods,
    /// The price of one chip and hour.
    pub chip_hour: Money,
    /// The chips that are sold together, when the list says so.
    pub block: Option<Chips>,
    /// The day from which the price stands.
    pub on: Day,
    /// Where it comes from.
    pub source: String,
    /// The line of the list; 0 for an offer that stands on none yet.
    pub line: usize,
}

/// Holds the offers of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PriceList {
    /// The name of the file.
    pub name: String,
    /// The offers, in the order of the file.
    pub offers: Vec<Offer>,
}

/// Returns the newest offer of the goods that is not later than a day, and the list it stands on.
#[must_use]
pub fn newest<'l>(
    lists: &'l [PriceList],
    goods: &Goods,
    on: Day,
) -> Option<(&'l PriceList, &'l Offer)> {
    let all = lists
        .iter()
        .flat_map(|list| list.offers.iter().map(move |offer| (list, offer)));
    all.filter(|(_, offer)| offer.goods == *goods && offer.on <= on)
        .max_by_key(|(_, offer)| offer.on)
}
