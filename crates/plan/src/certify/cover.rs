//! Serves one demand in one period at least cost, written anew for the check.

use std::collections::BTreeMap;

use super::plan::loss;
use crate::solve::TICKS_PER_MONEY;

/// A source: its ticks and output per replica, and the replicas it may run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Way {
    pub(super) ticks: i128,
    pub(super) output: i128,
    pub(super) low: i128,
    pub(super) high: i128,
}

/// What to serve: the amount, and the penalty for so much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Wanted {
    pub(super) amount: i128,
    pub(super) penalty: i64,
    pub(super) per: i64,
}

/// The steps of one search; where they run out the bound by multiples stands.
const STEPS: u32 = 1_600;

/// Answers that were worked out before: most periods of most leaves ask the same.
#[derive(Debug, Default)]
pub(super) struct Answers(BTreeMap<(Vec<Way>, Wanted), i128>);

impl Answers {
    /// Returns a number of ticks that no way to serve goes below; `None` on overflow.
    pub(super) fn least(&mut self, ways: Vec<Way>, wanted: Wanted) -> Option<i128> {
        let asked = (ways, wanted);
        if let Some(&known) = self.0.get(&asked) {
            return Some(known);
        }
        let ticks = least(asked.0.clone(), wanted)?;
        self.0.insert(asked, ticks);
        Some(ticks)
    }
}

fn least(mut ways: Vec<Way>, wanted: Wanted) -> Option<i128> {
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
    let floor = in_multiples(&ways, amount, wanted)?;
    let mut search = Descent {
        wanted,
        floor,
        best: ticks_lost(wanted, amount)?,
        steps: STEPS,
    };
    search.descend(&ways, amount, 0)?;
    let proven = if search.steps > 0 { search.best } else { floor };
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

/// Returns the cost when replicas could be divided but what they serve together is a multiple of
/// what all outputs are multiples of: just short of the amount, or just beyond it.
fn in_multiples(ways: &[Way], amount: i128, wanted: Wanted) -> Option<i128> {
    let plain = divisible(ways, amount, wanted)?;
    let step = ways.iter().fold(0, |step, way| divisor(step, way.output));
    if step == 0 || amount % step == 0 {
        return Some(plain);
    }
    let short = amount - amount % step;
    let rate = i128::from(wanted.penalty) * i128::from(TICKS_PER_MONEY);
    let lost = rate.checked_mul(amount - short)? / i128::from(wanted.per);
    let with_loss = divisible(ways, short, wanted)?.checked_add(lost)?;
    let lowest = match all_served(ways, short + step) {
        Some(beyond) => with_loss.min(beyond),
        None => with_loss,
    };
    Some(lowest.max(plain))
}

fn divisor(one: i128, two: i128) -> i128 {
    if two == 0 {
        one
    } else {
        divisor(two, one % two)
    }
}

/// Returns the cost of serving all of an amount with divided replicas; `None` when it is too much.
fn all_served(ways: &[Way], mut amount: i128) -> Option<i128> {
    let mut total: i128 = 0;
    for way in ways {
        if way.high.checked_mul(way.output)? >= amount {
            let part = way.ticks.checked_mul(amount)?;
            return total.checked_add(part / way.output + i128::from(part % way.output > 0));
        }
        total = total.checked_add(way.ticks.checked_mul(way.high)?)?;
        amount -= way.high * way.output;
    }
    None
}

/// A search through replica counts, source by source.
struct Descent {
    wanted: Wanted,
    /// The ticks below which nothing can be found.
    floor: i128,
    best: i128,
    steps: u32,
}

impl Descent {
    fn descend(&mut self, ways: &[Way], amount: i128, spent: i128) -> Option<()> {
        if amount <= 0 {
            self.best = self.best.min(spent);
            return Some(());
        }
        let unserved = spent.checked_add(ticks_lost(self.wanted, amount)?)?;
        self.best = self.best.min(unserved);
        let Some((way, rest)) = ways.split_first() else {
            return Some(());
        };
        let full = amount / way.output + i128::from(amount % way.output > 0);
        let most = full.min(way.high);
        let rate = i128::from(self.wanted.penalty).checked_mul(i128::from(TICKS_PER_MONEY))?;
        // Fewer replicas cost more as long as the source is cheaper than the loss, else less.
        let worth = way.ticks.checked_mul(i128::from(self.wanted.per))?;
        let cheap = worth < rate.checked_mul(way.output)?;
        for step in 0..=most {
            if self.steps == 0 || self.best <= self.floor {
                break;
            }
            self.steps -= 1;
            let count = if cheap { most - step } else { step };
            let cost = spent.checked_add(way.ticks.checked_mul(count)?)?;
            let left = amount - count * way.output;
            if left <= 0 {
                self.best = self.best.min(cost);
            } else if cost.checked_add(divisible(rest, left, self.wanted)?)? >= self.best {
                break;
            } else if cost.checked_add(in_multiples(rest, left, self.wanted)?)? < self.best {
                self.descend(rest, left, cost)?;
            }
        }
        Some(())
    }
}
