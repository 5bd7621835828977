//! Where law and facts come from: the files the program carries, and those it is pointed to.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;
use portolan_facts::{Atlas, AtlasFiles, Scenario, SourceText, prices::catalogue::Names};
use portolan_law::Packs;
use portolan_plan::document::FactFile;
use portolan_terms::Day;
use sha2::{Digest, Sha256};

use crate::{commands::Failure, embedded};

/// Says where law and facts are taken from.
#[derive(Args, Clone, Debug, Default)]
pub struct Sources {
    /// A folder of house packs to add: they forbid more, and never allow more.
    #[arg(long, global = true, value_name = "DIR")]
    pub packs: Option<PathBuf>,
    /// A folder of packs to take instead of those the program carries.
    #[arg(long, global = true, value_name = "DIR")]
    pub packs_only: Option<PathBuf>,
    /// A folder of atlas tables to take instead of those the program carries.
    #[arg(long, global = true, value_name = "DIR")]
    pub atlas: Option<PathBuf>,
}

/// Holds texts by file name.
pub type Texts = Vec<(String, String)>;

/// Holds the public facts with their digest.
pub struct PublicFacts {
    /// The facts.
    pub atlas: Atlas,
    /// The digest of their files.
    pub digest: String,
}

impl Sources {
    /// Reads the packs.
    pub fn packs(&self) -> Result<Arc<Packs>, Failure> {
        let law: Texts = match &self.packs_only {
            Some(folder) => read_folder(folder, "md")?,
            None => owned(embedded::PACKS),
        };
        let house: Texts = match &self.packs {
            Some(folder) => read_folder(folder, "md")?,
            None => Texts::new(),
        };
        Packs::read_with_house(named(&law), named(&house))
            .map(Arc::new)
            .map_err(Failure::told)
    }

    /// Reads the invariants that stand beside the packs.
    pub fn invariants(&self) -> Result<Texts, Failure> {
        let mut files: Texts = match &self.packs_only {
            Some(folder) => read_folder(folder, "toml")?,
            None => owned(embedded::INVARIANTS),
        };
        if let Some(folder) = &self.packs {
            files.extend(read_folder(folder, "toml")?);
        }
        Ok(files)
    }

    fn atlas_files(&self) -> Result<Texts, Failure> {
        match &self.atlas {
            Some(folder) => read_folder(folder, "tsv"),
            None => Ok(owned(embedded::ATLAS)),
        }
    }

    /// Reads what the atlas says that the names of the SkyPilot catalogue mean.
    pub fn catalogue_names(&self, atlas: &Atlas) -> Result<Names, Failure> {
        let files = self.atlas_files()?;
        let [accelerators, regions] = Names::FILES;
        let table = |name| Ok::<_, Failure>(SourceText::new(name, table(&files, name)?));
        Names::read(table(accelerators)?, table(regions)?, atlas).map_err(Failure::told)
    }

    /// Reads the public facts.
    pub fn atlas(&self) -> Result<PublicFacts, Failure> {
        let files = self.atlas_files()?;
        let text = |name: &str| table(&files, name);
        let [
            chips,
            regions,
            latency,
            operators,
            sites,
            prices,
            runs,
            rates,
        ] = AtlasFiles::NAMES;
        let tables = AtlasFiles::from_texts([
            text(chips)?,
            text(regions)?,
            text(latency)?,
            text(operators)?,
            text(sites)?,
            text(prices)?,
            text(runs)?,
            text(rates)?,
        ]);
        let atlas = Atlas::read(&tables).map_err(Failure::told)?;
        Ok(PublicFacts {
            atlas,
            digest: digest(&files),
        })
    }
}

/// Returns the text of a table of the atlas.
fn table<'f>(files: &'f Texts, name: &str) -> Result<&'f str, Failure> {
    let found = files
        .iter()
        .find(|(file, _)| Path::new(file).ends_with(name));
    found.map(|(_, text)| text.as_str()).ok_or_else(|| {
        Failure::Told(format!(
            "error[atlas.missing]: the atlas has no file `{name}`"
        ))
    })
}

fn named(files: &Texts) -> impl Iterator<Item = (&str, &str)> {
    files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
}

fn owned(files: &[(&str, &str)]) -> Texts {
    files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect()
}

/// Returns the digest of one text.
pub fn digest_of(text: &str) -> String {
    hexadecimal(&Sha256::digest(text.as_bytes()))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn digest(files: &Texts) -> String {
    let mut hash = Sha256::new();
    for (name, text) in files {
        let name = Path::new(name)
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        for part in [name.as_bytes(), text.as_bytes()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    hexadecimal(&hash.finalize())
}

fn read_folder(folder: &Path, ending: &str) -> Result<Texts, Failure> {
    let mut paths = Vec::new();
    collect(folder, ending, &mut paths).map_err(|error| cannot_read(folder, &error))?;
    let texts = paths
        .iter()
        .map(|path| Ok((path.display().to_string(), read_text(path)?)));
    let mut files = texts.collect::<Result<Texts, Failure>>()?;
    files.sort();
    Ok(files)
}

fn collect(folder: &Path, ending: &str, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, ending, paths)?;
        } else if path.extension().is_some_and(|found| found == ending) {
            paths.push(path);
        }
    }
    Ok(())
}

