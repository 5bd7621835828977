//! The keys of limits.

use super::{Form, Kind, PROVENANCE, form, may, must};

pub(in crate::scenario) static LIMIT: Form = form(
    "limit",
    &[
        &[
            must("id", Kind::Id, "the name of the limit"),
            may(
                "most_money",
                Kind::Money,
                "the most to spend in the horizon: leases, purchases, running, cures, transfers, porting, carbon and moves",
            ),
            may(
                "most_tonnes",
                Kind::Count(0, 1_000_000_000),
                "the most carbon dioxide, in tonnes",
            ),
            may(
                "most_chip_hours",
                Kind::Count(0, 1_000_000_000_000),
                "the most chip-hours of work",
            ),
            may(
                "most_moves",
                Kind::Count(0, 1_000_000),
                "the most moves against the plan in force",
            ),
            may(
                "owners",
                Kind::List(&Kind::Id),
                "count only work, leases and purchases of these parties",
            ),
            may(
                "pools",
                Kind::List(&Kind::Id),
                "count only what happens at these pools",
            ),
            may(
                "countries",
                Kind::List(&Kind::Place),
                "count only what happens in these places",
            ),
        ],
        PROVENANCE,
    ],
);
