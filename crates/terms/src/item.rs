//! Items that law controls, and how their holder came by them.

use serde::{Deserialize, Serialize};

use crate::{ChipId, Day, Figure, Known, Place, words::words};

words! {
    /// Names a kind of item.
    ItemType {
        Accelerator = "accelerator",
        Computer = "computer",
        Hbm = "hbm",
        Part = "part",
        Software = "software",
        Technology = "technology",
    }
}

words! {
    /// Names the ground on which a holder came by items.
    Authority {
        Licence = "licence",
        Exception = "exception",
        NoLicenceRequired = "no-licence-required",
        None = "none",
        Unknown = "unknown",
    }
}

/// Holds the figures that decide how an item is classified.
///
/// A figure left out is one nobody has shown: it never counts as zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The kind of item.
    #[serde(rename = "type")]
    pub kind: ItemType,
    /// The chip of the atlas whose figures fill those left out here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chip: Option<ChipId>,
    /// Total processing performance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tpp: Option<Known<Figure>>,
    /// Total processing performance per square millimetre of logic die.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub performance_density: Option<Known<Figure>>,
    /// Aggregate bidirectional transfer rate in GB/s, memory left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub io_gbs: Option<Known<Figure>>,
    /// Bit length times TOPS, the measure of 2022.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bits_x_tops: Option<Known<Figure>>,
    /// Total memory bandwidth in GB/s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dram_gbs: Option<Known<Figure>>,
    /// Memory bandwidth density of a bare stack.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hbm_gbs_per_mm2: Option<Known<Figure>>,
    /// Whether it is designed or marketed for datacentres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub datacentre: Option<Known<bool>>,
    /// The export class, where it is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eccn: Option<String>,
    /// Whether it is subject to the US export rules.
    pub us_jurisdiction: Known<bool>,
    /// Whether it was made in the United States.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub us_origin: Option<Known<bool>>,
    /// The maker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maker: Option<String>,
    /// The places whose list of strategic goods names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strategic_listed: Option<Vec<Place>>,
}

impl Item {
    /// Returns the item with every figure it leaves out taken from `other`.
    #[must_use]
    pub fn filled_from(mut self, other: &Item) -> Self {
        macro_rules! fill {
            ($($field:ident)*) => {$(
                if self.$field.is_none() {
                    self.$field.clone_from(&other.$field);
                }
            )*};
        }
        fill!(tpp performance_density io_gbs bits_x_tops dram_gbs hbm_gbs_per_mm2 datacentre maker);
        self
    }
}

/// Says when and on what ground a holder came by items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acquisition {
    /// The day of delivery.
    pub on: Known<Day>,
    /// The ground.
    pub authority: Authority,
}
