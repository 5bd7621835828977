//! `portolan check`: validate a scenario without planning.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{Answer, Failure, Stage, print, print_json};
use crate::{load, show};

/// The arguments of `portolan check`.
#[derive(Args, Debug)]
pub struct Check {
    /// A scenario: a folder, a file, or the name of a shipped one.
    scenario: Option<PathBuf>,
}

impl Check {
    /// Runs the command.
    pub fn run(&self, stage: &Stage) -> Result<Answer, Failure> {
        let facts = stage.sources.atlas()?;
        let files = load::scenario_files(self.scenario.as_deref())?;
        let scenario = load::scenario(&files, &facts.atlas, None)?;
        let assumed: usize = scenario.assumptions.len()
            + scenario
                .pools
                .values()
                .map(|pool| pool.provenance.assumed.len())
                .sum::<usize>()
            + scenario
                .workloads
                .iter()
                .map(|one| one.provenance.assumed.len())
                .sum::<usize>();
        if stage.json {
            print_json(&json!({
                "scenario": scenario.id, "on": scenario.on, "weeks": scenario.horizon_weeks,
                "parties": scenario.parties.len(), "sites": scenario.sites.len(),
                "pools": scenario.pools.len(), "purchases": scenario.purchases.len(),
                "datasets": scenario.datasets.len(), "evidence": scenario.evidence.len(),
                "workloads": scenario.workloads.len(), "assumed": assumed,
            }))?;
        } else {
            print(&format!(
                "{} holds together: {} workloads, {} pools at {} sites, {} parties, {} offers to buy, {} data sets, {} pieces of evidence; {assumed} facts of pools and workloads are assumed\n",
                show::bold(scenario.id.as_str()),
                scenario.workloads.len(),
                scenario.pools.len(),
                scenario.sites.len(),
                scenario.parties.len(),
                scenario.purchases.len(),
                scenario.datasets.len(),
                scenario.evidence.len(),
            ))?;
        }
        Ok(Answer::Yes)
    }
}
