//! A corpus: packs as somebody knows them on a day, asked for rulings.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use portolan_acts::{Question, Reading};
use portolan_terms::{Day, Place, RuleId};

use crate::{
    Packs, Ruling,
    docket::{Docket, Entry, Standing},
    entities::Groups,
    facts::{Facts, Leaf, LeafType, Parameters, path},
    judge,
    pack::{holds, provision::Provision, provision::RuleKind, provision::Subject},
};

/// Holds packs as they are known on a day, without some provisions when the question is "what if".
///
/// Invariant: the packs do not change while a corpus stands, so what was asked once stays answered.
pub struct Corpus {
    packs: Arc<Packs>,
    known_on: Option<Day>,
    without: BTreeSet<RuleId>,
    asked: Mutex<Answered>,
}

#[derive(Default)]
struct Answered {
    /// Rulings by day, reading, law asked and signature.
    rulings: BTreeMap<String, Arc<judge::Finding>>,
    /// The number of times the rules were really put to the facts.
    cedar_calls: u64,
    /// The facts that the rules for a kind of act read on a day.
    reads: BTreeMap<(Day, &'static str), Arc<BTreeSet<String>>>,
}

/// Says of one class whether the subject is in it, and who says so.
#[derive(Clone, Debug, Default)]
pub(crate) struct Definers {
    /// Path of the class to the provisions that define it and hold.
    pub of: BTreeMap<String, BTreeSet<RuleId>>,
}

impl Corpus {
    /// Returns everything in the packs.
    #[must_use]
    pub fn new(packs: Arc<Packs>) -> Self {
        Self { packs, known_on: None, without: BTreeSet::new(), asked: Mutex::default() }
    }

    /// Returns the corpus with only what was published on or before `day`.
    #[must_use]
    pub fn known_on(self, day: Day) -> Self {
        Self { known_on: Some(day), asked: Mutex::default(), ..self }
    }

    /// Returns the corpus without these provisions.
    #[must_use]
    pub fn without(self, rules: impl IntoIterator<Item = RuleId>) -> Self {
        Self { without: rules.into_iter().collect(), asked: Mutex::default(), ..self }
    }

    /// Returns the packs.
    #[must_use]
    pub fn packs(&self) -> &Packs {
        &self.packs
    }

    /// Returns how often the rules were really put to the facts of an act.
    #[must_use]
    pub fn cedar_calls(&self) -> u64 {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).cedar_calls
    }

    /// Returns the earliest day on which a text was last checked, over the provisions that are
    /// known: on later days what would be permitted is held.
    #[must_use]
    pub fn checked_until(&self) -> Option<Day> {
        self.provisions().map(Provision::checked).min()
    }

    /// Returns the provisions that are known.
    pub fn provisions(&self) -> impl Iterator<Item = &Provision> {
        self.packs.provisions().filter(|provision| {
            self.known_on.is_none_or(|day| provision.published() <= day)
                && !self.without.contains(provision.id())
        })
    }

    /// Returns the provision of that name, when it is known.
    pub(crate) fn provision(&self, id: &RuleId) -> Option<&Provision> {
        self.provisions().find(|provision| provision.id() == id)
    }

    /// Returns the ruling on an act.
    ///
    /// Acts that the rules cannot tell apart are judged once.
    #[must_use]
    pub fn ruling_on(&self, question: &Question) -> Ruling {
        let on = question.on;
        let groups = Groups::on(on, self.provisions());
        let parameters = self.parameters(on, &groups);
        let mut facts = crate::facts::act::facts(&question.act, &parameters);
        let definers = self.classify(&question.act, &mut facts, &parameters, &groups);
        let reads = self.reads(on, question.act.kind());
        let key = self.key(question, &facts, &reads);
        let answered = |corpus: &Self| {
            let asked = corpus.asked.lock().unwrap_or_else(PoisonError::into_inner);
            asked.rulings.get(&key).cloned()
        };
        let finding = answered(self).unwrap_or_else(|| {
            let finding = Arc::new(self.find(question, &facts, &groups));
            let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            asked.cedar_calls += 1;
            asked.rulings.insert(key.clone(), finding.clone());
            finding
        });
        judge::ruling(self, question, &finding, &definers)
    }

    fn parameters<'a>(&'a self, on: Day, groups: &'a Groups) -> Parameters<'a> {
        let counts = self.provisions().flat_map(|provision| &provision.front.counts).collect();
        let shares = self.provisions().flat_map(|provision| &provision.front.shares).collect();
        Parameters { on, groups, counts, shares }
    }

    fn key(&self, question: &Question, facts: &Facts, reads: &BTreeSet<String>) -> String {
        let Reading { posture, beyond_coverage } = question.reading();
        let law: Vec<&str> = question.law_of.iter().flatten().map(Place::code).collect();
        let kind = question.act.kind();
        let required: Vec<Place> =
            crate::facts::act::must_be_covered(&question.act).into_iter().collect();
        format!(
            "{kind}|{}|{posture}|{beyond_coverage}|{}|{}|{required:?}|{}",
            question.on,
            question.law_of.is_some(),
            law.join(","),
            facts.signature(reads)
        )
    }

