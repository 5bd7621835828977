//! The shipped packs and invariants, as files.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use portolan_law::{Corpus, Packs};
use portolan_prove::{Invariant, Prover, Read};

/// Holds texts by file name.
pub type Texts = Vec<(String, String)>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

fn walk(folder: &Path, ending: &str, found: &mut Texts) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, ending, found);
        } else if path.extension().is_some_and(|kind| kind == ending) {
            let name = path.strip_prefix(root()).unwrap().display().to_string();
            found.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    found.sort();
}

/// Returns the files of the packs.
pub fn packs() -> Texts {
    let mut found = Texts::new();
    walk(&root().join("packs"), "md", &mut found);
    found
}

/// Returns the shipped invariants.
pub fn invariants() -> Vec<Read> {
    let mut found = Texts::new();
    walk(&root().join("packs/invariants"), "toml", &mut found);
    let read = found.iter().map(|(file, text)| Invariant::read(file, text));
    read.map(|read| read.unwrap_or_else(|error| panic!("{error}")))
        .collect()
}

/// Returns the corpus of some files.
pub fn corpus(files: &Texts) -> Corpus {
    let texts = files
        .iter()
        .map(|(file, text)| (file.as_str(), text.as_str()));
    Corpus::new(Arc::new(
        Packs::read(texts).unwrap_or_else(|errors| panic!("{errors}")),
    ))
}

/// Starts the solver; a machine without it fails the test and says what to install.
pub fn prover(files: &Texts) -> Prover {
    Prover::new(Arc::new(corpus(files))).unwrap_or_else(|error| panic!("\n{error}\n"))
}
