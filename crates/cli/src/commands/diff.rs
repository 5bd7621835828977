//! `portolan law diff`: what changed in law between two days, and which rulings that flips.

use std::{collections::BTreeMap, fmt::Write as _, path::PathBuf};

use clap::Args;
use portolan_acts::{Question, Reading};
use portolan_law::{Cause, Change, Corpus, Diff, Flip, Packs, ProvisionChange};
use portolan_terms::Day;
use serde_json::json;

use super::{
    Answer, Failure, Stage, judge, law::cases_of, print, print_json, question::ReadingArguments,
    question::request,
};
use crate::{load, show, words};

/// The most acts and texts named in one line.
const NAMED_MAX: usize = 3;

/// The arguments of `portolan law diff`.
#[derive(Args, Debug)]
pub struct LawDiff {
    /// The earlier day.
    from: Day,
    /// The later day.
    to: Day,
    /// The scenario whose acts are asked beside the cases of the packs: a folder, a file, or the
    /// name of a shipped one.
    scenario: Option<PathBuf>,
    #[command(flatten)]
    reading: ReadingArguments,
}

impl LawDiff {
    /// Runs the command.
    pub fn run(&self, stage: &Stage) -> Result<Answer, Failure> {
        if self.to < self.from {
            return Err(Failure::Told(format!(
                "error[law.period]: {} is after {}\n\nhint: write `law diff {} {}`",
                self.from, self.to, self.to, self.from
            )));
        }
        let reading = self.reading.reading();
        let facts = stage.sources.atlas()?;
        let files = load::scenario_files(self.scenario.as_deref())?;
        let scenario = load::scenario(&files, &facts.atlas, None)?;
        let request = request(stage, &scenario, &files, &facts, reading)?;
        let mut acts = portolan_plan::acts(&request);
        let of_scenario = acts.len();
        acts.extend(cases(&request.packs, &facts.atlas, reading)?);
        let corpus = Corpus::new(request.packs.clone());
        let diff = Diff::between(&corpus, self.from, self.to, &acts);
        if stage.json {
            let mut document = serde_json::to_value(&diff).map_err(Failure::told)?;
            if let Some(members) = document.as_object_mut() {
                members.insert("scenario".to_owned(), json!(scenario.id));
                members.insert("posture".to_owned(), json!(reading.posture));
                members.insert("beyond".to_owned(), json!(reading.beyond_coverage));
                members.insert("acts_of_scenario".to_owned(), json!(of_scenario));
            }
            print_json(&document)?;
        } else {
            let packs = &request.packs;
            let told = Told {
                diff: &diff,
                packs,
                reading,
                of_scenario,
            };
            print(&told.text(scenario.id.as_str()))?;
        }
        Ok(Answer::Yes)
    }
}

/// Returns the cases of all packs, read as asked where they do not say how.
fn cases(
    packs: &Packs,
    atlas: &portolan_facts::Atlas,
    reading: Reading,
) -> Result<Vec<Question>, Failure> {
    let mut cases = Vec::new();
    for provision in packs.provisions() {
        cases.extend(cases_of(provision)?);
    }
    for case in &mut cases {
        case.posture.get_or_insert(reading.posture);
        case.beyond_coverage.get_or_insert(reading.beyond_coverage);
    }
    judge::resolved(cases, atlas)
}

/// Holds what is told to people.
struct Told<'a> {
    diff: &'a Diff,
    packs: &'a Packs,
    reading: Reading,
    of_scenario: usize,
}

