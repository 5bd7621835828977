//! Many askers in many places: acts that law cannot tell apart are not even written twice.
//!
//! A hundred thousand workloads on a thousand pools are a hundred million acts. What law may read of
//! an asker, and of a place, is often the same as of another; one act stands for all of those.

use std::collections::BTreeMap;

use portolan_acts::Question;
use portolan_terms::{Evidence, Known, Party};

use crate::{Corpus, Ruling};

/// Holds the rulings on every asker in every place.
#[derive(Debug)]
pub struct Crowd {
    askers: Kinds,
    places: Kinds,
    /// The ruling of each kind of asker in each kind of place, asker by asker.
    rulings: Vec<Ruling>,
}

/// Holds which of those given are alike.
#[derive(Debug)]
struct Kinds {
    /// The kind of each, by its index.
    of: Vec<usize>,
    /// The first of each kind.
    first: Vec<usize>,
}

impl Kinds {
    fn of(written: impl Iterator<Item = String>) -> Self {
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let (mut of, mut first) = (Vec::new(), Vec::new());
        for (index, text) in written.enumerate() {
            let kind = *known.entry(text).or_insert_with(|| {
                first.push(index);
                first.len() - 1
            });
            of.push(kind);
        }
        Self { of, first }
    }
}

/// Holds one side of the acts to be judged: those that ask, or the places.
pub struct Side<'a, T> {
    /// Who they are.
    pub all: &'a [T],
    /// Returns all that law may read of one: those written alike are judged as one.
    pub written: &'a (dyn Fn(&T) -> String + Sync),
}

impl Corpus {
    /// Returns the rulings on every asker in every place, found by so many threads.
    ///
    /// The ruling on two that are written alike is that on the first of them.
    #[must_use]
    pub fn rulings_on_pairs<Asker: Sync, Place: Sync>(
        &self,
        askers: &Side<'_, Asker>,
        places: &Side<'_, Place>,
        act: &(dyn Fn(&Asker, &Place) -> Question + Sync),
        threads: usize,
    ) -> Crowd {
        let kinds_of_askers = Kinds::of(askers.all.iter().map(askers.written));
        let kinds_of_places = Kinds::of(places.all.iter().map(places.written));
        let row = |asker: &usize| -> Vec<Ruling> {
            let asker = askers.all.get(*asker);
            let place =
                |place: &usize| Some(self.ruling_once(&act(asker?, places.all.get(*place)?)));
            kinds_of_places.first.iter().filter_map(place).collect()
        };
        let share = kinds_of_askers.first.len().div_ceil(threads.max(1)).max(1);
        let rulings = std::thread::scope(|scope| {
            let parts: Vec<_> = kinds_of_askers
                .first
                .chunks(share)
                .map(|part| scope.spawn(|| part.iter().flat_map(row).collect::<Vec<Ruling>>()))
                .collect();
            let mut rulings = Vec::new();
            for part in parts {
                match part.join() {
                    Ok(found) => rulings.extend(found),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
            rulings
        });
        Crowd {
            askers: kinds_of_askers,
            places: kinds_of_places,
            rulings,
        }
    }
}

impl Crowd {
    /// Returns the ruling on an asker in a place, by their indices.
    #[must_use]
    pub fn ruling(&self, asker: usize, place: usize) -> Option<&Ruling> {
        let asker = self.askers.of.get(asker)?;
        let place = self.places.of.get(place)?;
        self.rulings.get(asker * self.places.first.len() + place)
    }

    /// Returns the number of acts that were judged.
    #[must_use]
    pub fn judged(&self) -> usize {
        self.rulings.len()
    }
}

/// Writes all that law may read of a party with its papers.
///
/// A name is left out unless a paper or an open listing may turn on it.
#[must_use]
pub fn written(party: &Party, papers: &[Evidence]) -> String {
    let names = |paper: &Evidence| {
        let scope = paper.scope.as_ref();
        paper.named_users.is_some() || scope.is_some_and(|scope| scope.recipients.is_some())
    };
    let owners = party.owners.iter().flat_map(|owner| &owner.listed);
    let mut listings = party.listed.iter().chain(owners);
    let named = papers.iter().any(names) || listings.any(|listing| listing.on == Known::Unknown);
    let mut party = party.clone();
    if !named {
        party.name.clear();
        for owner in &mut party.owners {
            owner.name.clear();
        }
    }
    format!("{party:?}|{papers:?}")
}
