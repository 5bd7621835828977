//! Evidence as facts: what is on file, what is in force for an act, and what it cures.

use std::collections::BTreeSet;

use portolan_acts::{
    Act,
    words::{DataMode, Handling},
};
use portolan_terms::{
    Day, Evidence, Known, Place,
    evidence::{Condition, EvidenceKind, Holder, Purpose},
};

use super::{Facts, Leaf};
use crate::pack::provision::Cure;

/// Holds what an act asks of the scope of evidence.
pub(crate) struct Reach {
    pub on: Day,
    pub places: Vec<Place>,
    pub purpose: Option<Purpose>,
    pub recipient: Option<String>,
    pub users: Vec<String>,
    pub persons: Option<u64>,
    pub chips: Option<u64>,
}

/// Says whether something holds, or turns on a fact nobody has shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Truth {
    No,
    Unknown,
    Yes,
}

impl From<bool> for Truth {
    fn from(truth: bool) -> Self {
        if truth { Self::Yes } else { Self::No }
    }
}

impl Reach {
    /// Returns what the act asks of evidence.
    pub fn of(act: &Act, on: Day) -> Self {
        let mut reach = Self {
            on,
            places: Vec::new(),
            purpose: None,
            recipient: None,
            users: Vec::new(),
            persons: None,
            chips: None,
        };
        match act {
            Act::Supply(act) => {
                reach.places = vec![act.to];
                reach.recipient = Some(act.recipient.name.clone());
                reach.chips = act.quantity;
            }
            Act::Operate(act) => {
                reach.places = vec![act.site_country];
                reach.chips = act.quantity;
            }
            Act::UseCompute(act) => {
                reach.places = vec![act.site_country];
                reach.purpose = Some(act.purpose);
                reach.recipient = Some(act.lessee.name.clone());
                let end_user = act.end_user.iter().map(|user| user.name.clone());
                reach.users = end_user.chain([act.lessee.name.clone()]).collect();
            }
            Act::Support(act) => reach.purpose = Some(act.purpose),
            Act::MoveData(act) => {
                let worked_on = act
                    .via
                    .iter()
                    .filter(|hop| hop.handling != Handling::CarriageOnly);
                reach.places = worked_on.map(|hop| hop.country).collect();
                // What goes out and comes home is received only where it is worked on; where nobody
                // says that, papers must still name the place at the end.
                let comes_home = act.mode == DataMode::RoundTrip && act.to == act.from;
                if !comes_home || reach.places.is_empty() {
                    reach.places.push(act.to);
                }
                reach.purpose = Some(act.purpose);
                reach.recipient = Some(act.recipient.name.clone());
                reach.persons = persons(&act.dataset.classes);
            }
            Act::UseData(act) => {
                reach.places = vec![act.site_country];
                reach.purpose = Some(act.purpose);
                reach.recipient = Some(act.operator.name.clone());
                reach.persons = persons(&act.dataset.classes);
            }
            Act::MoveWeights(act) => {
                reach.places = vec![act.to];
                reach.purpose = Some(act.purpose);
                reach.recipient = Some(act.recipient.name.clone());
            }
            Act::ServePublic(act) => reach.places = act.prompts_stored_in.into_iter().collect(),
            Act::BrokerData(act) => {
                reach.places = vec![act.to];
                reach.purpose = Some(act.purpose);
                reach.recipient = Some(act.buyer.name.clone());
                reach.persons = persons(&act.dataset.classes);
            }
            Act::Disclose(act) => reach.places = vec![act.authority.country],
        }
        reach
    }

    /// Returns true when the scope of the evidence covers the act.
    fn covered_by(&self, evidence: &Evidence) -> bool {
        let Some(scope) = &evidence.scope else {
            return true;
        };
        let places = scope.places.as_ref().is_none_or(|places| {
            // An empty list covers nothing, even where the act names no place.
            !places.is_empty() && self.places.iter().all(|place| places.contains(place))
        });
        let purposes = scope.purposes.as_ref().is_none_or(|purposes| {
            !purposes.is_empty()
                && self
                    .purpose
                    .is_none_or(|purpose| purposes.contains(&purpose))
        });
        let recipients = scope.recipients.as_ref().is_none_or(|recipients| {
            !recipients.is_empty()
                && self
                    .recipient
                    .as_ref()
                    .is_none_or(|name| recipients.contains(name))
        });
        let persons = scope
            .max_persons
            .is_none_or(|most| self.persons.is_some_and(|persons| persons <= most));
        let drawn = scope.chips_drawn.unwrap_or(0);
        let chips = scope.max_chips.is_none_or(|most| {
            let chips = self.chips.and_then(|chips| chips.checked_add(drawn));
            chips.is_some_and(|chips| chips <= most)
        });
        places && purposes && recipients && persons && chips
    }
}

fn persons(classes: &[portolan_terms::DataClass]) -> Option<u64> {
    classes.iter().try_fold(0_u64, |sum, class| {
        Some(sum.saturating_add(*class.persons?.shown()?))
    })
}

