//! When a list is not to be relied on: it is old, or much of it is gone.

use portolan_terms::Day;

use super::Csl;
use crate::{FactsError, scenario::model::Screening};

/// The share of a list that may be gone, of 100.
const GONE_MAX: usize = 20;
/// Below so many entries a list may shrink by any share.
const COUNTED_MIN: usize = 10;

/// Says how old a list may be, and what stood in the one before it.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    /// The day on which it is relied on.
    pub on: Day,
    /// The most days that it may be old.
    pub max_age_days: u32,
    /// The screening before this one.
    pub before: Option<&'a Screening>,
}

impl Limits<'_> {
    /// Returns what speaks against relying on the list.
    #[must_use]
    pub fn faults(&self, csl: &Csl, file: &str) -> Vec<FactsError> {
        let mut faults = Vec::new();
        if is_stale(csl.dated, self.max_age_days, self.on) {
            let fact = format!(
                "the list is of {}, more than {} days before {}",
                csl.dated, self.max_age_days, self.on
            );
            let error = FactsError::new("csl.stale", fact).at(file, 0);
            faults.push(
                error.hint("fetch the list again, or say with `--max-age` how old it may be"),
            );
        }
        let Some(before) = self.before else {
            return faults;
        };
        if csl.dated < before.dated {
            let fact = format!(
                "the list is of {}, and the one screened before is of {}",
                csl.dated, before.dated
            );
            let error = FactsError::new("csl.older", fact).at(file, 0);
            faults.push(error.hint("take the later list"));
        }
        let counts = csl.counts();
        let now = |source: &str| {
            let found = counts.iter().find(|(known, _)| known == source);
            found.map_or(0, |(_, count)| *count)
        };
        let all = before.counts.iter().map(|(_, count)| count).sum();
        let whole = ("the whole list", all, csl.entries.len());
        let each = before.counts.iter();
        let each = each.map(|(source, count)| (source.as_str(), *count, now(source)));
        for (what, before, now) in std::iter::once(whole).chain(each) {
            let kept = now.saturating_mul(100);
            if before >= COUNTED_MIN && kept < before.saturating_mul(100 - GONE_MAX) {
                let fact = format!(
                    "{what} had {before} entries and has {now}: more than {GONE_MAX} % are gone"
                );
                let error = FactsError::new("csl.shrunk", fact).at(file, 0);
                faults.push(error.hint("the file may be cut short: fetch it again; if the list really shrank, remove `screening.toml` and screen anew"));
            }
        }
        faults
    }
}

/// Returns true when a list is too old to rely on.
pub(crate) fn is_stale(dated: Day, max_age_days: u32, on: Day) -> bool {
    dated.plus_days(i32::try_from(max_age_days).unwrap_or(i32::MAX)) < on
}
