//! All futures as one problem: what is decided now stands once, the rest once for each future.

use std::collections::{BTreeMap, BTreeSet};

use portolan_terms::WorkloadId;

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
    pub decisions: BTreeMap<Decision, Place>,
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
                decisions: BTreeMap::new(),
            },
        };
        for (world, weight) in worlds.iter().zip(weights) {
            builder.lay_out(world, *weight);
        }
        builder.shared_expansions();
        for (index, world) in worlds.iter().enumerate() {
            builder.own_expansions(index, world);
            builder.demands(index, world);
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

    /// Adds a block to an expansion of the whole: what it is in one future.
    fn join(&self, into: &mut Expansion, future: usize, index: usize) {
        let Some((world, offset)) = self.worlds.get(future).zip(self.offsets.get(future)) else {
            return;
        };
        let Some(own) = world.model.problem.expansions.get(index) else {
            return;
        };
        into.adds.extend(moved(&own.adds, *offset));
        into.draws.extend(drawn(&own.draws, *offset));
        into.draws.extend(own.group.map(|group| Draw {
            limit: offset.group + group,
            units: 1,
        }));
        into.cost += own.cost * offset.weight;
        into.max = into.max.min(own.max);
    }

    /// Adds the leases, orders and work that are decided now: one block stands for all futures
    /// that can deliver it.
    fn shared_expansions(&mut self) {
        let mut places: BTreeMap<Decision, Vec<(usize, usize)>> = BTreeMap::new();
        for (future, world) in self.worlds.iter().enumerate() {
            for (decision, place) in &world.decisions {
                if let Place::Expansion(index) = place {
                    let found = places.entry(decision.clone()).or_default();
                    found.push((future, *index));
                }
            }
        }
        for (decision, places) in places {
            let mut shared = nothing();
            for (future, index) in places {
                self.join(&mut shared, future, index);
            }
            let index = self.made.problem.expansions.len();
            self.made.problem.expansions.push(shared);
            self.made
                .decisions
                .insert(decision, Place::Expansion(index));
        }
    }

    /// Adds what is decided in one future only.
    fn own_expansions(&mut self, future: usize, world: &World<'_, '_>) {
        let places = world.decisions.values();
        let shared: BTreeSet<usize> = places
            .filter_map(|place| match place {
                Place::Expansion(index) => Some(*index),
                Place::Option { .. } => None,
            })
            .collect();
        for index in 0..world.model.problem.expansions.len() {
            if !shared.contains(&index) {
                let mut own = nothing();
                self.join(&mut own, future, index);
                self.made.problem.expansions.push(own);
            }
        }
    }

    fn demands(&mut self, future: usize, world: &World<'_, '_>) {
        let Some(offset) = self.offsets.get(future).copied() else {
            return;
        };
        for demand in &world.model.problem.demands {
            let source = |source: &Source| Source {
                resource: source.resource + offset.resource,
                cost: source.cost * offset.weight,
                draws: drawn(&source.draws, offset).collect(),
                ..source.clone()
            };
            self.made.problem.demands.push(Demand {
                penalty: demand.penalty * offset.weight,
                sources: demand.sources.iter().map(source).collect(),
                ..demand.clone()
            });
        }
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
                self.later(future, (task, choices), token);
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
                    begin.cost += own.cost * offset.weight;
                    begin.uses.extend(moved(&own.uses, *offset));
                    begin.draws.extend(drawn(&own.draws, *offset));
                }
            }
            let option = options.len();
            options.push(begin);
            self.made
                .decisions
                .insert(decision, Place::Option { task, option });
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
        if let Some(broken) = world.broken(decision)?
            && world.delivers(&broken, decision)
        {
            begin.cost += broken.cost * offset.weight;
            begin.uses.push(Use {
                resource: broken.resource + offset.resource,
                from: broken.weeks.0,
                until: broken.weeks.1,
                units: broken.chips,
            });
        }
        Ok(())
    }

    /// Adds what a workload may do once a future is known.
    fn later(
        &mut self,
        future: usize,
        (task, choices): (&Task, &[Choice<'_>]),
        token: Option<usize>,
    ) {
        let Some(offset) = self.offsets.get(future).copied() else {
            return;
        };
        let mut options = Vec::new();
        for (option, choice) in task.options.iter().zip(choices) {
            let later = match choice {
                Choice::Undone => true,
                Choice::Run { start, .. } => *start >= self.reveal.week,
            };
            if later {
                options.push(TaskOption {
                    cost: option.cost * offset.weight,
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
    }
}

fn nothing() -> Expansion {
    Expansion {
        adds: Vec::new(),
        draws: Vec::new(),
        cost: 0,
        max: i64::MAX,
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
