//! Accelerators and the figures that law and cost turn on.

use std::collections::BTreeMap;

use portolan_terms::{ChipId, Figure, Item, Known, Place, item::ItemType};

use super::table::{Row, Table, insert_once};
use crate::{FactsError, SourceText};

/// Holds the columns whose figures may be estimates.
const FIGURES: [&str; 12] = [
    "tpp",
    "tpp_hi",
    "performance_density",
    "io_gbs",
    "bits_x_tops",
    "dram_gbs",
    "fp16_tflops",
    "fp8_tflops",
    "mem_gb",
    "tdp_w",
    "allin_kw",
    "launch",
];

/// Holds one row of the accelerator table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    /// The name shown to people.
    pub name: String,
    /// `chip`, or `system` for a rack that is sold whole.
    pub kind: ItemType,
    /// The maker.
    pub vendor: String,
    /// The seat of the maker.
    pub hq_country: Place,
    /// When it came out, as precisely as the source says.
    pub launch: String,
    /// Total processing performance, with TF32 read as 19 bits.
    pub tpp: Option<Figure>,
    /// Total processing performance, with TF32 read as 32 bits where that is more.
    pub tpp_hi: Option<Figure>,
    /// Total processing performance per square millimetre of logic die.
    pub performance_density: Option<Figure>,
    /// Aggregate bidirectional transfer rate in GB/s, memory left out.
    pub io_gbs: Option<Figure>,
    /// Bit length times TOPS, the measure of 2022.
    pub bits_x_tops: Option<Figure>,
    /// Total memory bandwidth in GB/s.
    pub dram_gbs: Option<Figure>,
    /// Whether it is designed or marketed for datacentres.
    pub datacentre: Known<bool>,
    /// Whether it is subject to the US export rules.
    pub us_jurisdiction: Known<bool>,
    /// Whether it was made in the United States.
    pub us_origin: Known<bool>,
    /// Dense peak at 16 bits, in TFLOPS.
    pub fp16_tflops: Option<Figure>,
    /// Dense peak at 8 bits, in TFLOPS.
    pub fp8_tflops: Option<Figure>,
    /// Memory in GB.
    pub mem_gb: Option<Figure>,
    /// Rated power of the part alone, in W.
    pub tdp_w: Option<Figure>,
    /// Power of one chip with its share of server, network and cooling, in kW.
    pub allin_kw: Option<Figure>,
    /// The software stack it runs: work ported from another one has to be paid.
    pub sw_stack: String,
    /// The columns whose figure is an estimate.
    pub estimated: Vec<&'static str>,
    /// Where the figures come from.
    pub source: String,
    /// The day the row was checked.
    pub as_of: String,
    /// `high`, `medium` or `low`.
    pub confidence: String,
}

impl Chip {
    /// Returns what law asks of the chip.
    #[must_use]
    pub fn item(&self, id: &ChipId) -> Item {
        let figure = |figure: Option<Figure>| figure.map(Known::Is);
        Item {
            kind: self.kind,
            chip: Some(id.clone()),
            tpp: figure(self.tpp),
            performance_density: figure(self.performance_density),
            io_gbs: figure(self.io_gbs),
            bits_x_tops: figure(self.bits_x_tops),
            dram_gbs: figure(self.dram_gbs),
            hbm_gbs_per_mm2: None,
            datacentre: Some(self.datacentre),
            eccn: None,
            us_jurisdiction: self.us_jurisdiction,
            us_origin: self.us_origin.shown().map(|shown| Known::Is(*shown)),
            maker: Some(self.vendor.clone()),
            strategic_listed: None,
        }
    }
}

pub(super) fn read(source: SourceText<'_>) -> Result<BTreeMap<ChipId, Chip>, FactsError> {
    let columns = [
        "id",
        "kind",
        "name",
        "vendor",
        "hq_country",
        "datacentre",
        "us_jurisdiction",
        "us_origin",
        "sw_stack",
        "source",
        "as_of",
        "confidence",
    ];
    let columns: Vec<&str> = columns.into_iter().chain(FIGURES).collect();
    let table = Table::read(source, &columns)?;
    let mut chips = BTreeMap::new();
    for row in table.rows() {
        insert_once(&mut chips, row.parsed("id")?, chip(row)?, row, "id")?;
    }
    Ok(chips)
}

fn chip(row: Row<'_>) -> Result<Chip, FactsError> {
    let kinds = [
        ("chip", ItemType::Accelerator),
        ("system", ItemType::Computer),
    ];
    Ok(Chip {
        name: row.required("name")?.to_owned(),
        kind: row.word("kind", &kinds)?,
        vendor: row.required("vendor")?.to_owned(),
        hq_country: row.parsed("hq_country")?,
        launch: row.owned("launch"),
        tpp: row.figure("tpp")?,
        tpp_hi: row.figure("tpp_hi")?,
        performance_density: row.figure("performance_density")?,
        io_gbs: row.figure("io_gbs")?,
        bits_x_tops: row.figure("bits_x_tops")?,
        dram_gbs: row.figure("dram_gbs")?,
        datacentre: row.yes_or_no("datacentre")?,
        us_jurisdiction: row.yes_or_no("us_jurisdiction")?,
        us_origin: row.yes_or_no("us_origin")?,
        fp16_tflops: row.figure("fp16_tflops")?,
        fp8_tflops: row.figure("fp8_tflops")?,
        mem_gb: row.figure("mem_gb")?,
        tdp_w: row.figure("tdp_w")?,
        allin_kw: row.figure("allin_kw")?,
        sw_stack: row.owned("sw_stack"),
        estimated: FIGURES
            .into_iter()
            .filter(|column| row.estimated(column))
            .collect(),
        source: row.required("source")?.to_owned(),
        as_of: row.required("as_of")?.to_owned(),
        confidence: row.required("confidence")?.to_owned(),
    })
}
