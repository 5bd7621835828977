//! Mangled packs are told of and never end the program.

use portolan_law::Packs;
use proptest::{prelude::*, sample::Index};

use crate::shipped;

const CHIP_ACT: &str = include_str!("packs/xa-chip-7.md");

/// Holds what a hand that slips may leave in a file.
const SLIPS: &[&str] = &[
    "",
    "\"",
    "+++",
    "\n+++\n",
    "```",
    "```cedar\n",
    "```json\n",
    "[[",
    "]]",
    "=",
    "\n",
    "}",
    "{",
    "(",
    ");",
    ";",
    "//",
    "\\",
    "\\\"",
    "@",
    "@bar",
    "@bar(\"\")",
    "@class(\"x\")",
    "@lifts(\"/\")",
    "@from(\"2025-02-30\")",
    "@until(\"1990-01-01\")",
    "@life_years(\"99999999999\")",
    "@days_before(\"-1\")",
    "forbid",
    "permit",
    "principal",
    "context",
    "context.item.",
    ".class[\"\"]",
    "Place::\"\"",
    "Group::\"none\"",
    "decimal(\"x\")",
    "datetime(\"x\")",
    "9223372036854775808",
    "-9223372036854775808",
    "1e400",
    "nan",
    "until = 1990-01-01\n",
    "from = 9999-99-99\n",
    "places = []\n",
    "[[group]]\nname = \"\"\n",
    "[[count]]\n",
    "[[share]]\nname = \"a\\\"b\"\n",
    "\u{0}",
    "\u{1f}",
    "\u{fffd}",
    "\u{1F6A2}",
    "é",
    "unless { true }",
    "when { true }",
    "&& ",
    "!",
];

/// Returns the text with a stretch exchanged for a slip, cut at characters.
fn slipped(text: &str, at: Index, length: usize, slip: &str) -> String {
    let starts: Vec<usize> = text.char_indices().map(|(start, _)| start).collect();
    let index = at.index(starts.len());
    let end = starts.get(index + length).copied().unwrap_or(text.len());
    format!("{}{slip}{}", &text[..starts[index]], &text[end..])
}

fn slips() -> impl Strategy<Value = Vec<(Index, usize, &'static str)>> {
    let slip = (any::<Index>(), 0..40_usize, prop::sample::select(SLIPS));
    prop::collection::vec(slip, 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn a_mangled_pack_is_read_or_refused_with_a_line_of_its_file(
        file in any::<Index>(), slips in slips(), invented in any::<bool>(),
    ) {
        let (_, shipped) = file.get(&shipped::FILES);
        let text = if invented { CHIP_ACT } else { shipped };
        let text = slips.into_iter().fold(text.to_owned(), |text, (at, length, slip)| {
            if text.is_empty() { slip.to_owned() } else { slipped(&text, at, length, slip) }
        });
        if let Err(errors) = Packs::read([("packs/mangled.md", text.as_str())]) {
            prop_assert!(!errors.0.is_empty());
            for error in &errors.0 {
                prop_assert!(error.line >= 1 && error.line <= text.lines().count().max(1) + 1, "{error}");
                prop_assert!(!error.fact.is_empty());
            }
        }
    }
}

#[test]
fn rules_nested_or_written_beyond_sense_are_refused() {
    let nested = [
        ("(", ")"),
        ("!", ""),
        ("[", "]"),
        ("-(", ")"),
        ("if (", ") then 1 else 2"),
    ]
    .map(|(open, close)| format!("{}true{}", open.repeat(20_000), close.repeat(20_000)));
    let chains =
        ["true && ", "true || ", "1 + "].map(|link| format!("{}true", link.repeat(20_000)));
    for condition in nested.iter().chain(&chains) {
        let text = CHIP_ACT.replace("context.item.tpp >= 4000", condition);
        let errors = Packs::read([("packs/deep.md", text.as_str())]).unwrap_err();
        let start: String = condition.chars().take(12).collect();
        assert_eq!(errors.0[0].code, "pack.size", "{start}");
        assert!((32..=34).contains(&errors.0[0].line), "{start}");
    }
}

#[test]
fn the_longest_chain_that_is_read_does_not_end_the_program() {
    for link in ["true && ", "false || ", "1 == 1 && "] {
        let chain = format!(
            "{}context.item.tpp >= 4000",
            link.repeat(19_000 / link.len())
        );
        let text = CHIP_ACT.replace("context.item.tpp >= 4000", &chain);
        let read = Packs::read([("packs/long.md", text.as_str())]);
        assert!(read.is_ok() || !read.unwrap_err().0.is_empty());
    }
}

#[test]
fn front_matter_nested_beyond_sense_is_refused() {
    for (open, close) in [("[", "]"), ("{a=", "}")] {
        let nested = format!(
            "x = {}1{}\nid = ",
            open.repeat(20_000),
            close.repeat(20_000)
        );
        let text = CHIP_ACT.replace("id = ", &nested);
        let errors = Packs::read([("packs/deep.md", text.as_str())]).unwrap_err();
        assert_eq!(errors.0[0].code, "pack.front-matter", "{open}");
    }
}
