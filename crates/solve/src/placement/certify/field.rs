//! What can be chosen, and the rows that limit it.
//!
//! Invariants: rows are laid out by cell, `depth` of them each; every class has its takes in the same order, from its
//! first cell on; choices of an item follow each other; a choice takes its class's part of each row of `length` cells
//! from `cell` on, all of which the class reaches.

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
    pub class: u32,
    pub cell: u32,
    pub length: u32,
    pub chips: u32,
}

/// Items that take the same of every row.
#[derive(Debug)]
pub(super) struct Class {
    /// Where its cells begin.
    pub from: usize,
    /// What it takes of each row from there on.
    pub takes: Vec<i64>,
}

/// Items, choices and rows.
#[derive(Debug)]
pub(super) struct Field {
    pub items: usize,
    pub choices: Vec<Choice>,
    pub cells: usize,
    /// Rows a cell.
    pub depth: usize,
    /// What there is of each row at first.
    pub sides: Vec<i64>,
    pub classes: Vec<Class>,
    /// Chips free in each cell.
    pub free: Vec<u32>,
    /// What all items together can earn at the very most.
    pub total: i64,
}

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

    /// Takes a choice's part of each row.
    pub fn charge(&self, choice: u32, left: &mut [i64]) {
        let choice = &self.choices[choice as usize];
        let class = &self.classes[choice.class as usize];
        let (cell, length) = (choice.cell as usize, choice.length as usize);
        let takes = &class.takes[(cell - class.from) * self.depth..][..length * self.depth];
        for (left, take) in left[cell * self.depth..].iter_mut().zip(takes) {
            *left -= take;
        }
    }
}
