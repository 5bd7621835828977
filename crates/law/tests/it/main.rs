//! The tests of the judge, on invented places.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod amendments;
mod drawn;
mod edges;
mod judging;
mod loading;
mod refusals;
mod shipped;
mod signatures;
mod sweep;
