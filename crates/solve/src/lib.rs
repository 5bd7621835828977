//! Jobs, options, capacities and prices: good plans and true bounds on them, at any size.
//!
//! Two families of published instances are solved here, each in a module of its own. What a module promises is
//! checked by its `certify`, which shares the instance with the solver and nothing else.

pub mod gap;
pub mod placement;
