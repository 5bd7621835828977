//! Regions: where chips and users can be.

use std::collections::BTreeMap;

use portolan_terms::{Figure, Place, RegionId};

use super::table::{Row, Table, insert_once};
use crate::{FactsError, SourceText};

/// Says how firm a figure of the region table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The source states it.
    Stated,
    /// It was computed from stated figures.
    Derived,
    /// It was stated for another tariff class or a wider area.
    Proxy,
    /// It is a judgement.
    Estimated,
}

/// Holds one row of the region table.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// The name shown to people.
    pub name: String,
    /// The country.
    pub country: Place,
    /// The latitude in degrees.
    pub latitude: f64,
    /// The longitude in degrees.
    pub longitude: f64,
    /// The price of power in USD per kWh.
    pub elec_usd_per_kwh: Option<Figure>,
    /// How firm the price of power is.
    pub elec_kind: Option<Kind>,
    /// The carbon of the grid in grams of CO2 per kWh.
    pub gco2_per_kwh: Option<Figure>,
    /// How firm the carbon figure is.
    pub gco2_kind: Option<Kind>,
    /// Power of a hall over power of its machines.
    pub pue: Option<Figure>,
    /// How firm that ratio is.
    pub pue_kind: Option<Kind>,
    /// Where the figures come from.
    pub source: String,
    /// The day the row was checked.
    pub as_of: String,
    /// `high`, `medium` or `low`.
    pub confidence: String,
}

pub(super) fn read(source: SourceText<'_>) -> Result<BTreeMap<RegionId, Region>, FactsError> {
    let columns = [
        "id",
        "name",
        "country",
        "lat",
        "lon",
        "elec_usd_per_kwh",
        "elec_kind",
        "gco2_per_kwh",
        "gco2_kind",
        "pue",
        "pue_kind",
        "source",
        "as_of",
        "confidence",
    ];
    let table = Table::read(source, &columns)?;
    let mut regions = BTreeMap::new();
    for row in table.rows() {
        insert_once(&mut regions, row.parsed("id")?, region(row)?, row, "id")?;
    }
    Ok(regions)
}

fn region(row: Row<'_>) -> Result<Region, FactsError> {
    let degrees = |column: &str, limit: f64| -> Result<f64, FactsError> {
        match row.number(column)? {
            Some(degrees) if degrees.abs() <= limit => Ok(degrees),
            Some(_) | None => Err(row
                .wrong(column, "the cell is no position on the globe")
                .hint(format!("write degrees from -{limit} to {limit}"))),
        }
    };
    Ok(Region {
        name: row.required("name")?.to_owned(),
        country: row.parsed("country")?,
        latitude: degrees("lat", 90.0)?,
        longitude: degrees("lon", 180.0)?,
        elec_usd_per_kwh: row.figure("elec_usd_per_kwh")?,
        elec_kind: kind(row, "elec_kind")?,
        gco2_per_kwh: row.figure("gco2_per_kwh")?,
        gco2_kind: kind(row, "gco2_kind")?,
        pue: row.figure("pue")?,
        pue_kind: kind(row, "pue_kind")?,
        source: row.required("source")?.to_owned(),
        as_of: row.required("as_of")?.to_owned(),
        confidence: row.required("confidence")?.to_owned(),
    })
}

fn kind(row: Row<'_>, column: &str) -> Result<Option<Kind>, FactsError> {
    let words = [
        ("src", Kind::Stated),
        ("derived", Kind::Derived),
        ("proxy", Kind::Proxy),
        ("est", Kind::Estimated),
    ];
    row.text(column)
        .map(|_| row.word(column, &words))
        .transpose()
}
