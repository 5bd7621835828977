//! The work of a problem: runs of gangs, services week by week, and work that is free in time.

use portolan_facts::{
    Use,
    scenario::model::{Batched, Serving, Training, Workload},
};
use portolan_terms::{Chips, Figure, Money};

use super::{
    Backlog, Builder, Choice, Extras, Growth, HOURS_PER_WEEK, MILLION, Model, REPLICA_CHIPS,
    integer,
};
use crate::{
    PlanError, Request,
    request::days,
    solve::{self, Demand, Expansion, Source, Task, TaskOption},
    survey::{Lawfulness, Way},
};

impl<'a> Builder<'_, 'a> {
    pub(super) fn task(
        &mut self,
        workload: &'a Workload,
        training: &'a Training,
    ) -> Result<(), PlanError> {
        let mut options = vec![TaskOption {
            cost: workload.penalty.ten_thousandths(),
            ..TaskOption::default()
        }];
        let mut choices = vec![Choice::Undone];
        for way in self.ways_of(workload) {
            let (spans, cure) = match &way.lawful {
                Lawfulness::Lawful(spans) => (spans, 0),
                Lawfulness::Awaiting { cost, spans, .. } => (spans, cost.ten_thousandths()),
                Lawfulness::Refused(_) | Lawfulness::Unfit(_) => continue,
            };
            let windows: Vec<(usize, usize)> =
                spans.iter().map(|span| self.weeks_inside(*span)).collect();
            let most = self.chips_at_most(way);
            let runs = runs(self.request, way, training, (&windows, most));
            if runs.is_empty() {
                continue;
            }
            let resource = self.resource(way)?;
            let draws = self.transfers(way, 1)?;
            let (porting, moves) = (self.porting(way), self.moving(workload, way.pool));
            let hourly = Model::hourly(way)?;
            for (start, weeks, chips) in runs {
                let held = (weeks as u64)
                    .saturating_mul(HOURS_PER_WEEK)
                    .saturating_mul(chips.0);
                let running = Money::from_ten_thousandths(hourly, workload.penalty.currency());
                let running = running.times(held)?.ten_thousandths();
                let extras = Extras {
                    porting,
                    moves,
                    carbon: self.carbon(way.pool, held)?,
                };
                let cost = running
                    .checked_add(cure)
                    .zip(extras.total())
                    .and_then(|(cost, more)| cost.checked_add(more))
                    .ok_or(PlanError::Amount(portolan_terms::MoneyError::TooLarge))?;
                let units = integer(chips.0, "gang", workload.id.as_str())?;
                let uses = vec![solve::Use {
                    resource,
                    from: start,
                    until: start + weeks,
                    units,
                }];
                options.push(TaskOption {
                    cost,
                    uses,
                    draws: draws.clone(),
                });
                choices.push(Choice::Run {
                    way,
                    start,
                    weeks,
                    chips,
                    extras,
                });
            }
        }
        self.model.problem.tasks.push(Task { options });
        self.model.tasks.push((workload, choices));
        Ok(())
    }

    fn chips_at_most(&self, way: &Way<'_>) -> u64 {
        let judged = self
            .survey
            .chips_of(way.pool)
            .iter()
            .filter(|judged| judged.usable());
        judged
            .map(|judged| judged.lot.chips.0)
            .fold(0, u64::saturating_add)
    }

    pub(super) fn service(
        &mut self,
        workload: &'a Workload,
        serving: &Serving,
    ) -> Result<(), PlanError> {
        let mut amount = Vec::with_capacity(self.weeks);
        for week in 0..self.weeks {
            let first = u32::try_from(week * 7).unwrap_or(u32::MAX);
            let days = (0..7).map(|day| asked_on(serving, first.saturating_add(day)));
            let tokens = days.fold(0_u64, u64::saturating_add);
            amount.push(integer(tokens, "tokens", workload.id.as_str())?);
        }
        self.demand(workload, amount)
    }

    /// Adds divisible work: whole replicas in any weeks between its first day and its deadline.
    pub(super) fn batch(
        &mut self,
        workload: &'a Workload,
        batch: &Batched,
    ) -> Result<(), PlanError> {
        let subject = workload.id.as_str();
        let asked = integer(batch.tokens.0, "tokens", subject)?;
        let asked = asked / MILLION + i64::from(asked % MILLION > 0);
        let limit = self.model.problem.limits.len();
        self.model.problem.limits.push(-asked);
        let given = |units: i64| {
            vec![solve::Draw {
                limit,
                units: -units,
            }]
        };
        let window = self.weeks_of_work(batch);
        let first = self.model.growths.len();
        for way in self.ways_of(workload) {
            let Lawfulness::Lawful(spans) = &way.lawful else {
                continue;
            };
            let output = self.output(way)? / MILLION;
            let spans: Vec<_> = spans.iter().map(|span| self.weeks_inside(*span)).collect();
            let weeks = spans.into_iter().flat_map(|(from, until)| from..until);
            let weeks: Vec<usize> = weeks.filter(|week| window.contains(week)).collect();
            if weeks.is_empty() || output == 0 {
                continue;
            }
            let resource = self.resource(way)?;
            let cost = self.replica_cost(way)?;
            let useful = (asked - 1) / output + 1;
            let chips = integer(self.chips_at_most(way), "stock", way.pool.id.as_str())?;
            let units = integer(REPLICA_CHIPS, "replica", way.pool.id.as_str())?;
            let most = useful.min(chips / units);
            let all = most.saturating_mul(i64::try_from(weeks.len()).unwrap_or(i64::MAX));
            let once = self.once(way, all)?;
            for week in weeks {
                let used = solve::Use {
                    resource,
                    from: week,
                    until: week + 1,
                    units: -units,
                };
                self.model.problem.expansions.push(Expansion {
                    adds: vec![used],
                    draws: [given(output), once.clone()].concat(),
                    cost,
                    max: most,
                    group: None,
                });
                self.model.growths.push(Growth::Replica { way, week });
            }
        }
        let unserved = self.model.growths.len();
        self.model.problem.expansions.push(Expansion {
            adds: Vec::new(),
            draws: given(1),
            cost: workload.penalty.ten_thousandths(),
            max: asked,
            group: None,
        });
        self.model.growths.push(Growth::Unserved);
        self.model.backlogs.push(Backlog {
            workload,
            asked,
            weeks: window.len(),
            replicas: first..unserved,
            unserved,
        });
        Ok(())
    }

    /// Returns the whole weeks in which divisible work may run.
    fn weeks_of_work(&self, batch: &Batched) -> std::ops::Range<usize> {
        let first = usize::try_from(batch.first_day.div_ceil(7)).unwrap_or(self.weeks);
        let until = usize::try_from(batch.deadline_days / 7).unwrap_or(self.weeks);
        let until = until.min(self.weeks);
        first.min(until)..until
    }

    /// Returns the tokens that a replica produces in a week.
    fn output(&self, way: &Way<'_>) -> Result<i64, PlanError> {
        let Some(rate) = self.request.atlas.rate(&way.pool.chip, Use::Serving) else {
            return Ok(0);
        };
        let output = rate
            .tokens_per_day()
            .0
            .saturating_mul(7)
            .saturating_mul(REPLICA_CHIPS);
        integer(output, "output", way.pool.id.as_str())
    }

    /// Returns what a replica costs to run for a week, its carbon included.
    fn replica_cost(&mut self, way: &Way<'_>) -> Result<i64, PlanError> {
        let carbon = self.replica_carbon(way.pool)?;
        Model::hourly(way)?
            .checked_mul(i64::try_from(HOURS_PER_WEEK * REPLICA_CHIPS).unwrap_or(i64::MAX))
            .and_then(|cost| cost.checked_add(carbon))
            .ok_or(PlanError::Amount(portolan_terms::MoneyError::TooLarge))
    }

    fn demand(&mut self, workload: &'a Workload, amount: Vec<i64>) -> Result<(), PlanError> {
        let (mut sources, mut ways) = (Vec::new(), Vec::new());
        for way in self.ways_of(workload) {
            let Lawfulness::Lawful(spans) = &way.lawful else {
                continue;
            };
            let output = self.output(way)?;
            let cost = self.replica_cost(way)?;
            let all: i64 = amount
                .iter()
                .map(|amount| amount / output.max(1) + 1)
                .fold(0, i64::saturating_add);
            let once = self.once(way, all)?;
            for span in spans {
                let (from, until) = self.weeks_inside(*span);
                if from >= until || output == 0 {
                    continue;
                }
                let resource = self.resource(way)?;
                let units = integer(REPLICA_CHIPS, "replica", way.pool.id.as_str())?;
                sources.push(Source {
                    resource,
                    units,
                    output,
                    cost,
                    from,
                    until,
                    draws: once.clone(),
                });
                ways.push(way);
            }
        }
        let penalty = workload.penalty.ten_thousandths();
        let demand = Demand {
            amount,
            penalty,
            penalty_per: MILLION,
            sources,
        };
        self.model.problem.demands.push(demand);
        self.model.demands.push((workload, ways));
        Ok(())
    }
}

