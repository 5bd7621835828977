//! Every published run that reports its chip-hours is held against the cost model.
//!
//! Source: the rows of `atlas/training_runs.tsv`, copied from model cards and papers. The page
//! `docs/cost-model.md` is made from what is found here.

use std::{fmt::Write as _, path::PathBuf};

use portolan_facts::{Atlas, Rate, Use, atlas::TrainingRun, cost::chip_hours};
use portolan_terms::{ChipHours, TrainingOps};

use crate::shipped;

/// The most that modelled hours may be off, in per cent.
const OFF_MAX: f64 = 15.0;

/// The runs whose hours the rate of their chip does not foretell, each with the reason.
const MISSES: [(&str, &str); 9] = [
    (
        "bloom-176b",
        "recompute: 48 % of the peak in operations of the hardware, 31.8 % in those of the model over the whole run; the rate of A100 stands at 40.1 %",
    ),
    (
        "deepseek-v2",
        "a sparse model of 21 billion active parameters: 20.5 %; its hours are for one trillion tokens, recalled and not read again",
    ),
    (
        "llama3-70b",
        "27.9 % of the peak over all hours of the model card, which hold more than pre-training; the rate of H100 stands at 34.6 %",
    ),
    (
        "llama3-8b",
        "a small model: 15.6 %; the one rate of a chip is that of large ones",
    ),
    (
        "llama31-70b",
        "as Llama 3 70B: 25.5 % over all hours, long contexts among them",
    ),
    (
        "llama4-maverick",
        "a sparse model of 17 billion active parameters, distilled from a larger one, partly in 8 bits: 26.5 % of the 16-bit peak",
    ),
    (
        "llama4-scout",
        "a sparse model of 17 billion active parameters, partly in 8 bits: 22.9 % of the 16-bit peak",
    ),
    (
        "megascale-175b",
        "a benchmark of 42 hours without restarts on a tuned stack: 54.3 %; rates are those of whole runs",
    ),
    (
        "titan-200b",
        "27.0 % over the whole run on the 40 GB part; the rate of that part is taken from the 80 GB one",
    ),
];

/// The runs with chip-hours that cannot be costed, each with the reason.
const UNCOSTED: [(&str, &str); 4] = [
    (
        "gemini-ultra-est",
        "an estimate of others: neither operations nor utilisation reported",
    ),
    (
        "gopher-280b",
        "TPU v3 is no chip of the atlas, so it has no rate",
    ),
    ("gpt3-175b", "no rate of V100 stands in the atlas"),
    (
        "grok3-est",
        "an estimate of others: neither operations nor utilisation reported",
    ),
];

/// Holds a run that the cost model can be held against.
struct Held<'a> {
    run: &'a TrainingRun,
    rate: &'a Rate,
    published: ChipHours,
    modelled: ChipHours,
}

impl Held<'_> {
    /// Returns how far the modelled hours are off, in per cent.
    fn off(&self) -> f64 {
        (self.modelled.0 as f64 / self.published.0 as f64 - 1.0) * 100.0
    }

    /// Returns true when the rate was taken from this very run.
    fn is_of_itself(&self) -> bool {
        let named = format!("training_runs.tsv:{}", self.run.id);
        let mut sources = self.rate.source.split(';');
        sources.any(|source| source.trim() == named)
    }
}

/// Returns the operations of a run: those reported, or what its hours and utilisation amount to.
fn operations(run: &TrainingRun) -> Option<TrainingOps> {
    run.operations.or_else(|| {
        let figure = |figure: portolan_terms::Figure| figure.ten_thousandths() as f64 / 10_000.0;
        let tflops = figure(run.peak_tflops?) * figure(run.utilisation_percent?) / 100.0;
        TrainingOps::from_f64(run.chip_hours?.0 as f64 * 3_600.0 * tflops * 1e12)
    })
}

fn held<'a>(atlas: &'a Atlas, run: &'a TrainingRun) -> Option<Held<'a>> {
    let rate = atlas.rate(run.chip.as_ref()?, Use::Training)?;
    Some(Held {
        run,
        rate,
        published: run.chip_hours?,
        modelled: chip_hours(operations(run)?, rate),
    })
}

fn ids<'a>(runs: impl Iterator<Item = &'a TrainingRun>) -> Vec<String> {
    let mut ids: Vec<String> = runs.map(|run| run.id.clone()).collect();
    ids.sort();
    ids
}

