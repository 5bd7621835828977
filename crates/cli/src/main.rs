//! The `portolan` program: where may AI compute lawfully run, and where should it?
//!
//! One file per command in `commands/`. Exit codes: 0 yes, holds or done; 1 could not answer; 2 bad
//! arguments; 10 no; 11 unsettled; 12 lawful but impossible.

use std::{io::Write as _, process::ExitCode};

use clap::{Parser, Subcommand};

mod brief;
mod commands;
mod embedded;
mod load;
mod page;
mod show;
mod text;
mod words;

use commands::{Answer, Failure};

/// Law is asked with many small values that two threads make and drop.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Decides, proves and keeps true where AI compute may lawfully run.
#[derive(Parser)]
#[command(name = "portolan", version, about, max_term_width = 100)]
struct Arguments {
    #[command(flatten)]
    sources: load::Sources,
    /// Print one JSON document instead of text.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Judge everything, find the cheapest lawful plan, explain it.
    Plan(commands::plan::Plan),
    /// Check a scenario without planning.
    Check(commands::check::Check),
    /// Rule on acts given in the act format, one JSON object a line.
    Judge(commands::judge::Judge),
    /// Say why a workload runs there, and why not elsewhere.
    Why(commands::why::WhyArguments),
    /// Say what binds the plan, what one more of it would save, and what makes the impossible possible.
    Limits(commands::limits::Limits),
    /// Show how each change of law moved the plan.
    Timeline(commands::timeline::Timeline),
    /// Plan two worlds, as it is and with supposed changes of law or facts, and show what moves.
    Whatif(commands::whatif::WhatIf),
    /// Decide now for several futures: one plan, and what each bet would cost beside it.
    Hedge(commands::hedge::Hedge),
    /// Check a plan from scratch: acts, rulings, costs, capacities and bound; or a solved instance.
    Verify(commands::verify::Verify),
    /// Solve a published instance with the bare solver, and prove how good the plan is.
    Solve(commands::solve::Solve),
    /// List, show and test the law.
    Law(commands::law::Law),
    /// Start a scenario of your own.
    Init(commands::init::Init),
    /// Read public data as it is published.
    Import(commands::import::Import),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let stage = commands::Stage {
        sources: arguments.sources,
        json: arguments.json,
    };
    let answer = match arguments.command {
        Command::Plan(command) => command.run(&stage),
        Command::Check(command) => command.run(&stage),
        Command::Judge(command) => command.run(&stage),
        Command::Why(command) => command.run(&stage),
        Command::Limits(command) => command.run(&stage),
        Command::Timeline(command) => command.run(&stage),
        Command::Whatif(command) => command.run(&stage),
        Command::Hedge(command) => command.run(&stage),
        Command::Verify(command) => command.run(&stage),
        Command::Solve(command) => command.run(&stage),
        Command::Law(command) => command.run(&stage),
        Command::Init(command) => command.run(&stage),
        Command::Import(command) => command.run(&stage),
    };
    let _ = anstream::stdout().flush();
    match answer {
        Ok(answer) => ExitCode::from(answer.code()),
        Err(Failure::Pipe) => ExitCode::from(Answer::Yes.code()),
        Err(failure) => {
            let _ = writeln!(anstream::stderr(), "{failure}");
            if stage.json {
                let _ = commands::print_json(&failure.document());
            }
            ExitCode::from(1)
        }
    }
}
