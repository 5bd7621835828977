//! Jobs on pools over periods, in the placement form.

use std::time::Instant;

use portolan_solve::placement::{Certificate, Instance, Limits, Plan, certify, solve as search};

use super::{Checked, Effort, Found};

/// Reads the instance and solves it until the time is up, counted from `started`.
pub(super) fn solve(
    text: &str,
    effort: &Effort,
    started: Instant,
    told: &mut dyn FnMut(i64, Option<i64>),
) -> Result<Found, String> {
    let instance = Instance::parse(text).map_err(|error| error.to_string())?;
    let limits = Limits {
        seconds: effort.time.as_secs_f64(),
        rounds: effort.rounds,
        gap: effort.gap,
        seed: effort.seed,
        threads: effort.threads,
        ..Limits::default()
    };
    let clock = || started.elapsed().as_secs_f64();
    let outcome = search(&instance, &limits, &clock, &mut |progress| {
        told(progress.bound, Some(progress.objective));
    });
    let outcome = outcome.map_err(|error| error.to_string())?;
    Ok(Found {
        objective: Some(outcome.objective),
        bound: outcome.certificate.bound,
        unplaced: outcome.plan.unplaced(),
        impossible: false,
        solution: Some(outcome.plan.write()),
        certificate: outcome.certificate.write(),
    })
}

/// Computes cost and bound again; an instance that cannot be read is an error, all else is an answer.
pub(super) fn verify(text: &str, solution: &str, certificate: &str) -> Result<Checked, String> {
    let instance = Instance::parse(text).map_err(|error| error.to_string())?;
    let plan = match Plan::read(solution, instance.jobs.len()) {
        Ok(plan) => plan,
        Err(error) => return Ok(Err(format!("solution, {error}"))),
    };
    let certificate = match Certificate::read(certificate, instance.periods) {
        Ok(certificate) => certificate,
        Err(error) => return Ok(Err(format!("certificate, {error}"))),
    };
    let certified = certify(&instance, &plan, &certificate);
    Ok(certified
        .map(|certified| (certified.objective, certified.bound))
        .map_err(|error| error.to_string()))
}
