//! The keys of a screening and of the matches it found.

use portolan_terms::{evidence::Review, party::ListName};

use super::{DAYS, Field, Form, Kind, all, form, may, must};

static COUNT: Form = form(
    "count",
    &[&[
        must("source", Kind::Text, "the list, in its publisher's words"),
        must("entries", Kind::Count(0, 100_000_000), "its entries"),
    ]],
);

pub(in crate::scenario) static SCREENING: Form = form(
    "screening",
    &[&[
        must("list", Kind::Text, "the name of the list"),
        must("dated", Kind::Day, "the day of the list"),
        must("digest", Kind::Text, "the digest of the file"),
        must(
            "likeness",
            Kind::Count(0, 100),
            "how alike a name had to be, of 100",
        ),
        must(
            "max_age_days",
            DAYS,
            "the days after which the list is too old to rely on",
        ),
        must(
            "counts",
            Kind::List(&Kind::Record(&COUNT)),
            "the entries of each source list",
        ),
        must(
            "names",
            Kind::List(&Kind::Text),
            "the names held against it, of parties and of their owners",
        ),
    ]],
);

const FOUND: &[Field] = &[
    must("party", Kind::Id, "the party that may be named"),
    may(
        "owner",
        Kind::Text,
        "its owner, when that is who may be named",
    ),
    must(
        "name",
        Kind::Text,
        "the name that was held against the list",
    ),
    must("entry", Kind::Text, "the name in the entry"),
    may("alias", Kind::Text, "the other name in it that is alike"),
    must(
        "likeness",
        Kind::Count(0, 100),
        "how alike the names are, of 100",
    ),
    must("source", Kind::Text, "the list, in its publisher's words"),
    must("list", all!(ListName), "the list, as law names it"),
    may("on", Kind::Day, "the day the entry takes effect"),
    may("until", Kind::Day, "the last day of the entry"),
    may("items", Kind::Text, "the items it covers"),
    may(
        "review",
        Kind::Known(&all!(Review)),
        "the review policy printed in it",
    ),
];

pub(in crate::scenario) static MATCH: Form = form(
    "match",
    &[
        FOUND,
        &[
            must(
                "same",
                Kind::Known(&Kind::Truth),
                "whether the entry is this party, as a person decided",
            ),
            may("decided_by", Kind::Text, "who decided"),
            may("decided_on", Kind::Day, "the day it was decided"),
            may("because", Kind::Text, "why"),
        ],
    ],
);
