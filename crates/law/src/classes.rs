//! Definitions: which classes a party, an item or data is in, and who says so.

use std::collections::{BTreeMap, BTreeSet};

use portolan_acts::Act;
use portolan_terms::{Day, RuleId};

use crate::{
    Corpus,
    docket::{Docket, Standing},
    facts::{Facts, Leaf, LeafType, Parameters, path},
    pack::provision::RuleKind,
};

/// Says of one class whether the subject is in it, and who says so.
#[derive(Clone, Debug, Default)]
pub(crate) struct Definers {
    /// Path of the class to the provisions that define it and hold.
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
            self.of.insert(path(&[at, "class", class]), found);
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
    /// Hangs classes on parties, item and data.
    pub(crate) fn classify(
        &self,
        facts: &mut Facts,
        circles: &Circles,
        parameters: &Parameters<'_>,
        epoch: Day,
    ) -> Definers {
        let mut definers = Definers::default();
        let classes = &self.packs().names.party_classes;
        let mut hang = |facts: &mut Facts, at: &str, subject: &'static str| {
            self.hang(facts, at, subject, epoch, parameters, &mut definers);
        };
        for at in &circles.everyone {
            hang(facts, at, "classify-party");
        }
        hang(facts, "item", "classify-item");
        hang(facts, "data", "classify-data");
        for (at, members) in [
            ("receivers", &circles.receivers),
            ("parties", &circles.everyone),
        ] {
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
        let names = &self.packs().names;
        let (subject, classes) = match action {
            "classify-party" => ("party", &names.party_classes),
            "classify-item" => ("item", &names.item_classes),
            _ => ("data", &names.data_classes),
        };
        let filed = self.docket(epoch, action, None);
        let mut own = facts.below(at, subject);
        if let Some(on) = facts.shown("on") {
            own.set("on", on.clone());
        }
        if subject == "data" {
            own.join(facts.below("count", "count"));
        }
        let (Ok(docket), Some(standings)) = (&filed.docket, self.standings(&filed, &own)) else {
            return;
        };
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
