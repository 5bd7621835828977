//! Checks that a plan is feasible and adds up its cost.

use super::CheckError;
use crate::solve::{Demand, Draw, Problem, Solution};

/// Checks the lengths, indices, windows and signs that the other checks rely on.
pub(super) fn well_formed(problem: &Problem) -> Result<(), CheckError> {
    let periods = problem.periods;
    let window = |resource: usize, from: usize, until: usize| {
        resource < problem.resources.len() && from <= until && until <= periods
    };
    let known = |draws: &[Draw]| draws.iter().all(|draw| draw.limit < problem.limits.len());
    let resources = problem.resources.iter();
    let held = resources.clone().all(|resource| {
        resource.capacity.len() == periods && resource.capacity.iter().all(|&units| units >= 0)
    });
    let tasks = problem
        .tasks
        .iter()
        .flat_map(|task| &task.options)
        .all(|option| {
            option
                .uses
                .iter()
                .all(|used| used.units >= 0 && window(used.resource, used.from, used.until))
                && known(&option.draws)
        });
    let demands = problem.demands.iter().all(|demand| {
        demand.amount.len() == periods
            && demand.amount.iter().all(|&amount| amount >= 0)
            && demand.penalty >= 0
            && demand.penalty_per >= 1
            && demand.sources.iter().all(|source| {
                window(source.resource, source.from, source.until)
                    && source.units >= 0
                    && source.output >= 1
                    && source.cost >= 0
                    && known(&source.draws)
                    && source.draws.iter().all(|draw| draw.units >= 0)
            })
    });
    let expansions = problem.expansions.iter().all(|expansion| {
        let mut adds = expansion.adds.iter();
        adds.all(|add| window(add.resource, add.from, add.until))
            && known(&expansion.draws)
            && expansion.max >= 0
            && expansion
                .group
                .is_none_or(|group| group < problem.group_max.len())
    });
    if held && tasks && demands && expansions {
        Ok(())
    } else {
        Err(CheckError::Problem)
    }
}

/// Returns the cost of a plan after checking that it is feasible.
pub(super) fn cost(problem: &Problem, solution: &Solution) -> Result<i64, CheckError> {
    let lengths = solution.options.len() == problem.tasks.len()
        && solution.replicas.len() == problem.demands.len()
        && solution.blocks.len() == problem.expansions.len();
    if !lengths {
        return Err(CheckError::WrongLength);
    }
    let mut left = Room::new(problem);
    let mut limits = Limits::new(problem);
    let mut total: i128 = 0;
    for (index, (expansion, &blocks)) in problem.expansions.iter().zip(&solution.blocks).enumerate()
    {
        if blocks < 0 || blocks > expansion.max {
            return Err(CheckError::Blocks(index));
        }
        for add in &expansion.adds {
            let added = i128::from(add.units) * i128::from(blocks);
            left.add(add.resource, (add.from, add.until), added);
        }
        limits.draw(&expansion.draws, blocks.into());
        total += i128::from(expansion.cost) * i128::from(blocks);
    }
    for (group, &most) in problem.group_max.iter().enumerate() {
        let members = problem.expansions.iter().zip(&solution.blocks);
        let taken: i128 = members
            .filter(|(expansion, _)| expansion.group == Some(group))
            .map(|(_, &blocks)| i128::from(blocks))
            .sum();
        if taken > i128::from(most) {
            return Err(CheckError::Group(group));
        }
    }
    for (index, (task, &option)) in problem.tasks.iter().zip(&solution.options).enumerate() {
        let option = task
            .options
            .get(option)
            .ok_or(CheckError::UnknownOption(index))?;
        total += i128::from(option.cost);
        limits.draw(&option.draws, 1);
        for used in &option.uses {
            left.add(
                used.resource,
                (used.from, used.until),
                -i128::from(used.units),
            );
        }
    }
    for (index, (demand, replicas)) in problem.demands.iter().zip(&solution.replicas).enumerate() {
        let paid = demand_cost(problem, (index, demand), replicas, &mut left)?;
        for (source, by_period) in demand.sources.iter().zip(replicas) {
            let running = by_period.iter().map(|&count| i128::from(count)).sum();
            limits.draw(&source.draws, running);
        }
        total = total.checked_add(paid).ok_or(CheckError::Overflow)?;
    }
    left.check()?;
    limits.check()?;
    i64::try_from(total).map_err(|_| CheckError::Overflow)
}

