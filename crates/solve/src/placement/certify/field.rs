//! What can be chosen, and the chips that limit it.
//!
//! Invariants: choices of an item follow each other, and among them those of a class; a choice holds its chips in
//! `length` cells from `cell` on; an item has at most one class on each pool.

#![expect(
    clippy::indexing_slicing,
    reason = "tables whose extents are fixed when the field is laid out"
)]

/// A place that an item may take.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub item: u32,
    /// What taking it earns.
    pub profit: i64,
    /// Choices of a class hold as many chips on the same pool.
    pub class: u32,
    pub cell: u32,
    pub length: u32,
    pub chips: u32,
}

impl Choice {
    /// The first cell, and the one after the last.
    pub fn cells(&self) -> (usize, usize) {
        (self.cell as usize, (self.cell + self.length) as usize)
    }
}

/// Items, their choices, and cells: a pool and a period each.
#[derive(Debug)]
pub(super) struct Field {
    pub items: usize,
    pub classes: usize,
    pub choices: Vec<Choice>,
    /// Chips free in each cell: sums that items can reach.
    pub free: Vec<u32>,
    /// Prices of rows to begin with, [`DEPTH`] of them a cell.
    pub prices: Vec<i64>,
    /// What all items together can earn at the very most.
    pub total: i64,
}

/// Dual-feasible functions that every cell has rows of.
pub(super) const FUNCTIONS: u32 = 4;
/// Rows a cell: one of plain chips, and one for each function.
pub(super) const DEPTH: usize = 1 + FUNCTIONS as usize;

impl Field {
    /// The item that a choice is of.
    pub fn item(&self, choice: u32) -> usize {
        self.choices[choice as usize].item as usize
    }

    /// Whether a choice finds its chips free.
    pub fn fits(&self, choice: u32, free: &[u32]) -> bool {
        let choice = &self.choices[choice as usize];
        let cells = &free[choice.cell as usize..][..choice.length as usize];
        cells.iter().all(|&free| free >= choice.chips)
    }

    /// Takes the chips of a choice that fits.
    pub fn take(&self, choice: u32, free: &mut [u32]) {
        let choice = &self.choices[choice as usize];
        for free in &mut free[choice.cell as usize..][..choice.length as usize] {
            *free -= choice.chips;
        }
    }
}
