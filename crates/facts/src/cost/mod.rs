//! What work costs: chip-hours of a run, gangs and weeks, energy of an hour.
//!
//! A run is costed from its operations and the effective rate of a chip: what the chip achieves
//! over whole runs, restarts and ramp-up included. All arithmetic is in whole numbers and rounds
//! up, so that no run is promised fewer hours than it takes.

mod efficiency;
mod energy;
mod gang;

pub use efficiency::Efficiency;
pub use energy::{Watts, carbon_chip_hour, energy_chip_hour};
pub use gang::{chip_hours, smallest_gang, weeks};
