//! Opens and closes blocks of leases and purchases where that gains: first with serving alone, then
//! with tasks that come or give way.
#![expect(
    clippy::indexing_slicing,
    reason = "every index is one of the ground's own"
)]

use super::dice::Dice;
use super::improve::{LIFTED, put_back};
use super::insert::Market;
use super::settle::Nerve;
use super::state::State;

/// Opens and closes blocks of every expansion that adds capacity, and passes them on within groups,
/// in steps that halve, as long as it gains; returns whether `stop` ended it.
pub(super) fn shift_all(state: &mut State, stop: &dyn Fn() -> bool) -> bool {
    let problem = state.ground.problem;
    for (expansion, held) in problem.expansions.iter().enumerate() {
        if held.uses_capacity() || held.adds.is_empty() {
            continue;
        }
        let mut givers = vec![None];
        let others = problem.expansions.iter().enumerate();
        let mates = others.filter(|&(other, of)| {
            other != expansion && held.group.is_some() && of.group == held.group
        });
        givers.extend(mates.map(|(other, _)| Some(other)));
        for giver in givers {
            let mut step = giver.map_or(held.max, |giver| state.blocks[giver]);
            while step > 0 {
                if stop() {
                    return true;
                }
                let back =
                    |state: &mut State| giver.is_none() && shift(state, (None, expansion), -step);
                if !shift(state, (giver, expansion), step) && !back(state) {
                    step /= 2;
                }
            }
        }
    }
    false
}

/// Adds so many blocks, or as many as there are, and takes as many from a giver; keeps them when that
/// gains.
fn shift(state: &mut State, (giver, expansion): (Option<usize>, usize), more: i64) -> bool {
    let before = state.cost;
    let mut moved = more;
    if let Some(giver) = giver {
        moved = more.min(state.blocks[giver]);
        state.build(giver, -moved);
    }
    let moved = allowed(state, expansion, moved);
    state.build(expansion, moved);
    let gains = moved != 0 && state.settle(Nerve::Bold) && state.cost < before;
    if gains {
        state.commit();
    } else {
        state.take_back();
    }
    gains
}

/// Returns as many of so many blocks as can be added, or taken away.
fn allowed(state: &State, expansion: usize, more: i64) -> i64 {
    if more < 0 {
        return more.max(-state.blocks[expansion]);
    }
    let spare = state.spare(expansion);
    more.min(spare).min(state.blocks_that_fit(expansion)).max(0)
}

/// Opens or closes blocks of some expansion, and lets tasks come or give way.
pub(super) fn shift_with_tasks(state: &mut State, market: &Market, dice: &mut Dice) -> bool {
    let expansion = dice.below(state.blocks.len());
    let now = state.blocks[expansion];
    let wish = match dice.below(3) {
        0 => -1 - dice.some(now.max(1) - 1),
        1 => 1 + dice.some(now.max(15)),
        _ => dice.some(now.max(63) * 4),
    };
    let more = allowed(state, expansion, wish);
    if more == 0 {
        return false;
    }
    state.build(expansion, more);
    let Some(mut lifted) = displaced(state, expansion, dice) else {
        return false;
    };
    let held = &state.ground.problem.expansions[expansion];
    if more > 0 && !held.uses_capacity() && !state.options.is_empty() {
        for _ in 0..LIFTED * 4 {
            let task = dice.below(state.options.len());
            let wanted = market.regret(state, task) > 0.0;
            if wanted && lifted.len() < LIFTED && !lifted.contains(&task) {
                lifted.push(task);
            }
        }
    }
    put_back(state, market, dice, lifted)
}

/// Sets tasks aside until nothing that an expansion touches is over its room; `None` when that takes
/// too many.
fn displaced(state: &mut State, expansion: usize, dice: &mut Dice) -> Option<Vec<usize>> {
    let ground = state.ground;
    let mut lifted = Vec::new();
    for add in &ground.problem.expansions[expansion].adds {
        for period in add.from..add.until {
            while !state.make_way(add.resource * ground.problem.periods + period) {
                let here = state.here[add.resource].iter().copied();
                let standing = here.filter(|&task| {
                    let option = &ground.problem.tasks[task].options[state.options[task]];
                    let mut uses = option.uses.iter();
                    uses.any(|own| {
                        own.resource == add.resource && (own.from..own.until).contains(&period)
                    })
                });
                let standing: Vec<usize> = standing.collect();
                if standing.is_empty() || lifted.len() > LIFTED {
                    return None;
                }
                let task = standing[dice.below(standing.len())];
                state.place(task, ground.undone[task]);
                lifted.push(task);
            }
        }
    }
    Some(lifted)
}
