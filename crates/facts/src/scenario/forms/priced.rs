//! The keys of a discount.

use super::{Form, Kind, form, may, must};

/// The largest discount, in per cent: a price is never nothing.
const PERCENT_MAX: f64 = 99.0;

pub(in crate::scenario) static DISCOUNT: Form = form(
    "discount",
    &[&[
        must(
            "percent",
            Kind::Number(PERCENT_MAX),
            "the share taken off the listed prices",
        ),
        may("from", Kind::Day, "the first day on which it holds"),
        may("until", Kind::Day, "the last day on which it holds"),
        must("source", Kind::Text, "where it is agreed"),
    ]],
);
