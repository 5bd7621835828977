//! The keys of workloads.

use portolan_terms::evidence::Purpose;

use super::{
    super::words, CHIPS, Field, Form, Kind, PROVENANCE, all, form, may, must, papers::DATA,
};

pub(in crate::scenario) static WORKLOAD: Form = form(
    "workload",
    &[
        &[
            must("id", Kind::Id, "the name of the workload"),
            must("title", Kind::Text, "what it is, in one line"),
            must("owner", Kind::Id, "the party for whom it runs"),
            must(
                "kind",
                Kind::Word(|| words::WORK.to_vec()),
                "the kind of work",
            ),
            may(
                "datasets",
                Kind::List(&Kind::Id),
                "the data sets it works on",
            ),
            must("purpose", all!(Purpose), "the purpose, in law's words"),
            must(
                "penalty",
                Kind::Money,
                "what leaving it undone costs: in all, or per million tokens",
            ),
            may(
                "porting",
                Kind::List(&Kind::Record(&PORTING)),
                "what bringing it to another software stack costs, once",
            ),
            may(
                "move_cost",
                Kind::Money,
                "what moving it away from where the plan in force has it costs",
            ),
        ],
        TRAINING,
        SERVING,
        PROVENANCE,
    ],
);

static PORTING: Form = form(
    "porting",
    &[&[
        must(
            "stack",
            Kind::Text,
            "the software stack, as the chip table names it",
        ),
        must("cost", Kind::Money, "the cost"),
    ]],
);

static STEP: Form = form(
    "step",
    &[&[
        must(
            "from_day",
            Kind::Count(1, 3_650),
            "the days after the plan's from which it holds",
        ),
        must(
            "tokens_per_day",
            Kind::Count(0, 1_000_000_000_000_000_000),
            "the tokens a day from then on",
        ),
    ]],
);

/// Holds the keys of training, tuning and batch work.
pub(in crate::scenario) const TRAINING: &[Field] = &[
    may(
        "operations",
        Kind::Operations,
        "training, tuning: the operations to spend",
    ),
    may(
        "start_days",
        Kind::Span,
        "training, tuning: the days after the plan's on which it may start, first and last",
    ),
    may(
        "first_day",
        Kind::Count(0, 3_650),
        "batch: the days after the plan's before which it may not start",
    ),
    may(
        "deadline_days",
        Kind::Count(1, 3_650),
        "training, tuning, batch: the days after the plan's by which it must end",
    ),
    may(
        "gang_multiple",
        CHIPS,
        "training, tuning: the number that gang sizes are a multiple of",
    ),
    may(
        "gang_max",
        CHIPS,
        "training, tuning: the most chips a gang may have",
    ),
    may(
        "published",
        Kind::Known(&Kind::Truth),
        "training, tuning: whether the weights are open to all",
    ),
    may(
        "results_to",
        Kind::Place,
        "training, tuning: where the weights go when the run ends",
    ),
    may(
        "serves_markets",
        Kind::List(&Kind::Place),
        "training, tuning: the markets the result will serve",
    ),
    may(
        "tokens",
        Kind::Count(1, 1_000_000_000_000_000_000),
        "batch: the tokens to produce in all",
    ),
];

/// Holds the keys of serving.
pub(in crate::scenario) static SERVING: &[Field] = &[
    may(
        "tokens_per_day",
        Kind::Count(1, 1_000_000_000_000_000_000),
        "serving: the tokens a day, peak allowance included",
    ),
    may(
        "steps",
        Kind::List(&Kind::Record(&STEP)),
        "serving: days from which it is another number of tokens a day, earliest first",
    ),
    may(
        "users",
        Kind::List(&Kind::Record(&USERS)),
        "serving: where the users are",
    ),
    may(
        "latency_ms_max",
        Kind::Count(1, 10_000),
        "serving: the longest round trip to the users; left out, it does not matter",
    ),
    may(
        "service",
        Kind::Word(|| words::SERVICES.to_vec()),
        "serving: the service",
    ),
    may(
        "offered_to",
        Kind::Word(|| words::OFFERED_TO.to_vec()),
        "serving: to whom it is offered",
    ),
    may(
        "launched_on",
        Kind::Day,
        "serving: the day it was or will be launched",
    ),
    may(
        "model_operations",
        Kind::Known(&Kind::Operations),
        "serving: the operations that the model took",
    ),
    may(
        "model_published",
        Kind::Known(&Kind::Truth),
        "serving: whether the weights of the model are open",
    ),
    may(
        "prompts",
        Kind::List(&Kind::Record(&PROMPTS)),
        "serving: what users type in, per place",
    ),
];

static USERS: Form = form(
    "group of users",
    &[&[
        must("region", Kind::Id, "the region of the atlas"),
        may(
            "place",
            Kind::Place,
            "the place, if not the country of the region",
        ),
    ]],
);

static PROMPTS: Form = form(
    "set of prompts",
    &[&[must("place", Kind::Place, "where the users are")], DATA],
);
