//! Packs as they would be if a provision started or ended on another day.

use std::collections::BTreeSet;
use std::{fmt, sync::Arc};

use portolan_terms::{Day, Period, RuleId};
use sha2::{Digest, Sha256};

use crate::{
    Packs, Status,
    pack::provision::{Provision, Unenforced},
};

/// Holds one supposed change of law.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Supposition {
    /// A bill, proposal, announcement or report binds from a day as a regulation does, and before it
    /// says nothing; any other provision starts on that day instead of its own.
    Enact {
        /// The provision.
        rule: RuleId,
        /// The first day.
        from: Day,
    },
    /// A provision ends.
    Repeal {
        /// The provision.
        rule: RuleId,
        /// The first day on which it no longer applies.
        on: Day,
    },
}

impl Supposition {
    /// Returns the provision.
    #[must_use]
    pub fn rule(&self) -> &RuleId {
        match self {
            Self::Enact { rule, .. } | Self::Repeal { rule, .. } => rule,
        }
    }
}

impl fmt::Display for Supposition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Enact { rule, from } => write!(f, "{rule} starts on {from}"),
            Self::Repeal { rule, on } => write!(f, "{rule} ends on {on}"),
        }
    }
}

/// Says why a change cannot be supposed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SupposeError {
    /// No pack has the provision.
    #[error("no pack has a provision `{0}`")]
    Unknown(RuleId),
    /// The same is asked twice of one provision.
    #[error("`{0}` is told to start twice, or to end twice")]
    Twice(RuleId),
    /// It would end before it starts.
    #[error("`{rule}` would end on {on}, not after it starts on {from}")]
    Backwards {
        /// The provision.
        rule: RuleId,
        /// The day it would start.
        from: Day,
        /// The day it would end.
        on: Day,
    },
}

impl Packs {
    /// Returns the packs with supposed changes; whoever decides on `known` knows what is enacted.
    ///
    /// The start of a provision takes with it what starts on the same day: its rules, the groups it
    /// defines and the enforcement statements that it makes. So does its end. The digest is another
    /// than that of these packs.
    ///
    /// # Example: the Chip Act is put off to 2026
    ///
    /// ```
    /// use portolan_law::{Packs, Supposition};
    /// # const CHIP_ACT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/packs/xa-chip-7.md"));
    ///
    /// let packs = Packs::read([("packs/xa/chip/s7.md", CHIP_ACT)]).unwrap();
    /// let (rule, day) = ("xa-chip-7-2".parse().unwrap(), "2026-01-01".parse().unwrap());
    /// let later = packs.supposing(&[Supposition::Enact { rule, from: day }], day).unwrap();
    /// assert_eq!(later.provisions().next().unwrap().periods()[0].from, day);
    /// assert_ne!(later.digest(), packs.digest());
    /// ```
    ///
    /// # Errors
    /// When no pack has a provision, when one is told twice to start or twice to end, and when one
    /// would end before it starts.
    pub fn supposing(&self, changes: &[Supposition], known: Day) -> Result<Self, SupposeError> {
        let mut sorted = changes.to_vec();
        // What starts is set before what ends, whatever the order in which both were asked for.
        sorted.sort();
        let mut seen = BTreeSet::new();
        let mut supposed = self.clone();
        for change in &sorted {
            let rule = change.rule();
            if !seen.insert((matches!(change, Supposition::Repeal { .. }), rule)) {
                return Err(SupposeError::Twice(rule.clone()));
            }
            let Some(provision) = supposed.provisions.get(rule) else {
                return Err(SupposeError::Unknown(rule.clone()));
            };
            let mut changed = Provision::clone(provision);
            match *change {
                Supposition::Enact { from, .. } => {
                    changed.front.published = changed.front.published.min(known);
                    let before = changed.start(from);
                    supposed.restate(rule, |statement| {
                        move_start(Some(&mut statement.from), before, from);
                        true
                    });
                }
                Supposition::Repeal { on, .. } => {
                    if let Some(from) = changed.periods.first().map(|period| period.from)
                        && seen.contains(&(false, rule))
                        && on <= from
                    {
                        let rule = rule.clone();
                        return Err(SupposeError::Backwards { rule, from, on });
                    }
                    changed.end(on);
                    supposed.restate(rule, |statement| {
                        ends(Some(statement.from), &mut statement.until, on)
                    });
                }
            }
            supposed.provisions.insert(rule.clone(), Arc::new(changed));
        }
        supposed.mark(&sorted);
        Ok(supposed)
    }

