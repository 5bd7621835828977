//! Prices that were seen and training runs that were published.

use std::collections::BTreeMap;

use portolan_terms::{ChipHours, ChipId, Figure, RegionId, TrainingOps};

use super::{
    chips::Chip,
    latency::known_region,
    rates::known_chip,
    regions::Region,
    table::{Row, Table},
};
use crate::{FactsError, SourceText};

/// Holds one price as it was seen; a gap is a row without a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// What kind of price: `on-demand`, `spot`, `contract`, `index`, `gap` and others.
    pub kind: String,
    /// Who asks it.
    pub provider: String,
    /// The region of the atlas, when it has one.
    pub region: Option<RegionId>,
    /// What is priced, as the provider calls it.
    pub chip: String,
    /// The price, or the low end of a range.
    pub value: Option<Figure>,
    /// The high end of a range.
    pub value_high: Option<Figure>,
    /// The unit.
    pub unit: String,
    /// The day or edition of the source.
    pub as_of: String,
    /// Where it comes from.
    pub source: String,
    /// `high`, `medium` or `low`.
    pub confidence: String,
}

/// Holds one published training run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainingRun {
    /// The id of the row.
    pub id: String,
    /// `production`, `benchmark`, `estimate`, `continual` or `post-training`.
    pub kind: String,
    /// The model.
    pub model: String,
    /// Who trained it.
    pub organisation: String,
    /// The month it was published.
    pub date: String,
    /// The chip of the atlas, when the row names one it has.
    pub chip: Option<ChipId>,
    /// The chips used at once.
    pub chips: Option<u64>,
    /// The chip-hours reported.
    pub chip_hours: Option<ChipHours>,
    /// The operations: six times active parameters times tokens.
    pub operations: Option<TrainingOps>,
    /// The dense peak that utilisation is measured against, in TFLOPS.
    pub peak_tflops: Option<Figure>,
    /// Operations over chip-hours over peak, in per cent.
    pub utilisation_percent: Option<Figure>,
    /// Where it comes from.
    pub source: String,
    /// `high`, `medium` or `low`.
    pub confidence: String,
}

pub(super) fn read_prices(
    source: SourceText<'_>,
    regions: &BTreeMap<RegionId, Region>,
) -> Result<Vec<Price>, FactsError> {
    let columns = [
        "kind",
        "provider",
        "region",
        "chip",
        "value",
        "value_high",
        "unit",
        "as_of",
        "source",
        "confidence",
    ];
    let table = Table::read(source, &columns)?;
    table.rows().map(|row| price(row, regions)).collect()
}

fn price(row: Row<'_>, regions: &BTreeMap<RegionId, Region>) -> Result<Price, FactsError> {
    let region = row
        .text("region")
        .map(|_| known_region(row, "region", regions))
        .transpose()?;
    Ok(Price {
        kind: row.required("kind")?.to_owned(),
        provider: row.owned("provider"),
        region,
        chip: row.owned("chip"),
        value: row.figure("value")?,
        value_high: row.figure("value_high")?,
        unit: row.owned("unit"),
        as_of: row.required("as_of")?.to_owned(),
        source: row.required("source")?.to_owned(),
        confidence: row.required("confidence")?.to_owned(),
    })
}

pub(super) fn read_runs(
    source: SourceText<'_>,
    chips: &BTreeMap<ChipId, Chip>,
) -> Result<Vec<TrainingRun>, FactsError> {
    let columns = [
        "id",
        "kind",
        "model",
        "organisation",
        "date",
        "chip",
        "chips",
        "chip_hours",
        "operations",
        "peak_tflops",
        "utilisation_percent",
        "source",
        "as_of",
        "confidence",
    ];
    let table = Table::read(source, &columns)?;
    table.rows().map(|row| run(row, chips)).collect()
}

fn run(row: Row<'_>, chips: &BTreeMap<ChipId, Chip>) -> Result<TrainingRun, FactsError> {
    let whole = |column: &str| -> Result<Option<u64>, FactsError> {
        let figure = row.figure(column)?;
        Ok(figure.and_then(|figure| u64::try_from(figure.floor()).ok()))
    };
    let chip = row
        .text("chip")
        .map(|_| known_chip(row, "chip", chips))
        .transpose()?;
    Ok(TrainingRun {
        id: row.required("id")?.to_owned(),
        kind: row.required("kind")?.to_owned(),
        model: row.required("model")?.to_owned(),
        organisation: row.owned("organisation"),
        date: row.owned("date"),
        chip,
        chips: whole("chips")?,
        chip_hours: whole("chip_hours")?.map(ChipHours),
        operations: row.number("operations")?.and_then(TrainingOps::from_f64),
        peak_tflops: row.figure("peak_tflops")?,
        utilisation_percent: row.figure("utilisation_percent")?,
        source: row.required("source")?.to_owned(),
        confidence: row.required("confidence")?.to_owned(),
    })
}
