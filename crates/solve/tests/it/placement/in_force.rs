//! A plan in force is kept where it stands, and little of the rest moves.

use portolan_solve::placement::{
    Certificate, Churn, InForce, Instance, Moves, Outcome, Plan, Start, certify, resume,
};

use super::world::{Draw, SMALL, counted, drawn, solved};

fn resumed(instance: &Instance, plan: &Plan, further: Churn) -> (Outcome, Moves) {
    let in_force = InForce {
        plan: plan.clone(),
        further,
    };
    let start = Start {
        in_force: Some(&in_force),
        prices: None,
    };
    let outcome = resume(instance, &counted(5), &start, &|| 0.0, &mut |_| {}).unwrap();
    certify(instance, &outcome.plan, &outcome.certificate).unwrap();
    let moves = outcome.moves.unwrap();
    (outcome, moves)
}

/// The jobs whose place the instance does not allow any more.
fn barred(instance: &Instance, plan: &Plan) -> usize {
    let seats = plan.seats.iter().enumerate();
    seats
        .filter(|(job, seat)| seat.is_some_and(|(pool, _)| instance.quote(*job, pool).is_none()))
        .count()
}

#[test]
fn nothing_moves_when_nothing_changed_and_nothing_may() {
    for seed in 0..10 {
        let instance = drawn(seed, SMALL);
        let before = solved(&instance, 3).plan;
        let (outcome, moves) = resumed(&instance, &before, Churn::Jobs(0));
        assert_eq!(outcome.plan, before, "seed {seed}");
        assert_eq!((moves.forced, moves.moved), (0, 0), "seed {seed}");
    }
}

#[test]
fn a_law_that_closes_places_moves_the_jobs_there_and_no_others() {
    let mut forced = 0;
    for seed in 0..30 {
        let mut instance = drawn(seed, SMALL);
        let before = solved(&instance, 3).plan;
        let cell = usize::try_from(seed).unwrap() % instance.lawful.len();
        instance.lawful[cell] = false;
        let (outcome, moves) = resumed(&instance, &before, Churn::Jobs(0));
        assert_eq!(moves.forced, barred(&instance, &before), "seed {seed}");
        assert_eq!(moves.moved, moves.forced, "seed {seed}");
        for (job, (now, then)) in outcome.plan.seats.iter().zip(&before.seats).enumerate() {
            let stays = then.is_none_or(|(pool, _)| instance.quote(job, pool).is_some());
            assert!(!stays || now == then, "seed {seed}, job {job}");
        }
        forced += moves.forced;
    }
    assert!(forced >= 50, "only {forced} jobs were forced");
}

#[test]
fn whatever_changes_no_more_jobs_move_than_must_and_may() {
    let mut tried = 0;
    for seed in 0..60 {
        let mut instance = drawn(seed, SMALL);
        let before = solved(&instance, 2).plan;
        let mut d = Draw::new(seed + 1_000);
        for pool in &mut instance.pools {
            let cut = d.from(0, 2);
            for chips in &mut pool.capacity {
                *chips -= (*chips).min(u32::try_from(cut * d.from(0, 3)).unwrap());
            }
            pool.rate = d.from(1, 40);
        }
        let (outcome, moves) = resumed(&instance, &before, Churn::Share(0.1));
        let apart = outcome.plan.seats.iter().zip(&before.seats);
        let apart = apart.filter(|(now, then)| now != then).count();
        assert_eq!(moves.moved, apart, "seed {seed}");
        assert!(moves.moved <= moves.forced + 6, "seed {seed}: {moves:?}");
        tried += usize::from(moves.forced > 0);
    }
    assert!(tried >= 30, "only {tried} changes forced anyone");
}

#[test]
fn of_two_jobs_that_do_not_both_fit_any_more_the_cheaper_to_leave_out_goes() {
    let text = "placement 1 cut\ndims 2 1 2 1 1 1\ntype 0 a 1 1\nlaw 0 0 1\negress 0 0\npool 0 0 0 5 2x9\n\
                job 0 0 0 0 2 0 700 4:2\njob 1 0 0 0 2 0 900 5:2\nend\n";
    let whole = Instance::parse(text).unwrap();
    let before = solved(&whole, 1).plan;
    let cut = Instance::parse(&text.replace("2x9", "1x9 1x8")).unwrap();
    let (outcome, moves) = resumed(&cut, &before, Churn::Jobs(0));
    assert_eq!((moves.forced, moves.moved), (1, 1));
    assert_eq!(outcome.plan.seats, [None, Some((0, 0))]);
}

#[test]
fn prices_of_the_instance_before_it_changed_lead_to_a_true_bound() {
    for seed in 0..20 {
        let mut instance = drawn(seed, SMALL);
        let old = solved(&instance, 3).certificate;
        instance.lawful[0] = false;
        let start = Start {
            in_force: None,
            prices: Some(&old),
        };
        let outcome = resume(&instance, &counted(2), &start, &|| 0.0, &mut |_| {}).unwrap();
        certify(&instance, &outcome.plan, &outcome.certificate).unwrap();
        assert!(outcome.certificate.bound > 0 && outcome.moves.is_none());
    }
}

#[test]
fn prices_of_quite_another_instance_do_no_harm() {
    let instance = drawn(1, SMALL);
    let mut foreign: Certificate = solved(&drawn(2, SMALL), 1).certificate;
    for price in &mut foreign.cases[0].prices {
        price.pool *= 2;
        price.amounts.fill(1 << 60);
    }
    let start = Start {
        in_force: None,
        prices: Some(&foreign),
    };
    let outcome = resume(&instance, &counted(1), &start, &|| 0.0, &mut |_| {}).unwrap();
    certify(&instance, &outcome.plan, &outcome.certificate).unwrap();
}
