//! Jobs on pools over periods: each runs once, without interruption, or stays unplaced at a penalty.

mod error;
mod instance;
mod reader;

pub use error::Error;
pub use instance::{CHIPS_MAX, Instance, Job, MONEY_MAX, Need, PERIODS_MAX, Pool};
