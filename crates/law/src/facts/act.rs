//! The facts of a whole act.

use std::collections::BTreeSet;

use portolan_acts::{
    Act,
    words::{DataMode, Handling},
};
use portolan_terms::{
    DataClass, Dataset, Day, Figure, Known, Model, Party, Place, TrainingOps, data::Extractable,
    item::Authority,
};

use super::{
    Facts, Leaf, LeafType, Parameters,
    data::{self, DataOfAct},
    evidence::{self, Reach},
    item, party,
};

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

/// Returns the facts of an act, classes left out.
pub(crate) fn facts(act: &Act, parameters: &Parameters<'_>) -> Facts {
    let mut facts = Facts::default();
    neutral(&mut facts, parameters);
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
    of_kind(&mut facts, act, parameters);
    evidence::write(&mut facts, act, &Reach::of(act, parameters.on));
    groups_of(&mut facts, "to", "to_in", parameters);
    groups_of(&mut facts, "market", "market_in", parameters);
    facts
}

fn groups_of(facts: &mut Facts, from: &str, to: &str, parameters: &Parameters<'_>) {
    if let Some(Leaf::Place(place)) = facts.shown(from).cloned() {
        let groups = parameters.groups.of(&place).map(str::to_owned);
        facts.set(to, Leaf::Texts(groups.chain([place.clone()]).collect()));
    }
}

/// Writes every fact as one that does not arise.
fn neutral(facts: &mut Facts, parameters: &Parameters<'_>) {
    facts.set("on", Leaf::Day(parameters.on));
    facts.set("arrives_on", Leaf::Day(parameters.on));
    for word in [
        "mode",
        "medium",
        "activity",
        "arrangement",
        "item_owner",
        "workload_for",
        "deployment",
        "form",
        "service",
        "offered_to",
        "use_class",
        "purpose",
        "necessary_for",
        "recipient_role",
        "exporter_role",
        "authority_type",
        "extractable",
    ] {
        facts.text(word, "");
    }
    facts.text("acquired_by", "unquestioned");
    for place in ["from", "to", "market", "host"] {
        facts.set(place, Leaf::Place("none".to_owned()));
    }
    for set in [
        "serves",
        "knows",
        "red_flags",
        "certifications",
        "to_in",
        "market_in",
    ] {
        facts.set(set, Leaf::Texts(BTreeSet::new()));
    }
    for set in ["carried_via", "processed_in", "cached_in"] {
        facts.set(set, Leaf::Places(BTreeSet::new()));
    }
    for truth in [
        "has_us_person",
        "published",
        "bona_fide_operator",
        "state_funded",
        "lessee_controls_hardware",
        "bought_for_lessee",
        "operator_handles_data",
        "vendor_access",
        "direct_collection",
        "continuous",
        "localisation_request",
        "collected_by_seller",
    ] {
        facts.set(truth, Leaf::Bool(false));
    }
    for number in [
        "training_teraops",
        "site_progress_percent",
        "quantity",
        "calendar_year_tpp",
    ] {
        facts.set(number, Leaf::Long(0));
    }
    facts.set("china_share_percent", Leaf::Decimal(Figure::default()));
    for day in [
        "acquired_on",
        "sold_in_us_by",
        "first_transfer_on",
        "launched_on",
    ] {
        facts.set(day, Leaf::Day(parameters.on));
    }
}

struct Writer<'a> {
    facts: &'a mut Facts,
}

