//! From what the rules say of an act to a ruling.
//!
//! A bar bites unless a rule that holds lifts it, the agency has said that it does not enforce it
//! (and the posture honours that), or evidence on file cures it. What turns on facts nobody has
//! shown is tried with every value: when outcome and needs agree, that is the ruling; otherwise it
//! is `unsettled`. A rule that fails to evaluate is `unsettled` too, never silence. What no pack
//! covers, and what rests on days after the texts were checked, is held back. What a house adds is
//! weighed beside the law, and the worse outcome counts.

mod coverage;
mod finding;
mod grounds;
mod listings;
mod unknowns;
mod verdict;

pub(crate) use coverage::SILENT;
pub(crate) use finding::Finding;
pub(crate) use listings::supposing;

use portolan_acts::Question;

use crate::{
    Corpus, Ruling,
    classes::Definers,
    docket::{Entry, Standing},
    facts::{Parameters, evidence::Reach},
    memory::Filed,
};
use verdict::Verdict;

/// Returns the ruling that follows from a finding.
pub(crate) fn ruling(
    corpus: &Corpus,
    question: &Question,
    parameters: &Parameters<'_>,
    (finding, definers): (&Finding, &Definers),
    filed: &Filed,
) -> Ruling {
    let bench = Bench {
        corpus,
        question,
        parameters,
        asked: &filed.docket.entries,
        reach: Reach::of(&question.act, question.on),
    };
    let mut verdict = bench.weighed(finding);
    let is_law = |name: &str| bench.entry(name).is_none_or(|entry| entry.is_law());
    if !finding.standings.iter().all(|(name, _)| is_law(name)) {
        verdict.cap(bench.weighed(&finding.filtered(is_law)));
    }
    bench.write(verdict, definers)
}

struct Bench<'a> {
    corpus: &'a Corpus,
    question: &'a Question,
    parameters: &'a Parameters<'a>,
    /// The rules that were asked, whether they hold or not.
    asked: &'a [Entry],
    reach: Reach,
}

impl Bench<'_> {
    /// Returns what follows from a finding.
    fn weighed(&self, finding: &Finding) -> Verdict {
        let certain: Vec<Entry> = finding
            .standings
            .iter()
            .filter(|(_, standing)| *standing == Standing::Holds)
            .filter_map(|(name, _)| self.entry(name))
            .collect();
        let mut verdict = self.verdict(&certain);
        self.unknowns(finding, &certain, &mut verdict);
        self.failures(finding, &mut verdict);
        self.coverage(&mut verdict);
        verdict
    }

    fn entry(&self, name: &str) -> Option<Entry> {
        let (id, label) = name.split_once('/')?;
        let provision = self.corpus.packs().provision(&id.parse().ok()?)?;
        let rule = provision.rules.iter().find(|rule| rule.label == label)?;
        Some(Entry {
            provision: provision.clone(),
            rule: rule.clone(),
        })
    }
}
