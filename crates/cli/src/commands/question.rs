//! What is asked: the scenario, the day, and how the law is to be read.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use portolan_acts::{
    Reading,
    words::{BeyondCoverage, Posture},
};
use portolan_plan::{Request, solve::Limits, unwatched};
use portolan_terms::Day;

use super::{Failure, Stage};
use crate::load::{self, PublicFacts, Texts};

/// Names whether announced non-enforcement is honoured.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum PostureArgument {
    /// Announced non-enforcement is honoured and flagged.
    AsEnforced,
    /// Text in force is applied even where the agency says it will not enforce it.
    AsWritten,
}

/// Names what is done on days after the texts were checked.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum BeyondArgument {
    /// What would be permitted is held.
    Hold,
    /// The last known text is applied, and everything is flagged.
    AssumeUnchanged,
}

/// Says how the law is to be read.
#[derive(Args, Clone, Debug)]
pub struct ReadingArguments {
    /// Honour announced non-enforcement, or apply the text.
    #[arg(long, value_enum, default_value = "as-enforced")]
    pub posture: PostureArgument,
    /// What to do on days after the texts were last checked.
    #[arg(long, value_enum, default_value = "hold")]
    pub beyond_coverage: BeyondArgument,
}

impl ReadingArguments {
    /// Returns the reading.
    pub fn reading(&self) -> Reading {
        Reading {
            posture: match self.posture {
                PostureArgument::AsEnforced => Posture::AsEnforced,
                PostureArgument::AsWritten => Posture::AsWritten,
            },
            beyond_coverage: match self.beyond_coverage {
                BeyondArgument::Hold => BeyondCoverage::Hold,
                BeyondArgument::AssumeUnchanged => BeyondCoverage::AssumeUnchanged,
            },
        }
    }
}

/// Says what is asked, on which day, and how the law is to be read.
#[derive(Args, Clone, Debug)]
pub struct QuestionArguments {
    /// A scenario: a folder, a file, or the name of a shipped one.
    pub scenario: Option<PathBuf>,
    /// The day of the decision, in place of the scenario's own.
    #[arg(long, value_name = "DAY")]
    pub on: Option<Day>,
    #[command(flatten)]
    pub reading: ReadingArguments,
}

/// Returns the request of a scenario on its day.
pub fn request<'a>(
    stage: &Stage,
    scenario: &'a portolan_facts::Scenario,
    files: &Texts,
    facts: &'a PublicFacts,
    reading: Reading,
) -> Result<Request<'a>, Failure> {
    Ok(Request {
        scenario,
        files: load::fact_files(files),
        atlas: &facts.atlas,
        atlas_digest: facts.digest.clone(),
        packs: stage.sources.packs()?,
        without: std::collections::BTreeSet::new(),
        orders_again: None,
        in_force: std::collections::BTreeMap::new(),
        reading,
        limits: Limits::default(),
        watcher: &unwatched,
    })
}
