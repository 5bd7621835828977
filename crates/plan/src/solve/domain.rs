//! What a case of the search still allows, and the capacity that it leaves for serving.
#![expect(
    clippy::indexing_slicing,
    reason = "the problem is validated and domains match it"
)]

use std::collections::BTreeMap;

use super::problem::{Draw, Expansion, Problem, TaskOption};

/// The options and block counts that a case still allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Domain {
    /// The allowed options of each task, in order.
    pub(super) allowed: Vec<Vec<usize>>,
    /// The least blocks of each expansion.
    pub(super) low: Vec<i64>,
    /// The most blocks of each expansion.
    pub(super) high: Vec<i64>,
    /// The least and most blocks that the expansions of each family take together.
    pub(super) families: Vec<(i64, i64)>,
}

impl Domain {
    /// Returns the domain of the whole problem with its families.
    pub(super) fn whole(problem: &Problem, families: &[Vec<usize>]) -> Self {
        Self {
            allowed: problem
                .tasks
                .iter()
                .map(|task| (0..task.options.len()).collect())
                .collect(),
            low: vec![0; problem.expansions.len()],
            high: problem
                .expansions
                .iter()
                .map(|expansion| expansion.max)
                .collect(),
            families: families
                .iter()
                .map(|members| (0, most_together(problem, members)))
                .collect(),
        }
    }

    /// Returns the domain that holds exactly one choice.
    pub(super) fn single(options: &[usize], blocks: &[i64]) -> Self {
        Self {
            allowed: options.iter().map(|&option| vec![option]).collect(),
            low: blocks.to_vec(),
            high: blocks.to_vec(),
            families: Vec::new(),
        }
    }

    /// Returns whether the domain holds exactly one choice.
    pub(super) fn is_single(&self) -> bool {
        self.allowed.iter().all(|allowed| allowed.len() == 1) && self.low == self.high
    }

    /// Returns the most blocks of each expansion with the caps of groups taken into account;
    /// `None` when a range is empty.
    pub(super) fn most_blocks(&self, problem: &Problem) -> Option<Vec<i64>> {
        let mut least = vec![0_i128; problem.group_max.len()];
        for (expansion, &low) in problem.expansions.iter().zip(&self.low) {
            if let Some(group) = expansion.group {
                least[group] += i128::from(low);
            }
        }
        let mut most = Vec::with_capacity(self.high.len());
        for (index, expansion) in problem.expansions.iter().enumerate() {
            let mut high = self.high[index];
            if let Some(group) = expansion.group {
                let left = i128::from(problem.group_max[group]) - least[group];
                let own = left + i128::from(self.low[index]);
                high = high.min(i64::try_from(own).unwrap_or(i64::MAX));
            }
            if high < self.low[index] {
                return None;
            }
            most.push(high);
        }
        Some(most)
    }

    /// Returns whether the case can keep every limit as far as tasks and blocks go.
    pub(super) fn keeps_limits(&self, problem: &Problem) -> bool {
        let mut left: Vec<i128> = problem.limits.iter().map(|&most| most.into()).collect();
        for (task, allowed) in problem.tasks.iter().zip(&self.allowed) {
            for (limit, left) in left.iter_mut().enumerate() {
                let drawn = |&option: &usize| drawn_on(&task.options[option].draws, limit);
                *left -= allowed.iter().map(drawn).min().unwrap_or(0);
            }
        }
        for (index, expansion) in problem.expansions.iter().enumerate() {
            for draw in &expansion.draws {
                let blocks = if draw.units > 0 {
                    self.low[index]
                } else {
                    self.high[index]
                };
                left[draw.limit] -= i128::from(draw.units) * i128::from(blocks);
            }
        }
        left.iter().all(|&left| left >= 0)
    }

    /// Returns the capacity of every cell that is left for serving at best; `None` when the case
    /// is empty or its tasks cannot fit.
    pub(super) fn headroom(&self, problem: &Problem) -> Option<Vec<i64>> {
        let mut room = Vec::with_capacity(problem.resources.len() * problem.periods);
        for resource in &problem.resources {
            room.extend_from_slice(&resource.capacity);
        }
        let most = self.most_blocks(problem)?;
        for ((expansion, high), &low) in problem.expansions.iter().zip(most).zip(&self.low) {
            for add in &expansion.adds {
                let blocks = if add.units > 0 { high } else { low };
                let start = add.resource * problem.periods;
                for cell in &mut room[start + add.from..start + add.until] {
                    *cell = cell.checked_add(add.units.checked_mul(blocks)?)?;
                }
            }
        }
        for (task, allowed) in problem.tasks.iter().zip(&self.allowed) {
            let (first, rest) = allowed.split_first()?;
            let mut certain = cells(problem, &task.options[*first]);
            for &option in rest {
                if certain.is_empty() {
                    break;
                }
                let other = cells(problem, &task.options[option]);
                certain.retain(|cell, units| {
                    *units = (*units).min(other.get(cell).copied().unwrap_or(0));
                    *units > 0
                });
            }
            for (cell, units) in certain {
                room[cell] -= units;
            }
        }
        if room.iter().any(|&cell| cell < 0) {
            None
        } else {
            Some(room)
        }
    }
}

fn most_together(problem: &Problem, members: &[usize]) -> i64 {
    members
        .iter()
        .map(|&member| problem.expansions[member].max)
        .fold(0, i64::saturating_add)
}

/// Returns the units that an option uses by cell, a cell being a resource in a period.
pub(super) fn cells(problem: &Problem, option: &TaskOption) -> BTreeMap<usize, i64> {
    let mut by_cell = BTreeMap::new();
    for used in &option.uses {
        for period in used.from..used.until {
            if used.units > 0 {
                *by_cell
                    .entry(used.resource * problem.periods + period)
                    .or_insert(0) += used.units;
            }
        }
    }
    by_cell
}

/// Returns what a block of an expansion adds by cell; negative where it uses capacity.
pub(super) fn changes(problem: &Problem, expansion: &Expansion) -> BTreeMap<usize, i64> {
    let mut by_cell = BTreeMap::new();
    for add in &expansion.adds {
        for period in add.from..add.until {
            *by_cell
                .entry(add.resource * problem.periods + period)
                .or_insert(0) += add.units;
        }
    }
    by_cell
}

fn drawn_on(draws: &[Draw], limit: usize) -> i128 {
    let own = draws.iter().filter(|draw| draw.limit == limit);
    own.map(|draw| i128::from(draw.units)).sum()
}
