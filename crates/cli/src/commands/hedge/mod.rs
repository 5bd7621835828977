//! `portolan hedge`: one plan for several futures, deciding now what must be decided now.

mod futures;

use std::{path::PathBuf, sync::Arc};

use clap::{Args, ValueEnum};
use portolan_facts::Scenario;
use portolan_plan::{Aim, Future, Request};

use super::{
    Answer, Failure, Stage,
    effort::{Effort, spinner},
    print, print_json,
    question::{QuestionArguments, request},
    whatif::{edited, law, supposing},
    write_file,
};
use crate::{
    load::{self, Texts},
    text,
};
use futures::Futures;

const FILE: &str = "\
The file names the day on which it is known which future comes, and the futures:

  known_on = 2026-02-01

  [[future]]
  id = \"rental-control\"
  title = \"Renting chips abroad needs a licence\"
  weight = 25
  enact = [\"us-bill-remote-access@2026-02-01\"]

  [[future]]
  id = \"as-it-is\"
  title = \"Nothing changes\"
  weight = 75

A future may `enact` and `repeal` provisions from a day on, not before `known_on`, and `set` facts in
the words of `portolan whatif --set`. Weights are whole numbers to 100; only their shares count.

What begins before `known_on` is decided once: leases, runs, divisible work, and orders of chips
placed on the day of the plan. The rest is decided in each future, orders of chips then included. A run
that a future breaks off counts as undone in it, and what was paid for it is lost.";

/// Names what the plan is to be best at.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum AimArgument {
    /// The least cost on average, by the weights of the futures.
    ExpectedCost,
    /// The least of what it costs more than a plan that bet on the future that comes.
    WorstRegret,
}

/// The arguments of `portolan hedge`.
#[derive(Args, Debug)]
#[command(after_help = FILE)]
pub struct Hedge {
    #[command(flatten)]
    question: QuestionArguments,
    /// The futures: TOML, as below.
    #[arg(long, value_name = "FILE")]
    futures: PathBuf,
    /// What the plan is to be best at.
    #[arg(long, value_enum, default_value = "expected-cost")]
    aim: AimArgument,
    /// Stop each of the searches after so many seconds with the best plan and bound found.
    #[arg(long, default_value_t = 20)]
    seconds: u64,
    /// Stop a search when the gap is this small, in per cent of the cost.
    #[arg(long, default_value_t = 0.02)]
    gap: f64,
    /// Write the answer as JSON to a file.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Hedge {
    /// Runs the command.
    pub fn run(&self, stage: &Stage) -> Result<Answer, Failure> {
        let facts = stage.sources.atlas()?;
        let files = load::scenario_files(self.question.scenario.as_deref())?;
        let scenario = load::scenario(&files, &facts.atlas, self.question.on)?;
        let futures = Futures::read(&self.futures, &scenario)?;
        let mut worlds: Vec<(Texts, Scenario)> = Vec::with_capacity(futures.future.len());
        for future in &futures.future {
            let world = edited(&files, &facts, &future.set, self.question.on);
            worlds.push(world.map_err(|failure| future.failed(&failure))?);
        }
        let effort = Effort {
            seconds: self.seconds,
            gap: self.gap,
        };
        let watcher = || effort.watch();
        let reading = self.question.reading.reading();
        let mut requests = Vec::with_capacity(worlds.len());
        for (future, (texts, scenario)) in futures.future.iter().zip(&worlds) {
            let request = request(stage, scenario, texts, &facts, reading)?;
            let law = law(&future.enact, &future.repeal);
            let packs = supposing(&request.packs, &law, scenario.on);
            let packs = packs.map_err(|failure| future.failed(&failure))?;
            requests.push(Future {
                id: future.id.clone(),
                title: future.title.clone(),
                weight: u64::from(future.weight),
                request: Request {
                    packs: Arc::new(packs),
                    orders_again: Some(futures.known_on),
                    watcher: &watcher,
                    ..request
                },
            });
        }
        let aim = match self.aim {
            AimArgument::ExpectedCost => Aim::ExpectedCost,
            AimArgument::WorstRegret => Aim::WorstRegret,
        };
        let spinner = spinner("planning every future");
        let found = portolan_plan::hedge(&requests, futures.known_on, aim);
        spinner.finish_and_clear();
        let found = found.map_err(Failure::told)?;
        if let Some(path) = &self.out {
            let text = serde_json::to_string_pretty(&found).map_err(Failure::told)?;
            write_file(path, &format!("{text}\n"))?;
        }
        if stage.json {
            print_json(&found)?;
        } else {
            print(&text::hedge(&found))?;
        }
        Ok(Answer::Yes)
    }
}
