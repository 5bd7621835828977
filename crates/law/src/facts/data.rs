//! The facts of data: a data set, prompts, or what a model was trained on.

use std::collections::BTreeSet;

use portolan_terms::{
    DataClass, Dataset, Known, Place,
    data::{Identifiability, Origin},
};

use super::{Facts, Leaf, LeafType, Parameters, path};
use crate::pack::provision::{Count, Measure};

/// Holds the data of an act, several sets taken together.
pub(crate) struct DataOfAct<'a> {
    pub sets: Vec<&'a Dataset>,
    /// Classes mixed in on the way.
    pub adds: &'a [DataClass],
    /// The places where data is worked on, which are the origin of what is mixed in there.
    pub worked_in: Vec<Place>,
}

impl<'a> DataOfAct<'a> {
    /// Returns sets with nothing mixed in.
    pub fn plain(sets: Vec<&'a Dataset>) -> Self {
        Self {
            sets,
            adds: &[],
            worked_in: Vec::new(),
        }
    }

    fn origins(&self) -> BTreeSet<Place> {
        let sets = self
            .sets
            .iter()
            .flat_map(|set| &set.origin)
            .filter_map(|origin| match origin {
                Origin::Place(place) => Some(*place),
                Origin::Mixed => None,
            });
        let classes = self.sets.iter().flat_map(|set| &set.classes);
        let own = classes.chain(self.adds).filter_map(|class| class.origin);
        let unsaid = self.adds.iter().any(|class| class.origin.is_none());
        let worked = self.worked_in.iter().copied().filter(|_| unsaid);
        sets.chain(own).chain(worked).collect()
    }
}

/// Returns the places whose law comes with the data.
pub(crate) fn origins(data: &DataOfAct<'_>) -> BTreeSet<Place> {
    data.origins()
}

/// Writes the facts of the data below `data`, and the counts below `count`.
pub(crate) fn write(facts: &mut Facts, data: &DataOfAct<'_>, parameters: &Parameters<'_>) {
    let origins = data.origins();
    let codes = origins.iter().map(|place| place.code().to_owned());
    facts.set(
        &path(&["data", "origins"]),
        Leaf::Places(codes.clone().collect()),
    );
    let groups = origins
        .iter()
        .flat_map(|place| parameters.groups.of(place.code()));
    let origin_in = codes.chain(groups.map(str::to_owned)).collect();
    facts.set(&path(&["data", "origin_in"]), Leaf::Texts(origin_in));
    let classes: Vec<&DataClass> = data
        .sets
        .iter()
        .flat_map(|set| &set.classes)
        .chain(data.adds)
        .collect();
    let names = classes
        .iter()
        .map(|class| class.class.word().to_owned())
        .collect();
    facts.set(&path(&["data", "classes"]), Leaf::Texts(names));
    let details = classes
        .iter()
        .filter_map(|class| class.detail.clone())
        .collect();
    facts.set(&path(&["data", "details"]), Leaf::Texts(details));
    let disclosed = classes.iter().all(|class| class.disclosed.unwrap_or(true));
    facts.set(&path(&["data", "disclosed"]), Leaf::Bool(disclosed));
    identifiability(facts, data);
    let sector = data
        .sets
        .iter()
        .find_map(|set| set.sector.as_deref())
        .unwrap_or_default();
    facts.text(&path(&["data", "sector"]), sector);
    truths(facts, data);
    let purposes = data
        .sets
        .iter()
        .filter_map(|set| set.collected_for.as_ref())
        .flatten();
    let purposes = purposes.map(|purpose| purpose.word().to_owned()).collect();
    facts.set(&path(&["data", "collected_for"]), Leaf::Texts(purposes));
    let split = data.sets.iter().any(|set| set.split_of.is_some());
    facts.set(&path(&["data", "split"]), Leaf::Bool(split));
    for count in &parameters.counts {
        let at = path(&["count", &count.name]);
        match counted(data, count, parameters) {
            Some(persons) => facts.set(&at, super::party::long(persons)),
            None => facts.gap(&at, LeafType::Long, ["dataset.classes.persons".to_owned()]),
        }
    }
}

