//! The shipped atlas and scenarios, embedded for tests.

use portolan_facts::{Atlas, AtlasFiles, Scenario, SourceText};

macro_rules! texts {
    ($folder:literal, $($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../../", $folder, "/", $name)))),*]
    };
}

/// Holds the files of the shipped scenario.
pub const OFFSHORE: &[(&str, &str)] = &texts!(
    "scenarios/offshore-2025",
    "scenario.toml",
    "parties.toml",
    "sites.toml",
    "pools-mainland.toml",
    "pools-abroad.toml",
    "purchases.toml",
    "data.toml",
    "evidence.toml",
    "training.toml",
    "serving.toml",
);

/// Holds the file of the starter scenario.
pub const STARTER: &[(&str, &str)] = &texts!("scenarios/starter", "scenario.toml");

/// Holds the tables of the shipped atlas, in the order of [`AtlasFiles::NAMES`].
pub const TABLES: [&str; 8] = [
    include_str!("../../../../atlas/chips.tsv"),
    include_str!("../../../../atlas/regions.tsv"),
    include_str!("../../../../atlas/latency.tsv"),
    include_str!("../../../../atlas/operators.tsv"),
    include_str!("../../../../atlas/sites.tsv"),
    include_str!("../../../../atlas/prices.tsv"),
    include_str!("../../../../atlas/training_runs.tsv"),
    include_str!("../../../../atlas/rates.tsv"),
];

/// Returns the shipped atlas.
pub fn atlas() -> Atlas {
    Atlas::read(&AtlasFiles::from_texts(TABLES)).unwrap()
}

/// Reads a scenario from named texts.
pub fn read(files: &[(&str, &str)]) -> Result<Scenario, String> {
    let files: Vec<SourceText<'_>> = files
        .iter()
        .map(|(name, text)| SourceText::new(name, text))
        .collect();
    Scenario::read(&files, &atlas()).map_err(|errors| {
        let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
        told.join("\n- - -\n")
    })
}
