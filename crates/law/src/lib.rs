//! Law: packs, and an act on a day -> a ruling with its grounds.
//!
//! Knows: provision files, Cedar, the facts rules read, and how rules add up to a ruling.
//! Must not know: scenarios, prices, plans, files, clocks.
//! Main types: [`Packs`], [`Corpus`], [`Ruling`].
//! Start reading at [`Corpus::ruling_on`], then `judge.rs`.

pub mod cases;
mod change;
mod chart;
mod classes;
mod corpus;
pub mod coverage;
pub mod crowd;
mod diff;
mod docket;
mod entities;
mod facts;
mod heard;
mod judge;
mod marks;
mod memory;
mod opened;
mod pack;
mod ruling;
mod said;
mod suppose;

pub use change::{Blame, Cause, Change};
pub use corpus::Corpus;
pub use diff::{Diff, Fate, Flip, ProvisionChange};
pub use opened::{OpenEffect, OpenRule, Opened};
pub use pack::{Due, PackError, PackErrors, Packs, Provision, Source, SourceKind, Status};
pub use ruling::{Ground, GroundEffect, Ruling};
pub use suppose::{SupposeError, Supposition};
