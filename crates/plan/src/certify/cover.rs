//! Serves one demand in one period at least cost, written anew for the check.

use super::plan::loss;
use crate::solve::TICKS_PER_MONEY;

/// A source: its ticks and output per replica, and the replicas it may run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way {
    pub(super) ticks: i128,
    pub(super) output: i128,
    pub(super) low: i128,
    pub(super) high: i128,
}

/// What to serve: the amount, and the penalty for so much of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub(super) amount: i128,
    pub(super) penalty: i64,
    pub(super) per: i64,
}

/// The steps of one search; where they run out the divisible bound stands.
const STEPS: u32 = 160;

/// Returns a number of ticks that no way to serve goes below; `None` on overflow.
pub(super) fn least(mut ways: Vec<Way>, wanted: Wanted) -> Option<i128> {
    let mut fixed: i128 = 0;
    let mut amount = wanted.amount;
    for way in &mut ways {
        fixed = fixed.checked_add(way.ticks.checked_mul(way.low)?)?;
        amount = amount.checked_sub(way.output.checked_mul(way.low)?)?;
        way.high -= way.low;
        way.ticks.checked_mul(i128::from(i64::MAX) / 1000)?;
    }
    if amount <= 0 {
        return Some(fixed);
    }
    ways.retain(|way| way.high > 0);
    ways.sort_by(|one, two| (one.ticks * two.output).cmp(&(two.ticks * one.output)));
    let mut steps = STEPS;
    let mut best = ticks_lost(wanted, amount)?;
    descend(&ways, amount, 0, &mut best, (wanted, &mut steps))?;
    let proven = if steps > 0 {
        best
    } else {
        divisible(&ways, amount, wanted)?
    };
    fixed.checked_add(proven)
}

fn ticks_lost(wanted: Wanted, unserved: i128) -> Option<i128> {
    loss(wanted.penalty, wanted.per, unserved)?.checked_mul(i128::from(TICKS_PER_MONEY))
}

/// Returns the cost when replicas and loss could be divided, rounded up to a tick.
fn divisible(ways: &[Way], mut amount: i128, wanted: Wanted) -> Option<i128> {
    let rate = i128::from(wanted.penalty) * i128::from(TICKS_PER_MONEY);
    let per = i128::from(wanted.per);
    let mut total: i128 = 0;
    for way in ways {
        if way.ticks.checked_mul(per)? > rate.checked_mul(way.output)? {
            break;
        }
        if way.high.checked_mul(way.output)? >= amount {
            let part = way.ticks.checked_mul(amount)?;
            return total.checked_add(part / way.output + i128::from(part % way.output > 0));
        }
        total = total.checked_add(way.ticks.checked_mul(way.high)?)?;
        amount -= way.high * way.output;
    }
    let lost = rate.checked_mul(amount)?;
    total.checked_add(lost / per + i128::from(lost % per > 0))
}

fn descend(
    ways: &[Way],
    amount: i128,
    spent: i128,
    best: &mut i128,
    (wanted, steps): (Wanted, &mut u32),
) -> Option<()> {
    if amount <= 0 {
        *best = (*best).min(spent);
        return Some(());
    }
    *best = (*best).min(spent.checked_add(ticks_lost(wanted, amount)?)?);
    let Some((way, rest)) = ways.split_first() else {
        return Some(());
    };
    let full = amount / way.output + i128::from(amount % way.output > 0);
    let most = full.min(way.high);
    let rate = i128::from(wanted.penalty).checked_mul(i128::from(TICKS_PER_MONEY))?;
    // Fewer replicas cost more as long as the source is cheaper than the loss, else less.
    let cheap = way.ticks.checked_mul(i128::from(wanted.per))? < rate.checked_mul(way.output)?;
    for step in 0..=most {
        let count = if cheap { most - step } else { step };
        let cost = spent.checked_add(way.ticks.checked_mul(count)?)?;
        let left = amount - count * way.output;
        let more = if left > 0 {
            divisible(rest, left, wanted)?
        } else {
            0
        };
        if cost.checked_add(more)? >= *best {
            if cheap && count == full {
                continue;
            }
            break;
        }
        if *steps == 0 {
            break;
        }
        *steps -= 1;
        descend(rest, left, cost, best, (wanted, &mut *steps))?;
    }
    Some(())
}
