//! Round trips between regions.

use std::collections::BTreeMap;

use portolan_terms::RegionId;

use super::{
    regions::Region,
    table::{Row, Table, insert_once},
};
use crate::{FactsError, SourceText, nearest::suggestion};

/// Says where a round trip comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LatencyKind {
    /// Published by a cloud for its own network.
    Azure,
    /// Measured over the public internet in 2018.
    Public2018,
    /// The figure of a near place, shifted.
    Proxy,
    /// Worked out from the distance.
    Estimated,
}

/// Holds one row of the latency table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Latency {
    /// The round trip in milliseconds.
    pub rtt_ms: u32,
    /// Where the figure comes from.
    pub kind: LatencyKind,
    /// The source.
    pub source: String,
}

impl Latency {
    /// Holds the round trip within one region: a few tens of kilometres of fibre and two switches.
    pub const LOCAL_MS: u32 = 2;
}

pub(super) fn read(
    source: SourceText<'_>,
    regions: &BTreeMap<RegionId, Region>,
) -> Result<BTreeMap<(RegionId, RegionId), Latency>, FactsError> {
    let columns = [
        "from",
        "to",
        "rtt_ms",
        "kind",
        "source",
        "as_of",
        "confidence",
    ];
    let table = Table::read(source, &columns)?;
    let mut pairs = BTreeMap::new();
    for row in table.rows() {
        let from = known_region(row, "from", regions)?;
        let to = known_region(row, "to", regions)?;
        if from == to {
            return Err(row
                .wrong("to", "the row leads from a region to itself")
                .hint("drop the row: within a region the trip is 2 ms"));
        }
        let pair = if from < to { (from, to) } else { (to, from) };
        insert_once(&mut pairs, pair, latency(row)?, row, "to")?;
    }
    Ok(pairs)
}

fn latency(row: Row<'_>) -> Result<Latency, FactsError> {
    let kinds = [
        ("azure", LatencyKind::Azure),
        ("public2018", LatencyKind::Public2018),
        ("proxy", LatencyKind::Proxy),
        ("est", LatencyKind::Estimated),
    ];
    let whole = row.required_figure("rtt_ms")?.floor();
    Ok(Latency {
        rtt_ms: u32::try_from(whole).map_err(|_| row.wrong("rtt_ms", "the trip is too long"))?,
        kind: row.word("kind", &kinds)?,
        source: row.required("source")?.to_owned(),
    })
}

/// Returns the region that a cell names, which the region table must have.
pub(super) fn known_region(
    row: Row<'_>,
    column: &str,
    regions: &BTreeMap<RegionId, Region>,
) -> Result<RegionId, FactsError> {
    let id: RegionId = row.parsed(column)?;
    if regions.contains_key(&id) {
        return Ok(id);
    }
    let known = regions.keys().map(RegionId::as_str);
    Err(row
        .wrong(column, &format!("`{id}` is no region of the atlas"))
        .hint(suggestion(id.as_str(), known)))
}
