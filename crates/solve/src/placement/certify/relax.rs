//! What prices of rows say about a choice of items: the most it can earn, and which items crowd which rows.

#![expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "hot loops over tables whose extents are fixed when the field is laid out; steps of prices may be rounded"
)]

use super::field::Field;

/// How much of its last direction a step of prices keeps.
const MEMORY: f64 = 0.6;

/// Prices, and what they come to on the last step.
#[derive(Debug)]
pub(super) struct Relaxed {
    /// By class and cell, what all cells before it cost.
    sums: Vec<i64>,
    /// By class and cell, how many items more are there than on the cell before.
    crowd: Vec<i64>,
    /// By row, what items take less what there is, as a share.
    excess: Vec<f64>,
    drift: Vec<f64>,
    /// By item, its best choice, if one is worth taking.
    pub picks: Vec<Option<u32>>,
    /// By item, what its best choice adds.
    pub adds: Vec<i64>,
}

impl Relaxed {
    pub fn new(field: &Field) -> Self {
        let rows = field.sides.len();
        let lanes = field.classes.len() * (field.cells + 1);
        Self {
            sums: vec![0; lanes],
            crowd: vec![0; lanes],
            excess: vec![0.0; rows],
            drift: vec![0.0; rows],
            picks: vec![None; field.items],
            adds: vec![0; field.items],
        }
    }

    /// Forgets the way that prices came.
    pub fn rest(&mut self) {
        self.drift.fill(0.0);
    }

    /// What a choice earns once it has paid for what it takes.
    pub fn gain(&self, field: &Field, choice: u32) -> i64 {
        let choice = &field.choices[choice as usize];
        let lane = choice.class as usize * (field.cells + 1) + choice.cell as usize;
        choice.profit - (self.sums[lane + choice.length as usize] - self.sums[lane])
    }

    /// Lets every item take its best choice under prices; returns the most that all can earn with what is left.
    pub fn price(
        &mut self,
        field: &Field,
        prices: &[i64],
        left: &[i64],
        choices: &[u32],
        must: &[bool],
    ) -> i64 {
        let wide = field.cells + 1;
        for (class, sums) in field.classes.iter().zip(self.sums.chunks_exact_mut(wide)) {
            let mut sum = 0;
            let cells = class
                .takes
                .chunks_exact(field.depth)
                .zip(prices[class.from * field.depth..].chunks_exact(field.depth));
            for ((takes, prices), total) in cells.zip(&mut sums[class.from + 1..]) {
                let pay = takes.iter().zip(prices).map(|(take, price)| take * price);
                sum += pay.sum::<i64>();
                *total = sum;
            }
        }
        self.picks.fill(None);
        self.adds.fill(0);
        self.crowd.fill(0);
        let paid = prices.iter().zip(left).map(|(price, left)| price * left);
        let mut most: i64 = paid.sum();
        for own in choices.chunk_by(|one, other| field.item(*one) == field.item(*other)) {
            let gains = own.iter().map(|&choice| (self.gain(field, choice), choice));
            let Some((gain, choice)) = gains.max_by_key(|&(gain, choice)| (gain, !choice)) else {
                continue;
            };
            let item = field.item(choice);
            if gain > 0 || must[item] {
                most += gain;
                self.adds[item] = gain;
                self.picks[item] = Some(choice);
                let choice = &field.choices[choice as usize];
                let lane = choice.class as usize * wide + choice.cell as usize;
                self.crowd[lane] += 1;
                self.crowd[lane + choice.length as usize] -= 1;
            }
        }
        most
    }

    /// Moves prices against the excess of what was picked, by so much of the distance to where they should lead.
    pub fn step(&mut self, field: &Field, prices: &mut [i64], left: &[i64], distance: f64) {
        for ((excess, &left), &side) in self.excess.iter_mut().zip(left).zip(&field.sides) {
            *excess = -(left as f64) / side.max(1) as f64;
        }
        let lanes = self.crowd.chunks_exact(field.cells + 1);
        for (class, crowd) in field.classes.iter().zip(lanes) {
            let mut here = 0;
            let (from, row) = (class.from, class.from * field.depth);
            let cells = class.takes.chunks_exact(field.depth).zip(&crowd[from..]);
            let rows = self.excess[row..].chunks_exact_mut(field.depth);
            let sides = field.sides[row..].chunks_exact(field.depth);
            for (((takes, crowd), rows), sides) in cells.zip(rows).zip(sides) {
                here += crowd;
                if here != 0 {
                    for ((row, take), &side) in rows.iter_mut().zip(takes).zip(sides) {
                        *row += (here * take) as f64 / side.max(1) as f64;
                    }
                }
            }
        }
        let mut square = 0.0;
        for ((drift, excess), &price) in self.drift.iter_mut().zip(&self.excess).zip(&*prices) {
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
        for ((price, drift), &side) in prices.iter_mut().zip(&self.drift).zip(&field.sides) {
            let side = side.max(1) as f64;
            let most = field.total as f64 / side;
            *price = (*price as f64 + pace * drift / side).clamp(0.0, most) as i64;
        }
    }
}
