//! An invented operator of a given size: pools of its own and leased ones, training runs, services
//! and divisible work that want the same chips, budgets, and what is paid once.

use portolan_plan::solve::{
    Demand, Draw, Expansion, Problem, Resource, Source, Task, TaskOption, Use,
};

const DOLLAR: i64 = 10_000;

/// A small reproducible source of numbers.
struct Dice(u64);

impl Dice {
    /// Returns a number in `low..=high`.
    fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        let span = (high - low + 1).cast_unsigned();
        low + (mixed % span).cast_signed()
    }

    /// Returns an index below `count`.
    fn index(&mut self, count: usize) -> usize {
        usize::try_from(self.between(0, count as i64 - 1)).unwrap_or(0)
    }
}

/// A pool: its speed in per cent of the usual chip, and what a chip costs to run for a period.
struct Pool {
    speed: i64,
    running: i64,
}

/// Returns a world of so many tasks, pools and periods.
pub fn world(tasks: usize, pools: usize, periods: usize) -> Problem {
    let mut dice = Dice(17);
    let mut problem = Problem {
        periods,
        ..Problem::default()
    };
    // Gangs of up to some hundred chips meet pools of thousands, and services want most of the rest.
    let chips = 4_096;
    let mut kinds = Vec::with_capacity(pools);
    for pool in 0..pools {
        let own = pool % 3 != 2;
        let capacity = if own {
            dice.between(1, 16) * chips / 8
        } else {
            0
        };
        problem.resources.push(Resource {
            capacity: vec![capacity; periods],
        });
        kinds.push(Pool {
            speed: dice.between(70, 140),
            running: dice.between(90, 260) * DOLLAR,
        });
        if !own {
            leases(&mut problem, (pool, chips), &mut dice);
        }
    }
    // One budget of chip-periods on every fifth pool, and a quota of runs on all others.
    let budget = problem.limits.len();
    problem.limits.push(tasks as i64 * 150);
    problem.limits.push(tasks as i64 * 6 / 10);
    for _ in 0..tasks {
        let task = run(&problem, (&kinds, budget), &mut dice);
        problem.tasks.push(task);
    }
    let services = (pools / 10).max(2);
    for _ in 0..services {
        let share = chips * pools as i64 * 2 / 3 / services as i64;
        let demand = service(&mut problem, (&kinds, share), &mut dice);
        problem.demands.push(demand);
    }
    for _ in 0..(pools / 30).max(1) {
        divisible(&mut problem, (&kinds, chips), &mut dice);
    }
    problem
}

/// Adds leases of a quarter's and of a year's term on a pool, which share its stock.
fn leases(problem: &mut Problem, (pool, chips): (usize, i64), dice: &mut Dice) {
    let (periods, group) = (problem.periods, problem.group_max.len());
    let stock = dice.between(chips / 16, chips / 3).max(4);
    problem.group_max.push(stock);
    let weekly = dice.between(220, 420) * 8 * DOLLAR;
    for term in [periods.div_ceil(4), periods.div_ceil(4), periods] {
        let from = dice.index(periods - term + 1);
        let discount = if term == periods { 80 } else { 100 };
        problem.expansions.push(Expansion {
            adds: vec![Use {
                resource: pool,
                from,
                until: from + term,
                units: 8,
            }],
            draws: Vec::new(),
            cost: weekly * term as i64 * discount / 100,
            max: stock,
            group: Some(group),
        });
    }
}

/// Returns a training run that may go to about a fifth of all pools.
fn run(problem: &Problem, (kinds, budget): (&[Pool], usize), dice: &mut Dice) -> Task {
    let periods = problem.periods;
    let work = dice.between(200, 2_400);
    let value = work * dice.between(250, 900) * DOLLAR;
    let mut options = vec![TaskOption {
        cost: value,
        ..TaskOption::default()
    }];
    let first = dice.index(periods * 3 / 4 + 1);
    let last = (first + 2 + dice.index(6)).min(periods);
    for (pool, kind) in kinds.iter().enumerate() {
        if dice.between(0, 4) > 0 {
            continue;
        }
        for length in [2_usize, 4, 8] {
            let gang = work * 100 / (kind.speed * length as i64) / 8 * 8 + 8;
            let held = gang * length as i64;
            let limit = if pool % 5 == 0 { budget } else { budget + 1 };
            let units = if pool % 5 == 0 { held } else { 1 };
            for start in first..last {
                if start + length <= periods {
                    options.push(TaskOption {
                        cost: held * kind.running,
                        uses: vec![Use {
                            resource: pool,
                            from: start,
                            until: start + length,
                            units: gang,
                        }],
                        draws: vec![Draw { limit, units }],
                    });
                }
            }
        }
    }
    Task { options }
}

/// Returns a service on some pools, and adds what is paid once for each.
fn service(problem: &mut Problem, (kinds, share): (&[Pool], i64), dice: &mut Dice) -> Demand {
    let periods = problem.periods;
    let start = share * 7 * dice.between(60, 150);
    let growth = dice.between(-1, 2);
    let amount: Vec<i64> = (0..periods as i64)
        .map(|period| (start + start * growth * period / 100 + dice.between(0, 999)).max(0))
        .collect();
    let mut sources = Vec::new();
    for (pool, kind) in kinds.iter().enumerate() {
        if dice.between(0, 4) > 0 {
            continue;
        }
        let output = 8 * kind.speed * 7;
        let all: i64 = amount.iter().map(|amount| amount / output + 1).sum();
        let limit = problem.limits.len();
        problem.limits.push(0);
        problem.expansions.push(Expansion {
            adds: Vec::new(),
            draws: vec![Draw { limit, units: -all }],
            cost: dice.between(10_000, 60_000) * DOLLAR,
            max: 1,
            group: None,
        });
        sources.push(Source {
            resource: pool,
            units: 8,
            output,
            cost: 8 * kind.running,
            from: 0,
            until: periods,
            draws: vec![Draw { limit, units: 1 }],
        });
    }
    Demand {
        amount,
        penalty: dice.between(350, 900) * DOLLAR,
        penalty_per: 700,
        sources,
    }
}

/// Adds work that may run in any period of a window on a few pools, or be left undone.
fn divisible(problem: &mut Problem, (kinds, chips): (&[Pool], i64), dice: &mut Dice) {
    let periods = problem.periods;
    let limit = problem.limits.len();
    let asked = chips * dice.between(4, 16);
    problem.limits.push(-asked);
    let from = dice.index(periods / 2 + 1);
    for (pool, kind) in kinds.iter().enumerate() {
        if dice.between(0, 19) > 0 {
            continue;
        }
        for period in from..periods.min(from + 12) {
            problem.expansions.push(Expansion {
                adds: vec![Use {
                    resource: pool,
                    from: period,
                    until: period + 1,
                    units: -8,
                }],
                draws: vec![Draw {
                    limit,
                    units: -8 * kind.speed / 100,
                }],
                cost: 8 * kind.running,
                max: chips / 8,
                group: None,
            });
        }
    }
    problem.expansions.push(Expansion {
        adds: Vec::new(),
        draws: vec![Draw { limit, units: -1 }],
        cost: dice.between(500, 1_200) * DOLLAR,
        max: asked,
        group: None,
    });
}
