//! `portolan plan`: judge everything, find the cheapest lawful plan, explain it.

use std::{fmt::Write as _, path::PathBuf};

use clap::{Args, ValueEnum};
use portolan_acts::{
    Outcome, Reading,
    words::{BeyondCoverage, Posture},
};
use portolan_plan::{
    Request,
    document::{PlacementRow, PlanDocument},
    solve::{Limits, Progress},
};
use portolan_terms::Day;

use super::{Answer, Failure, Stage, print, print_json, write_file};
use crate::{
    load::{self, PublicFacts, Texts},
    page, show,
};

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

/// The arguments of `portolan plan`.
#[derive(Args, Debug)]
pub struct Plan {
    #[command(flatten)]
    question: QuestionArguments,
    #[command(flatten)]
    effort: Effort,
    /// Write the plan, with both certificates, to a file.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write one self-contained page.
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

impl Plan {
    /// Runs the command.
    pub fn run(&self, stage: &Stage) -> Result<Answer, Failure> {
        let facts = stage.sources.atlas()?;
        let files = load::scenario_files(self.question.scenario.as_deref())?;
        let scenario = load::scenario(&files, &facts.atlas, self.question.on)?;
        let watch = Watch::start(&self.effort);
        let (stop, progress) = (|| watch.is_over(), |step: &Progress| watch.note(step));
        let mut request = request(
            stage,
            &scenario,
            &files,
            &facts,
            self.question.reading.reading(),
        )?;
        request.limits = Limits {
            stop: &stop,
            progress: &progress,
            ..request.limits
        };
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
            print(&text(&plan))?;
        }
        Ok(answer(&plan))
    }
}

/// Says how long to search.
#[derive(Args, Clone, Debug)]
pub struct Effort {
    /// Stop the search after so many seconds with the best plan and bound found.
    #[arg(long, default_value_t = 20)]
    pub seconds: u64,
    /// Stop when the gap is this small, in per cent of the cost; 0 searches for the very best.
    #[arg(long, default_value_t = 0.05)]
    pub gap: f64,
}

/// Watches a search and says when it is over.
pub struct Watch<'a> {
    effort: &'a Effort,
    started: std::cell::Cell<std::time::Instant>,
    near: std::cell::Cell<bool>,
}

impl<'a> Watch<'a> {
    /// Starts the clock.
    pub fn start(effort: &'a Effort) -> Self {
        let started = std::cell::Cell::new(std::time::Instant::now());
        Self {
            effort,
            started,
            near: std::cell::Cell::new(false),
        }
    }

    /// Returns true when the time is up or the search is near enough.
    pub fn is_over(&self) -> bool {
        self.near.get() || self.started.get().elapsed().as_secs() >= self.effort.seconds
    }

    /// Takes note of a step of the search; one without a plan or a bound starts a new search.
    #[expect(clippy::cast_precision_loss, reason = "a stopping rule, not a result")]
    pub fn note(&self, step: &Progress) {
        if step.bound.is_none() {
            self.started.set(std::time::Instant::now());
        }
        let close = step.cost.zip(step.bound).is_some_and(|(cost, bound)| {
            (cost - bound) as f64 * 100.0 <= self.effort.gap * cost as f64
        });
        self.near.set(close && self.effort.gap > 0.0);
    }
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
        reading,
        limits: Limits::default(),
    })
}

/// Returns what a plan answers: everything placed, some of it, held by coverage, or nothing lawful.
pub fn answer(plan: &PlanDocument) -> Answer {
    if plan.unplaced.is_empty() {
        return Answer::Yes;
    }
    if !plan.placements.is_empty() {
        return Answer::Impossible;
    }
    if held_by_coverage(plan) {
        return Answer::Unsettled;
    }
    Answer::No
}

/// Returns true when nothing runs because the texts do not reach the days of the plan.
fn held_by_coverage(plan: &PlanDocument) -> bool {
    let flagged = |act: &portolan_plan::document::ActRow| {
        act.ruling
            .flags
            .contains(&portolan_acts::words::Flag::BeyondCoverage)
    };
    plan.refused
        .iter()
        .any(|refused| refused.outcome == Outcome::Unsettled && refused.acts.iter().any(flagged))
}

