//! Jobs on pools over periods, in the placement form.

use std::time::Instant;

use portolan_solve::placement::{
    self as search, Certificate, Churn, Error, InForce, Instance, Limits, Plan, certify,
};

use super::{Checked, Effort, Fault, Found, Given};

/// What a solve begins with.
pub(super) struct Start<'a> {
    /// The solution to stay close to.
    pub from: Option<&'a Given<'a>>,
    pub further: Churn,
    /// The certificate whose prices to begin at.
    pub prices: Option<&'a Given<'a>>,
}

impl Given<'_> {
    fn fault(&self, error: &Error) -> Fault {
        Fault {
            file: Some(self.file.to_owned()),
            what: error.to_string(),
        }
    }
}

/// Reads the instance and solves it until the time is up, counted from `started`.
pub(super) fn solve(
    text: &str,
    effort: &Effort,
    start: &Start,
    started: Instant,
    told: &mut dyn FnMut(i64, Option<i64>),
) -> Result<Found, Fault> {
    let instance =
        Instance::parse_within(text, effort.memory).map_err(|error| Fault::of(&error))?;
    let read = |given: &Given| {
        let plan = Plan::read(&given.text, instance.jobs.len());
        plan.map_err(|error| given.fault(&error))
    };
    let in_force = start.from.map(read).transpose()?.map(|plan| InForce {
        plan,
        further: start.further,
    });
    let read = |given: &Given| {
        let prices = Certificate::read(&given.text, instance.periods);
        prices.map_err(|error| given.fault(&error))
    };
    let prices = start.prices.map(read).transpose()?;
    let known = search::Start {
        in_force: in_force.as_ref(),
        prices: prices.as_ref(),
    };
    let limits = Limits {
        seconds: effort.time.as_secs_f64(),
        rounds: effort.rounds,
        gap: effort.gap,
        seed: effort.seed,
        threads: effort.threads,
        memory: effort.memory,
    };
    let clock = || started.elapsed().as_secs_f64();
    let outcome = search::resume(&instance, &limits, &known, &clock, &mut |progress| {
        told(progress.bound, Some(progress.objective));
    });
    let outcome = outcome.map_err(|error| Fault::of(&error))?;
    Ok(Found {
        moves: outcome.moves.map(|moves| (moves.forced, moves.moved)),
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
