//! Who and what stands in an act: its parties, its data, the places whose law must speak.

use std::collections::BTreeSet;

use portolan_acts::{Act, words::Handling};
use portolan_terms::{DataClass, Dataset, Party, Place};

use super::data::{self, DataOfAct};

/// Holds the parties of an act in the seats that rules know.
pub(crate) struct Seats<'a> {
    pub actor: &'a Party,
    pub recipient: Option<&'a Party>,
    pub controller: Option<&'a Party>,
    pub seller: Option<&'a Party>,
    /// End users, intermediaries.
    pub others: Vec<&'a Party>,
    /// Whether the recipient is one of those that receive; for `operate` the operator is.
    pub actor_receives: bool,
}

/// Returns the parties of an act.
pub(crate) fn seats(act: &Act) -> Seats<'_> {
    let mut seats = Seats {
        actor: actor(act),
        recipient: None,
        controller: None,
        seller: None,
        others: Vec::new(),
        actor_receives: false,
    };
    match act {
        Act::Supply(act) => {
            seats.recipient = Some(&act.recipient);
            seats.others.extend(&act.end_user);
            seats.others.extend(act.intermediaries.iter().flatten());
        }
        Act::Operate(act) => {
            seats.others.extend(&act.end_user);
            seats.actor_receives = true;
        }
        Act::UseCompute(act) => {
            seats.recipient = Some(&act.lessee);
            seats.others.extend(&act.end_user);
            seats.seller = act.item_seller.as_ref();
        }
        Act::Support(act) => {
            seats.recipient = Some(&act.r#for);
            seats.others.extend(&act.end_user);
        }
        Act::MoveData(act) => {
            seats.recipient = Some(&act.recipient);
            seats.controller = Some(&act.controller);
        }
        Act::UseData(act) => {
            seats.recipient = Some(&act.operator);
            seats.controller = Some(&act.controller);
        }
        Act::MoveWeights(act) => seats.recipient = Some(&act.recipient),
        Act::ServePublic(_) | Act::Disclose(_) => {}
        Act::BrokerData(act) => seats.recipient = Some(&act.buyer),
    }
    seats
}

fn actor(act: &Act) -> &Party {
    match act {
        Act::Supply(act) => &act.supplier,
        Act::Operate(act) => &act.operator,
        Act::UseCompute(act) => &act.operator,
        Act::Support(act) => &act.provider,
        Act::MoveData(act) => act.exporter.as_ref().unwrap_or(&act.controller),
        Act::UseData(act) => &act.controller,
        Act::MoveWeights(act) => &act.supplier,
        Act::ServePublic(act) => &act.provider,
        Act::BrokerData(act) => &act.seller,
        Act::Disclose(act) => &act.holder,
    }
}

/// Returns the data of an act.
pub(crate) fn data_of(act: &Act) -> DataOfAct<'_> {
    let one = |set| DataOfAct::plain(vec![set]);
    match act {
        Act::MoveData(act) => {
            let adds: &[DataClass] = act.adds.as_deref().unwrap_or_default();
            {
                let worked = act
                    .via
                    .iter()
                    .filter(|hop| hop.handling == Handling::Processed);
                let worked_in = worked.map(|hop| hop.country).collect();
                DataOfAct {
                    sets: vec![&act.dataset],
                    adds,
                    worked_in,
                }
            }
        }
        Act::UseData(act) => one(&act.dataset),
        Act::BrokerData(act) => one(&act.dataset),
        Act::Disclose(act) => one(&act.dataset),
        Act::MoveWeights(act) => DataOfAct::plain(act.model.trained_on.iter().collect()),
        Act::ServePublic(act) => {
            let sets: Vec<&Dataset> = act.prompts.iter().collect();
            DataOfAct::plain(sets)
        }
        Act::Supply(_) | Act::Operate(_) | Act::UseCompute(_) | Act::Support(_) => {
            DataOfAct::plain(Vec::new())
        }
    }
}

/// Returns the places whose law must have something to say of the act: where it has none, the act
/// is not covered.
pub(crate) fn must_be_covered(act: &Act) -> BTreeSet<Place> {
    let mut places = data::origins(&data_of(act));
    match act {
        Act::MoveData(act) => {
            places.insert(act.from);
            let worked = act
                .via
                .iter()
                .filter(|hop| hop.handling == Handling::Processed);
            places.extend(worked.map(|hop| hop.country));
        }
        Act::UseData(act) => {
            places.insert(act.from);
        }
        Act::ServePublic(act) => {
            places.insert(act.market);
        }
        Act::BrokerData(act) => {
            places.insert(act.from);
        }
        Act::Disclose(act) => {
            places.insert(act.stored_in);
        }
        Act::Supply(_)
        | Act::Operate(_)
        | Act::UseCompute(_)
        | Act::Support(_)
        | Act::MoveWeights(_) => {}
    }
    places
}
