//! What is paid in a future that has no use for what was decided before it was known.

use super::small::{Told, futures, known_on, on_worlds, told};
use crate::hedge::{
    Aim, HedgeError,
    decision::{Decision, Now, Place, Reveal},
    hedge,
    settled::World,
};

const HOURS: i64 = 168;
/// What leaving the run undone costs, in ten-thousandths.
const UNDONE: i64 = 500_000 * 10_000;

/// A run of three weeks on 16 chips, and no other work before the last of them.
fn long_run(more: &[&str], bill: bool) -> Told {
    let set = [
        "workload.train-pilot.gang_max=16",
        "workload.batch-archive.first_day=14",
        "workload.batch-archive.penalty=0",
    ];
    let set: Vec<String> = set
        .iter()
        .chain(more)
        .map(|edit| (*edit).to_owned())
        .collect();
    told(&set, bill, 1)
}

fn run_at(pool: &str) -> Decision {
    Decision::Start {
        workload: "train-pilot".parse().unwrap(),
        pool: pool.parse().unwrap(),
        start: 0,
        weeks: 3,
        chips: 16,
    }
}

fn lease(from: usize, until: usize) -> Decision {
    Decision::Lease {
        pool: "singapore-h100".parse().unwrap(),
        lessee: "you".parse().unwrap(),
        lot: 0,
        from,
        until,
    }
}

fn price(world: &World<'_, '_>, decision: &Decision) -> i64 {
    match world.decisions[decision] {
        Place::Expansion(index) => world.model.problem.expansions[index].cost,
        Place::Option { task, option } => world.model.problem.tasks[task].options[option].cost,
    }
}

/// Returns what a future costs after these decisions, and whether a run was broken off in it.
fn comes_to(world: &World<'_, '_>, now: &[Decision], reveal: Reveal) -> (i64, bool) {
    let now: Now = now.iter().map(|decision| (decision.clone(), 1)).collect();
    let (after, answer) = world.settled(&now, reveal).unwrap();
    (answer.cost(), !after.broken.is_empty())
}

#[test]
fn a_lease_signed_now_is_paid_to_its_end_where_law_breaks_the_run_off() {
    let told = [long_run(&[], false), long_run(&[], true)];
    on_worlds(&told, |worlds, reveal| {
        let now = [run_at("singapore-h100"), lease(0, 3)];
        let paid = price(&worlds[0], &now[1]);
        assert!(paid > 0);
        assert_eq!(comes_to(&worlds[0], &now, reveal), (paid, false));
        assert_eq!(comes_to(&worlds[1], &now, reveal), (paid + UNDONE, true));
    });
}

#[test]
fn chips_by_the_hour_are_paid_until_the_day_on_which_law_breaks_the_run_off() {
    let told = [long_run(&[], false), long_run(&[], true)];
    on_worlds(&told, |worlds, reveal| {
        let now = [run_at("frankfurt-h100")];
        let whole = price(&worlds[0], &now[0]);
        assert_eq!(whole, 30_090 * HOURS * 3 * 16, "2.95 and 2 % on top");
        assert_eq!(comes_to(&worlds[0], &now, reveal), (whole, false));
        assert_eq!(
            comes_to(&worlds[1], &now, reveal),
            (whole / 3 + UNDONE, true)
        );
    });
}

#[test]
fn a_run_goes_on_with_chips_that_are_leased_once_the_future_is_known() {
    let told = [long_run(&[], false), long_run(&[], true)];
    on_worlds(&told, |worlds, reveal| {
        let now = [run_at("singapore-h100"), lease(0, 2)];
        let (cost, broken) = comes_to(&worlds[0], &now, reveal);
        assert!(!broken);
        assert_eq!(
            cost,
            2 * price(&worlds[0], &now[1]),
            "a second lease of the shortest term"
        );
    });
}

#[test]
fn a_run_whose_chips_are_late_never_begins_and_nothing_is_paid_for_it() {
    let late = "pool.singapore-h100.stock[1].available_from=2025-11-29";
    let told = [long_run(&[], false), long_run(&[late], false)];
    on_worlds(&told, |worlds, reveal| {
        let now = [run_at("singapore-h100"), lease(0, 3)];
        assert_eq!(comes_to(&worlds[1], &now, reveal), (UNDONE, true));
    });
}

#[test]
fn fewer_chips_than_were_leased_are_paid_for_where_fewer_are_there() {
    let few = "pool.singapore-h100.stock[1].chips=24";
    let told = [long_run(&[], false), long_run(&[few], false)];
    on_worlds(&told, |worlds, reveal| {
        let now = Now::from([(lease(0, 3), 2)]);
        let each = price(&worlds[0], &lease(0, 3));
        for (world, blocks) in worlds.iter().zip([2, 1]) {
            let (_, answer) = world.settled(&now, reveal).unwrap();
            assert_eq!(answer.paid, blocks * each);
        }
    });
}

#[test]
fn weights_too_large_to_count_with_are_refused() {
    let mut told = [long_run(&[], false), long_run(&[], true)];
    told[0].weight = u64::MAX / 2;
    let refused = hedge(&futures(&told), known_on(), Aim::ExpectedCost);
    assert!(matches!(refused, Err(HedgeError::Plan(_))));
}

#[test]
fn futures_of_different_weeks_are_refused() {
    let told = [
        long_run(&[], false),
        long_run(&["scenario.horizon_weeks=4"], false),
    ];
    let refused = hedge(&futures(&told), known_on(), Aim::ExpectedCost);
    assert!(matches!(refused, Err(HedgeError::Work(future)) if future == "future-1"));
}
