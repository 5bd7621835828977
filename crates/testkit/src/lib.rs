//! Holds the house rules as tests: sizes of files, arrows between crates, words. Holds a general
//! solver that the tests of others ask.
//!
//! Knows: the checkout as files, integer programs.
//! Must not know: any crate of the product.
//! Start reading at `tests/tidy.rs`, or [`peer`].
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "what is only for tests stops at the first surprise"
)]

pub mod peer;
