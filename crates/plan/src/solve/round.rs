//! Turns the fractional choices of the linear program into whole ones that fit.
#![expect(
    clippy::indexing_slicing,
    reason = "choices match the validated problem"
)]

use super::branch::Fractions;
use super::domain::{Domain, cells, changes};
use super::fill::Left;
use super::model::float;
use super::problem::{Expansion, Problem, TaskOption};

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
        let mut blocks = whole_blocks(problem, domain, fractions, shift);
        let wished = hold_back(problem, domain, &mut blocks);
        if let Some(mut choice) = place(problem, domain, fractions, blocks)
            && give_room(problem, &mut choice, &wished)
            && !found.contains(&choice)
        {
            found.push(choice);
        }
    }
    found
}

/// Takes what uses capacity out of the blocks, down to the least, and returns what was taken.
fn hold_back(problem: &Problem, domain: &Domain, blocks: &mut [i64]) -> Vec<(usize, i64)> {
    let mut wished = Vec::new();
    for (index, expansion) in problem.expansions.iter().enumerate() {
        if expansion.uses_capacity() && blocks[index] > domain.low[index] {
            wished.push((index, blocks[index] - domain.low[index]));
            blocks[index] = domain.low[index];
        }
    }
    wished
}

/// Puts back as much of what was held back as tasks and leases leave room for.
fn give_room(problem: &Problem, choice: &mut Choice, wished: &[(usize, i64)]) -> bool {
    let whole = Domain::single(&choice.options, &choice.blocks);
    let Some(room) = whole.headroom(problem) else {
        return false;
    };
    let mut left = Left {
        room,
        limits: vec![0; problem.limits.len()],
    };
    for &(index, count) in wished {
        let expansion = &problem.expansions[index];
        let more = count.min(left.fits(problem, expansion));
        choice.blocks[index] += more;
        left.take(problem, expansion, more);
    }
    true
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
        // What uses capacity must fit into what a smaller shift leaves: it is never rounded up.
        let shift = if expansion.uses_capacity() {
            1e-6
        } else {
            shift
        };
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
    let mut limits = limits_after(problem, &blocks);
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
        let fits = |room: &[i64], limits: &[i128], option: usize| {
            let held = &problem.tasks[task].options[option];
            let used = cells(problem, held);
            used.iter().all(|(&cell, &units)| room[cell] >= units) && allows(problem, limits, held)
        };
        let mut fitting = ranked.iter().copied();
        let chosen = match fitting.find(|&option| fits(&room, &limits, option)) {
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
        for draw in &problem.tasks[task].options[chosen].draws {
            limits[draw.limit] -= i128::from(draw.units);
        }
        options[task] = chosen;
    }
    Some(Choice { options, blocks })
}

/// Returns what blocks leave of the limits.
fn limits_after(problem: &Problem, blocks: &[i64]) -> Vec<i128> {
    let mut limits: Vec<i128> = problem.limits.iter().map(|&most| most.into()).collect();
    for (expansion, &count) in problem.expansions.iter().zip(blocks) {
        for draw in &expansion.draws {
            limits[draw.limit] -= i128::from(draw.units) * i128::from(count);
        }
    }
    limits
}

/// Returns whether the limits allow an option; those that blocks can raise always do.
fn allows(problem: &Problem, limits: &[i128], option: &TaskOption) -> bool {
    option.draws.iter().all(|draw| {
        draw.units <= 0
            || limits[draw.limit] >= i128::from(draw.units)
            || can_be_raised(problem, draw.limit)
    })
}

/// Returns whether any expansion gives to a limit.
pub(super) fn can_be_raised(problem: &Problem, limit: usize) -> bool {
    let mut draws = problem.expansions.iter().flat_map(|held| &held.draws);
    draws.any(|draw| draw.limit == limit && draw.units < 0)
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
    order.retain(|&index| !problem.expansions[index].uses_capacity());
    order.sort_by(|&one, &two| {
        let (first, second) = (&problem.expansions[one], &problem.expansions[two]);
        rate(first).total_cmp(&rate(second)).then(one.cmp(&two))
    });
    let needs = cells(problem, &problem.tasks[task].options[option]);
    for (&cell, &units) in &needs {
        for &index in &order {
            let each = added(problem, &problem.expansions[index], cell);
            if room[cell] >= units || each <= 0 {
                continue;
            }
            let lacking = (units - room[cell] - 1) / each + 1;
            let more = lacking.min(spare(problem, &domain.high, &blocks, index));
            if more > 0 {
                blocks[index] += more;
                for (cell, units) in changes(problem, &problem.expansions[index]) {
                    room[cell] += more * units;
                }
            }
        }
        if room[cell] < units {
            return None;
        }
    }
    Some((blocks, room))
}

/// Returns what a block of an expansion adds to a cell.
fn added(problem: &Problem, expansion: &Expansion, cell: usize) -> i64 {
    let (resource, period) = (cell / problem.periods, cell % problem.periods);
    let covering = expansion
        .adds
        .iter()
        .filter(|add| add.resource == resource && (add.from..add.until).contains(&period));
    covering.map(|add| add.units).sum()
}

/// Returns what a block costs per unit and period that it adds.
fn rate(expansion: &Expansion) -> f64 {
    let sizes = expansion.adds.iter().map(|add| {
        let periods = i64::try_from(add.until - add.from).unwrap_or(1);
        add.units.saturating_mul(periods)
    });
    let size = sizes.fold(0, i64::saturating_add);
    float(expansion.cost) / float(size.max(1))
}

/// Returns how many more blocks an expansion may take.
pub(super) fn spare(problem: &Problem, most: &[i64], blocks: &[i64], index: usize) -> i64 {
    let own = most[index] - blocks[index];
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
