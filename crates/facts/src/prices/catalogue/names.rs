//! What the names of the catalogue mean, from two tables of the atlas.

use std::collections::BTreeMap;

use portolan_terms::{ChipId, RegionId};

use crate::{
    Atlas, FactsError, SourceText,
    atlas::table::{Row, Table, insert_once},
    nearest::suggestion,
};

/// Holds the chips and regions that the catalogue's names stand for, cloud by cloud.
#[derive(Clone, Debug, Default)]
pub struct Names {
    clouds: BTreeMap<String, Cloud>,
}

/// Holds the names of one cloud.
#[derive(Clone, Debug, Default)]
pub(super) struct Cloud {
    chips: BTreeMap<(String, Pattern), ChipId>,
    regions: BTreeMap<String, (RegionId, Option<Pattern>)>,
}

/// Says which instance types or zones a row is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Pattern {
    /// This one.
    Is(String),
    /// All that begin so.
    Begins(String),
}

impl Pattern {
    fn of(text: &str) -> Self {
        text.strip_suffix('*').map_or_else(
            || Self::Is(text.to_owned()),
            |start| Self::Begins(start.to_owned()),
        )
    }

    fn is(&self, name: &str) -> bool {
        match self {
            Self::Is(one) => one == name,
            Self::Begins(start) => name.starts_with(start.as_str()),
        }
    }

    /// Returns true when some name is meant by both.
    fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Is(name), _) => other.is(name),
            (_, Self::Is(name)) => self.is(name),
            (Self::Begins(one), Self::Begins(other)) => {
                one.starts_with(other.as_str()) || other.starts_with(one.as_str())
            }
        }
    }
}

impl Names {
    /// Holds the names of the files that say it, in the folder of the atlas.
    pub const FILES: [&'static str; 2] = ["skypilot-accelerators.tsv", "skypilot-regions.tsv"];

    /// Reads the two tables.
    ///
    /// # Errors
    /// When a table lacks a column or a cell, a row names a chip or region that the atlas does not
    /// have, or two rows say of one instance type which chip it has.
    pub fn read(
        accelerators: SourceText<'_>,
        regions: SourceText<'_>,
        atlas: &Atlas,
    ) -> Result<Self, FactsError> {
        let mut names = Self::default();
        let dated = ["source", "as_of", "confidence"];
        let columns = ["cloud", "accelerator", "instance", "chip"];
        let table = Table::read(accelerators, &[&columns[..], &dated].concat())?;
        for row in table.rows() {
            let chip: ChipId = row.parsed("chip")?;
            if !atlas.chips.contains_key(&chip) {
                let known = atlas.chips.keys().map(ChipId::as_str);
                return Err(
                    unknown(row, "chip", chip.as_str()).hint(suggestion(chip.as_str(), known))
                );
            }
            names.add_chip(row, chip)?;
        }
        let table = Table::read(
            regions,
            &[&["cloud", "region", "atlas_region", "zones"][..], &dated].concat(),
        )?;
        for row in table.rows() {
            let region: RegionId = row.parsed("atlas_region")?;
            if !atlas.regions.contains_key(&region) {
                let known = atlas.regions.keys().map(RegionId::as_str);
                let error = unknown(row, "atlas_region", region.as_str());
                return Err(error.hint(suggestion(region.as_str(), known)));
            }
            sourced(row)?;
            let cloud = names
                .clouds
                .entry(row.required("cloud")?.to_owned())
                .or_default();
            let name = row.required("region")?.to_owned();
            let zones = row.text("zones").map(Pattern::of);
            insert_once(&mut cloud.regions, name, (region, zones), row, "region")?;
        }
        Ok(names)
    }

    fn add_chip(&mut self, row: Row<'_>, chip: ChipId) -> Result<(), FactsError> {
        sourced(row)?;
        let cloud = self
            .clouds
            .entry(row.required("cloud")?.to_owned())
            .or_default();
        let accelerator = row.required("accelerator")?.to_owned();
        let instance = Pattern::of(row.required("instance")?);
        let meets =
            |(name, other): &&(String, Pattern)| *name == accelerator && other.meets(&instance);
        if cloud.chips.keys().any(|key| meets(&key)) {
            let error = row.wrong(
                "instance",
                "another row says which chip such an instance has",
            );
            return Err(error.hint("keep one of the two rows, or write the instance types out"));
        }
        cloud.chips.insert((accelerator, instance), chip);
        Ok(())
    }

    /// Returns the names of a cloud that both tables know.
    pub(super) fn cloud(&self, name: &str) -> Option<&Cloud> {
        let cloud = self.clouds.get(name)?;
        (!cloud.chips.is_empty() && !cloud.regions.is_empty()).then_some(cloud)
    }
}

impl Cloud {
    pub(super) fn chip(&self, accelerator: &str, instance: &str) -> Option<&ChipId> {
        let mut named = self.chips.iter();
        let found = named.find(|((name, of), _)| name == accelerator && of.is(instance));
        found.map(|(_, chip)| chip)
    }

    /// Returns the region that a row is in; `None` too when its zone lies elsewhere.
    pub(super) fn region(&self, name: &str, zone: &str) -> Option<&RegionId> {
        let (region, zones) = self.regions.get(name)?;
        zones
            .as_ref()
            .is_none_or(|zones| zones.is(zone))
            .then_some(region)
    }
}

fn sourced(row: Row<'_>) -> Result<(), FactsError> {
    for column in ["source", "as_of", "confidence"] {
        row.required(column)?;
    }
    Ok(())
}

fn unknown(row: Row<'_>, column: &str, id: &str) -> FactsError {
    row.wrong(column, &format!("the atlas has no `{id}`"))
}
