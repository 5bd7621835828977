//! The program from outside: commands, exit codes, and what must come out of the shipped scenario.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod asked_on;
mod authoring;
mod bad_input;
mod commands;
mod coverage;
mod forgery;
mod hedge;
mod house;
mod in_force;
mod licences;
mod many;
mod prices;
mod reference;
mod results;
mod schemas;
mod screening;
mod solve;
mod stage;
mod tables;
mod whatif;
mod whole;
