//! Checks a problem before it is solved, so that the inner loops can trust every index and sum.

use super::error::{Place, SolveError};
use super::problem::{Demand, Draw, Expansion, Problem, Task};

/// The largest capacity, use or number of blocks, and the largest capacity that blocks can add.
pub const QUANTITY_LIMIT: i64 = 1_000_000_000_000;
/// The largest amount of a demand in one period, and the largest output of a replica.
pub const AMOUNT_LIMIT: i64 = 1_000_000_000_000_000;
/// The largest single amount of money.
pub const MONEY_LIMIT: i64 = 1_000_000_000_000_000;

/// Checks every index, window, sign and size of a problem.
///
/// # Errors
///
/// Returns the first thing that does not hold, with the place where it does not.
pub fn validate(problem: &Problem) -> Result<(), SolveError> {
    for (index, resource) in problem.resources.iter().enumerate() {
        let place = Place::Resource(index);
        if resource.capacity.len() != problem.periods {
            return Err(SolveError::WrongLength(place));
        }
        for &capacity in &resource.capacity {
            within(capacity, 0, QUANTITY_LIMIT, place)?;
        }
    }
    for (index, &most) in problem.group_max.iter().enumerate() {
        within(most, 0, i64::MAX, Place::Group(index))?;
    }
    for (index, &most) in problem.limits.iter().enumerate() {
        within(most, -AMOUNT_LIMIT, AMOUNT_LIMIT, Place::Limit(index))?;
    }
    let mut worst: i128 = 0;
    for (index, task) in problem.tasks.iter().enumerate() {
        worst += check_task(problem, task, index)?;
    }
    for (index, demand) in problem.demands.iter().enumerate() {
        worst += check_demand(problem, demand, Place::Demand(index))?;
    }
    for (index, expansion) in problem.expansions.iter().enumerate() {
        worst += check_expansion(problem, expansion, Place::Expansion(index))?;
    }
    if worst > i128::from(i64::MAX / 4) {
        return Err(SolveError::Overflow(Place::Whole));
    }
    Ok(())
}

fn within(value: i64, least: i64, most: i64, place: Place) -> Result<(), SolveError> {
    if value < least {
        Err(SolveError::OutOfRange(place))
    } else if value > most {
        Err(SolveError::Overflow(place))
    } else {
        Ok(())
    }
}

fn money(value: i64, place: Place) -> Result<i128, SolveError> {
    if value.unsigned_abs() > MONEY_LIMIT.unsigned_abs() {
        return Err(SolveError::Overflow(place));
    }
    Ok(i128::from(value).abs())
}

fn window(
    problem: &Problem,
    (resource, from, until): (usize, usize, usize),
    place: Place,
) -> Result<(), SolveError> {
    if resource >= problem.resources.len() {
        return Err(SolveError::UnknownIndex(place));
    }
    if from > until || until > problem.periods {
        return Err(SolveError::OutsideHorizon(place));
    }
    Ok(())
}

fn draws(problem: &Problem, draws: &[Draw], place: Place) -> Result<(), SolveError> {
    for draw in draws {
        if draw.limit >= problem.limits.len() {
            return Err(SolveError::UnknownIndex(place));
        }
        within(draw.units, -QUANTITY_LIMIT, QUANTITY_LIMIT, place)?;
    }
    Ok(())
}

fn check_task(problem: &Problem, task: &Task, index: usize) -> Result<i128, SolveError> {
    let place = Place::Task(index);
    let mut worst = None;
    for option in &task.options {
        worst = worst.max(Some(money(option.cost, place)?));
        for used in &option.uses {
            window(problem, (used.resource, used.from, used.until), place)?;
            within(used.units, 0, QUANTITY_LIMIT, place)?;
        }
        draws(problem, &option.draws, place)?;
    }
    worst.ok_or(SolveError::NoOptions(index))
}

fn check_demand(problem: &Problem, demand: &Demand, place: Place) -> Result<i128, SolveError> {
    if demand.amount.len() != problem.periods {
        return Err(SolveError::WrongLength(place));
    }
    within(demand.penalty, 0, MONEY_LIMIT, place)?;
    within(demand.penalty_per, 1, AMOUNT_LIMIT, place)?;
    let mut worst: i128 = 0;
    for source in &demand.sources {
        window(problem, (source.resource, source.from, source.until), place)?;
        within(source.units, 0, QUANTITY_LIMIT, place)?;
        within(source.output, 1, AMOUNT_LIMIT, place)?;
        within(source.cost, 0, MONEY_LIMIT, place)?;
        // A source that gave to a limit would be of use beyond its demand.
        if source.draws.iter().any(|draw| draw.units < 0) {
            return Err(SolveError::OutOfRange(place));
        }
        draws(problem, &source.draws, place)?;
    }
    for &amount in &demand.amount {
        within(amount, 0, AMOUNT_LIMIT, place)?;
        let lost = i128::from(demand.penalty) * i128::from(amount);
        worst += lost / i128::from(demand.penalty_per) + 1;
        for source in &demand.sources {
            let replicas = amount / source.output + 1;
            worst += i128::from(source.cost) * i128::from(replicas);
            if i128::from(source.units) * i128::from(replicas) > i128::from(i64::MAX) {
                return Err(SolveError::Overflow(place));
            }
        }
    }
    Ok(worst)
}

fn check_expansion(
    problem: &Problem,
    expansion: &Expansion,
    place: Place,
) -> Result<i128, SolveError> {
    within(expansion.max, 0, QUANTITY_LIMIT, place)?;
    for add in &expansion.adds {
        window(problem, (add.resource, add.from, add.until), place)?;
        within(add.units, -QUANTITY_LIMIT, QUANTITY_LIMIT, place)?;
        let all = i128::from(add.units) * i128::from(expansion.max);
        if all.abs() > i128::from(QUANTITY_LIMIT) {
            return Err(SolveError::Overflow(place));
        }
    }
    draws(problem, &expansion.draws, place)?;
    if expansion
        .group
        .is_some_and(|group| group >= problem.group_max.len())
    {
        return Err(SolveError::UnknownIndex(place));
    }
    Ok(money(expansion.cost, place)? * i128::from(expansion.max))
}