    /// Changes the statements of a provision that others are not enforced; drops those for which
    /// `keep` is false.
    fn restate(&mut self, by: &RuleId, mut keep: impl FnMut(&mut Unenforced) -> bool) {
        for provision in self.provisions.values_mut() {
            let mut statements = provision.front.unenforced.iter();
            if statements.any(|statement| statement.by == *by) {
                let changed = Arc::make_mut(provision);
                let statements = &mut changed.front.unenforced;
                statements.retain_mut(|statement| statement.by != *by || keep(statement));
            }
        }
    }

    /// Gives the packs a digest that tells these changes.
    fn mark(&mut self, changes: &[Supposition]) {
        let mut hash = Sha256::new();
        hash.update(self.digest.as_bytes());
        for change in changes {
            hash.update(format!("\n{change}"));
        }
        let bytes = hash.finalize();
        self.digest = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    }
}

impl Provision {
    /// Lets the provision bind from a day; returns the start that this takes the place of.
    fn start(&mut self, day: Day) -> Option<Day> {
        let open = |period: &&mut Period| period.until.is_none_or(|until| day < until);
        let before = match self.status() {
            Status::Bill | Status::Proposed | Status::Announced | Status::Reported => {
                if self.status().is_proposal() {
                    self.speak_as_law();
                }
                self.front.status = Status::Regulation;
                let before = self.periods.first().map(|period| period.from);
                self.periods.clear();
                before
            }
            Status::Regulation
            | Status::Statute
            | Status::Letter
            | Status::Guidance
            | Status::Advisory
            | Status::Opinion
            | Status::Contract
            | Status::House => {
                let period = self.periods.iter_mut().find(open);
                period.map(|period| std::mem::replace(&mut period.from, day))
            }
        };
        if !self.periods.iter().any(|period| period.contains(day)) {
            let period = Period {
                from: day,
                until: None,
            };
            self.periods.push(period);
        }
        for rule in &mut self.rules {
            if rule.period.is_some() {
                let period = Arc::make_mut(rule).period.as_mut();
                move_start(period.map(|period| &mut period.from), before, day);
            }
        }
        for group in &mut self.front.groups {
            move_start(group.from.as_mut(), before, day);
        }
        before
    }

    /// Drops the sentences of a proposal, which say that it is none of the law yet: its title takes
    /// their place.
    fn speak_as_law(&mut self) {
        for rule in &mut self.rules {
            Arc::make_mut(rule).says = None;
        }
    }

    /// Ends the provision on a day, with the groups that it defines.
    fn end(&mut self, on: Day) {
        self.periods
            .retain_mut(|period| ends(Some(period.from), &mut period.until, on));
        self.front
            .groups
            .retain_mut(|group| ends(group.from, &mut group.until, on));
    }
}

/// Moves what starts with a provision to the day on which the provision starts now.
fn move_start(start: Option<&mut Day>, before: Option<Day>, now: Day) {
    if let Some(start) = start
        && Some(*start) == before
    {
        *start = now;
    }
}

/// Ends a window on a day, when it would last longer; returns false when it would never begin.
fn ends(from: Option<Day>, until: &mut Option<Day>, on: Day) -> bool {
    *until = Some(until.map_or(on, |until| until.min(on)));
    from.is_none_or(|from| from < on)
}
