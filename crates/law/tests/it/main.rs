//! The tests of the judge, on invented places.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod judging;
mod loading;
