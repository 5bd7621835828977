//! Acts: what a placement makes someone do, each with its day and places.
//!
//! Knows: the ten kinds of act, the act format, and which acts a placement entails.
//! Must not know: what any law says of them, prices, files, clocks.
//! Main types: [`Act`], [`Question`], [`Placement`].
//! Start reading at [`entailed_by`].

pub mod act;
mod entail;

pub mod question;
pub mod read;
pub mod words;

pub use act::Act;
pub use entail::{EntailedAct, Lot, Part, Placement, entailed_by, supply_of};

pub use question::{Expect, Need, NeedScope, Outcome, Question, Reading};
