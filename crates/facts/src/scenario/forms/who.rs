//! The keys of a party.

use portolan_terms::{
    evidence::Review,
    party::{ListName, Role},
};

use super::{Field, Form, Kind, PERSONS, PROVENANCE, all, form, may, must};

static PARTY_FACTS: &[Field] = &[
    may(
        "ultimate_parent_hq",
        Kind::Known(&Kind::Place),
        "the seat of the company at the top",
    ),
    may(
        "parent",
        Kind::Known(&Kind::Id),
        "the party of this scenario that owns it",
    ),
    may(
        "registered_in",
        Kind::Known(&Kind::Place),
        "where it is registered, if not at its seat",
    ),
    may(
        "registered_city",
        Kind::Text,
        "the city where it is registered",
    ),
    may(
        "in_free_trade_zone",
        Kind::Known(&Kind::Truth),
        "whether it sits in a Chinese free-trade zone",
    ),
    may("moved_hq_from", Kind::Place, "the seat before it moved"),
    may("moved_hq_on", Kind::Day, "the day the seat moved"),
    may(
        "managed_from",
        Kind::Known(&Kind::Place),
        "where the managers really sit",
    ),
    may("sector", Kind::Text, "its trade"),
    may(
        "ciio",
        Kind::Known(&Kind::Truth),
        "whether it is a Chinese critical-infrastructure operator",
    ),
    may(
        "persons_handled",
        Kind::Known(&PERSONS),
        "the persons whose data it holds in all",
    ),
    may(
        "owners",
        Kind::List(&Kind::Record(&OWNER)),
        "the holders worth naming",
    ),
    may(
        "listed",
        Kind::List(&Kind::Record(&LISTING)),
        "the public lists that name it",
    ),
    may(
        "roles",
        Kind::List(&all!(Role)),
        "the roles that some law turns on",
    ),
    may(
        "addressee_of",
        Kind::List(&Kind::Id),
        "the company letters sent to it",
    ),
];

pub(in crate::scenario) static PARTY: Form = form(
    "party",
    &[
        &[
            must("id", Kind::Id, "the name of the party in this scenario"),
            must("name", Kind::Text, "the name shown to people"),
            must("hq", Kind::Known(&Kind::Place), "the seat"),
            may(
                "answers_to",
                Kind::List(&Kind::Place),
                "the only places whose law it answers to",
            ),
            may(
                "from",
                Kind::List(&Kind::Record(&PARTY_FROM)),
                "what changed from a day on",
            ),
        ],
        PARTY_FACTS,
        PROVENANCE,
    ],
);

pub(in crate::scenario) static PARTY_FROM: Form = form(
    "change of a party",
    &[
        &[
            must("on", Kind::Day, "the first day of the change"),
            may("name", Kind::Text, "the name shown to people"),
            may("hq", Kind::Known(&Kind::Place), "the seat"),
        ],
        PARTY_FACTS,
        PROVENANCE,
    ],
);

static OWNER: Form = form(
    "owner",
    &[&[
        must("name", Kind::Text, "the name of the holder"),
        must("percent", Kind::Percent, "the share held"),
        must("hq", Kind::Known(&Kind::Place), "the seat of the holder"),
        may(
            "listed",
            Kind::List(&Kind::Record(&LISTING)),
            "the public lists that name the holder",
        ),
    ]],
);

static LISTING: Form = form(
    "listing",
    &[&[
        must("list", all!(ListName), "the list"),
        must(
            "on",
            Kind::Known(&Kind::Day),
            "the day the entry takes effect; unknown while nobody has shown that it is this party",
        ),
        may("until", Kind::Day, "the last day of the entry"),
        may("items", Kind::Text, "the items it covers"),
        may(
            "review",
            Kind::Known(&all!(Review)),
            "the review policy printed in it",
        ),
    ]],
);
