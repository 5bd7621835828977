//! The proofs: no rule can fail, invariants hold, one day is stricter than another.

use std::collections::BTreeSet;
use std::sync::Arc;

use portolan_law::{Corpus, OpenEffect, OpenRule, Opened};
use portolan_terms::Day;
use serde_json::Value as Json;

use crate::{
    ProveError,
    expr::{self},
    invariant::{Read, Reading, Then},
    report::{Failing, Found, Proof},
    shape::Shape,
    solver::{Answer, Solver},
    witness::{Tried, Witness},
    world::World,
};

/// Holds a corpus, the solver, and what has been shown.
pub struct Prover {
    pub(crate) corpus: Arc<Corpus>,
    pub(crate) shape: Shape,
    pub(crate) solver: Solver,
}

impl Prover {
    /// Starts the solver for a corpus.
    ///
    /// # Errors
    /// When the solver is not installed or does not start.
    pub fn new(corpus: Arc<Corpus>) -> Result<Self, ProveError> {
        let facts = "type Facts = {";
        let second = format!("{facts}\n  receivers_then: Circle,");
        let schema = corpus.schema_text().replacen(facts, &second, 1);
        Ok(Self {
            shape: Shape::of(&corpus),
            solver: Solver::start(&schema)?,
            corpus,
        })
    }

    /// Returns how many questions were really put to the solver.
    #[must_use]
    pub fn questions(&self) -> usize {
        self.solver.asked
    }

    /// Shows of every rule of every day that it cannot fail to evaluate.
    ///
    /// A rule is the same on all its days, and the proof holds for every table of groups, so each is
    /// asked once for each kind of act.
    pub fn never_fails(&mut self) -> Proof {
        let mut proof = Proof::new("no-rule-fails", "No rule can fail to evaluate.");
        let corpus = self.corpus.clone();
        let mut seen = BTreeSet::new();
        let days = self.days(Day::FIRST, None);
        proof.days = days.len();
        for day in days {
            for rule in corpus.opened(day).rules {
                if seen.insert(rule.name.clone()) {
                    self.rule_fails(&rule, day, &mut proof);
                }
            }
        }
        proof
    }

    fn rule_fails(&mut self, rule: &OpenRule, day: Day, proof: &mut Proof) {
        let kinds: Vec<&str> = match &rule.does {
            OpenEffect::Classifies { subject, .. } => vec![match *subject {
                "party" => "classify-party",
                "item" => "classify-item",
                _ => "classify-data",
            }],
            OpenEffect::Forbids
            | OpenEffect::Unsettles
            | OpenEffect::Needs { .. }
            | OpenEffect::Ground
            | OpenEffect::Base => rule.kinds.clone(),
        };
        for kind in kinds {
            proof.cases += 1;
            let body = expr::condition(&rule.policy());
            let guarded = expr::all(vec![self.shape.of_facts(kind, &body), body]);
            match self.solver.can_fail(kind, &expr::permit(kind, &guarded)) {
                Answer::Never => {}
                Answer::In(_) => proof.fail(Failing {
                    kind: kind.to_owned(),
                    day,
                    found: Found::Fails(format!("`{}` at {}", rule.name, rule.at)),
                }),
                Answer::Open(why) => proof.fail(Failing {
                    kind: kind.to_owned(),
                    day,
                    found: Found::NotProved(format!("`{}`: {why}", rule.name)),
                }),
            }
        }
    }

    /// Returns the days on which the law changes inside a period, its first day included.
    pub(crate) fn days(&self, from: Day, until: Option<Day>) -> Vec<Day> {
        let changes = self.corpus.days_of_change();
        let inside = changes
            .iter()
            .copied()
            .filter(|day| from < *day && until.is_none_or(|until| *day < until));
        [from].into_iter().chain(inside).collect()
    }

    /// Shows an invariant for every act of its kinds on every day of its period.
    pub fn invariant(&mut self, read: &Read) -> Proof {
        let invariant = &read.invariant;
        let mut proof = Proof::new(&invariant.id, &invariant.claim);
        proof.outside.clone_from(&invariant.outside);
        let opened: Vec<Opened> = self
            .days(read.from, read.until)
            .into_iter()
            .map(|day| self.corpus.opened(day))
            .collect();
        proof.days = opened.len();
        let speaks = |rule: &OpenRule| rule.does.is_bar() && invariant.speaks_of(rule);
        let named = opened.iter().any(|opened| opened.rules.iter().any(speaks));
        for kind in &invariant.acts {
            for reading in &invariant.readings {
                let as_enforced = *reading == Reading::AsEnforced;
                for (opened, until) in stretches(read, &opened, kind, as_enforced) {
                    let world = World::new(opened, kind, as_enforced);
                    self.on_day(
                        read,
                        kind,
                        &world,
                        (opened.on, until.or(read.until)),
                        &mut proof,
                    );
                    if !proof.holds() {
                        // One act is enough to show that a claim does not hold.
                        return proof;
                    }
                }
            }
        }
        if !named {
            proof.fail(Failing {
                kind: invariant.acts.join(", "),
                day: read.from,
                found: Found::Vacuous(
                    "it names no bar that is in force on any of its days".to_owned(),
                ),
            });
        }
        proof
    }

