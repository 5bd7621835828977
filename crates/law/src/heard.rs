//! Which provisions can have mattered to what a corpus was asked.

use std::collections::BTreeSet;

use portolan_terms::{Day, RuleId};

use crate::Corpus;

impl Corpus {
    /// Returns the provisions without which some answer given so far may be another, on days before
    /// `until`.
    ///
    /// A provision is left out only when no rule of it held, failed or stayed undecided in any
    /// answer, it defines no group, count or share, silences nothing, and was checked for all of
    /// those days: then no answer can tell whether it exists.
    ///
    /// # Example: nothing was asked, but the Chip Act says which places form the ring
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use portolan_law::{Corpus, Packs};
    /// # const CHIP_ACT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/packs/xa-chip-7.md"));
    ///
    /// let packs = Packs::read([("packs/xa/chip/s7.md", CHIP_ACT)]).unwrap();
    /// let corpus = Corpus::new(Arc::new(packs));
    /// let until = "2025-01-01".parse().unwrap();
    /// assert_eq!(corpus.may_have_mattered(until).len(), 1);
    /// ```
    #[must_use]
    pub fn may_have_mattered(&self, until: Day) -> BTreeSet<RuleId> {
        let mut matters: BTreeSet<RuleId> = BTreeSet::new();
        for provision in self.provisions() {
            let front = &provision.front;
            let parameters =
                !(front.groups.is_empty() && front.counts.is_empty() && front.shares.is_empty());
            if parameters || provision.checked() < until.before() {
                matters.insert(provision.id().clone());
            }
            matters.extend(
                front
                    .unenforced
                    .iter()
                    .map(|statement| statement.by.clone()),
            );
        }
        matters.extend(self.memory.rested_on());
        matters
    }
}
