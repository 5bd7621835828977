//! What changed in law from one day to another: provisions, and the rulings that flip.

use std::collections::{BTreeMap, BTreeSet};

use portolan_acts::{Question, words::Flag};
use portolan_terms::{Day, Place, RuleId, words};
use serde::Serialize;

use crate::{
    Blame, Change, Corpus, Status,
    pack::{
        holds,
        provision::{Provision, Rule, RuleKind, Subject},
    },
};

words! {
    /// Names what became of a provision.
    Fate { Starts = "starts", Ends = "ends", Changes = "changes", Passes = "comes-and-goes", }
}

/// Holds a provision that is not on the later day what it was on the earlier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProvisionChange {
    /// The provision.
    pub rule: RuleId,
    /// What became of it.
    pub fate: Fate,
    /// The days on which it changed, the earlier day left out.
    pub days: Vec<Day>,
    /// Its title.
    pub title: String,
    /// The place whose law it is.
    pub place: Place,
    /// What kind of text it is.
    pub status: Status,
    /// The citation.
    pub citation: String,
    /// The day the text was last checked.
    pub checked: Day,
    /// What its rules say that hold on one of the two days only, in sentences.
    pub says: Vec<String>,
}

/// Holds rulings that flip alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Flip {
    /// How they flip, and why.
    #[serde(flatten)]
    pub change: Change,
    /// The acts, by name.
    pub acts: Vec<String>,
}

/// Holds what changed in law from one day to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diff {
    /// The earlier day.
    pub from: Day,
    /// The later day.
    pub to: Day,
    /// The digest of the packs.
    pub corpus: String,
    /// The day until which every text was checked.
    pub checked_until: Option<Day>,
    /// The provisions last checked before the later day.
    pub read_again: Vec<RuleId>,
    /// The provisions that changed.
    pub provisions: Vec<ProvisionChange>,
    /// The number of acts asked on both days.
    pub acts: usize,
    /// The rulings that flip.
    pub flips: Vec<Flip>,
    /// The number of rulings on the later day that rest on texts last checked before it.
    pub beyond_coverage: usize,
}

impl Diff {
    /// Returns what changed from `from` to `to`, and what that changes for these acts, each asked
    /// as if it happened on the one day and on the other.
    ///
    /// # Example: XC leaves the ring
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use portolan_law::{Corpus, Diff, Packs};
    /// # const CHIP_ACT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/packs/xa-chip-7.md"));
    ///
    /// let packs = Packs::read([("packs/xa/chip/s7.md", CHIP_ACT)]).unwrap();
    /// let [from, to] = ["2024-12-31", "2025-01-01"].map(|day| day.parse().unwrap());
    /// let diff = Diff::between(&Corpus::new(Arc::new(packs)), from, to, &[]);
    /// assert_eq!(diff.provisions[0].says, ["XC leaves the group `ring`"]);
    /// ```
    #[must_use]
    pub fn between(corpus: &Corpus, from: Day, to: Day, acts: &[Question]) -> Self {
        let changes = corpus.provisions().filter_map(|one| changed(one, from, to));
        let provisions: Vec<ProvisionChange> = changes.collect();
        let suspects: BTreeSet<RuleId> = provisions.iter().map(|one| one.rule.clone()).collect();
        let stale = corpus
            .provisions()
            .filter(|provision| provision.checked() < to);
        let mut diff = Self {
            from,
            to,
            corpus: corpus.packs().digest().to_owned(),
            checked_until: corpus.checked_until(),
            read_again: stale.map(|provision| provision.id().clone()).collect(),
            provisions,
            acts: acts.len(),
            flips: Vec::new(),
            beyond_coverage: 0,
        };
        diff.ask(corpus, &suspects, acts);
        diff
    }

    /// Asks every act on both days, two halves of them side by side.
    fn ask(&mut self, corpus: &Corpus, suspects: &BTreeSet<RuleId>, acts: &[Question]) {
        let (first, second) = acts.split_at(acts.len() / 2);
        let days = [self.from, self.to];
        let asked = std::thread::scope(|scope| {
            let beside = scope.spawn(|| Asked::of(corpus, suspects, days, second));
            let first = Asked::of(corpus, suspects, days, first);
            match beside.join() {
                Ok(second) => [first, second],
                Err(panic) => std::panic::resume_unwind(panic),
            }
        });
        let mut flips: BTreeMap<Change, Vec<String>> = BTreeMap::new();
        for half in asked {
            self.beyond_coverage += half.beyond_coverage;
            for (change, acts) in half.flips {
                flips.entry(change).or_default().extend(acts);
            }
        }
        let flips = flips.into_iter();
        self.flips = flips.map(|(change, acts)| Flip { change, acts }).collect();
    }
}

