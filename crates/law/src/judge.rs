//! From what the rules say of an act to a ruling.
//!
//! A bar bites unless a rule that holds lifts it, the agency has said that it does not enforce it
//! (and the posture honours that), or evidence on file cures it. What turns on facts nobody has
//! shown is tried with every value: when outcome and needs agree, that is the ruling; otherwise it
//! is `unsettled`. A rule that fails to evaluate is `unsettled` too, never silence.

use std::{collections::BTreeSet, sync::Arc};

use portolan_acts::{
    Need, Outcome, Question,
    words::{BeyondCoverage, Duty, Flag, Posture},
};
use portolan_terms::{Day, Place, RuleId, evidence::EvidenceKind};

use crate::{
    Corpus, Ground, GroundEffect, Ruling,
    corpus::{Definers, covers},
    docket::{Docket, Entry, Standing},
    facts::{
        Facts, Parameters,
        evidence::{Reach, Truth, cures},
        seats::must_be_covered,
    },
    pack::{
        Status,
        provision::{Bar, Rule, RuleKind},
    },
};

/// Holds what the rules say of an act, shared by all acts that they cannot tell apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Finding {
    /// The rules that do not simply fail to hold: name and standing.
    standings: Vec<(String, Standing)>,
    /// For each combination of values of the unknown facts, the undecided rules that hold; `None`
    /// when there are too many to try.
    worlds: Option<BTreeSet<BTreeSet<String>>>,
    failure: Option<String>,
}

impl Finding {
    pub fn failed(failure: String) -> Self {
        Self {
            failure: Some(failure),
            worlds: Some(BTreeSet::new()),
            standings: Vec::new(),
        }
    }

    pub fn of(docket: &Docket, facts: &Facts) -> Self {
        let standings = docket.standings(facts);
        let undecided: Vec<Arc<Rule>> = docket
            .entries
            .iter()
            .zip(&standings)
            .filter(|(_, standing)| matches!(standing, Standing::Undecided(_)))
            .map(|(entry, _)| entry.rule.clone())
            .collect();
        let worlds = docket.worlds(facts, &undecided);
        let named = docket
            .entries
            .iter()
            .map(|entry| entry.rule.name.clone())
            .zip(standings);
        let standings = named
            .filter(|(_, standing)| *standing != Standing::Not)
            .collect();
        Self {
            standings,
            worlds,
            failure: None,
        }
    }
}

/// Holds what follows from the rules that hold.
#[derive(Clone, Debug, Default)]
struct Verdict {
    outcome: Outcome,
    needs: Vec<Need>,
    effects: Vec<(Entry, GroundEffect)>,
    duties: BTreeSet<Duty>,
    flags: BTreeSet<Flag>,
    enforcement: BTreeSet<RuleId>,
    open: Vec<String>,
}

/// Returns the ruling that follows from a finding.
pub(crate) fn ruling(
    corpus: &Corpus,
    question: &Question,
    parameters: &Parameters<'_>,
    finding: &Finding,
    definers: &Definers,
) -> Ruling {
    let bench = Bench {
        corpus,
        question,
        parameters,
        reach: Reach::of(&question.act, question.on),
    };
    let certain: Vec<Entry> = finding
        .standings
        .iter()
        .filter(|(_, standing)| *standing == Standing::Holds)
        .filter_map(|(name, _)| bench.entry(name))
        .collect();
    let mut verdict = bench.verdict(&certain);
    bench.unknowns(finding, &certain, &mut verdict);
    bench.failures(finding, &mut verdict);
    bench.coverage(&mut verdict);
    bench.write(verdict, definers)
}

struct Bench<'a> {
    corpus: &'a Corpus,
    question: &'a Question,
    parameters: &'a Parameters<'a>,
    reach: Reach,
}

impl<'a> Bench<'a> {
    fn entry(&self, name: &str) -> Option<Entry> {
        let (id, label) = name.split_once('/')?;
        let provision = self.corpus.packs().provision(&id.parse().ok()?)?;
        let rule = provision.rules.iter().find(|rule| rule.label == label)?;
        Some(Entry {
            provision: provision.clone(),
            rule: rule.clone(),
        })
    }

