//! What is said of an atlas that cannot be right.

use portolan_facts::{Atlas, AtlasFiles};

use crate::shipped::TABLES;

/// Replaces a text in one table and returns what is said of it.
fn told(table: usize, from: &str, to: &str) -> String {
    assert!(TABLES[table].contains(from), "`{from}` must stand there");
    let changed = TABLES[table].replacen(from, to, 1);
    let mut texts = TABLES;
    texts[table] = &changed;
    Atlas::read(&AtlasFiles::from_texts(texts))
        .map(|_| ())
        .unwrap_err()
        .to_string()
}

#[test]
fn a_column_that_is_gone_is_named_with_the_near_one() {
    let told = told(0, "\tperformance_density\t", "\tperformance_densty\t");
    assert!(told.contains("no column `performance_density`"), "{told}");
    assert!(
        told.ends_with("hint: did you mean `performance_densty`?"),
        "{told}"
    );
}

#[test]
fn a_cell_that_is_no_number_is_told_with_line_and_column() {
    let told = told(7, "\t342\t", "\t3o42\t");
    assert!(
        told.contains("rates.tsv:") && told.contains("column `value`"),
        "{told}"
    );
}

#[test]
fn a_region_that_no_table_has_is_told() {
    assert!(told(2, "singapore\tjohor", "singapore\tjhoor").contains("did you mean `johor`?"));
}

#[test]
fn a_rate_in_the_wrong_unit_is_told() {
    assert!(told(7, "\ttflops\t", "\ttokens_per_s\t").contains("a rate for training is in tflops"));
}

#[test]
fn two_rows_of_one_chip_are_told() {
    let row = TABLES[0]
        .lines()
        .find(|line| line.starts_with("nv-h100-sxm\t"))
        .unwrap();
    let twice = format!("{row}\n{row}");
    assert!(told(0, row, &twice).contains("has a row already"));
}

#[test]
fn the_country_code_of_norway_is_a_text() {
    let atlas = Atlas::read(&AtlasFiles::from_texts(TABLES)).unwrap();
    assert_eq!(
        atlas.regions[&"hamar".parse().unwrap()].country.code(),
        "NO"
    );
}

#[test]
fn a_round_trip_is_the_same_both_ways_and_short_at_home() {
    let atlas = Atlas::read(&AtlasFiles::from_texts(TABLES)).unwrap();
    let [johor, dubai] = ["johor", "dubai"].map(|id| id.parse().unwrap());
    assert_eq!(atlas.rtt_ms(&johor, &dubai), atlas.rtt_ms(&dubai, &johor));
    assert_eq!(atlas.rtt_ms(&johor, &johor), Some(2));
    assert_eq!(atlas.rtt_ms(&johor, &"nowhere".parse().unwrap()), None);
}

#[test]
fn an_empty_cell_is_not_known_and_never_nothing() {
    let atlas = Atlas::read(&AtlasFiles::from_texts(TABLES)).unwrap();
    let chip = &atlas.chips[&"kl-p800".parse().unwrap()];
    assert_eq!((chip.tpp, chip.io_gbs), (None, None));
    assert!(chip.estimated.contains(&"mem_gb"));
}
