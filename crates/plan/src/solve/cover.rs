//! Serves one demand in one period at the least priced cost, in whole replicas.
//!
//! The search is exact unless its budget runs out; then the rational lower bound is returned.

use super::cost::loss;
use super::solution::TICKS_PER_MONEY;

/// A source as the covering search sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    /// The place of the source in the list of the caller.
    pub(super) slot: usize,
    /// The ticks that one replica costs, with the price of the capacity it uses.
    pub(super) ticks: i128,
    /// The amount that one replica serves.
    pub(super) output: i64,
    /// The least number of replicas.
    pub(super) low: i64,
    /// The largest number of replicas.
    pub(super) high: i64,
}

/// The amount to serve and what leaving it unserved costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ask {
    /// The amount to serve.
    pub(super) amount: i64,
    /// The money lost for every `per` of amount left unserved.
    pub(super) penalty: i64,
    /// The amount to which the penalty refers.
    pub(super) per: i64,
}

impl Ask {
    /// Returns the ticks lost for an unserved amount, rounded up to whole money.
    pub(super) fn loss(&self, unserved: i128) -> Option<i128> {
        loss(self.penalty, self.per, unserved)?.checked_mul(i128::from(TICKS_PER_MONEY))
    }
}

/// The best way found to serve a demand, and a bound on every way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cover {
    /// The ticks below which no way goes; equal to the ticks of the way when it is proven best.
    pub(super) floor: i128,
    /// The replicas of the way found, by slot, above the least number; others run none more.
    pub(super) more: Vec<(usize, i64)>,
}

/// The number of counts that one covering search may try.
const BUDGET: u32 = 400;

/// Returns the cheapest way, with a weaker floor when the budget runs out; `None` when a range is
/// empty or a product leaves the integer range.
pub(super) fn cheapest(items: &mut Vec<Item>, ask: Ask) -> Option<Cover> {
    let mut base: i128 = 0;
    let mut remaining = i128::from(ask.amount);
    for item in items.iter() {
        if item.high < item.low {
            return None;
        }
        base = base.checked_add(item.ticks.checked_mul(i128::from(item.low))?)?;
        remaining -= i128::from(item.low) * i128::from(item.output);
    }
    if remaining <= 0 {
        return Some(Cover {
            floor: base,
            more: Vec::new(),
        });
    }
    items.retain(|item| item.high > item.low);
    let dearest = items.iter().map(|item| item.ticks).max().unwrap_or(0);
    let largest = items.iter().map(|item| item.output).max().unwrap_or(1);
    // No sum below goes beyond the amount rounded up to a whole step.
    dearest.checked_mul(remaining + i128::from(largest))?;
    items.sort_by(|one, two| {
        let left = one.ticks * i128::from(two.output);
        let right = two.ticks * i128::from(one.output);
        left.cmp(&right).then(two.output.cmp(&one.output))
    });
    let steps = common_steps(items);
    let mut search = Search {
        ask,
        best: i128::MAX,
        goal: 0,
        budget: BUDGET,
        now: Vec::new(),
        more: Vec::new(),
    };
    let floor = search.stepped_floor((items, &steps), remaining)?;
    search.goal = floor;
    search.open((items, &steps), remaining, 0)?;
    let least = if search.budget == 0 {
        floor
    } else {
        search.best
    };
    Some(Cover {
        floor: base.checked_add(least)?,
        more: search.more,
    })
}

/// Returns, for every place in the list, what all outputs from there on are multiples of.
fn common_steps(items: &[Item]) -> Vec<i128> {
    let mut steps = vec![0; items.len()];
    let mut common: i128 = 0;
    for (step, item) in steps.iter_mut().zip(items).rev() {
        let (mut one, mut two) = (common, i128::from(item.output));
        while two != 0 {
            (one, two) = (two, one % two);
        }
        common = one;
        *step = common;
    }
    steps
}

type Rest<'a> = (&'a [Item], &'a [i128]);

struct Search {
    ask: Ask,
    best: i128,
    /// The ticks below which no way goes.
    goal: i128,
    budget: u32,
    now: Vec<(usize, i64)>,
    more: Vec<(usize, i64)>,
}

impl Search {
    /// Returns a lower bound on serving `remaining` by `rest`, replicas and loss being divisible.
    fn floor(&self, rest: &[Item], remaining: i128) -> Option<i128> {
        let per = i128::from(self.ask.per);
        let rate = i128::from(self.ask.penalty) * i128::from(TICKS_PER_MONEY);
        let mut left = remaining;
        let mut sum: i128 = 0;
        for item in rest {
            let output = i128::from(item.output);
            if item.ticks.checked_mul(per)? >= rate.checked_mul(output)? {
                break;
            }
            let most = i128::from(item.high - item.low);
            if most * output >= left {
                return sum.checked_add((item.ticks * left + output - 1) / output);
            }
            sum = sum.checked_add(item.ticks.checked_mul(most)?)?;
            left -= most * output;
        }
        sum.checked_add((rate.checked_mul(left)?.checked_add(per - 1)?) / per)
    }

