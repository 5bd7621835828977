//! Every day from 2022 to the day of the last check: an outcome changes only when law does.

use std::{collections::BTreeSet, thread};

use portolan_acts::{Act, Question, words::Flag};
use portolan_law::{Corpus, Ruling};
use portolan_terms::{Day, RuleId};

use crate::shipped;

/// Returns the days that stand in an act: on one of them, or the day after, facts change.
fn days_in(act: &Act) -> BTreeSet<Day> {
    let text = serde_json::to_string(act).unwrap();
    let days = text.split('"').filter_map(|part| part.parse::<Day>().ok());
    days.flat_map(|day| [day, day.after()]).collect()
}

/// Returns a case without evidence, which lapses on days of its own.
fn bare(case: &Question) -> Question {
    let mut json = serde_json::to_value(case).unwrap();
    *json.pointer_mut("/act/on_file").unwrap() = serde_json::json!([]);
    serde_json::from_value(json).unwrap()
}

fn rules_of(ruling: &Ruling) -> BTreeSet<RuleId> {
    let grounds = ruling.grounds.iter();
    grounds.map(|ground| ground.rule.clone()).collect()
}

/// Returns few cases that together rest on every provision some case rests on; those that turn on
/// no unknown fact first, for they are quick to judge.
fn covering(corpus: &Corpus) -> (Vec<Question>, BTreeSet<RuleId>) {
    let mut decided: Vec<(Question, BTreeSet<RuleId>)> = Vec::new();
    let mut undecided = Vec::new();
    for case in shipped::CASES.iter().map(bare) {
        let ruling = corpus.ruling_on(&case);
        let open = ruling.flags.contains(&Flag::FactsMissing);
        let to = if open { &mut undecided } else { &mut decided };
        to.push((case, rules_of(&ruling)));
    }
    let (mut chosen, mut covered) = (Vec::new(), BTreeSet::new());
    for mut ruled in [decided, undecided] {
        loop {
            let new = |rules: &BTreeSet<RuleId>| rules.difference(&covered).count();
            let best = ruled.iter().enumerate();
            let best = best.max_by_key(|(_, (_, rules))| new(rules));
            let Some(best) = best.filter(|(_, (_, rules))| new(rules) > 0) else {
                break;
            };
            let (case, rules) = ruled.swap_remove(best.0);
            chosen.push(case);
            covered.extend(rules);
        }
    }
    (chosen, covered)
}

/// Returns every one of the days on which the outcome is not that of the day before.
fn flips(corpus: &Corpus, case: &Question, days: &[Day]) -> Vec<(Day, Ruling, Ruling)> {
    let mut flips = Vec::new();
    let mut before: Option<Ruling> = None;
    for on in days {
        let ruling = corpus.ruling_on(&Question {
            on: *on,
            ..case.clone()
        });
        if let Some(before) = before.filter(|before| before.outcome != ruling.outcome) {
            flips.push((*on, before, ruling.clone()));
        }
        before = Some(ruling);
    }
    flips
}

/// Returns the flips of an act that no change of law or fact explains, and the number of flips.
fn unexplained(corpus: &Corpus, case: &Question, samples: &[Day]) -> (Vec<String>, usize) {
    let (of_facts, bases) = (days_in(&case.act), bases(case.act.kind()));
    let flips = flips(corpus, case, samples);
    let count = flips.len();
    let mut broken = Vec::new();
    for (day, before, after) in flips {
        let mut named = rules_of(&before);
        named.extend(rules_of(&after));
        let by_law = named.iter().chain(&bases).any(|rule| {
            let provision = shipped::PACKS.provision(rule).unwrap();
            provision.days_of_change().contains(&day)
        });
        if !by_law && !of_facts.contains(&day) {
            broken.push(format!(
                "{}: {} to {} on {day}; named {named:?}",
                case.id, before.outcome, after.outcome
            ));
        }
    }
    (broken, count)
}

/// Returns every day from 2022 to the last on which all texts were checked.
fn samples(corpus: &Corpus) -> Vec<Day> {
    let first: Day = "2022-01-01".parse().unwrap();
    let last = corpus.checked_until().unwrap();
    let days = (0..).map(|number| first.plus_days(number));
    days.take_while(|day| *day <= last).collect()
}

/// Returns the provisions that say a pack covers a kind of act: they are never grounds.
fn bases(kind: &str) -> Vec<RuleId> {
    let covers = |kind_of_rule: &str, text: &str| {
        kind_of_rule == "base" && text.contains(&format!("\"{kind}\""))
    };
    shipped::PACKS
        .provisions()
        .filter(|provision| {
            provision
                .rule_texts()
                .any(|(_, word, text)| covers(word, &text))
        })
        .map(|provision| provision.id().clone())
        .collect()
}

#[test]
fn outcomes_flip_only_on_days_of_change_of_a_provision_named_on_either_side() {
    let corpus = shipped::corpus();
    let (chosen, covered) = covering(&corpus);
    let samples = samples(&corpus);
    let halves: Vec<_> = thread::scope(|scope| {
        let halves = chosen.chunks(chosen.len().div_ceil(2));
        let running: Vec<_> = halves
            .map(|half| {
                let (corpus, samples) = (&corpus, &samples);
                scope.spawn(move || -> Vec<_> {
                    half.iter()
                        .map(|case| unexplained(corpus, case, samples))
                        .collect()
                })
            })
            .collect();
        running
            .into_iter()
            .flat_map(|half| half.join().unwrap())
            .collect()
    });
    let count: usize = halves.iter().map(|(_, count)| count).sum();
    let unexplained: Vec<String> = halves.into_iter().flat_map(|(broken, _)| broken).collect();
    assert!(
        unexplained.is_empty(),
        "{}:\n{}",
        unexplained.len(),
        unexplained.join("\n")
    );
    assert!(
        count > 60,
        "{} acts flipped only {count} times",
        chosen.len()
    );
    assert!(
        covered.len() > 140,
        "only {} provisions covered",
        covered.len()
    );
}
