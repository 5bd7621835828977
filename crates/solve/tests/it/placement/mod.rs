//! Placement: reader, oracle, properties, forgeries.

mod forgeries;
mod oracle;
mod promises;
mod reading;
mod world;
