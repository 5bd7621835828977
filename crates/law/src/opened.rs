//! A corpus laid open: rules, groups and schema of a day, for those who reason about the rules
//! themselves and not about one act.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use portolan_acts::Question;
use portolan_terms::{Day, Place, RuleId, evidence::EvidenceKind};
use serde_json::Value as Json;

use crate::{
    Corpus,
    facts::{Facts, Parameters},
    pack::{
        holds,
        provision::{Bar, Provision, Rule, RuleKind, Subject},
        reads::SEPARATOR,
        schema,
    },
};

/// Holds the rules in force on a day, with what they rest on.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The day.
    pub on: Day,
    /// The rules in force, in the order of provisions and of their files.
    pub rules: Vec<OpenRule>,
    /// The places of each group.
    pub groups: BTreeMap<String, BTreeSet<String>>,
    /// What each count adds up: the origin (a place or group; empty for all) and the classes.
    pub counts: BTreeMap<String, (String, Vec<String>)>,
}

/// Holds one rule as it stands in its pack.
#[derive(Clone, Debug)]
pub struct OpenRule {
    /// `provision/label`.
    pub name: String,
    /// The provision it stands in.
    pub provision: RuleId,
    /// The file and line.
    pub at: String,
    /// What it does when it holds.
    pub does: OpenEffect,
    /// The kinds of act that it speaks of.
    pub kinds: Vec<&'static str>,
    /// The rules and provisions that it lifts.
    pub lifts: Vec<String>,
    /// Whether it counts only for those who honour statements of non-enforcement.
    pub only_as_enforced: bool,
    /// Whether its agency has said, for that day, that it does not enforce the rule.
    pub unenforced: bool,
    /// Whether its text is not law yet.
    pub proposal: bool,
    rule: Arc<Rule>,
}

impl OpenRule {
    /// Returns the policy in Cedar's JSON form.
    ///
    /// # Example: a rule that forbids
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use portolan_law::{Corpus, Packs};
    /// # const CHIP_ACT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/packs/xa-chip-7.md"));
    ///
    /// let packs = Packs::read([("packs/xa/chip/s7.md", CHIP_ACT)]).unwrap();
    /// let opened = Corpus::new(Arc::new(packs)).opened("2024-06-15".parse().unwrap());
    /// let bar = opened.rules.iter().find(|rule| rule.does.is_bar()).unwrap();
    /// assert_eq!(bar.policy()["effect"], "forbid");
    /// ```
    #[must_use]
    pub fn policy(&self) -> Json {
        self.rule.policy.to_json().unwrap_or(Json::Null)
    }

    /// Returns the names of what the rule turns on besides the facts of an act: the last part of
    /// every fact it reads, classes among them, and every group or word that it names.
    ///
    /// # Example: a class and a group
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use portolan_law::{Corpus, Packs};
    /// # const CHIP_ACT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/packs/xa-chip-7.md"));
    ///
    /// let packs = Packs::read([("packs/xa/chip/s7.md", CHIP_ACT)]).unwrap();
    /// let opened = Corpus::new(Arc::new(packs)).opened("2024-06-15".parse().unwrap());
    /// assert!(opened.rules.iter().any(|rule| rule.names().any(|name| name == "xa-fast")));
    /// ```
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let facts = self.rule.reads.iter();
        let last = facts.filter_map(|path| path.rsplit(SEPARATOR).next());
        let literals = &self.rule.literals;
        let words = literals.groups.iter().chain(&literals.texts);
        last.chain(words.map(String::as_str))
    }
}

/// Says what a rule does when it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenEffect {
    /// Puts a party, an item or data in a class.
    Classifies {
        /// `party`, `item` or `data`.
        subject: &'static str,
        /// The class.
        class: String,
    },
    /// Forbids, whatever is on file.
    Forbids,
    /// Leaves the act unsettled.
    Unsettles,
    /// Bars the act until one of these is on file.
    Needs {
        /// The kinds of evidence, any of which cures.
        kinds: Vec<EvidenceKind>,
        /// Who must have issued it.
        issuer: Option<Place>,
    },
    /// Says something, and may lift bars.
    Ground,
    /// Says that the law of the place covers the act.
    Base,
}

