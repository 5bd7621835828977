//! What a plan costs, if it keeps every limit.

use super::{Instance, Plan, Refusal};

/// Returns the cost of a plan in dollars.
pub(super) fn objective(instance: &Instance, plan: &Plan) -> Result<i64, Refusal> {
    let (found, wanted) = (plan.seats.len(), instance.jobs.len());
    if found != wanted {
        return Err(Refusal::Jobs { found, wanted });
    }
    let mut held = vec![vec![0_u64; instance.periods]; instance.pools.len()];
    let mut cost = 0;
    for (id, (job, seat)) in instance.jobs.iter().zip(&plan.seats).enumerate() {
        let Some((pool, start)) = *seat else {
            cost += job.penalty;
            continue;
        };
        let quote = instance.quote(id, pool);
        let (need, price) = quote.ok_or(Refusal::NotAllowed { job: id, pool })?;
        let end = start.checked_add(need.periods);
        if start < job.release || end.is_none_or(|end| end > job.due) {
            return Err(Refusal::OutsideWindow { job: id, start });
        }
        cost += price;
        let used = held.get_mut(pool).into_iter().flatten();
        for used in used.skip(start).take(need.periods) {
            *used += u64::from(need.chips);
        }
    }
    for (pool, (offered, held)) in instance.pools.iter().zip(&held).enumerate() {
        for (period, (&capacity, &held)) in offered.capacity.iter().zip(held).enumerate() {
            if held > u64::from(capacity) {
                return Err(Refusal::OverCapacity {
                    pool,
                    period,
                    held,
                    capacity,
                });
            }
        }
    }
    Ok(cost)
}
