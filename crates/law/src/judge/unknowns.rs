//! Rules that turn on facts nobody has shown, and rules that failed.

use std::collections::BTreeSet;

use portolan_acts::{Outcome, words::Flag};

use super::{Bench, Finding, verdict::Verdict};
use crate::{
    GroundEffect,
    docket::{Entry, Standing},
};

impl Bench<'_> {
    /// Weighs the rules that turn on facts nobody has shown.
    pub(super) fn unknowns(&self, finding: &Finding, certain: &[Entry], verdict: &mut Verdict) {
        let undecided: Vec<(Entry, &BTreeSet<String>)> = finding
            .standings
            .iter()
            .filter_map(|(name, standing)| match standing {
                Standing::Undecided(missing) => Some((self.entry(name)?, missing)),
                Standing::Holds | Standing::Not | Standing::Failed(_) => None,
            })
            .collect();
        if undecided.is_empty() || verdict.outcome == Outcome::Forbidden {
            return;
        }
        let in_world = |world: &BTreeSet<String>| {
            let joined = undecided
                .iter()
                .filter(|(entry, _)| world.contains(&entry.rule.name));
            let entries: Vec<Entry> = certain
                .iter()
                .chain(joined.map(|(entry, _)| entry))
                .cloned()
                .collect();
            self.verdict(&entries)
        };
        let answers = finding
            .worlds
            .as_ref()
            .map(|worlds| worlds.iter().map(in_world).collect::<Vec<Verdict>>());
        let agree = answers.as_ref().and_then(|answers| {
            let first = answers.first()?;
            let same =
                |other: &Verdict| other.outcome == first.outcome && other.needs == first.needs;
            answers.iter().all(same).then(|| {
                let mut agreed = first.clone();
                for answer in answers {
                    agreed.join(answer);
                }
                // LAW: what covers the act in some worlds only does not cover it.
                agreed.effects.retain(|(entry, effect)| {
                    *effect != GroundEffect::Covers
                        || answers.iter().all(|answer| answer.names(entry))
                });
                agreed
            })
        });
        if let Some(agreed) = agree {
            *verdict = agreed;
            return;
        }
        verdict.outcome = verdict.outcome.min(Outcome::Unsettled);
        verdict.needs.clear();
        verdict.flags.insert(Flag::FactsMissing);
        for (entry, missing) in undecided {
            verdict.effects.push((entry, GroundEffect::Undecided));
            verdict
                .open
                .extend(missing.iter().map(|fact| format!("`{fact}` is not shown")));
        }
    }

    pub(super) fn failures(&self, finding: &Finding, verdict: &mut Verdict) {
        for (name, standing) in &finding.standings {
            if let Standing::Failed(error) = standing {
                verdict.outcome = verdict.outcome.min(Outcome::Unsettled);
                verdict.flags.insert(Flag::TextUnsettled);
                let open = format!("`{name}` could not be evaluated: {error}");
                verdict.open.push(open);
                let entry = self.entry(name);
                let failed = entry.map(|entry| (entry, GroundEffect::Failed));
                verdict.effects.extend(failed);
            }
        }
    }
}
