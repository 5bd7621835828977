//! Re-checks a plan and the proof of its bound in exact integer arithmetic.
//!
//! Knows: the data types of the problem, the plan and the certificate.
//! Must not know: how plans or prices are found; it calls nothing of the solver.
//! Main type: [`Checked`].
//! Start at: [`check`].

mod bound;
mod cover;
mod plan;
mod serving;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::solve::{Certificate, Problem, Solution};

/// What a check establishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The recomputed cost of the plan in money units.
    pub cost: i64,
    /// The recomputed bound in money units: no plan costs less.
    pub bound: i64,
}

/// What does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckError {
    /// The problem itself is malformed: a length, an index, a window or a sign.
    Problem,
    /// A list of the plan does not have the length that the problem asks for.
    WrongLength,
    /// The task takes an option that does not exist.
    UnknownOption(usize),
    /// The demand has negative replicas, or replicas outside the window of a source.
    Replicas(usize),
    /// The expansion takes fewer blocks than none or more than its maximum.
    Blocks(usize),
    /// The expansions of the group take more blocks together than the group has.
    Group(usize),
    /// The plan draws more on the limit than there is.
    Limit(usize),
    /// The plan uses more than there is.
    OverCapacity {
        /// The index of the resource.
        resource: usize,
        /// The period.
        period: usize,
    },
    /// The case of the certificate lacks a child, shares one, or has no parent.
    Branch(usize),
    /// The price table has a negative price or a price that does not belong to a cell.
    Prices(usize),
    /// The period tree is malformed.
    PeriodTree(usize),
    /// The family names an expansion twice, or one that does not exist, or is priced twice.
    Family(usize),
    /// The case refers to something that does not exist.
    Malformed(usize),
    /// A sum leaves the integer range.
    Overflow,
    /// The bound exceeds the cost of a plan that holds, which no valid proof can do.
    Contradiction,
}

impl fmt::Display for CheckError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Problem => write!(formatter, "the problem is malformed"),
            Self::WrongLength => write!(formatter, "a list of the plan has the wrong length"),
            Self::UnknownOption(task) => {
                write!(formatter, "task {task} takes an option that does not exist")
            }
            Self::Replicas(demand) => write!(formatter, "demand {demand} has unlawful replicas"),
            Self::Blocks(expansion) => {
                write!(
                    formatter,
                    "expansion {expansion} takes a number of blocks it cannot"
                )
            }
            Self::Group(group) => write!(formatter, "group {group} takes too many blocks"),
            Self::Limit(limit) => write!(formatter, "limit {limit} is overdrawn"),
            Self::OverCapacity { resource, period } => {
                write!(
                    formatter,
                    "resource {resource} is over capacity in period {period}"
                )
            }
            Self::Branch(case) => write!(formatter, "case {case} is not covered by its children"),
            Self::Prices(table) => write!(formatter, "price table {table} is not valid"),
            Self::PeriodTree(tree) => write!(formatter, "period tree {tree} is not valid"),
            Self::Family(family) => write!(formatter, "family {family} is not valid"),
            Self::Malformed(case) => write!(formatter, "case {case} is malformed"),
            Self::Overflow => write!(formatter, "a sum leaves the integer range"),
            Self::Contradiction => write!(formatter, "the bound exceeds the cost"),
        }
    }
}

impl std::error::Error for CheckError {}

/// Re-checks that a plan is feasible, and recomputes its cost and the bound of a certificate.
///
/// Nothing is trusted: a certificate that claims more than it proves yields the lower bound that
/// it does prove.
///
/// # Errors
///
/// Returns what does not hold about the plan or the certificate.
///
/// ```
/// use portolan_plan::certify::check;
/// use portolan_plan::solve::{Limits, Problem, solve};
///
/// let problem = Problem::default();
/// let outcome = solve(&problem, &Limits::default())?;
/// let checked = check(&problem, &outcome.solution, &outcome.certificate)?;
/// assert_eq!((checked.cost, checked.bound), (0, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check(
    problem: &Problem,
    solution: &Solution,
    certificate: &Certificate,
) -> Result<Checked, CheckError> {
    plan::well_formed(problem)?;
    let cost = plan::cost(problem, solution)?;
    let bound = bound::bound(problem, certificate)?;
    if bound > cost {
        Err(CheckError::Contradiction)
    } else {
        Ok(Checked { cost, bound })
    }
}
