//! Facts: the public atlas and a customer's scenario, read and checked.
//!
//! Knows: the tables of the atlas, the scenario format, price lists, and what a run costs in
//! chip-hours and energy.
//! Must not know: law, acts, plans, files on disk, clocks, sockets.
//! Main types: [`Atlas`], [`Scenario`], [`FactsError`].
//! Start reading at [`scenario::model`], then [`Scenario::read`].

pub mod atlas;
pub mod cost;
pub mod error;
pub mod import;
mod nearest;
pub mod prices;
pub mod scenario;
pub mod screening;

pub use atlas::{Atlas, AtlasFiles, Rate, Use};
pub use error::FactsError;
pub use nearest::suggestion;
pub use scenario::model::Scenario;

/// Holds a text and the name that messages give it.
#[derive(Clone, Copy, Debug)]
pub struct SourceText<'a> {
    /// The name, such as `atlas/chips.tsv`.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
}

impl<'a> SourceText<'a> {
    /// Returns the text under a name.
    #[must_use]
    pub fn new(name: &'a str, text: &'a str) -> Self {
        Self { name, text }
    }
}
