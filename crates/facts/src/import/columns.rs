//! The columns of the tables: what each holds, and what an empty cell means.

/// Says what a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A text.
    Text,
    /// A day such as `2025-11-15`.
    Day,
    /// A number without quotes in TOML.
    Number,
    /// `true` or `false`, `yes` or `no`.
    Truth,
    /// Texts parted by `;`.
    List,
}

/// Says what an empty cell, or a column left out, means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Empty {
    /// The row is refused.
    Refused,
    /// The fact is unknown, and law decides what follows.
    Unknown,
    /// The key is left out: it does not apply.
    LeftOut,
    /// This value, which no law turns on.
    Is(&'static str),
}

/// Describes a column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The name in the header.
    pub name: &'static str,
    /// What a cell holds.
    pub cell: Cell,
    /// What an empty cell means.
    pub empty: Empty,
    /// What it says, for people.
    pub says: &'static str,
}

const fn column(name: &'static str, cell: Cell, empty: Empty, says: &'static str) -> Column {
    Column {
        name,
        cell,
        empty,
        says,
    }
}

use Cell::{Day, List, Number, Text, Truth};
use Empty::{Is, LeftOut, Refused, Unknown};

/// The columns of a table of pools: one row for the chips of one type at one place.
pub const POOLS: &[Column] = &[
    column("id", Text, Refused, "the name of the pool"),
    column(
        "name",
        Text,
        LeftOut,
        "the name shown to people; the id when empty",
    ),
    column("region", Text, Refused, "a region of atlas/regions.tsv"),
    column("chip", Text, Refused, "a chip of atlas/chips.tsv"),
    column("chips", Number, Refused, "how many"),
    column("owner", Text, Refused, "the party that owns the chips"),
    column("operator", Text, Refused, "the party that runs them"),
    column(
        "bona_fide_operator",
        Truth,
        Unknown,
        "whether the operator is a bona fide one",
    ),
    column(
        "state_funded",
        Truth,
        Unknown,
        "whether state money is in the site",
    ),
    column(
        "price_chip_hour",
        Text,
        LeftOut,
        "the price of a chip and hour, when the chips are let; `listed` looks it up in the price list",
    ),
    column(
        "listed_as",
        Text,
        LeftOut,
        "what the price list calls the operator; its id when empty",
    ),
    column(
        "listed_kind",
        Text,
        LeftOut,
        "the kind of listed price; `on-demand` when empty",
    ),
    column(
        "running_chip_hour",
        Text,
        LeftOut,
        "energy and upkeep of a chip and hour, when the owner uses them itself",
    ),
    column(
        "overhead_percent",
        Number,
        Is("0"),
        "what staging, lines and staff add to the price",
    ),
    column("block", Number, Is("8"), "the chips let in one block"),
    column(
        "min_term_weeks",
        Number,
        Is("0"),
        "the weeks paid whether used or not",
    ),
    column(
        "arrangement",
        Text,
        LeftOut,
        "the form of the lease; needed when the chips are let",
    ),
    column(
        "bought_for_lessee",
        Truth,
        Unknown,
        "whether the chips were bought after this lessee signed",
    ),
    column(
        "lessee_controls_hardware",
        Truth,
        Unknown,
        "whether the lessee controls the hardware",
    ),
    column(
        "supplied_on",
        Day,
        Unknown,
        "the day the chips were supplied",
    ),
    column(
        "available_from",
        Day,
        LeftOut,
        "the first day they can be used, if not that of the supply",
    ),
    column("supplier", Text, Refused, "the party that supplied them"),
    column("from", Text, Refused, "the place they left"),
    column(
        "mode",
        Text,
        Refused,
        "how they moved: export, reexport, transfer-in-country, import, domestic-sale",
    ),
    column("authority", Text, Unknown, "the ground on which they moved"),
    column(
        "source",
        Text,
        LeftOut,
        "where the row comes from; the table itself when empty",
    ),
];

