//! Tests of plans over futures on small worlds, each way of deciding tried where that is possible.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod borne;
mod every_way;
mod small;
