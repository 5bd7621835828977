//! Invented fleets for tests: own pools, leases with minimum terms, purchases, training gangs and
//! serving backlogs that displace each other.

use crate::solve::{Demand, Expansion, Problem, Resource, Source, Task, TaskOption, Use};

/// A small reproducible source of numbers.
pub struct Draw(pub u64);

impl Draw {
    /// Returns a number in `low..=high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        let span = u64::try_from(high - low + 1).unwrap();
        low + i64::try_from(mixed % span).unwrap()
    }

    /// Returns an index below `count`.
    pub fn index(&mut self, count: usize) -> usize {
        usize::try_from(self.between(0, i64::try_from(count).unwrap() - 1)).unwrap()
    }
}

/// The size of an invented fleet.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub periods: usize,
    pub own: usize,
    pub leased: usize,
    pub tasks: usize,
    pub demands: usize,
}

const DOLLAR: i64 = 10_000;

/// Returns an invented fleet of a size.
pub fn fleet(size: Size, seed: u64) -> Problem {
    let mut draw = Draw(seed);
    let periods = size.periods;
    let mut problem = Problem {
        periods,
        ..Problem::default()
    };
    for pool in 0..size.own + size.leased {
        let chips = if pool < size.own {
            draw.between(200, 2500) * 8
        } else {
            0
        };
        problem.resources.push(Resource {
            capacity: vec![chips; periods],
        });
    }
    add_expansions(&mut problem, size, &mut draw);
    for _ in 0..size.tasks {
        let task = gang(&problem, size, &mut draw);
        problem.tasks.push(task);
    }
    for _ in 0..size.demands {
        let demand = backlog(&problem, size, &mut draw);
        problem.demands.push(demand);
    }
    problem
}

fn add_expansions(problem: &mut Problem, size: Size, draw: &mut Draw) {
    let periods = size.periods;
    for pool in 0..size.own {
        if draw.between(0, 2) == 0 {
            let from = draw.index(periods / 2) + periods / 4;
            let cost = draw.between(150_000, 300_000) * DOLLAR;
            let add = Use {
                resource: pool,
                from,
                until: periods,
                units: 8,
            };
            problem.expansions.push(Expansion {
                adds: vec![add],
                draws: Vec::new(),
                cost,
                max: 200,
                group: None,
            });
        }
    }
    for pool in size.own..size.own + size.leased {
        let group = problem.group_max.len();
        let windows = draw.between(1, 2);
        let stock = draw.between(500, 10_000);
        problem.group_max.push(stock);
        for _ in 0..windows {
            let from = draw.index(periods / 2);
            let term = 13.min(periods - from);
            let weekly = draw.between(1200, 4200);
            let weeks = i64::try_from(term).unwrap();
            let add = Use {
                resource: pool,
                from,
                until: from + term,
                units: 8,
            };
            problem.expansions.push(Expansion {
                adds: vec![add],
                draws: Vec::new(),
                cost: weekly * weeks * DOLLAR + draw.between(0, 9999),
                max: stock,
                group: Some(group),
            });
        }
    }
}

fn gang(problem: &Problem, size: Size, draw: &mut Draw) -> Task {
    let periods = size.periods;
    let work = draw.between(4000, 30_000);
    let value = work * draw.between(800, 2500) * DOLLAR;
    let due = periods / 3 + draw.index(periods / 2);
    let late = value / 40;
    let mut options = vec![TaskOption {
        cost: value,
        ..TaskOption::default()
    }];
    for pool in 0..problem.resources.len() {
        if draw.between(0, 2) == 0 {
            continue;
        }
        let speed = draw.between(60, 140);
        for chips in [1024_i64, 2048, 4096] {
            let weeks = usize::try_from((work * 100 - 1) / (chips * speed) + 1).unwrap();
            let own = pool < size.own;
            if weeks > periods || (own && problem.resources[pool].capacity[0] < chips) {
                continue;
            }
            let step = if own { 1 } else { 2 };
            for from in (0..=periods - weeks).step_by(step) {
                let overdue = i64::try_from((from + weeks).saturating_sub(due)).unwrap();
                let power = chips * i64::try_from(weeks).unwrap() * 15 * DOLLAR;
                options.push(TaskOption {
                    cost: power + overdue * late,
                    uses: vec![Use {
                        resource: pool,
                        from,
                        until: from + weeks,
                        units: chips,
                    }],
                    draws: Vec::new(),
                });
            }
        }
    }
    Task { options }
}

fn backlog(problem: &Problem, size: Size, draw: &mut Draw) -> Demand {
    let start = draw.between(500_000, 9_000_000);
    let growth = draw.between(-2, 6);
    let mut amount = Vec::with_capacity(size.periods);
    for period in 0..size.periods {
        let week = i64::try_from(period).unwrap();
        amount.push((start + start * growth * week / 100 + draw.between(0, 5000)).max(0));
    }
    let mut sources = Vec::new();
    for pool in 0..problem.resources.len() {
        if draw.between(0, 99) < 60 {
            let units = 8 << draw.between(0, 2);
            let rate = draw.between(300, 900);
            sources.push(Source {
                resource: pool,
                units,
                output: units * rate + draw.between(0, 50),
                cost: units * draw.between(12, 25) * DOLLAR,
                from: 0,
                until: size.periods,
                draws: Vec::new(),
            });
        }
    }
    let penalty = draw.between(4000, 12_000) * DOLLAR;
    Demand {
        amount,
        penalty,
        penalty_per: 5000,
        sources,
    }
}
