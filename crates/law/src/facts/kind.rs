//! The facts that each kind of act shows.

use std::collections::BTreeSet;

use portolan_acts::{
    Act,
    act::{MoveData, Operate, ServePublic, Supply, Support, UseCompute, UseData},
    words::{DataMode, Handling},
};
use portolan_terms::{
    Day, Figure, Known, Model, Place, TrainingOps, data::Extractable, item::Authority,
};

use super::{Facts, Leaf, LeafType, Parameters, party};

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

/// Writes the facts that an act of this kind shows.
pub(super) fn write(facts: &mut Facts, act: &Act, parameters: &Parameters<'_>) {
    let mut to = Writer { facts };
    match act {
        Act::Supply(act) => supply(&mut to, act),
        Act::Operate(act) => operate(&mut to, act),
        Act::UseCompute(act) => use_compute(&mut to, act),
        Act::Support(act) => support(&mut to, act),
        Act::MoveData(act) => move_data(&mut to, act),
        Act::UseData(act) => use_data(&mut to, act, parameters),
        Act::MoveWeights(act) => {
            to.route(act.from, act.to);
            to.word("purpose", act.purpose.word());
            to.model(&act.model);
        }
        Act::ServePublic(act) => serve_public(&mut to, act),
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

fn supply(to: &mut Writer<'_>, act: &Supply) {
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

fn operate(to: &mut Writer<'_>, act: &Operate) {
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

fn use_compute(to: &mut Writer<'_>, act: &UseCompute) {
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

fn move_data(to: &mut Writer<'_>, act: &MoveData) {
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

fn support(to: &mut Writer<'_>, act: &Support) {
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

fn use_data(to: &mut Writer<'_>, act: &UseData, parameters: &Parameters<'_>) {
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

fn serve_public(to: &mut Writer<'_>, act: &ServePublic) {
    to.facts.place("market", act.market);
    to.facts.place("host", act.host_country);
    to.route(act.market, act.prompts_stored_in.unwrap_or(act.market));
    to.word("service", act.service.word());
    to.word("offered_to", act.offered_to.word());
    to.word("use_class", act.use_class.map_or("", |word| word.word()));
    to.facts.set("launched_on", Leaf::Day(act.launched_on));
    to.model(&act.model);
}
