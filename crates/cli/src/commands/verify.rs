//! `portolan verify`: check a plan from scratch.

use std::path::{Path, PathBuf};

use clap::Args;
use portolan_acts::{
    Reading,
    words::{BeyondCoverage, Posture},
};
use portolan_plan::document::PlanDocument;
use serde_json::json;

use super::{Answer, Failure, Stage, print, print_json};
use crate::{
    embedded,
    load::{self, Texts},
};

/// The arguments of `portolan verify`.
#[derive(Args, Debug)]
pub struct Verify {
    /// The plan; with `--solve`, the solution.
    plan: PathBuf,
    /// With `--solve`, the certificate of the solution.
    #[arg(requires = "solve")]
    certificate: Option<PathBuf>,
    /// The scenario that the plan must have been made from.
    #[arg(long, value_name = "SCENARIO")]
    scenario: Option<PathBuf>,
    /// Check a solution and its certificate against this instance, and compute cost and bound again.
    #[arg(long, value_name = "FILE", requires_all = ["certificate", "format"], conflicts_with = "scenario")]
    solve: Option<PathBuf>,
    /// With `--solve`, how the instance is written.
    #[arg(long, requires = "solve")]
    format: Option<super::solve::Format>,
}

impl Verify {
    /// Runs the command.
    pub fn run(&self, stage: &Stage) -> Result<Answer, Failure> {
        if let (Some(instance), Some(certificate), Some(format)) =
            (&self.solve, &self.certificate, self.format)
        {
            return super::solve::verify(stage, format, instance, &self.plan, certificate);
        }
        let text = load::read_text(&self.plan)?;
        let plan: PlanDocument = serde_json::from_str(&text).map_err(|error| {
            Failure::Told(format!(
                "error[verify.form]: `{}` is no plan: {error}",
                self.plan.display()
            ))
        })?;
        let found = self.check(stage, &plan)?;
        let holds = found.is_none();
        if stage.json {
            print_json(&json!({
                "holds": holds, "scenario": plan.scenario, "on": plan.on,
                "corpus": plan.corpus.digest, "reason": found,
            }))?;
        } else if let Some(reason) = found {
            print(&format!("the plan does not hold: {reason}\n"))?;
        } else {
            print(&format!(
                "the plan holds: {} placements judged again, costs and capacities rebuilt, cost {} and bound {} recomputed from the certificate\n",
                plan.placements.len(),
                crate::show::money(&plan.cost.total),
                crate::show::money(&plan.bound)
            ))?;
        }
        Ok(if holds { Answer::Yes } else { Answer::No })
    }

    /// Returns why the plan does not hold, or `None`.
    fn check(&self, stage: &Stage, plan: &PlanDocument) -> Result<Option<String>, Failure> {
        let embedded: Texts = plan
            .facts
            .files
            .iter()
            .map(|file| (file.name.clone(), file.text.clone()))
            .collect();
        if let Some(reason) = self.foreign_facts(&embedded)? {
            return Ok(Some(reason));
        }
        let facts = stage.sources.atlas()?;
        let on = match plan.on.parse() {
            Ok(on) => on,
            Err(error) => return Ok(Some(format!("its day cannot be read: {error}"))),
        };
        let scenario = match load::scenario(&embedded, &facts.atlas, Some(on)) {
            Ok(scenario) => scenario,
            Err(failure) => return Ok(Some(format!("its facts cannot be read: {failure}"))),
        };
        let (Some(posture), Some(beyond_coverage)) = (
            Posture::from_word(&plan.posture),
            BeyondCoverage::from_word(&plan.coverage.beyond),
        ) else {
            return Ok(Some(
                "its posture or coverage is no word of the plan form".to_owned(),
            ));
        };
        let reading = Reading {
            posture,
            beyond_coverage,
        };
        let request = super::question::request(stage, &scenario, &embedded, &facts, reading)?;
        Ok(portolan_plan::verify(plan, &request)
            .err()
            .map(|error| error.to_string()))
    }

    /// Returns why the facts in the plan are not those of the scenario it names: the one given, or
    /// the shipped one of that name.
    fn foreign_facts(&self, embedded: &Texts) -> Result<Option<String>, Failure> {
        let expected = match &self.scenario {
            Some(path) => load::scenario_files(Some(path))?,
            None => shipped_like(embedded),
        };
        if expected.is_empty() {
            return Ok(None);
        }
        let text = |files: &Texts| -> Vec<(String, String)> {
            let mut files: Vec<(String, String)> = files
                .iter()
                .map(|(name, text)| {
                    let name = Path::new(name).file_name().unwrap_or_default();
                    (name.to_string_lossy().into_owned(), text.clone())
                })
                .collect();
            files.sort();
            files
        };
        if text(&expected) == text(embedded) {
            return Ok(None);
        }
        let whose = match &self.scenario {
            Some(path) => format!("`{}`", path.display()),
            None => "the shipped scenario of that name".to_owned(),
        };
        Ok(Some(format!("the facts in it are not those of {whose}")))
    }
}

/// Returns the files of the shipped scenario whose folder the embedded files name.
fn shipped_like(embedded: &Texts) -> Texts {
    let folders: Vec<String> = embedded
        .iter()
        .filter_map(|(name, _)| Path::new(name).parent())
        .filter_map(|folder| folder.file_name())
        .map(|folder| folder.to_string_lossy().into_owned())
        .collect();
    let shipped = embedded::SCENARIOS.iter().filter(|(name, _)| {
        let folder = Path::new(name).parent().and_then(Path::file_name);
        folder.is_some_and(|folder| folders.contains(&folder.to_string_lossy().into_owned()))
    });
    shipped
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect()
}
