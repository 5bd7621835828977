//! `portolan import skypilot-catalog`: the public SkyPilot catalogue, as a price list.

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use portolan_facts::{
    SourceText,
    prices::{
        Offer, PriceList,
        catalogue::{Catalogue, SOURCE},
        written,
    },
};
use portolan_terms::Day;

use super::{
    super::{Answer, Failure, Stage, print, print_json, write_file},
    report::Heard,
};
use crate::load;

/// The file of a cloud that holds its prices.
const VMS: &str = "vms.csv";

/// The arguments of `portolan import skypilot-catalog`.
#[derive(Args, Debug)]
#[command(after_long_help = "\
The folder is one edition of github.com/skypilot-org/skypilot-catalog, such as `catalogs/v8`: a folder for each cloud with
`vms.csv` in it. Each row names an accelerator and a region; the atlas says which chip and region of its own they are, where
a source shows it (atlas/skypilot-accelerators.tsv, atlas/skypilot-regions.tsv). Nothing is guessed: what has no row there is
told with its count and not taken. Of several machines with one chip in a region the cheapest per chip is kept.

The list holds a row for each operator, region, chip and kind of price. With `--into` it is written into a file, beside what
that file holds of other days; name it in the scenario as `prices = [\"FILE\"]` and write `price_chip_hour = \"listed\"`.")]
pub struct ImportCatalogue {
    /// The folder of the edition.
    folder: PathBuf,
    /// The day on which the catalogue was fetched: it has none inside.
    #[arg(long, value_name = "DAY")]
    on: Option<Day>,
    /// The price list to write, or to add to; without it nothing is written.
    #[arg(long, value_name = "FILE")]
    into: Option<PathBuf>,
}

impl ImportCatalogue {
    /// Runs the command.
    pub fn run(&self, stage: &Stage) -> Result<Answer, Failure> {
        let on = self.on.ok_or_else(|| {
            Failure::Told(
                "error[catalogue.day]: the catalogue does not say of which day it is\n\nhint: say with `--on DAY` when it was fetched, such as `--on 2025-11-15`"
                    .to_owned(),
            )
        })?;
        let facts = stage.sources.atlas()?;
        let names = stage.sources.catalogue_names(&facts.atlas)?;
        let mut catalogue = Catalogue::new(&names, on);
        let clouds = clouds(&self.folder)?;
        for (cloud, path) in &clouds {
            let text = load::read_text(path)?;
            let name = format!("{cloud}/{VMS}");
            let source = SourceText::new(&name, &text);
            catalogue.read(cloud, source).map_err(Failure::told)?;
        }
        let offers = catalogue.offers();
        if let Some(file) = &self.into {
            let list = joined(&before(file, &facts.atlas)?, &offers, on, file)?;
            write_file(file, &written(&list))?;
        }
        let heard = Heard {
            folder: &self.folder,
            on,
            offers: &offers,
            tally: catalogue.tally(),
            into: self.into.as_deref(),
        };
        if stage.json {
            print_json(&heard.document())?;
        } else {
            print(&heard.text())?;
        }
        Ok(Answer::Yes)
    }
}

/// Returns the clouds of an edition, each with the file of its prices, in the order of their names.
fn clouds(folder: &Path) -> Result<Vec<(String, PathBuf)>, Failure> {
    let told = |error: std::io::Error| {
        Failure::Told(format!(
            "error[io]: cannot read `{}`: {error}\n\nhint: name the folder of one edition, such as `catalogs/v8`",
            folder.display()
        ))
    };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(told)? {
        let path = entry.map_err(told)?.path();
        let file = path.join(VMS);
        if file.is_file() {
            let cloud = path.file_name().unwrap_or_default().to_string_lossy();
            found.push((cloud.into_owned(), file));
        }
    }
    if found.is_empty() {
        return Err(Failure::Told(format!(
            "error[catalogue.empty]: no folder in `{}` holds a `{VMS}`\n\nhint: name the folder of one edition, such as `catalogs/v8`; it has a folder for each cloud",
            folder.display()
        )));
    }
    found.sort();
    Ok(found)
}

/// Returns the offers that a file holds already.
fn before(file: &Path, atlas: &portolan_facts::Atlas) -> Result<Vec<Offer>, Failure> {
    if !file.exists() {
        return Ok(Vec::new());
    }
    let (name, text) = (file.display().to_string(), load::read_text(file)?);
    let list = PriceList::read(SourceText::new(&name, &text), atlas).map_err(Failure::all)?;
    Ok(list.offers)
}

/// Returns the offers of a file with those of a day put in; rows of that day that an import wrote
/// give way, and those that a person wrote stop it.
fn joined(before: &[Offer], offers: &[Offer], on: Day, file: &Path) -> Result<Vec<Offer>, Failure> {
    let imported = |offer: &&Offer| offer.on == on && offer.source.starts_with(SOURCE);
    let kept: Vec<&Offer> = before.iter().filter(|offer| !imported(offer)).collect();
    let clash = kept.iter().find(|held| {
        let same = |offer: &Offer| (offer.on, &offer.goods) == (held.on, &held.goods);
        offers.iter().any(same)
    });
    if let Some(held) = clash {
        return Err(Failure::Told(format!(
            "error[prices.twice]: the list has a {} price of `{}` of {on} for `{}` in `{}` that no import wrote, and nothing was written\n\n  {}:{}\n\nhint: import into another file, or drop that row",
            held.goods.sale,
            held.goods.operator,
            held.goods.chip,
            held.goods.region,
            file.display(),
            held.line
        )));
    }
    let mut all: Vec<Offer> = kept.into_iter().chain(offers).cloned().collect();
    all.sort_by(|one, other| (one.on, &one.goods).cmp(&(other.on, &other.goods)));
    Ok(all)
}
