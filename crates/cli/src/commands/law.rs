//! `portolan law`: list, show, test, compare and prove the law.

use std::{collections::BTreeMap, fmt::Write as _, path::PathBuf};

use clap::{Args, Subcommand};
use portolan_acts::{Question, read};
use portolan_law::{Corpus, Packs, Provision, cases};
use portolan_terms::{Day, RuleId};
use serde_json::json;

use super::{Answer, Failure, Stage, coverage, diff, judge, new, print, print_json, prove};
use crate::{load, show};

/// The arguments of `portolan law`.
#[derive(Args, Debug)]
pub struct Law {
    #[command(subcommand)]
    command: LawCommand,
}

#[derive(Subcommand, Debug)]
enum LawCommand {
    /// List the provisions.
    List {
        /// Only those in force on a day.
        #[arg(long, value_name = "DAY")]
        on: Option<Day>,
    },
    /// Show a provision as a person would read it.
    Show {
        /// The id of the provision.
        id: RuleId,
        /// As it stands on a day: the rules that apply then.
        #[arg(long, value_name = "DAY")]
        on: Option<Day>,
    },
    /// Write the skeleton of a provision.
    New(new::New),
    /// Say what of the law is modelled, by place and kind of act, and until when it was checked.
    Coverage {
        /// The law in force on a day; the last on which all was checked when left out.
        #[arg(long, value_name = "DAY")]
        on: Option<Day>,
    },
    /// Run decided cases: those of the packs, or files of acts with expectations.
    Test {
        /// Files of cases in JSON Lines, or provision files; all cases of the packs when left out.
        files: Vec<PathBuf>,
    },
    /// Say what changed in law between two days, and which rulings that flips.
    Diff(diff::LawDiff),
    /// Prove what holds for every act there could be.
    Prove(prove::Prove),
}

impl Law {
    /// Runs the command.
    pub fn run(&self, stage: &Stage) -> Result<Answer, Failure> {
        let packs = stage.sources.packs()?;
        match &self.command {
            LawCommand::List { on } => list(stage, &packs, *on),
            LawCommand::Show { id, on } => show_one(stage, &packs, id, *on),
            LawCommand::New(new) => new.run(stage),
            LawCommand::Coverage { on } => coverage::run(stage, packs, *on),
            LawCommand::Diff(diff) => diff.run(stage),
            LawCommand::Prove(prove) => prove.run(stage),
            LawCommand::Test { files } => test(stage, packs.clone(), files),
        }
    }
}

fn periods(provision: &Provision) -> String {
    let one = |period: &portolan_terms::Period| match period.last_day() {
        Some(last) => format!("{} to {last}", period.from),
        None => format!("{} on", period.from),
    };
    provision
        .periods()
        .iter()
        .map(one)
        .collect::<Vec<_>>()
        .join(", ")
}

fn list(stage: &Stage, packs: &Packs, on: Option<Day>) -> Result<Answer, Failure> {
    let in_force = |provision: &&std::sync::Arc<Provision>| {
        on.is_none_or(|day| {
            provision
                .periods()
                .iter()
                .any(|period| period.contains(day))
        })
    };
    let found: Vec<_> = packs.provisions().filter(in_force).collect();
    if stage.json {
        let rows: Vec<_> = found
            .iter()
            .map(|provision| {
                json!({
                    "id": provision.id(), "place": provision.place(), "title": provision.title(),
                    "status": provision.status(), "published": provision.published(),
                    "periods": provision.periods(), "checked": provision.checked(),
                    "confidence": provision.confidence(), "citation": provision.citation(),
                })
            })
            .collect();
        print_json(&json!({"digest": packs.digest(), "provisions": rows}))?;
        return Ok(Answer::Yes);
    }
    let mut table = show::Table::new(
        &["id", "law of", "status", "in force", "checked", "title"],
        &[],
    );
    for provision in &found {
        table.row(vec![
            provision.id().to_string(),
            provision.place().to_string(),
            provision.status().to_string(),
            periods(provision),
            provision.checked().to_string(),
            provision.title().to_owned(),
        ]);
    }
    print(&format!(
        "{}\n{} provisions · packs {}\n",
        table.text(),
        found.len(),
        packs.digest()
    ))?;
    Ok(Answer::Yes)
}

