//! The keys of sites, pools and purchases.

use portolan_terms::item::Authority;

use super::{super::words, CHIPS, DAYS, Field, Form, Kind, PROVENANCE, all, form, may, must};
use crate::prices::Sale;

pub(in crate::scenario) static SITE: Form = form(
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

pub(in crate::scenario) static POOL: Form = form(
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
            may(
                "keep_free_percent",
                Kind::Percent,
                "the share of its chips that no work may use",
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
            Kind::Price,
            "the price of one chip and hour, or `listed`: it is looked up in the price lists",
        ),
        may(
            "listed_as",
            Kind::Text,
            "what the price lists call the operator; its id when left out",
        ),
        may(
            "listed_kind",
            all!(Sale),
            "the kind of listed price; `on-demand` when left out",
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

pub(in crate::scenario) static PURCHASE: Form = form(
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
