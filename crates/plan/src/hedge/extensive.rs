//! All futures as one problem: what is decided now stands once, the rest once for each future.

use std::collections::{BTreeMap, BTreeSet};

use portolan_terms::{MoneyError, WorkloadId};

use super::{
    decision::{Decision, Place, Reveal},
    settled::World,
};
use crate::{
    PlanError,
    model::Choice,
    solve::{Demand, Draw, Expansion, Problem, Source, Task, TaskOption, Use},
};

/// Holds the problem over all futures and where the decisions taken now stand in it.
pub(super) struct Extensive {
    pub problem: Problem,
    /// A decision stands in several places where futures can deliver more of it or less.
    pub decisions: Vec<(Decision, Place)>,
}

/// Where the parts of a future begin in the problem over all futures.
#[derive(Clone, Copy)]
struct Offset {
    resource: usize,
    limit: usize,
    /// The limits that stand for its groups.
    group: usize,
    weight: i64,
}

struct Builder<'b, 'w, 'a> {
    worlds: &'b [World<'w, 'a>],
    offsets: Vec<Offset>,
    reveal: Reveal,
    made: Extensive,
}

impl Extensive {
    /// Returns the problem in which each future counts with its weight.
    pub fn of(
        worlds: &[World<'_, '_>],
        weights: &[i64],
        reveal: Reveal,
    ) -> Result<Self, PlanError> {
        let mut builder = Builder {
            worlds,
            offsets: Vec::new(),
            reveal,
            made: Self {
                problem: Problem::default(),
                decisions: Vec::new(),
            },
        };
        for (world, weight) in worlds.iter().zip(weights) {
            builder.lay_out(world, *weight);
        }
        builder.shared_expansions()?;
        for (index, world) in worlds.iter().enumerate() {
            builder.own_expansions(index, world)?;
            builder.demands(index, world)?;
        }
        builder.tasks()?;
        Ok(builder.made)
    }
}