    /// Returns a lower bound that knows that what is served is a multiple of the common step.
    ///
    /// The least cost of serving an amount is convex in it, so the best multiple is one of the two
    /// beside the amount asked for.
    fn stepped_floor(&self, (rest, steps): Rest, remaining: i128) -> Option<i128> {
        let plain = self.floor(rest, remaining)?;
        let step = steps.first().copied().unwrap_or(1).max(1);
        if remaining % step == 0 {
            return Some(plain);
        }
        let below = remaining - remaining % step;
        // Rounded down, because the loss of the rest below is rounded up together with it.
        let rate = i128::from(self.ask.penalty) * i128::from(TICKS_PER_MONEY);
        let lost = rate.checked_mul(remaining - below)? / i128::from(self.ask.per);
        let short = self.floor(rest, below)?.checked_add(lost)?;
        let over = self.whole_cost(rest, below + step);
        Some(over.map_or(short, |over| short.min(over)).max(plain))
    }

    /// Returns a lower bound on serving the whole amount; `None` when the items cannot.
    fn whole_cost(&self, rest: &[Item], amount: i128) -> Option<i128> {
        let mut left = amount;
        let mut sum: i128 = 0;
        for item in rest {
            let output = i128::from(item.output);
            let most = i128::from(item.high - item.low);
            if most * output >= left {
                return sum.checked_add((item.ticks * left + output - 1) / output);
            }
            sum = sum.checked_add(item.ticks.checked_mul(most)?)?;
            left -= most * output;
        }
        None
    }

    fn keep(&mut self, ticks: i128) {
        if ticks < self.best {
            self.best = ticks;
            self.more.clone_from(&self.now);
        }
    }

    fn open(&mut self, (rest, steps): Rest, remaining: i128, spent: i128) -> Option<()> {
        if remaining <= 0 {
            self.keep(spent);
            return Some(());
        }
        self.keep(spent.checked_add(self.ask.loss(remaining)?)?);
        let (Some((item, tail)), Some((_, tail_steps))) = (rest.split_first(), steps.split_first())
        else {
            return Some(());
        };
        let output = i128::from(item.output);
        let full = (remaining + output - 1) / output;
        let most = full.min(i128::from(item.high - item.low));
        let per = i128::from(self.ask.per);
        let rate = i128::from(self.ask.penalty) * i128::from(TICKS_PER_MONEY);
        // A source dearer than the loss can only save the rounding of the loss: few replicas.
        let upwards = item.ticks.checked_mul(per)? >= rate.checked_mul(output)?;
        for step in 0..=most {
            if self.budget == 0 || self.best <= self.goal {
                break;
            }
            self.budget -= 1;
            let count = if upwards { step } else { most - step };
            let after = remaining - count * output;
            let cost = spent.checked_add(item.ticks.checked_mul(count)?)?;
            let rest = (tail, tail_steps);
            if after > 0 && cost.checked_add(self.stepped_floor(rest, after)?)? >= self.best {
                // Further counts only move away from the amount; the common step alone may not.
                if cost.checked_add(self.floor(tail, after)?)? >= self.best {
                    break;
                }
                continue;
            }
            if cost < self.best {
                self.now.push((item.slot, i64::try_from(count).ok()?));
                self.open(rest, after, cost)?;
                self.now.pop();
            } else if upwards {
                break;
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Ask, Item, TICKS_PER_MONEY, cheapest};

    fn item(money: i128, output: i64, high: i64) -> Item {
        Item {
            slot: 0,
            ticks: money * i128::from(TICKS_PER_MONEY),
            output,
            low: 0,
            high,
        }
    }

    #[test]
    fn the_cover_is_the_brute_force_best() {
        for amount in 0..40 {
            let items = vec![item(7, 5, 4), item(4, 3, 3), item(11, 8, 2)];
            let mut best = i128::MAX;
            for first in 0..=4 {
                for second in 0..=3 {
                    for third in 0..=2 {
                        let served = 5 * first + 3 * second + 8 * third;
                        let unserved = (amount - served).max(0);
                        let loss = (5 * unserved + 1) / 2;
                        best = best.min(i128::from(7 * first + 4 * second + 11 * third + loss));
                    }
                }
            }
            let ask = Ask {
                amount,
                penalty: 5,
                per: 2,
            };
            let found = cheapest(&mut items.clone(), ask).map(|cover| cover.floor);
            assert_eq!(
                found,
                Some(best * i128::from(TICKS_PER_MONEY)),
                "amount {amount}"
            );
        }
    }
}
