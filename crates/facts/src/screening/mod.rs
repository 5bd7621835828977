//! Screening: the parties of a scenario held against a public list of names.
//!
//! A near match is never passed over in silence: it becomes a fact that nobody has shown, until a
//! person decides. What is alike is found by names alone, so that who hides behind another address
//! is found too.

mod csl;
mod limits;
mod names;
mod written;

use std::collections::BTreeSet;

use portolan_terms::{Day, PartyId, evidence::Review, party::ListName};

use crate::Scenario;
use names::Name;

pub use csl::Csl;
pub use limits::Limits;
pub(crate) use limits::is_stale;
pub use written::written;

/// The lists that the Consolidated Screening List may put a name on.
pub(crate) const LISTS: [ListName; 4] = [
    ListName::UsEntityList,
    ListName::UsMeuList,
    ListName::UsSdn,
    ListName::UsOtherScreening,
];

/// Holds one entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The list, in its publisher's words.
    pub source: String,
    /// The name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// The day it takes effect, when the list says so.
    pub from: Option<Day>,
    /// Its last day, when it ends.
    pub until: Option<Day>,
    /// The items it covers, in its own words.
    pub items: Option<String>,
    /// The review policy, when its words fit one.
    pub review: Option<Review>,
}

impl Entry {
    /// Returns the list as law names it.
    #[must_use]
    pub fn list(&self) -> ListName {
        let known = [
            ("Entity List (EL)", ListName::UsEntityList),
            ("Military End User (MEU)", ListName::UsMeuList),
            ("Specially Designated Nationals (SDN)", ListName::UsSdn),
        ];
        known
            .iter()
            .find(|(start, _)| self.source.starts_with(start))
            .map_or(ListName::UsOtherScreening, |(_, list)| *list)
    }
}

/// Holds an entry that may name a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// The party.
    pub party: PartyId,
    /// The name of its owner, when that is who may be named.
    pub owner: Option<String>,
    /// The name that was held against the list.
    pub name: String,
    /// The entry.
    pub entry: &'a Entry,
    /// The name in it that is alike.
    pub named: &'a str,
    /// How alike the names are, of 100.
    pub likeness: u8,
}

/// Returns the entries that may name a party of the scenario or one of its owners, the most alike
/// first.
///
/// An entry of a list on which the scenario already says that the party stands is left out.
#[must_use]
pub fn screen<'a>(scenario: &Scenario, entries: &'a [Entry], likeness: u8) -> Vec<Found<'a>> {
    let listed: Vec<(&Entry, &str, Name)> = entries
        .iter()
        .flat_map(|entry| {
            let names = std::iter::once(&entry.name).chain(&entry.aliases);
            names.map(move |name| (entry, name.as_str(), Name::of(name)))
        })
        .collect();
    let mut found = Vec::new();
    for subject in subjects(scenario) {
        let name = subject.name.comparator();
        let mut best: Vec<Found<'a>> = Vec::new();
        for (entry, text, other) in &listed {
            if subject.lists.contains(&entry.list()) {
                continue;
            }
            let Some(alike) = name.likeness(other, likeness) else {
                continue;
            };
            match best.last_mut() {
                // The names of one entry stand together.
                Some(last) if std::ptr::eq(last.entry, *entry) => {
                    if last.likeness < alike {
                        (last.likeness, last.named) = (alike, *text);
                    }
                }
                Some(_) | None => best.push(Found {
                    party: subject.party.clone(),
                    owner: subject.owner.clone(),
                    name: subject.text.clone(),
                    entry,
                    named: text,
                    likeness: alike,
                }),
            }
        }
        best.sort_by_key(|one| std::cmp::Reverse(one.likeness));
        found.extend(best);
    }
    found
}

/// Returns every name that a screening of the scenario holds against a list, each once.
#[must_use]
pub fn names(scenario: &Scenario) -> BTreeSet<String> {
    let parties = scenario.parties.values().flat_map(|one| &one.snapshots);
    let names = parties.flat_map(|(_, party)| {
        let owners = party.owners.iter().map(|owner| &owner.name);
        std::iter::once(&party.name).chain(owners)
    });
    names.cloned().collect()
}

/// Holds one name to hold against a list.
struct Subject {
    party: PartyId,
    owner: Option<String>,
    text: String,
    name: Name,
    lists: BTreeSet<ListName>,
}

/// Returns every name that a party or its owners have on some day.
fn subjects(scenario: &Scenario) -> Vec<Subject> {
    let mut subjects: Vec<Subject> = Vec::new();
    for party in scenario.parties.values() {
        let mut seen = BTreeSet::new();
        for (_, one) in &party.snapshots {
            let own = (None, &one.name, &one.listed);
            let held = one.owners.iter();
            let held = held.map(|owner| (Some(owner.name.clone()), &owner.name, &owner.listed));
            for (owner, name, listings) in std::iter::once(own).chain(held) {
                if seen.insert((owner.clone(), name.clone())) {
                    let sure = listings
                        .iter()
                        .filter(|listing| listing.on.shown().is_some());
                    subjects.push(Subject {
                        party: party.id.clone(),
                        owner,
                        text: name.clone(),
                        name: Name::of(name),
                        lists: sure.map(|listing| listing.list).collect(),
                    });
                }
            }
        }
    }
    subjects
}