impl OpenEffect {
    /// Returns true for a bar.
    #[must_use]
    pub fn is_bar(&self) -> bool {
        matches!(self, Self::Forbids | Self::Unsettles | Self::Needs { .. })
    }
}

impl Corpus {
    /// Returns the rules in force on a day, and the groups of that day.
    ///
    /// # Example: a class and a bar
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use portolan_law::{Corpus, Packs};
    /// # const CHIP_ACT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/packs/xa-chip-7.md"));
    ///
    /// let packs = Packs::read([("packs/xa/chip/s7.md", CHIP_ACT)]).unwrap();
    /// let corpus = Corpus::new(Arc::new(packs));
    /// let day_before = corpus.opened("2024-06-14".parse().unwrap());
    /// assert!(day_before.rules.is_empty());
    /// assert!(corpus.opened("2024-06-15".parse().unwrap()).rules.iter().any(|rule| rule.does.is_bar()));
    /// ```
    #[must_use]
    pub fn opened(&self, on: Day) -> Opened {
        let mut rules = Vec::new();
        let mut groups: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut counts = BTreeMap::new();
        for provision in self.provisions() {
            for entry in provision.front.groups.iter().filter(|e| e.holds_on(on)) {
                let places = entry.places.iter().map(|place| place.code().to_owned());
                groups.entry(entry.name.clone()).or_default().extend(places);
            }
            for count in &provision.front.counts {
                let origin = count.origin.clone().unwrap_or_default();
                let classes = count.classes.iter().map(|class| class.word().to_owned());
                counts.insert(count.name.clone(), (origin, classes.collect()));
            }
            let in_force = provision
                .rules
                .iter()
                .filter(|rule| holds(provision, rule, on));
            rules.extend(in_force.map(|rule| self.open(provision, rule, on)));
        }
        Opened {
            on,
            rules,
            groups,
            counts,
        }
    }

    fn open(&self, provision: &Provision, rule: &Arc<Rule>, on: Day) -> OpenRule {
        OpenRule {
            name: rule.name.clone(),
            provision: provision.id().clone(),
            at: format!("{}:{}", provision.file, rule.line),
            does: effect(&rule.kind),
            kinds: rule.kinds.clone(),
            lifts: rule.lifts.clone(),
            only_as_enforced: rule.only_as_enforced,
            unenforced: self.unenforced_by(provision, rule, on).is_some(),
            proposal: provision.status().is_proposal(),
            rule: rule.clone(),
        }
    }

    /// Returns the schema that every rule of the packs is validated against, in Cedar's own form.
    ///
    /// # Example: facts of an act
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use portolan_law::{Corpus, Packs};
    ///
    /// let corpus = Corpus::new(Arc::new(Packs::read([]).unwrap()));
    /// assert!(corpus.schema_text().contains("type Facts"));
    /// ```
    #[must_use]
    pub fn schema_text(&self) -> String {
        schema::text(&self.packs().names)
    }

    /// Returns the classes that parties may be in.
    ///
    /// # Example: none without packs
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use portolan_law::{Corpus, Packs};
    ///
    /// let corpus = Corpus::new(Arc::new(Packs::read([]).unwrap()));
    /// assert_eq!(corpus.party_classes().count(), 0);
    /// ```
    pub fn party_classes(&self) -> impl Iterator<Item = &str> {
        self.packs().names.party_classes.iter().map(String::as_str)
    }

