//! The first plan at new prices: leases as the ascent had them on average, then tasks, those that
//! lose most first, then divisible work, and all else served from what is left.
#![expect(
    clippy::indexing_slicing,
    reason = "every index is one of the ground's own"
)]

use super::ground::Ground;
use super::insert::Market;
use super::settle::Nerve;
use super::state::State;
use crate::solve::model::float;

/// The number of tasks between two looks at the clock.
const BETWEEN_LOOKS: usize = 32;

/// Returns a plan built at the prices; `None` when it does not hold.
pub(super) fn built<'a>(
    ground: &'a Ground<'a>,
    market: &Market,
    blocks: &[f64],
    stop: &dyn Fn() -> bool,
) -> Option<State<'a>> {
    let problem = ground.problem;
    let mut state = State::new(ground, &ground.undone);
    state.holding = true;
    state.ranked = ground.ranked(&market.tariff);
    for (index, &wished) in blocks.iter().enumerate() {
        let expansion = &problem.expansions[index];
        if !expansion.uses_capacity() && !expansion.adds.is_empty() {
            let more = whole(wished + 0.5).min(state.spare(index));
            let more = more.min(state.blocks_that_fit(index)).max(0);
            state.build(index, more);
        }
    }
    for (place, task) in in_order(ground, market).into_iter().enumerate() {
        if place % BETWEEN_LOOKS == 0 && stop() {
            break;
        }
        state.insert(task, market, 1.0);
    }
    for (index, &wished) in blocks.iter().enumerate() {
        if problem.expansions[index].uses_capacity() {
            let more = whole(wished).min(state.spare(index));
            let more = more.min(state.blocks_that_fit(index)).max(0);
            state.build(index, more);
        }
    }
    let holds = state.settle(Nerve::Bold);
    state.commit();
    holds.then_some(state)
}

/// Returns the tasks, those first that lose most for their size when they are left undone.
fn in_order(ground: &Ground, market: &Market) -> Vec<usize> {
    let tasks = &ground.problem.tasks;
    let loss = |task: usize| {
        let of = market.of(task);
        let undone = of.iter().find(|held| held.option == ground.undone[task]);
        let best = of.first().map_or(0, |held| held.option);
        let sizes = tasks[task].options[best].uses.iter().map(|used| {
            float(used.units) * float(i64::try_from(used.until - used.from).unwrap_or(0))
        });
        undone.map_or(0.0, |held| held.regret) / sizes.sum::<f64>().max(1.0)
    };
    let mut ranked: Vec<(f64, usize)> = (0..tasks.len()).map(|task| (loss(task), task)).collect();
    ranked.sort_by(|one, two| two.0.total_cmp(&one.0).then(one.1.cmp(&two.1)));
    ranked.into_iter().map(|(_, task)| task).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the cast saturates and is cut to what is to be had"
)]
fn whole(blocks: f64) -> i64 {
    blocks.floor() as i64
}
