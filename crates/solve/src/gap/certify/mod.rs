//! The checker: cost and bound, computed again from instance, plan and certificate.
//!
//! It shares the instance and the two documents with the solver and nothing else, and computes in integers alone.

mod packing;
mod tree;

use super::{Assignment, Certificate, Instance, Proof};

/// How many units a price has per unit of cost, as the certificate's form says.
const UNIT: i128 = 1_000;

/// What was computed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Certified {
    /// What the plan costs.
    pub objective: i64,
    /// The cost that no plan goes below.
    pub bound: i64,
}

/// Why a plan or a bound does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertifyError {
    /// The plan has another number of jobs than the instance.
    #[error("the plan places {found} jobs, the instance has {wanted}")]
    Jobs {
        /// How many the plan places.
        found: usize,
        /// How many there are.
        wanted: usize,
    },
    /// The plan names a machine that does not exist.
    #[error("job {job} is on machine {machine}, and there are {machines} machines, counted from 0")]
    NoMachine {
        /// The job.
        job: usize,
        /// The machine named.
        machine: usize,
        /// How many there are.
        machines: usize,
    },
    /// A machine holds more than it can.
    #[error("machine {machine} holds {load}, above its capacity of {capacity}")]
    Overload {
        /// The machine.
        machine: usize,
        /// What its jobs take.
        load: i128,
        /// What it has.
        capacity: i64,
    },
    /// The certificate does not fit the instance, or leaves something open.
    #[error("the certificate does not prove its bound: {0}")]
    Bound(String),
}

/// Computes the cost of the plan and the bound again; returns them when the plan keeps every limit and the
/// certificate proves the bound that it claims.
///
/// # Errors
///
/// When a job is on no machine, a machine holds too much, or the certificate proves less than it claims.
pub fn certify(
    instance: &Instance,
    plan: &Assignment,
    certificate: &Certificate,
) -> Result<Certified, CertifyError> {
    let objective = cost(instance, plan)?;
    certify_bound(instance, certificate)?;
    Ok(Certified {
        objective,
        bound: certificate.bound,
    })
}

/// Checks that no plan costs less than the certificate's bound.
///
/// # Errors
///
/// When the certificate does not fit the instance, or proves less than it claims.
pub fn certify_bound(instance: &Instance, certificate: &Certificate) -> Result<(), CertifyError> {
    match &certificate.proof {
        Proof::Capacity(prices) => {
            let units = capacity_bound(instance, prices)?;
            if units > (i128::from(certificate.bound) - 1) * UNIT {
                return Ok(());
            }
            let (claimed, proved) = (certificate.bound, units.div_euclid(UNIT));
            Err(CertifyError::Bound(format!(
                "it claims {claimed}, its prices give about {proved}"
            )))
        }
        Proof::Tree(steps) => tree::check(instance, certificate.bound, steps),
    }
}

fn cost(instance: &Instance, plan: &Assignment) -> Result<i64, CertifyError> {
    let (found, wanted) = (plan.0.len(), instance.jobs());
    if found != wanted {
        return Err(CertifyError::Jobs { found, wanted });
    }
    let mut loads = vec![0_i128; instance.machines()];
    let mut cost = 0_i64;
    for (job, &machine) in plan.0.iter().enumerate() {
        let machines = instance.machines();
        let pair = instance.cost(machine, job).zip(instance.size(machine, job));
        let (Some((each, size)), Some(load)) = (pair, loads.get_mut(machine)) else {
            return Err(CertifyError::NoMachine {
                job,
                machine,
                machines,
            });
        };
        // INVARIANT: an instance's costs add up to less than 2^52 whatever the plan.
        cost = cost.saturating_add(each);
        *load += i128::from(size);
    }
    for (machine, (&load, &capacity)) in loads.iter().zip(instance.capacities()).enumerate() {
        if load > i128::from(capacity) {
            return Err(CertifyError::Overload {
                machine,
                load,
                capacity,
            });
        }
    }
    Ok(cost)
}

/// Returns the bound that prices of capacity give, in price units.
fn capacity_bound(instance: &Instance, prices: &[i64]) -> Result<i128, CertifyError> {
    if prices.len() != instance.machines() || prices.iter().any(|price| *price < 0) {
        let problem = "it needs one price of zero or more for each machine";
        return Err(CertifyError::Bound(problem.to_owned()));
    }
    let mut least: Vec<Option<i128>> = vec![None; instance.jobs()];
    let mut bound = 0_i128;
    for (machine, (&price, &capacity)) in prices.iter().zip(instance.capacities()).enumerate() {
        let pairs = instance
            .costs_on(machine)
            .iter()
            .zip(instance.sizes_on(machine));
        for (least, (&cost, &size)) in least.iter_mut().zip(pairs) {
            if size <= capacity {
                let value = i128::from(cost) * UNIT + i128::from(price) * i128::from(size);
                *least = Some(least.map_or(value, |least| least.min(value)));
            }
        }
        bound -= i128::from(price) * i128::from(capacity);
    }
    // A job that fits on no machine leaves no plan, and whatever is said of every plan is then true.
    for least in least {
        bound = least.map_or(i128::MAX, |least| bound.saturating_add(least));
    }
    Ok(bound)
}
