//! Turns the fractional choices of the linear program into whole ones that fit.
#![expect(
    clippy::indexing_slicing,
    reason = "choices match the validated problem"
)]

use super::branch::Fractions;
use super::domain::{Domain, cells};
use super::model::float;
use super::problem::Problem;

/// One option per task and the blocks of every expansion.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Choice {
    pub(super) options: Vec<usize>,
    pub(super) blocks: Vec<i64>,
}

/// Returns the choices near the fractional ones, at most one per way of rounding.
pub(super) fn choices(problem: &Problem, domain: &Domain, fractions: &Fractions) -> Vec<Choice> {
    let mut found = Vec::new();
    for shift in [1.0 - 1e-6, 0.5, 1e-6] {
        let blocks = whole_blocks(problem, domain, fractions, shift);
        if let Some(choice) = place(problem, domain, fractions, blocks)
            && !found.contains(&choice)
        {
            found.push(choice);
        }
    }
    found
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the cast saturates and is clamped after"
)]
fn whole_blocks(problem: &Problem, domain: &Domain, fractions: &Fractions, shift: f64) -> Vec<i64> {
    let mut left = problem.group_max.clone();
    for (expansion, &low) in problem.expansions.iter().zip(&domain.low) {
        if let Some(group) = expansion.group {
            left[group] = left[group].saturating_sub(low);
        }
    }
    let mut blocks = Vec::with_capacity(fractions.blocks.len());
    for (index, expansion) in problem.expansions.iter().enumerate() {
        let (low, high) = (domain.low[index], domain.high[index].max(domain.low[index]));
        let mut count = ((fractions.blocks[index] + shift).floor() as i64).clamp(low, high);
        if let Some(group) = expansion.group {
            count = count.min(low.saturating_add(left[group].max(0)));
            left[group] -= count - low;
        }
        blocks.push(count);
    }
    blocks
}

/// Places tasks, the most decided first, each at its largest share that fits; blocks are added
/// where nothing fits without them.
fn place(
    problem: &Problem,
    domain: &Domain,
    fractions: &Fractions,
    mut blocks: Vec<i64>,
) -> Option<Choice> {
    let mut order: Vec<usize> = (0..problem.tasks.len()).collect();
    let largest = |task: usize| {
        fractions.options[task]
            .iter()
            .fold(0.0_f64, |most, &share| most.max(share))
    };
    order.sort_by(|&one, &two| largest(two).total_cmp(&largest(one)).then(one.cmp(&two)));
    let mut options = vec![0; problem.tasks.len()];
    let mut room = Domain::single(&[], &blocks).headroom(problem)?;
    for task in order {
        let shares = &fractions.options[task];
        let mut ranked = domain.allowed[task].clone();
        ranked.sort_by(|&one, &two| {
            let (first, second) = (
                &problem.tasks[task].options[one],
                &problem.tasks[task].options[two],
            );
            shares[two]
                .total_cmp(&shares[one])
                .then(first.cost.cmp(&second.cost))
                .then(one.cmp(&two))
        });
        let fits = |room: &[i64], option: usize| {
            let used = cells(problem, &problem.tasks[task].options[option]);
            used.iter().all(|(&cell, &units)| room[cell] >= units)
        };
        let chosen = match ranked.iter().copied().find(|&option| fits(&room, option)) {
            Some(option) if shares[option] > 0.0 || ranked.len() == 1 => option,
            fallback => {
                let first = *ranked.first()?;
                let grown = grow(problem, domain, (task, first), &room, &blocks);
                if let Some((more, wider)) = grown {
                    blocks = more;
                    room = wider;
                    first
                } else {
                    fallback?
                }
            }
        };
        for (cell, units) in cells(problem, &problem.tasks[task].options[chosen]) {
            room[cell] -= units;
        }
        options[task] = chosen;
    }
    Some(Choice { options, blocks })
}

/// Adds the blocks that an option lacks, the cheapest per unit and period first.
fn grow(
    problem: &Problem,
    domain: &Domain,
    (task, option): (usize, usize),
    room: &[i64],
    blocks: &[i64],
) -> Option<(Vec<i64>, Vec<i64>)> {
    let mut room = room.to_vec();
    let mut blocks = blocks.to_vec();
    let mut order: Vec<usize> = (0..problem.expansions.len()).collect();
    let rate = |index: usize| {
        let held = &problem.expansions[index];
        let size = held
            .units
            .saturating_mul(i64::try_from(held.until - held.from).unwrap_or(1));
        float(held.cost) / float(size.max(1))
    };
    order.sort_by(|&one, &two| rate(one).total_cmp(&rate(two)).then(one.cmp(&two)));
    let needs = cells(problem, &problem.tasks[task].options[option]);
    for (&cell, &units) in &needs {
        for &index in &order {
            let held = &problem.expansions[index];
            let period = cell % problem.periods;
            let covers = held.resource == cell / problem.periods
                && (held.from..held.until).contains(&period)
                && held.units > 0;
            if room[cell] >= units || !covers {
                continue;
            }
            let lacking = (units - room[cell] - 1) / held.units + 1;
            let more = lacking.min(spare(problem, domain, &blocks, index));
            if more > 0 {
                blocks[index] += more;
                let start = held.resource * problem.periods;
                for wider in &mut room[start + held.from..start + held.until] {
                    *wider += more * held.units;
                }
            }
        }
        if room[cell] < units {
            return None;
        }
    }
    Some((blocks, room))
}

/// Returns how many more blocks an expansion may take.
fn spare(problem: &Problem, domain: &Domain, blocks: &[i64], index: usize) -> i64 {
    let own = domain.high[index] - blocks[index];
    let Some(group) = problem.expansions[index].group else {
        return own;
    };
    let members = problem.expansions.iter().zip(blocks);
    let taken: i64 = members
        .filter(|(expansion, _)| expansion.group == Some(group))
        .fold(0, |sum, (_, &count)| sum.saturating_add(count));
    own.min(problem.group_max[group].saturating_sub(taken))
        .max(0)
}
