//! Why a problem cannot be solved.

use std::fmt;

/// The part of a problem that an error is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The problem as a whole.
    Whole,
    /// The resource with this index.
    Resource(usize),
    /// The task with this index.
    Task(usize),
    /// The demand with this index.
    Demand(usize),
    /// The expansion with this index.
    Expansion(usize),
    /// The group with this index.
    Group(usize),
    /// The limit with this index.
    Limit(usize),
}

/// The reason why a problem has no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SolveError {
    /// A number is so large that sums could leave the integer range.
    Overflow(Place),
    /// A number that must not be negative is negative, or one that must be positive is not.
    OutOfRange(Place),
    /// A list does not have one entry per period.
    WrongLength(Place),
    /// A window ends before it starts or leaves the horizon.
    OutsideHorizon(Place),
    /// A resource or group is referred to that does not exist.
    UnknownIndex(Place),
    /// A task has no options.
    NoOptions(usize),
    /// No plan exists; the task is one that cannot be placed, where one can be named.
    Infeasible {
        /// A task that cannot be placed whatever the others do, if there is one.
        task: Option<usize>,
    },
    /// The limits ran out before any plan was found.
    NothingFound,
    /// The problem would take more memory than it may.
    Memory {
        /// The bytes that it would take, by estimate.
        needed: u64,
        /// The bytes that it may take.
        allowed: u64,
    },
}

impl fmt::Display for SolveError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overflow(place) => write!(formatter, "a number is too large at {place:?}"),
            Self::OutOfRange(place) => write!(formatter, "a number is out of range at {place:?}"),
            Self::WrongLength(place) => {
                write!(
                    formatter,
                    "a list has not one entry per period at {place:?}"
                )
            }
            Self::OutsideHorizon(place) => {
                write!(formatter, "a window leaves the horizon at {place:?}")
            }
            Self::UnknownIndex(place) => write!(formatter, "an unknown index at {place:?}"),
            Self::NoOptions(task) => write!(formatter, "task {task} has no options"),
            Self::Infeasible { task: Some(task) } => {
                write!(formatter, "no plan exists: task {task} cannot be placed")
            }
            Self::Infeasible { task: None } => write!(formatter, "no plan exists"),
            Self::Memory { needed, allowed } => write!(
                formatter,
                "this takes about {} of memory and may take {}; allow more, or ask for fewer tasks, \
                 pools or periods at once",
                tenths(*needed),
                tenths(*allowed)
            ),
            Self::NothingFound => write!(formatter, "the limits ran out before a plan was found"),
        }
    }
}

/// Writes bytes in GiB with one decimal, rounded up.
fn tenths(bytes: u64) -> String {
    let tenths = (u128::from(bytes) * 10).div_ceil(1 << 30);
    format!("{}.{} GiB", tenths / 10, tenths % 10)
}

impl std::error::Error for SolveError {}