fn demand_cost(
    problem: &Problem,
    (index, demand): (usize, &Demand),
    replicas: &[Vec<i64>],
    left: &mut Room,
) -> Result<i128, CheckError> {
    let full = replicas
        .iter()
        .all(|by_period| by_period.len() == problem.periods);
    if replicas.len() != demand.sources.len() || !full {
        return Err(CheckError::WrongLength);
    }
    let mut unserved: Vec<i128> = demand
        .amount
        .iter()
        .map(|&amount| i128::from(amount))
        .collect();
    let mut total: i128 = 0;
    for (source, by_period) in demand.sources.iter().zip(replicas) {
        for (period, (&count, lacking)) in by_period.iter().zip(&mut unserved).enumerate() {
            let runs = (source.from..source.until).contains(&period);
            if count < 0 || (count > 0 && !runs) {
                return Err(CheckError::Replicas(index));
            }
            let count = i128::from(count);
            left.add(
                source.resource,
                (period, period + 1),
                -count * i128::from(source.units),
            );
            *lacking -= count * i128::from(source.output);
            let paid = count * i128::from(source.cost);
            total = total.checked_add(paid).ok_or(CheckError::Overflow)?;
        }
    }
    for lacking in unserved {
        let lost = loss(demand.penalty, demand.penalty_per, lacking);
        total = lost
            .and_then(|lost| total.checked_add(lost))
            .ok_or(CheckError::Overflow)?;
    }
    Ok(total)
}

/// Returns the loss of an unserved amount, rounded up to whole money.
pub(super) fn loss(penalty: i64, per: i64, unserved: i128) -> Option<i128> {
    let lost = i128::from(penalty).checked_mul(unserved.max(0))?;
    let per = i128::from(per);
    Some(lost / per + i128::from(lost % per > 0))
}

/// The capacity that is left, by resource and period.
pub(super) struct Room(pub(super) Vec<Vec<i128>>);

impl Room {
    /// Returns the capacity before anything is taken or added.
    pub(super) fn new(problem: &Problem) -> Self {
        let widen = |capacity: &Vec<i64>| capacity.iter().map(|&units| i128::from(units)).collect();
        Self(
            problem
                .resources
                .iter()
                .map(|resource| widen(&resource.capacity))
                .collect(),
        )
    }

    /// Adds units to a resource over a window.
    pub(super) fn add(&mut self, resource: usize, window: (usize, usize), units: i128) {
        let cells = self
            .0
            .get_mut(resource)
            .and_then(|cells| cells.get_mut(window.0..window.1));
        for cell in cells.unwrap_or_default() {
            *cell = cell.saturating_add(units);
        }
    }

    /// Checks that nothing is over capacity.
    pub(super) fn check(&self) -> Result<(), CheckError> {
        for (resource, cells) in self.0.iter().enumerate() {
            if let Some(period) = cells.iter().position(|&units| units < 0) {
                return Err(CheckError::OverCapacity { resource, period });
            }
        }
        Ok(())
    }
}

/// What is left of each limit.
pub(super) struct Limits(Vec<i128>);

impl Limits {
    /// Returns the limits before anything is drawn.
    pub(super) fn new(problem: &Problem) -> Self {
        Self(problem.limits.iter().map(|&most| most.into()).collect())
    }

    /// Draws so many times.
    pub(super) fn draw(&mut self, draws: &[Draw], times: i128) {
        for draw in draws {
            if let Some(left) = self.0.get_mut(draw.limit) {
                *left = left.saturating_sub(i128::from(draw.units).saturating_mul(times));
            }
        }
    }

    /// Checks that no limit is overdrawn.
    pub(super) fn check(&self) -> Result<(), CheckError> {
        let over = self.0.iter().position(|&left| left < 0);
        over.map_or(Ok(()), |limit| Err(CheckError::Limit(limit)))
    }
}
