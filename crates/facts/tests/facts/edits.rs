//! Facts set by path: the text of the file changes where the fact stands, and nowhere else.

use portolan_facts::{
    FactsError, Scenario, SourceText,
    scenario::edit::{self, Edit},
};
use portolan_terms::{Known, party::ListName};

use crate::shipped;

const SMALL: &str = include_str!("small.toml");

fn set(edits: &[&str]) -> Result<(String, Scenario), Vec<FactsError>> {
    let edits: Vec<Edit> = edits.iter().map(|edit| edit.parse().unwrap()).collect();
    let files = [SourceText::new("scenario.toml", SMALL)];
    let (files, scenario) = edit::read(&files, &edits, &shipped::atlas())?;
    assert_eq!(files.len(), 1);
    Ok((files.into_iter().next().unwrap().1, scenario))
}

fn scenario(edits: &[&str]) -> Scenario {
    match set(edits) {
        Ok((_, scenario)) => scenario,
        Err(errors) => panic!("{}", errors[0]),
    }
}

fn fault(edit: &str) -> FactsError {
    set(&[edit]).unwrap_err().into_iter().next().unwrap()
}

fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().unwrap()
}

#[test]
fn nothing_set_leaves_the_text_as_it_stands() {
    assert_eq!(set(&[]).unwrap().0, SMALL);
}

#[test]
fn one_fact_set_changes_one_line() {
    let (text, scenario) = set(&["pool.quay.owner=group"]).unwrap();
    assert_eq!(scenario.pools[&id("quay")].owner.as_str(), "group");
    let same = text
        .lines()
        .zip(SMALL.lines())
        .filter(|(one, other)| one == other);
    assert_eq!(same.count(), SMALL.lines().count() - 1);
}

#[test]
fn a_fact_below_a_header_and_one_in_a_list_are_reached() {
    let scenario = scenario(&[
        "pool.quay.lease.price_chip_hour=3.10",
        "pool.quay.stock[1].chips=512",
        "scenario.horizon_weeks=6",
    ]);
    let pool = &scenario.pools[&id("quay")];
    assert_eq!(pool.stock[0].chips.0, 512);
    assert_eq!(scenario.horizon_weeks, 6);
    let lease = format!("{:?}", pool.terms);
    assert!(
        lease.contains("31000"),
        "a bare number is taken as the amount: {lease}"
    );
}

#[test]
fn a_fact_that_is_not_there_yet_is_added_to_its_record() {
    let scenario = scenario(&[
        "party.firm.ciio=true",
        "pool.quay.lease.overhead_percent=5",
        "evidence.paper.scope.places=[\"XB\"]",
        "party.group.sector=shipping and trade",
    ]);
    let party = scenario.parties[&id("firm")].on(scenario.on).unwrap();
    assert_eq!(party.ciio, Some(Known::Is(true)));
    let scope = scenario.evidence[&id("paper")]
        .evidence
        .scope
        .as_ref()
        .unwrap();
    assert_eq!(scope.places.as_ref().unwrap().len(), 1);
}

#[test]
fn a_list_grows_by_one_whether_it_is_there_or_not() {
    let listing = "{ list = \"us-entity-list\", on = 2025-09-16 }";
    let of = |edit: &str| {
        let scenario = scenario(&[edit]);
        let party = &scenario.parties[&id("group")];
        party.on(id("2026-01-10")).unwrap().clone()
    };
    let listed = of(&format!("party.group.listed+={listing}")).listed;
    assert_eq!(
        listed[0].list,
        ListName::from_word("us-entity-list").unwrap()
    );
    let owners = of("party.group.owners+={ name = \"XC Fund\", percent = 10, hq = \"XC\" }").owners;
    assert_eq!(owners.len(), 2);
    let deep = of(&format!("party.group.owners[1].listed+={listing}")).owners;
    assert_eq!(deep[0].listed.len(), 1);
}

#[test]
fn a_batch_is_added_below_its_own_pool() {
    let batch = "pool.quay.stock+={ chips = 8, supplied_on = 2025-01-01, supplier = \"maker\", \
                 from = \"XA\", mode = \"export\", authority = \"no-licence-required\" }";
    let stock = scenario(&[batch, "pool.quay.stock[2].chips=16"]).pools[&id("quay")]
        .stock
        .clone();
    let chips: Vec<u64> = stock.iter().map(|batch| batch.chips.0).collect();
    assert_eq!(chips, [256, 16]);
}