/// Returns the plan as text.
fn text(plan: &PlanDocument) -> String {
    let mut text = String::new();
    head(plan, &mut text);
    if plan.placements.is_empty() {
        nothing(plan, &mut text);
    } else {
        placements(plan, &mut text);
    }
    served(plan, &mut text);
    acquired(plan, &mut text);
    assumptions(plan, &mut text);
    refused(plan, &mut text);
    costs(plan, &mut text);
    let _ = writeln!(
        text,
        "\n{}",
        show::dim("not legal advice: what the cited texts say of the facts given")
    );
    text
}

fn head(plan: &PlanDocument, text: &mut String) {
    let _ = writeln!(
        text,
        "{} · {} · {} · texts checked until {} ({})\n",
        show::bold(&plan.scenario),
        plan.on,
        plan.posture,
        plan.coverage.checked_until,
        plan.coverage.beyond
    );
    let _ = writeln!(text, "{}", plan.title);
    let gap = if plan.gap == 0.0 {
        "proven cheapest (gap 0)".to_owned()
    } else {
        format!(
            "no plan can cost less than {} (gap {:.4} %)",
            show::money(&plan.bound),
            plan.gap * 100.0
        )
    };
    let _ = writeln!(
        text,
        "best plan {}; {gap}",
        show::bold(&show::money(&plan.cost.total))
    );
    let shares = &plan.shares;
    let mut said = Vec::new();
    if let Some(share) = shares.offshore_training {
        said.push(format!(
            "{} of training compute runs offshore",
            show::percent(share)
        ));
    }
    if let (Some(tokens), Some(hours)) = (shares.chinese_chip_tokens, shares.chinese_chip_hours) {
        said.push(format!(
            "Chinese chips serve {} of mainland tokens with {} of the chip-hours",
            show::percent(tokens),
            show::percent(hours)
        ));
    }
    if !said.is_empty() {
        let _ = writeln!(text, "{}", said.join("; "));
    }
}

fn nothing(plan: &PlanDocument, text: &mut String) {
    let _ = writeln!(text, "\nnothing can be placed");
    if !held_by_coverage(plan) {
        return;
    }
    let _ = writeln!(
        text,
        "  the plan is held: the texts were last checked on {} and the plan reaches {}",
        plan.coverage.checked_until,
        show::last_day(&plan.horizon.until)
    );
    let _ = writeln!(text, "  read again before planning:");
    let again = &plan.coverage.read_again;
    for provision in again.iter().take(12) {
        let _ = writeln!(text, "    {provision}");
    }
    if again.len() > 12 {
        let _ = writeln!(
            text,
            "    and {} more (`--json` lists all)",
            again.len() - 12
        );
    }
    let _ = writeln!(
        text,
        "\nhint: `--beyond-coverage assume-unchanged` plans on the last known texts and flags every ruling"
    );
}

fn placements(plan: &PlanDocument, text: &mut String) {
    let headings = [
        "workload", "runs at", "chips", "operator", "from", "until", "cost", "status",
    ];
    let mut table = show::Table::new(&headings, &[6]);
    for row in &plan.placements {
        table.row(vec![
            row.workload.clone(),
            format!("{} ({})", row.pool, row.country),
            format!("{} {}", show::number(row.chips), row.chip),
            row.operator.clone(),
            row.from.clone(),
            show::last_day(&row.until),
            show::money(&row.cost),
            status(row),
        ]);
    }
    let _ = writeln!(text, "\n{}", show::bold("what runs where"));
    text.push_str(&table.text());
    let elsewhere: Vec<&PlacementRow> = plan
        .placements
        .iter()
        .filter(|row| !row.judgment.elsewhere.is_empty())
        .collect();
    if elsewhere.is_empty() {
        return;
    }
    let _ = writeln!(
        text,
        "\n{}",
        show::bold("what other laws say of acts whose parties answer only to named places")
    );
    let mut seen = std::collections::BTreeSet::new();
    for row in elsewhere {
        for act in &row.judgment.elsewhere {
            let rules: std::collections::BTreeSet<String> = act
                .ruling
                .biting()
                .map(|ground| ground.rule.to_string())
                .collect();
            let rules: Vec<String> = rules.into_iter().collect();
            if seen.insert((row.pool.clone(), rules.clone())) && !rules.is_empty() {
                let _ = writeln!(
                    text,
                    "  {}: {} under {}",
                    row.pool,
                    show::outcome(act.ruling.outcome),
                    rules.join(", ")
                );
            }
        }
    }
}

