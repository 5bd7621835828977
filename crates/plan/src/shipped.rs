//! What ships, for tests: packs, atlas and scenarios, read once.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use portolan_acts::Reading;
use portolan_acts::words::{BeyondCoverage, Posture};
use portolan_facts::{Atlas, AtlasFiles, Scenario, SourceText};
use portolan_law::Packs;

use crate::{Request, solve::Limits, unwatched};

pub struct Public {
    pub atlas: Atlas,
    pub packs: Arc<Packs>,
}

pub fn texts(folder: &Path, ending: &str, found: &mut Vec<(String, String)>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            texts(&path, ending, found);
        } else if path.extension().is_some_and(|found| found == ending) {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path.display().to_string(), text));
        }
    }
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub fn public() -> &'static Public {
    static PUBLIC: OnceLock<Public> = OnceLock::new();
    PUBLIC.get_or_init(|| {
        let tables = AtlasFiles::NAMES
            .map(|name| fs::read_to_string(root().join("atlas").join(name)).unwrap());
        let tables = AtlasFiles::from_texts(tables.each_ref().map(String::as_str));
        let mut law = Vec::new();
        texts(&root().join("packs"), "md", &mut law);
        let law = law
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()));
        Public {
            atlas: Atlas::read(&tables).unwrap(),
            packs: Arc::new(Packs::read(law).unwrap()),
        }
    })
}

/// The text of a file of the project.
pub fn text(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap()
}

/// The files of the shipped scenario, by name.
pub fn scenario_files() -> Vec<(String, String)> {
    let mut files = Vec::new();
    texts(&root().join("scenarios/offshore-2025"), "toml", &mut files);
    let named = |path: String| path.rsplit('/').next().unwrap_or_default().to_owned();
    let files = files.into_iter();
    files.map(|(path, text)| (named(path), text)).collect()
}

/// Reads the files of a scenario.
pub fn scenario(files: &[(String, String)]) -> Scenario {
    let files: Vec<SourceText<'_>> = files
        .iter()
        .map(|(name, text)| SourceText::new(name, text))
        .collect();
    Scenario::read(&files, &public().atlas).unwrap()
}

/// A request as it is made when nothing else is said.
pub fn request<'a>(scenario: &'a Scenario, packs: &Arc<Packs>) -> Request<'a> {
    Request {
        scenario,
        files: Vec::new(),
        atlas: &public().atlas,
        atlas_digest: String::new(),
        packs: packs.clone(),
        without: BTreeSet::new(),
        orders_again: None,
        in_force: BTreeMap::new(),
        reading: Reading {
            posture: Posture::AsEnforced,
            beyond_coverage: BeyondCoverage::Hold,
        },
        limits: Limits::default(),
        watcher: &unwatched,
    }
}
