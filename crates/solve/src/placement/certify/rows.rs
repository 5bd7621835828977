//! Rows of what is left to be chosen: of the chips that items left can use in a cell, and of dual-feasible functions of
//! these. They are laid out anew at every beginning: the fewer items and chips are left, the more they say.

#![expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "hot loops over tables whose extents are fixed when the rows are laid out"
)]

use std::ops::Range;

use super::{
    bound::taken,
    field::{DEPTH, FUNCTIONS, Field},
    sums::Sums,
};

/// Rows, and what is left to fill them.
#[derive(Debug)]
pub(super) struct Rows {
    /// Classes that are left.
    pub lanes: Vec<Lane>,
    /// Where the lane of a class is.
    lane_of: Vec<u32>,
    /// By lane and cell, what its items take of each row.
    pub takes: Vec<i64>,
    /// How many cells all lanes have together, one more for each.
    pub width: usize,
    /// By row, what there is of it; nothing where no item left can be.
    pub sides: Vec<i64>,
    /// Where the spans of each item that is left begin.
    pub groups: Vec<(u32, u32)>,
    pub spans: Vec<Span>,
    /// The cells where an item left can be.
    pub cells: Range<usize>,
    sums: Sums,
}

/// A class, the cells that it reaches, and where they begin in tables by lane.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lane {
    chips: u32,
    pub from: usize,
    pub until: usize,
    pub at: usize,
}

/// A choice, and its cells in tables by lane.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub choice: u32,
    pub from: u32,
    pub until: u32,
    pub profit: i64,
}

impl Rows {
    pub fn new(field: &Field) -> Self {
        Self {
            lanes: Vec::new(),
            lane_of: vec![u32::MAX; field.classes],
            takes: Vec::new(),
            width: 0,
            sides: vec![0; field.free.len() * DEPTH],
            groups: Vec::new(),
            spans: Vec::new(),
            cells: 0..0,
            sums: Sums::default(),
        }
    }

    /// Lays out rows for the choices that are left, with so many chips free by cell. `rooms` says for how many chips the
    /// prices are; both are brought in line.
    pub fn lay_out(
        &mut self,
        field: &Field,
        choices: &[u32],
        free: &[u32],
        rooms: &mut [u32],
        prices: &mut [i64],
    ) {
        self.find_lanes(field, choices);
        self.find_sums(field, choices, free);
        self.sides.fill(0);
        for (cell, (room, &free)) in rooms.iter_mut().zip(free).enumerate() {
            let prices = &mut prices[cell * DEPTH..][..DEPTH];
            if self.cells.contains(&cell) {
                let largest = self.sums.largest(cell - self.cells.start, free);
                let before = std::mem::replace(room, largest);
                let sides = &mut self.sides[cell * DEPTH..][..DEPTH];
                fill_room(sides, prices, before, largest, field.total);
            } else {
                prices.fill(0);
            }
        }
        self.find_takes(rooms);
        self.find_spans(field, choices);
    }

    /// Where the tolls of a choice that is left begin and end in tables by lane.
    pub fn span(&self, field: &Field, choice: u32) -> Span {
        let place = &field.choices[choice as usize];
        let lane = &self.lanes[self.lane_of[place.class as usize] as usize];
        let from = (lane.at + place.cell as usize - lane.from) as u32;
        Span {
            choice,
            from,
            until: from + place.length,
            profit: place.profit,
        }
    }

    /// Finds the classes that are left, and the cells that each reaches.
    fn find_lanes(&mut self, field: &Field, choices: &[u32]) {
        self.lanes.clear();
        self.lane_of.fill(u32::MAX);
        self.cells = 0..0;
        for &choice in choices {
            let choice = &field.choices[choice as usize];
            let (from, until) = choice.cells();
            let begun = if self.lanes.is_empty() {
                from
            } else {
                self.cells.start
            };
            self.cells = begun.min(from)..self.cells.end.max(until);
            let lane = &mut self.lane_of[choice.class as usize];
            if *lane == u32::MAX {
                *lane = self.lanes.len() as u32;
                self.lanes.push(Lane {
                    chips: choice.chips,
                    from,
                    until,
                    at: 0,
                });
            }
            let lane = &mut self.lanes[*lane as usize];
            lane.from = lane.from.min(from);
            lane.until = lane.until.max(until);
        }
    }

    /// Finds the sums of chips that items left can reach in each cell.
    fn find_sums(&mut self, field: &Field, choices: &[u32], free: &[u32]) {
        let most = free[self.cells.clone()].iter().copied().max();
        self.sums.begin(self.cells.len(), most.unwrap_or(0));
        let kind = |choice: u32| {
            let choice = &field.choices[choice as usize];
            (choice.item, choice.class)
        };
        for own in choices.chunk_by(|one, other| kind(*one) == kind(*other)) {
            let mut until = 0;
            for &choice in own {
                let choice = &field.choices[choice as usize];
                let (from, end) = choice.cells();
                for cell in until.max(from)..end {
                    self.sums.add(cell - self.cells.start, choice.chips);
                }
                until = end;
            }
        }
    }

    /// Finds what the items of each lane take of each row.
    fn find_takes(&mut self, rooms: &[u32]) {
        self.takes.clear();
        self.width = 0;
        for lane in &mut self.lanes {
            lane.at = self.width;
            self.width += lane.until - lane.from + 1;
            for &room in &rooms[lane.from..lane.until] {
                let fits = lane.chips <= room;
                let part = |function: u32| {
                    if fits {
                        taken(function, lane.chips, room)
                    } else {
                        0
                    }
                };
                self.takes
                    .extend((0..=FUNCTIONS).map(|function| part(function) as i64));
            }
            self.takes.extend([0; DEPTH]);
        }
    }

    /// Finds where each choice has its tolls, item by item.
    fn find_spans(&mut self, field: &Field, choices: &[u32]) {
        self.groups.clear();
        self.spans.clear();
        for own in choices.chunk_by(|one, other| field.item(*one) == field.item(*other)) {
            let item = field.choices[own[0] as usize].item;
            self.groups.push((item, self.spans.len() as u32));
            for &choice in own {
                let span = self.span(field, choice);
                self.spans.push(span);
            }
        }
    }
}

/// Writes what there is of a cell's rows for so many chips, and prices that cost as much as those for so many before.
fn fill_room(sides: &mut [i64], prices: &mut [i64], before: u32, room: u32, total: i64) {
    for (function, (side, price)) in (0_u32..).zip(sides.iter_mut().zip(prices)) {
        *side = i64::from(function.max(1)) * i64::from(room);
        if room == 0 {
            *price = 0;
        } else if function > 0 && before != room {
            let anew = i128::from(*price) * i128::from(before) / i128::from(room);
            let most = total / *side;
            *price = i64::try_from(anew).unwrap_or(most).min(most);
        }
    }
}