#[test]
fn runs_off_by_more_than_15_percent_are_those_listed_and_no_others() {
    let atlas = shipped::atlas();
    let all: Vec<Held<'_>> = atlas
        .runs
        .iter()
        .filter_map(|run| held(&atlas, run))
        .collect();
    assert_eq!(all.len(), 16);
    let off = all.iter().filter(|one| one.off().abs() > OFF_MAX);
    let listed = MISSES.map(|(id, _)| id.to_owned());
    assert_eq!(ids(off.map(|one| one.run)), listed);
}

#[test]
fn runs_that_cannot_be_costed_are_those_listed_and_no_others() {
    let atlas = shipped::atlas();
    let reported = atlas.runs.iter().filter(|run| run.chip_hours.is_some());
    let uncosted = reported.filter(|run| held(&atlas, run).is_none());
    let listed = UNCOSTED.map(|(id, _)| id.to_owned());
    assert_eq!(ids(uncosted), listed);
}

#[test]
fn three_runs_agree_with_the_rate_of_another() {
    let atlas = shipped::atlas();
    let all = atlas.runs.iter().filter_map(|run| held(&atlas, run));
    let agree = all.filter(|one| one.off().abs() <= OFF_MAX && !one.is_of_itself());
    let agree: Vec<&TrainingRun> = agree.map(|one| one.run).collect();
    assert_eq!(
        ids(agree.into_iter()),
        ["llama2-7b", "olmo3-32b", "olmo3-7b"]
    );
}

const HEAD: &str = "\
# Cost model

Made by `cargo test -p portolan-facts --test facts -- --ignored write_cost_model` from `atlas/training_runs.tsv` and `atlas/rates.tsv`.

A training run costs its operations over the effective rate of its chip: what the chip achieves over whole runs, restarts and
ramp-up included (`cost::chip_hours`; the planner divides the same two numbers and rounds up to whole days). There is one rate
for a chip and use, in `rates.tsv`, with its source. Every published run that reports chip-hours is held against it.

A run whose own rate it is shows only that the arithmetic is right. Where no operations are reported, hours, peak and the
reported utilisation give them. Off is modelled over published chip-hours, less one.

";

fn thousands(hours: ChipHours) -> String {
    ChipHours((hours.0 + 500) / 1_000).to_string()
}

/// Returns the page.
fn page(atlas: &Atlas) -> String {
    let mut page = HEAD.to_owned();
    let mut all: Vec<Held<'_>> = atlas
        .runs
        .iter()
        .filter_map(|run| held(atlas, run))
        .collect();
    all.sort_by(|one, other| one.run.id.cmp(&other.run.id));
    let is_missed = |one: &Held<'_>| one.off().abs() > OFF_MAX;
    page.push_str("## Within 15 %\n\n| run | chip | rate, TFLOPS | published, thousand chip-hours | modelled | off | the rate is that of |\n|---|---|---|---|---|---|---|\n");
    for one in all.iter().filter(|one| !is_missed(one)) {
        let whose = if one.is_of_itself() {
            "this run"
        } else {
            "another run"
        };
        let _ = writeln!(page, "{} {whose} |", row(one));
    }
    page.push_str("\n## Misses, and why\n\n| run | chip | rate, TFLOPS | published, thousand chip-hours | modelled | off | why |\n|---|---|---|---|---|---|---|\n");
    for one in all.iter().filter(|one| is_missed(one)) {
        let why = MISSES.iter().find(|(id, _)| *id == one.run.id);
        let _ = writeln!(page, "{} {} |", row(one), why.map_or("", |(_, why)| why));
    }
    page.push_str("\n## Not costed, and why\n\n| run | why |\n|---|---|\n");
    for (id, why) in UNCOSTED {
        let _ = writeln!(page, "| {id} | {why} |");
    }
    page.push_str("\nOne rate for a chip overstates what small and sparse models achieve: a run of such a model takes more hours than are planned\nhere, up to 1.7 times as many, and for an 8-billion model 2.2 times. Until rates tell models apart, write more operations in proportion.\n");
    page
}

fn row(one: &Held<'_>) -> String {
    format!(
        "| {} | {} | {} | {} | {} | {:+.1} % |",
        one.run.id,
        one.run.chip.as_ref().unwrap(),
        one.rate.value.floor(),
        thousands(one.published),
        thousands(one.modelled),
        one.off()
    )
}

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/cost-model.md")
}

#[test]
fn the_page_says_what_the_model_says() {
    let written = std::fs::read_to_string(file()).unwrap_or_default();
    assert!(
        written == page(&shipped::atlas()),
        "docs/cost-model.md is stale: run `cargo test -p portolan-facts --test facts -- --ignored write_cost_model`"
    );
}

#[test]
#[ignore = "writes docs/cost-model.md"]
fn write_cost_model() {
    std::fs::write(file(), page(&shipped::atlas())).unwrap();
}
