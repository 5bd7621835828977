//! What prices of rows say about a choice of items: the most it can earn, and which items crowd which rows.

#![expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "hot loops over tables whose extents are fixed when the rows are laid out; steps of prices may be rounded"
)]

use super::{
    field::{DEPTH, Field},
    rows::{Rows, Span},
};

/// How much of its last direction a step of prices keeps.
const MEMORY: f64 = 0.6;

/// Prices, and what they come to on the last step.
#[derive(Debug)]
pub(super) struct Relaxed {
    rows: Rows,
    /// By lane and cell, what all cells before it cost.
    sums: Vec<i64>,
    /// By lane and cell, how many items more are there than on the cell before.
    crowd: Vec<i64>,
    /// By row, what items take.
    taken: Vec<f64>,
    drift: Vec<f64>,
    /// By item, its best choice, if one is worth taking.
    pub picks: Vec<Option<u32>>,
    /// By item, what its best choice adds.
    pub adds: Vec<i64>,
}

impl Relaxed {
    pub fn new(field: &Field) -> Self {
        let rows = field.free.len() * DEPTH;
        Self {
            rows: Rows::new(field),
            sums: Vec::new(),
            crowd: Vec::new(),
            taken: vec![0.0; rows],
            drift: vec![0.0; rows],
            picks: vec![None; field.items],
            adds: vec![0; field.items],
        }
    }

    /// Takes up the choices that are left, with so many chips free by cell. `rooms` says for how many chips the prices are;
    /// both are brought in line.
    pub fn take_up(
        &mut self,
        field: &Field,
        choices: &[u32],
        free: &[u32],
        rooms: &mut [u32],
        prices: &mut [i64],
    ) {
        self.rows.lay_out(field, choices, free, rooms, prices);
        for table in [&mut self.sums, &mut self.crowd] {
            table.clear();
            table.resize(self.rows.width, 0);
        }
        self.drift.fill(0.0);
    }

    /// What a choice earns once it has paid for what it takes; the choice must be left.
    pub fn gain(&self, field: &Field, choice: u32) -> i64 {
        self.earned(&self.rows.span(field, choice))
    }

    fn earned(&self, span: &Span) -> i64 {
        span.profit - (self.sums[span.until as usize] - self.sums[span.from as usize])
    }

    /// Lets every item take its best choice under prices; returns the most that all can earn with what is left.
    ///
    /// Sums do not overflow, since no price makes a row worth more than all items can earn (see `pack`).
    pub fn price(&mut self, prices: &[i64], must: &[bool]) -> i64 {
        for lane in &self.rows.lanes {
            let takes = self.rows.takes[lane.at * DEPTH..].chunks_exact(DEPTH);
            let prices = prices[lane.from * DEPTH..lane.until * DEPTH].chunks_exact(DEPTH);
            let mut sum = 0_i64;
            for ((takes, prices), total) in takes.zip(prices).zip(&mut self.sums[lane.at + 1..]) {
                for (take, price) in takes.iter().zip(prices) {
                    sum = sum.wrapping_add(take.wrapping_mul(*price));
                }
                *total = sum;
            }
        }
        self.picks.fill(None);
        self.adds.fill(0);
        self.crowd.fill(0);
        let own = self.rows.cells.start * DEPTH..self.rows.cells.end * DEPTH;
        let paid = prices[own.clone()].iter().zip(&self.rows.sides[own]);
        let mut most = paid.fold(0_i64, |sum, (price, side)| {
            sum.wrapping_add(price.wrapping_mul(*side))
        });
        let ends = self.rows.groups.iter().skip(1).map(|group| group.1);
        let ends = ends.chain([self.rows.spans.len() as u32]);
        for (&(item, from), until) in self.rows.groups.iter().zip(ends) {
            let spans = &self.rows.spans[from as usize..until as usize];
            let gains = spans.iter().map(|span| (self.earned(span), span));
            let best = gains.reduce(|best, next| if next.0 > best.0 { next } else { best });
            let item = item as usize;
            if let Some((gain, span)) = best
                && (gain > 0 || must[item])
            {
                most += gain;
                self.adds[item] = gain;
                self.picks[item] = Some(span.choice);
                self.crowd[span.from as usize] += 1;
                self.crowd[span.until as usize] -= 1;
            }
        }
        most
    }

    /// Moves prices against the excess of what was picked, by so much of the distance to where they should lead.
    pub fn step(&mut self, field: &Field, prices: &mut [i64], distance: f64) {
        self.count();
        let own = self.rows.cells.start * DEPTH..self.rows.cells.end * DEPTH;
        let (sides, prices) = (&self.rows.sides[own.clone()], &mut prices[own.clone()]);
        let (taken, drift) = (&self.taken[own.clone()], &mut self.drift[own]);
        let mut square = 0.0;
        for (((drift, taken), &price), &side) in
            drift.iter_mut().zip(taken).zip(&*prices).zip(sides)
        {
            if side == 0 {
                *drift = 0.0;
                continue;
            }
            let excess = taken / side as f64 - 1.0;
            *drift = MEMORY * *drift + (1.0 - MEMORY) * excess;
            if price == 0 && *drift < 0.0 {
                *drift = 0.0;
            }
            square += *drift * *drift;
        }
        if square <= 0.0 {
            return;
        }
        let pace = distance / square;
        for ((price, drift), &side) in prices.iter_mut().zip(drift).zip(sides) {
            if side > 0 {
                let side = side as f64;
                let most = field.total as f64 / side;
                *price = (*price as f64 + pace * *drift / side).clamp(0.0, most) as i64;
            }
        }
    }

    /// Adds up what was picked takes of each row.
    fn count(&mut self) {
        let own = self.rows.cells.start * DEPTH..self.rows.cells.end * DEPTH;
        self.taken[own].fill(0.0);
        for lane in &self.rows.lanes {
            let mut here = 0;
            let takes = self.rows.takes[lane.at * DEPTH..].chunks_exact(DEPTH);
            let rows = &mut self.taken[lane.from * DEPTH..lane.until * DEPTH];
            let cells = takes.zip(&self.crowd[lane.at..]);
            for ((takes, crowd), rows) in cells.zip(rows.chunks_exact_mut(DEPTH)) {
                here += crowd;
                if here != 0 {
                    for (row, take) in rows.iter_mut().zip(takes) {
                        *row += (here * take) as f64;
                    }
                }
            }
        }
    }
}
