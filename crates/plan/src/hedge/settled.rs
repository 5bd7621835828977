//! The problem that a future leaves when what was decided before it was known is fixed.

use std::collections::{BTreeMap, BTreeSet};

use portolan_terms::{Money, PoolId, WorkloadId};

use super::{
    decision::{Answer, Decision, Now, Place, Reveal, way_of},
    room::{could_fit, fits, held},
};
use crate::{
    PlanError, certify,
    model::{Choice, Growth, HOURS_PER_WEEK, Model, REPLICA_CHIPS, week_of},
    report::begin,
    request::Request,
    solve::{Problem, Resource, Solution, SolveError, Use},
    survey::{Lawfulness, Survey, Way},
};

/// Holds one future: its law and facts, what law says of every way, and the problem.
pub(super) struct World<'w, 'a> {
    pub request: &'w Request<'a>,
    pub survey: &'w Survey<'a>,
    pub model: Model<'w>,
    pub decisions: BTreeMap<Decision, Place>,
}

/// Says what a run takes that began before the future was known, where it cannot end.
pub(super) struct Broken {
    /// The chips that it had, and when.
    pub used: Use,
    /// What was paid for them, beside leases.
    pub cost: i64,
}

impl<'w, 'a> World<'w, 'a> {
    /// Returns what a run costs that law or missing chips break off; `None` when it never began.
    ///
    /// It runs as long as law permits, and ends unfinished: all that it was to do is still to do.
    /// A week that has begun is paid in full.
    pub fn broken(&self, decision: &Decision) -> Result<Option<Broken>, PlanError> {
        let Decision::Start {
            workload,
            pool,
            start,
            weeks,
            chips,
        } = decision
        else {
            return Ok(None);
        };
        let found = way_of(&self.survey.ways, &self.model, (workload, pool));
        let Some((way, resource)) = found else {
            return Ok(None);
        };
        let (spans, cure) = match &way.lawful {
            Lawfulness::Lawful(spans) => (spans, 0),
            Lawfulness::Awaiting { cost, spans, .. } => (spans, cost.ten_thousandths()),
            Lawfulness::Refused(_) | Lawfulness::Unfit(_) => return Ok(None),
        };
        let scenario = self.request.scenario;
        let spans = spans
            .iter()
            .map(|span| (week_of(scenario, span.from), week_of(scenario, span.until)));
        let mut spans = spans.filter(|(from, until)| from <= start && start < until);
        let Some((_, until)) = spans.next() else {
            return Ok(None);
        };
        let until = until.min(start + weeks);
        let held = ((until - start) as u64)
            .saturating_mul(HOURS_PER_WEEK)
            .saturating_mul(*chips);
        let hourly = Model::hourly(way)?;
        let running = Money::from_ten_thousandths(hourly, way.workload.penalty.currency());
        let running = running.times(held)?.ten_thousandths();
        let used = Use {
            resource,
            from: *start,
            until,
            units: i64::try_from(*chips).unwrap_or(i64::MAX),
        };
        let problem = &self.model.problem;
        let there = could_fit(&problem.resources, problem, &used);
        Ok(there.then(|| Broken {
            used,
            cost: running.saturating_add(cure),
        }))
    }

    /// Returns the cheapest that can still be done when these decisions were taken, with its proof.
    ///
    /// A run goes on where chips can still be had for it. Where several runs count on the same ones,
    /// only those go on that have theirs already.
    pub fn settled(&self, now: &Now, reveal: Reveal) -> Result<(After, Answer), PlanError> {
        let after = self.after(now, reveal, true)?;
        match after.solved(self.request) {
            Err(PlanError::Solve(SolveError::Infeasible { .. } | SolveError::NothingFound)) => {
                let after = self.after(now, reveal, false)?;
                let answer = after.solved(self.request)?;
                Ok((after, answer))
            }
            answer => Ok((after, answer?)),
        }
    }

