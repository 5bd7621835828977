//! The exact value of a case when capacity is sold at given prices: a bound on every plan in it.
#![expect(
    clippy::indexing_slicing,
    reason = "prices and domains match the validated problem"
)]

use super::domain::Domain;
use super::problem::{Draw, Problem};
use super::solution::{TICKS_PER_MONEY, TICKS_PER_WORTH};
use super::tree::Prices;

/// Returns the ticks of tasks and blocks at the given prices, less the capacity that is sold;
/// `None` when the case is empty or a sum leaves the integer range.
pub(super) fn apart_from_serving(
    problem: &Problem,
    domain: &Domain,
    families: &[Vec<usize>],
    prices: &Prices,
) -> Option<i128> {
    let sums = running_sums(problem, &prices.cells);
    let across = |resource: usize, from: usize, until: usize| {
        let start = resource * (problem.periods + 1);
        sums[start + until] - sums[start + from]
    };
    let mut total: i128 = 0;
    for (resource, held) in problem.resources.iter().enumerate() {
        for (period, &capacity) in held.capacity.iter().enumerate() {
            let price = prices.cells[resource * problem.periods + period];
            total = total.checked_sub(i128::from(price) * i128::from(capacity))?;
        }
    }
    for (&most, &price) in problem.limits.iter().zip(&prices.limits) {
        total = total.checked_sub(price.checked_mul(i128::from(most))?)?;
    }
    for (task, allowed) in problem.tasks.iter().zip(&domain.allowed) {
        let mut best: Option<i128> = None;
        for &option in allowed {
            let option = &task.options[option];
            let mut ticks = i128::from(option.cost) * i128::from(TICKS_PER_MONEY);
            for used in &option.uses {
                let rent = across(used.resource, used.from, used.until);
                ticks = ticks.checked_add(rent.checked_mul(i128::from(used.units))?)?;
            }
            ticks = ticks.checked_add(drawn(&option.draws, &prices.limits)?)?;
            best = Some(best.map_or(ticks, |least| least.min(ticks)));
        }
        total = total.checked_add(best?)?;
    }
    let mut values = Vec::with_capacity(problem.expansions.len());
    for expansion in &problem.expansions {
        let mut value = i128::from(expansion.cost) * i128::from(TICKS_PER_MONEY);
        for add in &expansion.adds {
            let rent = across(add.resource, add.from, add.until);
            value = value.checked_sub(rent.checked_mul(i128::from(add.units))?)?;
        }
        values.push(value.checked_add(drawn(&expansion.draws, &prices.limits)?)?);
    }
    for ((members, &worth), &(low, high)) in
        families.iter().zip(&prices.families).zip(&domain.families)
    {
        // Each block is credited with its worth, and the fewest worthy blocks are charged for it.
        let worth = i128::from(worth) * i128::from(TICKS_PER_WORTH);
        let fewest = if worth > 0 { low } else { high };
        total = total.checked_add(worth.checked_mul(i128::from(fewest))?)?;
        for &member in members {
            values[member] = values[member].checked_sub(worth)?;
        }
    }
    total.checked_add(cheapest_blocks(problem, domain, &values)?)
}

fn running_sums(problem: &Problem, prices: &[i64]) -> Vec<i128> {
    let mut sums = Vec::with_capacity(problem.resources.len() * (problem.periods + 1));
    for resource in 0..problem.resources.len() {
        let mut sum: i128 = 0;
        sums.push(sum);
        for period in 0..problem.periods {
            sum += i128::from(prices[resource * problem.periods + period]);
            sums.push(sum);
        }
    }
    sums
}

/// Takes the blocks that pay for themselves, the best first where a group has a cap.
fn cheapest_blocks(problem: &Problem, domain: &Domain, values: &[i128]) -> Option<i128> {
    let most = domain.most_blocks(problem)?;
    let mut left: Vec<i128> = problem
        .group_max
        .iter()
        .map(|&cap| i128::from(cap))
        .collect();
    let mut total: i128 = 0;
    for (index, expansion) in problem.expansions.iter().enumerate() {
        let low = i128::from(domain.low[index]);
        total = total.checked_add(values[index].checked_mul(low)?)?;
        if let Some(group) = expansion.group {
            left[group] -= low;
        }
    }
    let mut order: Vec<usize> = (0..values.len())
        .filter(|&index| values[index] < 0)
        .collect();
    order.sort_by_key(|&index| values[index]);
    for index in order {
        let mut more = i128::from(most[index] - domain.low[index]);
        if let Some(group) = problem.expansions[index].group {
            more = more.min(left[group]);
            left[group] -= more;
        }
        total = total.checked_add(values[index].checked_mul(more)?)?;
    }
    Some(total)
}

/// Returns the ticks of what is drawn on limits at their prices.
pub(super) fn drawn(draws: &[Draw], prices: &[i128]) -> Option<i128> {
    draws.iter().try_fold(0_i128, |sum, draw| {
        sum.checked_add(prices[draw.limit].checked_mul(i128::from(draw.units))?)
    })
}

/// Returns the ticks of a replica: its own cost and the capacity that it uses.
pub(super) fn priced(cost: i64, units: i64, price: i64) -> i128 {
    i128::from(cost) * i128::from(TICKS_PER_MONEY) + i128::from(units) * i128::from(price)
}

/// Returns the least whole money that is not below the given ticks.
pub(super) fn money_above(ticks: i128) -> i64 {
    let tick = i128::from(TICKS_PER_MONEY);
    let money = ticks.div_euclid(tick) + i128::from(ticks.rem_euclid(tick) > 0);
    i64::try_from(money).unwrap_or(if money < 0 { i64::MIN } else { i64::MAX })
}
