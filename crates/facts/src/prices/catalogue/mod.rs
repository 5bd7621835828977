//! The public SkyPilot catalogue: a folder for each cloud, with a `vms.csv` in it.
//!
//! Knows: the columns that every edition has, and what the atlas says its names mean.
//! Must not know: files on disk; the catalogue has no day, so the caller gives one.
//! Main type: [`Catalogue`]. Start reading at [`Catalogue::read`].
//!
//! A row gives a price when the atlas says which chip and region it means and the row prices whole
//! machines. Of several machines with one chip in a region the cheapest per chip is kept.

mod amount;
mod names;
mod tally;

use std::collections::{BTreeMap, btree_map::Entry};

use portolan_terms::{Chips, Currency, Day, Money};

use super::{Goods, Offer, Sale};
use crate::{FactsError, SourceText};
use amount::{Amount, ten_thousandths};
use names::Cloud;

pub use names::Names;
pub use tally::{Skip, Tally};

/// How the source of an offer begins.
pub const SOURCE: &str = "skypilot-catalog";
/// The most that one chip and hour may cost, in ten-thousandths.
const CHIP_HOUR_MAX: i64 = 1_000_000 * 10_000;

/// Holds what was read of a catalogue so far.
#[derive(Clone, Debug)]
pub struct Catalogue<'n> {
    names: &'n Names,
    on: Day,
    best: BTreeMap<Goods, Offer>,
    tally: Tally,
}

/// Holds where the columns stand.
struct Columns {
    instance: usize,
    accelerator: usize,
    count: usize,
    region: usize,
    price: usize,
    spot: Option<usize>,
    zone: Option<usize>,
}

/// Holds one row, cell by cell.
#[derive(Clone, Copy)]
struct Row<'r> {
    cloud: &'r str,
    file: &'r str,
    line: usize,
    columns: &'r Columns,
    cells: &'r csv::StringRecord,
}

impl<'n> Catalogue<'n> {
    /// Returns a catalogue of a day of which nothing was read yet.
    #[must_use]
    pub fn new(names: &'n Names, on: Day) -> Self {
        Self {
            names,
            on,
            best: BTreeMap::new(),
            tally: Tally::default(),
        }
    }

    /// Reads the `vms.csv` of a cloud.
    ///
    /// # Errors
    /// When a column is missing, a row is cut short, or a count or price is no number: with file
    /// and line. Nothing of such a file is taken.
    pub fn read(&mut self, cloud: &str, source: SourceText<'_>) -> Result<(), FactsError> {
        let before = self.clone();
        let read = self.rows(cloud, source);
        if read.is_err() {
            *self = before;
        }
        read
    }

    /// Returns the cheapest offer of each good, in the order of the goods.
    #[must_use]
    pub fn offers(&self) -> Vec<Offer> {
        self.best.values().cloned().collect()
    }

    /// Returns what became of the rows.
    #[must_use]
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    fn rows(&mut self, cloud: &str, source: SourceText<'_>) -> Result<(), FactsError> {
        let text = source.text.trim_start_matches('\u{feff}');
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| cut(source.name, &error))?;
        let columns = Columns::of(header, source.name)?;
        let names = self.names.cloud(cloud);
        let mut cells = csv::StringRecord::new();
        let mut rows = 0;
        while reader
            .read_record(&mut cells)
            .map_err(|error| cut(source.name, &error))?
        {
            rows += 1;
            let line = cells.position().map_or(0, csv::Position::line);
            let row = Row {
                cloud,
                file: source.name,
                line: usize::try_from(line).unwrap_or(usize::MAX),
                columns: &columns,
                cells: &cells,
            };
            self.row(row, names)?;
        }
        self.tally.files.push((source.name.to_owned(), rows));
        Ok(())
    }

    fn row(&mut self, row: Row<'_>, names: Option<&Cloud>) -> Result<(), FactsError> {
        let (accelerator, instance) = (row.accelerator(), row.instance());
        if accelerator.is_empty() {
            self.skip(Skip::NoAccelerator);
            return Ok(());
        }
        if instance.is_empty() {
            self.skip(Skip::NoHost);
            return Ok(());
        }
        let Some(names) = names else {
            *self.tally.clouds.entry(row.cloud.to_owned()).or_default() += 1;
            return Ok(());
        };
        let key = |name: &str| (row.cloud.to_owned(), name.to_owned());
        let Some(chip) = names.chip(accelerator, instance) else {
            let unmapped = &mut self.tally.accelerators;
            let first = || (0, instance.to_owned());
            unmapped.entry(key(accelerator)).or_insert_with(first).0 += 1;
            return Ok(());
        };
        let Some(region) = names.region(row.region(), row.zone()) else {
            let place = row.place();
            *self.tally.regions.entry(key(&place)).or_default() += 1;
            return Ok(());
        };
        let Some(chips) = row
            .amount("AcceleratorCount", Some(row.columns.count))?
            .whole()
        else {
            self.skip(Skip::Part);
            return Ok(());
        };
        let cells = [
            (
                Sale::OnDemand,
                row.amount("Price", Some(row.columns.price))?,
            ),
            (Sale::Spot, row.amount("SpotPrice", row.columns.spot)?),
        ];
        let mut taken = false;
        let mut fault = Skip::NoPrice;
        for (sale, amount) in cells {
            match price(amount, chips) {
                Ok(chip_hour) => {
                    taken = true;
                    let goods = Goods {
                        operator: row.cloud.to_owned(),
                        region: region.clone(),
                        chip: chip.clone(),
                        sale,
                    };
                    self.keep(row, goods, chip_hour, chips);
                }
                Err(why) => fault = fault.max(why),
            }
        }
        if taken {
            self.tally.taken += 1;
        } else {
            self.skip(fault);
        }
        Ok(())
    }

    fn skip(&mut self, why: Skip) {
        *self.tally.skipped.entry(why).or_default() += 1;
    }

    /// Keeps an offer when none of the same goods is as cheap.
    fn keep(&mut self, row: Row<'_>, goods: Goods, chip_hour: Money, chips: i128) {
        let offer = || Offer {
            goods: goods.clone(),
            chip_hour,
            block: u64::try_from(chips).ok().map(Chips),
            on: self.on,
            source: row.source(),
            line: 0,
        };
        match self.best.entry(goods.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(offer());
            }
            Entry::Occupied(mut entry) if chip_hour < entry.get().chip_hour => {
                entry.insert(offer());
            }
            Entry::Occupied(_) => {}
        }
    }
}

