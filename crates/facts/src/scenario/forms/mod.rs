//! The keys of every record of a scenario.

mod limits;
mod papers;
mod priced;
mod screened;
mod stock;
mod who;
mod work;

pub(super) use self::{
    limits::LIMIT,
    papers::{DATASET, EVIDENCE},
    priced::DISCOUNT,
    screened::{MATCH, SCREENING},
    stock::{POOL, PURCHASE, SITE},
    who::PARTY,
    work::{SERVING, TRAINING, WORKLOAD},
};
use super::form::{Field, Form, Kind};

const CHIPS: Kind = Kind::Count(1, 100_000_000);
const DAYS: Kind = Kind::Count(0, 3_650);
const PERSONS: Kind = Kind::Count(0, 10_000_000_000);

const fn must(name: &'static str, kind: Kind, says: &'static str) -> Field {
    Field {
        name,
        kind,
        required: true,
        says,
    }
}

const fn may(name: &'static str, kind: Kind, says: &'static str) -> Field {
    Field {
        name,
        kind,
        required: false,
        says,
    }
}

const fn form(name: &'static str, groups: &'static [&'static [Field]]) -> Form {
    Form {
        name,
        groups,
        missing: "scenario.missing-key",
    }
}

/// Holds the words of a list of `portolan-terms`.
macro_rules! all {
    ($name:ident) => {
        Kind::Word(|| $name::ALL.iter().map(|word| word.word()).collect())
    };
}
use all;

const PROVENANCE: &[Field] = &[
    may("source", Kind::Text, "where the record comes from"),
    may(
        "assumed",
        Kind::Reasons,
        "the fields no source supports, each with its basis",
    ),
];

/// Holds the keys at the top of a file.
pub(in crate::scenario) static FILE: Form = form(
    "scenario",
    &[&[
        may(
            "include",
            Kind::List(&Kind::Text),
            "further files of the scenario",
        ),
        may(
            "prices",
            Kind::List(&Kind::Text),
            "price lists beside the scenario, as CSV",
        ),
        may(
            "price_max_age_days",
            DAYS,
            "the days after which a listed price is told as old; 90 when left out",
        ),
        may(
            "discounts",
            Kind::ById(&DISCOUNT),
            "what operators take off their listed prices, by the id of the party",
        ),
        may(
            "scenario",
            Kind::Record(&SCENARIO),
            "what is asked, and from which day",
        ),
        may("party", Kind::List(&Kind::Record(&PARTY)), "the parties"),
        may(
            "site",
            Kind::List(&Kind::Record(&SITE)),
            "the places where chips stand",
        ),
        may(
            "pool",
            Kind::List(&Kind::Record(&POOL)),
            "the chips at them",
        ),
        may(
            "purchase",
            Kind::List(&Kind::Record(&PURCHASE)),
            "the offers to buy chips",
        ),
        may(
            "dataset",
            Kind::List(&Kind::Record(&DATASET)),
            "the data sets",
        ),
        may(
            "evidence",
            Kind::List(&Kind::Record(&EVIDENCE)),
            "what is on file or can be had",
        ),
        may(
            "workload",
            Kind::List(&Kind::Record(&WORKLOAD)),
            "what someone wants to run",
        ),
        may(
            "limit",
            Kind::List(&Kind::Record(&LIMIT)),
            "what the whole plan may spend, emit, use or move",
        ),
        may(
            "screening",
            Kind::List(&Kind::Record(&SCREENING)),
            "the lists that the parties were held against",
        ),
        may(
            "match",
            Kind::List(&Kind::Record(&MATCH)),
            "the entries of those lists that may name a party",
        ),
    ]],
);

pub(in crate::scenario) static SCENARIO: Form = form(
    "scenario",
    &[&[
        must("id", Kind::Id, "the name of the scenario"),
        must("title", Kind::Text, "what it is about, in one line"),
        must("on", Kind::Day, "the day on which the decision is taken"),
        must(
            "horizon_weeks",
            Kind::Count(1, 520),
            "the number of weeks planned",
        ),
        may(
            "carbon_price_tonne",
            Kind::Money,
            "what a tonne of carbon dioxide costs, when it is to count",
        ),
        may(
            "transfer_price_gb",
            Kind::Money,
            "what it costs to bring a gigabyte of a data set to a site in another country, once",
        ),
        may(
            "assumptions",
            Kind::List(&Kind::Record(&ASSUMPTION)),
            "what the whole scenario rests on",
        ),
    ]],
);

static ASSUMPTION: Form = form(
    "assumption",
    &[&[
        must("field", Kind::Text, "what is assumed"),
        must("basis", Kind::Text, "why it was taken so"),
    ]],
);
