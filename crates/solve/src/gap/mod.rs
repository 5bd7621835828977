//! The generalised assignment problem: every job on one machine, no machine over its capacity.
//!
//! [`Instance`] reads the public text form, [`solve`] finds an [`Assignment`] and a [`Certificate`],
//! [`certify`] recomputes cost and bound from the two with code of its own.

mod anneal;
mod assignment;
mod certificate;
mod certify;
mod core;
mod dive;
mod dual;
mod exact;
mod instance;
mod knapsack;
mod node;
mod prices;
mod random;
mod round;
mod solve;
mod team;
mod trim;

pub use assignment::{Assignment, AssignmentError};
pub use certificate::{Certificate, CertificateError, Proof, Step};
pub use certify::{Certified, CertifyError, certify, certify_bound};
pub use instance::{Instance, InstanceError, Problem};
pub use solve::{Limits, Outcome, Progress, solve};

/// How many units a price has per unit of cost: prices are integers in thousandths.
const UNIT: i64 = 1_000;