/// Returns the runs that end in time: for each length in weeks the smallest gang that makes it,
/// from each week that law and window allow, with no more chips than there are.
pub(crate) fn runs(
    request: &Request<'_>,
    way: &Way<'_>,
    training: &Training,
    (windows, chips): (&[(usize, usize)], u64),
) -> Vec<(usize, usize, Chips)> {
    let Some(rate) = request.atlas.rate(&way.pool.chip, Use::Training) else {
        return Vec::new();
    };
    let chip_day = chip_day_teraops(rate.value);
    let most = training.gang_max.0.min(chips);
    let mut runs = Vec::new();
    let mut last = 0;
    for weeks in (1..=training.deadline_days.div_ceil(7)).rev() {
        let within = (weeks * 7).min(training.deadline_days);
        let gang = smallest_gang(training, chip_day, within);
        if gang > most {
            break;
        }
        if gang == last {
            continue;
        }
        last = gang;
        let days = run_days(training.operations.teraops(), chip_day, gang);
        let weeks = days.div_ceil(7) as usize;
        let starts = starts(request, training, (weeks, days), windows);
        runs.extend(starts.map(|start| (start, weeks, Chips(gang))));
    }
    runs
}

/// Returns the smallest gang that ends within so many days.
fn smallest_gang(training: &Training, chip_day: u128, days: u32) -> u64 {
    let work = u128::from(training.operations.teraops()) * 10_000;
    let chips = work.div_ceil(chip_day.saturating_mul(days.into()).max(1));
    let step = u128::from(training.gang_multiple.0.max(1));
    u64::try_from(chips.div_ceil(step).max(1) * step).unwrap_or(u64::MAX)
}