/// Returns whether the evidence is alive on the day, given the life that a law gives it.
fn alive(evidence: &Evidence, on: Day, life_years: Option<i32>) -> Truth {
    if evidence.revoked_on.is_some_and(|revoked| revoked <= on)
        || evidence.expires_on.is_some_and(|last| last < on)
    {
        return Truth::No;
    }
    match evidence.granted_on {
        Known::Unknown => Truth::Unknown,
        Known::Is(granted) => {
            let outlived = evidence.expires_on.is_none()
                && life_years.is_some_and(|years| granted.plus_years(years) < on);
            Truth::from(granted <= on && !outlived)
        }
    }
}

/// Writes what is on file and what is in force.
pub(crate) fn write(facts: &mut Facts, act: &Act, reach: &Reach) {
    let mut on_file = BTreeSet::new();
    let mut in_force = BTreeSet::new();
    let mut assessed = BTreeSet::new();
    let mut conditions = BTreeSet::new();
    let mut named = false;
    for evidence in act.on_file() {
        let kind = evidence.kind.word().to_owned();
        let issued = evidence.issuer.map(|issuer| format!("{kind}:{issuer}"));
        on_file.extend(issued.clone());
        on_file.insert(kind.clone());
        if alive(evidence, reach.on, None) != Truth::Yes || !reach.covered_by(evidence) {
            continue;
        }
        in_force.extend(issued);
        in_force.insert(kind);
        if evidence.kind == EvidenceKind::TransferImpactAssessment {
            let places = evidence.covers_law_of.iter().flatten();
            assessed.extend(places.map(|place| place.code().to_owned()));
        }
        let imposed = evidence.conditions.iter().flatten();
        conditions.extend(imposed.map(|condition| condition.word().to_owned()));
        named = named || names_users(evidence, reach);
    }
    facts.set("on_file", Leaf::Texts(on_file));
    facts.set("in_force", Leaf::Texts(in_force));
    facts.set("assessed_law_of", Leaf::Places(assessed));
    facts.set("licence_conditions", Leaf::Texts(conditions));
    facts.set("user_named", Leaf::Bool(named));
}

/// Writes what stands for evidence when none is on file.
pub(crate) fn write_none(facts: &mut Facts) {
    for set in ["on_file", "in_force", "licence_conditions"] {
        facts.set(set, Leaf::Texts(BTreeSet::new()));
    }
    facts.set("assessed_law_of", Leaf::Places(BTreeSet::new()));
    facts.set("user_named", Leaf::Bool(false));
}

fn names_users(evidence: &Evidence, reach: &Reach) -> bool {
    let named = evidence.named_users.as_ref();
    named.is_some_and(|named| reach.users.iter().all(|user| named.contains(user)))
}

/// Returns whether some evidence on file cures the bar.
pub(crate) fn cures(act: &Act, reach: &Reach, cure: &Cure) -> Truth {
    act.on_file()
        .iter()
        .map(|evidence| serves(evidence, reach, cure))
        .max()
        .unwrap_or(Truth::No)
}

fn serves(evidence: &Evidence, reach: &Reach, cure: &Cure) -> Truth {
    let need = &cure.need;
    let kind = evidence.kind == need.kind || need.or.contains(&evidence.kind);
    let issuer = need
        .issuer
        .is_none_or(|issuer| evidence.issuer == Some(issuer));
    let holder = cure
        .holder
        .is_none_or(|holder: Holder| evidence.holder == Some(holder));
    let finding = cure
        .finding
        .is_none_or(|finding| evidence.finding == Some(finding));
    let binding = !cure.binding || evidence.binding == Some(true);
    let law = !cure.covers_law || looks_at_law(evidence, reach);
    let users = !evidence
        .conditions
        .iter()
        .flatten()
        .any(|condition| *condition == Condition::NamedUsersOnly)
        || reach.users.is_empty()
        || names_users(evidence, reach);
    if !(kind && issuer && holder && finding && binding && law && users) {
        return Truth::No;
    }
    if !reach.covered_by(evidence) {
        return Truth::No;
    }
    alive(evidence, reach.on, cure.life_years).min(in_time(evidence, reach.on, cure))
}

fn looks_at_law(evidence: &Evidence, reach: &Reach) -> bool {
    let covered = evidence.covers_law_of.as_ref();
    covered.is_none_or(|covered| reach.places.iter().all(|place| covered.contains(place)))
}

/// Returns whether the evidence was lodged and filed in time.
fn in_time(evidence: &Evidence, on: Day, cure: &Cure) -> Truth {
    let Known::Is(granted) = evidence.granted_on else {
        return Truth::Unknown;
    };
    let lodged = cure
        .need
        .days_before
        .is_none_or(|days| granted.plus_days(i32::try_from(days).unwrap_or(i32::MAX)) <= on);
    let filed = cure
        .filed_workdays
        .is_none_or(|workdays| match evidence.filed_on {
            Some(filed) => filed <= on || on <= granted.plus_workdays(workdays),
            None => on <= granted.plus_workdays(workdays),
        });
    Truth::from(lodged && filed)
}
