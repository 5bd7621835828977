//! `portolan judge`: rule on acts given in the act format.

use std::path::PathBuf;

use clap::Args;
use portolan_acts::{Outcome, Question, read};
use portolan_facts::Atlas;
use portolan_law::{Corpus, Ruling};

use super::{Answer, Failure, Stage, print, print_json};
use crate::{load, show};

/// The arguments of `portolan judge`.
#[derive(Args, Debug)]
pub struct Judge {
    /// Files of acts, one JSON object a line; `-` for standard input.
    #[arg(required = true)]
    acts: Vec<PathBuf>,
}

impl Judge {
    /// Runs the command.
    pub fn run(&self, stage: &Stage) -> Result<Answer, Failure> {
        let facts = stage.sources.atlas()?;
        let corpus = Corpus::new(stage.sources.packs()?);
        let mut rulings = Vec::new();
        for path in &self.acts {
            let text = load::read_text(path)?;
            let questions =
                read::questions(&path.display().to_string(), &text).map_err(Failure::told)?;
            for question in resolved(questions, &facts.atlas)? {
                rulings.push(corpus.ruling_on(&question));
            }
        }
        let worst = rulings
            .iter()
            .map(|ruling| ruling.outcome)
            .min()
            .unwrap_or(Outcome::Permitted);
        match (stage.json, rulings.as_slice()) {
            (true, [one]) => print_json(one)?,
            (true, all) => print_json(&all)?,
            (false, all) => {
                for ruling in all {
                    print(&text(ruling))?;
                }
            }
        }
        Ok(Answer::of(worst))
    }
}

/// Fills the figures of the chips that acts name.
pub fn resolved(mut questions: Vec<Question>, atlas: &Atlas) -> Result<Vec<Question>, Failure> {
    for question in &mut questions {
        let id = question.id.clone();
        let Some(item) = question.act.item_mut() else {
            continue;
        };
        let Some(chip) = &item.chip else { continue };
        let Some(figures) = atlas.item(chip) else {
            return Err(Failure::Told(format!(
                "error[act.chip]: `{id}` names chip `{chip}`, which the atlas does not have\n\nhint: give the figures of the part instead (`tpp`, `performance_density`, …)"
            )));
        };
        *item = item.clone().filled_from(&figures);
    }
    Ok(questions)
}

/// Returns a ruling as text: the outcome, then the grounds, each with its text and dates.
pub fn text(ruling: &Ruling) -> String {
    let mut text = format!(
        "{} on {}: {}\n",
        show::bold(&ruling.id),
        ruling.on,
        show::outcome(ruling.outcome)
    );
    for (number, ground) in ruling.grounds.iter().enumerate() {
        let until = ground
            .until
            .map_or_else(|| "on".to_owned(), |last| format!("to {last}"));
        text.push_str(&format!(
            "  {}. {} — {}\n",
            number + 1,
            ground.effect,
            ground.says
        ));
        let note = format!(
            "       {} {} · in force {} {until} · checked {}",
            ground.rule, ground.citation, ground.from, ground.checked
        );
        text.push_str(&format!("{}\n", show::dim(&note)));
    }
    for need in &ruling.needs {
        let or: Vec<&str> = need.or.iter().map(|kind| kind.word()).collect();
        let or = if or.is_empty() {
            String::new()
        } else {
            format!(" or {}", or.join(" or "))
        };
        let issuer = need
            .issuer
            .map_or_else(String::new, |issuer| format!(" from {issuer}"));
        let review = need
            .review
            .map_or_else(String::new, |review| format!(", reviewed under {review}"));
        text.push_str(&format!("  needs {}{or}{issuer}{review}\n", need.kind));
    }
    for open in &ruling.open {
        text.push_str(&format!("  open: {open}\n"));
    }
    let words = |words: Vec<&str>| words.join(", ");
    if !ruling.duties.is_empty() {
        let duties = words(ruling.duties.iter().map(|duty| duty.word()).collect());
        text.push_str(&format!("  duties: {duties}\n"));
    }
    if !ruling.flags.is_empty() {
        let flags = words(ruling.flags.iter().map(|flag| flag.word()).collect());
        text.push_str(&format!("  flags: {flags}\n"));
    }
    text
}
