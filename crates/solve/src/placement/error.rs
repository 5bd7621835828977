//! What can be wrong with the texts this module reads, said with the line and what to do.

use thiserror::Error;

/// Why a text could not be read, or a problem not taken on.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// A line does not say what its place in the format asks for.
    #[error("line {line}: {what}\n\nhint: {remedy}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// The fact.
        what: String,
        /// The edit to make.
        remedy: String,
    },
    /// Solving would take more memory than allowed.
    #[error(
        "solving `{name}` takes about {needed} MiB of memory, {allowed} MiB are allowed\n\nhint: allow {needed} MiB, \
         or plan fewer jobs, pools or periods at a time"
    )]
    Memory {
        /// The instance.
        name: String,
        /// The estimate, in MiB.
        needed: u64,
        /// The limit, in MiB.
        allowed: u64,
    },
}

impl Error {
    /// More bytes needed than allowed.
    pub(super) fn memory(name: &str, needed: u64, allowed: u64) -> Self {
        Self::Memory {
            name: name.to_owned(),
            needed: needed.div_ceil(1 << 20),
            allowed: allowed >> 20,
        }
    }

    /// An error at a line counted from 1.
    pub(super) fn at(line: usize, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Line {
            line,
            what: what.into(),
            remedy: remedy.into(),
        }
    }
}
