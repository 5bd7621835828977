//! `portolan init`: start a scenario of your own, from the starter or from tables.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use portolan_facts::{
    SourceText,
    import::{
        Heading, Tables,
        columns::{self, Column, Empty, PARTIES, POOLS, WORKLOADS},
    },
    scenario::unknowns::unknowns,
};
use portolan_terms::{Day, ScenarioId};
use serde_json::json;

use super::{Answer, Failure, Stage, print, print_json};
use crate::{
    embedded, load,
    words::{counted, listed},
};

/// The name of the price list beside a scenario from tables.
const PRICES: &str = "prices.csv";
const STARTER: &str = "scenarios/starter/";
/// The makers of chips that the starter describes, with the letters sent to them.
const MAKERS: [&str; 1] = ["nvidia"];

/// The arguments of `portolan init`.
#[derive(Args, Debug)]
#[command(after_long_help = columns())]
pub struct Init {
    /// The folder to make; it may be there already when it is empty.
    folder: PathBuf,
    /// A table of your workloads, CSV or TSV with a header.
    #[arg(long, value_name = "FILE", requires = "pools")]
    workloads: Option<PathBuf>,
    /// A table of your pools, CSV or TSV with a header.
    #[arg(long, value_name = "FILE", requires = "workloads")]
    pools: Option<PathBuf>,
    /// A table of the parties in them; without it, nothing is known of any.
    #[arg(long, value_name = "FILE", requires = "workloads")]
    parties: Option<PathBuf>,
    /// A price list, for pools whose price is `listed`; it is put beside the scenario.
    #[arg(long, value_name = "FILE", requires = "workloads")]
    prices: Option<PathBuf>,
    /// The day of the decision, for a scenario from tables.
    #[arg(
        long,
        value_name = "DAY",
        requires = "workloads",
        default_value = "2025-11-15"
    )]
    on: Day,
}

impl Init {
    /// Runs the command.
    pub fn run(&self, stage: &Stage) -> Result<Answer, Failure> {
        self.must_be_free()?;
        let files = match (&self.workloads, &self.pools) {
            (Some(workloads), Some(pools)) => self.tables(stage, workloads, pools)?,
            _ => starter(),
        };
        let texts: Vec<SourceText<'_>> = files
            .iter()
            .filter(|(name, _)| name != PRICES)
            .map(|(name, text)| SourceText::new(name, text))
            .collect();
        let unknown = unknowns(&texts).map_or(0, |found| found.len());
        write_whole(&self.folder, &files)?;
        self.tell(stage, &files, unknown)?;
        Ok(Answer::Yes)
    }

    fn tell(&self, stage: &Stage, files: &load::Texts, unknown: usize) -> Result<(), Failure> {
        let folder = self.folder.display();
        if stage.json {
            let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
            return print_json(&json!({
                "folder": folder.to_string(), "files": names, "unknown": unknown,
            }));
        }
        let mut said = if self.workloads.is_some() {
            format!("`{folder}` holds a scenario from your tables\n")
        } else {
            format!("`{folder}` holds a small scenario to change; it plans as it stands\n")
        };
        if unknown > 0 {
            let _ = writeln!(
                said,
                "{} that law may turn on stand as \"unknown\": find them out and write them in",
                counted(unknown, "fact")
            );
        }
        let _ = writeln!(
            said,
            "\nhint: `portolan check {folder}` after each change, then `portolan plan {folder}`"
        );
        print(&said)
    }

    /// Refuses a folder that holds anything.
    fn must_be_free(&self) -> Result<(), Failure> {
        let held = match fs::read_dir(&self.folder) {
            Ok(mut entries) => entries.next().is_some(),
            Err(_) => self.folder.exists(),
        };
        if held {
            return Err(Failure::Told(format!(
                "error[init.exists]: `{}` is there already, and nothing in it was touched\n\nhint: name a folder that does not exist, or is empty",
                self.folder.display()
            )));
        }
        Ok(())
    }