impl Writer<'_> {
    fn word(&mut self, at: &str, word: &str) {
        self.facts.text(at, word);
    }

    fn route(&mut self, from: Place, to: Place) {
        self.facts.place("from", from);
        self.facts.place("to", to);
    }

    fn truth(&mut self, at: &str, truth: Known<bool>) {
        self.facts
            .known(at, LeafType::Bool, &truth, |truth| Leaf::Bool(*truth));
    }

    fn words<'w>(&mut self, at: &str, words: impl Iterator<Item = &'w str>) {
        self.facts
            .set(at, Leaf::Texts(words.map(str::to_owned).collect()));
    }

    fn acquired(&mut self, on: &Known<Day>, authority: Authority) {
        self.facts
            .known("acquired_on", LeafType::Day, on, |day| Leaf::Day(*day));
        match authority {
            Authority::Unknown => {
                self.facts.gap(
                    "acquired_by",
                    LeafType::Text,
                    ["acquired.authority".to_owned()],
                );
            }
            Authority::Licence
            | Authority::Exception
            | Authority::NoLicenceRequired
            | Authority::None => self.facts.text("acquired_by", authority.word()),
        }
    }

    fn operations(&mut self, operations: &Known<TrainingOps>) {
        let long = |operations: &TrainingOps| party::long(operations.teraops());
        self.facts
            .known("training_teraops", LeafType::Long, operations, long);
    }

    fn model(&mut self, model: &Model) {
        self.operations(&model.training_operations);
        self.truth("published", model.published);
        let extractable = model
            .personal_data_extractable
            .unwrap_or(Extractable::Unknown);
        self.word("extractable", extractable.word());
    }
}

