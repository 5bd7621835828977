//! The ruling as it is handed out: each ground with its text, dates and source.

use std::collections::BTreeSet;

use portolan_terms::{Day, Period, RuleId};

use super::{Bench, verdict::Verdict};
use crate::{
    Ground, GroundEffect, Ruling, classes::Definers, docket::Entry, pack::provision::Provision,
};

impl Bench<'_> {
    pub(super) fn write(&self, verdict: Verdict, definers: &Definers) -> Ruling {
        let mut grounds: Vec<Ground> = Vec::new();
        let mut defining: BTreeSet<RuleId> = BTreeSet::new();
        for (entry, effect) in &verdict.effects {
            if *effect == GroundEffect::Covers {
                continue;
            }
            grounds.push(self.ground(entry, *effect));
            let classes = entry
                .rule
                .reads
                .iter()
                .filter_map(|read| definers.of.get(read));
            defining.extend(classes.flatten().cloned());
            let groups = self.parameters.groups;
            defining.extend(groups.definers_for(&entry.rule, self.parameters));
        }
        let named: BTreeSet<RuleId> = grounds.iter().map(|ground| ground.rule.clone()).collect();
        for (rules, effect) in [
            (&verdict.enforcement, GroundEffect::Enforcement),
            (&defining, GroundEffect::Defines),
        ] {
            let new = rules.iter().filter(|rule| !named.contains(*rule));
            grounds.extend(new.filter_map(|rule| self.ground_of(rule, effect)));
        }
        grounds.sort_by(|left, right| {
            (left.effect, &left.rule, &left.paragraph).cmp(&(
                right.effect,
                &right.rule,
                &right.paragraph,
            ))
        });
        let mut open = verdict.open;
        open.sort();
        open.dedup();
        Ruling {
            id: self.question.id.clone(),
            on: self.question.on,
            outcome: verdict.outcome,
            grounds,
            needs: verdict.needs,
            duties: verdict.duties.into_iter().collect(),
            flags: verdict.flags.into_iter().collect(),
            open,
        }
    }

    fn ground(&self, entry: &Entry, effect: GroundEffect) -> Ground {
        let rule = &entry.rule;
        let own = rule
            .period
            .filter(|period| period.contains(self.question.on));
        let whole = self.whole(&entry.provision, effect, own);
        Ground {
            paragraph: rule.label.clone(),
            says: rule.says.clone().unwrap_or(whole.says),
            enforced: self.unenforced_by(entry).is_none(),
            ..whole
        }
    }

    fn ground_of(&self, rule: &RuleId, effect: GroundEffect) -> Option<Ground> {
        let provision = self.corpus.provision(rule)?;
        Some(self.whole(provision, effect, None))
    }

    /// Returns a provision as a ground, in the period given or the one of the day.
    fn whole(&self, provision: &Provision, effect: GroundEffect, own: Option<Period>) -> Ground {
        let on = self.question.on;
        let of_day = || {
            let periods = provision.periods.iter();
            periods.copied().find(|period| period.contains(on))
        };
        let period = own.or_else(of_day);
        let source = provision.sources().first();
        Ground {
            rule: provision.id().clone(),
            paragraph: String::new(),
            effect,
            says: provision.title().to_owned(),
            citation: provision.citation().to_owned(),
            source: source.map_or_else(String::new, |source| source.url.clone()),
            from: period.map_or(Day::FIRST, |period| period.from),
            until: period.and_then(|period| period.last_day()),
            checked: provision.checked(),
            enforced: true,
        }
    }
}