#[test]
fn a_record_is_added_whole_and_then_named() {
    let scenario = scenario(&[
        "evidence+={ id = \"new\", kind = \"licence\", granted_on = 2026-01-09, scope = { places = [\"XB\"] } }",
        "pool.quay.stock[1].on_file+=new",
        "evidence.new.expires_on=2026-06-30",
    ]);
    let new = &scenario.evidence[&id("new")].evidence;
    assert_eq!(new.expires_on, Some(id("2026-06-30")));
    assert_eq!(scenario.pools[&id("quay")].stock[0].supply.on_file.len(), 2);
}

#[test]
fn an_included_file_is_edited_where_the_record_stands() {
    let main = SMALL.replacen("[scenario]", "include = [\"more.toml\"]\n\n[scenario]", 1);
    let (main, more) = main.split_once("[[workload]]").unwrap();
    let more = format!("[[workload]]{more}");
    let files = [
        SourceText::new("a/scenario.toml", main),
        SourceText::new("a/more.toml", &more),
    ];
    let edits = ["workload.run.deadline_days=21".parse().unwrap()];
    let (files, _) = edit::read(&files, &edits, &shipped::atlas())
        .map_err(|errors| errors[0].to_string())
        .unwrap();
    assert_eq!(files[0].1, main);
    assert!(files[1].1.contains("deadline_days = 21"), "{}", files[1].1);
}

#[test]
fn a_path_that_leads_nowhere_says_where_it_stops() {
    for (edit, says, hint) in [
        (
            "pol.quay.owner=firm",
            "`pol` is no kind of record",
            "did you mean `pool`?",
        ),
        (
            "pool.quey.owner=firm",
            "no pool of that id",
            "did you mean `quay`?",
        ),
        ("pool.quay=firm", "set key by key", "pool.quay.KEY=VALUE"),
        ("pool=firm", "set key by key, or added whole", "pool+="),
        (
            "pool.quay.stock[2].chips=8",
            "no element 2: it ends with 1",
            "",
        ),
        ("pool.quay.stock.chips=8", "write which element", ""),
        ("pool.quay.owner.name=firm", "asked of a plain value", ""),
        ("pool.quay.owner+=firm", "it is no list", ""),
        (
            "pool.quay.lease={ block = 8 }",
            "set its keys one by one",
            "",
        ),
        ("pool.quay.stock+=8", "its elements are records", ""),
        ("scenario.on=2026-02-01", "planned on the same day", "--on"),
    ] {
        let error = fault(edit);
        assert_eq!(error.code, "scenario.set", "{error}");
        assert!(error.fact.starts_with(&format!("`{edit}`: ")), "{error}");
        assert!(error.fact.contains(says), "{error}");
        assert!(error.hint.contains(hint), "{error}");
    }
}

#[test]
fn what_is_wrong_with_a_value_names_the_edit_and_the_line_that_it_makes() {
    let line_of = |needle: &str| SMALL.lines().position(|line| line == needle).unwrap() + 1;
    for (edit, code, line) in [
        (
            "pool.quay.owner=nobody",
            "scenario.unknown-party",
            line_of("owner = \"hall\""),
        ),
        (
            "pool.quay.stock[1].chips=many",
            "scenario.type",
            line_of("chips = 256"),
        ),
        (
            "pool.quay.ownr=firm",
            "scenario.unknown-key",
            line_of("[[pool]]") + 1,
        ),
    ] {
        let error = fault(edit);
        assert_eq!((error.code, error.line), (code, line), "{error}");
        assert!(error.fact.starts_with(&format!("`{edit}`: ")), "{error}");
    }
}

#[test]
fn what_an_edit_makes_wrong_elsewhere_says_that_facts_are_set() {
    let error = fault("site.harbour.id=pier");
    assert_eq!(error.code, "scenario.unknown-site");
    assert!(error.to_string().contains("facts that are set"), "{error}");
}

#[test]
fn a_text_that_sets_nothing_is_refused() {
    for text in [
        "pool.quay.owner",
        "pool..owner=firm",
        "pool.quay.stock[0].chips=8",
        "pool.quay.owner=",
    ] {
        let error = text.parse::<Edit>().unwrap_err().to_string();
        assert!(error.contains("PATH=VALUE"), "{error}");
    }
}
