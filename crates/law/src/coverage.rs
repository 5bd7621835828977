//! What of the law is modelled: by place and kind of act, as it stands on a day.

use std::collections::{BTreeMap, BTreeSet};

use portolan_acts::Act;
use portolan_terms::{Day, Place, RuleId, words};
use serde::Serialize;

use crate::{
    Corpus, Provision, Status,
    pack::{
        holds,
        provision::{Bar, Rule, RuleKind},
    },
};

words! {
    /// Names how far the law of a place on a kind of act is modelled, least first.
    Extent { PointedAt = "pointed-at", Partly = "partly", Modelled = "modelled", }
}

/// Holds what the packs have on one kind of act under the law of one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Covered {
    /// The place whose law it is.
    pub place: Place,
    /// Other places that it is the law of: codes, and groups written `group:name`.
    pub also: BTreeSet<String>,
    /// The kind of act.
    pub act: &'static str,
    /// How far it is modelled.
    pub extent: Extent,
    /// Whether a base says that what no rule bars is permitted; otherwise silence is `unsettled`.
    pub silence_permits: bool,
    /// The last day on which every text of it had been checked.
    pub checked: Day,
    /// The provisions in force that speak of it.
    pub rules: BTreeSet<RuleId>,
}

/// Holds what the packs cover on a day; what has no row is not modelled at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The day.
    pub on: Day,
    /// The digest of the packs.
    pub corpus: String,
    /// The rows, by place and kind of act.
    pub rows: Vec<Covered>,
}

impl Coverage {
    /// Returns what a corpus covers on a day. House rules and contracts are no law of a place.
    ///
    /// A base, or a bar that forbids or needs something, models a kind of act; notes and open
    /// questions do in part; texts that are only reported, proposed or a bill point at it.
    ///
    /// # Example: XA has a rule on supply and none on data
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use portolan_law::{Corpus, Packs, coverage::{Coverage, Extent}};
    /// # const CHIP_ACT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/packs/xa-chip-7.md"));
    ///
    /// let packs = Packs::read([("packs/xa/chip/s7.md", CHIP_ACT)]).unwrap();
    /// let coverage = Coverage::of(&Corpus::new(Arc::new(packs)), "2025-06-01".parse().unwrap());
    /// assert_eq!(coverage.rows.len(), 1);
    /// assert_eq!((coverage.rows[0].act, coverage.rows[0].extent), ("supply", Extent::Modelled));
    /// assert_eq!(coverage.rows[0].checked.to_string(), "2026-09-01");
    /// ```
    #[must_use]
    pub fn of(corpus: &Corpus, on: Day) -> Self {
        let mut rows: BTreeMap<(Place, usize), Covered> = BTreeMap::new();
        for provision in corpus.provisions().filter(|provision| is_law(provision)) {
            for rule in provision
                .rules
                .iter()
                .filter(|rule| holds(provision, rule, on))
            {
                let Some(extent) = extent(provision, rule) else {
                    continue;
                };
                let kinds = Act::KINDS.iter().copied().enumerate();
                for (index, act) in kinds.filter(|(_, act)| rule.kinds.contains(act)) {
                    let key = (provision.place(), index);
                    let row = rows.entry(key).or_insert_with(|| Covered {
                        place: provision.place(),
                        also: BTreeSet::new(),
                        act,
                        extent,
                        silence_permits: false,
                        checked: provision.checked(),
                        rules: BTreeSet::new(),
                    });
                    row.add(provision, rule, extent);
                }
            }
        }
        Self {
            on,
            corpus: corpus.packs().digest().to_owned(),
            rows: rows.into_values().collect(),
        }
    }
}

impl Covered {
    fn add(&mut self, provision: &Provision, rule: &Rule, extent: Extent) {
        self.also
            .extend(provision.front.also_places.iter().cloned());
        self.extent = self.extent.max(extent);
        let base = matches!(rule.kind, RuleKind::Base);
        self.silence_permits |= base && extent == Extent::Modelled;
        self.checked = self.checked.min(provision.checked());
        self.rules.insert(provision.id().clone());
    }
}

fn is_law(provision: &Provision) -> bool {
    !matches!(provision.status(), Status::House | Status::Contract)
}

/// Returns how far one rule models the acts it speaks of; definitions model none.
fn extent(provision: &Provision, rule: &Rule) -> Option<Extent> {
    let only_pointed = provision.status().is_proposal() || provision.status() == Status::Reported;
    match &rule.kind {
        RuleKind::Class { .. } => None,
        _ if only_pointed => Some(Extent::PointedAt),
        RuleKind::Base | RuleKind::Bar(Bar::Forbids | Bar::Needs(_)) => Some(Extent::Modelled),
        RuleKind::Ground | RuleKind::Bar(Bar::Unsettles { .. }) => Some(Extent::Partly),
    }
}
