//! `portolan why`: why a workload runs there, and why not elsewhere.

use std::{fmt::Write as _, path::PathBuf};

use clap::Args;
use portolan_acts::Outcome;
use portolan_plan::{Why, document::ActRow};
use portolan_terms::{Day, PoolId, WorkloadId};

use super::{
    Answer, Failure, Stage, effort::Effort, judge, print, print_json, question::ReadingArguments,
};
use crate::{load, show};

/// The arguments of `portolan why`.
#[derive(Args, Debug)]
pub struct WhyArguments {
    /// The workload.
    workload: WorkloadId,
    /// A scenario: a folder, a file, or the name of a shipped one.
    scenario: Option<PathBuf>,
    /// The pool to ask about.
    #[arg(long, value_name = "POOL")]
    at: Option<PoolId>,
    /// The day of the decision, in place of the scenario's own.
    #[arg(long, value_name = "DAY")]
    on: Option<Day>,
    #[command(flatten)]
    reading: ReadingArguments,
    #[command(flatten)]
    effort: Effort,
}

impl WhyArguments {
    /// Runs the command.
    pub fn run(&self, stage: &Stage) -> Result<Answer, Failure> {
        let facts = stage.sources.atlas()?;
        let files = load::scenario_files(self.scenario.as_deref())?;
        let scenario = load::scenario(&files, &facts.atlas, self.on)?;
        self.known(&scenario)?;
        let watcher = || self.effort.watch();
        let mut request =
            super::question::request(stage, &scenario, &files, &facts, self.reading.reading())?;
        request.watcher = &watcher;
        let why = portolan_plan::why(&request, &self.workload, self.at.as_ref())
            .map_err(Failure::told)?;
        if stage.json {
            print_json(&why)?;
        } else {
            print(&text(&why))?;
        }
        Ok(answer(&why))
    }

    fn known(&self, scenario: &portolan_facts::Scenario) -> Result<(), Failure> {
        if !scenario
            .workloads
            .iter()
            .any(|workload| workload.id == self.workload)
        {
            let ids: Vec<&str> = scenario
                .workloads
                .iter()
                .map(|one| one.id.as_str())
                .collect();
            return Err(Failure::Told(format!(
                "error[why.workload]: `{}` is no workload of `{}`\n\nhint: it has {}",
                self.workload,
                scenario.id,
                ids.join(", ")
            )));
        }
        match &self.at {
            Some(pool) if !scenario.pools.contains_key(pool) => {
                let ids: Vec<&str> = scenario.pools.keys().map(PoolId::as_str).collect();
                Err(Failure::Told(format!(
                    "error[why.pool]: `{pool}` is no pool of `{}`\n\nhint: it has {}",
                    scenario.id,
                    ids.join(", ")
                )))
            }
            Some(_) | None => Ok(()),
        }
    }
}

fn answer(why: &Why) -> Answer {
    match (&why.judgment, &why.pool) {
        (Some(judgment), _) => Answer::of(judgment.outcome),
        (None, Some(_)) => Answer::Impossible,
        (None, None) if why.placements.is_empty() => Answer::Impossible,
        (None, None) => Answer::Yes,
    }
}

fn text(why: &Why) -> String {
    let mut text = String::new();
    for row in &why.placements {
        let _ = writeln!(
            text,
            "{} runs at {} ({}) on {} {}, {} to {}, for {}",
            show::bold(&why.workload),
            row.pool,
            row.country,
            show::number(row.chips),
            row.chip,
            row.from,
            show::last_day(&row.until),
            show::money(&row.cost)
        );
    }
    if why.placements.is_empty() {
        let _ = writeln!(
            text,
            "{} runs nowhere in this plan",
            show::bold(&why.workload)
        );
    }
    if let Some(unplaced) = &why.unplaced {
        let _ = writeln!(
            text,
            "{} of it is left undone, because",
            show::percent(unplaced.share)
        );
        for (number, reason) in unplaced.reasons.iter().enumerate() {
            let _ = writeln!(text, "  {}. {reason}", number + 1);
        }
    }
    match &why.pool {
        Some(pool) => at(why, pool, &mut text),
        None => elsewhere(why, &mut text),
    }
    text
}

fn at(why: &Why, pool: &str, text: &mut String) {
    let _ = writeln!(text);
    if let Some(reason) = &why.unfit {
        let _ = writeln!(text, "`{pool}` cannot run it: {reason}");
    }
    if let Some(judgment) = &why.judgment {
        let _ = writeln!(
            text,
            "`{pool}` is {} for it",
            show::outcome(judgment.outcome)
        );
        acts(&judgment.acts, text);
        for act in &judgment.elsewhere {
            let _ = writeln!(
                text,
                "  {} — every law, not only that of {}:",
                act.part,
                act.law_of.join(", ")
            );
            acts(std::slice::from_ref(act), text);
        }
    }
    if !why.refused_chips.is_empty() {
        let _ = writeln!(text, "chips of `{pool}` that law refuses:");
        acts(&why.refused_chips, text);
    }
    if let Some(extra) = why.extra_cost.as_deref().filter(|extra| *extra != "0.00") {
        let _ = writeln!(
            text,
            "running it there would cost the whole plan {} more",
            show::money(extra)
        );
    }
}

/// Writes the acts that are not permitted in full, and the others in a line each.
fn acts(acts: &[ActRow], text: &mut String) {
    for act in acts {
        if act.ruling.outcome == Outcome::Permitted {
            let _ = writeln!(
                text,
                "  {}: {}",
                act.part,
                show::outcome(act.ruling.outcome)
            );
        } else {
            for line in judge::text(&act.ruling).lines() {
                let _ = writeln!(text, "  {line}");
            }
        }
    }
}

fn elsewhere(why: &Why, text: &mut String) {
    if !why.passed_over.is_empty() {
        let _ = writeln!(text, "\n{}", show::bold("not there"));
        for row in &why.passed_over {
            let extra = row.extra_cost.as_deref().filter(|extra| *extra != "0.00");
            let extra = extra.map_or_else(String::new, |extra| {
                format!(" ({} more)", show::money(extra))
            });
            let _ = writeln!(text, "  {}: {}{extra}", row.pool, row.reason);
        }
    }
    if !why.refused.is_empty() {
        let _ = writeln!(text, "\n{}", show::bold("refused by law"));
        for row in &why.refused {
            let _ = writeln!(
                text,
                "  {}: {} under {}",
                row.pool,
                row.outcome,
                row.rules.join(", ")
            );
        }
    }
    let _ = writeln!(
        text,
        "\n{}",
        show::dim("hint: `--at POOL` gives the grounds for one pool")
    );
}
