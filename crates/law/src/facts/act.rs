//! The facts of a whole act.

use portolan_acts::Act;

use super::{
    Facts, Leaf, LeafType, Parameters, data,
    evidence::{self, Reach},
    item, kind, neutral, party, path,
    seats::{data_of, seats},
};

/// Returns the facts of an act, classes left out.
pub(crate) fn facts(act: &Act, parameters: &Parameters<'_>) -> Facts {
    let mut facts = Facts::default();
    neutral::write(&mut facts, parameters.on);
    let seats = seats(act);
    let controller = seats.controller.unwrap_or(seats.actor);
    let parties = [
        ("actor", Some(seats.actor)),
        ("recipient", seats.recipient),
        ("controller", Some(controller)),
        ("seller", seats.seller),
    ];
    for (at, found) in parties {
        match found {
            Some(found) => party::write(&mut facts, at, found, parameters),
            None => party::write_none(&mut facts, at, parameters),
        }
    }
    match act.item() {
        Some(found) => item::write(&mut facts, "item", found),
        None => item::write_none(&mut facts, "item"),
    }
    let data_found = data_of(act);
    let has_data = !data_found.sets.is_empty() || !data_found.adds.is_empty();
    facts.set("has_data", Leaf::Bool(has_data));
    data::write(&mut facts, &data_found, parameters);
    zone_list(&mut facts, &data_found);
    kind::write(&mut facts, act, parameters);
    evidence::write(&mut facts, act, &Reach::of(act, parameters.on));
    groups_of(&mut facts, "to", "to_in", parameters);
    groups_of(&mut facts, "market", "market_in", parameters);
    facts
}

/// Leaves open whether data stands on the list of a zone, when its handler may be in one and nobody
/// looked: whoever relies on not being on the list must say so.
fn zone_list(facts: &mut Facts, data: &data::DataOfAct<'_>) {
    let in_zone = facts.shown(&path(&["controller", "in_free_trade_zone"]));
    let looked = data.sets.iter().all(|set| set.on_negative_list.is_some());
    if in_zone != Some(&Leaf::Bool(false)) && !looked {
        let at = path(&["data", "on_negative_list"]);
        let missing = ["dataset.on_negative_list".to_owned()];
        facts.gap(&at, LeafType::Bool, missing);
    }
}

/// Returns the facts of an act in which nothing arises.
pub(crate) fn neutral(parameters: &Parameters<'_>) -> Facts {
    let mut facts = Facts::default();
    neutral::write(&mut facts, parameters.on);
    for at in ["actor", "recipient", "controller", "seller"] {
        party::write_none(&mut facts, at, parameters);
    }
    item::write_none(&mut facts, "item");
    facts.set("has_data", Leaf::Bool(false));
    data::write(&mut facts, &data::DataOfAct::plain(Vec::new()), parameters);
    evidence::write_none(&mut facts);
    facts
}

fn groups_of(facts: &mut Facts, from: &str, to: &str, parameters: &Parameters<'_>) {
    if let Some(Leaf::Place(place)) = facts.shown(from).cloned() {
        let groups = parameters.groups.of(&place).map(str::to_owned);
        facts.set(to, Leaf::Texts(groups.chain([place.clone()]).collect()));
    }
}