    fn reads(&self, on: Day, kind: &'static str) -> Arc<BTreeSet<String>> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reads) = asked.reads.get(&(on, kind)) {
            return reads.clone();
        }
        let entries = self.entries(on, kind, None);
        let reads: BTreeSet<String> =
            entries.iter().flat_map(|entry| entry.rule.reads.iter().cloned()).collect();
        let reads = Arc::new(reads);
        asked.reads.insert((on, kind), reads.clone());
        reads
    }

    /// Returns the rules for a kind of act on a day, of the places asked.
    fn entries(&self, on: Day, kind: &str, law_of: Option<&[Place]>) -> Vec<Entry<'_>> {
        let mut entries = Vec::new();
        let groups = Groups::on(on, self.provisions());
        for provision in self.provisions() {
            let asked = law_of
                .is_none_or(|places| places.iter().any(|place| covers(provision, *place, &groups)));
            if !asked {
                continue;
            }
            let rules = provision.rules.iter().filter(|rule| {
                rule.kinds.contains(&kind) && holds(provision, rule, on)
            });
            entries.extend(rules.map(|rule| Entry { provision, rule }));
        }
        entries
    }

    /// Puts the rules to the facts.
    fn find(&self, question: &Question, facts: &Facts, groups: &Groups) -> judge::Finding {
        let entries = self.entries(question.on, question.act.kind(), question.law_of.as_deref());
        match Docket::new(question.act.kind(), entries, groups) {
            Ok(docket) => judge::Finding::of(&docket, facts),
            Err(error) => judge::Finding::failed(error),
        }
    }

    /// Hangs classes on parties, item and data.
    fn classify(
        &self,
        act: &portolan_acts::Act,
        facts: &mut Facts,
        parameters: &Parameters<'_>,
        groups: &Groups,
    ) -> Definers {
        let mut definers = Definers::default();
        let on = parameters.on;
        let classes = self.entries(on, "classify", None);
        let of = |wanted: Subject| -> Vec<Entry<'_>> {
            let right = |entry: &&Entry<'_>| {
                matches!(entry.rule.kind, RuleKind::Class { subject, .. } if subject == wanted)
            };
            classes.iter().filter(right).copied().collect()
        };
        let names = &self.packs.names;
        let party = Docket::new("classify-party", of(Subject::Party), groups);
        let item = Docket::new("classify-item", of(Subject::Item), groups);
        let data = Docket::new("classify-data", of(Subject::Data), groups);
        let (Ok(party), Ok(item), Ok(data)) = (party, item, data) else { return definers };
        let seats = crate::facts::act::seats(act);
        for at in ["actor", "recipient", "controller", "seller"] {
            hang(facts, &party, at, "party", &names.party_classes, &mut definers);
        }
        let mut receivers = vec!["recipient".to_owned()];
        let mut everyone: Vec<String> =
            ["actor", "recipient", "controller", "seller"].map(str::to_owned).to_vec();
        if seats.actor_receives {
            receivers.push("actor".to_owned());
        }
        for (index, other) in seats.others.iter().enumerate() {
            let at = format!("other{index}");
            crate::facts::party::write(facts, &at, other, parameters);
            hang(facts, &party, &at, "party", &names.party_classes, &mut definers);
            receivers.push(at.clone());
            everyone.push(at);
        }
        for (at, members) in [("receivers", &receivers), ("parties", &everyone)] {
            crate::facts::party::write_circle(facts, at, members, &names.party_classes, parameters);
            definers.join_circle(at, members, &names.party_classes);
        }
        facts.drop_below("other");
        hang(facts, &item, "item", "item", &names.item_classes, &mut definers);
        hang(facts, &data, "data", "data", &names.data_classes, &mut definers);
        definers
    }
}

impl Definers {
    fn join_circle(&mut self, at: &str, members: &[String], classes: &BTreeSet<String>) {
        for class in classes {
            let found: BTreeSet<RuleId> = members
                .iter()
                .filter_map(|member| self.of.get(&path(&[member, "class", class])))
                .flatten()
                .cloned()
                .collect();
            self.of.insert(path(&[at, "class", class]), found);
        }
    }
}

/// Writes the classes of the subject whose facts stand below `at`.
fn hang(
    facts: &mut Facts,
    docket: &Docket<'_>,
    at: &str,
    subject: &str,
    classes: &BTreeSet<String>,
    definers: &mut Definers,
) {
    let mut own = facts.below(at, subject);
    if let Some(on) = facts.shown("on") {
        own.set("on", on.clone());
    }
    if subject == "data" {
        own.join(facts.below("count", "count"));
    }
    let standings = docket.standings(&own);
    for class in classes {
        let target = path(&[at, "class", class]);
        let (mut holds, mut missing) = (BTreeSet::new(), BTreeSet::new());
        for (entry, standing) in docket.entries.iter().zip(&standings) {
            if !matches!(&entry.rule.kind, RuleKind::Class { class: named, .. } if named == class) {
                continue;
            }
            match standing {
                Standing::Holds => {
                    holds.insert(entry.provision.id().clone());
                }
                Standing::Not => {}
                Standing::Undecided(facts) => {
                    let named = |fact: &String| fact.replacen(subject, at, 1);
                    missing.extend(facts.iter().map(named));
                }
                Standing::Failed(error) => {
                    missing.insert(error.clone());
                }
            }
        }
        if !holds.is_empty() {
            facts.set(&target, Leaf::Bool(true));
        } else if missing.is_empty() {
            facts.set(&target, Leaf::Bool(false));
        } else {
            facts.gap(&target, LeafType::Bool, missing);
        }
        definers.of.insert(target, holds);
    }
}

/// Returns true when the provision is law of the place.
pub(crate) fn covers(provision: &Provision, place: Place, groups: &Groups) -> bool {
    provision.place() == place
        || provision.front.also_places.iter().any(|also| match also.strip_prefix("group:") {
            Some(group) => groups.contains(group, place.code()),
            None => also == place.code(),
        })
}
