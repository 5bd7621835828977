//! The exact search of the whole problem, shared out over threads and taken up again round after round.

use super::UNIT;
use super::certificate::{Proof, Step};
use super::core::Core;
use super::node::Search;

/// A search that proves `aim` as a bound when nothing is left of it.
///
/// Its parts follow one another in the order of the tree, so that their logs, one after the other, are its log.
pub(super) struct Exact {
    pub(super) aim: i64,
    parts: Vec<Search>,
}

impl Exact {
    /// Starts a search for plans that cost less than `aim`.
    pub(super) fn new(core: Core, prices: Vec<f64>, aim: i64) -> Self {
        let most = ((aim - 1) * UNIT) as f64;
        Self {
            aim,
            parts: vec![Search::new(core, prices, most, true)],
        }
    }

    /// Takes out up to so many parts that are not done, those last in order, with the place of each.
    pub(super) fn lend(&mut self, count: usize) -> Vec<(usize, Search)> {
        self.divide(count);
        let open: Vec<usize> = (0..self.parts.len())
            .rev()
            .filter(|part| !self.is_done_at(*part))
            .take(count)
            .collect();
        let blank = || Search::none();
        let lend = |part: usize| {
            let lent = self
                .parts
                .get_mut(part)
                .map(|search| std::mem::replace(search, blank()));
            (part, lent.unwrap_or_else(blank))
        };
        open.into_iter().map(lend).collect()
    }

    /// Takes a part back.
    pub(super) fn take_back(&mut self, part: usize, search: Search) {
        if let Some(place) = self.parts.get_mut(part) {
            *place = search;
        }
    }

    /// Returns how many numbers its log holds.
    pub(super) fn logged(&self) -> usize {
        self.parts.iter().map(|part| part.logged).sum()
    }

    /// Returns the proof when nothing is left, and the search otherwise.
    pub(super) fn proof(self) -> Result<Proof, Self> {
        if !self.parts.iter().all(Search::is_done) {
            return Err(self);
        }
        let steps: Vec<Step> = self.parts.into_iter().flat_map(Search::into_log).collect();
        Ok(Proof::Tree(steps))
    }

    /// Divides parts until so many are not done, as far as they can be divided.
    fn divide(&mut self, count: usize) {
        let mut part = self.parts.len();
        while part > 0 && self.parts.iter().filter(|part| !part.is_done()).count() < count {
            part -= 1;
            if let Some(other) = self.parts.get_mut(part).and_then(Search::split_off) {
                self.parts.insert(part + 1, other);
                part = self.parts.len();
            }
        }
    }

    fn is_done_at(&self, part: usize) -> bool {
        self.parts.get(part).is_none_or(Search::is_done)
    }
}