/// Returns the price of one chip and hour.
fn price(amount: Amount, chips: i128) -> Result<Money, Skip> {
    match amount {
        Amount::Empty => Err(Skip::NoPrice),
        Amount::Zero => Err(Skip::Zero),
        Amount::Negative => Err(Skip::Negative),
        Amount::NotFinite => Err(Skip::NotFinite),
        Amount::Is(parts) => match ten_thousandths(parts, chips) {
            Some(amount) if amount <= CHIP_HOUR_MAX => {
                Ok(Money::from_ten_thousandths(amount, Currency::Usd))
            }
            Some(_) | None => Err(Skip::TooLarge),
        },
    }
}

/// Returns an error about a row that the reader could not take apart.
fn cut(file: &str, error: &csv::Error) -> FactsError {
    let line = error.position().map_or(1, csv::Position::line);
    FactsError::new("catalogue.row", "the row cannot be read")
        .at(file, usize::try_from(line).unwrap_or(usize::MAX))
        .because(error.to_string())
        .hint("the file may be cut short: fetch it again")
}

impl Columns {
    fn of(header: &csv::StringRecord, file: &str) -> Result<Self, FactsError> {
        let at = |name: &str| header.iter().position(|known| known.trim() == name);
        let needed = |name: &'static str| {
            at(name).ok_or_else(|| {
                let fact = format!("the header has no column `{name}`");
                FactsError::new("catalogue.column", fact)
                    .at(file, 1)
                    .hint("this is no `vms.csv` of the SkyPilot catalogue, versions 5 to 9")
            })
        };
        Ok(Self {
            instance: needed("InstanceType")?,
            accelerator: needed("AcceleratorName")?,
            count: needed("AcceleratorCount")?,
            region: needed("Region")?,
            price: needed("Price")?,
            spot: at("SpotPrice"),
            zone: at("AvailabilityZone"),
        })
    }
}

impl<'r> Row<'r> {
    fn cell(self, column: usize) -> &'r str {
        self.cells.get(column).unwrap_or_default().trim()
    }

    fn instance(self) -> &'r str {
        self.cell(self.columns.instance)
    }

    fn accelerator(self) -> &'r str {
        self.cell(self.columns.accelerator)
    }

    fn region(self) -> &'r str {
        self.cell(self.columns.region)
    }

    fn zone(self) -> &'r str {
        self.columns.zone.map_or("", |column| self.cell(column))
    }

    /// Returns the region with its zone, as the catalogue names them.
    fn place(self) -> String {
        match (self.region(), self.zone()) {
            (region, "") => region.to_owned(),
            (region, zone) => format!("{region} {zone}"),
        }
    }

    fn amount(self, name: &str, column: Option<usize>) -> Result<Amount, FactsError> {
        let cell = column.map_or("", |column| self.cell(column));
        Amount::of(cell).ok_or_else(|| {
            let fact = format!("`{cell}` is no number");
            FactsError::new("catalogue.number", fact)
                .at(self.file, self.line)
                .because(format!("column `{name}`"))
                .hint("the file may be cut short or changed: fetch it again")
        })
    }

    /// Returns where an offer comes from: file, line, instance type and zone.
    fn source(self) -> String {
        let (file, line) = (self.file, self.line);
        let (instance, place) = (self.instance(), self.place());
        format!("{SOURCE} {file}:{line}, {instance} in {place}")
    }
}
