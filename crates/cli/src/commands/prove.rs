//! `portolan law prove`: what holds for every act there could be.

use std::{fmt::Write as _, sync::Arc};

use clap::Args;
use portolan_acts::Act;
use portolan_law::Corpus;
use portolan_prove::{
    Comparison, Found, Implied, Invariant, Proof, ProveError, Prover, Read, Reading, Witness,
    with_room,
};
use portolan_terms::Day;
use serde_json::json;

use super::{Answer, Failure, Stage, print, print_json};
use crate::show;

/// The arguments of `portolan law prove`.
#[derive(Args, Debug)]
pub struct Prove {
    /// Compare two days instead: is what the first day holds back also held back on the second?
    #[arg(long, num_args = 2, value_names = ["DAY1", "DAY2"], requires = "act")]
    stricter: Option<Vec<Day>>,
    /// The kind of act to compare the days for.
    #[arg(long, value_name = "KIND", value_parser = clap::builder::PossibleValuesParser::new(Act::KINDS))]
    act: Option<String>,
    /// Honour statements that a rule is not enforced, when two days are compared.
    #[arg(long)]
    as_enforced: bool,
    /// Prove only the invariants whose id contains this.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
}

const COVERS: &str = "\
A proof covers every act whose facts the rules can read, on every day of the period, on both readings
of the law unless the invariant names one: which rules hold, which they lift, which paper cures them
by kind and issuer. It does not cover what is worked out before or after the rules are asked: counts
and shares, which evidence is in date and in scope, facts that nobody has shown, silence, and days
after the texts were checked.
";

impl Prove {
    /// Runs the command.
    pub fn run(&self, stage: &Stage) -> Result<Answer, Failure> {
        let corpus = Corpus::new(stage.sources.packs()?);
        let invariants = stage.sources.invariants()?;
        with_room(|| self.prove(stage, corpus, &invariants))
    }

    fn prove(
        &self,
        stage: &Stage,
        corpus: Corpus,
        files: &[(String, String)],
    ) -> Result<Answer, Failure> {
        let digest = corpus.packs().digest().to_owned();
        let invariants: Result<Vec<Read>, ProveError> = files
            .iter()
            .map(|(file, text)| Invariant::read(file, text))
            .collect();
        let invariants = invariants.map_err(Failure::told)?;
        let mut prover = Prover::new(Arc::new(corpus)).map_err(Failure::told)?;
        if let (Some([earlier, later]), Some(act)) = (self.stricter.as_deref(), &self.act) {
            let reading = if self.as_enforced {
                Reading::AsEnforced
            } else {
                Reading::AsWritten
            };
            let found = prover.compare(*earlier, *later, act, reading);
            return compared(stage, &found);
        }
        let asked = |read: &&Read| {
            let only = self.only.as_ref();
            only.is_none_or(|only| read.invariant.id.contains(only))
        };
        if let Some(only) = &self.only
            && !invariants.iter().any(|read| asked(&read))
        {
            return Err(Failure::Told(format!(
                "error[prove.only]: no invariant has `{only}` in its id\n\nhint: `portolan law prove` without `--only` names them all"
            )));
        }
        let mut proofs = Vec::new();
        if self.only.is_none() {
            proofs.push(prover.never_fails());
        }
        for read in invariants.iter().filter(asked) {
            proofs.push(prover.invariant(read));
        }
        let held = proofs.iter().filter(|proof| proof.holds()).count();
        if stage.json {
            print_json(&json!({
                "packs": digest, "proved": held, "claims": proofs.len(),
                "questions": prover.questions(), "covers": COVERS, "proofs": proofs,
            }))?;
        } else {
            let mut text = String::new();
            proofs.iter().for_each(|proof| told(&mut text, proof));
            let _ = writeln!(
                text,
                "\n{held} of {} claims proved · {} questions to the solver · packs {digest}\n\n{COVERS}",
                proofs.len(),
                prover.questions()
            );
            print(&text)?;
        }
        Ok(if held == proofs.len() {
            Answer::Yes
        } else {
            Answer::No
        })
    }
}

fn told(text: &mut String, proof: &Proof) {
    let word = if proof.holds() {
        "proved"
    } else {
        "NOT PROVED"
    };
    let _ = writeln!(text, "{} {}", show::bold(word), proof.id);
    let _ = writeln!(text, "  {}", proof.claim);
    let _ = writeln!(
        text,
        "  {} over {} days of change",
        show::dim(&format!("asked {} times", proof.cases)),
        proof.days
    );
    if !proof.outside.is_empty() {
        let _ = writeln!(text, "  outside the proof: {}", proof.outside);
    }
    for failing in proof.failing.iter().take(5) {
        let _ = write!(text, "  {} from {}: ", failing.kind, failing.day);
        match &failing.found {
            Found::Counterexample(act) => witness(text, act),
            Found::Fails(rule) => {
                let _ = writeln!(text, "{rule} can fail to evaluate");
            }
            Found::Vacuous(why) => {
                let _ = writeln!(text, "it says nothing: {why}");
            }
            Found::NotProved(why) => {
                let _ = writeln!(text, "not proved: {why}");
            }
        }
    }
    if proof.failing.len() > 5 {
        let _ = writeln!(text, "  and {} more", proof.failing.len() - 5);
    }
}

fn witness(text: &mut String, act: &Witness) {
    let _ = writeln!(text, "not of this act, in which everything else is plain");
    for (fact, value) in &act.facts {
        let _ = writeln!(text, "    {fact} = {value}");
    }
    if act.confirmed {
        let _ = writeln!(text, "    {}", act.act);
    } else {
        let _ = writeln!(
            text,
            "    {}\n    (as far as the act format can say it: some of the facts cannot be written)",
            act.act
        );
    }
}

fn compared(stage: &Stage, found: &Comparison) -> Result<Answer, Failure> {
    let answer = match found.word() {
        "stricter" | "the same" => Answer::Yes,
        "not decided" => Answer::Unsettled,
        _ => Answer::No,
    };
    if stage.json {
        print_json(&json!({"word": found.word(), "comparison": found}))?;
        return Ok(answer);
    }
    let (act, earlier, later) = (&found.act, found.earlier, found.later);
    let mut text = format!(
        "for every act `{act}`, the law of {later} against that of {earlier}: {}\n",
        show::bold(found.word())
    );
    let sides = [
        (&found.as_strict, earlier, later),
        (&found.as_loose, later, earlier),
    ];
    for (implied, here, there) in sides {
        match implied {
            Implied::Always => {
                let _ = writeln!(text, "what {here} holds back, {there} holds back too");
            }
            Implied::Open(why) => {
                let _ = writeln!(
                    text,
                    "whether {there} holds back what {here} does: not proved: {why}"
                );
            }
            Implied::Except { act, by } => {
                let _ = write!(
                    text,
                    "what {here} holds back by {}, {there} does not always: ",
                    by.join(", ")
                );
                witness(&mut text, act);
            }
        }
    }
    print(&text)?;
    Ok(answer)
}
