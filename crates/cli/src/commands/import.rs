//! `portolan import`: real public data, read as it is published.

mod catalogue;
mod csl;
mod report;

use clap::{Args, Subcommand};

use super::{Answer, Failure, Stage};

/// The arguments of `portolan import`.
#[derive(Args, Debug)]
pub struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand, Debug)]
enum What {
    /// Hold the parties of a scenario against the US Consolidated Screening List.
    Csl(csl::ImportCsl),
    /// Read the public SkyPilot catalogue into a price list.
    #[command(name = "skypilot-catalog")]
    Catalogue(catalogue::ImportCatalogue),
}

impl Import {
    /// Runs the command.
    pub fn run(&self, stage: &Stage) -> Result<Answer, Failure> {
        match &self.what {
            What::Csl(command) => command.run(stage),
            What::Catalogue(command) => command.run(stage),
        }
    }
}
