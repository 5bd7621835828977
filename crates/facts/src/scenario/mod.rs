//! Scenarios: a customer's whole question, read from TOML.

pub mod model;
mod read;
pub mod words;
