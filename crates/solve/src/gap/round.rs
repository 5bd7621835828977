//! One round of work: a better bound, dives towards better plans, and the exact search once dives stall.

use super::UNIT;
use super::anneal::anneal;
use super::core::Core;
use super::dive::dive;
use super::dual::{Ascent, Dual};
use super::exact::Exact;
use super::node::{Found, Plan, Search};
use super::random::Random;
use super::solve::Work;
use super::team::share;

/// How the bound is raised further, in the rounds after the first.
const RAISES: [Ascent; 4] = [
    Ascent {
        trials: 100,
        stride: 0.4,
        patience: 8,
    },
    Ascent {
        trials: 100,
        stride: 0.2,
        patience: 8,
    },
    Ascent {
        trials: 100,
        stride: 0.1,
        patience: 8,
    },
    Ascent {
        trials: 100,
        stride: 0.05,
        patience: 8,
    },
];
/// The share of jobs that a dive settles at a time, and that the dives of the first rounds do.
const BATCHES: [f64; 3] = [0.05, 0.1, 0.2];
const FIRST_BATCH: f64 = 0.2;
const FIRST_ROUNDS: usize = 3;
/// By how many price units prices are shaken before a dive.
const NOISES: [f64; 2] = [200.0, 1_000.0];
/// The least effort that the exact search spends in a round, on each thread.
const EFFORT_MIN: u64 = 3_000_000;
/// How many moves a plan is looked for by annealing, in the first round that does so.
const MOVES: usize = 100_000;

/// The tasks of a round.
pub(super) struct Round {
    tasks: Vec<Task>,
    exact: Option<Exact>,
}

enum Task {
    Raise {
        how: Ascent,
        prices: Vec<f64>,
        bound: f64,
    },
    Dive {
        prices: Vec<f64>,
        most: f64,
        batch: f64,
        effort: u64,
        plan: Option<Plan>,
    },
    Search {
        part: usize,
        search: Search,
        effort: u64,
        found: Found,
    },
    Anneal {
        random: Random,
        moves: usize,
        machines: Option<Vec<usize>>,
    },
}

impl Round {
    /// Decides what the round does.
    pub(super) fn plan(work: &mut Work<'_>) -> Self {
        let mut tasks = Vec::new();
        let mut exact = None;
        let threads = work.limits.threads.max(1);
        if work.whole.is_none() || work.best.is_none() && work.rounds > 0 {
            let random = Random::new(work.limits.seed, work.random.stream());
            let moves = MOVES << work.idle.min(8);
            tasks.push(Task::Anneal {
                random,
                moves,
                machines: None,
            });
        }
        if let Some(core) = &work.whole {
            if let Some(how) = work
                .rounds
                .checked_sub(1)
                .and_then(|round| RAISES.get(round))
            {
                tasks.push(Task::Raise {
                    how: *how,
                    prices: work.prices.clone(),
                    bound: 0.0,
                });
            }
            if work.wants_search() {
                let aim = match work.best {
                    Some(_) => work.certificate.bound + 1,
                    None => work.instance.dearest() + 1,
                };
                let kept = work.exact.take().filter(|exact| exact.aim == aim);
                let mut search =
                    kept.unwrap_or_else(|| Exact::new(core.clone(), work.prices.clone(), aim));
                let patience = (work.idle / 8).min(2);
                let effort = (work.effort / 2).max(EFFORT_MIN) << patience;
                tasks.extend(
                    search
                        .lend(threads)
                        .into_iter()
                        .map(|(part, search)| Task::Search {
                            part,
                            search,
                            effort,
                            found: Found::Stopped,
                        }),
                );
                exact = Some(search);
            }
            for _ in 0..threads {
                tasks.push(aimed(work));
            }
        }
        Self { tasks, exact }
    }

    /// Does the tasks, on as many threads as there may be.
    pub(super) fn run(&mut self, work: &Work<'_>) {
        share(work.limits.threads, &mut self.tasks, |task| {
            let mut dual = Dual::new(work.stop);
            match task {
                Task::Raise { how, prices, bound } => {
                    if let Some(core) = &work.whole {
                        *bound = dual.ascend(core, prices, work.goal(), *how);
                    }
                }
                Task::Dive {
                    prices,
                    most,
                    batch,
                    effort,
                    plan,
                } => {
                    let prices = std::mem::take(prices);
                    let core = work.lean.clone();
                    *plan =
                        core.and_then(|core: Core| dive(core, prices, *most, *batch, &mut dual));
                    *effort = dual.effort;
                }
                Task::Search {
                    search,
                    effort,
                    found,
                    ..
                } => {
                    *found = search.run(&mut dual, *effort);
                }
                Task::Anneal {
                    random,
                    moves,
                    machines,
                } => {
                    *machines = anneal(work.instance, &work.capacity, random, *moves, work.stop);
                }
            }
        });
    }

    /// Keeps what the tasks found.
    pub(super) fn gather(mut self, work: &mut Work<'_>) {
        work.effort = 0;
        for task in self.tasks {
            match task {
                Task::Raise { prices, bound, .. } => work.raise(prices, bound),
                Task::Dive { plan, effort, .. } => {
                    work.effort += effort;
                    work.note_dive(plan.is_some());
                    if let Some(plan) = plan {
                        work.take(plan.machines);
                    }
                }
                Task::Anneal { machines, .. } => {
                    if let Some(machines) = machines {
                        work.take(machines);
                    }
                }
                Task::Search {
                    part,
                    search,
                    found,
                    ..
                } => {
                    if let Some(exact) = &mut self.exact {
                        exact.take_back(part, search);
                    }
                    if let Found::Plan(plan) = found {
                        // What was searched for is not impossible, so there is nothing to prove.
                        self.exact = None;
                        work.take(plan.machines);
                    }
                }
            }
        }
        let Some(exact) = self.exact else { return };
        let aim = exact.aim;
        match exact.proof() {
            Ok(proof) => work.prove(aim, proof),
            Err(exact) => work.keep(exact),
        }
    }
}

/// Returns a dive aimed somewhere between the bound and the best plan, from shaken prices.
fn aimed(work: &mut Work<'_>) -> Task {
    let bound = work.certificate.bound as f64;
    let share = work.reach * (0.6 + 0.8 * work.random.fraction());
    let most = bound + (work.gap() * share.min(1.0)).floor();
    let random = &mut work.random;
    let noise = *random.one_of(&NOISES);
    let batch = *random.one_of(&BATCHES);
    let shaken = |price: &f64| (price + noise * (random.fraction() - 0.5)).round();
    Task::Dive {
        prices: work.prices.iter().map(shaken).collect(),
        most: most * UNIT as f64,
        batch: if work.rounds < FIRST_ROUNDS {
            FIRST_BATCH
        } else {
            batch
        },
        effort: 0,
        plan: None,
    }
}
