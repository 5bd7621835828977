//! Sums of chips that items can reach, by cell, a bit each.

#![expect(
    clippy::indexing_slicing,
    reason = "runs of bits whose extents are fixed when they are laid out"
)]

/// Sums are followed up to so many chips.
const CHIPS_MAX: u32 = 1_023;

/// For each cell, which sums are reached; nothing is known where more chips are free than are followed.
#[derive(Debug, Default)]
pub(super) struct Sums {
    words: usize,
    bits: Vec<u64>,
}

impl Sums {
    /// Begins with nothing taken in so many cells, where at most so many chips are free.
    pub fn begin(&mut self, cells: usize, most: u32) {
        let followed = most <= CHIPS_MAX;
        self.words = if followed { most as usize / 64 + 1 } else { 0 };
        self.bits.clear();
        self.bits.resize(cells * self.words, 0);
        if followed {
            for cell in self.bits.chunks_exact_mut(self.words) {
                cell[0] = 1;
            }
        }
    }

    /// Adds an item of so many chips that may take a cell, or not.
    pub fn add(&mut self, cell: usize, chips: u32) {
        let bits = &mut self.bits[cell * self.words..][..self.words];
        let (apart, shift) = (chips as usize / 64, chips % 64);
        for at in (apart..bits.len()).rev() {
            let mut moved = bits[at - apart] << shift;
            if shift > 0 && at > apart {
                moved |= bits[at - apart - 1] >> (64 - shift);
            }
            bits[at] |= moved;
        }
    }

    /// Returns the largest sum in a cell that is no more than what is free.
    pub fn largest(&self, cell: usize, free: u32) -> u32 {
        if self.words == 0 {
            return free;
        }
        let bits = &self.bits[cell * self.words..][..self.words];
        let reached = |&sum: &u32| bits[sum as usize / 64] >> (sum % 64) & 1 == 1;
        (0..=free).rev().find(reached).unwrap_or(0)
    }
}
