//! Firms that run sites, and sites that were reported.

use std::collections::BTreeMap;

use portolan_terms::{Day, Known, Place, RegionId};

use super::{
    latency::known_region,
    regions::Region,
    table::{Row, Table},
};
use crate::{FactsError, SourceText};

/// Holds who stands behind a firm from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operator {
    /// The name of the firm.
    pub name: String,
    /// The first day of this ownership, when the source tells; a firm with two rows changed hands.
    pub owned_from: Option<Day>,
    /// The seat of the firm.
    pub hq: Known<Place>,
    /// The company at the top.
    pub ultimate_parent: String,
    /// The seat of the company at the top; unknown when it is disputed.
    pub parent_hq: Known<Place>,
    /// The holders that are public.
    pub owners: String,
    /// What a reader must know before relying on it.
    pub note: String,
    /// Where it comes from.
    pub source: String,
    /// The day the row stands for.
    pub as_of: String,
    /// `high`, `medium` or `low`.
    pub confidence: String,
}

/// Holds a site that was reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtlasSite {
    /// The id of the row.
    pub id: String,
    /// The firm that runs it.
    pub operator: String,
    /// The nearest region.
    pub region: RegionId,
    /// The name of the site.
    pub name: String,
    /// Live power in MW, as reported.
    pub mw_live: Option<String>,
    /// Planned power in MW, as reported.
    pub mw_planned: Option<String>,
    /// The accelerators, as reported.
    pub accelerators: String,
    /// The tenants, as reported.
    pub tenants: String,
    /// The days, as reported.
    pub dates: String,
    /// Where it comes from.
    pub source: String,
    /// The day the row was checked.
    pub as_of: String,
    /// `high`, `medium` or `low`.
    pub confidence: String,
}

pub(super) fn read_operators(source: SourceText<'_>) -> Result<Vec<Operator>, FactsError> {
    let columns = [
        "operator",
        "owned_from",
        "hq",
        "ultimate_parent",
        "parent_hq",
        "owners",
        "note",
        "source",
        "as_of",
        "confidence",
    ];
    Table::read(source, &columns)?
        .rows()
        .map(operator)
        .collect()
}

fn operator(row: Row<'_>) -> Result<Operator, FactsError> {
    Ok(Operator {
        name: row.required("operator")?.to_owned(),
        owned_from: row.day("owned_from")?,
        hq: seat(row, "hq")?,
        ultimate_parent: row.owned("ultimate_parent"),
        parent_hq: seat(row, "parent_hq")?,
        owners: row.owned("owners"),
        note: row.owned("note"),
        source: row.required("source")?.to_owned(),
        as_of: row.required("as_of")?.to_owned(),
        confidence: row.required("confidence")?.to_owned(),
    })
}

fn seat(row: Row<'_>, column: &str) -> Result<Known<Place>, FactsError> {
    match row.text(column) {
        None => Ok(Known::Unknown),
        Some(_) => row.parsed(column).map(Known::Is),
    }
}

pub(super) fn read_sites(
    source: SourceText<'_>,
    regions: &BTreeMap<RegionId, Region>,
) -> Result<Vec<AtlasSite>, FactsError> {
    let columns = [
        "id",
        "operator",
        "region",
        "site",
        "mw_live",
        "mw_planned",
        "accelerators",
        "tenants",
        "dates",
        "source",
        "as_of",
        "confidence",
    ];
    let table = Table::read(source, &columns)?;
    table.rows().map(|row| site(row, regions)).collect()
}

fn site(row: Row<'_>, regions: &BTreeMap<RegionId, Region>) -> Result<AtlasSite, FactsError> {
    Ok(AtlasSite {
        id: row.required("id")?.to_owned(),
        operator: row.required("operator")?.to_owned(),
        region: known_region(row, "region", regions)?,
        name: row.required("site")?.to_owned(),
        mw_live: row.text("mw_live").map(str::to_owned),
        mw_planned: row.text("mw_planned").map(str::to_owned),
        accelerators: row.owned("accelerators"),
        tenants: row.owned("tenants"),
        dates: row.owned("dates"),
        source: row.required("source")?.to_owned(),
        as_of: row.required("as_of")?.to_owned(),
        confidence: row.required("confidence")?.to_owned(),
    })
}
