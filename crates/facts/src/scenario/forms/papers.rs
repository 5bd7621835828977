//! The keys of data sets and evidence.

use portolan_terms::{
    data::{ClassName, Identifiability},
    evidence::{Condition, EvidenceKind, Finding, Holder, Purpose},
};

use super::{CHIPS, DAYS, Field, Form, Kind, PERSONS, PROVENANCE, all, form, may, must};

pub(super) static DATA: &[Field] = &[
    must(
        "origin",
        Kind::List(&Kind::Origin),
        "where the data was collected",
    ),
    must(
        "classes",
        Kind::List(&Kind::Record(&CLASS)),
        "the classes in the set",
    ),
    must(
        "identifiability",
        all!(Identifiability),
        "how far persons can be recognised",
    ),
    may("sector", Kind::Text, "the trade it comes from"),
    may(
        "publicly_available",
        Kind::Known(&Kind::Truth),
        "whether anyone can read it",
    ),
    may(
        "notified_important",
        Kind::Known(&Kind::Truth),
        "whether a regulator has notified it as important",
    ),
    may(
        "on_negative_list",
        Kind::Known(&Kind::Truth),
        "whether it is on the negative list of the zone",
    ),
    may(
        "in_exempt_scenario",
        Kind::Known(&Kind::Truth),
        "whether it lies inside a named free scenario",
    ),
    may(
        "lawful_source",
        Kind::Known(&Kind::Truth),
        "whether it was lawfully come by",
    ),
    may(
        "localisation_order",
        Kind::Known(&Kind::Truth),
        "whether it is ordered to stay home",
    ),
    may(
        "collected_for",
        Kind::List(&all!(Purpose)),
        "what it was collected for",
    ),
    may(
        "split_of",
        Kind::Record(&SPLIT),
        "the larger set that it is a slice of",
    ),
];

static CLASS: Form = form(
    "class of data",
    &[&[
        must("class", all!(ClassName), "the class"),
        may(
            "persons",
            Kind::Known(&PERSONS),
            "the number of distinct persons",
        ),
        may(
            "devices",
            Kind::Known(&PERSONS),
            "the number of distinct devices",
        ),
        may(
            "persons_counted",
            Kind::Known(&PERSONS),
            "the running total that the law counts",
        ),
        may(
            "origin",
            Kind::Place,
            "the origin, when the set mixes origins",
        ),
        may(
            "disclosed",
            Kind::Truth,
            "whether the data has been made public",
        ),
        may("detail", Kind::Text, "what it is"),
    ]],
);

static SPLIT: Form = form(
    "split",
    &[&[
        must("persons", PERSONS, "the persons in the whole"),
        must("parts", PERSONS, "the number of slices"),
    ]],
);

pub(in crate::scenario) static DATASET: Form = form(
    "dataset",
    &[
        &[
            must("id", Kind::Id, "the name of the data set"),
            must("controller", Kind::Id, "the party that decides about it"),
            must("from", Kind::Place, "where it rests"),
            must("gigabytes", Kind::Count(0, 1_000_000_000_000), "its size"),
        ],
        DATA,
        PROVENANCE,
    ],
);

pub(in crate::scenario) static EVIDENCE: Form = form(
    "evidence",
    &[
        &[
            must("id", Kind::Id, "the name of the evidence"),
            must("kind", all!(EvidenceKind), "what it is"),
            may("for", Kind::List(&Kind::Id), "the workloads it serves"),
            may(
                "obtainable",
                Kind::Record(&OBTAINABLE),
                "its cost and time, when it is not on file yet",
            ),
            may(
                "granted_on",
                Kind::Known(&Kind::Day),
                "the day it was given, signed or lodged",
            ),
            may("expires_on", Kind::Day, "the last day printed on it"),
            may("issuer", Kind::Place, "the place whose authority gave it"),
            may(
                "filed_on",
                Kind::Day,
                "the day it was filed with an authority",
            ),
            may("revoked_on", Kind::Day, "the day it was withdrawn"),
            may("holder", all!(Holder), "who holds it"),
            may("scope", Kind::Record(&SCOPE), "what it covers"),
            may(
                "conditions",
                Kind::List(&all!(Condition)),
                "the conditions of a licence",
            ),
            may(
                "named_users",
                Kind::List(&Kind::Text),
                "the users a licence names",
            ),
            may("finding", all!(Finding), "what an assessment found"),
            may(
                "covers_law_of",
                Kind::List(&Kind::Place),
                "the places whose law an assessment looked at",
            ),
            may("binding", Kind::Truth, "whether a contract binds"),
            may("under", Kind::Text, "the instrument it was made under"),
        ],
        PROVENANCE,
    ],
);

static OBTAINABLE: Form = form(
    "way to obtain",
    &[&[
        must("cost", Kind::Money, "what it costs"),
        must("lead_days", DAYS, "the days from asking to having it"),
    ]],
);

static SCOPE: Form = form(
    "scope",
    &[&[
        may(
            "purposes",
            Kind::List(&all!(Purpose)),
            "the purposes covered",
        ),
        may("places", Kind::List(&Kind::Place), "the places covered"),
        may(
            "recipients",
            Kind::List(&Kind::Text),
            "the recipients covered, by name",
        ),
        may(
            "max_persons",
            PERSONS,
            "the largest number of persons covered",
        ),
        may(
            "max_chips",
            CHIPS,
            "the chips covered, all supplies together",
        ),
        may(
            "chips_drawn",
            Kind::Count(0, 100_000_000),
            "the chips supplied under it outside this scenario",
        ),
    ]],
);