/// Writes whether persons can be recognised: the worst of the sets.
fn identifiability(facts: &mut Facts, data: &DataOfAct<'_>) {
    let of_sets: BTreeSet<Identifiability> =
        data.sets.iter().map(|set| set.identifiability).collect();
    let personal = |kind: &Identifiability| {
        matches!(
            kind,
            Identifiability::Identified
                | Identifiability::Pseudonymised
                | Identifiability::DeIdentified
        )
    };
    let worst = of_sets
        .first()
        .copied()
        .unwrap_or(Identifiability::NotPersonal);
    let (text, about) = (
        path(&["data", "identifiability"]),
        path(&["data", "personal"]),
    );
    let missing = || ["dataset.identifiability".to_owned()];
    if worst == Identifiability::Unknown {
        facts.gap(&text, LeafType::Text, missing());
    } else {
        facts.text(&text, worst.word());
    }
    if of_sets.iter().any(personal) || !data.adds.is_empty() {
        facts.set(&about, Leaf::Bool(true));
    } else if of_sets.contains(&Identifiability::Unknown) {
        facts.gap(&about, LeafType::Bool, missing());
    } else {
        facts.set(&about, Leaf::Bool(false));
    }
}

fn truths(facts: &mut Facts, data: &DataOfAct<'_>) {
    type Field = fn(&Dataset) -> Option<Known<bool>>;
    // Left out, a fact does not arise: a source is questioned only when somebody does.
    let silent = |name: &str| Known::Is(name == "lawful_source");
    // A relief must hold of every set, a burden of one.
    let reliefs: [(&str, Field); 3] = [
        ("publicly_available", |set| set.publicly_available),
        ("in_exempt_scenario", |set| set.in_exempt_scenario),
        ("lawful_source", |set| set.lawful_source),
    ];
    let burdens: [(&str, Field); 3] = [
        ("notified_important", |set| set.notified_important),
        ("on_negative_list", |set| set.on_negative_list),
        ("localisation_order", |set| set.localisation_order),
    ];
    for (fields, relief) in [(reliefs, true), (burdens, false)] {
        for (name, field) in fields {
            let values = data
                .sets
                .iter()
                .map(|set| field(set).unwrap_or(silent(name)));
            let values: Vec<Known<bool>> = values.collect();
            let decided = if values.contains(&Known::Is(!relief)) {
                Known::Is(!relief)
            } else if values.contains(&Known::Unknown) {
                Known::Unknown
            } else {
                Known::Is(relief && !values.is_empty())
            };
            let at = path(&["data", name]);
            facts.known(&at, LeafType::Bool, &decided, |truth| Leaf::Bool(*truth));
        }
    }
}

/// Returns the number that a law counts, or `None` when a part of it is unknown.
fn counted(data: &DataOfAct<'_>, count: &Count, parameters: &Parameters<'_>) -> Option<u64> {
    let mut sum: u64 = 0;
    for set in &data.sets {
        for class in &set.classes {
            let places: Vec<Place> = match class.origin {
                Some(place) => vec![place],
                None => set
                    .origin
                    .iter()
                    .filter_map(|origin| match origin {
                        Origin::Place(place) => Some(*place),
                        Origin::Mixed => None,
                    })
                    .collect(),
            };
            if belongs(class, &places, count, parameters) {
                let whole = set.split_of.map(|split| Known::Is(split.persons));
                sum = sum.saturating_add(measured(class, count.of, whole)?);
            }
        }
    }
    for class in data.adds {
        let places = class
            .origin
            .map_or_else(|| data.worked_in.clone(), |origin| vec![origin]);
        if belongs(class, &places, count, parameters) {
            sum = sum.saturating_add(measured(class, count.of, None)?);
        }
    }
    Some(sum)
}

fn belongs(
    class: &DataClass,
    places: &[Place],
    count: &Count,
    parameters: &Parameters<'_>,
) -> bool {
    let of_origin = count.origin.as_ref().is_none_or(|origin| {
        places
            .iter()
            .any(|place| place.code() == origin || parameters.groups.contains(origin, place.code()))
    });
    of_origin && count.classes.contains(&class.class)
}

fn measured(class: &DataClass, of: Measure, whole: Option<Known<u64>>) -> Option<u64> {
    let persons = class.persons.unwrap_or_default();
    let counted = match of {
        Measure::Entries => return Some(1),
        Measure::Persons => persons,
        // A running total holds this act too: it is never less than the persons of the act.
        Measure::PersonsCounted => match (class.persons_counted, persons) {
            (Some(Known::Is(total)), Known::Is(persons)) => Known::Is(total.max(persons)),
            (Some(total), _) => total,
            (None, persons) => persons,
        },
        Measure::Devices => return class.devices.unwrap_or(persons).shown().copied(),
    };
    // A slice of a larger set counts as the whole: splitting does not shrink a number.
    match whole {
        Some(whole) => Some((*counted.shown()?).max(*whole.shown()?)),
        None => counted.shown().copied(),
    }
}