fn status(row: &PlacementRow) -> String {
    let flags: std::collections::BTreeSet<&str> = row
        .judgment
        .acts
        .iter()
        .flat_map(|act| act.ruling.flags.iter().map(|flag| flag.word()))
        .collect();
    if flags.is_empty() {
        return row.status.clone();
    }
    let flags: Vec<&str> = flags.into_iter().collect();
    format!("{} [{}]", row.status, flags.join(" "))
}

fn served(plan: &PlanDocument, text: &mut String) {
    let short: Vec<_> = plan
        .served
        .iter()
        .filter(|row| row.served_per_day < row.asked_per_day)
        .collect();
    let undone = plan.unplaced.iter().filter(|row| row.share >= 1.0);
    let undone: Vec<_> = undone.collect();
    if short.is_empty() && undone.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{}", show::bold("left unserved or undone"));
    for row in short {
        let _ = writeln!(
            text,
            "  {}: {} asked, {} served; the rest costs {}",
            row.workload,
            show::tokens(row.asked_per_day),
            show::tokens(row.served_per_day),
            show::money(&row.unserved_cost)
        );
    }
    for row in &plan.unplaced {
        for reason in row.reasons.iter().take(3) {
            let _ = writeln!(text, "    {}: {reason}", row.workload);
        }
    }
}

fn acquired(plan: &PlanDocument, text: &mut String) {
    if plan.acquired.is_empty() {
        return;
    }
    let mut table = show::Table::new(&["", "where", "by", "chips", "from", "until", "cost"], &[6]);
    for row in &plan.acquired {
        table.row(vec![
            row.kind.clone(),
            row.pool.clone(),
            row.by.clone(),
            format!("{} {}", show::number(row.chips), row.chip),
            row.from.clone(),
            show::last_day(&row.until),
            show::money(&row.cost),
        ]);
    }
    let _ = writeln!(text, "\n{}", show::bold("chips leased and bought"));
    text.push_str(&table.text());
}

fn assumptions(plan: &PlanDocument, text: &mut String) {
    let headline: Vec<_> = plan.assumptions.iter().filter(|one| one.headline).collect();
    if headline.is_empty() {
        return;
    }
    let _ = writeln!(
        text,
        "\n{}",
        show::bold("assumed facts on which this rests")
    );
    for one in headline.iter().take(12) {
        let _ = writeln!(text, "  {} · {}: {}", one.subject, one.field, one.basis);
    }
    if headline.len() > 12 {
        let _ = writeln!(
            text,
            "  and {} more (`--json` or `--html` list all)",
            headline.len() - 12
        );
    }
}

fn refused(plan: &PlanDocument, text: &mut String) {
    if plan.refused.is_empty() {
        return;
    }
    let mut groups: std::collections::BTreeMap<(String, String), Vec<String>> = Default::default();
    for row in &plan.refused {
        let rules: Vec<String> = portolan_plan::rules(&row.acts).into_iter().collect();
        let whose = if row.workload.is_empty() {
            "its chips".to_owned()
        } else {
            row.workload.clone()
        };
        let key = (
            format!("{} {}", row.pool, show::outcome(row.outcome)),
            rules.join(", "),
        );
        groups.entry(key).or_default().push(whose);
    }
    let _ = writeln!(text, "\n{}", show::bold("refused by law"));
    for ((pool, rules), whose) in groups.iter().take(24) {
        let _ = writeln!(text, "  {pool} for {}: {rules}", whose.join(", "));
    }
    if groups.len() > 24 {
        let _ = writeln!(
            text,
            "  and {} more (`--json` lists all)",
            groups.len() - 24
        );
    }
    let _ = writeln!(
        text,
        "  {}",
        show::dim("`portolan why WORKLOAD --at POOL` gives the grounds")
    );
}

fn costs(plan: &PlanDocument, text: &mut String) {
    let mut table = show::Table::new(&["cost", ""], &[1]);
    for line in plan
        .cost
        .by_line
        .iter()
        .filter(|line| line.amount != "0.00")
    {
        table.row(vec![line.line.clone(), show::money(&line.amount)]);
    }
    table.row(vec!["total".to_owned(), show::money(&plan.cost.total)]);
    let _ = writeln!(text);
    text.push_str(&table.text());
}
