//! Jobs on pools over periods: each runs once, without interruption, or stays unplaced at a penalty.
//!
//! 1. `instance` and `reader` hold the published format, with exact costs.
//! 2. `model` lays out the ways of each job, `rows` the capacities, strengthened where jobs are large.
//! 3. `ascent` finds prices of capacity, and `ground` in which order for which size; `proof` rounds them to whole units and has `certify` say what they prove.
//! 4. `greedy` makes a first plan under those prices, or `in_force` takes over what still stands of an older one; `crew`
//!    and `search` better it on several threads.
//! 5. `tighten` raises the bound of small instances case by case, `leaf` one case by searching what each pool can earn; `sets` keeps
//!    what was best there, and `bundle` says where to search next.
//! 6. `certify` checks plan and certificate with code of its own. The solver asks it what a certificate proves and
//!    what a pool can earn; it asks nothing of the solver.

mod ascent;
mod bundle;
mod certificate;
mod certify;
mod crew;
mod dice;
mod error;
mod extent;
mod greedy;
mod ground;
mod in_force;
mod instance;
mod leaf;
mod model;
mod plan;
mod prices;
mod proof;
mod reader;
mod refine;
mod rows;
mod search;
mod sets;
mod solve;
mod state;
mod tighten;

pub use certificate::{Case, Certificate, Price, Reach, Tight};
pub use certify::{Checked, Refusal, certify};
pub use error::Error;
pub use in_force::{Churn, InForce, Moves};
pub use instance::{CHIPS_MAX, Instance, Job, MONEY_MAX, Need, PERIODS_MAX, Pool};
pub use plan::Plan;
pub use solve::{Clock, Limits, Outcome, Progress, Start, bound, resume, solve};
