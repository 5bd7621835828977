//! Jobs on pools over periods: each runs once, without interruption, or stays unplaced at a penalty.

mod ascent;
mod certificate;
mod certify;
mod crew;
mod dice;
mod error;
mod extent;
mod greedy;
mod instance;
mod model;
mod plan;
mod prices;
mod proof;
mod reader;
mod rows;
mod search;
mod solve;
mod state;
mod tighten;

pub use certificate::{Certificate, Price, Reach};
pub use certify::{Checked, Refusal, certify};
pub use error::Error;
pub use instance::{CHIPS_MAX, Instance, Job, MONEY_MAX, Need, PERIODS_MAX, Pool};
pub use plan::Plan;

pub use solve::{Clock, Limits, Outcome, Progress, solve};
