//! Which law is asked of an act.

use portolan_facts::Scenario;
use portolan_terms::{Day, Known, PartyId, Place};

use super::{EntailedAct, Part, lookup::party};
use crate::{Act, Question, Reading};

/// Returns the judge's question, asked of the law of the places that all parties answer to, when
/// the act lies wholly inside them.
pub(super) fn asked(
    scenario: &Scenario,
    part: String,
    on: Day,
    act: Act,
    parties: &[&PartyId],
    places: &[Place],
    reading: Reading,
) -> EntailedAct {
    let law_of = answers_only_to(scenario, on, &act, parties, places);
    let question = Question {
        id: part.clone(),
        on,
        posture: Some(reading.posture),
        beyond_coverage: Some(reading.beyond_coverage),
        law_of,
        act,
        expect: None,
        note: None,
    };
    EntailedAct {
        part: Part(part),
        question,
    }
}

/// Returns the places whose law alone is asked, when every party says so, every place of the act is
/// among them, and no party has a seat, a parent or a US person elsewhere.
fn answers_only_to(
    scenario: &Scenario,
    on: Day,
    act: &Act,
    parties: &[&PartyId],
    places: &[Place],
) -> Option<Vec<Place>> {
    let mut common: Option<Vec<Place>> = None;
    for id in parties {
        let stated = scenario.parties.get(*id)?.answers_to.as_ref()?;
        common = Some(match common {
            None => stated.clone(),
            Some(common) => common
                .into_iter()
                .filter(|place| stated.contains(place))
                .collect(),
        });
    }
    let common = common.filter(|common| !common.is_empty())?;
    let inside = |place: &Place| common.contains(place);
    let seated = parties.iter().all(|id| {
        let party = party(scenario, id, on);
        let shown = [
            Some(party.hq),
            Some(party.ultimate_parent_hq),
            party.managed_from,
        ];
        shown
            .into_iter()
            .flatten()
            .all(|seat| seat.shown().is_some_and(inside))
    });
    let no_us_person = match act {
        Act::Support(support) => support
            .people
            .iter()
            .all(|person| person.us_person == Known::Is(false)),
        Act::Supply(_)
        | Act::Operate(_)
        | Act::UseCompute(_)
        | Act::MoveData(_)
        | Act::UseData(_)
        | Act::MoveWeights(_)
        | Act::ServePublic(_)
        | Act::BrokerData(_)
        | Act::Disclose(_) => true,
    };
    (seated && no_us_person && places.iter().all(inside)).then_some(common)
}
