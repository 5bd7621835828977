//! Places and the groups they belong to, as Cedar entities of a day.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::sync::{Arc, LazyLock};

use cedar_policy::{Entities, Entity, EntityId, EntityTypeName, EntityUid};
use portolan_terms::{Day, RuleId};

use crate::{
    facts::Parameters,
    pack::{provision::Provision, provision::Rule, reads::SEPARATOR},
};

/// Names the types of entities, parsed once.
static TYPES: LazyLock<BTreeMap<&'static str, EntityTypeName>> = LazyLock::new(|| {
    let named = |kind| Some((kind, EntityTypeName::from_str(kind).ok()?));
    let kinds = ["Action", "Group", "Law", "Place", "Thing"];
    kinds.into_iter().filter_map(named).collect()
});

/// Returns the Cedar name of an entity.
pub(crate) fn uid(kind: &str, id: &str) -> EntityUid {
    // INVARIANT: `kind` is one of the literals in `TYPES`.
    #[expect(clippy::expect_used, reason = "the kinds are literals of this crate")]
    let name = TYPES.get(kind).expect("a literal entity type");
    EntityUid::from_type_name_and_id(name.clone(), EntityId::new(id))
}

/// Names the kinds of act that carry data: rules may speak of them together.
pub(crate) const CARRY_DATA: [&str; 3] = ["move-data", "use-data", "serve-public"];

/// Holds which place belongs to which group on a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Groups {
    of_place: BTreeMap<String, BTreeSet<String>>,
    definers: BTreeMap<String, BTreeSet<RuleId>>,
}

impl Groups {
    /// Returns the groups on a day, as these provisions define them.
    pub fn on<'a>(day: Day, provisions: impl Iterator<Item = &'a Arc<Provision>>) -> Self {
        let mut groups = Self::default();
        for provision in provisions {
            for entry in provision
                .front
                .groups
                .iter()
                .filter(|entry| entry.holds_on(day))
            {
                let definers = groups.definers.entry(entry.name.clone()).or_default();
                definers.insert(provision.id().clone());
                for place in &entry.places {
                    let of_place = groups.of_place.entry(place.code().to_owned()).or_default();
                    of_place.insert(entry.name.clone());
                }
            }
        }
        groups
    }

    /// Returns the groups of a place.
    pub fn of(&self, place: &str) -> impl Iterator<Item = &str> {
        self.of_place
            .get(place)
            .into_iter()
            .flatten()
            .map(String::as_str)
    }

    /// Returns true when the place is in the group.
    pub fn contains(&self, group: &str, place: &str) -> bool {
        self.of_place
            .get(place)
            .is_some_and(|groups| groups.contains(group))
    }

    /// Returns the provisions that say which places are in the groups a rule asks for: by name, or
    /// through a count or a share that it reads.
    pub fn definers_for(&self, rule: &Rule, parameters: &Parameters<'_>) -> BTreeSet<RuleId> {
        // A count stands at the top, a share below each party.
        let read = |of: &'static str| {
            rule.reads.iter().filter_map(move |read| {
                let (before, name) = read.rsplit_once(SEPARATOR)?;
                let last = before.rsplit(SEPARATOR).next()?;
                (last == of).then_some(name)
            })
        };
        let reads = |of, name: &String| read(of).any(|other| other == name);
        let counts = parameters.counts.iter();
        let counts = counts.filter(|count| reads("count", &count.name));
        let shares = parameters.shares.iter();
        let shares = shares.filter(|share| reads("share", &share.name));
        // Sets such as `to_in` hold the names of groups as words.
        let named = rule.literals.groups.iter().chain(&rule.literals.texts);
        named
            .chain(counts.filter_map(|count| count.origin.as_ref()))
            .chain(shares.filter_map(|share| share.seats.as_ref()))
            .filter_map(|group| self.definers.get(group))
            .flatten()
            .cloned()
            .collect()
    }

    /// Returns one place for each way of being in some of these groups and not in others: together
    /// with the places that a rule names they show what every place would give.
    pub fn representatives(&self, named: &BTreeSet<String>) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let of_named = |groups: &BTreeSet<String>| -> BTreeSet<String> {
            groups.intersection(named).cloned().collect()
        };
        let places = self.of_place.iter();
        places
            .filter(|(_, groups)| seen.insert(of_named(groups)))
            .map(|(place, _)| place.clone())
            .collect()
    }

    /// Returns the Cedar entities.
    ///
    /// # Errors
    /// When Cedar refuses them: a defect, which the judge turns into `unsettled`.
    pub fn entities(&self) -> Result<Entities, String> {
        let entities = self.of_place.iter().map(|(place, groups)| {
            let parents = groups.iter().map(|group| uid("Group", group)).collect();
            Entity::new_no_attrs(uid("Place", place), parents)
        });
        let actions = CARRY_DATA.iter().map(|kind| {
            Entity::new_no_attrs(uid("Action", kind), [uid("Action", "carry-data")].into())
        });
        Entities::from_entities(entities.chain(actions), None).map_err(|error| error.to_string())
    }
}
