//! What the rules say of an act, before anything is weighed.

use std::{collections::BTreeSet, sync::Arc};

use portolan_terms::RuleId;

use crate::{
    docket::{Docket, Standing},
    facts::Facts,
    pack::provision::Rule,
};

/// Holds what the rules say of an act, shared by all acts that they cannot tell apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Finding {
    /// The rules that do not simply fail to hold: name and standing.
    pub(super) standings: Vec<(String, Standing)>,
    /// For each combination of values of the unknown facts, the undecided rules that hold; `None`
    /// when there are too many to try.
    pub(super) worlds: Option<BTreeSet<BTreeSet<String>>>,
}

impl Finding {
    /// Returns the provisions whose rules held, failed or stayed undecided.
    pub fn named(&self) -> impl Iterator<Item = RuleId> {
        let provision = |(name, _): &(String, Standing)| name.split_once('/')?.0.parse().ok();
        self.standings.iter().filter_map(provision)
    }

    /// Returns what the rules say whose names pass.
    pub fn filtered(&self, passes: impl Fn(&str) -> bool) -> Self {
        let standings = self.standings.iter().filter(|(name, _)| passes(name));
        let of_world = |world: &BTreeSet<String>| {
            let names = world.iter().filter(|name| passes(name));
            names.cloned().collect()
        };
        let worlds = self.worlds.as_ref();
        Self {
            standings: standings.cloned().collect(),
            worlds: worlds.map(|worlds| worlds.iter().map(of_world).collect()),
        }
    }

    pub fn of(docket: &Docket, facts: &Facts, standings: Vec<Standing>) -> Self {
        let undecided: Vec<Arc<Rule>> = docket
            .entries
            .iter()
            .zip(&standings)
            .filter(|(_, standing)| matches!(standing, Standing::Undecided(_)))
            .map(|(entry, _)| entry.rule.clone())
            .collect();
        let worlds = docket.worlds(facts, &undecided);
        let named = docket
            .entries
            .iter()
            .map(|entry| entry.rule.name.clone())
            .zip(standings);
        let standings = named
            .filter(|(_, standing)| *standing != Standing::Not)
            .collect();
        Self { standings, worlds }
    }
}
