//! HiGHS, a general solver, as a peer: on thousands of small worlds it finds the optimum that is claimed.

use portolan_solve::{gap, placement};
use portolan_testkit::peer::{Program, Row, optima};

use crate::{
    gap::World,
    placement::world::{Draw, Extent, TINY, drawn, optimum, solved},
};

const MIDDLING: Extent = Extent {
    jobs: 12,
    pools: 3,
    periods: 6,
};

fn of_gap(world: &World) -> Program {
    let jobs = world.costs[0].len();
    let place = |machine: usize, job: usize| machine * jobs + job;
    let machines = 0..world.costs.len();
    let once = (0..jobs).map(|job| Row {
        entries: machines.clone().map(|on| (place(on, job), 1)).collect(),
        low: Some(1),
        high: Some(1),
    });
    let room = machines.clone().map(|on| Row {
        entries: (0..jobs)
            .map(|job| (place(on, job), world.sizes[on][job]))
            .collect(),
        low: None,
        high: Some(world.capacities[on]),
    });
    Program {
        most: Vec::new(),
        costs: world.costs.iter().flatten().copied().collect(),
        rows: once.chain(room).collect(),
    }
}

/// A column for each way to place a job, and one for leaving it out.
fn of_placement(instance: &placement::Instance) -> Program {
    let mut program = Program::default();
    let mut held = vec![Vec::new(); instance.pools.len() * instance.periods];
    for (id, job) in instance.jobs.iter().enumerate() {
        let mut once = vec![(program.costs.len(), 1)];
        program.costs.push(job.penalty);
        for pool in 0..instance.pools.len() {
            let Some((need, cost)) = instance.quote(id, pool) else {
                continue;
            };
            for start in job.release..=job.due - need.periods {
                let column = program.costs.len();
                once.push((column, 1));
                program.costs.push(cost);
                for at in start..start + need.periods {
                    held[pool * instance.periods + at].push((column, i64::from(need.chips)));
                }
            }
        }
        program.rows.push(Row {
            entries: once,
            low: Some(1),
            high: Some(1),
        });
    }
    let capacities = instance.pools.iter().flat_map(|pool| &pool.capacity);
    for (entries, &capacity) in held.into_iter().zip(capacities) {
        program.rows.push(Row {
            entries,
            low: None,
            high: Some(i64::from(capacity)),
        });
    }
    program
}

/// Draws an assignment world; one in a few has no plan.
fn drawn_gap(seed: u64, machines: u64, jobs: u64) -> World {
    let mut d = Draw::new(seed);
    let (machines, jobs) = (d.from(1, machines), d.from(1, jobs));
    let mut table = |least, most| -> Vec<Vec<i64>> {
        let mut row = |_| {
            (0..jobs)
                .map(|_| d.from(least, most).cast_signed())
                .collect()
        };
        (0..machines).map(&mut row).collect()
    };
    let (costs, sizes) = (table(0, 40), table(1, 12));
    let room = 7 * jobs.div_ceil(machines);
    World {
        costs,
        sizes,
        capacities: (0..machines)
            .map(|_| d.from(room / 2, room * 3 / 2).cast_signed())
            .collect(),
    }
}

#[test]
fn assignments_are_proved_at_the_cost_that_the_peer_finds() {
    let worlds: Vec<World> = (0..1_200)
        .map(|seed| {
            if seed < 700 {
                drawn_gap(seed, 4, 7)
            } else {
                drawn_gap(seed, 5, 14)
            }
        })
        .collect();
    let programs: Vec<Program> = worlds.iter().map(of_gap).collect();
    let mut planless = 0;
    for (seed, (world, best)) in worlds.iter().zip(optima(&programs)).enumerate() {
        if seed < 700 {
            assert_eq!(world.optimum(), best, "seed {seed}: the peer errs");
        }
        let outcome = crate::gap::solved(world);
        let instance = world.instance();
        match (&outcome.best, best) {
            (Some((cost, plan)), Some(best)) => {
                assert_eq!(*cost, best, "seed {seed}");
                let certified = gap::certify(&instance, plan, &outcome.certificate).unwrap();
                assert_eq!(certified.bound, best, "seed {seed}");
            }
            (None, None) => {
                gap::certify_bound(&instance, &outcome.certificate).unwrap();
                assert!(outcome.certificate.bound > instance.dearest());
                planless += 1;
            }
            (found, best) => panic!("seed {seed}: {found:?}, the peer finds {best:?}"),
        }
    }
    assert!((50..1_000).contains(&planless), "{planless} without a plan");
}

#[test]
fn of_placements_the_peers_optimum_lies_between_bound_and_cost() {
    let worlds: Vec<placement::Instance> = (0..1_300)
        .map(|seed| drawn(seed + 50_000, if seed < 800 { TINY } else { MIDDLING }))
        .collect();
    let programs: Vec<Program> = worlds.iter().map(of_placement).collect();
    let mut proven = 0;
    for (seed, (instance, best)) in worlds.iter().zip(optima(&programs)).enumerate() {
        let best = best.unwrap();
        if seed < 800 {
            assert_eq!(optimum(instance), best, "seed {seed}: the peer errs");
        }
        let outcome = solved(instance, 4);
        let (cost, bound) = (outcome.objective, outcome.certificate.bound);
        assert!(
            bound <= best && best <= cost,
            "seed {seed}: {bound} {best} {cost}"
        );
        let checked = placement::certify(instance, &outcome.plan, &outcome.certificate).unwrap();
        assert_eq!((checked.objective, checked.bound), (cost, bound));
        proven += i32::from(bound == cost);
    }
    assert!(proven >= 600, "only {proven} of 1300 were proved");
}
