//! The tests of law: invented places for what a test says, shipped packs for what holds of all.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod amendments;
mod coverage;
mod crowd;
mod drawn;
mod edges;
mod house;
mod judging;
mod loading;
mod mangled;
mod refusals;
mod shipped;
mod signatures;
mod supposing;
mod sweep;
