//! Tables of a user become a scenario, and mangled ones never end the program.

use portolan_facts::{
    FactsError, Scenario, SourceText,
    import::{Heading, Tables},
    scenario::model::Work,
};
use portolan_terms::Known;
use proptest::prelude::*;

use crate::{mangled::mangle, shipped};

const TEXTS: [&str; 3] = [
    include_str!("import/workloads.csv"),
    include_str!("import/pools.csv"),
    include_str!("import/parties.csv"),
];
const SLIPS: &[&str] = &[
    "",
    ",",
    "\"",
    "\n",
    "\t",
    "\r\n",
    ";",
    "unknown",
    "-1",
    "1e400",
    "nan",
    "NO",
    "\u{feff}",
    "\u{1F6A2}",
    "]",
    "'''",
    "\"\"\"",
    "\\",
    "= 1",
    "[[pool]]",
    "9999999999999999999999",
    "2025-13-45",
    "id",
    "\0",
];

fn imported(texts: [&str; 3]) -> Result<String, Vec<FactsError>> {
    let [workloads, pools, parties] = texts;
    let tables = Tables {
        workloads: SourceText::new("workloads.csv", workloads),
        pools: SourceText::new("pools.csv", pools),
        parties: Some(SourceText::new("parties.csv", parties)),
        prices: None,
    };
    let heading = Heading {
        id: "mine",
        on: "2025-11-15",
        known: &[],
    };
    tables.scenario(heading, &shipped::atlas())
}

#[test]
fn every_kind_of_work_and_terms_can_come_from_tables() {
    let text = imported(TEXTS).unwrap();
    let scenario = Scenario::read(
        &[SourceText::new("scenario.toml", &text)],
        &shipped::atlas(),
    )
    .unwrap();
    let kinds: Vec<&str> = scenario
        .workloads
        .iter()
        .map(|one| one.work.word())
        .collect();
    assert_eq!(kinds, ["training", "batch", "serving"]);
    assert_eq!(scenario.pools.len(), 2);
    let owned = &scenario.pools[&"owned".parse().unwrap()];
    assert_eq!(owned.bona_fide_operator, Known::Unknown);
    assert_eq!(owned.stock[0].supply.acquired.authority.word(), "unknown");
    let Work::Serving(serving) = &scenario.workloads[2].work else {
        panic!("the third row serves");
    };
    let prompts: Vec<String> = serving
        .prompts
        .iter()
        .map(|(place, _)| place.to_string())
        .collect();
    assert_eq!(prompts, ["DE"], "what users type is data of theirs");
    assert_eq!(serving.model_published, Known::Unknown);
}

#[test]
fn a_party_that_no_table_describes_has_no_known_seat() {
    let text = imported(TEXTS).unwrap();
    let scenario = Scenario::read(
        &[SourceText::new("scenario.toml", &text)],
        &shipped::atlas(),
    )
    .unwrap();
    let on = scenario.on;
    for (id, hq, top) in [
        ("maker", false, false),
        ("operator", true, false),
        ("me", true, true),
    ] {
        let party = scenario.parties[&id.parse().unwrap()].on(on).unwrap();
        assert_eq!(party.hq.shown().is_some(), hq, "{id}");
        assert_eq!(party.ultimate_parent_hq.shown().is_some(), top, "{id}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn mangled_tables_never_panic_and_every_fault_is_told_of_a_table(
        table in 0..3_usize,
        slips in prop::collection::vec((any::<usize>(), 0..30_usize, 0..SLIPS.len()), 1..4),
    ) {
        let mut texts = TEXTS.map(str::to_owned);
        for (at, length, slip) in slips {
            texts[table] = mangle(&texts[table], at, length, SLIPS[slip]);
        }
        match imported([&texts[0], &texts[1], &texts[2]]) {
            Ok(text) => {
                let read = Scenario::read(&[SourceText::new("scenario.toml", &text)], &shipped::atlas());
                prop_assert!(read.is_ok(), "what is written can be read");
            }
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                for error in errors {
                    prop_assert!(error.file.ends_with(".csv") && error.line > 0, "{error}");
                    prop_assert!(!error.hint.is_empty(), "{error}");
                }
            }
        }
    }
}
