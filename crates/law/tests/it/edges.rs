//! The edges of every provision: the day before, the first, the last, the day after.

use std::collections::BTreeMap;

use portolan_acts::Question;
use portolan_law::{Provision, Ruling};
use portolan_terms::{Day, Period};

use crate::shipped;

fn edges(period: &Period) -> impl Iterator<Item = Day> {
    let starts = [period.from.before(), period.from];
    let ends = period.until.map(|until| [until.before(), until]);
    starts.into_iter().chain(ends.into_iter().flatten())
}

/// Returns what is wrong with the dates of the grounds of a ruling.
fn misdated(ruling: &Ruling) -> Vec<String> {
    let on = ruling.on;
    let mut wrong = Vec::new();
    for ground in &ruling.grounds {
        let provision = shipped::PACKS.provision(&ground.rule).unwrap();
        let in_force = provision.periods().iter().any(|period| period.contains(on));
        let says = ground.from <= on && ground.until.is_none_or(|last| on <= last);
        if !in_force || !says {
            wrong.push(format!(
                "`{}` rests on {}/{} on {on}, which is in force from {} to {:?}",
                ruling.id, ground.rule, ground.paragraph, ground.from, ground.until
            ));
        }
    }
    wrong
}

#[test]
fn at_the_edges_of_every_provision_only_rules_in_force_are_grounds() {
    let corpus = shipped::corpus();
    let mut acts: BTreeMap<String, Vec<&Question>> = BTreeMap::new();
    for case in shipped::CASES.iter() {
        for ground in &corpus.ruling_on(case).grounds {
            let of_rule = acts.entry(ground.rule.to_string()).or_default();
            if of_rule.len() < 5 && of_rule.last().is_none_or(|last| last.id != case.id) {
                of_rule.push(case);
            }
        }
    }
    let (mut wrong, mut unseen, mut seen_on_first) = (Vec::new(), Vec::new(), 0);
    for provision in shipped::PACKS.provisions() {
        let id = provision.id().as_str();
        let Some(touched) = acts.get(id) else {
            unseen.push(id);
            continue;
        };
        for case in touched {
            for period in provision.periods() {
                for on in edges(period) {
                    let question = Question {
                        on,
                        ..Question::clone(case)
                    };
                    let ruling = corpus.ruling_on(&question);
                    wrong.extend(misdated(&ruling));
                    seen_on_first += usize::from(on == period.from && ruling.rests_on(id));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    let only_covers =
        |id: &&&str| !covers_only(shipped::PACKS.provision(&id.parse().unwrap()).unwrap());
    let unseen: Vec<_> = unseen.iter().filter(only_covers).collect();
    assert!(unseen.is_empty(), "no case rests on {unseen:?}");
    assert!(
        seen_on_first > 300,
        "only {seen_on_first} seen on a first day"
    );
}

/// Returns true when a provision has nothing but bases, groups or counts: it is never a ground.
fn covers_only(provision: &Provision) -> bool {
    provision.rule_texts().all(|(_, kind, _)| kind == "base")
}
