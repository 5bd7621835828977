//! `portolan import csl`: the parties of a scenario held against the Consolidated Screening List.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use clap::Args;
use portolan_facts::{
    Scenario, SourceText,
    screening::{Csl, Found, Limits, names, screen, written},
};
use portolan_terms::Day;
use serde_json::json;

use super::super::{Answer, Failure, Stage, print, print_json, write_file};
use crate::{load, show};

/// The name of the file beside the scenario.
const SCREENING: &str = "screening.toml";
/// The keys in which a person decides.
const DECIDED: [&str; 4] = ["same", "decided_by", "decided_on", "because"];

/// The arguments of `portolan import csl`.
#[derive(Args, Debug)]
#[command(after_long_help = "\
The list is read as trade.gov publishes it, CSV or JSON. Every party and every owner is held against every name and alias
in it, without accents, word order and legal forms. What is near is written into `screening.toml` beside the scenario, and
holds back whatever law makes turn on it until a person has decided. A list that is too old, older than the one before it,
or more than a fifth shorter, is refused.")]
pub struct ImportCsl {
    /// The list, as CSV or JSON.
    file: PathBuf,
    /// The folder of the scenario whose parties are screened; without it the shipped one is, and
    /// nothing is written.
    #[arg(long, value_name = "DIR")]
    scenario: Option<PathBuf>,
    /// The day of the list, when the file does not say it; otherwise a CSV counts as old as its newest
    /// entry.
    #[arg(long, value_name = "DAY")]
    dated: Option<Day>,
    /// The day on which the list is relied on; the day of the scenario when left out.
    #[arg(long, value_name = "DAY")]
    on: Option<Day>,
    /// The most days that the list may be old.
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(0..=3650))]
    max_age: u32,
    /// How alike names must be to be told, of 100.
    #[arg(long, value_name = "PER CENT", default_value_t = 88, value_parser = clap::value_parser!(u8).range(50..=100))]
    likeness: u8,
}

impl ImportCsl {
    /// Runs the command.
    pub fn run(&self, stage: &Stage) -> Result<Answer, Failure> {
        let name = self.file.display().to_string();
        let text = load::read_text(&self.file)?;
        let csl = Csl::read(SourceText::new(&name, &text), self.dated).map_err(Failure::all)?;
        let facts = stage.sources.atlas()?;
        let files = load::scenario_files(self.scenario.as_deref())?;
        let scenario = load::scenario(&files, &facts.atlas, None)?;
        let faults = Limits {
            on: self.on.unwrap_or(scenario.on),
            max_age_days: self.max_age,
            before: scenario.screenings.first(),
        }
        .faults(&csl, &name);
        if !faults.is_empty() {
            return Err(Failure::all(faults));
        }
        // What was decided is asked again and kept where it still stands.
        let bare = files
            .iter()
            .filter(|(file, _)| !is_screening(file))
            .cloned();
        let bare = load::scenario(&bare.collect(), &facts.atlas, None)?;
        let before = decisions(&files);
        let found = screen(&bare, &csl.entries, self.likeness);
        let decided = |one: &Found<'_>| before.iter().find(|(key, _)| *key == Key::of(one));
        let decision = |one: &Found<'_>| decided(one).map(|(_, decision)| decision.clone());
        let digest = load::digest_of(&text);
        let about = (digest.as_str(), self.likeness, self.max_age);
        let file = written(&csl, about, &names(&bare), &found, &decision);
        if let Some(folder) = &self.scenario {
            if !folder.is_dir() {
                return Err(Failure::Told(format!(
                    "error[csl.folder]: `{}` is no folder, and `{SCREENING}` is written beside the scenario\n\nhint: name the folder that holds `scenario.toml`",
                    folder.display()
                )));
            }
            write_file(&folder.join(SCREENING), &file)?;
        }
        let open = found.iter().filter(|one| !is_settled(decision(one)));
        let open = open.count();
        let heard = Heard {
            csl: &csl,
            found: &found,
            digest: &digest,
            open,
            decision: &decision,
        };
        if stage.json {
            print_json(&heard.document(&bare))?;
        } else {
            print(&heard.text(self.scenario.as_deref(), &bare))?;
        }
        Ok(if open == 0 {
            Answer::Yes
        } else {
            Answer::Unsettled
        })
    }
}

fn is_screening(file: &str) -> bool {
    Path::new(file)
        .file_name()
        .is_some_and(|name| name == SCREENING)
}

fn is_settled(decision: Option<toml::Table>) -> bool {
    decision.is_some_and(|decision| decision.get("same").is_some_and(toml::Value::is_bool))
}

