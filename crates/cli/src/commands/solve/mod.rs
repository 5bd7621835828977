//! `portolan solve`: the bare solver on published instance formats, each in a module of its own.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use portolan_solve::placement::Churn;
use serde_json::json;

use super::{Answer, Failure, Stage, print, print_json, write_file};
use crate::{load, show};

mod gap;
mod placement;

/// The arguments of `portolan solve`.
#[derive(Args, Debug)]
pub struct Solve {
    /// The instance.
    file: PathBuf,
    /// How the instance is written.
    #[arg(long)]
    format: Format,
    /// Stop after so many seconds with the best plan and bound found.
    #[arg(long, default_value_t = 60.0, value_name = "N")]
    seconds: f64,
    /// Stop when the gap is this small, in per cent of the cost; 0 searches for the very best.
    #[arg(long, default_value_t = 0.0, value_name = "G")]
    gap: f64,
    /// Stop after so many rounds; where time does not stop it first, the answer is always the same.
    #[arg(long, value_name = "N")]
    rounds: Option<u64>,
    /// What random choices start from.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// How many threads work at once.
    #[arg(long, default_value_t = 2, value_name = "N")]
    threads: u16,
    /// Use at most about so much memory; what would take more is refused before it begins.
    #[arg(long, default_value_t = 8192, value_name = "MIB")]
    memory: u64,
    /// With `--format placement`: stay close to this solution of the instance as it was before it changed; jobs keep
    /// their ids. Jobs that can stay where they are stay, but for some.
    #[arg(long, value_name = "SOL")]
    from: Option<PathBuf>,
    /// How many jobs, in per cent of all, may change beyond those that must.
    #[arg(long, requires = "from", default_value_t = 2.0, value_name = "PERCENT")]
    churn: f64,
    /// How many jobs may change beyond those that must, instead of a share.
    #[arg(long, requires = "from", conflicts_with = "churn", value_name = "N")]
    most_moves: Option<usize>,
    /// With `--format placement`: begin at the prices of this certificate, of a similar instance.
    #[arg(long, value_name = "CERT")]
    prices: Option<PathBuf>,
    /// Write the plan to a file, a line for each job.
    #[arg(long, value_name = "SOL")]
    out: Option<PathBuf>,
    /// Write to a file why no plan can cost less than the bound.
    #[arg(long, value_name = "CERT")]
    certificate: Option<PathBuf>,
}

/// The published formats.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Format {
    /// The generalised assignment problem, as the OR-Library writes it: `m n`, m x n costs, m x n sizes,
    /// m capacities; the least cost is wanted.
    OrlibGap,
    /// Jobs on pools over periods: sizes, durations, windows, law as forbidden pairs, penalties for what is
    /// left out.
    Placement,
}

/// What a solver is told.
struct Effort {
    time: Duration,
    /// A share of the cost.
    gap: f64,
    rounds: Option<u64>,
    seed: u64,
    threads: usize,
    /// Bytes.
    memory: u64,
}

/// A file that a solve begins with, and what stands in it.
struct Given<'a> {
    file: &'a Path,
    text: String,
}

impl<'a> Given<'a> {
    fn read(file: Option<&'a PathBuf>) -> Result<Option<Self>, Failure> {
        let read = |file: &'a PathBuf| {
            let text = load::read_text(file)?;
            Ok(Self { file, text })
        };
        file.map(read).transpose()
    }
}

/// What a solver found.
struct Found {
    /// The cost of the best plan.
    objective: Option<i64>,
    /// The cost that no plan goes below.
    bound: i64,
    /// How many jobs the plan leaves out.
    unplaced: usize,
    /// Whether it is proved that there is no plan.
    impossible: bool,
    /// How many jobs had to change, and how many did, where there was a plan to stay close to.
    moves: Option<(usize, usize)>,
    solution: Option<String>,
    certificate: String,
}

/// Why a solve did not begin, and the file that is to blame.
struct Fault {
    file: Option<PathBuf>,
    what: String,
}

impl Fault {
    /// Something in the instance.
    fn of(error: &impl ToString) -> Self {
        Self {
            file: None,
            what: error.to_string(),
        }
    }
}