/// Returns the weeks in which a run of so many weeks and days may start.
fn starts(
    request: &Request<'_>,
    training: &Training,
    (weeks, run_days): (usize, u32),
    windows: &[(usize, usize)],
) -> impl Iterator<Item = usize> {
    let (first, last) = training.start_days;
    let deadline = training.deadline_days;
    (0..request.scenario.horizon_weeks).filter(move |start| {
        let day = u32::try_from(days(*start)).unwrap_or(u32::MAX);
        let in_window = first <= day && day <= last;
        let in_time = day.checked_add(run_days).is_some_and(|end| end <= deadline);
        let lawful = windows
            .iter()
            .any(|(from, until)| *from <= *start && start.saturating_add(weeks) <= *until);
        in_window && in_time && lawful
    })
}

/// Returns the operations, in units of 10^12, that one chip does in a day, in ten-thousandths.
fn chip_day_teraops(rate: Figure) -> u128 {
    u128::try_from(rate.ten_thousandths()).unwrap_or(0) * 86_400
}

/// Returns the days that a gang takes, rounded up.
fn run_days(teraops: u64, chip_day: u128, gang: u64) -> u32 {
    let per_day = chip_day.saturating_mul(u128::from(gang)).max(1);
    let days = (u128::from(teraops) * 10_000).div_ceil(per_day);
    u32::try_from(days).unwrap_or(u32::MAX)
}

/// Returns the tokens that a service asks for on a day after that of the plan.
fn asked_on(serving: &Serving, day: u32) -> u64 {
    let mut steps = serving.steps.iter().rev();
    let step = steps.find(|(from, _)| *from <= day);
    step.map_or(serving.tokens_per_day.0, |(_, tokens)| tokens.0)
}

#[cfg(test)]
mod tests;