impl Told<'_> {
    fn text(&self, scenario: &str) -> String {
        let diff = self.diff;
        let checked = diff
            .checked_until
            .map_or_else(String::new, |day| day.to_string());
        let mut text = format!(
            "law from {} to {} · {} · texts checked until {checked} ({}) · packs {}\n",
            show::bold(&diff.from.to_string()),
            show::bold(&diff.to.to_string()),
            self.reading.posture,
            self.reading.beyond_coverage,
            diff.corpus
        );
        let flipped: usize = diff.flips.iter().map(|flip| flip.acts.len()).sum();
        let _ = writeln!(
            text,
            "{} changed; {} of {} rulings flip ({} acts of `{scenario}` and {} decided cases)",
            words::counted(diff.provisions.len(), "provision"),
            show::number(flipped as u64),
            show::number(diff.acts as u64),
            show::number(self.of_scenario as u64),
            show::number((diff.acts - self.of_scenario) as u64)
        );
        self.beyond(&mut text);
        if !diff.provisions.is_empty() {
            let _ = writeln!(text, "\n{}", show::bold("what changed"));
        }
        for provision in &diff.provisions {
            self::provision(provision, &mut text);
        }
        self.flips(&mut text);
        text
    }

    /// Says what was not checked until the later day.
    fn beyond(&self, text: &mut String) {
        let (diff, again) = (self.diff, &self.diff.read_again);
        if again.is_empty() {
            return;
        }
        let names: Vec<&str> = again.iter().map(portolan_terms::RuleId::as_str).collect();
        let said = format!(
            "{} last checked before {}, so changes of theirs may be missing here, and {} rest on them: {}",
            if names.len() == 1 {
                "1 text was".to_owned()
            } else {
                format!("{} texts were", names.len())
            },
            diff.to,
            words::counted(diff.beyond_coverage, "ruling"),
            words::ticked(&names, NAMED_MAX)
        );
        text.push_str(&show::wrapped("beyond coverage: ", &said, show::width()));
    }

    fn flips(&self, text: &mut String) {
        let mut groups: BTreeMap<(Cause, &[portolan_terms::RuleId]), Vec<&Flip>> = BTreeMap::new();
        for flip in &self.diff.flips {
            let key = (flip.change.cause, flip.change.by.as_slice());
            groups.entry(key).or_default().push(flip);
        }
        if groups.is_empty() {
            let _ = writeln!(text, "\nno ruling flips");
            return;
        }
        let _ = writeln!(text, "\n{}", show::bold("rulings that flip"));
        for ((cause, by), flips) in groups {
            text.push_str(&show::wrapped("  ", &self.cause(cause, by), show::width()));
            for flip in flips {
                let names: Vec<String> = flip.acts.clone();
                let said = format!(
                    "{}: {}: {}",
                    turn(&flip.change),
                    words::counted(flip.acts.len(), "act"),
                    words::listed(&names, NAMED_MAX)
                );
                text.push_str(&show::wrapped("      ", &said, show::width()));
            }
        }
    }

    /// Says what flips come from.
    fn cause(&self, cause: Cause, by: &[portolan_terms::RuleId]) -> String {
        match cause {
            Cause::Rules => {
                let titled = |rule: &portolan_terms::RuleId| {
                    let title = self.packs.provision(rule).map_or("", |found| found.title());
                    format!("{} {title}", show::bold(rule.as_str()))
                };
                let named: Vec<String> = by.iter().map(titled).collect();
                words::listed(&named, named.len())
            }
            Cause::Silence => "no pack speaks of it any more, or one begins to".to_owned(),
            Cause::BeyondCoverage => "the texts were not checked until the later day".to_owned(),
            Cause::Facts => {
                "no provision: dates in the acts themselves, such as a paper's last day".to_owned()
            }
        }
    }
}

fn provision(change: &ProvisionChange, text: &mut String) {
    let days: Vec<String> = change.days.iter().map(ToString::to_string).collect();
    let first = format!("  {} ", words::listed(&days, days.len()));
    let said = format!(
        "{} {} · {} · law of {}, {} ({})",
        show::bold(change.rule.as_str()),
        words::plain(change.fate.word()),
        change.title,
        words::country(change.place.code()),
        change.citation,
        change.status
    );
    text.push_str(&show::wrapped(&first, &said, show::width()));
    for sentence in &change.says {
        text.push_str(&show::wrapped("      - ", sentence, show::width()));
    }
}

/// Says how a ruling flips: `permitted → conditional, needs licence from United States`.
fn turn(change: &Change) -> String {
    let moved = if change.before == change.after {
        change.after.to_string()
    } else {
        format!("{} → {}", change.before, change.after)
    };
    format!("{moved}{}", needs(change))
}

/// Says which needs a flip brings and which it takes away: `, needs licence from United States`.
pub fn needs(change: &Change) -> String {
    let mut said = String::new();
    for (needs, word) in [(&change.gained, "needs"), (&change.lost, "no longer needs")] {
        let needs: Vec<String> = needs.iter().map(words::need).collect();
        if !needs.is_empty() {
            let _ = write!(said, ", {word} {}", words::listed(&needs, needs.len()));
        }
    }
    said
}
