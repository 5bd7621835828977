//! Tests of the facts as a whole: the shipped files, published runs, faults and mangled input.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod cost_model;
mod csl;
mod edits;
mod faults;
mod import;
mod mangled;
mod offshore;
mod prices;
mod runs;
mod shipped;
mod tables;
