//! Which numbers rules hold a fact against: between two of them no rule tells one number from another.

use std::collections::BTreeSet;

use crate::{Corpus, pack::reads::SEPARATOR};

impl Corpus {
    /// Returns the numbers that rules hold a fact against, wherever it stands in an act; `None` when
    /// a rule that reads it compares facts with each other or reckons with them.
    ///
    /// # Example: the Chip Act begins at 4,000
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use portolan_law::{Corpus, Packs};
    /// # const CHIP_ACT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/packs/xa-chip-7.md"));
    ///
    /// let packs = Packs::read([("packs/xa/chip/s7.md", CHIP_ACT)]).unwrap();
    /// let corpus = Corpus::new(Arc::new(packs));
    /// assert_eq!(corpus.marks_of("tpp"), Some([4000].into()));
    /// assert_eq!(corpus.marks_of("training_teraops"), Some([].into()));
    /// ```
    #[must_use]
    pub fn marks_of(&self, fact: &str) -> Option<BTreeSet<i64>> {
        let mut marks = BTreeSet::new();
        for rule in self.provisions().flat_map(|provision| &provision.rules) {
            let mut read = rule
                .reads
                .iter()
                .filter_map(|read| read.rsplit(SEPARATOR).next());
            if !read.any(|name| name == fact) {
                continue;
            }
            if rule.literals.between_facts {
                return None;
            }
            marks.extend(&rule.literals.longs);
        }
        Some(marks)
    }
}
