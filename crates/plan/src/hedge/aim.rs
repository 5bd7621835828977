//! What a plan over futures is to be best at, and the search for it.

use std::collections::BTreeSet;

use super::{
    decision::{Answer, Now, Reveal, taken},
    extensive::Extensive,
    settled::{After, World},
};
use crate::{PlanError, certify, report::begin, side_by_side};

/// Says what a plan over futures is to be best at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// The least cost on the average of the futures, by their weights.
    ExpectedCost,
    /// The least of what it costs more than the best plan of a future, in the worst of them.
    WorstRegret,
}

/// How often the weights of futures are shifted towards the one that is regretted most.
const ROUNDS: usize = 6;
/// The sum of shifted weights.
const WHOLE: u64 = 60;

/// Holds a way of deciding now, and what is best done after it in each future.
pub(super) struct Tried {
    pub now: Now,
    pub futures: Vec<(After, Answer)>,
}

impl Tried {
    /// Returns what it costs in each future.
    pub fn costs(&self) -> Vec<i64> {
        self.futures
            .iter()
            .map(|(_, answer)| answer.cost())
            .collect()
    }
}

/// Searches for the best way of deciding now.
pub(super) struct Search<'s, 'w, 'a> {
    worlds: &'s [World<'w, 'a>],
    weights: Vec<u64>,
    reveal: Reveal,
}

impl<'s, 'w, 'a> Search<'s, 'w, 'a> {
    /// Prepares a search; weights without a common divisor keep sums small.
    pub fn new(worlds: &'s [World<'w, 'a>], weights: Vec<u64>, reveal: Reveal) -> Self {
        let divisor = weights.iter().copied().fold(0, divisor).max(1);
        Self {
            worlds,
            weights: weights.into_iter().map(|weight| weight / divisor).collect(),
            reveal,
        }
    }

    /// Returns what these decisions come to in each future.
    pub fn tried(&self, now: Now) -> Result<Tried, PlanError> {
        let settled = side_by_side::each(self.worlds, |world| world.settled(&now, self.reveal));
        let futures = settled.into_iter().collect::<Result<_, _>>()?;
        Ok(Tried { now, futures })
    }

    /// Returns the best way of deciding now and what no way can be better than; the best plans of
    /// single futures are among the ways.
    pub fn best(&self, aim: Aim, alone: &[Tried]) -> Result<(Tried, i64), PlanError> {
        match aim {
            Aim::ExpectedCost => {
                let weights = self.weights.clone();
                let (now, bound) = self.planned(&weights)?;
                let best = self.better(now, alone, &|costs| average(costs, &weights))?;
                let bound = upward(bound.into(), total(&weights));
                Ok((best, bound))
            }
            Aim::WorstRegret => self.least_regret(alone),
        }
    }

    /// Returns the decisions of the best plan over all futures at these weights, with the bound on
    /// the weighted sum of costs.
    fn planned(&self, weights: &[u64]) -> Result<(Now, i64), PlanError> {
        let signed: Vec<i64> = weights
            .iter()
            .map(|&weight| i64::try_from(weight).unwrap_or(i64::MAX))
            .collect();
        let whole = Extensive::of(self.worlds, &signed, self.reveal)?;
        let Some(first) = self.worlds.first() else {
            return Ok((Now::new(), 0));
        };
        let outcome = begin(first.request, &whole.problem)?;
        let checked = certify::check(&whole.problem, &outcome.solution, &outcome.certificate)?;
        let decisions = whole
            .decisions
            .iter()
            .map(|(decision, place)| (decision, place));
        Ok((taken(decisions, &outcome.solution), checked.bound))
    }

    /// Returns these decisions, or those of a single future where they measure better.
    fn better(
        &self,
        now: Now,
        alone: &[Tried],
        measure: &dyn Fn(&[i64]) -> i64,
    ) -> Result<Tried, PlanError> {
        let own = self.tried(now)?;
        let others = alone.iter();
        let best = others.min_by_key(|tried| measure(&tried.costs()));
        match best.filter(|best| measure(&best.costs()) < measure(&own.costs())) {
            Some(best) => self.tried(best.now.clone()),
            None => Ok(own),
        }
    }

    /// Shifts the weights towards the future that is regretted most; every round bounds the least
    /// regret from below, since no average of regrets is above the worst of them.
    fn least_regret(&self, alone: &[Tried]) -> Result<(Tried, i64), PlanError> {
        let best: Vec<i64> = alone
            .iter()
            .enumerate()
            .map(|(index, tried)| tried.costs().get(index).copied().unwrap_or(0))
            .collect();
        let worst = |costs: &[i64]| {
            let pairs = costs.iter().zip(&best);
            pairs.map(|(cost, best)| cost - best).max().unwrap_or(0)
        };
        // The weights given come first: no plan that is best on average then regrets less.
        let mut weights = self.weights.clone();
        let mut found: Option<Tried> = None;
        let mut bound = 0;
        let mut seen = BTreeSet::new();
        for _ in 0..ROUNDS {
            if !seen.insert(weights.clone()) {
                break;
            }
            let (now, least) = self.planned(&weights)?;
            let known: i128 = weights
                .iter()
                .zip(&best)
                .map(|(&weight, &best)| i128::from(weight) * i128::from(best))
                .sum();
            bound = bound.max(upward(i128::from(least) - known, total(&weights)));
            let tried = self.better(now, alone, &worst)?;
            let costs = tried.costs();
            let held = found.as_ref().map(|held| worst(&held.costs()));
            if held.is_none_or(|held| worst(&costs) < held) {
                found = Some(tried);
            }
            weights = shifted(&shares(&weights), &costs, &best);
        }
        match found {
            Some(found) => Ok((found, bound)),
            None => Ok((self.tried(Now::new())?, bound)),
        }
    }
}

/// Returns the weights scaled to a fixed sum, none of them lost.
fn shares(weights: &[u64]) -> Vec<u64> {
    let sum = total(weights).max(1);
    let scaled = weights.iter().map(|weight| (weight * WHOLE / sum).max(1));
    scaled.collect()
}

/// Moves a sixth of all weight to the future that is regretted most.
fn shifted(weights: &[u64], costs: &[i64], best: &[i64]) -> Vec<u64> {
    let regrets = costs.iter().zip(best).map(|(cost, best)| cost - best);
    let worst = regrets
        .enumerate()
        .max_by_key(|(index, regret)| (*regret, std::cmp::Reverse(*index)))
        .map(|(index, _)| index);
    let moved = weights.iter().enumerate().map(|(index, weight)| {
        let kept = (weight * 5 / 6).max(1);
        let gained = if Some(index) == worst { WHOLE / 6 } else { 0 };
        kept + gained
    });
    moved.collect()
}

/// Returns the average cost by weight, rounded up.
pub(super) fn average(costs: &[i64], weights: &[u64]) -> i64 {
    let pairs = costs.iter().zip(weights);
    let sum: i128 = pairs
        .map(|(&cost, &weight)| i128::from(cost) * i128::from(weight))
        .sum();
    upward(sum, total(weights))
}

fn total(weights: &[u64]) -> u64 {
    weights.iter().copied().fold(0, u64::saturating_add)
}

fn upward(sum: i128, parts: u64) -> i64 {
    let parts = i128::from(parts.max(1));
    let whole = sum.div_euclid(parts) + i128::from(sum.rem_euclid(parts) > 0);
    i64::try_from(whole).unwrap_or(i64::MAX)
}

fn divisor(one: u64, two: u64) -> u64 {
    if two == 0 {
        one
    } else {
        divisor(two, one % two)
    }
}
