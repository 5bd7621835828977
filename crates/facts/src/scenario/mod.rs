//! Scenarios: a customer's whole question, read from TOML.
//!
//! A scenario is a folder with `scenario.toml` and the files it includes. Every record names its
//! `source`, or says under `assumed` which fields nobody supports and why they were taken so.

mod chips;
pub mod edit;
mod form;
mod forms;
mod licences;
mod limits;
pub mod model;
mod names;
mod node;
mod papers;
mod parties;
mod places;
pub mod priced;
mod reach;
mod read;
mod record;
#[cfg(test)]
mod schema;
mod screened;
pub mod unknowns;
pub mod words;
mod work;

use priced::LISTED;
