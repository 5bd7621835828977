//! Definitions: which classes a party, an item or data is in, and who says so.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use portolan_acts::Act;
use portolan_terms::{Day, RuleId};

use crate::{
    Corpus,
    docket::{Docket, Standing},
    facts::{Facts, Leaf, LeafType, Parameters, path},
    memory::Filed,
    pack::{
        Names,
        provision::{RuleKind, Subject},
    },
};

/// Says of one class whether the subject is in it, and who says so.
#[derive(Clone, Debug, Default)]
pub(crate) struct Definers {
    /// Path of the class to the provisions that define it and hold; none where nobody does.
    pub of: BTreeMap<String, BTreeSet<RuleId>>,
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
            self.add(path(&[at, "class", class]), found);
        }
    }

    fn add(&mut self, class: String, definers: BTreeSet<RuleId>) {
        if !definers.is_empty() {
            self.of.insert(class, definers);
        }
    }
}

/// Names the facts of the parties to an act: of all, and of those that receive something.
pub(crate) struct Circles {
    everyone: Vec<String>,
    receivers: Vec<String>,
}

impl Circles {
    /// Writes the facts of the parties that have no place of their own, and names them all.
    pub fn of(act: &Act, facts: &mut Facts, parameters: &Parameters<'_>) -> Self {
        let seats = crate::facts::seats::seats(act);
        let mut circles = Self {
            everyone: ["actor", "recipient", "controller", "seller"]
                .map(str::to_owned)
                .to_vec(),
            receivers: vec!["recipient".to_owned()],
        };
        if seats.actor_receives {
            circles.receivers.push("actor".to_owned());
        }
        for (index, other) in seats.others.iter().enumerate() {
            let at = format!("other{index}");
            crate::facts::party::write(facts, &at, other, parameters);
            circles.receivers.push(at.clone());
            circles.everyone.push(at);
        }
        circles
    }
}

impl Corpus {
    /// Hangs classes on parties, item and data: those that some rule of the docket reads.
    pub(crate) fn classify(
        &self,
        facts: &mut Facts,
        circles: &Circles,
        parameters: &Parameters<'_>,
        (epoch, asked): (Day, &Docket),
    ) -> Definers {
        let mut definers = Definers::default();
        let wanted = |class: &&String| self.asks_one_by_one() || asked.reads_class(class);
        let all = &self.packs().names.party_classes;
        let classes: BTreeSet<String> = all.iter().filter(wanted).cloned().collect();
        let mut hang = |facts: &mut Facts, at: &str, subject: Subject| {
            let filed = self.docket(epoch, subject.action(), None);
            let memberships = self.memberships(&filed, facts, (subject, at), parameters);
            let names = subject.classes(&self.packs().names);
            for (class, found) in names.iter().zip(&*memberships) {
                if wanted(&class) {
                    found.hang(class, (subject, at), facts, &mut definers);
                }
            }
        };
        for at in &circles.everyone {
            hang(facts, at, Subject::Party);
        }
        hang(facts, "item", Subject::Item);
        hang(facts, "data", Subject::Data);
        for (at, members) in [
            ("receivers", &circles.receivers),
            ("parties", &circles.everyone),
        ] {
            crate::facts::party::write_circle(facts, at, members, &classes, parameters);
            definers.join_circle(at, members, &classes);
        }
        facts.drop_below("other");
        definers
    }

    /// Returns in which classes a subject whose facts stand below `at` is, in their order.
    fn memberships(
        &self,
        filed: &Filed,
        facts: &Facts,
        (subject, at): (Subject, &str),
        parameters: &Parameters<'_>,
    ) -> Arc<Vec<Membership>> {
        let docket = &filed.docket;
        let own = || subject.facts(facts, at);
        let of = |standings: &[Standing]| -> Vec<Membership> {
            let classes = subject.classes(&self.packs().names).iter();
            let of = |class: &String| Membership::of(class, docket, standings, parameters);
            classes.map(of).collect()
        };
        if self.asks_one_by_one() {
            return Arc::new(of(&docket.standings_alone(&own())));
        }
        let numbers = docket.numbers_of(facts, (subject.word(), at));
        self.memory.memberships((filed.number, numbers), |numbers| {
            of(&docket.standings(&own(), numbers))
        })
    }
}

impl Subject {
    fn word(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Item => "item",
            Self::Data => "data",
        }
    }

    fn action(self) -> &'static str {
        match self {
            Self::Party => "classify-party",
            Self::Item => "classify-item",
            Self::Data => "classify-data",
        }
    }

    fn classes(self, names: &Names) -> &BTreeSet<String> {
        match self {
            Self::Party => &names.party_classes,
            Self::Item => &names.item_classes,
            Self::Data => &names.data_classes,
        }
    }

    /// Returns the facts that its definitions may read, moved to where they read them.
    fn facts(self, facts: &Facts, at: &str) -> Facts {
        let mut own = facts.below(at, self.word());
        if let Some(on) = facts.shown("on") {
            own.set("on", on.clone());
        }
        if matches!(self, Self::Data) {
            own.join(facts.below("count", "count"));
        }
        own
    }
}

/// Says who puts a subject in a class, and which facts that may turn on.
#[derive(Default)]
pub(crate) struct Membership {
    holds: bool,
    /// The provisions whose definition holds, or may hold when none does, and those that say which
    /// places are in the groups they ask for.
    definers: BTreeSet<RuleId>,
    missing: BTreeSet<String>,
}

impl Membership {
    pub fn of(
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

    /// Writes whether the subject whose facts stand below `at` is in the class.
    fn hang(
        &self,
        class: &str,
        (subject, at): (Subject, &str),
        facts: &mut Facts,
        definers: &mut Definers,
    ) {
        let class = path(&[at, "class", class]);
        if self.holds {
            facts.set(&class, Leaf::Bool(true));
        } else if self.missing.is_empty() {
            facts.set(&class, Leaf::Bool(false));
        } else {
            let missing = self.missing.iter();
            let missing = missing.map(|fact| fact.replacen(subject.word(), at, 1));
            facts.gap(&class, LeafType::Bool, missing);
        }
        definers.add(class, self.definers.clone());
    }
}
