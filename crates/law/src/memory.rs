//! What a corpus has been asked stays answered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use portolan_terms::{Day, Place, RuleId};

use crate::{
    chart::Chart,
    classes::{Definers, Membership},
    docket::{Docket, Entry},
    entities::Groups,
    judge::Finding,
    said::Numbers,
};

/// Names a docket: the epoch, the kind of act, the places whose law is asked.
pub(crate) type DocketKey = (Day, &'static str, Option<Vec<Place>>);

/// Holds a docket under the number that tells it from every other.
///
/// Epochs that agree in rules and groups share one, and so every answer given under it.
pub(crate) struct Filed {
    pub number: usize,
    pub docket: Docket,
    kind: &'static str,
    chart: Arc<Chart>,
}

/// Returns true when the rules are the same ones, of the same provisions.
fn same_rules(some: &[Entry], others: &[Entry]) -> bool {
    let same = |(one, other): (&Entry, &Entry)| {
        Arc::ptr_eq(&one.rule, &other.rule) && Arc::ptr_eq(&one.provision, &other.provision)
    };
    some.len() == others.len() && some.iter().zip(others).all(same)
}

/// Names what is asked of a docket: its number, and what the facts show where it reads them.
pub(crate) type Asked = (usize, Numbers);

/// What was found by all facts of an act, and who defines its classes.
pub(crate) type Found = (Arc<Finding>, Arc<Definers>);

/// Holds what corpora of the same packs were asked: a corpus of another day, without some rule, or
/// of packs with a supposed change, has the same rules for most acts.
///
/// INVARIANT: every key names the docket that was asked, so an answer holds wherever its key does.
#[derive(Default)]
pub(crate) struct Shared(Mutex<Answered>);

#[derive(Default)]
struct Answered {
    /// What was found, by everything that some rule for the act reads.
    findings: BTreeMap<Asked, Arc<Finding>>,
    /// What was found, by all facts of the act before classes are hung on it.
    whole: BTreeMap<String, Found>,
    /// The classes of parties, items and data, by all that some definition reads.
    memberships: BTreeMap<Asked, Arc<Vec<Membership>>>,
    /// Every docket once.
    filed: Vec<Arc<Filed>>,
    /// Every division of places into groups once.
    charts: Vec<Arc<Chart>>,
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Shared").finish_non_exhaustive()
    }
}

/// Holds the answers that one corpus has given so far.
///
/// Invariant: a corpus does not change while it stands, so an answer is never taken back.
#[derive(Default)]
pub(crate) struct Memory {
    own: Mutex<Own>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Own {
    /// The number of times the rules were really put to the facts.
    cedar_calls: u64,
    /// The dockets by epoch, kind of act and places asked.
    dockets: BTreeMap<DocketKey, Arc<Filed>>,
    /// The places and their groups, by epoch.
    charts: BTreeMap<Day, Arc<Chart>>,
    /// What the answers rest on, each once.
    given: BTreeMap<usize, Found>,
    /// The days on which some rule, group or enforcement statement changes.
    changes: Option<Arc<BTreeSet<Day>>>,
}

impl Memory {
    /// Returns the memory of a new corpus of packs that others were asked about before.
    pub fn beside(shared: &Arc<Shared>) -> Self {
        Self {
            own: Mutex::default(),
            shared: shared.clone(),
        }
    }

    fn own(&self) -> MutexGuard<'_, Own> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answered(&self) -> MutexGuard<'_, Answered> {
        self.shared.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn cedar_calls(&self) -> u64 {
        self.own().cedar_calls
    }

    pub fn changes(&self, make: impl FnOnce() -> BTreeSet<Day>) -> Arc<BTreeSet<Day>> {
        let mut own = self.own();
        let changes = own.changes.get_or_insert_with(|| Arc::new(make()));
        changes.clone()
    }

    /// Returns the chart of an epoch; epochs with the same groups share it.
    pub fn chart(&self, epoch: Day, groups: impl FnOnce() -> Groups) -> Arc<Chart> {
        let known = self.own().charts.get(&epoch).cloned();
        known.unwrap_or_else(|| {
            let groups = groups();
            let mut answered = self.answered();
            let same = answered.charts.iter().find(|other| other.groups == groups);
            let chart = same.cloned().unwrap_or_else(|| {
                let chart = Arc::new(Chart::from(groups));
                answered.charts.push(chart.clone());
                chart
            });
            self.own().charts.insert(epoch, chart.clone());
            chart
        })
    }

    /// Returns the docket of a key: a known one when it has the same rules and chart.
    pub fn docket(
        &self,
        key: DocketKey,
        chart: &Arc<Chart>,
        entries: impl FnOnce() -> Vec<Entry>,
        make: impl FnOnce(Vec<Entry>) -> Docket,
    ) -> Arc<Filed> {
        let known = self.own().dockets.get(&key).cloned();
        known.unwrap_or_else(|| {
            let (kind, entries) = (key.1, entries());
            let same = |other: &&Arc<Filed>| {
                let chart = Arc::ptr_eq(&other.chart, chart);
                chart && other.kind == kind && same_rules(&other.docket.entries, &entries)
            };
            let mut answered = self.answered();
            let known = answered.filed.iter().find(same).cloned();
            let filed = known.unwrap_or_else(|| {
                let filed = Arc::new(Filed {
                    number: answered.filed.len(),
                    docket: make(entries),
                    kind,
                    chart: chart.clone(),
                });
                answered.filed.push(filed.clone());
                filed
            });
            self.own().dockets.insert(key, filed.clone());
            filed
        })
    }

    /// Returns what the rules say of an act that shows this where they read it.
    pub fn finding(&self, key: Asked, make: impl FnOnce(&Numbers) -> Finding) -> Arc<Finding> {
        let known = self.answered().findings.get(&key).cloned();
        known.unwrap_or_else(|| {
            let finding = Arc::new(make(&key.1));
            self.own().cedar_calls += 1;
            self.answered().findings.insert(key, finding.clone());
            finding
        })
    }

    /// Returns the classes of a subject that shows this where definitions read it.
    pub fn memberships(
        &self,
        key: Asked,
        make: impl FnOnce(&Numbers) -> Vec<Membership>,
    ) -> Arc<Vec<Membership>> {
        let known = self.answered().memberships.get(&key).cloned();
        known.unwrap_or_else(|| {
            let memberships = Arc::new(make(&key.1));
            let mut answered = self.answered();
            answered.memberships.insert(key, memberships.clone());
            memberships
        })
    }

    /// Returns what was found by all facts of an act, and notes that an answer rests on it.
    pub fn whole(&self, key: String, make: impl FnOnce() -> Found) -> Found {
        let known = self.answered().whole.get(&key).cloned();
        let found = known.unwrap_or_else(|| {
            let found = make();
            self.answered().whole.insert(key, found.clone());
            found
        });
        let rests_on = Arc::as_ptr(&found.1).addr();
        self.own()
            .given
            .entry(rests_on)
            .or_insert_with(|| found.clone());
        found
    }

    /// Returns the provisions that some answer given so far rests on, or may.
    pub fn rested_on(&self) -> BTreeSet<RuleId> {
        let mut rested = BTreeSet::new();
        for (finding, definers) in self.own().given.values() {
            rested.extend(finding.named());
            rested.extend(definers.of.values().flatten().cloned());
        }
        rested
    }
}
