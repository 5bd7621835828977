//! What a corpus has been asked stays answered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portolan_terms::{Day, Place};

use crate::{
    docket::{Docket, Entry, Standing},
    entities::Groups,
    judge::Finding,
};

/// Names a docket: the epoch, the kind of act, the places whose law is asked.
pub(crate) type DocketKey = (Day, &'static str, Option<Vec<Place>>);

/// Holds a docket under the number that tells it from every other.
///
/// Epochs that agree in rules and groups share one, and so every answer given under it.
pub(crate) struct Filed {
    pub number: usize,
    pub docket: Result<Docket, String>,
    kind: &'static str,
    rules: Vec<String>,
    groups: Arc<Groups>,
}

/// Holds the answers given so far.
///
/// Invariant: a corpus does not change while it stands, so an answer is never taken back.
#[derive(Default)]
pub(crate) struct Memory(Mutex<Answered>);

#[derive(Default)]
struct Answered {
    /// The number of times the rules were really put to the facts of an act.
    cedar_calls: u64,
    findings: BTreeMap<String, Arc<Finding>>,
    /// What classifying parties, items and data gave.
    standings: BTreeMap<String, Arc<Vec<Standing>>>,
    dockets: BTreeMap<DocketKey, Arc<Filed>>,
    filed: Vec<Arc<Filed>>,
    groups: BTreeMap<Day, Arc<Groups>>,
    changes: Option<Arc<BTreeSet<Day>>>,
}

impl Memory {
    fn answered(&self) -> MutexGuard<'_, Answered> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn cedar_calls(&self) -> u64 {
        self.answered().cedar_calls
    }

    pub fn changes(&self, make: impl FnOnce() -> BTreeSet<Day>) -> Arc<BTreeSet<Day>> {
        let mut answered = self.answered();
        let changes = answered.changes.get_or_insert_with(|| Arc::new(make()));
        changes.clone()
    }

    /// Returns the groups of an epoch; epochs with the same groups share them.
    pub fn groups(&self, epoch: Day, make: impl FnOnce() -> Groups) -> Arc<Groups> {
        let known = self.answered().groups.get(&epoch).cloned();
        known.unwrap_or_else(|| {
            let made = make();
            let mut answered = self.answered();
            let same = answered.groups.values().find(|other| ***other == made);
            let groups = same.cloned().unwrap_or_else(|| Arc::new(made));
            answered.groups.insert(epoch, groups.clone());
            groups
        })
    }

    /// Returns the docket of a key: a known one when it has the same rules and groups.
    pub fn docket(
        &self,
        key: DocketKey,
        groups: &Arc<Groups>,
        entries: impl FnOnce() -> Vec<Entry>,
        make: impl FnOnce(Vec<Entry>) -> Result<Docket, String>,
    ) -> Arc<Filed> {
        let known = self.answered().dockets.get(&key).cloned();
        known.unwrap_or_else(|| {
            let (kind, entries) = (key.1, entries());
            let rules = entries.iter().map(|entry| entry.rule.name.clone());
            let rules: Vec<String> = rules.collect();
            let same = |other: &&Arc<Filed>| {
                other.kind == kind && other.rules == rules && Arc::ptr_eq(&other.groups, groups)
            };
            let known = self.answered().filed.iter().find(same).cloned();
            let docket = known.ok_or_else(|| make(entries));
            let mut answered = self.answered();
            let filed = docket.unwrap_or_else(|docket| {
                let filed = Arc::new(Filed {
                    number: answered.filed.len(),
                    docket,
                    kind,
                    rules,
                    groups: groups.clone(),
                });
                answered.filed.push(filed.clone());
                filed
            });
            answered.dockets.insert(key, filed.clone());
            filed
        })
    }

    /// Returns what the rules say of an act with this signature.
    pub fn finding(&self, key: String, make: impl FnOnce() -> Finding) -> Arc<Finding> {
        let known = self.answered().findings.get(&key).cloned();
        known.unwrap_or_else(|| {
            let finding = Arc::new(make());
            let mut answered = self.answered();
            answered.cedar_calls += 1;
            answered.findings.insert(key, finding.clone());
            finding
        })
    }

    /// Returns what the definitions say of a subject with this signature.
    pub fn standings(
        &self,
        key: String,
        make: impl FnOnce() -> Vec<Standing>,
    ) -> Arc<Vec<Standing>> {
        let known = self.answered().standings.get(&key).cloned();
        known.unwrap_or_else(|| {
            let standings = Arc::new(make());
            self.answered().standings.insert(key, standings.clone());
            standings
        })
    }
}