    /// Returns the facts of an act without classes, by path, in the form that Cedar reads from JSON;
    /// `None` for a fact that is not shown.
    ///
    /// # Example: what a sale shows
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use portolan_acts::Question;
    /// use portolan_law::{Corpus, Packs};
    /// # const SALE: &str = r#"{"id": "sale", "on": "2025-06-01", "act": {"kind": "supply",
    /// #     "mode": "export", "item": {"type": "accelerator", "us_jurisdiction": false, "us_origin": false, "tpp": 4000,
    /// #       "performance_density": 1, "io_gbs": 1, "bits_x_tops": 1, "dram_gbs": 1, "hbm_gbs_per_mm2": 1, "datacentre": true},
    /// #     "supplier": {"name": "maker", "hq": "XA", "ultimate_parent_hq": "XA", "owners": [], "listed": [], "roles": []},
    /// #     "recipient": {"name": "buyer", "hq": "XB", "ultimate_parent_hq": "XB", "owners": [], "listed": [], "roles": []},
    /// #     "from": "XA", "to": "XB", "knows": [], "red_flags": [], "on_file": []}}"#;
    ///
    /// let corpus = Corpus::new(Arc::new(Packs::read([]).unwrap()));
    /// let sale: Question = serde_json::from_str(SALE).unwrap();
    /// let facts = corpus.facts_of(&sale);
    /// assert_eq!(facts[&["item", "tpp"].map(String::from)[..]], Some(4000.into()));
    /// assert_eq!(facts[&["recipient", "ciio"].map(String::from)[..]], None);
    /// ```
    #[must_use]
    pub fn facts_of(&self, question: &Question) -> BTreeMap<Vec<String>, Option<Json>> {
        let chart = self.chart(self.epoch(question.on));
        let parameters: Parameters<'_> = self.parameters(question.on, &chart.groups);
        let facts: Facts = crate::facts::act::facts(&question.act, &parameters);
        values(&facts)
    }

    /// Returns the facts of an act in which nothing arises: no party but its actor, no item, no data,
    /// no evidence. The actor is written as a party that does not arise.
    ///
    /// # Example: no item
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use portolan_law::{Corpus, Packs};
    ///
    /// let corpus = Corpus::new(Arc::new(Packs::read([]).unwrap()));
    /// let facts = corpus.neutral_facts("2025-01-01".parse().unwrap());
    /// assert_eq!(facts[&["item", "kind"].map(String::from)[..]], Some("".into()));
    /// ```
    #[must_use]
    pub fn neutral_facts(&self, on: Day) -> BTreeMap<Vec<String>, Option<Json>> {
        let chart = self.chart(self.epoch(on));
        values(&crate::facts::act::neutral(
            &self.parameters(on, &chart.groups),
        ))
    }
}

fn values(facts: &Facts) -> BTreeMap<Vec<String>, Option<Json>> {
    let parts = |path: &str| path.split(SEPARATOR).map(str::to_owned).collect();
    let gaps = facts.gaps().map(|(path, _)| (parts(path), None));
    let shown = facts
        .all_shown()
        .map(|(path, leaf)| (parts(path), Some(leaf.json())));
    shown.chain(gaps).collect()
}

fn effect(kind: &RuleKind) -> OpenEffect {
    match kind {
        RuleKind::Class { subject, class } => OpenEffect::Classifies {
            subject: match subject {
                Subject::Party => "party",
                Subject::Item => "item",
                Subject::Data => "data",
            },
            class: class.clone(),
        },
        RuleKind::Bar(Bar::Forbids) => OpenEffect::Forbids,
        RuleKind::Bar(Bar::Unsettles { .. }) => OpenEffect::Unsettles,
        RuleKind::Bar(Bar::Needs(cure)) => OpenEffect::Needs {
            kinds: [cure.need.kind]
                .into_iter()
                .chain(cure.need.or.iter().copied())
                .collect(),
            issuer: cure.need.issuer,
        },
        RuleKind::Ground => OpenEffect::Ground,
        RuleKind::Base => OpenEffect::Base,
    }
}
