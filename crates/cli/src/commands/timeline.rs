//! `portolan timeline`: how each change of law moved the plan.

use std::{cell::RefCell, fmt::Write as _, path::PathBuf, time::Duration};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use portolan_facts::Scenario;
use portolan_plan::Step;
use portolan_terms::Day;
use serde_json::json;

use super::{
    Answer, Failure, Stage, effort::Effort, print, print_json, question::ReadingArguments,
};
use crate::{load, show};

/// The arguments of `portolan timeline`.
#[derive(Args, Debug)]
pub struct Timeline {
    /// A scenario: a folder, a file, or the name of a shipped one.
    scenario: Option<PathBuf>,
    /// The first day.
    #[arg(long, value_name = "DAY")]
    from: Day,
    /// The last day.
    #[arg(long, value_name = "DAY")]
    to: Day,
    #[command(flatten)]
    reading: ReadingArguments,
    #[command(flatten)]
    effort: Effort,
}

impl Timeline {
    /// Runs the command.
    pub fn run(&self, stage: &Stage) -> Result<Answer, Failure> {
        if self.to < self.from {
            return Err(Failure::Told(format!(
                "error[timeline.period]: the period ends on {}, before it starts on {}\n\nhint: swap `--from` and `--to`",
                self.to, self.from
            )));
        }
        let facts = stage.sources.atlas()?;
        let files = load::scenario_files(self.scenario.as_deref())?;
        let scenario = load::scenario(&files, &facts.atlas, None)?;
        let packs = stage.sources.packs()?;
        let days = dated(&scenario, &packs, self.from, self.to)?;
        let watcher = || self.effort.watch();
        let mut first =
            super::question::request(stage, &scenario, &files, &facts, self.reading.reading())?;
        first.watcher = &watcher;
        let on = |day: Day| {
            let scenario = days
                .iter()
                .find(|scenario| scenario.on == day)
                .unwrap_or(&scenario);
            portolan_plan::Request {
                scenario,
                ..first.clone()
            }
        };
        let bar = RefCell::new(bar());
        let progress = |done: usize, all: usize| {
            let bar = bar.borrow_mut();
            bar.set_length(all as u64);
            bar.set_position(done as u64);
        };
        let steps = portolan_plan::timeline(&packs, self.from, self.to, &on, &progress);
        bar.borrow().finish_and_clear();
        let steps = steps.map_err(Failure::told)?;
        if stage.json {
            print_json(&json!({
                "scenario": scenario.id, "from": self.from, "to": self.to, "steps": steps,
            }))?;
        } else {
            print(&text(self, &scenario, &steps))?;
        }
        Ok(Answer::Yes)
    }
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} changes of law") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}

/// Returns the scenario on each day on which some provision may change.
fn dated(
    scenario: &Scenario,
    packs: &portolan_law::Packs,
    from: Day,
    to: Day,
) -> Result<Vec<Scenario>, Failure> {
    let days = packs.provisions().flat_map(|provision| {
        let published = provision.published();
        let days: Vec<Day> = provision
            .days_of_change()
            .into_iter()
            .map(|day| day.max(published))
            .collect();
        days.into_iter().chain([published])
    });
    let days: std::collections::BTreeSet<Day> = days.collect();
    days.into_iter()
        .filter(|day| from <= *day && *day <= to)
        .map(|on| scenario.clone().asked_on(on).map_err(Failure::all))
        .collect()
}

fn text(asked: &Timeline, scenario: &Scenario, steps: &[Step]) -> String {
    let mut text = format!(
        "{} · {} to {}: {} changes of law, {} of them moved the plan\n",
        show::bold(scenario.id.as_str()),
        asked.from,
        asked.to,
        steps.len(),
        steps.iter().filter(|step| !step.moved.is_empty()).count()
    );
    let mut still: Vec<&Step> = Vec::new();
    for step in steps {
        if step.moved.is_empty() {
            if still.last().is_some_and(|last| last.day != step.day) {
                unmoved(&mut text, &mut still);
            }
            still.push(step);
            continue;
        }
        unmoved(&mut text, &mut still);
        let _ = writeln!(
            text,
            "{}  {}  {}",
            step.day,
            show::bold(&step.rule),
            step.title
        );
        for one in &step.moved {
            let _ = writeln!(text, "    {}: {} → {}", one.workload, one.without, one.with);
        }
        if let (Some(with), Some(without)) = (&step.cost, &step.cost_without) {
            let (with, without) = (show::money(with), show::money(without));
            let _ = writeln!(text, "    the plan costs {with}; without it {without}");
        }
        if let Some((with, without)) = step.offshore_training {
            let (with, without) = (show::percent(with), show::percent(without));
            let _ = writeln!(
                text,
                "    offshore share of training {with}; without it {without}"
            );
        }
    }
    unmoved(&mut text, &mut still);
    text
}

/// Tells in one line the changes of a day that moved nothing, and forgets them.
fn unmoved(text: &mut String, still: &mut Vec<&Step>) {
    let Some(first) = still.first() else { return };
    let rules: Vec<&str> = still.iter().map(|step| step.rule.as_str()).collect();
    let line = format!("{}  {}: moved nothing", first.day, rules.join(", "));
    let _ = writeln!(text, "{}", show::dim(&line));
    still.clear();
}