    fn honours_enforcement(&self) -> bool {
        self.question.reading().posture == Posture::AsEnforced
    }

    /// Returns what follows from the rules that hold.
    fn verdict(&self, holding: &[Entry]) -> Verdict {
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
    fn unenforced_by(&self, entry: &Entry) -> Option<RuleId> {
        let on = self.question.on;
        entry
            .provision
            .front
            .unenforced
            .iter()
            .find_map(|statement| {
                let says = statement.from <= on
                    && statement.until.is_none_or(|until| on < until)
                    && statement
                        .limb
                        .as_ref()
                        .is_none_or(|limb| entry.rule.limb.as_ref() == Some(limb));
                (says && self.corpus.provision(&statement.by).is_some())
                    .then(|| statement.by.clone())
            })
    }

    /// Weighs the rules that turn on facts nobody has shown.
    fn unknowns(&self, finding: &Finding, certain: &[Entry], verdict: &mut Verdict) {
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
                // Duties and flags of every world are kept: one of them may be the real one.
                let mut agreed = first.clone();
                for answer in answers {
                    agreed.duties.extend(&answer.duties);
                    agreed.flags.extend(&answer.flags);
                }
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

    fn failures(&self, finding: &Finding, verdict: &mut Verdict) {
        let mut fail = |open: String| {
            verdict.outcome = verdict.outcome.min(Outcome::Unsettled);
            verdict.flags.insert(Flag::TextUnsettled);
            verdict.open.push(open);
        };
        if let Some(failure) = &finding.failure {
            fail(format!("the rules could not be put to the act: {failure}"));
        }
        let mut failed = Vec::new();
        for (name, standing) in &finding.standings {
            if let Standing::Failed(error) = standing {
                fail(format!("`{name}` could not be evaluated: {error}"));
                failed.extend(self.entry(name).map(|entry| (entry, GroundEffect::Failed)));
            }
        }
        verdict.effects.extend(failed);
    }

    /// Holds back what no pack covers, and what rests on days after the texts were checked.
    fn coverage(&self, verdict: &mut Verdict) {
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

    fn write(&self, verdict: Verdict, definers: &Definers) -> Ruling {
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
            if effect.bites() || *effect == GroundEffect::Undecided {
                let groups = self.parameters.groups;
                defining.extend(groups.definers_for(&entry.rule, self.parameters));
            }
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
        let provision = &entry.provision;
        let on = self.question.on;
        let period = entry
            .rule
            .period
            .into_iter()
            .chain(provision.periods.iter().copied());
        let period = period.into_iter().find(|period| period.contains(on));
        Ground {
            rule: provision.id().clone(),
            paragraph: entry.rule.label.clone(),
            effect,
            says: entry
                .rule
                .says
                .clone()
                .unwrap_or_else(|| provision.title().to_owned()),
            citation: provision.citation().to_owned(),
            source: provision
                .sources()
                .first()
                .map_or_else(String::new, |source| source.url.clone()),
            from: period.map_or(Day::FIRST, |period| period.from),
            until: period.and_then(|period| period.last_day()),
            checked: provision.checked(),
            enforced: self.unenforced_by(entry).is_none(),
        }
    }

    fn ground_of(&self, rule: &RuleId, effect: GroundEffect) -> Option<Ground> {
        let provision = self.corpus.provision(rule)?;
        let period = provision
            .periods
            .iter()
            .find(|period| period.contains(self.question.on));
        Some(Ground {
            rule: rule.clone(),
            paragraph: String::new(),
            effect,
            says: provision.title().to_owned(),
            citation: provision.citation().to_owned(),
            source: provision
                .sources()
                .first()
                .map_or_else(String::new, |source| source.url.clone()),
            from: period.map_or(Day::FIRST, |period| period.from),
            until: period.and_then(|period| period.last_day()),
            checked: provision.checked(),
            enforced: true,
        })
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
