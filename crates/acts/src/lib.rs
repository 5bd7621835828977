//! Acts: what a placement makes someone do, each with its day and places.
//!
//! Knows: the ten kinds of act, the act format, and which acts a placement entails.
//! Must not know: what any law says of them, prices, files, clocks.
//! Main types: [`Act`], [`Question`].
//! Start reading at [`Act`].

pub mod act;

pub mod question;
pub mod read;
pub mod words;

pub use act::Act;

pub use question::{Expect, Need, NeedScope, Outcome, Question, Reading};
