//! Jobs, options, capacities and prices: good plans and true bounds on them, at any size.
//!
//! Knows: jobs, what they may hold, what that costs, and what there is of it.
//! Must not know: law, parties, places by name, clocks, files.
//! Main types: `Instance`, `Plan` and `Certificate` of each problem.
//! Start reading at `solve.rs` of a problem; what it promises is measured by its `certify`.
//!
//! Two families of published instances are solved here, each in a module of its own. A problem's `certify`
//! shares the instance with the solver and nothing else.

pub mod gap;
pub mod placement;