    fn on_day(
        &mut self,
        read: &Read,
        kind: &str,
        world: &World<'_>,
        period: (Day, Option<Day>),
        proof: &mut Proof,
    ) {
        let invariant = &read.invariant;
        let bars: Vec<&OpenRule> = world
            .bars()
            .filter(|bar| invariant.speaks_of(bar))
            .collect();
        let premise = world.rewrite(&read.when);
        let one_of = |parts: Vec<Json>| expr::any(parts);
        let broken = match invariant.then {
            Then::Held => expr::not(one_of(bars.iter().map(|bar| world.bites(bar)).collect())),
            Then::Forbidden => {
                let hard = bars.iter().filter(|bar| bar.does == OpenEffect::Forbids);
                expr::not(one_of(hard.map(|bar| world.stands(bar)).collect()))
            }
            Then::Free => one_of(bars.iter().map(|bar| world.stands(bar)).collect()),
        };
        proof.cases += 1;
        let fail = |found| Failing {
            kind: kind.to_owned(),
            day: period.0,
            found,
        };
        match self.can_hold(kind, expr::all(vec![premise.clone(), broken]), period) {
            Ok(None) => {}
            Ok(Some(witness)) => return proof.fail(fail(Found::Counterexample(Box::new(witness)))),
            Err(why) => return proof.fail(fail(Found::NotProved(why))),
        }
        match self.possible(kind, premise, period) {
            Ok(true) => {}
            Ok(false) => proof.fail(fail(Found::Vacuous(
                "no act is of the kind it speaks of".to_owned(),
            ))),
            Err(why) => proof.fail(fail(Found::NotProved(why))),
        }
    }

    fn within(&self, kind: &str, condition: Json, (from, until): (Day, Option<Day>)) -> Json {
        let on = vec!["on".to_owned()];
        let mut parts = Vec::new();
        if expr::reads(&condition).contains(&on) {
            let day = |day: Day| expr::call("datetime", &day.to_string());
            parts.push(expr::two(">=", expr::fact(&on), day(from)));
            parts.extend(until.map(|until| expr::two("<", expr::fact(&on), day(until))));
        }
        parts.push(self.shape.of_facts(kind, &condition));
        parts.push(condition);
        expr::all(parts)
    }

    fn possible(
        &mut self,
        kind: &str,
        condition: Json,
        period: (Day, Option<Day>),
    ) -> Result<bool, String> {
        let whole = self.within(kind, condition, period);
        match self.solver.can_hold(kind, &whole) {
            Answer::Never => Ok(false),
            Answer::In(_) => Ok(true),
            Answer::Open(why) => Err(why),
        }
    }

    /// Returns an act in which the condition holds.
    pub(crate) fn can_hold(
        &mut self,
        kind: &str,
        condition: Json,
        period: (Day, Option<Day>),
    ) -> Result<Option<Witness>, String> {
        let whole = self.within(kind, condition, period);
        let found = match self.solver.can_hold(kind, &whole) {
            Answer::Never => return Ok(None),
            Answer::Open(why) => return Err(why),
            Answer::In(found) => found,
        };
        // An act without further receivers is easier to read, when there is one.
        let alone = expr::all(vec![nobody_else(&whole), whole.clone()]);
        let found = match self.solver.can_hold(kind, &alone) {
            Answer::In(simpler) => simpler,
            Answer::Never | Answer::Open(_) => found,
        };
        let tried = Tried::new(kind, &whole)?;
        Ok(Some(tried.witness(
            &self.corpus,
            &self.shape,
            &found,
            period.0,
        )))
    }
}

/// Returns the first day of each stretch on which the bars of an invariant rest on the same rules,
/// and the day on which the next one starts.
fn stretches<'a>(
    read: &Read,
    opened: &'a [Opened],
    kind: &str,
    as_enforced: bool,
) -> Vec<(&'a Opened, Option<Day>)> {
    let mut found: Vec<(&Opened, Option<Day>)> = Vec::new();
    let mut before = String::new();
    let words = expr::words(&read.when);
    for opened in opened {
        let world = World::new(opened, kind, as_enforced);
        let speaks = |bar: &&OpenRule| read.invariant.speaks_of(bar);
        let bars: Vec<&OpenRule> = world.bars().filter(speaks).collect();
        let rests_on = world.rests_on(&bars, &words);
        if found.is_empty() || rests_on != before {
            if let Some((_, until)) = found.last_mut() {
                *until = Some(opened.on);
            }
            found.push((opened, None));
            before = rests_on;
        }
    }
    found
}

fn nobody_else(condition: &Json) -> Json {
    let circles = expr::reads(condition).into_iter().filter(|path| {
        path.first()
            .is_some_and(|first| first.starts_with("receivers"))
    });
    let empty = circles.filter_map(|path| {
        let fact = expr::fact(&path);
        match path.get(1).map(String::as_str) {
            Some("class") => Some(expr::not(fact)),
            Some("share") => Some(expr::two("==", fact, expr::call("decimal", "0.0"))),
            Some(_) => Some(serde_json::json!({"isEmpty": {"arg": fact}})),
            None => None,
        }
    });
    expr::all(empty.collect())
}
