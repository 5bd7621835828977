//! Jobs on pools over periods: each runs once, without interruption, or stays unplaced at a penalty.