    /// Returns what is left to decide when these decisions were taken; with hope, a run goes on
    /// with chips that are still to be had.
    fn after(&self, now: &Now, reveal: Reveal, hope: bool) -> Result<After, PlanError> {
        let mut after = After {
            problem: self.model.problem.clone(),
            paid: 0,
            kept: Vec::new(),
            broken: BTreeSet::new(),
        };
        // What adds capacity comes before what uses it.
        let counts = |uses: bool| {
            let mut counts = Vec::new();
            for (decision, place) in &self.decisions {
                if let Place::Expansion(index) = place
                    && self.uses(*index) == uses
                {
                    counts.push((*index, now.get(decision).copied().unwrap_or(0)));
                }
            }
            counts
        };
        for (index, count) in counts(false).into_iter().chain(counts(true)) {
            after.fix(index, count);
        }
        for task in 0..self.model.tasks.len() {
            self.fix_task(task, now, (reveal, hope), &mut after)?;
        }
        Ok(after)
    }

    fn uses(&self, index: usize) -> bool {
        let expansion = self.model.problem.expansions.get(index);
        expansion.is_some_and(crate::solve::Expansion::uses_capacity)
    }

    /// Leaves a task the run that began, where it can end, or else what can begin later.
    fn fix_task(
        &self,
        task: usize,
        now: &Now,
        (reveal, hope): (Reveal, bool),
        after: &mut After,
    ) -> Result<(), PlanError> {
        let Some((workload, choices)) = self.model.tasks.get(task) else {
            return Ok(());
        };
        let later = |choice: &Choice<'_>| match choice {
            Choice::Undone => true,
            Choice::Run { start, .. } => *start >= reveal.week,
        };
        let numbered = choices.iter().enumerate();
        let mut kept: Vec<usize> = numbered
            .filter(|(_, choice)| later(choice))
            .map(|(option, _)| option)
            .collect();
        if let Some(begun) = begun(now, &workload.id) {
            match self.decisions.get(begun) {
                Some(Place::Option { option, .. }) if after.fits(task, *option, hope) => {
                    kept = vec![*option];
                }
                Some(_) | None => {
                    after.broken.insert(workload.id.clone());
                    if let Some(broken) = self.broken(begun)? {
                        after.pay(&broken);
                    }
                }
            }
        }
        after.keep(task, kept);
        Ok(())
    }
}

/// Returns the run of a workload that began before the future was known.
fn begun<'n>(now: &'n Now, of: &WorkloadId) -> Option<&'n Decision> {
    now.keys()
        .find(|decision| matches!(decision, Decision::Start { workload, .. } if workload == of))
}

/// Holds what a future leaves to decide.
pub(super) struct After {
    problem: Problem,
    paid: i64,
    /// The options of each task that are left, by their place in the whole problem.
    kept: Vec<Vec<usize>>,
    /// The workloads whose run breaks off or never begins.
    pub broken: BTreeSet<WorkloadId>,
}

impl After {
    /// Fixes how many blocks of an expansion are taken; no more than the future can deliver.
    fn fix(&mut self, index: usize, count: i64) {
        let Some(expansion) = self.problem.expansions.get_mut(index) else {
            return;
        };
        let mut count = count.min(expansion.max);
        expansion.max = 0;
        let group = expansion.group;
        let (adds, draws, cost) = (
            expansion.adds.clone(),
            expansion.draws.clone(),
            expansion.cost,
        );
        let cap = group.and_then(|group| self.problem.group_max.get_mut(group));
        if let Some(cap) = cap {
            count = count.min(*cap);
            *cap -= count;
        }
        for add in adds.iter().filter(|add| add.units < 0) {
            let room = held(&self.problem.resources, add.resource, (add.from, add.until));
            count = count.min(room / -add.units);
        }
        for add in &adds {
            self.change(add.resource, (add.from, add.until), add.units * count);
        }
        for draw in draws {
            if let Some(limit) = self.problem.limits.get_mut(draw.limit) {
                *limit -= draw.units * count;
            }
        }
        self.paid = self.paid.saturating_add(cost.saturating_mul(count));
    }

    fn change(&mut self, resource: usize, (from, until): (usize, usize), units: i64) {
        let cells = self.problem.resources.get_mut(resource);
        let cells = cells.and_then(|held| held.capacity.get_mut(from..until));
        for cell in cells.into_iter().flatten() {
            *cell += units;
        }
    }

