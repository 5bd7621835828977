//! `portolan limits`: what binds, what one more of it would save, what would make the impossible
//! possible.

use clap::Args;

use super::{
    Answer, Failure, Stage,
    effort::{Effort, spinner},
    print, print_json,
    question::{QuestionArguments, request},
};
use crate::{load, text};

/// The arguments of `portolan limits`.
#[derive(Args, Debug)]
pub struct Limits {
    #[command(flatten)]
    question: QuestionArguments,
    #[command(flatten)]
    effort: Effort,
}

impl Limits {
    /// Runs the command.
    pub fn run(&self, stage: &Stage) -> Result<Answer, Failure> {
        let facts = stage.sources.atlas()?;
        let files = load::scenario_files(self.question.scenario.as_deref())?;
        let scenario = load::scenario(&files, &facts.atlas, self.question.on)?;
        let watcher = || self.effort.watch();
        let reading = self.question.reading.reading();
        let mut request = request(stage, &scenario, &files, &facts, reading)?;
        request.watcher = &watcher;
        let spinner = spinner("planning again for each limit");
        let found = portolan_plan::limits(&request);
        spinner.finish_and_clear();
        let found = found.map_err(Failure::told)?;
        if stage.json {
            print_json(&found)?;
        } else {
            print(&text::binding(&found))?;
        }
        Ok(if found.impossible.is_empty() {
            Answer::Yes
        } else {
            Answer::Impossible
        })
    }
}
