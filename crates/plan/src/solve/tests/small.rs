//! Worlds small enough to try every plan.

use super::fleet::Draw;
use crate::solve::{self, Demand, Expansion, Problem, Resource, Source, Task, TaskOption, Use};

/// Returns an invented world of at most three periods, with a little of everything.
pub fn world(seed: u64) -> Problem {
    let mut draw = Draw(seed);
    let periods = draw.index(3) + 1;
    let mut problem = Problem {
        periods,
        group_max: vec![draw.between(0, 3)],
        ..Problem::default()
    };
    for _ in 0..=draw.index(2) {
        let capacity = (0..periods).map(|_| draw.between(0, 5)).collect();
        problem.resources.push(Resource { capacity });
    }
    for _ in 0..draw.index(4) {
        let expansion = expansion(&problem, &mut draw);
        problem.expansions.push(expansion);
    }
    for _ in 0..draw.index(3) {
        let task = task(&problem, &mut draw);
        problem.tasks.push(task);
    }
    for _ in 0..draw.index(3) {
        let demand = demand(&problem, &mut draw);
        problem.demands.push(demand);
    }
    problem
}

/// Returns a world with work that is free in time and limits on what tasks and blocks draw.
pub fn limited(seed: u64) -> Problem {
    let mut problem = world(seed);
    let mut draw = Draw(seed ^ 0x11);
    problem.expansions.truncate(2);
    if draw.between(0, 2) > 0 {
        backlog(&mut problem, &mut draw);
    }
    let limit = problem.limits.len();
    problem.limits.push(draw.between(0, 6));
    let mut tax = || solve::Draw {
        limit,
        units: draw.between(0, 4),
    };
    for option in problem.tasks.iter_mut().flat_map(|task| &mut task.options) {
        if !option.uses.is_empty() {
            option.draws.push(tax());
        }
    }
    for expansion in &mut problem.expansions {
        if !expansion.adds.is_empty() {
            expansion.draws.push(tax());
        }
    }
    problem
}

/// Returns a world in which serving draws on limits as well.
pub fn taxed(seed: u64) -> Problem {
    let mut problem = limited(seed);
    let mut draw = Draw(seed ^ 0x22);
    let limit = problem.limits.len() - 1;
    let demands = problem.demands.iter_mut();
    for source in demands.flat_map(|demand| &mut demand.sources) {
        let units = draw.between(0, 2);
        source.draws.push(solve::Draw { limit, units });
    }
    problem
}

/// Adds work that may be done in any period, or left undone.
fn backlog(problem: &mut Problem, draw: &mut Draw) {
    let limit = problem.limits.len();
    let asked = draw.between(1, 6);
    problem.limits.push(-asked);
    let cost = draw.between(0, 9);
    let output = draw.between(1, 3);
    for from in 0..problem.periods {
        let used = Use {
            resource: draw.index(problem.resources.len()),
            from,
            until: from + 1,
            units: -draw.between(1, 2),
        };
        problem.expansions.push(Expansion {
            adds: vec![used],
            draws: vec![solve::Draw {
                limit,
                units: -output,
            }],
            cost,
            max: draw.between(0, 3),
            group: None,
        });
    }
    problem.expansions.push(Expansion {
        adds: Vec::new(),
        draws: vec![solve::Draw { limit, units: -1 }],
        cost: draw.between(1, 9),
        max: asked,
        group: None,
    });
}

fn window(periods: usize, draw: &mut Draw) -> (usize, usize) {
    let from = draw.index(periods);
    (from, from + 1 + draw.index(periods - from))
}

fn expansion(problem: &Problem, draw: &mut Draw) -> Expansion {
    // Alike terms are common on purpose: they are what families are made of.
    let alike = draw.between(0, 1) == 0;
    let (from, until) = if alike {
        (0, problem.periods)
    } else {
        window(problem.periods, draw)
    };
    let add = Use {
        resource: draw.index(problem.resources.len()),
        from,
        until,
        units: if alike { 2 } else { draw.between(1, 3) },
    };
    Expansion {
        adds: vec![add],
        draws: Vec::new(),
        cost: if alike { 25 } else { draw.between(0, 60) },
        max: draw.between(0, 2),
        group: (draw.between(0, 1) == 0).then_some(0),
    }
}

fn task(problem: &Problem, draw: &mut Draw) -> Task {
    let mut options = vec![TaskOption {
        cost: draw.between(20, 120),
        ..TaskOption::default()
    }];
    for _ in 0..draw.index(4) {
        let (from, until) = window(problem.periods, draw);
        options.push(TaskOption {
            cost: draw.between(-5, 40),
            uses: vec![Use {
                resource: draw.index(problem.resources.len()),
                from,
                until,
                units: draw.between(1, 4),
            }],
            draws: Vec::new(),
        });
    }
    Task { options }
}

fn demand(problem: &Problem, draw: &mut Draw) -> Demand {
    let amount = (0..problem.periods).map(|_| draw.between(0, 11)).collect();
    let mut sources = Vec::new();
    for resource in 0..problem.resources.len() {
        if draw.between(0, 3) > 0 {
            let (from, until) = window(problem.periods, draw);
            sources.push(Source {
                resource,
                units: draw.between(0, 2),
                output: draw.between(1, 4),
                cost: draw.between(0, 9),
                from,
                until,
                draws: Vec::new(),
            });
        }
    }
    Demand {
        amount,
        penalty: draw.between(0, 25),
        penalty_per: draw.between(1, 3),
        sources,
    }
}
