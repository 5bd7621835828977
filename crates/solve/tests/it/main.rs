//! The solvers from outside: against brute force, against their checkers, and against published optima.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod gap;
mod peer;
mod placement;
