//! The packs that ship, and the cases that stand in them.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
};

use portolan_acts::{Question, read};
use portolan_facts::{Atlas, AtlasFiles};
use portolan_law::{Corpus, Packs};

/// Holds the files of `packs/`, by name.
pub static FILES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let mut files = Vec::new();
    walk(&root().join("packs"), &mut files);
    files.sort();
    files
});

/// Holds the packs.
pub static PACKS: LazyLock<Arc<Packs>> = LazyLock::new(|| {
    let files = FILES
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()));
    Arc::new(Packs::read(files).unwrap_or_else(|errors| panic!("{errors}")))
});

/// Holds the cases of all files, chips filled in from the atlas.
pub static CASES: LazyLock<Vec<Question>> = LazyLock::new(|| {
    let atlas = atlas();
    let mut cases = Vec::new();
    for provision in PACKS.provisions() {
        for (line, case) in &provision.cases {
            let place = format!("{}:{line}", provision.file);
            cases.extend(read::questions(&place, case).unwrap());
        }
    }
    for case in &mut cases {
        if let Some(item) = case.act.item_mut()
            && let Some(chip) = &item.chip
        {
            *item = item.clone().filled_from(&atlas.item(chip).unwrap());
        }
    }
    cases
});

/// Returns a corpus of everything that ships.
pub fn corpus() -> Corpus {
    Corpus::new(PACKS.clone())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn walk(folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            let name = path.strip_prefix(root()).unwrap().display().to_string();
            files.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

fn atlas() -> Atlas {
    let texts = AtlasFiles::NAMES.map(|name| fs::read_to_string(root().join("atlas").join(name)));
    let texts = texts.map(Result::unwrap);
    Atlas::read(&AtlasFiles::from_texts(
        texts.each_ref().map(String::as_str),
    ))
    .unwrap()
}
