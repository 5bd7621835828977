//! Plan: which options are lawful, what they cost, the cheapest of them, and the proof.
//!
//! Knows: scenarios, rulings, prices, weeks, and how to explain a choice.
//! Must not know: how law decides, files, clocks. Its [`solve`] module must not even know that law
//! exists: it sees jobs, options, resources, prices and time.
//! Main types: [`Request`], [`Survey`], [`document::PlanDocument`].
//! Start reading at [`plan`].

pub mod certify;
pub mod document;
mod hedge;
mod limits;
mod model;
mod moved;
mod report;
mod request;
#[cfg(test)]
mod shipped;
mod side_by_side;
pub mod solve;
mod survey;
mod timeline;
mod verify;
mod whatif;
mod why;

pub use hedge::{Aim, Future, Hedge, HedgeError, HedgedPlan, InFuture, NowRow, hedge};
pub use limits::{Impossible, LimitsReport, Relaxation, limits};
pub use moved::Move;
pub use report::{plan, rules};
pub use request::{PlanError, Request, Watch, Watcher, unwatched};
pub use survey::{Flip, FlippedAct, Lawfulness, Survey, Way, acts};
pub use timeline::{Step, timeline};
pub use verify::{VerifyError, verify};
pub use whatif::{Berth, Shift, WhatIf, World, whatif};
pub use why::{Why, why};
