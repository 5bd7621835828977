//! The keys of every record of a scenario.

use portolan_terms::{
    data::{ClassName, Identifiability},
    evidence::{Condition, EvidenceKind, Finding, Holder, Purpose, Review},
    item::Authority,
    party::{ListName, Role},
};

use super::{
    form::{Field, Form, Kind},
    words,
};

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

macro_rules! all {
    ($name:ident) => {
        Kind::Word(|| $name::ALL.iter().map(|word| word.word()).collect())
    };
}

const PROVENANCE: &[Field] = &[
    may("source", Kind::Text, "where the record comes from"),
    may(
        "assumed",
        Kind::Reasons,
        "the fields no source supports, each with its basis",
    ),
];

/// Holds the keys at the top of a file.
pub(super) static FILE: Form = form(
    "scenario",
    &[&[
        may(
            "include",
            Kind::List(&Kind::Text),
            "further files of the scenario",
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
    ]],
);

pub(super) static SCENARIO: Form = form(
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

pub(super) static PARTY: Form = form(
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

pub(super) static PARTY_FROM: Form = form(
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
        must("on", Kind::Day, "the day the entry takes effect"),
        may("until", Kind::Day, "the last day of the entry"),
        may("items", Kind::Text, "the items it covers"),
        may(
            "review",
            Kind::Known(&all!(Review)),
            "the review policy printed in it",
        ),
    ]],
);

pub(super) static SITE: Form = form(
    "site",
    &[
        &[
            must("id", Kind::Id, "the name of the site in this scenario"),
            must("name", Kind::Text, "the name shown to people"),
            must("region", Kind::Id, "the region of the atlas"),
            may(
                "country",
                Kind::Place,
                "the country, where it is a zone inside that of the region",
            ),
        ],
        PROVENANCE,
    ],
);

pub(super) static POOL: Form = form(
    "pool",
    &[
        &[
            must("id", Kind::Id, "the name of the pool in this scenario"),
            must("name", Kind::Text, "the name shown to people"),
            must("site", Kind::Id, "the site"),
            must("chip", Kind::Id, "the chip of the atlas"),
            must("owner", Kind::Id, "the party that owns the chips"),
            must("operator", Kind::Id, "the party that runs them"),
            may(
                "bona_fide_operator",
                Kind::Known(&Kind::Truth),
                "whether the operator is a bona fide one",
            ),
            may(
                "state_funded",
                Kind::Known(&Kind::Truth),
                "whether state money is in the site",
            ),
            may(
                "knows",
                Kind::List(&Kind::Word(|| words::KNOWLEDGE.to_vec())),
                "what the operator knows of the use",
            ),
            may(
                "red_flags",
                Kind::List(&Kind::Word(|| words::RED_FLAGS.to_vec())),
                "red flags",
            ),
            may(
                "staff",
                Kind::List(&Kind::Record(&PERSON)),
                "those who work on the chips for the user",
            ),
            may(
                "stock",
                Kind::List(&Kind::Record(&BATCH)),
                "the batches that make up the pool",
            ),
            may("own", Kind::Record(&OWN), "the owner runs its own work"),
            may("lease", Kind::Record(&LEASE), "the operator lets the chips"),
        ],
        PROVENANCE,
    ],
);

static PERSON: Form = form(
    "person",
    &[&[
        must("job", Kind::Text, "the job done"),
        must(
            "citizenship",
            Kind::Known(&Kind::Place),
            "the citizenship held",
        ),
        must(
            "us_person",
            Kind::Known(&Kind::Truth),
            "whether the person is a US person",
        ),
        must(
            "located_in",
            Kind::Known(&Kind::Place),
            "where the person works",
        ),
    ]],
);

static OWN: Form = form(
    "own use",
    &[&[must(
        "running_chip_hour",
        Kind::Money,
        "energy and upkeep for one chip and hour",
    )]],
);

static LEASE: Form = form(
    "lease",
    &[&[
        must(
            "price_chip_hour",
            Kind::Money,
            "the price of one chip and hour",
        ),
        may(
            "overhead_percent",
            Kind::Number(1_000.0),
            "what staging, lines and staff add to the price",
        ),
        must("block", CHIPS, "the chips in one block"),
        must(
            "min_term_weeks",
            Kind::Count(0, 520),
            "the weeks paid whether used or not",
        ),
        may(
            "open_to",
            Kind::List(&Kind::Id),
            "the parties that may lease; left out, anyone may",
        ),
        must(
            "arrangement",
            Kind::Word(|| words::ARRANGEMENTS.to_vec()),
            "the form of the lease",
        ),
        must(
            "bought_for_lessee",
            Kind::Known(&Kind::Truth),
            "whether the chips were bought after this lessee signed",
        ),
        must(
            "lessee_controls_hardware",
            Kind::Known(&Kind::Truth),
            "whether the lessee controls the hardware",
        ),
    ]],
);

static SUPPLY: &[Field] = &[
    must("supplier", Kind::Id, "the party that supplied them"),
    must("from", Kind::Place, "where they left"),
    must(
        "mode",
        Kind::Word(|| words::SUPPLY_MODES.to_vec()),
        "how they moved",
    ),
    must(
        "authority",
        all!(Authority),
        "the ground on which they moved",
    ),
    may(
        "on_file",
        Kind::List(&Kind::Id),
        "evidence that belongs to this supply",
    ),
    may(
        "certifications",
        Kind::List(&Kind::Word(|| words::CERTIFICATIONS.to_vec())),
        "statements made with a licence application",
    ),
    may(
        "sold_in_us_by",
        Kind::Known(&Kind::Day),
        "the day by which the product was on sale in the United States",
    ),
    may(
        "china_share_percent",
        Kind::Known(&Kind::Percent),
        "the share of the product that goes to China and Macau",
    ),
    may(
        "item",
        Kind::Record(&ITEM),
        "figures that differ from those of the atlas",
    ),
];

static ITEM: Form = form(
    "item",
    &[&[
        may(
            "tpp",
            Kind::Known(&Kind::Number(1e9)),
            "total processing performance",
        ),
        may(
            "performance_density",
            Kind::Known(&Kind::Number(1e6)),
            "the same per square millimetre of logic die",
        ),
        may(
            "io_gbs",
            Kind::Known(&Kind::Number(1e9)),
            "aggregate bidirectional transfer rate in GB/s",
        ),
        may(
            "bits_x_tops",
            Kind::Known(&Kind::Number(1e9)),
            "the measure of 2022",
        ),
        may(
            "dram_gbs",
            Kind::Known(&Kind::Number(1e9)),
            "total memory bandwidth in GB/s",
        ),
        may(
            "datacentre",
            Kind::Known(&Kind::Truth),
            "whether it is designed or marketed for datacentres",
        ),
        may("eccn", Kind::Text, "the export class, where it is stated"),
        may(
            "us_jurisdiction",
            Kind::Known(&Kind::Truth),
            "whether it is subject to the US export rules",
        ),
        may(
            "us_origin",
            Kind::Known(&Kind::Truth),
            "whether it was made in the United States",
        ),
        may("maker", Kind::Text, "the maker"),
        may(
            "strategic_listed",
            Kind::List(&Kind::Place),
            "the places whose list of strategic goods names it",
        ),
    ]],
);

static BATCH: Form = Form {
    name: "batch",
    groups: &[
        &[
            must("chips", CHIPS, "the number of chips"),
            must(
                "supplied_on",
                Kind::Known(&Kind::Day),
                "the day of the supply",
            ),
            may(
                "available_from",
                Kind::Day,
                "the first day they can be used, if not that of the supply",
            ),
        ],
        SUPPLY,
        PROVENANCE,
    ],
    missing: "scenario.no-provenance",
};

pub(super) static PURCHASE: Form = form(
    "purchase",
    &[
        &[
            must("id", Kind::Id, "the name of the offer"),
            must("pool", Kind::Id, "the pool that the chips would join"),
            must(
                "available",
                Kind::List(&Kind::Record(&AVAILABLE)),
                "the most that can be had by a day, in all",
            ),
            must("block", CHIPS, "the chips in one block"),
            must("price", Kind::Money, "the price of one chip, installed"),
            must(
                "life_years",
                Kind::Count(1, 30),
                "the years over which the price is written off",
            ),
            may("residual", Kind::Money, "the value left after that life"),
            may(
                "carrying_per_year",
                Kind::Money,
                "interest and upkeep for one chip and year",
            ),
            must("lead_days", DAYS, "the days from order to delivery"),
        ],
        SUPPLY,
        PROVENANCE,
    ],
);

static AVAILABLE: Form = form(
    "quantity",
    &[&[
        must("from", Kind::Day, "the day from which it holds"),
        must(
            "chips",
            Kind::Count(0, 100_000_000),
            "the most chips in all",
        ),
    ]],
);

static DATA: &[Field] = &[
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

pub(super) static DATASET: Form = form(
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

pub(super) static EVIDENCE: Form = form(
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
    ]],
);

pub(super) static WORKLOAD: Form = form(
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
        ],
        TRAINING,
        SERVING,
        PROVENANCE,
    ],
);

/// Holds the keys of training, tuning and batch work.
pub(super) const TRAINING: &[Field] = &[
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
pub(super) static SERVING: &[Field] = &[
    may(
        "tokens_per_day",
        Kind::Count(1, 1_000_000_000_000_000_000),
        "serving: the tokens a day, peak allowance included",
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
