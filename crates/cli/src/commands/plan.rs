//! `portolan plan`: judge everything, find the cheapest lawful plan, explain it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use clap::Args;
use portolan_plan::document::PlanDocument;
use portolan_terms::{PoolId, WorkloadId};

use super::{
    Answer, Failure, Stage,
    effort::Effort,
    print, print_json,
    question::{QuestionArguments, request},
    write_file,
};
use crate::{brief, load, page, text};

/// The arguments of `portolan plan`.
#[derive(Args, Debug)]
pub struct Plan {
    #[command(flatten)]
    question: QuestionArguments,
    #[command(flatten)]
    effort: Effort,
    /// Use at most about so much memory; what would take more is refused before it begins.
    #[arg(long, default_value_t = 8, value_name = "GIB")]
    memory: u64,
    /// A plan in force, as `--out` wrote it: moves away from where it runs things are counted, and
    /// cost what the scenario says.
    #[arg(long, value_name = "PLAN")]
    from: Option<PathBuf>,
    /// Write the plan, with both certificates, to a file.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write one self-contained page.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Print every placement, cause, assumed fact and refusal.
    #[arg(long)]
    all: bool,
}

impl Plan {
    /// Runs the command.
    pub fn run(&self, stage: &Stage) -> Result<Answer, Failure> {
        let facts = stage.sources.atlas()?;
        let files = load::scenario_files(self.question.scenario.as_deref())?;
        let scenario = load::scenario(&files, &facts.atlas, self.question.on)?;
        let watcher = || self.effort.watch();
        let mut request = request(
            stage,
            &scenario,
            &files,
            &facts,
            self.question.reading.reading(),
        )?;
        if let Some(path) = &self.from {
            request.in_force = in_force(path)?;
        }
        request.limits.memory = self.memory.saturating_mul(1 << 30);
        request.watcher = &watcher;
        let plan = portolan_plan::plan(&request).map_err(Failure::told)?;
        if let Some(path) = &self.out {
            let text = serde_json::to_string_pretty(&plan).map_err(Failure::told)?;
            write_file(path, &format!("{text}\n"))?;
        }
        if let Some(path) = &self.html {
            write_file(path, &page::page(&plan))?;
        }
        if stage.json {
            print_json(&plan)?;
        } else {
            print(&text::plan(&plan, self.all))?;
        }
        Ok(answer(&plan))
    }
}

/// Returns where a plan in force runs each workload.
fn in_force(path: &Path) -> Result<BTreeMap<WorkloadId, BTreeSet<PoolId>>, Failure> {
    let text = load::read_text(path)?;
    let plan: PlanDocument = serde_json::from_str(&text).map_err(|error| {
        Failure::Told(format!(
            "error[plan.from]: `{}` is no plan: {error}\n\nhint: give a file that `portolan plan --out` wrote",
            path.display()
        ))
    })?;
    Ok(plan.berths())
}

/// Returns what a plan answers: everything placed, some of it, held by coverage, or nothing lawful.
pub fn answer(plan: &PlanDocument) -> Answer {
    if plan.unplaced.is_empty() {
        return Answer::Yes;
    }
    if !plan.placements.is_empty() {
        return Answer::Impossible;
    }
    if brief::held_by_coverage(plan) {
        return Answer::Unsettled;
    }
    Answer::No
}
