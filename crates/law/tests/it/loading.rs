//! What is wrong with a pack is said with its file and line.

use portolan_law::Packs;

const CHIP_ACT: &str = include_str!("packs/xa-chip-7.md");

fn errors(text: &str) -> String {
    Packs::read([("packs/xa/chip/s7.md", text)])
        .unwrap_err()
        .to_string()
}

#[test]
fn a_class_that_nobody_defines_is_an_error_at_the_rule_that_reads_it() {
    let text = errors(&CHIP_ACT.replace("item.class[\"xa-fast\"]", "item.class[\"xa-slow\"]"));
    assert!(text.contains("packs/xa/chip/s7.md:48"), "{text}");
    assert!(text.contains("xa-slow"), "{text}");
}

#[test]
fn a_rule_that_does_not_parse_is_an_error_at_its_line() {
    let text = errors(&CHIP_ACT.replace("tpp >= 4000", "tpp >= >= 4000"));
    assert!(text.contains("packs/xa/chip/s7.md:34"), "{text}");
}

#[test]
fn an_end_before_the_start_a_missing_source_and_a_stray_key_are_errors() {
    let ends = CHIP_ACT.replace("from = 2024-06-15", "from = 2024-06-15\nuntil = 2024-06-15");
    let text = errors(&ends);
    assert!(
        text.contains("ends on 2024-06-15, before it starts"),
        "{text}"
    );
    assert!(text.contains("packs/xa/chip/s7.md:10"), "{text}");
    let unsourced = CHIP_ACT.replace("sources = [{", "sources = [] #");
    assert!(errors(&unsourced).contains("a provision without a source"));
    let stray = CHIP_ACT.replace("confidence = ", "confidense = ");
    let text = errors(&stray);
    assert!(text.contains("packs/xa/chip/s7.md:11"), "{text}");
}

#[test]
fn the_same_id_twice_is_an_error_that_names_both_files() {
    let error = Packs::read([("packs/a.md", CHIP_ACT), ("packs/b.md", CHIP_ACT)]).unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("packs/b.md:2") && text.contains("packs/a.md:2"),
        "{text}"
    );
}

#[test]
fn a_licence_without_a_review_is_an_error() {
    let text = errors(&CHIP_ACT.replace("@review(\"presumption-of-denial\")", ""));
    assert!(
        text.contains("a licence needs `@review` and `@issuer`"),
        "{text}"
    );
}

#[test]
fn the_digest_changes_with_any_byte() {
    let digest = |text: &str| {
        Packs::read([("packs/a.md", text)])
            .unwrap()
            .digest()
            .to_owned()
    };
    assert_ne!(
        digest(CHIP_ACT),
        digest(&CHIP_ACT.replace("presumed", "assumed"))
    );
}

#[test]
fn a_group_that_ends_before_it_starts_is_an_error_at_its_end() {
    let text = errors(&CHIP_ACT.replace(
        "until = 2025-01-01",
        "from = 2025-01-01\nuntil = 2025-01-01",
    ));
    assert!(text.contains("packs/xa/chip/s7.md:22"), "{text}");
    assert!(
        text.contains("the entry of the group `ring` ends on 2025-01-01"),
        "{text}"
    );
}

#[test]
fn two_values_of_one_parameter_are_an_error_that_names_both_files_and_lines() {
    let other = CHIP_ACT
        .replace("xa-chip-7-2", "xa-chip-8")
        .replace("id = \"xa-chip-8\"", "id = \"xa-chip-8\"\n# a line more");
    let error = Packs::read([("packs/a.md", CHIP_ACT), ("packs/b.md", &other)]).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("two values for the share `ring`"), "{text}");
    assert!(
        text.contains("packs/a.md:24") && text.contains("packs/b.md:25"),
        "{text}"
    );
    let twice = CHIP_ACT.replace(
        "+++\n# Supply",
        "\n[[share]]\nname = \"ring\"\nseats = \"XC\"\n+++\n# Supply",
    );
    let text = errors(&twice);
    assert!(
        text.contains("s7.md:24") && text.contains("s7.md:28"),
        "{text}"
    );
}

#[test]
fn references_to_nothing_are_errors_at_their_lines() {
    let unknown = "\n[[enforcement]]\nfrom = 2025-01-01\nby = \"xa-nobody\"\n+++\n# Supply";
    let text = errors(&CHIP_ACT.replace("+++\n# Supply", unknown));
    assert!(
        text.contains("s7.md:29") && text.contains("`xa-nobody` is no provision"),
        "{text}"
    );
    let text = errors(&CHIP_ACT.replace("@bar(\"b\")", "@bar(\"b\") @lifts(\"xa-other/a\")"));
    assert!(
        text.contains("s7.md:48") && text.contains("`xa-other/a`"),
        "{text}"
    );
}

#[test]
fn every_fault_of_a_set_is_told_and_not_only_the_first() {
    let bad = CHIP_ACT.replace("confidence = ", "confidense = ");
    let worse = CHIP_ACT.replace("tpp >= 4000", "tpp >= >= 4000");
    let error = Packs::read([("packs/a.md", bad.as_str()), ("packs/b.md", &worse)]).unwrap_err();
    assert_eq!(error.0.len(), 2, "{error}");
}

#[test]
fn an_error_shows_its_line_and_underlines_the_word_that_is_meant() {
    let text = include_str!("packs/xa-chip-7.md");
    let told = errors(&text.replace("status = \"regulation\"", "status = \"regulatory\""));
    assert!(told.contains("| status = \"regulatory\""), "{told}");
    assert!(
        told.lines()
            .any(|line| line.trim_start().starts_with("| ") && line.contains('^')),
        "{told}"
    );
    let told = errors(&text.replace("class[\"xa-fast\"]", "class[\"xa-quick\"]"));
    let lines: Vec<&str> = told.lines().collect();
    let at = lines.iter().position(|line| line.contains('^')).unwrap();
    let (line, under) = (lines[at - 1], lines[at]);
    let start = under.find('^').unwrap();
    let width = under.matches('^').count();
    let start = line
        .char_indices()
        .nth(under[..start].chars().count())
        .unwrap()
        .0;
    assert_eq!(
        &line[start..start + width],
        "item.class[\"xa-quick\"]",
        "{told}"
    );
}