/// Tells one match from another: a decision holds while the entry is written as it was.
#[derive(PartialEq, Eq)]
struct Key(Vec<Option<String>>);

impl Key {
    fn of(found: &Found<'_>) -> Self {
        let entry = found.entry;
        Self(vec![
            Some(found.party.as_str().to_owned()),
            found.owner.clone(),
            Some(found.name.clone()),
            Some(entry.name.clone()),
            Some(entry.source.clone()),
            entry.from.map(|day| day.to_string()),
            entry.until.map(|day| day.to_string()),
        ])
    }

    fn in_file(table: &toml::Table) -> Self {
        let keys = ["party", "owner", "name", "entry", "source", "on", "until"];
        let text = |key: &str| {
            let value = table.get(key)?;
            let day = value.as_datetime().map(ToString::to_string);
            day.or_else(|| value.as_str().map(str::to_owned))
        };
        Self(keys.iter().map(|key| text(key)).collect())
    }
}

/// Returns what a person has decided of each match so far.
fn decisions(files: &load::Texts) -> Vec<(Key, toml::Table)> {
    let screened = files.iter().filter(|(file, _)| is_screening(file));
    let tables = screened.filter_map(|(_, text)| text.parse::<toml::Table>().ok());
    let matches = tables.filter_map(|table| table.get("match")?.as_array().cloned());
    let matches = matches.flatten().filter_map(|one| one.as_table().cloned());
    matches
        .map(|table| {
            let decision = DECIDED
                .iter()
                .filter_map(|key| Some(((*key).to_owned(), table.get(*key)?.clone())));
            (Key::in_file(&table), decision.collect())
        })
        .collect()
}

/// Holds what the screening found.
struct Heard<'a> {
    csl: &'a Csl,
    found: &'a [Found<'a>],
    digest: &'a str,
    open: usize,
    decision: &'a dyn Fn(&Found<'_>) -> Option<toml::Table>,
}

impl Heard<'_> {
    fn same(&self, one: &Found<'_>) -> Option<bool> {
        (self.decision)(one)?.get("same")?.as_bool()
    }

    fn document(&self, scenario: &Scenario) -> serde_json::Value {
        let matches: Vec<serde_json::Value> = self
            .found
            .iter()
            .map(|one| {
                let same = self.same(one);
                json!({
                    "party": one.party.as_str(), "owner": one.owner, "entry": one.entry.name,
                    "named": one.named, "likeness": one.likeness, "source": one.entry.source,
                    "list": one.entry.list().word(), "from": one.entry.from, "until": one.entry.until,
                    "same": same.map_or(json!("unknown"), |same| json!(same)),
                })
            })
            .collect();
        let counts: serde_json::Map<String, serde_json::Value> = self
            .csl
            .counts()
            .into_iter()
            .map(|(source, count)| (source, json!(count)))
            .collect();
        json!({
            "dated": self.csl.dated, "digest": self.digest, "entries": self.csl.entries.len(),
            "lists": counts, "scenario": scenario.id, "parties": scenario.parties.len(),
            "open": self.open, "matches": matches,
        })
    }

    fn text(&self, folder: Option<&Path>, scenario: &Scenario) -> String {
        let mut text = format!(
            "{} · list of {} · {} · digest {}\n",
            show::bold(scenario.id.as_str()),
            self.csl.dated,
            match self.csl.entries.len() {
                1 => "1 entry".to_owned(),
                more => format!("{more} entries"),
            },
            self.digest,
        );
        for one in self.found {
            let whose = one.owner.as_ref().map_or_else(
                || one.party.as_str().to_owned(),
                |owner| format!("{}, owner {owner}", one.party),
            );
            let state = match self.same(one) {
                Some(true) => "is the party",
                Some(false) => "cleared",
                None => "to be decided",
            };
            let _ = writeln!(
                text,
                "  {whose}: {} ({} of 100; {}): {state}",
                show::bold(one.named),
                one.likeness,
                one.entry.source
            );
        }
        let said = match (self.found.len(), self.open) {
            (0, _) => "no name is near an entry".to_owned(),
            (found, 0) => format!("{found} near, all decided"),
            (found, open) => format!("{found} near, {open} to be decided by a person"),
        };
        let _ = writeln!(text, "{said}");
        match folder {
            Some(folder) if self.open > 0 => {
                let file = folder.join(SCREENING);
                let _ = writeln!(
                    text,
                    "\nhint: write `same` under each match in `{}`; until then what turns on it is held back",
                    file.display()
                );
            }
            Some(_) => {}
            None => {
                let _ = writeln!(
                    text,
                    "\nhint: nothing was written; `--scenario DIR` keeps the matches beside a scenario of yours"
                );
            }
        }
        text
    }
}
