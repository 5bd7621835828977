//! What work costs: chip-hours of a run, weeks of a gang, energy of an hour.

