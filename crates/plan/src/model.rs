//! From a survey to the problem that the solver sees, and what each of its numbers stands for.

use std::collections::BTreeMap;

use portolan_facts::{
    Use,
    scenario::model::{Batched, Pool, Purchase, Serving, Terms, Training, Work, Workload},
};
use portolan_terms::{Chips, EvidenceId, Figure, Money, PartyId, PoolId};

use crate::{
    PlanError, Request,
    request::days,
    solve::{self, Demand, Expansion, Problem, Resource, Source, Task, TaskOption},
    survey::{Judged, Lawfulness, Span, Survey, Way},
};

/// The chips of one serving replica: one server.
pub(crate) const REPLICA_CHIPS: u64 = 8;
const HOURS_PER_WEEK: u64 = 168;
const TOKENS_PER_PENALTY: i64 = 1_000_000;

/// Says what an option of a task stands for.
#[derive(Clone, Debug)]
pub(crate) enum Choice<'a> {
    Undone,
    Run {
        way: &'a Way<'a>,
        start: usize,
        weeks: usize,
        chips: Chips,
    },
}

/// Says what an expansion stands for.
#[derive(Clone, Debug)]
pub(crate) enum Growth<'a> {
    Lease { pool: &'a Pool, lessee: PartyId },
    Purchase { offer: &'a Purchase, pool: &'a Pool },
}

/// Holds the problem and what its numbers stand for, index by index.
pub(crate) struct Model<'a> {
    pub problem: Problem,
    pub tasks: Vec<(&'a Workload, Vec<Choice<'a>>)>,
    pub demands: Vec<(&'a Workload, Vec<&'a Way<'a>>)>,
    pub growths: Vec<Growth<'a>>,
}

impl<'a> Model<'a> {
    /// Returns the problem of a survey.
    ///
    /// # Errors
    /// When an amount or a quantity is too large to keep.
    pub fn of(request: &Request<'a>, survey: &'a Survey<'a>) -> Result<Self, PlanError> {
        let mut builder = Builder {
            request,
            survey,
            weeks: request.scenario.horizon_weeks,
            index: BTreeMap::new(),
            licences: BTreeMap::new(),
            model: Model {
                problem: Problem {
                    periods: request.scenario.horizon_weeks,
                    ..Problem::default()
                },
                tasks: Vec::new(),
                demands: Vec::new(),
                growths: Vec::new(),
            },
        };
        for workload in &request.scenario.workloads {
            match &workload.work {
                Work::Training(training) | Work::Tuning(training) => {
                    builder.task(workload, training)?;
                }
                Work::Serving(serving) => builder.service(workload, serving)?,
                Work::Batch(batch) => builder.batch(workload, batch)?,
            }
        }
        Ok(builder.model)
    }
}

struct Builder<'r, 'a> {
    request: &'r Request<'a>,
    survey: &'a Survey<'a>,
    weeks: usize,
    index: BTreeMap<(PoolId, Option<PartyId>), usize>,
    /// The group of each licence with a quantity.
    licences: BTreeMap<EvidenceId, usize>,
    model: Model<'a>,
}

fn integer(number: u64, what: &'static str, subject: &str) -> Result<i64, PlanError> {
    i64::try_from(number).map_err(|_| PlanError::Quantity {
        what,
        subject: subject.to_owned(),
    })
}

/// Returns `amount` with `percent` on top, rounded up.
fn with_overhead(amount: i64, percent: Figure) -> Result<i64, PlanError> {
    let overhead = i128::from(amount) * i128::from(percent.ten_thousandths());
    let overhead = (overhead + 999_999) / 1_000_000;
    i64::try_from(i128::from(amount) + overhead)
        .map_err(|_| PlanError::Amount(portolan_terms::MoneyError::TooLarge))
}

