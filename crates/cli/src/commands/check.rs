//! `portolan check`: validate a scenario without planning, and say what nobody has shown.

use std::{fmt::Write as _, path::PathBuf};

use clap::Args;
use portolan_facts::{
    FactsError, Scenario, SourceText,
    scenario::unknowns::{Unknown, unknowns},
};
use serde_json::json;

use super::{Answer, Failure, Stage, print, print_json};
use crate::{load, show, words::counted};

/// The most unknown facts told.
const TOLD_MAX: usize = 20;

/// The arguments of `portolan check`.
#[derive(Args, Debug)]
pub struct Check {
    /// A scenario: a folder, a file, or the name of a shipped one.
    scenario: Option<PathBuf>,
    /// Tell every unknown fact.
    #[arg(long)]
    all: bool,
}

impl Check {
    /// Runs the command.
    pub fn run(&self, stage: &Stage) -> Result<Answer, Failure> {
        let facts = stage.sources.atlas()?;
        let files = load::scenario_files(self.scenario.as_deref())?;
        let scenario = load::scenario(&files, &facts.atlas, None)?;
        let lists = &scenario.prices.lists;
        let texts: Vec<SourceText<'_>> = files
            .iter()
            .filter(|(name, _)| !lists.iter().any(|list| list.name == *name))
            .map(|(name, text)| SourceText::new(name, text))
            .collect();
        let unknown = unknowns(&texts).map_err(Failure::all)?;
        let doubts = scenario.doubts(&facts.atlas);
        if stage.json {
            let unknown: Vec<_> = unknown
                .iter()
                .map(|one| json!({"file": one.file, "line": one.line, "record": one.record, "field": one.field}))
                .collect();
            let doubts: Vec<&str> = doubts.iter().map(|doubt| doubt.fact.as_str()).collect();
            print_json(&json!({
                "scenario": scenario.id, "on": scenario.on, "weeks": scenario.horizon_weeks,
                "parties": scenario.parties.len(), "sites": scenario.sites.len(),
                "pools": scenario.pools.len(), "purchases": scenario.purchases.len(),
                "datasets": scenario.datasets.len(), "evidence": scenario.evidence.len(),
                "workloads": scenario.workloads.len(), "assumed": assumed(&scenario),
                "prices": price_lists(&scenario), "listed": scenario.prices.found.len(),
                "unknown": unknown, "doubts": doubts,
            }))?;
        } else {
            print(&self.text(&scenario, &unknown, &doubts))?;
        }
        Ok(Answer::Yes)
    }

    fn text(&self, scenario: &Scenario, unknown: &[Unknown], doubts: &[FactsError]) -> String {
        let mut text = format!("{} holds together\n", show::bold(scenario.id.as_str()));
        for (count, noun) in [
            (scenario.workloads.len(), "workload"),
            (scenario.pools.len(), "pool"),
            (scenario.sites.len(), "site"),
            (scenario.parties.len(), "party"),
            (scenario.purchases.len(), "offer to buy"),
            (scenario.datasets.len(), "data set"),
            (scenario.evidence.len(), "piece of evidence"),
        ] {
            let _ = writeln!(text, "  {count:>5} {}", several(noun, count));
        }
        let assumed = counted(assumed(scenario), "fact");
        let _ = writeln!(
            text,
            "{assumed} of the scenario, its pools and workloads are assumed"
        );
        for list in &scenario.prices.lists {
            let rows = counted(list.offers.len(), "row");
            let _ = writeln!(text, "price list {}: {rows}", list.name);
        }
        let listed = scenario.prices.found.len();
        if listed > 0 {
            let pools = counted(listed, "pool");
            let _ = writeln!(text, "the price of {pools} is looked up in them");
        }
        for doubt in doubts {
            let _ = writeln!(text, "\n{doubt}");
        }
        if unknown.is_empty() {
            return text;
        }
        let said = format!(
            "{} stand as \"unknown\"; where law turns on one, the ruling is unsettled",
            counted(unknown.len(), "fact")
        );
        let _ = writeln!(text, "\n{said}");
        let most = if self.all { usize::MAX } else { TOLD_MAX };
        for one in unknown.iter().take(most) {
            let _ = writeln!(
                text,
                "  {}:{}  {} {}",
                one.file, one.line, one.record, one.field
            );
        }
        if unknown.len() > most {
            let left = format!("and {} more; `--all` tells all", unknown.len() - most);
            let _ = writeln!(text, "  {}", show::dim(&left));
        }
        text
    }
}

fn price_lists(scenario: &Scenario) -> Vec<serde_json::Value> {
    let lists = scenario.prices.lists.iter();
    lists
        .map(|list| json!({"file": list.name, "rows": list.offers.len()}))
        .collect()
}

fn assumed(scenario: &Scenario) -> usize {
    let pools = scenario
        .pools
        .values()
        .map(|pool| pool.provenance.assumed.len());
    let workloads = scenario
        .workloads
        .iter()
        .map(|one| one.provenance.assumed.len());
    scenario.assumptions.len() + pools.sum::<usize>() + workloads.sum::<usize>()
}

/// Returns a noun as many as there are.
fn several(noun: &str, count: usize) -> String {
    match (count, noun) {
        (1, _) => noun.to_owned(),
        (_, "party") => "parties".to_owned(),
        (_, "offer to buy") => "offers to buy".to_owned(),
        (_, "piece of evidence") => "pieces of evidence".to_owned(),
        (_, noun) => format!("{noun}s"),
    }
}
