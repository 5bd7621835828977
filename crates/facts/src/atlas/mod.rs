//! The atlas: public facts about chips, places, lines, firms and prices.
//!
//! Every row of a table names its source, the day it stands for and how sure it is. An empty cell
//! is a fact nobody has shown: it is never read as zero.

pub mod chips;
pub mod firms;
pub mod latency;
pub mod market;
pub mod rates;
pub mod regions;
pub(crate) mod table;

use std::collections::BTreeMap;

use portolan_terms::{ChipId, Item, RegionId};

pub use chips::Chip;
pub use firms::{AtlasSite, Operator};
pub use latency::{Latency, LatencyKind};
pub use market::{Price, TrainingRun};
pub use rates::{Rate, RateKind, Use};
pub use regions::Region;

use crate::{FactsError, SourceText};

/// Holds the texts that make up an atlas.
#[derive(Clone, Copy, Debug)]
pub struct AtlasFiles<'a> {
    /// The accelerators: `chips.tsv`.
    pub chips: SourceText<'a>,
    /// The regions: `regions.tsv`.
    pub regions: SourceText<'a>,
    /// The round trips between regions: `latency.tsv`.
    pub latency: SourceText<'a>,
    /// The firms that run sites: `operators.tsv`.
    pub operators: SourceText<'a>,
    /// The sites that were reported: `sites.tsv`.
    pub sites: SourceText<'a>,
    /// The prices that were seen: `prices.tsv`.
    pub prices: SourceText<'a>,
    /// The training runs that were published: `training_runs.tsv`.
    pub training_runs: SourceText<'a>,
    /// What chips achieve: `rates.tsv`.
    pub rates: SourceText<'a>,
}

impl<'a> AtlasFiles<'a> {
    /// Holds the names of the files, in the order of [`AtlasFiles::from_texts`].
    pub const NAMES: [&'static str; 8] = [
        "chips.tsv",
        "regions.tsv",
        "latency.tsv",
        "operators.tsv",
        "sites.tsv",
        "prices.tsv",
        "training_runs.tsv",
        "rates.tsv",
    ];

    /// Returns the files made of texts in the order of [`AtlasFiles::NAMES`].
    #[must_use]
    pub fn from_texts(texts: [&'a str; 8]) -> Self {
        let [
            chips,
            regions,
            latency,
            operators,
            sites,
            prices,
            runs,
            rates,
        ] = texts;
        let [chips_name, regions_name, latency_name, operators_name, ..] = Self::NAMES;
        let [.., sites_name, prices_name, runs_name, rates_name] = Self::NAMES;
        Self {
            chips: SourceText::new(chips_name, chips),
            regions: SourceText::new(regions_name, regions),
            latency: SourceText::new(latency_name, latency),
            operators: SourceText::new(operators_name, operators),
            sites: SourceText::new(sites_name, sites),
            prices: SourceText::new(prices_name, prices),
            training_runs: SourceText::new(runs_name, runs),
            rates: SourceText::new(rates_name, rates),
        }
    }
}

/// Holds the public facts.
#[derive(Clone, Debug, Default)]
pub struct Atlas {
    /// The accelerators.
    pub chips: BTreeMap<ChipId, Chip>,
    /// The regions.
    pub regions: BTreeMap<RegionId, Region>,
    /// The round trips, under the two regions in the order of their ids.
    pub latency: BTreeMap<(RegionId, RegionId), Latency>,
    /// The firms that run sites, with dated ownership.
    pub operators: Vec<Operator>,
    /// The sites that were reported.
    pub sites: Vec<AtlasSite>,
    /// The prices that were seen.
    pub prices: Vec<Price>,
    /// The training runs that were published.
    pub runs: Vec<TrainingRun>,
    /// What a chip achieves in a use; a pair without a row cannot be costed.
    pub rates: BTreeMap<(ChipId, Use), Rate>,
}

impl Atlas {
    /// Reads the tables of an atlas.
    ///
    /// # Errors
    /// When a table lacks a column, a cell cannot be read, an id is used twice, or a row names a
    /// region or chip that its own table does not have. The error names file, line and column.
    pub fn read(files: &AtlasFiles<'_>) -> Result<Self, FactsError> {
        let regions = regions::read(files.regions)?;
        let chips = chips::read(files.chips)?;
        let latency = latency::read(files.latency, &regions)?;
        let rates = rates::read(files.rates, &chips)?;
        Ok(Self {
            operators: firms::read_operators(files.operators)?,
            sites: firms::read_sites(files.sites, &regions)?,
            prices: market::read_prices(files.prices, &regions)?,
            runs: market::read_runs(files.training_runs, &chips)?,
            chips,
            regions,
            latency,
            rates,
        })
    }

    /// Returns what law asks of a chip, with the figures of the table; `None` for a chip it does
    /// not have.
    #[must_use]
    pub fn item(&self, chip: &ChipId) -> Option<Item> {
        self.chips.get(chip).map(|row| row.item(chip))
    }

    /// Returns the round trip between two regions in milliseconds; `None` when no row has it.
    ///
    /// The way does not matter; within one region it is [`Latency::LOCAL_MS`].
    #[must_use]
    pub fn rtt_ms(&self, from: &RegionId, to: &RegionId) -> Option<u32> {
        if from == to {
            return self.regions.get(from).map(|_| Latency::LOCAL_MS);
        }
        let pair = if from < to { (from, to) } else { (to, from) };
        self.latency
            .get(&(pair.0.clone(), pair.1.clone()))
            .map(|row| row.rtt_ms)
    }

    /// Returns what a chip achieves in a use; `None` when no row has it, and then the chip cannot
    /// be costed and is no option for that use.
    #[must_use]
    pub fn rate(&self, chip: &ChipId, use_: Use) -> Option<&Rate> {
        self.rates.get(&(chip.clone(), use_))
    }
}
