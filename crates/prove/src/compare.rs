//! Two days of law compared: is one at least as strict as the other, for every act of a kind?
//!
//! The same act is put to both days: only the day of the act differs, and what the packs derive from
//! it. An act is held back on a day when a bar stands that nothing on file can cure.

use std::collections::BTreeMap;

use portolan_law::{OpenRule, Opened};
use portolan_terms::Day;
use serde::Serialize;
use serde_json::Value as Json;

use crate::{
    Prover, Witness,
    expr::{self, Path},
    invariant::Reading,
    solver::Answer,
    witness::Tried,
    world::World,
};

/// Says whether every act held back on one day is held back on the other.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "what", content = "detail", rename_all = "kebab-case")]
pub enum Implied {
    /// For every act.
    Always,
    /// Not for this act, and the bars that hold it back on the first day alone.
    Except {
        /// The act.
        act: Box<Witness>,
        /// The bars.
        by: Vec<String>,
    },
    /// It could not be decided, and why.
    Open(String),
}

/// Holds what was found about two days.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The kind of act.
    pub act: String,
    /// The first day.
    pub earlier: Day,
    /// The second day.
    pub later: Day,
    /// Whether what the earlier day holds back, the later one holds back too: it is as strict.
    pub as_strict: Implied,
    /// Whether what the later day holds back, the earlier one held back too: it is as loose.
    pub as_loose: Implied,
}

impl Comparison {
    /// Says in a word how the later day compares.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match (&self.as_strict, &self.as_loose) {
            (Implied::Open(_), _) | (_, Implied::Open(_)) => "not decided",
            (Implied::Always, Implied::Always) => "the same",
            (Implied::Always, Implied::Except { .. }) => "stricter",
            (Implied::Except { .. }, Implied::Always) => "looser",
            (Implied::Except { .. }, Implied::Except { .. }) => "neither stricter nor looser",
        }
    }
}

/// Holds one day as the other is compared with it.
struct Side<'a> {
    bars: Vec<(&'a OpenRule, Json)>,
}

impl<'a> Side<'a> {
    fn of(world: &World<'a>) -> Self {
        let bars = world.bars().map(|bar| (bar, world.bites(bar)));
        Self {
            bars: bars.collect(),
        }
    }

    /// Returns the bars that the other day does not have word for word.
    fn own(&self, other: &Self) -> Vec<(&'a OpenRule, Json)> {
        let same = |condition: &Json| other.bars.iter().any(|(_, theirs)| theirs == condition);
        let own = self.bars.iter().filter(|(_, condition)| !same(condition));
        own.cloned().collect()
    }
}

impl Prover {
    /// Compares two days for a kind of act.
    pub fn compare(
        &mut self,
        earlier: Day,
        later: Day,
        kind: &str,
        reading: Reading,
    ) -> Comparison {
        let (first, second) = (self.corpus.opened(earlier), self.corpus.opened(later));
        let as_enforced = reading == Reading::AsEnforced;
        let nothing = BTreeMap::new();
        let plain = World::new(&first, kind, as_enforced).fixed(earlier.to_string(), &nothing);
        let (moved, links) = self.others(&plain, &second, later, kind, as_enforced);
        let other = World::new(&second, kind, as_enforced).fixed(later.to_string(), &moved);
        let (first, second) = (Side::of(&plain), Side::of(&other));
        Comparison {
            act: kind.to_owned(),
            earlier,
            later,
            as_strict: self.implied(kind, earlier, &first, &second, &links),
            as_loose: self.implied(kind, later, &second, &first, &links),
        }
    }

    /// Says where classes of the other members of a circle stand on the second day, when the class
    /// is defined otherwise there, and which of the two definitions contains the other.
    fn others(
        &mut self,
        first: &World<'_>,
        second: &Opened,
        later: Day,
        kind: &str,
        as_enforced: bool,
    ) -> (BTreeMap<Path, Path>, Json) {
        let nothing = BTreeMap::new();
        let second = World::new(second, kind, as_enforced).fixed(later.to_string(), &nothing);
        let classes: Vec<String> = self.corpus.party_classes().map(str::to_owned).collect();
        let (mut moved, mut links) = (BTreeMap::new(), Vec::new());
        for class in classes {
            let before = first.in_class("party", "recipient", &class);
            let after = second.in_class("party", "recipient", &class);
            if before == after {
                continue;
            }
            let at = |circle: &str| [circle, "class", &class].map(str::to_owned).to_vec();
            let (here, there) = (at("receivers"), at("receivers_then"));
            let mut contains = |small: &Json, large: &Json| {
                let beyond = expr::all(vec![small.clone(), expr::not(large.clone())]);
                self.solver.can_hold(kind, &beyond) == Answer::Never
            };
            let link = |small: &Path, large: &Path| {
                expr::any(vec![expr::not(expr::fact(small)), expr::fact(large)])
            };
            if contains(&before, &after) {
                links.push(link(&here, &there));
            }
            if contains(&after, &before) {
                links.push(link(&there, &here));
            }
            moved.insert(here, there);
        }
        (moved, expr::all(links))
    }

    fn implied(
        &mut self,
        kind: &str,
        day: Day,
        first: &Side<'_>,
        second: &Side<'_>,
        links: &Json,
    ) -> Implied {
        let own = first.own(second);
        let held = expr::any(own.iter().map(|(_, condition)| condition.clone()).collect());
        let there = second.bars.iter().map(|(_, condition)| condition.clone());
        let free = expr::not(expr::any(there.collect()));
        let beyond = expr::all(vec![links.clone(), held, free]);
        match self.can_hold(kind, beyond, (day, None)) {
            Ok(None) => Implied::Always,
            Err(why) => Implied::Open(why),
            Ok(Some(act)) => {
                let holds = |condition: &Json| {
                    Tried::new(kind, condition).is_ok_and(|tried| tried.holds(&act.whole))
                };
                let by = own.iter().filter(|(_, condition)| holds(condition));
                let by = by.map(|(bar, _)| bar.name.clone()).collect();
                Implied::Except {
                    act: Box::new(act),
                    by,
                }
            }
        }
    }
}