    /// Returns what the runs that go on leave of the resources.
    fn left(&self) -> Vec<Resource> {
        let mut left = self.problem.resources.clone();
        let tasks = self.problem.tasks.iter().take(self.kept.len());
        let going_on = tasks.filter_map(|task| match task.options.as_slice() {
            [only] => Some(only),
            _ => None,
        });
        for used in going_on.flat_map(|option| &option.uses) {
            let cells = left.get_mut(used.resource);
            let cells = cells.and_then(|held| held.capacity.get_mut(used.from..used.until));
            for cell in cells.into_iter().flatten() {
                *cell -= used.units;
            }
        }
        left
    }

    /// Returns whether an option fits into what earlier tasks leave; with hope, into that and what
    /// may still be added.
    fn fits(&self, task: usize, option: usize, hope: bool) -> bool {
        let left = self.left();
        let options = self.problem.tasks.get(task).map(|task| &task.options);
        let option = options.and_then(|options| options.get(option));
        option.is_some_and(|option| {
            option
                .uses
                .iter()
                .all(|used| fits(&left, used) || hope && could_fit(&left, &self.problem, used))
        })
    }

    /// Pays for a run that breaks off, where there was room for it.
    fn pay(&mut self, broken: &Broken) {
        let used = broken.used;
        if fits(&self.left(), &used) {
            self.change(used.resource, (used.from, used.until), -used.units);
            self.paid = self.paid.saturating_add(broken.cost);
        }
    }

    fn keep(&mut self, task: usize, kept: Vec<usize>) {
        if let Some(task) = self.problem.tasks.get_mut(task) {
            let options = kept.iter().filter_map(|&option| task.options.get(option));
            task.options = options.cloned().collect();
        }
        self.kept.push(kept);
    }

    /// Solves what is left, and checks the answer.
    pub fn solved(&self, request: &Request<'_>) -> Result<Answer, PlanError> {
        let mut outcome = begin(request, &self.problem)?;
        let checked = certify::check(&self.problem, &outcome.solution, &outcome.certificate)?;
        outcome.cost = checked.cost;
        outcome.bound = checked.bound;
        Ok(Answer {
            outcome,
            paid: self.paid,
        })
    }

    /// Returns the options of a solution by their place in the whole problem.
    pub fn options(&self, solution: &Solution) -> Vec<Option<usize>> {
        let pairs = solution.options.iter().zip(&self.kept);
        pairs
            .map(|(&option, kept)| kept.get(option).copied())
            .collect()
    }
}

/// Returns where the workloads run once the future is known, with the most chips they have there.
pub(super) fn berths(
    world: &World<'_, '_>,
    after: &After,
    solution: &Solution,
    now: &Now,
) -> BTreeMap<WorkloadId, BTreeMap<PoolId, u64>> {
    let mut berths: BTreeMap<WorkloadId, BTreeMap<PoolId, u64>> = BTreeMap::new();
    let mut note = |way: &Way<'_>, chips: u64| {
        let pools = berths.entry(way.workload.id.clone()).or_default();
        let most = pools.entry(way.pool.id.clone()).or_default();
        *most = (*most).max(chips);
    };
    let model = &world.model;
    for ((_, choices), option) in model.tasks.iter().zip(after.options(solution)) {
        if let Some(Choice::Run { way, chips, .. }) = option.and_then(|option| choices.get(option))
        {
            note(way, chips.0);
        }
    }
    let demands = model.demands.iter().zip(&model.problem.demands);
    for (((_, ways), demand), replicas) in demands.zip(&solution.replicas) {
        for ((way, source), weeks) in ways.iter().zip(&demand.sources).zip(replicas) {
            let most = weeks.iter().copied().max().unwrap_or(0);
            if most > 0 {
                note(way, u64::try_from(most * source.units).unwrap_or(0));
            }
        }
    }
    for (index, growth) in model.growths.iter().enumerate() {
        if let Growth::Replica { way, week } = growth {
            let decision = Decision::Work {
                workload: way.workload.id.clone(),
                pool: way.pool.id.clone(),
                week: *week,
            };
            let fixed = now.get(&decision).copied().unwrap_or(0);
            let blocks = solution.blocks.get(index).copied().unwrap_or(0) + fixed;
            if blocks > 0 {
                note(way, u64::try_from(blocks).unwrap_or(0) * REPLICA_CHIPS);
            }
        }
    }
    berths
}
