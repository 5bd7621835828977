//! What a rule said of the facts that it reads stays said: most rules read few facts, and most acts
//! share those with another.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{
    docket::Standing,
    facts::Facts,
    pack::{provision::Rule, reads::SEPARATOR},
};

/// What an act shows where rules read it, as numbers: the same number stands for the same facts.
pub(crate) type Numbers = Box<[u32]>;

/// Holds what rules said in one division of places into groups.
#[derive(Default)]
pub(crate) struct Said(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// Everything that was read at some path, with its number.
    texts: BTreeMap<String, u32>,
    /// Where the answers of a rule stand, by its address and the action it was asked of.
    slots: BTreeMap<(usize, String), usize>,
    answers: Vec<Answers>,
}

struct Answers {
    /// INVARIANT: the rule lives as long as its address is a key.
    _rule: Arc<Rule>,
    by_numbers: BTreeMap<Numbers, Standing>,
}

impl Said {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns where the answers of a rule to an action stand.
    pub fn slot(&self, rule: &Arc<Rule>, action: &str) -> usize {
        let mut known = self.known();
        let next = known.answers.len();
        let key = (Arc::as_ptr(rule).addr(), action.to_owned());
        let slot = *known.slots.entry(key).or_insert(next);
        if slot == next {
            known.answers.push(Answers {
                _rule: rule.clone(),
                by_numbers: BTreeMap::new(),
            });
        }
        slot
    }

    /// Returns what the facts show at each of these paths; what is read below the first place named
    /// is looked up below the second.
    pub fn numbers(
        &self,
        facts: &Facts,
        reads: &BTreeSet<String>,
        moved: Option<(&str, &str)>,
    ) -> Numbers {
        let (mut text, mut ends) = (String::new(), Vec::with_capacity(reads.len()));
        for read in reads {
            let elsewhere = moved.and_then(|(named, at)| {
                let rest = read.strip_prefix(named)?;
                let below = rest.is_empty() || rest.starts_with(SEPARATOR);
                below.then(|| format!("{at}{rest}"))
            });
            facts.sign(elsewhere.as_ref().unwrap_or(read), read, &mut text);
            ends.push(text.len());
        }
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let parts = starts.zip(&ends).map(|(start, end)| text.get(start..*end));
        let mut known = self.known();
        let number = |part: Option<&str>| known.number(part.unwrap_or_default());
        parts.map(number).collect()
    }

    /// Returns what the rules in these slots said before, each of its own numbers.
    pub fn recall(&self, asked: &[(usize, Numbers)]) -> Vec<Option<Standing>> {
        let known = self.known();
        let answer = |(slot, numbers): &(usize, Numbers)| {
            let answers = known.answers.get(*slot)?;
            answers.by_numbers.get(numbers).cloned()
        };
        asked.iter().map(answer).collect()
    }

    /// Keeps what the rule in a slot says.
    pub fn keep(&self, (slot, numbers): &(usize, Numbers), standing: Standing) {
        if let Some(answers) = self.known().answers.get_mut(*slot) {
            answers.by_numbers.insert(numbers.clone(), standing);
        }
    }
}

impl Known {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.texts.get(text) {
            return *number;
        }
        // INVARIANT: memory ends long before four billion texts do.
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        self.texts.insert(text.to_owned(), number);
        number
    }
}