fn show_one(stage: &Stage, packs: &Packs, id: &RuleId, on: Option<Day>) -> Result<Answer, Failure> {
    let Some(provision) = packs.provision(id) else {
        return Err(Failure::Told(format!(
            "error[law.unknown]: no pack has a provision `{id}`\n\nhint: `portolan law list` names them all"
        )));
    };
    let texts: Vec<(&str, &str, String)> = match on {
        Some(day) => provision.rule_texts_on(day).collect(),
        None => provision.rule_texts().collect(),
    };
    if stage.json {
        let rules: Vec<_> = texts
            .iter()
            .map(|(label, kind, text)| json!({"label": label, "kind": kind, "text": text}))
            .collect();
        print_json(&json!({
            "id": provision.id(), "title": provision.title(), "place": provision.place(),
            "authority": provision.authority(), "citation": provision.citation(),
            "status": provision.status(), "published": provision.published(),
            "periods": provision.periods(), "checked": provision.checked(),
            "confidence": provision.confidence(), "sources": provision.sources(),
            "words": words(provision), "rules": rules, "file": provision.file,
        }))?;
        return Ok(Answer::Yes);
    }
    let mut text = format!(
        "{}\n{}\n",
        show::bold(provision.title()),
        provision.citation()
    );
    let _ = writeln!(
        text,
        "{} · {} · law of {} · published {} · in force {} · checked {} ({} confidence)",
        provision.authority(),
        provision.status(),
        provision.place(),
        provision.published(),
        periods(provision),
        provision.checked(),
        provision.confidence()
    );
    for source in provision.sources() {
        let _ = writeln!(text, "  {}: {} {}", source.kind, source.title, source.url);
    }
    let _ = writeln!(text, "\n{}", words(provision));
    if let Some(day) = on {
        let stands = if texts.is_empty() {
            "not in force"
        } else {
            "in force"
        };
        let _ = writeln!(text, "\n{}", show::bold(&format!("{stands} on {day}")));
    }
    for (label, kind, rule) in &texts {
        let _ = writeln!(text, "\n{} {label}\n{rule}", show::dim(kind));
    }
    print(&text)?;
    Ok(Answer::Yes)
}

fn test(stage: &Stage, packs: std::sync::Arc<Packs>, files: &[PathBuf]) -> Result<Answer, Failure> {
    let facts = stage.sources.atlas()?;
    let mut questions: Vec<Question> = Vec::new();
    let provisions: Vec<PathBuf> = files
        .iter()
        .filter(|file| file.extension().is_some_and(|kind| kind == "md"))
        .cloned()
        .collect();
    for provision in packs.provisions() {
        let asked = provisions.iter().any(|file| {
            let name = file
                .file_name()
                .map(|name| name.to_string_lossy().into_owned());
            name.is_some_and(|name| provision.file.ends_with(&name))
        });
        if files.is_empty() || asked {
            questions.extend(cases_of(provision)?);
        }
    }
    for file in files.iter().filter(|file| !provisions.contains(file)) {
        let text = load::read_text(file)?;
        questions
            .extend(read::questions(&file.display().to_string(), &text).map_err(Failure::told)?);
    }
    let questions = judge::resolved(questions, &facts.atlas)?;
    let report = cases::run(&Corpus::new(packs), &questions);
    if stage.json {
        print_json(&document(&report)?)?;
    } else {
        print(&report_text(&report))?;
    }
    Ok(if report.holds() {
        Answer::Yes
    } else {
        Answer::No
    })
}

/// Returns the decided cases of a provision.
pub fn cases_of(provision: &Provision) -> Result<Vec<Question>, Failure> {
    let mut cases = Vec::new();
    for (line, case) in &provision.cases {
        let place = format!("{}:{line}", provision.file);
        cases.extend(read::questions(&place, case).map_err(Failure::told)?);
    }
    Ok(cases)
}

/// Returns the report as tools read it: the grounds of a ruling that differs stand beside it.
fn document(report: &cases::CaseReport) -> Result<serde_json::Value, Failure> {
    let mut document = serde_json::to_value(report).map_err(Failure::told)?;
    let cases = document
        .get_mut("disagree")
        .and_then(serde_json::Value::as_array_mut);
    for case in cases.into_iter().flatten() {
        let grounds = case.pointer("/got/grounds").cloned().unwrap_or_default();
        if let Some(case) = case.as_object_mut() {
            case.insert("grounds".to_owned(), grounds);
        }
    }
    Ok(document)
}

/// Returns the words of a provision without a heading that nothing follows.
fn words(provision: &Provision) -> &str {
    let words = provision.words.trim();
    words.strip_suffix("## Cases").unwrap_or(words).trim_end()
}

fn report_text(report: &cases::CaseReport) -> String {
    let mut text = format!(
        "{} cases: {} agree, {} disagree, {} uncovered\n",
        report.cases,
        report.agree,
        report.disagree.len(),
        report.uncovered.len()
    );
    for case in &report.disagree {
        let _ = writeln!(
            text,
            "  {}: {}",
            show::bold(&case.id),
            case.differs.join("; ")
        );
    }
    let mut missing: BTreeMap<&str, usize> = BTreeMap::new();
    for rule in report.uncovered.iter().flat_map(|case| &case.missing) {
        *missing.entry(rule).or_default() += 1;
    }
    for (rule, count) in missing {
        let _ = writeln!(text, "  no pack has `{rule}` ({count} cases)");
    }
    text
}
