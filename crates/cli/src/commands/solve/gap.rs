//! The generalised assignment problem, in the OR-Library form.

use std::time::Instant;

use portolan_solve::gap::{Assignment, Certificate, Instance, Limits, certify, solve as search};

use super::{Checked, Effort, Fault, Found};

/// Reads the instance and solves it until the time is up, counted from `started`.
pub(super) fn solve(
    text: &str,
    effort: &Effort,
    started: Instant,
    told: &mut dyn FnMut(i64, Option<i64>),
) -> Result<Found, Fault> {
    let instance = Instance::read_within(text, effort.memory).map_err(|error| Fault::of(&error))?;
    let limits = Limits {
        rounds: effort.rounds,
        gap: effort.gap,
        threads: effort.threads,
        seed: effort.seed,
    };
    let stop = || started.elapsed() >= effort.time;
    let outcome = search(&instance, &limits, &stop, &mut |progress| {
        told(progress.bound, progress.objective);
    });
    Ok(Found {
        objective: outcome.best.as_ref().map(|(cost, _)| *cost),
        bound: outcome.certificate.bound,
        unplaced: if outcome.best.is_some() {
            0
        } else {
            instance.jobs()
        },
        moves: None,
        impossible: outcome.certificate.bound > instance.dearest(),
        solution: outcome.best.map(|(_, plan)| plan.write()),
        certificate: outcome.certificate.write(),
    })
}

/// Computes cost and bound again; an instance that cannot be read is an error, all else is an answer.
pub(super) fn verify(text: &str, solution: &str, certificate: &str) -> Result<Checked, String> {
    let instance = Instance::read(text).map_err(|error| error.to_string())?;
    let plan = match Assignment::read(solution, instance.jobs()) {
        Ok(plan) => plan,
        Err(error) => return Ok(Err(format!("solution, {error}"))),
    };
    let certificate = match Certificate::read(certificate) {
        Ok(certificate) => certificate,
        Err(error) => return Ok(Err(format!("certificate, {error}"))),
    };
    let certified = certify(&instance, &plan, &certificate);
    Ok(certified
        .map(|certified| (certified.objective, certified.bound))
        .map_err(|error| error.to_string()))
}