/// The columns of a table of workloads.
pub const WORKLOADS: &[Column] = &[
    column("id", Text, Refused, "the name of the workload"),
    column(
        "title",
        Text,
        LeftOut,
        "what it is, in one line; the id when empty",
    ),
    column("owner", Text, Refused, "the party for whom it runs"),
    column("kind", Text, Refused, "training, tuning, batch or serving"),
    column("purpose", Text, Refused, "the purpose, in law's words"),
    column(
        "penalty",
        Text,
        Refused,
        "what leaving it undone costs: in all, or a million tokens",
    ),
    column(
        "data_from",
        Text,
        LeftOut,
        "training, tuning, batch: the place where its data rests",
    ),
    column(
        "data_origin",
        List,
        LeftOut,
        "training, tuning, batch: where the data was collected, `mixed` when it names nobody",
    ),
    column(
        "data_classes",
        List,
        Refused,
        "the classes in the data, or in what users type: personal, public-web, works …",
    ),
    column(
        "data_gigabytes",
        Number,
        LeftOut,
        "training, tuning, batch: the size of the data",
    ),
    column(
        "data_persons",
        Number,
        Unknown,
        "the persons in each class that is about persons",
    ),
    column(
        "identifiability",
        Text,
        Unknown,
        "how far persons can be recognised",
    ),
    column(
        "publicly_available",
        Truth,
        Unknown,
        "whether anyone can read the data",
    ),
    column(
        "lawful_source",
        Truth,
        Unknown,
        "whether it was lawfully come by",
    ),
    column(
        "operations",
        Number,
        LeftOut,
        "training, tuning: the operations to spend",
    ),
    column(
        "start_first_day",
        Number,
        LeftOut,
        "training, tuning: the first day after the decision on which it may start",
    ),
    column(
        "start_last_day",
        Number,
        LeftOut,
        "training, tuning: the last such day",
    ),
    column(
        "deadline_days",
        Number,
        LeftOut,
        "training, tuning, batch: the days after the decision by which it must end",
    ),
    column(
        "gang_multiple",
        Number,
        LeftOut,
        "training, tuning: the number that gang sizes are a multiple of",
    ),
    column(
        "gang_max",
        Number,
        LeftOut,
        "training, tuning: the most chips a gang may have",
    ),
    column(
        "published",
        Truth,
        Unknown,
        "training, tuning: whether the weights are open to all",
    ),
    column(
        "tokens",
        Number,
        LeftOut,
        "batch: the tokens to produce in all",
    ),
    column(
        "tokens_per_day",
        Number,
        LeftOut,
        "serving: the tokens a day",
    ),
    column(
        "user_regions",
        List,
        LeftOut,
        "serving: the regions of the atlas where users are",
    ),
    column(
        "latency_ms_max",
        Number,
        LeftOut,
        "serving: the longest round trip to the users",
    ),
    column("service", Text, LeftOut, "serving: the service"),
    column(
        "offered_to",
        Text,
        LeftOut,
        "serving: to whom it is offered",
    ),
    column(
        "launched_on",
        Day,
        LeftOut,
        "serving: the day it was or will be launched",
    ),
    column(
        "model_operations",
        Number,
        Unknown,
        "serving: the operations that the model took",
    ),
    column(
        "model_published",
        Truth,
        Unknown,
        "serving: whether the weights of the model are open",
    ),
    column(
        "source",
        Text,
        LeftOut,
        "where the row comes from; the table itself when empty",
    ),
];

/// The columns of a table of parties.
pub const PARTIES: &[Column] = &[
    column(
        "id",
        Text,
        Refused,
        "the party, as the other tables name it",
    ),
    column(
        "name",
        Text,
        LeftOut,
        "the name shown to people; the id when empty",
    ),
    column("hq", Text, Unknown, "the seat"),
    column(
        "ultimate_parent_hq",
        Text,
        Unknown,
        "the seat of the company at the top; its own when it has none above",
    ),
    column("registered_in", Text, Unknown, "where it is registered"),
    column(
        "ciio",
        Truth,
        Unknown,
        "whether it is a Chinese critical-infrastructure operator",
    ),
    column(
        "addressee_of",
        List,
        LeftOut,
        "the company letters sent to it",
    ),
    column(
        "source",
        Text,
        LeftOut,
        "where the row comes from; the table itself when empty",
    ),
];

/// The columns of a price list: one row for each price and day.
pub const PRICES: &[Column] = &[
    column(
        "operator",
        Text,
        Refused,
        "who asks the price: the id of the operator in the scenario, or the name that a pool gives as `listed_as`",
    ),
    column("region", Text, Refused, "a region of atlas/regions.tsv"),
    column("chip", Text, Refused, "a chip of atlas/chips.tsv"),
    column(
        "kind",
        Text,
        Is("on-demand"),
        "how it is sold: `on-demand`, `spot`, `reserved` or `contract`",
    ),
    column(
        "price_chip_hour",
        Text,
        Refused,
        "the price of a chip and hour, over 0, with up to four places",
    ),
    column("currency", Text, Is("USD"), "the currency: `USD`, no other"),
    column("block", Number, LeftOut, "the chips that are sold together"),
    column("on", Day, Refused, "the day from which the price stands"),
    column(
        "source",
        Text,
        Refused,
        "where the price comes from: a file and line, an address, a contract",
    ),
];
