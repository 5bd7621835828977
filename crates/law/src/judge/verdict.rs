//! What follows from rules that hold: exceptions, enforcement and cures are weighed here.

use std::collections::BTreeSet;

use portolan_acts::{
    Need, Outcome,
    words::{Duty, Flag, Posture},
};
use portolan_terms::{RuleId, evidence::EvidenceKind};

use super::Bench;
use crate::{
    GroundEffect,
    docket::Entry,
    facts::evidence::{Truth, cures},
    pack::{
        Status,
        provision::{Bar, RuleKind},
    },
};

/// Holds what follows from the rules that hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Verdict {
    pub outcome: Outcome,
    pub needs: Vec<Need>,
    pub effects: Vec<(Entry, GroundEffect)>,
    pub duties: BTreeSet<Duty>,
    pub flags: BTreeSet<Flag>,
    pub enforcement: BTreeSet<RuleId>,
    pub open: Vec<String>,
}

impl Verdict {
    /// Returns true when the rule is among those that have an effect.
    pub fn names(&self, entry: &Entry) -> bool {
        let mut names = self.effects.iter().map(|(known, _)| &known.rule.name);
        names.any(|name| *name == entry.rule.name)
    }

    /// Lets nothing fare better than under another verdict, whose grounds then come first.
    // LAW: a need of the house beside a permission that is held back, or beside facts nobody has
    // shown, does not make the act lawful once the need is on file.
    pub fn cap(&mut self, other: Self) {
        if other.outcome < self.outcome {
            let mut capped = other;
            capped.join(self);
            capped.open.append(&mut self.open);
            *self = capped;
        }
    }

    /// Keeps the duties and flags of another world too, with the rules that they hang on: it may be
    /// the real one.
    pub fn join(&mut self, other: &Self) {
        self.duties.extend(&other.duties);
        self.flags.extend(&other.flags);
        self.enforcement.extend(other.enforcement.iter().cloned());
        for (entry, effect) in &other.effects {
            if !self.names(entry) {
                self.effects.push((entry.clone(), *effect));
            }
        }
    }
}

impl Bench<'_> {
    fn honours_enforcement(&self) -> bool {
        self.question.reading().posture == Posture::AsEnforced
    }

    /// Returns what follows from the rules that hold.
    pub(super) fn verdict(&self, holding: &[Entry]) -> Verdict {
        let applies = |entry: &&Entry| !entry.rule.only_as_enforced || self.honours_enforcement();
        let holding: Vec<Entry> = holding.iter().filter(applies).cloned().collect();
        let lifted: BTreeSet<&str> = holding
            .iter()
            .filter(|entry| !entry.provision.status().is_proposal())
            .flat_map(|entry| entry.rule.lifts.iter().map(String::as_str))
            .collect();
        let mut verdict = Verdict::default();
        for entry in holding.iter().cloned() {
            self.weigh(entry, &lifted, &mut verdict);
        }
        verdict.needs = merged(std::mem::take(&mut verdict.needs));
        verdict
    }

    fn weigh(&self, entry: Entry, lifted: &BTreeSet<&str>, verdict: &mut Verdict) {
        if entry.provision.status().is_proposal() {
            if matches!(entry.rule.kind, RuleKind::Bar(_)) {
                verdict.flags.insert(Flag::ProposedOnly);
            }
            verdict.effects.push((entry, GroundEffect::Proposed));
            return;
        }
        verdict.duties.extend(&entry.rule.duties);
        verdict.flags.extend(&entry.rule.flags);
        let effect = match &entry.rule.kind {
            RuleKind::Class { .. } => return,
            RuleKind::Base => GroundEffect::Covers,
            RuleKind::Ground if entry.rule.lifts.is_empty() => GroundEffect::Notes,
            RuleKind::Ground => GroundEffect::Lifts,
            RuleKind::Bar(bar) => self.weigh_bar(&entry, bar, lifted, verdict),
        };
        if entry.provision.status() == Status::Reported && effect.bites() {
            verdict.flags.insert(Flag::ReportedOnly);
        }
        verdict.effects.push((entry, effect));
    }

    fn weigh_bar(
        &self,
        entry: &Entry,
        bar: &Bar,
        lifted: &BTreeSet<&str>,
        verdict: &mut Verdict,
    ) -> GroundEffect {
        let name = entry.rule.name.as_str();
        if lifted.contains(entry.provision.id().as_str()) || lifted.contains(name) {
            return GroundEffect::Lifted;
        }
        if self.honours_enforcement()
            && let Some(by) = self.unenforced_by(entry)
        {
            verdict.flags.insert(Flag::NotEnforced);
            verdict.enforcement.insert(by);
            return GroundEffect::NotEnforced;
        }
        match bar {
            Bar::Forbids => {
                verdict.outcome = verdict.outcome.min(Outcome::Forbidden);
                GroundEffect::Forbids
            }
            Bar::Unsettles { question } => {
                verdict.outcome = verdict.outcome.min(Outcome::Unsettled);
                verdict.open.push(question.clone());
                if entry.provision.status() != Status::Reported {
                    verdict.flags.insert(Flag::TextUnsettled);
                }
                GroundEffect::Unsettles
            }
            Bar::Needs(cure) => match cures(&self.question.act, &self.reach, cure) {
                Truth::Yes => {
                    verdict.flags.extend(&cure.cured_flags);
                    verdict.duties.extend(&cure.cured_duties);
                    GroundEffect::Cured
                }
                Truth::No => {
                    verdict.outcome = verdict.outcome.min(Outcome::Conditional);
                    verdict.needs.push(cure.need.clone());
                    GroundEffect::Needs
                }
                Truth::Unknown => {
                    verdict.outcome = verdict.outcome.min(Outcome::Unsettled);
                    verdict.flags.insert(Flag::FactsMissing);
                    verdict
                        .open
                        .push(format!("the day the {} was given", cure.need.kind));
                    GroundEffect::Unsettles
                }
            },
        }
    }

    /// Returns who has said that the rule is not enforced on the day.
    pub(super) fn unenforced_by(&self, entry: &Entry) -> Option<RuleId> {
        let (provision, on) = (&entry.provision, self.question.on);
        self.corpus.unenforced_by(provision, &entry.rule, on)
    }
}

/// Merges needs of one kind and issuer: the harshest review of a licence counts, and only what
/// serves every one of them may stand in.
fn merged(needs: Vec<Need>) -> Vec<Need> {
    let mut kept: Vec<Need> = Vec::new();
    for need in needs {
        let same = |other: &&mut Need| other.kind == need.kind && other.issuer == need.issuer;
        match kept.iter_mut().find(same) {
            Some(other) => {
                other
                    .or
                    .retain(|kind: &EvidenceKind| need.or.contains(kind));
                other.review = match (other.review, need.review) {
                    (Some(left), Some(right)) => Some(left.min(right)),
                    (left, right) => left.or(right),
                };
                other.days_before = other.days_before.max(need.days_before);
            }
            None => kept.push(need),
        }
    }
    kept.sort();
    kept
}
