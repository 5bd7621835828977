//! Plans, prices and bounds that do not hold are refused.

use std::sync::LazyLock;

use portolan_solve::placement::{
    Case, Certificate, Instance, Outcome, Plan, Reach, Refusal, Tight, certify,
};
use proptest::prelude::*;

use super::world::{CROWDED, SMALL, TINY, drawn, optimum, solved};

fn honest() -> (Instance, Outcome) {
    let instance = drawn(5, SMALL);
    let outcome = solved(&instance, 5);
    certify(&instance, &outcome.plan, &outcome.certificate).unwrap();
    (instance, outcome)
}

#[test]
fn a_bound_one_dollar_too_high_is_refused() {
    let (instance, mut outcome) = honest();
    outcome.certificate.bound += 1;
    let refused = certify(&instance, &outcome.plan, &outcome.certificate);
    assert!(matches!(refused, Err(Refusal::Overclaimed { .. })));
}

#[test]
fn a_job_moved_out_of_its_window_is_refused() {
    let (instance, mut outcome) = honest();
    let job = outcome.plan.seats.iter().position(Option::is_some).unwrap();
    let (pool, _) = outcome.plan.seats[job].unwrap();
    outcome.plan.seats[job] = Some((pool, instance.jobs[job].due));
    let refused = certify(&instance, &outcome.plan, &outcome.certificate);
    assert_eq!(
        refused,
        Err(Refusal::OutsideWindow {
            job,
            start: instance.jobs[job].due
        })
    );
}

#[test]
fn a_job_on_a_pool_that_law_or_chips_forbid_is_refused() {
    let (instance, mut outcome) = honest();
    let pairs = (0..instance.jobs.len())
        .flat_map(|job| (0..instance.pools.len()).map(move |pool| (job, pool)));
    let (job, pool) = pairs
        .into_iter()
        .find(|&(job, pool)| instance.quote(job, pool).is_none())
        .unwrap();
    outcome.plan.seats[job] = Some((pool, instance.jobs[job].release));
    let refused = certify(&instance, &outcome.plan, &outcome.certificate);
    assert_eq!(refused, Err(Refusal::NotAllowed { job, pool }));
}

#[test]
fn more_chips_than_there_are_is_refused() {
    let (mut instance, outcome) = honest();
    let (pool, _) = outcome.plan.seats.iter().flatten().next().copied().unwrap();
    instance.pools[pool].capacity.fill(0);
    let refused = certify(&instance, &outcome.plan, &outcome.certificate);
    assert!(matches!(refused, Err(Refusal::OverCapacity { .. })));
}

#[test]
fn a_plan_for_fewer_jobs_is_refused() {
    let (instance, outcome) = honest();
    let seats = outcome.plan.seats[1..].to_vec();
    let refused = certify(&instance, &Plan { seats }, &outcome.certificate);
    assert!(matches!(refused, Err(Refusal::Jobs { .. })));
}

#[test]
fn a_tight_pool_said_to_earn_less_than_it_can_is_refused() {
    let mut tight = 0;
    for seed in 0..12 {
        let instance = drawn(seed, SMALL);
        let outcome = solved(&instance, 5);
        for at in 0..outcome.certificate.cases[0].tight.len() {
            let known = outcome.certificate.cases[0].tight[at];
            if known.most == 0 {
                continue;
            }
            tight += 1;
            let forge = |forge: &dyn Fn(&mut Tight)| {
                let mut forged = outcome.certificate.clone();
                forge(&mut forged.cases[0].tight[at]);
                let refused = certify(&instance, &outcome.plan, &forged);
                assert!(
                    matches!(refused, Err(Refusal::NotAProof(_))),
                    "seed {seed}, pool {at}"
                );
            };
            forge(&|tight| tight.most = 0);
            forge(&|tight| tight.most -= 1);
            forge(&|tight| (tight.most, tight.floor) = (0, 0));
            forge(&|tight| tight.floor = known.most + 1);
            forge(&|tight| tight.steps = u64::MAX);
        }
    }
    assert!(tight > 20, "only {tight} pools were tight");
}

/// A world whose plans are parted into cases.
fn parted() -> impl Iterator<Item = (Instance, Outcome)> {
    let worlds = (0..400).map(|seed| {
        let instance = drawn(seed, CROWDED);
        let outcome = solved(&instance, 40);
        (instance, outcome)
    });
    worlds.filter(|(_, outcome)| outcome.certificate.cases.len() > 1)
}

