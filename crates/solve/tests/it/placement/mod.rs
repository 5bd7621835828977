//! Placement: reader, oracle, properties, forgeries.

mod forgeries;
mod in_force;
mod oracle;
mod promises;
mod reading;
pub mod world;
