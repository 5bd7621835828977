//! HiGHS, a general solver, plans small worlds too: what it finds lies between bound and cost.

use portolan_testkit::peer::{Program, Row, optima};

use super::small::{limited, taxed, world};
use crate::certify::check;
use crate::solve::{Draw, Limits, Problem, solve};

/// Returns the problem as an integer program: a column for each option, block, replica and loss.
fn program(problem: &Problem) -> Program {
    let mut made = Made::new(problem);
    for task in &problem.tasks {
        let mut once = Vec::new();
        for option in &task.options {
            let column = made.column(option.cost, 1);
            once.push((column, 1));
            for used in &option.uses {
                made.uses(column, (used.resource, used.from, used.until), used.units);
            }
            made.draws(column, &option.draws);
        }
        made.row(once, Some(1), Some(1));
    }
    let mut groups = vec![Vec::new(); problem.group_max.len()];
    for expansion in &problem.expansions {
        let column = made.column(expansion.cost, expansion.max);
        for add in &expansion.adds {
            made.uses(column, (add.resource, add.from, add.until), -add.units);
        }
        made.draws(column, &expansion.draws);
        if let Some(group) = expansion.group {
            groups[group].push((column, 1));
        }
    }
    for (members, &most) in groups.into_iter().zip(&problem.group_max) {
        made.row(members, None, Some(most));
    }
    for demand in &problem.demands {
        for (period, &amount) in demand.amount.iter().enumerate() {
            let unserved = made.column(0, amount);
            let mut served = vec![(unserved, 1)];
            for source in &demand.sources {
                if (source.from..source.until).contains(&period) {
                    let column = made.column(source.cost, amount / source.output + 1);
                    made.uses(column, (source.resource, period, period + 1), source.units);
                    made.draws(column, &source.draws);
                    served.push((column, source.output));
                }
            }
            made.row(served, Some(amount), None);
            // A loss is whole money: at least the share of the penalty.
            let most = demand.penalty * amount / demand.penalty_per + 1;
            let loss = made.column(1, most);
            let share = vec![(loss, demand.penalty_per), (unserved, -demand.penalty)];
            made.row(share, Some(0), None);
        }
    }
    made.finish(problem)
}

struct Made {
    program: Program,
    periods: usize,
    cells: Vec<Vec<(usize, i64)>>,
    limits: Vec<Vec<(usize, i64)>>,
}

impl Made {
    fn new(problem: &Problem) -> Self {
        Self {
            program: Program::default(),
            periods: problem.periods,
            cells: vec![Vec::new(); problem.resources.len() * problem.periods],
            limits: vec![Vec::new(); problem.limits.len()],
        }
    }

    fn column(&mut self, cost: i64, most: i64) -> usize {
        self.program.costs.push(cost);
        self.program.most.push(most);
        self.program.costs.len() - 1
    }

    fn row(&mut self, entries: Vec<(usize, i64)>, low: Option<i64>, high: Option<i64>) {
        self.program.rows.push(Row { entries, low, high });
    }

    fn uses(&mut self, column: usize, (resource, from, until): (usize, usize, usize), units: i64) {
        for period in from..until {
            self.cells[resource * self.periods + period].push((column, units));
        }
    }

    fn draws(&mut self, column: usize, draws: &[Draw]) {
        for draw in draws {
            self.limits[draw.limit].push((column, draw.units));
        }
    }

    fn finish(mut self, problem: &Problem) -> Program {
        let capacities = problem.resources.iter().flat_map(|held| &held.capacity);
        let rooms = std::mem::take(&mut self.cells).into_iter().zip(capacities);
        let limits = std::mem::take(&mut self.limits)
            .into_iter()
            .zip(&problem.limits);
        for (entries, &most) in rooms.chain(limits) {
            self.row(entries, None, Some(most));
        }
        self.program
    }
}

#[test]
fn the_optimum_of_a_general_solver_lies_between_bound_and_cost() {
    let worlds: Vec<Problem> = (0..2_400)
        .map(|seed| match seed % 3 {
            0 => world(seed),
            1 => limited(seed),
            _ => taxed(seed),
        })
        .collect();
    let programs: Vec<Program> = worlds.iter().map(program).collect();
    for (seed, (problem, best)) in worlds.iter().zip(optima(&programs)).enumerate() {
        let best = best.unwrap();
        let outcome = solve(problem, &Limits::default()).unwrap();
        let checked = check(problem, &outcome.solution, &outcome.certificate).unwrap();
        assert!(
            checked.bound <= best && best <= checked.cost,
            "seed {seed}: {} {best} {}",
            checked.bound,
            checked.cost
        );
        if seed % 3 < 2 {
            assert_eq!((checked.bound, checked.cost), (best, best), "seed {seed}");
        }
    }
}