    fn tables(
        &self,
        stage: &Stage,
        workloads: &Path,
        pools: &Path,
    ) -> Result<load::Texts, Failure> {
        let facts = stage.sources.atlas()?;
        let read = |path: &Path| -> Result<(String, String), Failure> {
            Ok((path.display().to_string(), load::read_text(path)?))
        };
        let (workloads, pools) = (read(workloads)?, read(pools)?);
        let parties = self.parties.as_deref().map(read).transpose()?;
        let prices = self.prices.as_deref().map(load::read_text).transpose()?;
        let prices = prices.map(|text| (PRICES.to_owned(), text));
        let id = self
            .folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        let known = makers();
        let known: Vec<(&str, &str)> = known
            .iter()
            .map(|(id, text)| (*id, text.as_str()))
            .collect();
        let heading = Heading {
            id: if id.parse::<ScenarioId>().is_ok() {
                &id
            } else {
                "mine"
            },
            on: &self.on.to_string(),
            known: &known,
        };
        let tables = Tables {
            workloads: source(&workloads),
            pools: source(&pools),
            parties: parties.as_ref().map(source),
            prices: prices.as_ref().map(source),
        };
        let text = tables
            .scenario(heading, &facts.atlas)
            .map_err(Failure::all)?;
        let main = ("scenario.toml".to_owned(), text);
        Ok(std::iter::once(main).chain(prices).collect())
    }
}

fn source(file: &(String, String)) -> SourceText<'_> {
    SourceText::new(&file.0, &file.1)
}

fn starter() -> load::Texts {
    let files = embedded::SCENARIOS.iter();
    files
        .filter_map(|(name, text)| {
            Some((name.strip_prefix(STARTER)?.to_owned(), (*text).to_owned()))
        })
        .collect()
}

/// Returns what the starter says of the makers of chips.
fn makers() -> Vec<(&'static str, String)> {
    let files = starter();
    let tables = files
        .iter()
        .filter_map(|(_, text)| text.parse::<toml::Table>().ok());
    let parties: Vec<toml::Value> = tables
        .filter_map(|table| table.get("party")?.as_array().cloned())
        .flatten()
        .collect();
    let of = |id: &&'static str| -> Option<(&'static str, String)> {
        let found = parties
            .iter()
            .find(|party| party.get("id").and_then(toml::Value::as_str) == Some(*id));
        Some((*id, toml::to_string(found?).ok()?))
    };
    MAKERS.iter().filter_map(of).collect()
}

/// Writes files into a folder, all of them or none: they are written beside it, and moved.
fn write_whole(folder: &Path, files: &load::Texts) -> Result<(), Failure> {
    let told = |error: std::io::Error| {
        Failure::Told(format!(
            "error[io]: cannot make `{}`: {error}\n\nhint: name a folder where you may write",
            folder.display()
        ))
    };
    let parent = match folder.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(told)?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let half = parent.join(format!(".{name}.{}.part", std::process::id()));
    let written = fs::create_dir(&half).and_then(|()| {
        for (name, text) in files {
            fs::write(half.join(name), text)?;
        }
        if folder.exists() {
            fs::remove_dir(folder)?;
        }
        fs::rename(&half, folder)
    });
    if written.is_err() {
        let _ = fs::remove_dir_all(&half);
    }
    written.map_err(told)
}

/// Lists the columns of the tables.
fn columns() -> String {
    let mut text = String::from(
        "Tables are CSV, or TSV when the header holds a tab, UTF-8, with a header row.\n\
         What a table does not say and law turns on is written as \"unknown\", never guessed.\n\
         docs/reference/csv.md describes each column.\n",
    );
    for (name, columns) in [
        ("--workloads", WORKLOADS),
        ("--pools", POOLS),
        ("--parties", PARTIES),
        ("--prices", columns::PRICES),
    ] {
        let of = |keeps: &dyn Fn(&&Column) -> bool| -> String {
            let names: Vec<String> = columns
                .iter()
                .filter(keeps)
                .map(|one| one.name.to_owned())
                .collect();
            listed(&names, names.len())
        };
        let needed = of(&|column| column.empty == Empty::Refused);
        let unknown = of(&|column| column.empty == Empty::Unknown);
        let other = of(&|column| !matches!(column.empty, Empty::Refused | Empty::Unknown));
        let _ = write!(
            text,
            "\n{name}\n  needed: {needed}\n  unknown when empty: {unknown}\n  may be left out: {other}\n"
        );
    }
    text
}
