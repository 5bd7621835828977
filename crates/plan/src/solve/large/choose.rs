//! What everything chooses at the prices of an ascent: options, blocks and services, each alone.
#![expect(
    clippy::indexing_slicing,
    reason = "tables, cells and limits are laid out together from the validated problem"
)]

use super::ascent::Ascent;
use crate::solve::model::float;

impl Ascent<'_> {
    /// Takes the cheapest of options so many times.
    pub(super) fn choose_option(
        &mut self,
        options: impl Iterator<Item = usize>,
        weight: f64,
    ) -> f64 {
        let mut best = (f64::INFINITY, 0);
        for option in options {
            let paid = self.prices.paid(&self.sums, self.table.options.of(option));
            let value = self.table.costs[option] + paid;
            if value < best.0 {
                best = (value, option);
            }
        }
        let (spans, draws) = self.table.options.of(best.1);
        for span in spans {
            self.used[span.from as usize] += span.units * weight;
            self.used[span.until as usize] -= span.units * weight;
        }
        for &(limit, units) in draws {
            self.drawn[limit as usize] += units * weight;
        }
        best.0 * weight
    }

    /// Returns what a block of an expansion saves at the prices, and what it costs.
    pub(super) fn balance(&self, index: usize) -> (f64, f64) {
        let (spans, draws) = self.table.blocks.of(index);
        let (mut saved, mut paid) = (0.0, float(self.problem.expansions[index].cost));
        for span in spans {
            let rent = self.sums[span.until as usize] - self.sums[span.from as usize];
            saved += (span.units * rent).max(0.0);
            paid -= (span.units * rent).min(0.0);
        }
        for &(limit, units) in draws {
            let drawn = units * self.prices.limits[limit as usize];
            saved -= drawn.min(0.0);
            paid += drawn.max(0.0);
        }
        (saved, paid)
    }

    /// Counts the blocks that pay for themselves towards the bound, the best first where a group
    /// has a cap, and takes the blocks in use out of what is used.
    pub(super) fn choose_blocks(&mut self) -> f64 {
        let mut values = Vec::with_capacity(self.blocks.len());
        let mut sum = 0.0;
        for (index, expansion) in self.problem.expansions.iter().enumerate() {
            let (saved, paid) = self.balance(index);
            let value = paid - saved;
            if expansion.group.is_none() && value < 0.0 {
                sum += value * float(expansion.max);
            }
            values.push(value);
        }
        for (members, &most) in self.groups.iter().zip(&self.problem.group_max) {
            let mut paying: Vec<usize> = members
                .iter()
                .copied()
                .filter(|&index| values[index] < 0.0)
                .collect();
            paying.sort_by(|&one, &two| values[one].total_cmp(&values[two]));
            let mut left = float(most);
            for index in paying {
                let more = float(self.problem.expansions[index].max).min(left);
                left -= more;
                sum += values[index] * more;
            }
        }
        for (index, &blocks) in self.blocks.iter().enumerate() {
            let (spans, draws) = self.table.blocks.of(index);
            for span in spans {
                self.used[span.from as usize] -= span.units * blocks;
                self.used[span.until as usize] += span.units * blocks;
            }
            for &(limit, units) in draws {
                self.drawn[limit as usize] += units * blocks;
            }
        }
        sum
    }

    /// Serves every demand by parts of replicas, the cheapest at the prices first.
    pub(super) fn choose_services(&mut self) -> f64 {
        let periods = self.problem.periods;
        let mut sum = 0.0;
        let mut ranked: Vec<(f64, f64, usize)> = Vec::new();
        for (period, ordered) in self.layout.iter().enumerate() {
            for (demand, most) in ordered.iter().zip(&self.most[period]) {
                let lost = float(demand.ask.penalty) / float(demand.ask.per);
                ranked.clear();
                for (index, slot) in demand.slots.iter().enumerate() {
                    let mut price = float(slot.cost)
                        + float(slot.units) * self.prices.cells[slot.resource * periods + period];
                    for draw in &slot.draws {
                        price += float(draw.units) * self.prices.limits[draw.limit];
                    }
                    let rate = price / float(slot.output);
                    if rate < lost && most[index] > 0.0 {
                        ranked.push((rate, price, index));
                    }
                }
                ranked.sort_unstable_by(|one, two| one.0.total_cmp(&two.0).then(one.2.cmp(&two.2)));
                let mut left = float(demand.ask.amount);
                for &(_, price, index) in &ranked {
                    let slot = &demand.slots[index];
                    let count = (left / float(slot.output)).min(most[index]);
                    left -= count * float(slot.output);
                    sum += count * price;
                    let cell = slot.resource * (periods + 1) + period;
                    self.used[cell] += count * float(slot.units);
                    for draw in &slot.draws {
                        self.drawn[draw.limit] += float(draw.units) * count;
                    }
                    if left <= 0.0 {
                        break;
                    }
                }
                sum += left.max(0.0) * lost;
            }
        }
        sum
    }
}
