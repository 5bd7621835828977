//! Nothing that is not so can be certified.

use portolan_solve::gap::{
    Assignment, Certificate, CertifyError, Instance, Limits, Proof, Step, certify, certify_bound,
    solve,
};
use proptest::prelude::*;

use super::{World, solved, worlds};

/// Two machines, three jobs, where the bound of prices alone is below the optimum of 8.
fn world() -> World {
    World {
        costs: vec![vec![1, 1, 1], vec![6, 6, 6]],
        sizes: vec![vec![2, 2, 2], vec![1, 1, 1]],
        capacities: vec![5, 3],
    }
}

fn refused(instance: &Instance, bound: i64, steps: Vec<Step>) {
    let certificate = Certificate {
        bound,
        proof: Proof::Tree(steps),
    };
    let refused = certify_bound(instance, &certificate);
    assert!(
        matches!(refused, Err(CertifyError::Bound(_))),
        "{certificate:?}"
    );
}

#[test]
fn a_node_closed_without_a_reason_is_refused() {
    refused(&world().instance(), 8, vec![Step::Close]);
}

#[test]
fn a_bound_without_any_step_is_refused() {
    refused(&world().instance(), 1, Vec::new());
}

#[test]
fn a_split_that_leaves_out_a_machine_is_refused() {
    let split = Step::Split {
        job: 0,
        machines: vec![1],
    };
    refused(&world().instance(), 8, vec![split, Step::Close]);
}

#[test]
fn a_split_on_a_job_that_is_not_open_is_refused() {
    let split = |job, machines: &[usize]| Step::Split {
        job,
        machines: machines.to_vec(),
    };
    refused(&world().instance(), 8, vec![split(3, &[])]);
    let twice = vec![split(0, &[0, 1]), split(0, &[]), Step::Close];
    refused(&world().instance(), 8, twice);
}

#[test]
fn steps_after_the_end_are_refused() {
    let mut outcome = solved(&world());
    let Proof::Tree(steps) = &mut outcome.certificate.proof else {
        panic!("a small world is proved by a tree")
    };
    steps.push(Step::Close);
    assert!(certify_bound(&world().instance(), &outcome.certificate).is_err());
}

#[test]
fn prices_that_are_too_few_too_large_or_below_zero_are_refused() {
    let instance = world().instance();
    refused(&instance, 8, vec![Step::Price(vec![1, 1]), Step::Close]);
    refused(
        &instance,
        8,
        vec![Step::Price(vec![i64::MAX; 3]), Step::Close],
    );
    refused(
        &instance,
        8,
        vec![Step::Price(vec![i64::MIN; 3]), Step::Close],
    );
    for prices in [vec![0], vec![-1, 0], vec![i64::MAX, i64::MAX]] {
        let certificate = Certificate {
            bound: 8,
            proof: Proof::Capacity(prices),
        };
        assert!(certify_bound(&instance, &certificate).is_err());
    }
}

#[test]
fn plans_that_break_a_limit_are_refused() {
    let instance = world().instance();
    let certificate = solved(&world()).certificate;
    let check =
        |machines: &[usize]| certify(&instance, &Assignment(machines.to_vec()), &certificate);
    assert_eq!(check(&[0, 0, 1]).unwrap().objective, 8);
    assert!(matches!(
        check(&[0, 0, 0]),
        Err(CertifyError::Overload {
            machine: 0,
            load: 6,
            ..
        })
    ));
    assert!(matches!(
        check(&[0, 0, 2]),
        Err(CertifyError::NoMachine {
            job: 2,
            machine: 2,
            ..
        })
    ));
    assert!(matches!(
        check(&[0, 0]),
        Err(CertifyError::Jobs {
            found: 2,
            wanted: 3
        })
    ));
}

/// How a forger might change a tree.
fn forgery(steps: &mut Vec<Step>, at: usize, how: u8, number: i64) {
    if steps.is_empty() {
        return;
    }
    let at = at % steps.len();
    match (how % 6, &mut steps[at]) {
        (0, _) => drop(steps.remove(at)),
        (1, step) => *step = Step::Close,
        (2, Step::Price(prices)) => prices.iter_mut().for_each(|price| *price += number),
        (3, Step::Split { machines, .. }) => drop(machines.pop()),
        (4, Step::Split { job, .. }) => *job += 1,
        (_, step) => {
            let step = step.clone();
            steps.insert(at, step);
        }
    }
}

#[test]
fn a_tree_of_a_published_instance_proves_no_more_however_it_is_changed() {
    let instance = Instance::read(include_str!("../../instances/e05100.txt")).unwrap();
    let outcome = solve(&instance, &Limits::default(), &|| false, &mut |_| ());
    let Proof::Tree(steps) = outcome.certificate.proof else {
        panic!("it is proved by a tree")
    };
    assert!(steps.len() > 50);
    for at in (0..steps.len()).step_by(steps.len() / 25) {
        for how in 0..6 {
            let mut forged = steps.clone();
            forgery(&mut forged, at, how, 700);
            refused(&instance, outcome.certificate.bound + 1, forged);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    #[test]
    fn no_change_to_a_tree_proves_more_than_the_optimum(
        world in worlds(),
        forgeries in prop::collection::vec((any::<usize>(), any::<u8>(), -2_000_i64..2_000), 0..4),
    ) {
        let outcome = solved(&world);
        let (Some((cost, _)), Proof::Tree(mut steps)) = (outcome.best, outcome.certificate.proof) else {
            return Ok(());
        };
        for (at, how, number) in forgeries {
            forgery(&mut steps, at, how, number);
        }
        let certificate = Certificate { bound: cost + 1, proof: Proof::Tree(steps) };
        prop_assert!(certify_bound(&world.instance(), &certificate).is_err());
    }

    #[test]
    fn no_prices_of_capacity_prove_more_than_the_optimum(
        world in worlds(),
        prices in prop::collection::vec(0_i64..20_000, 4),
    ) {
        let Some(optimum) = world.optimum() else {
            return Ok(());
        };
        let prices = prices[..world.capacities.len()].to_vec();
        let certificate = Certificate { bound: optimum + 1, proof: Proof::Capacity(prices) };
        prop_assert!(certify_bound(&world.instance(), &certificate).is_err());
    }
}
