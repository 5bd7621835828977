//! What importing a catalogue tells: the prices, and all that was not taken.

use std::{collections::BTreeMap, fmt::Write as _, path::Path};

use portolan_facts::prices::{Offer, catalogue::Tally};
use portolan_terms::Day;
use serde_json::{Value as Json, json};

use crate::{show, words::counted};

/// The most names of a list that are told.
const TOLD_MAX: usize = 5;

/// Holds what was read of a catalogue.
pub struct Heard<'a> {
    /// The folder.
    pub folder: &'a Path,
    /// The day.
    pub on: Day,
    /// The cheapest offers.
    pub offers: &'a [Offer],
    /// What became of the rows.
    pub tally: &'a Tally,
    /// Where the offers were written.
    pub into: Option<&'a Path>,
}

impl Heard<'_> {
    /// Returns the document.
    pub fn document(&self) -> Json {
        let tally = self.tally;
        let files: Vec<Json> = tally
            .files
            .iter()
            .map(|(file, rows)| json!({"file": file, "rows": rows}))
            .collect();
        let named = |(cloud, name): &(String, String), rows: usize| json!({"cloud": cloud, "name": name, "rows": rows});
        let accelerators: Vec<Json> = tally
            .accelerators
            .iter()
            .map(|(key, (rows, instance))| {
                let (cloud, name) = key;
                json!({"cloud": cloud, "name": name, "rows": rows, "instance": instance})
            })
            .collect();
        let regions = tally.regions.iter().map(|(key, rows)| named(key, *rows));
        let clouds = tally.clouds.iter();
        let clouds = clouds.map(|(cloud, rows)| json!({"cloud": cloud, "rows": rows}));
        let skipped = tally.skipped.iter();
        let skipped = skipped.map(|(why, rows)| json!({"why": why.word(), "rows": rows}));
        json!({
            "folder": self.folder.display().to_string(),
            "on": self.on,
            "rows": tally.rows(),
            "priced": tally.taken,
            "files": files,
            "prices": self.offers.iter().map(price).collect::<Vec<_>>(),
            "unmapped": {
                "clouds": clouds.collect::<Vec<_>>(),
                "accelerators": accelerators,
                "regions": regions.collect::<Vec<_>>(),
            },
            "skipped": skipped.collect::<Vec<_>>(),
            "into": self.into.map(|file| file.display().to_string()),
        })
    }

    /// Returns the same for people.
    pub fn text(&self) -> String {
        let tally = self.tally;
        let mut text = format!(
            "{} · {} · {} in {}\n",
            show::bold(&self.folder.display().to_string()),
            self.on,
            counted(tally.rows(), "row"),
            counted(tally.files.len(), "file"),
        );
        let mut of: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for offer in self.offers {
            let (demand, spot) = of.entry(offer.goods.operator.as_str()).or_default();
            match offer.goods.sale {
                portolan_facts::prices::Sale::Spot => *spot += 1,
                portolan_facts::prices::Sale::OnDemand
                | portolan_facts::prices::Sale::Reserved
                | portolan_facts::prices::Sale::Contract => *demand += 1,
            }
        }
        let _ = writeln!(
            text,
            "{} from {}: the cheapest for each operator, region, chip and kind",
            counted(self.offers.len(), "price"),
            counted(tally.taken, "row"),
        );
        for (operator, (demand, spot)) in of {
            let _ = writeln!(text, "  {operator}: {demand} on demand, {spot} spot");
        }
        self.left_out(&mut text);
        let hint = match self.into {
            Some(file) => format!(
                "name `{}` in the scenario as `prices = [\"{}\"]`, and write `price_chip_hour = \"listed\"` for a pool",
                file.display(),
                file.file_name().unwrap_or_default().to_string_lossy()
            ),
            None => "nothing was written; `--into FILE` keeps the prices as a list".to_owned(),
        };
        let _ = writeln!(text, "\nhint: {hint}");
        text
    }

    fn left_out(&self, text: &mut String) {
        let tally = self.tally;
        let _ = writeln!(text, "not taken");
        let mut told = |rows: usize, what: &str, names: Vec<(usize, String)>| {
            if rows > 0 {
                let _ = writeln!(text, "  {} {what}{}", counted(rows, "row"), listed(names));
            }
        };
        for (why, rows) in &tally.skipped {
            told(*rows, why.says(), Vec::new());
        }
        let clouds = tally
            .clouds
            .iter()
            .map(|(cloud, rows)| (*rows, cloud.clone()));
        told(
            tally.clouds.values().sum(),
            "of a cloud that the atlas does not map",
            clouds.collect(),
        );
        let accelerators = tally.accelerators.iter();
        let accelerators = accelerators.map(|((cloud, name), (rows, instance))| {
            (*rows, format!("{cloud} {name} in {instance}"))
        });
        told(
            tally.accelerators.values().map(|(rows, _)| rows).sum(),
            "with an accelerator that the atlas does not map",
            accelerators.collect(),
        );
        let regions = tally.regions.iter();
        let regions = regions.map(|((cloud, name), rows)| (*rows, format!("{cloud} {name}")));
        told(
            tally.regions.values().sum(),
            "in a region that the atlas does not map",
            regions.collect(),
        );
    }
}

/// Returns names with their counts, the most first.
fn listed(mut names: Vec<(usize, String)>) -> String {
    if names.is_empty() {
        return String::new();
    }
    names.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
    let more = names.len().saturating_sub(TOLD_MAX);
    let told = names.iter().take(TOLD_MAX);
    let told: Vec<String> = told
        .map(|(rows, name)| format!("{name} ({rows})"))
        .collect();
    let rest = if more > 0 {
        format!(" and {more} more; `--json` tells all")
    } else {
        String::new()
    };
    format!(": {}{rest}", told.join(", "))
}

fn price(offer: &Offer) -> Json {
    let goods = &offer.goods;
    json!({
        "operator": goods.operator, "region": goods.region, "chip": goods.chip,
        "kind": goods.sale.word(), "price_chip_hour": offer.chip_hour.exact(),
        "currency": offer.chip_hour.currency(), "block": offer.block.map(|block| block.0),
        "on": offer.on, "source": offer.source,
    })
}
