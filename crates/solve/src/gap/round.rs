//! One round of work: dives towards better plans, and the exact search once dives stall.

use super::UNIT;
use super::anneal::anneal;
use super::certificate::Proof;
use super::core::Core;
use super::dive::dive;
use super::dual::Dual;
use super::node::{Found, Plan, Search};
use super::random::Random;
use super::solver::Work;
use super::team::share;

/// The share of jobs that a dive settles at a time.
const BATCHES: [f64; 3] = [0.05, 0.1, 0.2];
/// By how many price units prices are shaken before a dive.
const NOISES: [f64; 2] = [200.0, 1_000.0];
/// The distance from the bound, as a share of it, that dives aim at when there is no plan yet.
const FIRST_SHARE: f64 = 0.02;
/// After how many rounds without a better plan the exact search starts; without any plan it does so at once.
const IDLE_ROUNDS: u32 = 4;
/// How much effort the exact search may spend in its first round.
const EXACT_EFFORT: u64 = 3_000_000;
/// How many moves a plan is looked for by annealing, in the first round that does so.
const MOVES: usize = 100_000;

/// The tasks of a round.
pub(super) struct Round(Vec<Task>);

enum Task {
    Dive {
        prices: Vec<f64>,
        most: f64,
        batch: f64,
        plan: Option<Plan>,
    },
    Search {
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
        let patience = work.idle.min(8);
        let threads = work.limits.threads.max(1);
        if work.best.is_none() || work.whole.is_none() {
            let random = Random::new(work.limits.seed, work.random.stream());
            tasks.push(Task::Anneal {
                random,
                moves: MOVES << patience,
                machines: None,
            });
        }
        if let Some(core) = &work.whole {
            if work.idle > IDLE_ROUNDS || work.best.is_none() {
                let most = work
                    .best
                    .as_ref()
                    .map_or(work.instance.dearest(), |best| best.0 - 1);
                let search = work.exact.take().unwrap_or_else(|| {
                    Search::new(
                        core.clone(),
                        work.prices.clone(),
                        (most * UNIT) as f64,
                        true,
                    )
                });
                let effort = EXACT_EFFORT << patience.saturating_sub(IDLE_ROUNDS);
                tasks.push(Task::Search {
                    search,
                    effort,
                    found: Found::Stopped,
                });
            }
            for _ in 0..threads {
                tasks.push(aimed(work));
            }
        }
        Self(tasks)
    }

    /// Does the tasks, on as many threads as there may be.
    pub(super) fn run(&mut self, work: &Work<'_>) {
        share(work.limits.threads, &mut self.0, |task| {
            let mut dual = Dual::new(work.late);
            match task {
                Task::Dive {
                    prices,
                    most,
                    batch,
                    plan,
                } => {
                    let core = work.whole.clone();
                    *plan = core.and_then(|core: Core| {
                        dive(core, std::mem::take(prices), *most, *batch, &mut dual)
                    });
                }
                Task::Search {
                    search,
                    effort,
                    found,
                } => *found = search.run(&mut dual, *effort),
                Task::Anneal {
                    random,
                    moves,
                    machines,
                } => {
                    *machines = anneal(work.instance, &work.capacity, random, *moves, work.late);
                }
            }
        });
    }

    /// Keeps what the tasks found.
    pub(super) fn gather(self, work: &mut Work<'_>) {
        let aim = work
            .best
            .as_ref()
            .map_or(work.instance.dearest() + 1, |best| best.0);
        for task in self.0 {
            match task {
                Task::Dive {
                    plan: Some(plan), ..
                } => work.take(plan.machines),
                Task::Anneal {
                    machines: Some(machines),
                    ..
                } => work.take(machines),
                Task::Dive { plan: None, .. } | Task::Anneal { machines: None, .. } => (),
                Task::Search { search, found, .. } => match found {
                    Found::Plan(plan) => {
                        work.take(plan.machines);
                    }
                    Found::Stopped => work.exact = Some(search),
                    Found::Nothing => {
                        if let Some(steps) = search.into_log() {
                            work.prove(aim, Proof::Tree(steps));
                        }
                    }
                },
            }
        }
    }
}

/// Returns a dive aimed somewhere between the bound and the best plan, from shaken prices.
fn aimed(work: &mut Work<'_>) -> Task {
    let bound = work.certificate.bound as f64;
    let best = work
        .best
        .as_ref()
        .map_or(f64::INFINITY, |best| best.0 as f64 - 1.0);
    let gap = (best - bound).min(bound * FIRST_SHARE + 1.0);
    let random = &mut work.random;
    let share = 0.1 + 0.8 * random.fraction();
    let batch = *random.one_of(&BATCHES);
    let noise = *random.one_of(&NOISES);
    let shaken = |price: &f64| (price + noise * (random.fraction() - 0.5)).round();
    Task::Dive {
        prices: work.prices.iter().map(shaken).collect(),
        most: (bound + gap * share).floor() * UNIT as f64,
        batch,
        plan: None,
    }
}