/// Holds what some acts gave, asked on both days.
#[derive(Default)]
struct Asked {
    flips: BTreeMap<Change, Vec<String>>,
    beyond_coverage: usize,
}

impl Asked {
    fn of(corpus: &Corpus, suspects: &BTreeSet<RuleId>, days: [Day; 2], acts: &[Question]) -> Self {
        let mut asked = Self::default();
        for act in acts {
            let [before, after] = days.map(|on| corpus.ruling_on(&Question { on, ..act.clone() }));
            asked.beyond_coverage += usize::from(after.flags.contains(&Flag::BeyondCoverage));
            if let Some(change) = Change::between(&before, &after, Blame::Only(suspects)) {
                let acts = asked.flips.entry(change).or_default();
                acts.push(act.id.clone());
            }
        }
        asked
    }
}

/// Returns what became of a provision from one day to another, when anything did.
fn changed(provision: &Provision, from: Day, to: Day) -> Option<ProvisionChange> {
    let days = provision.days_of_change();
    let days: Vec<Day> = days
        .into_iter()
        .filter(|day| from < *day && *day <= to)
        .collect();
    let in_force = |day: Day| provision.periods.iter().any(|period| period.contains(day));
    let says = sentences(provision, from, to);
    let fate = match (in_force(from), in_force(to)) {
        (false, true) => Fate::Starts,
        (true, false) => Fate::Ends,
        (true, true) | (false, false) if !says.is_empty() => Fate::Changes,
        (false, false) if days.iter().any(|day| in_force(*day)) => Fate::Passes,
        (true, true) | (false, false) => return None,
    };
    Some(ProvisionChange {
        rule: provision.id().clone(),
        fate,
        days,
        title: provision.title().to_owned(),
        place: provision.place(),
        status: provision.status(),
        citation: provision.citation().to_owned(),
        checked: provision.checked(),
        says,
    })
}

/// Returns what holds of a provision on one of two days only.
fn sentences(provision: &Provision, from: Day, to: Day) -> Vec<String> {
    let mut says = Vec::new();
    for rule in &provision.rules {
        let [before, after] = [from, to].map(|day| holds(provision, rule, day));
        let sentence = in_words(rule);
        let sentence = match (before, after) {
            (false, true) => sentence,
            (true, false) => format!("no longer: {sentence}"),
            (true, true) | (false, false) => continue,
        };
        if !says.contains(&sentence) {
            says.push(sentence);
        }
    }
    let members = |day: Day| -> BTreeSet<(&str, Place)> {
        let groups = provision.front.groups.iter();
        groups
            .filter(|group| group.holds_on(day))
            .flat_map(|group| {
                group
                    .places
                    .iter()
                    .map(|place| (group.name.as_str(), *place))
            })
            .collect()
    };
    let (before, after) = (members(from), members(to));
    let joins = |(group, place)| format!("{place} joins the group `{group}`");
    let leaves = |(group, place)| format!("{place} leaves the group `{group}`");
    says.extend(after.difference(&before).copied().map(joins));
    says.extend(before.difference(&after).copied().map(leaves));
    for statement in &provision.front.unenforced {
        let silent = |day| statement.from <= day && statement.until.is_none_or(|end| day < end);
        let limb = statement.limb.as_deref();
        let what = limb.map_or_else(|| "it".to_owned(), |limb| format!("its limb `{limb}`"));
        match (silent(from), silent(to)) {
            (false, true) => says.push(format!("{what} is not enforced, by `{}`", statement.by)),
            (true, false) => says.push(format!("{what} is enforced again")),
            (true, true) | (false, false) => {}
        }
    }
    says
}

/// Returns what a rule says or does, in words.
fn in_words(rule: &Rule) -> String {
    if let Some(says) = &rule.says {
        return says.clone();
    }
    let label = rule.label.as_str();
    match &rule.kind {
        RuleKind::Class { subject, class } => {
            let what = match subject {
                Subject::Party => "parties",
                Subject::Item => "items",
                Subject::Data => "data",
            };
            format!("says which {what} are `{class}`")
        }
        RuleKind::Bar(bar) => format!("{}, paragraph `{label}`", bar.in_words()),
        RuleKind::Ground if rule.lifts.is_empty() => format!("notes `{label}`"),
        RuleKind::Ground => format!("lifts {}", rule.lifts.join(", ")),
        RuleKind::Base => format!("covers {}", rule.kinds.join(", ")),
    }
}
