//! A corpus: packs as somebody knows them on a day, asked for rulings.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portolan_acts::Question;
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
    one_by_one: bool,
    asked: Mutex<Answered>,
}

/// Names a docket: the epoch, the kind of act, the places whose law is asked.
type DocketKey = (Day, &'static str, Option<Vec<Place>>);

#[derive(Default)]
struct Answered {
    /// Rulings by day, reading, law asked and signature.
    rulings: BTreeMap<String, Arc<judge::Finding>>,
    /// The number of times the rules were really put to the facts.
    cedar_calls: u64,
    /// The rules for a kind of act in an epoch, of the places asked.
    dockets: BTreeMap<DocketKey, Arc<Result<Docket, String>>>,
    /// The groups of an epoch.
    groups: BTreeMap<Day, Arc<Groups>>,
    /// What classifying parties, items and data gave, by epoch, subject and signature.
    classes: BTreeMap<String, Arc<Vec<Standing>>>,
    /// The days on which some rule, group or enforcement statement changes.
    changes: Option<Arc<BTreeSet<Day>>>,
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
        Self {
            packs,
            known_on: None,
            without: BTreeSet::new(),
            one_by_one: false,
            asked: Mutex::default(),
        }
    }

    /// Returns the corpus with only what was published on or before `day`.
    ///
    /// # Example: nobody could read the act in April
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use portolan_law::{Corpus, Packs};
    /// # const CHIP_ACT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/packs/xa-chip-7.md"));
    ///
    /// let packs = Packs::read([("packs/xa/chip/s7.md", CHIP_ACT)]).unwrap();
    /// let corpus = Corpus::new(Arc::new(packs)).known_on("2024-04-30".parse().unwrap());
    /// assert_eq!(corpus.provisions().count(), 0);
    /// ```
    #[must_use]
    pub fn known_on(self, day: Day) -> Self {
        Self {
            known_on: Some(day),
            asked: Mutex::default(),
            ..self
        }
    }

    /// Returns the corpus without these provisions.
    #[must_use]
    pub fn without(self, rules: impl IntoIterator<Item = RuleId>) -> Self {
        Self {
            without: rules.into_iter().collect(),
            asked: Mutex::default(),
            ..self
        }
    }

    /// Returns the corpus that remembers no answer and puts each rule to Cedar alone, with every
    /// fact of the act: slow, and the measure of what is quick.
    #[must_use]
    pub fn one_by_one(self) -> Self {
        Self {
            one_by_one: true,
            asked: Mutex::default(),
            ..self
        }
    }

    /// Returns the packs.
    #[must_use]
    pub fn packs(&self) -> &Packs {
        &self.packs
    }

    /// Returns how often the rules were really put to the facts of an act.
    #[must_use]
    pub fn cedar_calls(&self) -> u64 {
        self.asked().cedar_calls
    }

    /// Returns the earliest day on which a text was last checked, over the provisions that are
    /// known: on later days what would be permitted is held.
    #[must_use]
    pub fn checked_until(&self) -> Option<Day> {
        self.provisions().map(|provision| provision.checked()).min()
    }

    /// Returns the provisions that are known.
    pub fn provisions(&self) -> impl Iterator<Item = &Arc<Provision>> {
        self.packs.provisions().filter(|provision| {
            self.known_on.is_none_or(|day| provision.published() <= day)
                && !self.without.contains(provision.id())
        })
    }

    /// Returns the provision of that name, when it is known.
    pub(crate) fn provision(&self, id: &RuleId) -> Option<&Arc<Provision>> {
        self.provisions().find(|provision| provision.id() == id)
    }

    /// Returns every day on which an answer of the corpus may change.
    ///
    /// # Example: the act starts, and XC leaves the ring
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use portolan_law::{Corpus, Packs};
    /// # const CHIP_ACT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/packs/xa-chip-7.md"));
    ///
    /// let packs = Packs::read([("packs/xa/chip/s7.md", CHIP_ACT)]).unwrap();
    /// let days = Corpus::new(Arc::new(packs)).days_of_change();
    /// let days: Vec<String> = days.iter().map(ToString::to_string).collect();
    /// assert_eq!(days, ["2024-06-15", "2025-01-01"]);
    /// ```
    #[must_use]
    pub fn days_of_change(&self) -> Arc<BTreeSet<Day>> {
        let mut asked = self.asked();
        let changes = asked.changes.get_or_insert_with(|| {
            Arc::new(
                self.provisions()
                    .flat_map(|provision| provision.days_of_change())
                    .collect(),
            )
        });
        changes.clone()
    }

    /// Returns the ruling on an act.
    ///
    /// Acts that the rules cannot tell apart are judged once.
    ///
    /// # Example: the rule starts on 15 June
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use portolan_acts::{Outcome, Question};
    /// use portolan_law::{Corpus, Packs};
    /// # const CHIP_ACT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/packs/xa-chip-7.md"));
    /// # const SALE: &str = r#"{"id": "sale", "on": "2025-06-01", "act": {"kind": "supply",
    /// #     "mode": "export", "item": {"type": "accelerator", "us_jurisdiction": false, "tpp": 4000},
    /// #     "supplier": {"name": "maker", "hq": "XA", "ultimate_parent_hq": "XA", "owners": [], "listed": [], "roles": []},
    /// #     "recipient": {"name": "buyer", "hq": "XB", "ultimate_parent_hq": "XB", "owners": [], "listed": [], "roles": []},
    /// #     "from": "XA", "to": "XB", "knows": [], "red_flags": [], "on_file": []}}"#;
    ///
    /// let packs = Packs::read([("packs/xa/chip/s7.md", CHIP_ACT)]).unwrap();
    /// let corpus = Corpus::new(Arc::new(packs));
    /// let mut sale: Question = serde_json::from_str(SALE).unwrap();
    ///
    /// let ruling = corpus.ruling_on(&sale);
    /// assert_eq!(ruling.outcome, Outcome::Conditional);
    /// assert_eq!(ruling.needs[0].kind.word(), "licence");
    /// assert!(ruling.rests_on("xa-chip-7-2"));
    ///
    /// sale.on = "2024-06-14".parse().unwrap();
    /// assert!(!corpus.ruling_on(&sale).rests_on("xa-chip-7-2"));
    /// ```
    #[must_use]
    pub fn ruling_on(&self, question: &Question) -> Ruling {
        let on = question.on;
        let epoch = self.epoch(on);
        let groups = self.groups(epoch);
        let parameters = self.parameters(on, &groups);
        let mut facts = crate::facts::act::facts(&question.act, &parameters);
        let definers = self.classify(&question.act, &mut facts, &parameters, epoch);
        let docket = self.docket(epoch, question.act.kind(), question.law_of.clone());
        let key = key(question, epoch, &facts, docket.as_ref().as_ref().ok());
        let known = self.asked().rulings.get(&key).cloned();
        let known = known.filter(|_| !self.one_by_one);
        let finding = known.unwrap_or_else(|| {
            let finding = Arc::new(match docket.as_ref() {
                Ok(docket) => judge::Finding::of(docket, &facts),
                Err(error) => judge::Finding::failed(error.clone()),
            });
            let mut asked = self.asked();
            asked.cedar_calls += 1;
            asked.rulings.insert(key, finding.clone());
            finding
        });
        judge::ruling(self, question, &parameters, &finding, &definers)
    }

    fn asked(&self) -> MutexGuard<'_, Answered> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the last day of change on or before `on`: between two of them no rule changes.
    fn epoch(&self, on: Day) -> Day {
        self.days_of_change()
            .range(..=on)
            .next_back()
            .copied()
            .unwrap_or(Day::FIRST)
    }

    fn groups(&self, epoch: Day) -> Arc<Groups> {
        let known = self.asked().groups.get(&epoch).cloned();
        known.unwrap_or_else(|| {
            let groups = Arc::new(Groups::on(epoch, self.provisions()));
            self.asked().groups.insert(epoch, groups.clone());
            groups
        })
    }

    fn docket(
        &self,
        epoch: Day,
        kind: &'static str,
        law_of: Option<Vec<Place>>,
    ) -> Arc<Result<Docket, String>> {
        let key = (epoch, kind, law_of);
        let known = self.asked().dockets.get(&key).cloned();
        known.unwrap_or_else(|| {
            let groups = self.groups(epoch);
            let (subject, wanted) = match kind {
                "classify-party" => ("classify", Some(Subject::Party)),
                "classify-item" => ("classify", Some(Subject::Item)),
                "classify-data" => ("classify", Some(Subject::Data)),
                kind => (kind, None),
            };
            let mut entries = self.entries(epoch, subject, key.2.as_deref(), &groups);
            entries.retain(|entry| match entry.rule.kind {
                RuleKind::Class { subject, .. } => Some(subject) == wanted,
                RuleKind::Bar(_) | RuleKind::Ground | RuleKind::Base => wanted.is_none(),
            });
            let docket = Arc::new(Docket::new(kind, entries, &groups, self.one_by_one));
            self.asked().dockets.insert(key, docket.clone());
            docket
        })
    }

    /// Returns the parameters of all packs: a count or share that no known rule reads does no harm,
    /// and one that is missing would make a rule fail.
    fn parameters<'a>(&'a self, on: Day, groups: &'a Groups) -> Parameters<'a> {
        let all = || self.packs.provisions();
        Parameters {
            on,
            groups,
            counts: all()
                .flat_map(|provision| &provision.front.counts)
                .collect(),
            shares: all()
                .flat_map(|provision| &provision.front.shares)
                .collect(),
        }
    }

    /// Returns the rules for a kind of act in an epoch, of the places asked.
    fn entries(
        &self,
        epoch: Day,
        kind: &str,
        law_of: Option<&[Place]>,
        groups: &Groups,
    ) -> Vec<Entry> {
        let mut entries = Vec::new();
        for provision in self.provisions() {
            let asked = law_of
                .is_none_or(|places| places.iter().any(|place| covers(provision, *place, groups)));
            if !asked {
                continue;
            }
            let rules = provision
                .rules
                .iter()
                .filter(|rule| rule.kinds.contains(&kind) && holds(provision, rule, epoch));
            entries.extend(rules.map(|rule| Entry {
                provision: provision.clone(),
                rule: rule.clone(),
            }));
        }
        entries
    }

    /// Hangs classes on parties, item and data.
    fn classify(
        &self,
        act: &portolan_acts::Act,
        facts: &mut Facts,
        parameters: &Parameters<'_>,
        epoch: Day,
    ) -> Definers {
        let mut definers = Definers::default();
        let classes = &self.packs.names.party_classes;
        let mut hang = |facts: &mut Facts, at: &str, subject: &'static str| {
            self.hang(facts, at, subject, epoch, parameters, &mut definers);
        };
        for at in ["actor", "recipient", "controller", "seller"] {
            hang(facts, at, "classify-party");
        }
        let seats = crate::facts::seats::seats(act);
        let mut receivers = vec!["recipient".to_owned()];
        let mut everyone: Vec<String> = ["actor", "recipient", "controller", "seller"]
            .map(str::to_owned)
            .to_vec();
        if seats.actor_receives {
            receivers.push("actor".to_owned());
        }
        for (index, other) in seats.others.iter().enumerate() {
            let at = format!("other{index}");
            crate::facts::party::write(facts, &at, other, parameters);
            hang(facts, &at, "classify-party");
            receivers.push(at.clone());
            everyone.push(at);
        }
        hang(facts, "item", "classify-item");
        hang(facts, "data", "classify-data");
        for (at, members) in [("receivers", &receivers), ("parties", &everyone)] {
            crate::facts::party::write_circle(facts, at, members, classes, parameters);
            definers.join_circle(at, members, classes);
        }
        facts.drop_below("other");
        definers
    }

    /// Writes the classes of the subject whose facts stand below `at`.
    fn hang(
        &self,
        facts: &mut Facts,
        at: &str,
        action: &'static str,
        epoch: Day,
        parameters: &Parameters<'_>,
        definers: &mut Definers,
    ) {
        let names = &self.packs.names;
        let (subject, classes) = match action {
            "classify-party" => ("party", &names.party_classes),
            "classify-item" => ("item", &names.item_classes),
            _ => ("data", &names.data_classes),
        };
        let docket = self.docket(epoch, action, None);
        let Ok(docket) = docket.as_ref() else { return };
        let mut own = facts.below(at, subject);
        if let Some(on) = facts.shown("on") {
            own.set("on", on.clone());
        }
        if subject == "data" {
            own.join(facts.below("count", "count"));
        }
        let key = format!("{epoch}|{subject}|{}", own.signature(&docket.reads));
        let known = self.asked().classes.get(&key).cloned();
        let known = known.filter(|_| !self.one_by_one);
        let standings = known.unwrap_or_else(|| {
            let standings = Arc::new(docket.standings(&own));
            self.asked().classes.insert(key, standings.clone());
            standings
        });
        for class in classes {
            let target = path(&[at, "class", class]);
            let found = Membership::of(class, docket, &standings, parameters);
            let missing = found
                .missing
                .iter()
                .map(|fact| fact.replacen(subject, at, 1));
            if found.holds {
                facts.set(&target, Leaf::Bool(true));
            } else if found.missing.is_empty() {
                facts.set(&target, Leaf::Bool(false));
            } else {
                facts.gap(&target, LeafType::Bool, missing);
            }
            definers.of.insert(target, found.definers);
        }
    }
}

