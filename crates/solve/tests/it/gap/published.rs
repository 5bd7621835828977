//! Published instances are solved to the published optimum, with a certificate that holds.
//!
//! Source: OR-Library (Beasley), `gap12` of Cattrysse, Salomon and Van Wassenhove 1994, `c05100` and `d05100` of
//! Chu and Beasley 1997; `e05100` of Yagiura, Ibaraki and Glover 2004. Optima as in Posta, Ferland and Michelon 2012.

use portolan_solve::gap::{Certificate, Instance, Limits, certify, solve};

fn holds(text: &str, optimum: i64) {
    let instance = Instance::read(text).unwrap();
    let limits = Limits {
        threads: 2,
        ..Limits::default()
    };
    let outcome = solve(&instance, &limits, &|| false, &mut |_| ());
    let (cost, plan) = outcome.best.unwrap();
    assert_eq!(cost, optimum);
    let certificate = Certificate::read(&outcome.certificate.write()).unwrap();
    let certified = certify(&instance, &plan, &certificate).unwrap();
    assert_eq!((certified.objective, certified.bound), (optimum, optimum));
}

#[test]
fn gap12_is_proved() {
    holds(include_str!("../../instances/gap12-0.txt"), 974);
}

#[test]
fn c05100_is_proved() {
    holds(include_str!("../../instances/c05100.txt"), 1_931);
}

#[test]
fn d05100_is_proved() {
    holds(include_str!("../../instances/d05100.txt"), 6_353);
}

#[test]
fn e05100_is_proved() {
    holds(include_str!("../../instances/e05100.txt"), 12_681);
}
