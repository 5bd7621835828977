//! Checks a plan and the proof of its bound, with code of its own: of the solver it knows nothing.
//!
//! Under any prices, each job pays at least the least that one of its allowed ways costs with the price of what it
//! holds, and all capacity is worth so much: the sum of the first less the second is a bound. Where a job is said to
//! be worth less than that least, it counts for that; where a pool is said to be tight, what it can earn is searched
//! for instead of what its capacity is worth. Prices, costs and bounds are whole numbers; that a search picks its next
//! prices by fractions decides how soon it ends, not what holds.

mod bound;
mod cases;
mod field;
mod objective;
mod pack;
mod relax;
mod rows;
mod sums;
#[cfg(test)]
mod tests;
mod tree;

use thiserror::Error;

use super::{certificate::Certificate, instance::Instance, plan::Plan};

pub(super) use bound::{Measure, bound};
pub(super) use pack::Packed;
pub(super) use tree::End;

/// What a check found to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    /// Dollars that the plan costs.
    pub objective: i64,
    /// Dollars that any plan costs at least.
    pub bound: i64,
}

/// Why a plan or a proof does not hold.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The plan is not for this instance.
    #[error("the plan has {found} jobs, the instance {wanted}")]
    Jobs {
        /// In the plan.
        found: usize,
        /// In the instance.
        wanted: usize,
    },
    /// A job is where it may not be.
    #[error("job {job} may not run on pool {pool}")]
    NotAllowed {
        /// The job.
        job: usize,
        /// The pool.
        pool: usize,
    },
    /// A job runs outside its window.
    #[error("job {job} starts at {start}, outside its window")]
    OutsideWindow {
        /// The job.
        job: usize,
        /// The start.
        start: usize,
    },
    /// More chips are held than there are.
    #[error("pool {pool} has {held} of {capacity} chips held in period {period}")]
    OverCapacity {
        /// The pool.
        pool: usize,
        /// The period.
        period: usize,
        /// Chips held.
        held: u64,
        /// Chips there are.
        capacity: u32,
    },
    /// The certificate is not for this instance, or cannot be one.
    #[error("the certificate does not hold: {0}")]
    NotAProof(String),
    /// The prices prove less than is claimed.
    #[error("the certificate claims a bound of {claimed}, it proves {proven}")]
    Overclaimed {
        /// In dollars.
        claimed: i64,
        /// In dollars.
        proven: i64,
    },
    /// A bound above a cost: one of the two is wrong.
    #[error("the bound {bound} is above the cost {objective} of the plan")]
    Contradiction {
        /// In dollars.
        bound: i64,
        /// In dollars.
        objective: i64,
    },
}

/// Recomputes what a plan costs and what no plan can cost less than.
///
/// # Errors
/// When the plan breaks a limit, or the certificate does not prove the bound that it claims.
pub fn certify(
    instance: &Instance,
    plan: &Plan,
    certificate: &Certificate,
) -> Result<Checked, Refusal> {
    let objective = objective::objective(instance, plan)?;
    let proven = bound(instance, certificate)?;
    let claimed = certificate.bound;
    if claimed > proven {
        return Err(Refusal::Overclaimed { claimed, proven });
    }
    if claimed > objective {
        return Err(Refusal::Contradiction {
            bound: claimed,
            objective,
        });
    }
    Ok(Checked {
        objective,
        bound: claimed,
    })
}