/// What a check of a solution and its certificate showed: cost and bound, or why they do not hold.
type Checked = Result<(i64, i64), String>;

impl Solve {
    /// Runs the command.
    pub fn run(&self, stage: &Stage) -> Result<Answer, Failure> {
        let started = Instant::now();
        let effort = self.effort()?;
        let text = load::read_text(&self.file)?;
        let from = Given::read(self.from.as_ref())?;
        let prices = Given::read(self.prices.as_ref())?;
        let mut watch = Watch::start();
        let mut told = |bound, objective| watch.tell(bound, objective);
        let found = match self.format {
            Format::OrlibGap => gap::solve(&text, &effort, started, &mut told),
            Format::Placement => {
                let start = placement::Start {
                    from: from.as_ref(),
                    further: self.further()?,
                    prices: prices.as_ref(),
                };
                placement::solve(&text, &effort, &start, started, &mut told)
            }
        };
        watch.bar.finish_and_clear();
        let found = found.map_err(|fault| self.told(&fault))?;
        let seconds = started.elapsed().as_secs_f64();
        if let (Some(path), Some(solution)) = (&self.out, &found.solution) {
            write_file(path, solution)?;
        }
        if let Some(path) = &self.certificate {
            write_file(path, &found.certificate)?;
        }
        self.answer(stage, &found, seconds)
    }

    fn effort(&self) -> Result<Effort, Failure> {
        if let (Format::OrlibGap, Some(name)) = (self.format, self.only_of_placements()) {
            let message = format!(
                "error[solve.limit]: `--{name}` is only for placements\n\nhint: leave it out, or say `--format placement`"
            );
            return Err(Failure::Told(message));
        }
        let time = Duration::try_from_secs_f64(self.seconds);
        Ok(Effort {
            time: time.map_err(|_| refused("seconds", "a number of seconds, 0 or more"))?,
            gap: match self.gap / 100.0 {
                gap if gap >= 0.0 => gap,
                _ => return Err(refused("gap", "a share in per cent, 0 or more")),
            },
            rounds: self.rounds,
            seed: self.seed,
            threads: usize::from(self.threads.max(1)),
            memory: self.memory.saturating_mul(1 << 20),
        })
    }

    /// How many jobs may change beyond those that must.
    fn further(&self) -> Result<Churn, Failure> {
        if let Some(jobs) = self.most_moves {
            return Ok(Churn::Jobs(jobs));
        }
        if (0.0..=100.0).contains(&self.churn) {
            return Ok(Churn::Share(self.churn / 100.0));
        }
        Err(refused("churn", "a share in per cent, 0 to 100"))
    }

    fn told(&self, fault: &Fault) -> Failure {
        let file = fault.file.as_ref().unwrap_or(&self.file);
        Failure::Told(format!(
            "error[solve.form]: {}: {}",
            file.display(),
            fault.what
        ))
    }

    /// An option that was given and that only placements have.
    fn only_of_placements(&self) -> Option<&'static str> {
        let given = [
            (self.from.is_some(), "from"),
            (self.prices.is_some(), "prices"),
        ];
        given
            .iter()
            .find(|(given, _)| *given)
            .map(|(_, name)| *name)
    }

    fn answer(&self, stage: &Stage, found: &Found, seconds: f64) -> Result<Answer, Failure> {
        let Some(objective) = found.objective else {
            return self.without_plan(stage, found, seconds);
        };
        let gap = share(objective, found.bound);
        if stage.json {
            print_json(&json!({
                "objective": objective, "bound": found.bound, "gap": gap,
                "seconds": seconds, "unplaced": found.unplaced,
                "forced": found.moves.map(|moves| moves.0), "moved": found.moves.map(|moves| moves.1),
            }))?;
        } else {
            let mut report = show::Table::new(&["", self.file.to_string_lossy().as_ref()], &[1]);
            for (name, value) in [
                ("cost of the plan", objective.to_string()),
                ("no plan costs less than", found.bound.to_string()),
                ("gap", format!("{:.4} %", gap * 100.0)),
                ("jobs left out", found.unplaced.to_string()),
                ("seconds", format!("{seconds:.2}")),
            ] {
                report.row(vec![name.to_owned(), value]);
            }
            if let Some((forced, moved)) = found.moves {
                for (name, jobs) in [("jobs that had to change", forced), ("jobs changed", moved)] {
                    report.row(vec![name.to_owned(), jobs.to_string()]);
                }
            }
            print(&report.text())?;
        }
        Ok(Answer::Yes)
    }

    /// Answers where no plan was found: there is none, or the limits came first.
    fn without_plan(&self, stage: &Stage, found: &Found, seconds: f64) -> Result<Answer, Failure> {
        if !found.impossible {
            return Err(Failure::Told(format!(
                "error[solve.nothing]: no plan was found in {seconds:.1} s, and none is proved impossible; \
                 no plan can cost less than {}\n\nhint: raise `--seconds` to search longer",
                found.bound
            )));
        }
        if stage.json {
            print_json(&json!({
                "objective": null, "bound": null, "gap": null,
                "seconds": seconds, "unplaced": found.unplaced, "forced": null, "moved": null,
            }))?;
        } else {
            let told = "no plan exists: whatever is tried, some job is left without a machine that holds it\n";
            print(told)?;
        }
        Ok(Answer::Impossible)
    }
}

