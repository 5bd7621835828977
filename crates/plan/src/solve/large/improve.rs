//! Betters a plan: a few tasks that want the same room are lifted out and put back one by one,
//! blocks are opened and closed, and periods are served anew; what does not gain is taken back.
#![expect(
    clippy::indexing_slicing,
    reason = "every index is one of the ground's own"
)]

use super::blocks::shift_with_tasks;
use super::dice::Dice;
use super::insert::Market;
use super::settle::Nerve;
use super::state::State;

/// The most tasks that are lifted out at once.
pub(super) const LIFTED: usize = 12;
/// The number of changes between two looks at the clock.
const BETWEEN_LOOKS: u64 = 8;

/// Tries so many changes; returns whether `stop` ended it.
pub(super) fn improve(
    state: &mut State,
    market: &Market,
    dice: &mut Dice,
    (changes, stop): (u64, &dyn Fn() -> bool),
) -> bool {
    for change in 0..changes {
        if change % BETWEEN_LOOKS == 0 && stop() {
            return true;
        }
        let before = state.cost;
        let nerve = if dice.below(8) == 0 {
            Nerve::Bold
        } else {
            Nerve::Careful
        };
        let done = if dice.below(6) > 0 || state.blocks.is_empty() {
            lift(state, market, dice)
        } else {
            shift_with_tasks(state, market, dice)
        };
        if done && state.settle(nerve) && state.cost <= before {
            state.commit();
        } else {
            state.take_back();
        }
    }
    false
}

/// Lifts a task out with some that stand in the way of an option it would like, and puts all back.
fn lift(state: &mut State, market: &Market, dice: &mut Dice) -> bool {
    let tasks = state.options.len();
    if tasks == 0 {
        return true;
    }
    let mut first = dice.below(tasks);
    for _ in 0..3 {
        let other = dice.below(tasks);
        if market.regret(state, other) > market.regret(state, first) {
            first = other;
        }
    }
    let candidates = market.of(first);
    let wished = candidates[dice.below(candidates.len().min(6))].option;
    let mut lifted = vec![first];
    let goal = 2 + dice.below(LIFTED - 1);
    for used in &state.ground.problem.tasks[first].options[wished].uses {
        let here = &state.here[used.resource];
        for _ in 0..goal * 2 {
            if here.is_empty() || lifted.len() >= goal {
                break;
            }
            let other = here[dice.below(here.len())];
            let overlaps = state.ground.problem.tasks[other].options[state.options[other]]
                .uses
                .iter()
                .any(|own| {
                    own.resource == used.resource && own.from < used.until && used.from < own.until
                });
            if overlaps && !lifted.contains(&other) {
                lifted.push(other);
            }
        }
    }
    put_back(state, market, dice, lifted)
}

/// Sets tasks aside and inserts them again in a new order.
pub(super) fn put_back(
    state: &mut State,
    market: &Market,
    dice: &mut Dice,
    mut lifted: Vec<usize>,
) -> bool {
    let ground = state.ground;
    for &task in &lifted {
        state.place(task, ground.undone[task]);
    }
    if dice.below(2) == 0 {
        dice.shuffle(&mut lifted);
    }
    let weight = [0.0, 0.3, 0.7, 1.0][dice.below(4)];
    lifted
        .iter()
        .all(|&task| state.insert(task, market, weight))
}