fn of_kind(facts: &mut Facts, act: &Act, parameters: &Parameters<'_>) {
    let mut to = Writer { facts };
    match act {
        Act::Supply(act) => supply(&mut to, act),
        Act::Operate(act) => operate(&mut to, act),
        Act::UseCompute(act) => use_compute(&mut to, act),
        Act::Support(act) => {
            to.word("purpose", act.purpose.word());
            to.words("knows", act.knows.iter().map(|known| known.word()));
            let us = act.people.iter().map(|person| person.us_person);
            let us: Vec<Known<bool>> = us.collect();
            let any = if us.contains(&Known::Is(true)) {
                Known::Is(true)
            } else if us.contains(&Known::Unknown) {
                Known::Unknown
            } else {
                Known::Is(false)
            };
            to.truth("has_us_person", any);
        }
        Act::MoveData(act) => move_data(&mut to, act),
        Act::UseData(act) => {
            to.route(act.from, act.site_country);
            to.word("purpose", act.purpose.word());
            to.word(
                "necessary_for",
                act.necessary_for.map_or("", |word| word.word()),
            );
            to.truth("operator_handles_data", act.operator_handles_data);
            let markets = act.serves_markets.iter().flat_map(|market| {
                let groups = parameters.groups.of(market.code()).map(str::to_owned);
                groups.chain([market.code().to_owned()]).collect::<Vec<_>>()
            });
            to.facts.set("serves", Leaf::Texts(markets.collect()));
        }
        Act::MoveWeights(act) => {
            to.route(act.from, act.to);
            to.word("purpose", act.purpose.word());
            to.model(&act.model);
        }
        Act::ServePublic(act) => {
            to.facts.place("market", act.market);
            to.facts.place("host", act.host_country);
            to.route(act.market, act.prompts_stored_in.unwrap_or(act.market));
            to.word("service", act.service.word());
            to.word("offered_to", act.offered_to.word());
            to.word("use_class", act.use_class.map_or("", |word| word.word()));
            to.facts.set("launched_on", Leaf::Day(act.launched_on));
            to.model(&act.model);
        }
        Act::BrokerData(act) => {
            to.route(act.from, act.to);
            to.word("form", act.form.word());
            to.word("purpose", act.purpose.word());
            to.truth("collected_by_seller", act.collected_by_seller);
        }
        Act::Disclose(act) => {
            to.route(act.stored_in, act.authority.country);
            to.word("authority_type", act.authority.r#type.word());
        }
    }
}

fn supply(to: &mut Writer<'_>, act: &portolan_acts::act::Supply) {
    to.word("mode", act.mode.word());
    to.word(
        "medium",
        act.medium.map_or("physical", |medium| medium.word()),
    );
    to.route(act.from, act.to);
    to.words("knows", act.knows.iter().map(|known| known.word()));
    to.words("red_flags", act.red_flags.iter().map(|flag| flag.word()));
    to.words(
        "certifications",
        act.certifications.iter().flatten().map(|word| word.word()),
    );
    if let Some(day) = act.arrives_on {
        to.facts.set("arrives_on", Leaf::Day(day));
    }
    // An exception for small volumes must be claimed: a number left out is as large as can be.
    to.facts.set(
        "quantity",
        act.quantity.map_or(Leaf::Long(i64::MAX), party::long),
    );
    to.facts.set(
        "calendar_year_tpp",
        Leaf::Long(act.calendar_year_tpp.unwrap_or(i64::MAX)),
    );
    let sold = act.sold_in_us_by.unwrap_or_default();
    to.facts
        .known("sold_in_us_by", LeafType::Day, &sold, |day| Leaf::Day(*day));
    let share = act.china_share_percent.unwrap_or_default();
    let decimal = |percent: &Figure| Leaf::Decimal(*percent);
    to.facts
        .known("china_share_percent", LeafType::Decimal, &share, decimal);
    if let Some(acquired) = &act.acquired {
        to.acquired(&acquired.on, acquired.authority);
    }
}

fn operate(to: &mut Writer<'_>, act: &portolan_acts::act::Operate) {
    to.route(act.site_country, act.site_country);
    to.word("activity", act.activity.word());
    to.word("workload_for", act.workload_for.word());
    to.words("knows", act.knows.iter().map(|known| known.word()));
    to.acquired(&act.acquired.on, act.acquired.authority);
    to.truth(
        "bona_fide_operator",
        act.bona_fide_operator.unwrap_or_default(),
    );
    to.truth("state_funded", act.state_funded.unwrap_or(Known::Is(false)));
    let progress = act.site_progress_percent.unwrap_or_default();
    let whole = |percent: &Figure| Leaf::Long(percent.floor());
    to.facts
        .known("site_progress_percent", LeafType::Long, &progress, whole);
    to.facts
        .set("quantity", party::long(act.quantity.unwrap_or(0)));
}

fn use_compute(to: &mut Writer<'_>, act: &portolan_acts::act::UseCompute) {
    to.route(act.site_country, act.site_country);
    to.word("arrangement", act.arrangement.word());
    to.word("item_owner", act.item_owner.word());
    to.word("purpose", act.purpose.word());
    to.word("deployment", act.deployment.map_or("", |word| word.word()));
    to.words("knows", act.knows.iter().map(|known| known.word()));
    to.words("red_flags", act.red_flags.iter().map(|flag| flag.word()));
    to.truth("lessee_controls_hardware", act.lessee_controls_hardware);
    to.truth("bought_for_lessee", act.bought_for_lessee);
    to.truth(
        "bona_fide_operator",
        act.bona_fide_operator.unwrap_or_default(),
    );
    to.operations(&act.training_operations.unwrap_or_default());
    if let Some(acquired) = &act.acquired {
        to.acquired(&acquired.on, acquired.authority);
    }
}

fn move_data(to: &mut Writer<'_>, act: &portolan_acts::act::MoveData) {
    to.word("mode", act.mode.word());
    to.route(act.from, act.to);
    to.word("purpose", act.purpose.word());
    to.word("recipient_role", act.recipient_role.word());
    to.word(
        "exporter_role",
        act.exporter_role.map_or("", |word| word.word()),
    );
    to.word(
        "necessary_for",
        act.necessary_for.map_or("", |word| word.word()),
    );
    // A host that stores data can read it unless somebody shows that it cannot.
    let silent = if act.mode == DataMode::Storage {
        Known::Unknown
    } else {
        Known::Is(false)
    };
    to.truth("vendor_access", act.vendor_access.unwrap_or(silent));
    to.truth(
        "direct_collection",
        Known::Is(act.direct_collection.unwrap_or(false)),
    );
    to.truth("continuous", Known::Is(act.continuous.unwrap_or(false)));
    to.truth(
        "localisation_request",
        act.localisation_request.unwrap_or(Known::Is(false)),
    );
    if let Some(day) = act.first_transfer_on {
        to.facts.set("first_transfer_on", Leaf::Day(day));
    }
    let of = |handling: Handling| {
        let hops = act.via.iter().filter(move |hop| hop.handling == handling);
        hops.map(|hop| hop.country.code().to_owned())
            .collect::<BTreeSet<_>>()
    };
    to.facts
        .set("carried_via", Leaf::Places(of(Handling::CarriageOnly)));
    to.facts
        .set("processed_in", Leaf::Places(of(Handling::Processed)));
    to.facts
        .set("cached_in", Leaf::Places(of(Handling::Cached)));
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
