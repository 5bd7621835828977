//! Mangled input is told of and never ends the program.

use portolan_facts::{Atlas, AtlasFiles, Scenario, SourceText};
use proptest::prelude::*;

use crate::shipped;

/// Holds what a hand that slips may leave in a file.
const SLIPS: &[&str] = &[
    "",
    "\"",
    "[[",
    "]]",
    "=",
    "\n",
    "unknown",
    "\"unknown\"",
    "-1",
    "1e400",
    "nan",
    "{}",
    "[]",
    "9999999999999999999999",
    "true",
    "\u{fffd}",
    "\u{1F6A2}",
    "2025-13-45",
    "party",
    "id = ",
    "parent = \"alibaba\"\n",
    "0",
    "..",
    "#",
    "\t",
    "''' ",
    "[pool.lease]\n",
];

/// Puts a slip into a text, over `length` bytes from about `at`.
pub fn mangle(text: &str, at: usize, length: usize, slip: &str) -> String {
    let floor = |mut index: usize| {
        index = index.min(text.len());
        while !text.is_char_boundary(index) {
            index -= 1;
        }
        index
    };
    let start = floor(at % (text.len() + 1));
    let end = floor(start + length).max(start);
    format!("{}{slip}{}", &text[..start], &text[end..])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_mangled_scenario_never_panics(
        file in 0..shipped::OFFSHORE.len(),
        slips in prop::collection::vec((any::<usize>(), 0..40_usize, 0..SLIPS.len()), 1..4),
    ) {
        let mut texts: Vec<(&str, String)> =
            shipped::OFFSHORE.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
        for (at, length, slip) in slips {
            texts[file].1 = mangle(&texts[file].1, at, length, SLIPS[slip]);
        }
        let files: Vec<SourceText<'_>> =
            texts.iter().map(|(name, text)| SourceText::new(name, text)).collect();
        if let Err(errors) = Scenario::read(&files, &shipped::atlas()) {
            prop_assert!(!errors.is_empty());
            for error in errors {
                prop_assert!(error.code.starts_with("scenario."));
                prop_assert!(!error.fact.is_empty());
            }
        }
    }

    #[test]
    fn a_mangled_table_never_panics(
        table in 0..8_usize, at in any::<usize>(), length in 0..30_usize, slip in 0..SLIPS.len(),
    ) {
        let mut texts = shipped::TABLES;
        let changed = mangle(texts[table], at, length, SLIPS[slip]);
        texts[table] = &changed;
        if let Err(error) = Atlas::read(&AtlasFiles::from_texts(texts)) {
            prop_assert!(error.code.starts_with("atlas."));
        }
    }
}
