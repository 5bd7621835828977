//! Jobs, pools and periods, and what a job costs on a pool, exactly.
//!
//! Invariants, kept by the reader: every index is in range; a job's window is not empty and lies in the horizon; a
//! need holds at least one chip for at least one period; the dearest way to place or not place every job at once,
//! summed over all jobs, is at most [`MONEY_MAX`].

use super::{Error, reader};

/// The most that all jobs together may cost at their dearest: small enough that no sum here can overflow.
pub const MONEY_MAX: i64 = 4_000_000_000_000_000;
/// The most chips that a pool may have or a job may ask for.
pub const CHIPS_MAX: u32 = 1_000_000_000;
/// The longest horizon.
pub const PERIODS_MAX: usize = 10_000;

/// A placement problem, format version 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// What the file calls it.
    pub name: String,
    /// How many periods the horizon has.
    pub periods: usize,
    /// How many chip types there are.
    pub types: usize,
    /// How many jurisdictions there are.
    pub places: usize,
    /// How many data classes there are.
    pub classes: usize,
    /// May a class (first index) from a home (second) run in a place (third): one flat table.
    pub lawful: Vec<bool>,
    /// Thousandths of a dollar to move a gigabyte from a home (first index) to a place: one flat table.
    pub egress: Vec<u64>,
    /// The pools, by id.
    pub pools: Vec<Pool>,
    /// The jobs, by id.
    pub jobs: Vec<Job>,
}

/// Chips of one type in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// Its chip type.
    pub kind: usize,
    /// Its jurisdiction.
    pub place: usize,
    /// Dollars a chip and period.
    pub rate: u64,
    /// Chips in each period.
    pub capacity: Vec<u32>,
}

/// Something to run once, without interruption, or to leave out at a penalty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its data class.
    pub class: usize,
    /// Its home jurisdiction.
    pub home: usize,
    /// The first period it may hold.
    pub release: usize,
    /// The period by whose begin it must be over.
    pub due: usize,
    /// Gigabytes to move to where it runs.
    pub data: u64,
    /// Dollars lost when it is left out.
    pub penalty: i64,
    /// What it needs on each chip type, where it can run at all.
    pub needs: Vec<Option<Need>>,
}

/// A rectangle of chips and periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// Chips held at once.
    pub chips: u32,
    /// Periods held.
    pub periods: usize,
}

impl Instance {
    /// Reads the placement format, version 1.
    ///
    /// # Errors
    /// When the text departs from the format, is cut short, or holds numbers whose sums would overflow.
    pub fn parse(text: &str) -> Result<Self, Error> {
        reader::read(text, u64::MAX)
    }

    /// Reads the placement format, version 1, unless the instance would take more bytes than allowed.
    ///
    /// # Errors
    /// When the text departs from the format, is cut short, holds numbers whose sums would overflow, or announces an
    /// instance that would not fit.
    pub fn parse_within(text: &str, memory: u64) -> Result<Self, Error> {
        reader::read(text, memory)
    }

    /// Returns what a job holds on a pool, where law, chip type and window let it run there.
    pub fn need(&self, job: usize, pool: usize) -> Option<Need> {
        let (asked, offered) = (self.jobs.get(job)?, self.pools.get(pool)?);
        let need = (*asked.needs.get(offered.kind)?)?;
        let row = asked
            .class
            .checked_mul(self.places)?
            .checked_add(asked.home)?;
        let cell = row.checked_mul(self.places)?.checked_add(offered.place)?;
        let fits = asked.due.checked_sub(asked.release)? >= need.periods;
        (fits && *self.lawful.get(cell)?).then_some(need)
    }

    /// Returns what a job holds on a pool and what it costs there, in dollars, whenever it starts.
    pub fn quote(&self, job: usize, pool: usize) -> Option<(Need, i64)> {
        let need = self.need(job, pool)?;
        let (asked, offered) = (self.jobs.get(job)?, self.pools.get(pool)?);
        let moved = self.egress_of(asked.home, offered.place)?;
        let periods = u64::try_from(need.periods).ok()?;
        let held = u64::from(need.chips)
            .checked_mul(periods)?
            .checked_mul(offered.rate)?;
        let rent = held.checked_mul(950 + haggle(job, pool))? / 1000;
        let moving = asked.data.checked_mul(moved)? / 1000;
        Some((need, i64::try_from(rent.checked_add(moving)?).ok()?))
    }

    /// Returns the thousandths of a dollar that moving a gigabyte costs.
    fn egress_of(&self, home: usize, place: usize) -> Option<u64> {
        let cell = home.checked_mul(self.places)?.checked_add(place)?;
        self.egress.get(cell).copied()
    }

    /// Returns the sum of all penalties: what it costs to place nothing.
    pub fn penalties(&self) -> i64 {
        self.jobs.iter().map(|job| job.penalty).sum()
    }
}

/// The price difference of a job on a pool, in thousandths above 950: 0 to 100, by the hash of the format.
fn haggle(job: usize, pool: usize) -> u64 {
    let mut mixed = (job as u64)
        .wrapping_add(1)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^= (pool as u64)
        .wrapping_add(1)
        .wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
    mixed ^= mixed >> 29;
    mixed = mixed.wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed ^= mixed >> 32;
    mixed % 101
}