fn refused(name: &str, wanted: &str) -> Failure {
    Failure::Told(format!("error[solve.limit]: `--{name}` must be {wanted}"))
}

/// Returns the distance between cost and bound as a share of the cost.
#[expect(
    clippy::cast_precision_loss,
    reason = "a report; what is proved is cost and bound"
)]
fn share(objective: i64, bound: i64) -> f64 {
    if objective <= bound {
        0.0
    } else {
        (objective - bound) as f64 / objective as f64
    }
}

/// Checks a solution and its certificate against an instance, and answers.
pub fn verify(
    stage: &Stage,
    format: Format,
    instance: &std::path::Path,
    solution: &std::path::Path,
    certificate: &std::path::Path,
) -> Result<Answer, Failure> {
    let text = load::read_text(instance)?;
    let (solution, certificate) = (load::read_text(solution)?, load::read_text(certificate)?);
    let checked = match format {
        Format::OrlibGap => gap::verify(&text, &solution, &certificate),
        Format::Placement => placement::verify(&text, &solution, &certificate),
    };
    let checked = checked.map_err(|error| {
        Failure::Told(format!(
            "error[solve.form]: {}: {error}",
            instance.display()
        ))
    })?;
    let (numbers, reason) = match &checked {
        Ok((objective, bound)) => (Some((objective, bound, share(*objective, *bound))), None),
        Err(reason) => (None, Some(reason)),
    };
    if stage.json {
        print_json(&json!({
            "holds": reason.is_none(),
            "objective": numbers.map(|numbers| numbers.0),
            "bound": numbers.map(|numbers| numbers.1),
            "gap": numbers.map(|numbers| numbers.2),
            "reason": reason,
        }))?;
    } else if let Some((objective, bound, gap)) = numbers {
        print(&format!(
            "the plan holds: it costs {objective}, and no plan costs less than {bound} (gap {:.4} %)\n",
            gap * 100.0
        ))?;
    } else if let Some(reason) = reason {
        print(&format!("the plan does not hold: {reason}\n"))?;
    }
    Ok(if reason.is_none() {
        Answer::Yes
    } else {
        Answer::No
    })
}

/// Shows how far the work has come, where a terminal reads it and once it takes more than a second.
struct Watch {
    bar: ProgressBar,
    started: Instant,
}

impl Watch {
    fn start() -> Self {
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{elapsed} {msg}") {
            bar.set_style(style);
        }
        Self {
            bar,
            started: Instant::now(),
        }
    }

    fn tell(&mut self, bound: i64, objective: Option<i64>) {
        if self.started.elapsed() < Duration::from_secs(1) {
            return;
        }
        let message = match objective {
            None => format!("bound {bound}, no plan yet"),
            Some(objective) => {
                let gap = share(objective, bound) * 100.0;
                format!("bound {bound}, best plan {objective}, gap {gap:.4} %")
            }
        };
        self.bar.set_message(message);
        self.bar.tick();
    }
}
