//! Small worlds of the generalised assignment problem, and what is claimed about them.

use portolan_solve::gap::{Instance, Limits, Outcome, solve};
use proptest::prelude::*;

mod forged;
mod oracle;
mod properties;
mod published;
mod reading;

/// An instance that tests can still change.
#[derive(Debug, Clone)]
pub struct World {
    pub costs: Vec<Vec<i64>>,
    pub sizes: Vec<Vec<i64>>,
    pub capacities: Vec<i64>,
}

impl World {
    pub fn text(&self) -> String {
        let jobs = self.costs[0].len();
        let numbers = self
            .costs
            .iter()
            .chain(&self.sizes)
            .flatten()
            .chain(&self.capacities);
        let words: Vec<String> = numbers.map(ToString::to_string).collect();
        format!("{} {jobs}\n{}\n", self.costs.len(), words.join(" "))
    }

    pub fn instance(&self) -> Instance {
        Instance::read(&self.text()).unwrap()
    }

    /// Returns the cost of the best plan, by trying them all.
    pub fn optimum(&self) -> Option<i64> {
        let mut rooms = self.capacities.clone();
        self.best_from(0, &mut rooms)
    }

    fn best_from(&self, job: usize, rooms: &mut [i64]) -> Option<i64> {
        if job == self.costs[0].len() {
            return Some(0);
        }
        let mut best: Option<i64> = None;
        for machine in 0..rooms.len() {
            if self.sizes[machine][job] <= rooms[machine] {
                rooms[machine] -= self.sizes[machine][job];
                if let Some(rest) = self.best_from(job + 1, rooms) {
                    let cost = rest + self.costs[machine][job];
                    best = Some(best.map_or(cost, |best| best.min(cost)));
                }
                rooms[machine] += self.sizes[machine][job];
            }
        }
        best
    }
}

/// Worlds of up to 4 machines and 7 jobs, some with no plan.
pub fn worlds() -> impl Strategy<Value = World> {
    (1_usize..=4, 1_usize..=7, 0_i64..=6).prop_flat_map(|(machines, jobs, ease)| {
        let table = |least, most| {
            prop::collection::vec(prop::collection::vec(least..=most, jobs), machines)
        };
        let share = 6 * i64::try_from(jobs.div_ceil(machines)).unwrap();
        let capacities = prop::collection::vec(0..=(share + ease * 2), machines);
        (table(0_i64, 25_i64), table(0_i64, 9_i64), capacities).prop_map(
            |(costs, sizes, capacities)| World {
                costs,
                sizes,
                capacities,
            },
        )
    })
}

/// Solves without any limit: the answer is proved.
pub fn solved(world: &World) -> Outcome {
    solve(
        &world.instance(),
        &Limits::default(),
        &|| false,
        &mut |_| (),
    )
}

/// Returns the proved cost of the best plan, or `None` where it is proved that there is none.
pub fn proved(world: &World) -> Option<i64> {
    let outcome = solved(world);
    let cost = outcome.best.map(|(cost, _)| cost);
    let bound = outcome.certificate.bound;
    match cost {
        Some(cost) => assert_eq!(bound, cost),
        None => assert!(bound > world.instance().dearest()),
    }
    cost
}