#[test]
fn cases_that_are_not_all_there_are_are_refused() {
    let mut forged = 0;
    for (instance, outcome) in parted() {
        for at in 0..outcome.certificate.cases.len() {
            let forge = |forge: &dyn Fn(&mut Vec<Case>)| {
                let mut forged = outcome.certificate.clone();
                forge(&mut forged.cases);
                let refused = certify(&instance, &outcome.plan, &forged);
                assert!(matches!(refused, Err(Refusal::NotAProof(_))), "{refused:?}");
            };
            forge(&|cases| drop(cases.remove(at)));
            forge(&|cases| cases[at].decided[0].1 ^= true);
            forge(&|cases| cases[at].decided[0].0 += 1_000);
            let fewer = outcome.certificate.cases[at].decided.len() - 1;
            forge(&|cases| cases[at].decided.truncate(fewer));
            forge(&|cases| cases.push(cases[at].clone()));
            forged += 1;
        }
    }
    assert!(forged >= 50, "only {forged} cases were there to forge");
}

#[test]
fn cases_are_read_back_as_they_were_written() {
    for (instance, outcome) in parted() {
        let read = Certificate::read(&outcome.certificate.write(), instance.periods).unwrap();
        assert_eq!(read, outcome.certificate);
    }
}

#[test]
fn a_capacity_said_to_be_out_of_reach_that_jobs_reach_is_refused() {
    let (instance, mut outcome) = honest();
    let pool = instance
        .pools
        .iter()
        .position(|pool| pool.capacity[0] > 9)
        .unwrap();
    let capacity = instance.pools[pool].capacity[0];
    outcome.certificate.reaches.push(Reach {
        pool,
        capacity,
        sum: 0,
    });
    let refused = certify(&instance, &outcome.plan, &outcome.certificate);
    assert!(matches!(refused, Err(Refusal::NotAProof(_))));
}

#[test]
fn the_certificate_of_another_instance_is_refused() {
    let (instance, outcome) = honest();
    let mut other = outcome.certificate;
    other.name = "elsewhere".to_owned();
    let refused = certify(&instance, &outcome.plan, &other);
    assert!(matches!(refused, Err(Refusal::NotAProof(_))));
}

#[test]
fn a_certificate_read_back_is_the_one_written() {
    let (instance, outcome) = honest();
    let read = Certificate::read(&outcome.certificate.write(), instance.periods).unwrap();
    assert_eq!(read, outcome.certificate);
    let plan = Plan::read(&outcome.plan.write(), instance.jobs.len()).unwrap();
    assert_eq!(plan, outcome.plan);
}

proptest! {
    #[test]
    fn whatever_is_done_to_a_certificate_it_proves_nothing_false(
        seed in 0_u64..200, at in any::<prop::sample::Index>(), byte in prop::sample::select(b"0123456789x \n".to_vec()),
    ) {
        let instance = drawn(seed, TINY);
        let outcome = solved(&instance, 2);
        let mut text = outcome.certificate.write().into_bytes();
        let at = at.index(text.len());
        text[at] = byte;
        let text = String::from_utf8(text).unwrap();
        if let Ok(forged) = Certificate::read(&text, instance.periods)
            && let Ok(checked) = certify(&instance, &outcome.plan, &forged)
        {
            prop_assert!(checked.bound <= optimum(&instance));
        }
    }

    #[test]
    fn whatever_is_done_to_cases_they_prove_nothing_false(
        which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(),
        byte in prop::sample::select(b"0123456789+- \n".to_vec()),
    ) {
        static WORLDS: LazyLock<Vec<(Instance, Outcome, i64)>> = LazyLock::new(|| {
            let worlds = parted().take(40);
            worlds.map(|(instance, outcome)| { let best = optimum(&instance); (instance, outcome, best) }).collect()
        });
        let (instance, outcome, best) = which.get(&WORLDS);
        let mut text = outcome.certificate.write();
        // What decides, or says what is proven, comes first in every case; all else is changed above.
        let lines: Vec<usize> = text.match_indices("case").map(|(at, _)| at).collect();
        let line = *at.get(&lines);
        let length = text[line..].find('\n').unwrap();
        let place = line + 4 + at.index(length - 4);
        text.replace_range(place..=place, &char::from(byte).to_string());
        if let Ok(forged) = Certificate::read(&text, instance.periods)
            && let Ok(checked) = certify(instance, &outcome.plan, &forged)
        {
            prop_assert!(checked.bound <= *best);
        }
    }
}
