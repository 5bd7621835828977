//! A corpus: packs as somebody knows them on a day, asked for rulings.

use std::collections::BTreeSet;
use std::sync::Arc;

use portolan_acts::Question;
use portolan_terms::{Day, Place, RuleId};

use crate::{
    Packs, Ruling,
    chart::Chart,
    classes::Circles,
    docket::{Docket, Entry},
    entities::Groups,
    facts::{Facts, Parameters},
    judge,
    memory::{Filed, Memory},
    pack::{
        holds,
        provision::{Provision, Rule, RuleKind, Subject, Unenforced},
    },
};

/// Holds packs as they are known on a day, without some provisions when the question is "what if".
///
/// Invariant: the packs do not change while a corpus stands, so what was asked once stays answered.
pub struct Corpus {
    packs: Arc<Packs>,
    known_on: Option<Day>,
    without: BTreeSet<RuleId>,
    one_by_one: bool,
    pub(crate) memory: Memory,
}

impl Corpus {
    /// Returns everything in the packs.
    #[must_use]
    pub fn new(packs: Arc<Packs>) -> Self {
        Self {
            memory: Memory::beside(&packs.memory),
            packs,
            known_on: None,
            without: BTreeSet::new(),
            one_by_one: false,
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
            memory: Memory::beside(&self.packs.memory),
            ..self
        }
    }

    /// Returns the corpus without these provisions.
    #[must_use]
    pub fn without(self, rules: impl IntoIterator<Item = RuleId>) -> Self {
        Self {
            without: rules.into_iter().collect(),
            memory: Memory::beside(&self.packs.memory),
            ..self
        }
    }

    /// Returns the corpus that remembers no answer and puts each rule to Cedar alone, with every
    /// fact of the act: slow, and the measure of what is quick.
    #[must_use]
    pub fn one_by_one(self) -> Self {
        Self {
            one_by_one: true,
            memory: Memory::default(),
            ..self
        }
    }

    /// Returns the packs.
    #[must_use]
    pub fn packs(&self) -> &Packs {
        &self.packs
    }

    /// Returns true when nothing is remembered and every fact is written.
    pub(crate) fn asks_one_by_one(&self) -> bool {
        self.one_by_one
    }

    /// Returns how often the rules were really put to the facts of an act.
    #[must_use]
    pub fn cedar_calls(&self) -> u64 {
        self.memory.cedar_calls()
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

    /// Returns who has said, and is known to have said, that a rule is not enforced on a day.
    pub(crate) fn unenforced_by(
        &self,
        provision: &Provision,
        rule: &Rule,
        on: Day,
    ) -> Option<RuleId> {
        let says = |statement: &&Unenforced| {
            let limb = statement.limb.as_ref();
            statement.from <= on
                && statement.until.is_none_or(|until| on < until)
                && limb.is_none_or(|limb| rule.limb.as_ref() == Some(limb))
                && self.provision(&statement.by).is_some()
        };
        let statement = provision.front.unenforced.iter().find(says);
        statement.map(|statement| statement.by.clone())
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
        self.memory.changes(|| {
            self.provisions()
                .flat_map(|provision| provision.days_of_change())
                .collect()
        })
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
        judge::supposing(question, |question| self.ruling_on_known(question, true))
    }

    /// Returns the ruling on an act that will not be asked again as a whole: only what rules read of
    /// it is remembered.
    pub(crate) fn ruling_once(&self, question: &Question) -> Ruling {
        judge::supposing(question, |question| self.ruling_on_known(question, false))
    }

    /// Returns the ruling on an act in which no listing is open.
    fn ruling_on_known(&self, question: &Question, again: bool) -> Ruling {
        let on = question.on;
        let epoch = self.epoch(on);
        let chart = self.chart(epoch);
        let parameters = self.parameters(on, &chart.groups);
        let mut facts = crate::facts::act::facts(&question.act, &parameters);
        let circles = Circles::of(&question.act, &mut facts, &parameters);
        let filed = self.docket(epoch, question.act.kind(), question.law_of.clone());
        let again = again && !self.one_by_one;
        let key = again.then(|| self.whole_key(on, epoch, &facts, &filed));
        let mut find = || {
            let asked = (epoch, &filed.docket);
            let definers = self.classify(&mut facts, &circles, &parameters, asked);
            (self.finding(&facts, &filed), Arc::new(definers))
        };
        let (finding, definers) = match key {
            Some(key) => self.memory.whole(key, find),
            None => find(),
        };
        judge::ruling(self, question, &parameters, (&finding, &definers), &filed)
    }

    /// Returns what the rules of a docket say of facts with classes.
    fn finding(&self, facts: &Facts, filed: &Filed) -> Arc<judge::Finding> {
        let docket = &filed.docket;
        if self.one_by_one {
            let standings = docket.standings_alone(facts);
            return Arc::new(judge::Finding::of(docket, facts, standings));
        }
        let numbers = docket.numbers(facts);
        self.memory.finding((filed.number, numbers), |numbers| {
            judge::Finding::of(docket, facts, docket.standings(facts, numbers))
        })
    }

    /// Returns what tells two acts apart before any class is known: all their facts, and the
    /// dockets that define classes and that speak of the act. The day counts where a rule reads it.
    fn whole_key(&self, on: Day, epoch: Day, facts: &Facts, filed: &Filed) -> String {
        let defining = ["classify-party", "classify-item", "classify-data"];
        let defining = defining.map(|kind| self.docket(epoch, kind, None));
        let numbers = defining.each_ref().map(|filed| filed.number);
        let reads_day = |filed: &Filed| filed.docket.reads.contains("on");
        let dated = reads_day(filed) || defining.iter().any(|filed| reads_day(filed));
        let on = dated.then_some(on);
        let whole = facts.whole_signature();
        format!("{}|{numbers:?}|{on:?}|{whole}", filed.number)
    }

    /// Returns the last day of change on or before `on`: between two of them no rule changes.
    pub(crate) fn epoch(&self, on: Day) -> Day {
        self.days_of_change()
            .range(..=on)
            .next_back()
            .copied()
            .unwrap_or(Day::FIRST)
    }

    pub(crate) fn chart(&self, epoch: Day) -> Arc<Chart> {
        self.memory
            .chart(epoch, || Groups::on(epoch, self.provisions()))
    }

    /// Returns the rules that speak of a kind of act, or of a kind of subject, in an epoch.
    pub(crate) fn docket(
        &self,
        epoch: Day,
        kind: &'static str,
        law_of: Option<Vec<Place>>,
    ) -> Arc<Filed> {
        let chart = self.chart(epoch);
        let (asked, wanted) = match kind {
            "classify-party" => ("classify", Some(Subject::Party)),
            "classify-item" => ("classify", Some(Subject::Item)),
            "classify-data" => ("classify", Some(Subject::Data)),
            kind => (kind, None),
        };
        let entries = || {
            let mut entries = self.entries(epoch, asked, law_of.as_deref(), &chart.groups);
            entries.retain(|entry| match entry.rule.kind {
                RuleKind::Class { subject, .. } => Some(subject) == wanted,
                RuleKind::Bar(_) | RuleKind::Ground | RuleKind::Base => wanted.is_none(),
            });
            entries
        };
        let make = |entries| Docket::new(kind, entries, &chart);
        let key = (epoch, kind, law_of.clone());
        self.memory.docket(key, &chart, entries, make)
    }

    /// Returns the parameters of all packs: a count or share that no known rule reads does no harm,
    /// and one that is missing would make a rule fail.
    pub(crate) fn parameters<'a>(&'a self, on: Day, groups: &'a Groups) -> Parameters<'a> {
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
