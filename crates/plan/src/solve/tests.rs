//! Tests of the solver against brute force and against its own checker.

pub(crate) mod fleet;
mod large;
mod oracle;
mod peer;
mod properties;
mod small;
