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
    assert!(errors(&ends).contains("ends on 2024-06-15, before it starts"));
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