fn cannot_read(path: &Path, error: &io::Error) -> Failure {
    let hint = if error.kind() == io::ErrorKind::NotFound {
        "check the name, or where you stand"
    } else {
        "check the path, and that you may read it"
    };
    Failure::Told(format!(
        "error[io]: cannot read `{}`: {error}\n\nhint: {hint}",
        path.display()
    ))
}

/// Reads a file, or standard input for `-`; an error says what would mend it.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    if path == Path::new("-") {
        return io::read_to_string(io::stdin()).map_err(Failure::from);
    }
    if path.is_dir() {
        return Err(Failure::Told(format!(
            "error[io]: `{}` is a folder, and a file is wanted\n\nhint: name the file in it",
            path.display()
        )));
    }
    let bytes = fs::read(path).map_err(|error| cannot_read(path, &error))?;
    String::from_utf8(bytes).map_err(|error| not_text(path, &error))
}

/// Says where a file stops being text.
fn not_text(path: &Path, error: &std::string::FromUtf8Error) -> Failure {
    let whole = error.utf8_error().valid_up_to();
    let before = error.as_bytes().get(..whole).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    Failure::Told(format!(
        "error[io.utf8]: the file is not UTF-8 text\n\n  {}:{line}\n\nhint: save it as UTF-8; line {line} holds the first byte that is not",
        path.display()
    ))
}

/// Returns the files of a scenario: a folder, one file, or the name of a shipped one.
pub fn scenario_files(name: Option<&Path>) -> Result<Texts, Failure> {
    let path = name.unwrap_or(Path::new(embedded::DEFAULT_SCENARIO));
    if name.is_some() && path.is_dir() {
        let files = read_folder(path, "toml")?;
        if files.is_empty() {
            return Err(Failure::Told(format!(
                "error[scenario.missing]: the folder `{}` holds no scenario: no file in it ends in `.toml`\n\nhint: `portolan init DIR` starts one",
                path.display()
            )));
        }
        let lists = price_lists(&files, path)?;
        return Ok(short_names([files, lists].concat(), path));
    }
    if name.is_some() && path.is_file() {
        return Ok(vec![(path.display().to_string(), read_text(path)?)]);
    }
    let shipped: Texts = owned(embedded::SCENARIOS)
        .into_iter()
        .filter(|(file, _)| {
            let file = Path::new(file);
            let bare = file.strip_prefix("scenarios").unwrap_or(file);
            file.starts_with(path) || bare.starts_with(path)
        })
        .collect();
    if shipped.is_empty() {
        let text = path.display();
        return Err(Failure::Told(format!(
            "error[scenario.missing]: no scenario `{text}`: there is no such folder or file, and none is shipped under that name\n\nhint: `portolan init DIR` starts one"
        )));
    }
    Ok(shipped)
}

/// Returns the price lists that the main file of a folder names; one that is not there is told by
/// the reader of the scenario, with its line.
fn price_lists(files: &Texts, folder: &Path) -> Result<Texts, Failure> {
    let texts: Vec<SourceText<'_>> = files
        .iter()
        .map(|(name, text)| SourceText::new(name, text))
        .collect();
    let names = Scenario::price_lists(&texts).map_err(Failure::all)?;
    let paths = names.into_iter().map(|name| folder.join(name));
    paths
        .filter(|path| path.is_file())
        .map(|path| Ok((path.display().to_string(), read_text(&path)?)))
        .collect()
}

/// Names the files of a folder so that a plan made in one place can be checked in another.
fn short_names(files: Texts, folder: &Path) -> Texts {
    let parent = folder
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let short = |name: String| {
        let rest = Path::new(&name)
            .strip_prefix(folder)
            .map(|rest| rest.display().to_string());
        rest.map_or(name, |rest| format!("{parent}/{rest}"))
    };
    files
        .into_iter()
        .map(|(name, text)| (short(name), text))
        .collect()
}

/// Reads a scenario from its files, on its own day or another.
pub fn scenario(files: &Texts, atlas: &Atlas, on: Option<Day>) -> Result<Scenario, Failure> {
    let texts: Vec<SourceText<'_>> = files
        .iter()
        .map(|(name, text)| SourceText::new(name, text))
        .collect();
    Scenario::read_on(&texts, atlas, on).map_err(Failure::all)
}

/// Returns the files as a plan embeds them.
pub fn fact_files(files: &Texts) -> Vec<FactFile> {
    let file = |(name, text): &(String, String)| FactFile {
        name: name.clone(),
        text: text.clone(),
    };
    files.iter().map(file).collect()
}
