//! What no pack covers, and what rests on days after the texts were checked.

use std::collections::BTreeSet;

use portolan_acts::{
    Outcome,
    words::{BeyondCoverage, Flag},
};
use portolan_terms::{Day, Place};

use super::{Bench, verdict::Verdict};
use crate::{GroundEffect, corpus::covers, docket::Entry, facts::seats::must_be_covered};

/// Begins every sentence about law that no pack covers.
pub(crate) const SILENT: &str = "no pack says";

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
        let silent: Vec<&Place> = places.iter().filter(|place| !covered(place)).collect();
        for place in &silent {
            verdict
                .open
                .push(format!("{SILENT} what the law of {place} is on `{kind}`"));
        }
        if silent.is_empty() && bases.is_empty() {
            verdict
                .open
                .push(format!("{SILENT} what any law is on `{kind}` here"));
        }
        if !silent.is_empty() || bases.is_empty() {
            verdict.outcome = verdict.outcome.min(Outcome::Unsettled);
        }
        self.beyond(verdict, &places);
        if verdict.outcome != Outcome::Conditional {
            verdict.needs.clear();
        }
    }

    /// Returns the earliest day on which a text was last checked that the answer rests on: those
    /// that have an effect, and those of the places asked that would have one if they had changed,
    /// with whoever says which places are in the groups that they ask for.
    fn checked_until(&self, verdict: &Verdict, places: &BTreeSet<Place>) -> Option<Day> {
        let groups = self.parameters.groups;
        // An act whose places nobody fixes is asked of every law.
        let of_places = |entry: &&Entry| {
            let mut asked = places.iter();
            places.is_empty() || asked.any(|place| covers(&entry.provision, *place, groups))
        };
        let effective = verdict.effects.iter().map(|(entry, _)| entry);
        let rests_on: Vec<&Entry> = effective
            .chain(self.asked.iter().filter(of_places))
            .collect();
        let definers = rests_on
            .iter()
            .flat_map(|entry| groups.definers_for(&entry.rule, self.parameters))
            .filter_map(|rule| Some(self.corpus.provision(&rule)?.checked()));
        let own = rests_on.iter().map(|entry| entry.provision.checked());
        own.chain(definers).min()
    }

    fn beyond(&self, verdict: &mut Verdict, places: &BTreeSet<Place>) {
        let on = self.question.on;
        // Nothing is asked of texts while all are fresh: the common case, and by far the quicker.
        if self
            .corpus
            .checked_until()
            .is_none_or(|checked| on <= checked)
        {
            return;
        }
        let checked = self.checked_until(verdict, places);
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