/// Says who puts a subject in a class, and which facts that may turn on.
#[derive(Default)]
struct Membership {
    holds: bool,
    /// The provisions whose definition holds, or may hold when none does, and those that say which
    /// places are in the groups they ask for.
    definers: BTreeSet<RuleId>,
    missing: BTreeSet<String>,
}

impl Membership {
    fn of(
        class: &str,
        docket: &Docket,
        standings: &[Standing],
        parameters: &Parameters<'_>,
    ) -> Self {
        let (mut found, mut possible) = (Self::default(), BTreeSet::new());
        for (entry, standing) in docket.entries.iter().zip(standings) {
            if !matches!(&entry.rule.kind, RuleKind::Class { class: named, .. } if named == class) {
                continue;
            }
            let groups = || parameters.groups.definers_for(&entry.rule, parameters);
            let definers = || groups().into_iter().chain([entry.provision.id().clone()]);
            match standing {
                Standing::Holds => {
                    found.holds = true;
                    found.definers.extend(definers());
                }
                Standing::Not => {}
                Standing::Undecided(facts) => {
                    possible.extend(definers());
                    found.missing.extend(facts.iter().cloned());
                }
                Standing::Failed(error) => {
                    possible.extend(definers());
                    found.missing.insert(error.clone());
                }
            }
        }
        if !found.holds {
            found.definers = possible;
        }
        found
    }
}

/// Returns what tells two questions apart for the rules of a docket.
fn key(question: &Question, epoch: Day, facts: &Facts, docket: Option<&Docket>) -> String {
    let law = question.law_of.as_ref();
    let reads = docket
        .map(|docket| facts.signature(&docket.reads))
        .unwrap_or_default();
    format!("{}|{epoch}|{law:?}|{reads}", question.act.kind())
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

/// Returns true when the provision is law of the place.
pub(crate) fn covers(provision: &Provision, place: Place, groups: &Groups) -> bool {
    provision.place() == place
        || provision
            .front
            .also_places
            .iter()
            .any(|also| match also.strip_prefix("group:") {
                Some(group) => groups.contains(group, place.code()),
                None => also == place.code(),
            })
}