impl Builder<'_, '_, '_> {
    /// Lays out the capacity and the limits of a future.
    fn lay_out(&mut self, world: &World<'_, '_>, weight: i64) {
        let own = &world.model.problem;
        let problem = &mut self.made.problem;
        problem.periods = problem.periods.max(own.periods);
        let offset = Offset {
            resource: problem.resources.len(),
            limit: problem.limits.len(),
            group: problem.limits.len() + own.limits.len(),
            weight,
        };
        problem.resources.extend(own.resources.iter().cloned());
        problem.limits.extend(&own.limits);
        problem.limits.extend(&own.group_max);
        self.offsets.push(offset);
    }

    /// Adds to an expansion of the whole what a block of it is in one future.
    fn join(&self, into: &mut Expansion, future: usize, own: &Expansion) -> Result<(), PlanError> {
        let Some(offset) = self.offsets.get(future) else {
            return Ok(());
        };
        into.adds.extend(moved(&own.adds, *offset));
        into.draws.extend(drawn(&own.draws, *offset));
        into.draws.extend(own.group.map(|group| Draw {
            limit: offset.group + group,
            units: 1,
        }));
        into.cost = sum(into.cost, weighed(own.cost, offset.weight)?)?;
        Ok(())
    }

    /// Adds the leases, orders and work that are decided now: one block stands for all futures
    /// that can deliver it.
    fn shared_expansions(&mut self) -> Result<(), PlanError> {
        let worlds = self.worlds;
        let mut blocks: BTreeMap<&Decision, Vec<(usize, &Expansion)>> = BTreeMap::new();
        for (future, world) in worlds.iter().enumerate() {
            for (decision, place) in &world.decisions {
                if let Place::Expansion(index) = place
                    && let Some(own) = world.model.problem.expansions.get(*index)
                {
                    blocks.entry(decision).or_default().push((future, own));
                }
            }
        }
        for (decision, blocks) in blocks {
            // Blocks that some futures cannot deliver stand for the others alone.
            let steps: BTreeSet<i64> = blocks.iter().map(|(_, own)| own.max).collect();
            let mut below = 0;
            for most in steps.into_iter().filter(|most| *most > 0) {
                let mut shared = nothing(most - below);
                for (future, own) in blocks.iter().filter(|(_, own)| own.max >= most) {
                    self.join(&mut shared, *future, own)?;
                }
                below = most;
                let place = Place::Expansion(self.made.problem.expansions.len());
                self.made.problem.expansions.push(shared);
                self.made.decisions.push((decision.clone(), place));
            }
        }
        Ok(())
    }

    /// Adds what is decided in one future only.
    fn own_expansions(&mut self, future: usize, world: &World<'_, '_>) -> Result<(), PlanError> {
        let places = world.decisions.values();
        let shared: BTreeSet<usize> = places
            .filter_map(|place| match place {
                Place::Expansion(index) => Some(*index),
                Place::Option { .. } => None,
            })
            .collect();
        for (index, expansion) in world.model.problem.expansions.iter().enumerate() {
            if !shared.contains(&index) {
                let mut own = nothing(expansion.max);
                self.join(&mut own, future, expansion)?;
                self.made.problem.expansions.push(own);
            }
        }
        Ok(())
    }

    fn demands(&mut self, future: usize, world: &World<'_, '_>) -> Result<(), PlanError> {
        let Some(offset) = self.offsets.get(future).copied() else {
            return Ok(());
        };
        for demand in &world.model.problem.demands {
            let mut sources = Vec::with_capacity(demand.sources.len());
            for source in &demand.sources {
                sources.push(Source {
                    resource: source.resource + offset.resource,
                    cost: weighed(source.cost, offset.weight)?,
                    draws: drawn(&source.draws, offset).collect(),
                    ..source.clone()
                });
            }
            self.made.problem.demands.push(Demand {
                penalty: weighed(demand.penalty, offset.weight)?,
                sources,
                ..demand.clone()
            });
        }
        Ok(())
    }

    /// Adds the runs: for each workload the choice to begin one now or to wait, and for each future
    /// what begins later.
    fn tasks(&mut self) -> Result<(), PlanError> {
        let mut begun: BTreeMap<WorkloadId, BTreeSet<Decision>> = BTreeMap::new();
        for world in self.worlds {
            for decision in world.decisions.keys() {
                if let Decision::Start { workload, .. } = decision {
                    let starts = begun.entry(workload.clone()).or_default();
                    starts.insert(decision.clone());
                }
            }
        }
        let mut tokens: BTreeMap<(WorkloadId, usize), usize> = BTreeMap::new();
        for (workload, starts) in begun {
            for future in 0..self.worlds.len() {
                let token = self.token();
                tokens.insert((workload.clone(), future), token);
            }
            self.begin_or_wait(&workload, starts, &tokens)?;
        }
        for (future, world) in self.worlds.iter().enumerate() {
            let problem = &world.model.problem;
            for (task, (workload, choices)) in problem.tasks.iter().zip(&world.model.tasks) {
                let token = tokens.get(&(workload.id.clone(), future)).copied();
                self.later(future, (task, choices), token)?;
            }
        }
        Ok(())
    }

    /// Adds a limit of one: a workload either waits for a future or is done by the run begun now.
    fn token(&mut self) -> usize {
        self.made.problem.limits.push(1);
        self.made.problem.limits.len() - 1
    }

    /// Adds the choice to begin a run now or to wait.
    fn begin_or_wait(
        &mut self,
        workload: &WorkloadId,
        starts: BTreeSet<Decision>,
        tokens: &BTreeMap<(WorkloadId, usize), usize>,
    ) -> Result<(), PlanError> {
        let takes = |future: usize| {
            let token = tokens.get(&(workload.clone(), future));
            token.map(|token| Draw {
                limit: *token,
                units: 1,
            })
        };
        let task = self.made.problem.tasks.len();
        let wait = TaskOption {
            draws: (0..self.worlds.len()).filter_map(takes).collect(),
            ..TaskOption::default()
        };
        let mut options = vec![wait];
        for decision in starts {
            let mut begin = TaskOption::default();
            for (future, (world, offset)) in self.worlds.iter().zip(&self.offsets).enumerate() {
                let Some(Place::Option { task, option }) = world.decisions.get(&decision) else {
                    begin.draws.extend(takes(future));
                    self.break_off(&mut begin, (world, *offset), &decision)?;
                    continue;
                };
                let own = world.model.problem.tasks.get(*task);
                if let Some(own) = own.and_then(|task| task.options.get(*option)) {
                    begin.cost = sum(begin.cost, weighed(own.cost, offset.weight)?)?;
                    begin.uses.extend(moved(&own.uses, *offset));
                    begin.draws.extend(drawn(&own.draws, *offset));
                }
            }
            let option = options.len();
            options.push(begin);
            let place = Place::Option { task, option };
            self.made.decisions.push((decision, place));
        }
        self.made.problem.tasks.push(Task { options });
        Ok(())
    }

    /// Adds what a run uses and costs in a future that breaks it off.
    fn break_off(
        &self,
        begin: &mut TaskOption,
        (world, offset): (&World<'_, '_>, Offset),
        decision: &Decision,
    ) -> Result<(), PlanError> {
        if let Some(broken) = world.broken(decision)? {
            begin.cost = sum(begin.cost, weighed(broken.cost, offset.weight)?)?;
            begin.uses.extend(moved(&[broken.used], offset));
        }
        Ok(())
    }

    /// Adds what a workload may do once a future is known.
    fn later(
        &mut self,
        future: usize,
        (task, choices): (&Task, &[Choice<'_>]),
        token: Option<usize>,
    ) -> Result<(), PlanError> {
        let Some(offset) = self.offsets.get(future).copied() else {
            return Ok(());
        };
        let mut options = Vec::new();
        for (option, choice) in task.options.iter().zip(choices) {
            let later = match choice {
                Choice::Undone => true,
                Choice::Run { start, .. } => *start >= self.reveal.week,
            };
            if later {
                options.push(TaskOption {
                    cost: weighed(option.cost, offset.weight)?,
                    uses: moved(&option.uses, offset).collect(),
                    draws: drawn(&option.draws, offset).collect(),
                });
            }
        }
        options.extend(token.map(|limit| TaskOption {
            draws: vec![Draw { limit, units: 1 }],
            ..TaskOption::default()
        }));
        self.made.problem.tasks.push(Task { options });
        Ok(())
    }
}

fn weighed(cost: i64, weight: i64) -> Result<i64, PlanError> {
    let weighed = cost.checked_mul(weight);
    weighed.ok_or(PlanError::Amount(MoneyError::TooLarge))
}

fn sum(one: i64, two: i64) -> Result<i64, PlanError> {
    let sum = one.checked_add(two);
    sum.ok_or(PlanError::Amount(MoneyError::TooLarge))
}

fn nothing(max: i64) -> Expansion {
    Expansion {
        adds: Vec::new(),
        draws: Vec::new(),
        cost: 0,
        max,
        group: None,
    }
}

fn moved(uses: &[Use], offset: Offset) -> impl Iterator<Item = Use> {
    uses.iter().map(move |used| Use {
        resource: used.resource + offset.resource,
        ..*used
    })
}

fn drawn(draws: &[Draw], offset: Offset) -> impl Iterator<Item = Draw> {
    draws.iter().map(move |draw| Draw {
        limit: draw.limit + offset.limit,
        ..*draw
    })
}