impl<'a> Builder<'_, 'a> {
    fn ways_of(&self, workload: &Workload) -> impl Iterator<Item = &'a Way<'a>> + use<'a> {
        let id = workload.id.clone();
        self.survey
            .ways
            .iter()
            .filter(move |way| way.workload.id == id)
    }

    /// Returns the week in which a day lies, counted from the day of the plan.
    fn week_of(&self, day: portolan_terms::Day) -> usize {
        let since = day.days_since(self.request.scenario.on).max(0);
        usize::try_from((since + 6) / 7)
            .unwrap_or(self.weeks)
            .min(self.weeks)
    }

    /// Returns the weeks that lie wholly inside a span.
    fn weeks_inside(&self, span: Span) -> (usize, usize) {
        let from = self.week_of(span.from);
        let since = span.until.days_since(self.request.scenario.on).max(0);
        let until = usize::try_from(since / 7).unwrap_or(0).min(self.weeks);
        (from, until.max(from))
    }

    /// Returns the chips that stand in a pool, week by week, as far as they came lawfully.
    fn capacity(&self, judged: &[Judged<'a>], subject: &str) -> Result<Vec<i64>, PlanError> {
        let mut capacity = vec![0_i64; self.weeks];
        for stock in judged
            .iter()
            .filter(|judged| judged.usable() && judged.offer.is_none())
        {
            let chips = integer(stock.lot.chips.0, "stock", subject)?;
            for week in capacity.iter_mut().skip(self.week_of(stock.available_from)) {
                *week = week.checked_add(chips).ok_or(PlanError::Quantity {
                    what: "stock",
                    subject: subject.to_owned(),
                })?;
            }
        }
        Ok(capacity)
    }

    /// Returns the resource that a workload uses on a pool, made when it is first asked for.
    fn resource(&mut self, way: &'a Way<'a>) -> Result<usize, PlanError> {
        let holder = match &way.pool.terms {
            Terms::Own { .. } => Some(way.pool.owner.clone()),
            Terms::Lease { min_term_weeks, .. } if *min_term_weeks > 1 => {
                Some(way.workload.owner.clone())
            }
            Terms::Lease { .. } => None,
        };
        let key = (way.pool.id.clone(), holder.clone());
        if let Some(index) = self.index.get(&key) {
            return Ok(*index);
        }
        let judged = self.survey.chips_of(way.pool);
        let stock = self.capacity(judged, way.pool.id.as_str())?;
        let leased_long = matches!(&way.pool.terms, Terms::Lease { .. }) && holder.is_some();
        let capacity = if leased_long {
            vec![0; self.weeks]
        } else {
            stock.clone()
        };
        let index = self.model.problem.resources.len();
        self.model.problem.resources.push(Resource { capacity });
        self.index.insert(key, index);
        match (&way.pool.terms, holder) {
            (Terms::Lease { .. }, Some(lessee)) => self.leases(index, way.pool, &lessee, &stock)?,
            (Terms::Lease { .. }, None) => {}
            (Terms::Own { .. }, _) => self.purchases(index, way.pool, judged)?,
        }
        Ok(index)
    }

    /// Adds the leases that a lessee may take on a pool: from a week to the end of the horizon, or
    /// for the shortest term. All lessees share the chips of the pool.
    fn leases(
        &mut self,
        resource: usize,
        pool: &'a Pool,
        lessee: &PartyId,
        stock: &[i64],
    ) -> Result<(), PlanError> {
        let Terms::Lease {
            price_chip_hour,
            overhead_percent,
            block,
            min_term_weeks,
            ..
        } = &pool.terms
        else {
            return Ok(());
        };
        let units = integer(block.0, "lease block", pool.id.as_str())?;
        let most = stock.iter().copied().max().unwrap_or(0) / units.max(1);
        let Some(first) = stock.iter().position(|chips| *chips > 0) else {
            return Ok(());
        };
        let group = self.group(pool, most);
        let term = *min_term_weeks;
        let mut windows: Vec<(usize, usize)> = Vec::new();
        if first + term < self.weeks {
            windows.extend((first..=self.weeks - term).map(|from| (from, from + term)));
            windows.extend((first..self.weeks - term).map(|from| (from, self.weeks)));
        } else {
            windows.push((first, self.weeks));
        }
        windows.sort_unstable();
        windows.dedup();
        for (from, until) in windows {
            let paid = (until - from).max(term) as u64;
            let chip_hours = paid.saturating_mul(HOURS_PER_WEEK).saturating_mul(block.0);
            let price = price_chip_hour.times(chip_hours)?.ten_thousandths();
            let cost = with_overhead(price, *overhead_percent)?;
            let expansion = Expansion {
                resource,
                from,
                until,
                units,
                cost,
                max: most,
                group: Some(group),
            };
            self.model.problem.expansions.push(expansion);
            let lessee = lessee.clone();
            self.model.growths.push(Growth::Lease { pool, lessee });
        }
        Ok(())
    }

    /// Returns the group of expansions that share the chips of a pool.
    fn group(&mut self, pool: &'a Pool, most: i64) -> usize {
        let leases = self
            .model
            .growths
            .iter()
            .zip(&self.model.problem.expansions);
        let shared = leases.filter_map(|(growth, expansion)| match growth {
            Growth::Lease { pool: other, .. } if other.id == pool.id => expansion.group,
            Growth::Lease { .. } | Growth::Purchase { .. } => None,
        });
        shared.max().unwrap_or_else(|| {
            self.model.problem.group_max.push(most);
            self.model.problem.group_max.len() - 1
        })
    }

    /// Adds the chips that the owner of a pool may buy.
    fn purchases(
        &mut self,
        resource: usize,
        pool: &'a Pool,
        judged: &[Judged<'a>],
    ) -> Result<(), PlanError> {
        for judged in judged.iter().filter(|judged| judged.usable()) {
            let Some(offer) = judged.offer else { continue };
            let from = self.week_of(judged.available_from);
            if from >= self.weeks {
                continue;
            }
            let held_weeks = (self.weeks - from) as u64;
            let each = held_cost(offer, held_weeks)?;
            let cost = Money::from_ten_thousandths(each, offer.price.currency());
            let group = self.licence(offer);
            let expansion = Expansion {
                resource,
                from,
                until: self.weeks,
                units: integer(offer.block.0, "block", offer.id.as_str())?,
                cost: cost.times(offer.block.0)?.ten_thousandths(),
                max: integer(
                    judged.lot.chips.0 / offer.block.0.max(1),
                    "offer",
                    offer.id.as_str(),
                )?,
                group,
            };
            self.model.problem.expansions.push(expansion);
            self.model.growths.push(Growth::Purchase { offer, pool });
        }
        Ok(())
    }

    /// Returns the group of offers that draw on the licence of an offer, when it has a quantity.
    ///
    /// A group counts blocks. Where blocks differ in size, the largest counts for each, so that the
    /// licence is never overdrawn.
    fn licence(&mut self, offer: &Purchase) -> Option<usize> {
        let scenario = self.request.scenario;
        let licence = scenario.draws_on(&offer.supply)?;
        if let Some(group) = self.licences.get(licence) {
            return Some(*group);
        }
        let offers = scenario.purchases.values();
        let under = offers.filter(|other| scenario.draws_on(&other.supply) == Some(licence));
        let block = under.map(|other| other.block.0).max().unwrap_or(1).max(1);
        let most = scenario.left_on(licence).0 / block;
        let group = self.model.problem.group_max.len();
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.model.problem.group_max.push(most);
        self.licences.insert(licence.clone(), group);
        Some(group)
    }

    /// Returns what one chip costs to use for an hour, on top of leases and purchases.
    fn hourly(way: &Way<'_>) -> Result<i64, PlanError> {
        match &way.pool.terms {
            Terms::Own { running_chip_hour } => Ok(running_chip_hour.ten_thousandths()),
            Terms::Lease {
                price_chip_hour,
                overhead_percent,
                min_term_weeks,
                ..
            } => {
                if *min_term_weeks > 1 {
                    return Ok(0);
                }
                with_overhead(price_chip_hour.ten_thousandths(), *overhead_percent)
            }
        }
    }

    fn task(&mut self, workload: &'a Workload, training: &'a Training) -> Result<(), PlanError> {
        let mut options = vec![TaskOption {
            cost: workload.penalty.ten_thousandths(),
            uses: Vec::new(),
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
            let runs = self.runs(way, training, &windows);
            if runs.is_empty() {
                continue;
            }
            let resource = self.resource(way)?;
            let hourly = Self::hourly(way)?;
            for (start, weeks, chips) in runs {
                let held = (weeks as u64)
                    .saturating_mul(HOURS_PER_WEEK)
                    .saturating_mul(chips.0);
                let running = Money::from_ten_thousandths(hourly, workload.penalty.currency());
                let running = running.times(held)?.ten_thousandths();
                let cost = running
                    .checked_add(cure)
                    .ok_or(PlanError::Amount(portolan_terms::MoneyError::TooLarge))?;
                let units = integer(chips.0, "gang", workload.id.as_str())?;
                let uses = vec![solve::Use {
                    resource,
                    from: start,
                    until: start + weeks,
                    units,
                }];
                options.push(TaskOption { cost, uses });
                choices.push(Choice::Run {
                    way,
                    start,
                    weeks,
                    chips,
                });
            }
        }
        self.model.problem.tasks.push(Task { options });
        self.model.tasks.push((workload, choices));
        Ok(())
    }

    /// Returns the runs that end in time: for each length in weeks the smallest gang that makes it,
    /// from each week that law and window allow.
    fn runs(
        &self,
        way: &Way<'_>,
        training: &Training,
        windows: &[(usize, usize)],
    ) -> Vec<(usize, usize, Chips)> {
        let Some(rate) = self.request.atlas.rate(&way.pool.chip, Use::Training) else {
            return Vec::new();
        };
        let per_chip_day = chip_day_teraops(rate.value);
        let step = training.gang_multiple.0.max(1);
        let most = training.gang_max.0.min(self.chips_at_most(way));
        let mut runs = Vec::new();
        let mut fewest: Option<u32> = None;
        for gang in (1..=most / step).map(|count| count * step) {
            let days = run_days(training.operations.teraops(), per_chip_day, gang);
            let weeks = days.div_ceil(7);
            if days > training.deadline_days || fewest.is_some_and(|fewest| fewest <= weeks) {
                continue;
            }
            fewest = Some(weeks);
            let starts = self.starts(training, weeks as usize, days, windows);
            runs.extend(starts.map(|start| (start, weeks as usize, Chips(gang))));
        }
        runs
    }

    fn starts<'w>(
        &self,
        training: &'w Training,
        weeks: usize,
        run_days: u32,
        windows: &'w [(usize, usize)],
    ) -> impl Iterator<Item = usize> + use<'w> {
        let (first, last) = training.start_days;
        let deadline = training.deadline_days;
        (0..self.weeks).filter(move |start| {
            let day = u32::try_from(days(*start)).unwrap_or(u32::MAX);
            let in_window = first <= day && day <= last;
            let in_time = day.checked_add(run_days).is_some_and(|end| end <= deadline);
            let lawful = windows
                .iter()
                .any(|(from, until)| *from <= *start && start.saturating_add(weeks) <= *until);
            in_window && in_time && lawful
        })
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

    fn service(&mut self, workload: &'a Workload, serving: &Serving) -> Result<(), PlanError> {
        let week = integer(serving.tokens_per_day.0, "tokens", workload.id.as_str())?
            .checked_mul(7)
            .ok_or(PlanError::Quantity {
                what: "tokens",
                subject: workload.id.to_string(),
            })?;
        let amount = vec![week; self.weeks];
        self.demand(workload, amount)
    }

    /// Adds divisible work, spread evenly over the weeks before its deadline.
    fn batch(&mut self, workload: &'a Workload, batch: &Batched) -> Result<(), PlanError> {
        let weeks = usize::try_from(batch.deadline_days / 7).unwrap_or(self.weeks);
        let weeks = weeks.clamp(1, self.weeks);
        let each = integer(
            batch.tokens.0.div_ceil(weeks as u64),
            "tokens",
            workload.id.as_str(),
        )?;
        let amount = (0..self.weeks)
            .map(|week| if week < weeks { each } else { 0 })
            .collect();
        self.demand(workload, amount)
    }

    fn demand(&mut self, workload: &'a Workload, amount: Vec<i64>) -> Result<(), PlanError> {
        let (mut sources, mut ways) = (Vec::new(), Vec::new());
        for way in self.ways_of(workload) {
            let Lawfulness::Lawful(spans) = &way.lawful else {
                continue;
            };
            let Some(rate) = self.request.atlas.rate(&way.pool.chip, Use::Serving) else {
                continue;
            };
            let output = rate
                .tokens_per_day()
                .0
                .saturating_mul(7)
                .saturating_mul(REPLICA_CHIPS);
            let output = integer(output, "output", way.pool.id.as_str())?;
            let hourly = Self::hourly(way)?;
            let cost = hourly
                .checked_mul(i64::try_from(HOURS_PER_WEEK * REPLICA_CHIPS).unwrap_or(i64::MAX))
                .ok_or(PlanError::Amount(portolan_terms::MoneyError::TooLarge))?;
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
                });
                ways.push(way);
            }
        }
        let penalty = workload.penalty.ten_thousandths();
        let demand = Demand {
            amount,
            penalty,
            penalty_per: TOKENS_PER_PENALTY,
            sources,
        };
        self.model.problem.demands.push(demand);
        self.model.demands.push((workload, ways));
        Ok(())
    }
}

/// Returns what holding one bought chip costs for so many weeks: its loss of value, straight-line
/// over its life, and interest and upkeep.
fn held_cost(offer: &Purchase, weeks: u64) -> Result<i64, PlanError> {
    let loss = i128::from(offer.price.ten_thousandths() - offer.residual.ten_thousandths());
    let yearly = loss / i128::from(offer.life_years.max(1))
        + i128::from(offer.carrying_per_year.ten_thousandths());
    // A year of 364 days makes 52 whole weeks; the price errs upward by a third of a per cent.
    let held = (yearly * i128::from(weeks) + 51) / 52;
    i64::try_from(held).map_err(|_| PlanError::Amount(portolan_terms::MoneyError::TooLarge))
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

#[cfg(test)]
mod tests;
