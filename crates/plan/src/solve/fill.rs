//! Fits work that is free in time into what tasks and serving leave, and meets the limits.
#![expect(
    clippy::indexing_slicing,
    reason = "blocks, cells and limits match the validated problem"
)]

use super::model::float;
use super::problem::{Expansion, Problem};
use super::round::{can_be_raised, spare};
use super::solution::Solution;

/// The room of every cell and what is left of every limit.
pub(super) struct Left {
    pub(super) room: Vec<i64>,
    pub(super) limits: Vec<i128>,
}

impl Left {
    /// Returns what a plan leaves of the limits, with the given room of cells.
    pub(super) fn of(problem: &Problem, solution: &Solution, room: Vec<i64>) -> Self {
        let mut limits: Vec<i128> = problem.limits.iter().map(|&most| most.into()).collect();
        for (task, &option) in problem.tasks.iter().zip(&solution.options) {
            for draw in &task.options[option].draws {
                limits[draw.limit] -= i128::from(draw.units);
            }
        }
        for (expansion, &blocks) in problem.expansions.iter().zip(&solution.blocks) {
            for draw in &expansion.draws {
                limits[draw.limit] -= i128::from(draw.units) * i128::from(blocks);
            }
        }
        for (demand, by_source) in problem.demands.iter().zip(&solution.replicas) {
            for (source, replicas) in demand.sources.iter().zip(by_source) {
                let running: i128 = replicas.iter().map(|&count| i128::from(count)).sum();
                for draw in &source.draws {
                    limits[draw.limit] -= i128::from(draw.units) * running;
                }
            }
        }
        Self { room, limits }
    }

    /// Returns how many blocks more fit into the room of cells.
    pub(super) fn fits(&self, problem: &Problem, expansion: &Expansion) -> i64 {
        let mut most = i64::MAX;
        for add in expansion.adds.iter().filter(|add| add.units < 0) {
            let start = add.resource * problem.periods;
            let cells = &self.room[start + add.from..start + add.until];
            let least = cells.iter().copied().min().unwrap_or(i64::MAX);
            most = most.min(least.max(0) / -add.units);
        }
        most
    }

    /// Returns how many blocks more the limits allow that nothing can raise.
    fn allows(&self, problem: &Problem, expansion: &Expansion) -> i64 {
        let drawing = expansion.draws.iter().filter(|draw| draw.units > 0);
        let drawing = drawing.filter(|draw| !can_be_raised(problem, draw.limit));
        let most = drawing.map(|draw| self.limits[draw.limit].max(0) / i128::from(draw.units));
        most.min()
            .map_or(i64::MAX, |most| i64::try_from(most).unwrap_or(i64::MAX))
    }

    /// Takes blocks of an expansion; a negative number gives them back.
    pub(super) fn take(&mut self, problem: &Problem, expansion: &Expansion, blocks: i64) {
        for add in &expansion.adds {
            let start = add.resource * problem.periods;
            for cell in &mut self.room[start + add.from..start + add.until] {
                *cell = cell.saturating_add(add.units.saturating_mul(blocks));
            }
        }
        for draw in &expansion.draws {
            self.limits[draw.limit] -= i128::from(draw.units) * i128::from(blocks);
        }
    }
}

/// Adds the cheapest blocks that give to limits which ask for more, and gives back what is
/// not needed; returns whether every limit is then kept.
pub(super) fn fill(problem: &Problem, blocks: &mut [i64], left: &mut Left) -> bool {
    let most: Vec<i64> = problem.expansions.iter().map(|held| held.max).collect();
    // What is asked for comes first: it may draw on what is paid once, which is raised after it.
    let mut order: Vec<usize> = (0..problem.limits.len()).collect();
    order.sort_by_key(|&limit| problem.limits[limit] >= 0);
    for limit in order {
        let givers = givers(problem, limit);
        for &(index, given) in &givers {
            let lacking = -left.limits[limit];
            if lacking <= 0 {
                break;
            }
            let expansion = &problem.expansions[index];
            let needed = (lacking + i128::from(given) - 1) / i128::from(given);
            let more = i64::try_from(needed)
                .unwrap_or(i64::MAX)
                .min(spare(problem, &most, blocks, index))
                .min(left.fits(problem, expansion))
                .min(left.allows(problem, expansion));
            blocks[index] += more;
            left.take(problem, expansion, more);
        }
        for &(index, given) in givers.iter().rev() {
            let over = left.limits[limit].max(0) / i128::from(given);
            let fewer = i64::try_from(over).unwrap_or(i64::MAX).min(blocks[index]);
            blocks[index] -= fewer;
            left.take(problem, &problem.expansions[index], -fewer);
        }
    }
    left.limits.iter().all(|&left| left >= 0)
}

/// Returns the expansions that give to a limit and cost something, the cheapest for what they give
/// first, with what a block gives.
pub(super) fn givers(problem: &Problem, limit: usize) -> Vec<(usize, i64)> {
    let mut givers = Vec::new();
    for (index, expansion) in problem.expansions.iter().enumerate() {
        let own = expansion.draws.iter().filter(|draw| draw.limit == limit);
        let given = -own.map(|draw| draw.units).sum::<i64>();
        if given > 0 && expansion.adds.iter().all(|add| add.units <= 0) {
            givers.push((index, given));
        }
    }
    let rate =
        |&(index, given): &(usize, i64)| float(problem.expansions[index].cost) / float(given);
    givers.sort_by(|one, two| rate(one).total_cmp(&rate(two)).then(one.0.cmp(&two.0)));
    givers
}
