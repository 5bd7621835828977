//! What no pack covers, and what rests on days after the texts were checked.

use std::collections::BTreeSet;

use portolan_acts::{
    Outcome,
    words::{BeyondCoverage, Flag},
};
use portolan_terms::{Day, Place};

use super::{Bench, verdict::Verdict};
use crate::{GroundEffect, corpus::covers, docket::Entry, facts::seats::must_be_covered};

impl Bench<'_> {
    /// Holds back what no pack covers, and what rests on days after the texts were checked.
    pub(super) fn coverage(&self, verdict: &mut Verdict) {
        let bases: Vec<Entry> = verdict
            .effects
            .iter()
            .filter(|(_, effect)| *effect == GroundEffect::Covers)
            .map(|(entry, _)| entry.clone())
            .collect();
        let covered = |place: &Place| {
            bases
                .iter()
                .any(|entry| covers(&entry.provision, *place, self.parameters.groups))
        };
        let places: BTreeSet<Place> = match &self.question.law_of {
            Some(places) => places.iter().copied().collect(),
            None => must_be_covered(&self.question.act),
        };
        let kind = self.question.act.kind();
        let silent: Vec<Place> = places.into_iter().filter(|place| !covered(place)).collect();
        for place in &silent {
            verdict.open.push(format!(
                "no pack says what the law of {place} is on `{kind}`"
            ));
        }
        if silent.is_empty() && bases.is_empty() {
            verdict
                .open
                .push(format!("no pack says what any law is on `{kind}` here"));
        }
        if !silent.is_empty() || bases.is_empty() {
            verdict.outcome = verdict.outcome.min(Outcome::Unsettled);
        }
        self.beyond(verdict);
        if verdict.outcome != Outcome::Conditional {
            verdict.needs.clear();
        }
    }

    fn beyond(&self, verdict: &mut Verdict) {
        let on = self.question.on;
        let checked: Option<Day> = verdict
            .effects
            .iter()
            .map(|(entry, _)| entry.provision.checked())
            .min();
        let Some(checked) = checked.filter(|checked| *checked < on) else {
            return;
        };
        verdict.flags.insert(Flag::BeyondCoverage);
        let due: Vec<String> = verdict
            .effects
            .iter()
            .flat_map(|(entry, _)| entry.provision.due())
            .filter(|due| due.on <= on && checked < due.on)
            .map(|due| format!("due on {}: {}", due.on, due.what))
            .collect();
        let holds_back = match self.question.reading().beyond_coverage {
            BeyondCoverage::Hold => true,
            BeyondCoverage::AssumeUnchanged => !due.is_empty(),
        };
        if holds_back && verdict.outcome == Outcome::Permitted {
            verdict.outcome = Outcome::Unsettled;
            verdict.open.push(format!(
                "the texts were last checked on {checked}, before {on}"
            ));
        }
        verdict.open.extend(due);
    }
}
