//! The chips of a problem: what stands, what can be leased and what can be bought.

use portolan_facts::scenario::model::{Pool, Purchase, Terms};
use portolan_terms::{Money, PartyId};

use super::{Builder, Growth, HOURS_PER_WEEK, Model, integer, with_overhead};
use crate::{
    PlanError,
    solve::{self, Expansion, Resource},
    survey::{Judged, Way},
};

impl<'a> Builder<'_, 'a> {
    /// Returns the chips that stand in a pool, week by week, as far as they came lawfully.
    fn capacity(&self, pool: &Pool, judged: &[Judged<'a>]) -> Result<Vec<i64>, PlanError> {
        let subject = pool.id.as_str();
        let mut capacity = vec![0_i64; self.weeks];
        for stock in judged
            .iter()
            .filter(|judged| judged.usable() && judged.offer.is_none())
        {
            let chips = left_for_work(pool, stock.lot.chips.0);
            let chips = integer(chips, "stock", subject)?;
            for week in capacity.iter_mut().skip(self.week_of(stock.available_from)) {
                *week = week.checked_add(chips).ok_or(PlanError::Quantity {
                    what: "stock",
                    subject: subject.to_owned(),
                })?;
            }
        }
        Ok(capacity)
    }

    /// Returns the resource that a workload uses on a pool, made when it is first asked for.
    pub(super) fn resource(&mut self, way: &'a Way<'a>) -> Result<usize, PlanError> {
        let holder = match &way.pool.terms {
            Terms::Own { .. } => Some(way.pool.owner.clone()),
            Terms::Lease { min_term_weeks, .. } if *min_term_weeks > 1 => {
                Some(way.workload.owner.clone())
            }
            Terms::Lease { .. } => None,
        };
        let key = (way.pool.id.clone(), holder.clone());
        if let Some(index) = self.index.get(&key) {
            return Ok(*index);
        }
        let judged = self.survey.chips_of(way.pool);
        let stock = self.capacity(way.pool, judged)?;
        let leased_long = matches!(&way.pool.terms, Terms::Lease { .. }) && holder.is_some();
        let capacity = if leased_long {
            vec![0; self.weeks]
        } else {
            stock.clone()
        };
        let index = self.model.problem.resources.len();
        self.model.problem.resources.push(Resource { capacity });
        self.model.holdings.push(key.clone());
        self.index.insert(key, index);
        match (&way.pool.terms, holder) {
            (Terms::Lease { .. }, Some(lessee)) => self.leases(index, way.pool, &lessee, &stock)?,
            (Terms::Lease { .. }, None) => {}
            (Terms::Own { .. }, _) => self.purchases(index, way.pool, judged)?,
        }
        Ok(index)
    }

    /// Adds the leases that a lessee may take on a pool: from a week to the end of the horizon, or
    /// for the shortest term. All lessees share the chips of the pool.
    fn leases(
        &mut self,
        resource: usize,
        pool: &'a Pool,
        lessee: &PartyId,
        stock: &[i64],
    ) -> Result<(), PlanError> {
        let Terms::Lease {
            price_chip_hour,
            overhead_percent,
            block,
            min_term_weeks,
            ..
        } = &pool.terms
        else {
            return Ok(());
        };
        let units = integer(block.0, "lease block", pool.id.as_str())?;
        let term = *min_term_weeks;
        let mut before = 0;
        for (first, &chips) in stock.iter().enumerate() {
            // Chips that come later are let apart from those that stand already.
            let most = (chips - before) / units.max(1);
            before = chips;
            if most == 0 {
                continue;
            }
            let group = self.group(pool, first, most);
            for (from, until) in windows(first, term, self.weeks) {
                let paid = (until - from).max(term) as u64;
                let chip_hours = paid.saturating_mul(HOURS_PER_WEEK).saturating_mul(block.0);
                let price = price_chip_hour.times(chip_hours)?.ten_thousandths();
                let add = solve::Use {
                    resource,
                    from,
                    until,
                    units,
                };
                self.model.problem.expansions.push(Expansion {
                    adds: vec![add],
                    draws: Vec::new(),
                    cost: with_overhead(price, *overhead_percent)?,
                    max: most,
                    group: Some(group),
                });
                let lessee = lessee.clone();
                let lot = first;
                self.model.growths.push(Growth::Lease { pool, lessee, lot });
            }
        }
        Ok(())
    }

    /// Returns the group of leases that share the chips that come to a pool in a week.
    fn group(&mut self, pool: &Pool, first: usize, most: i64) -> usize {
        let caps = &mut self.model.problem.group_max;
        let key = (pool.id.clone(), first);
        *self.groups.entry(key).or_insert_with(|| {
            caps.push(most);
            caps.len() - 1
        })
    }

    /// Adds the chips that the owner of a pool may buy.
    fn purchases(
        &mut self,
        resource: usize,
        pool: &'a Pool,
        judged: &[Judged<'a>],
    ) -> Result<(), PlanError> {
        for judged in judged.iter().filter(|judged| judged.usable()) {
            let Some(offer) = judged.offer else { continue };
            let from = self.week_of(judged.available_from);
            if from >= self.weeks {
                continue;
            }
            let held_weeks = (self.weeks - from) as u64;
            let each = held_cost(offer, held_weeks)?;
            let cost = Money::from_ten_thousandths(each, offer.price.currency());
            let blocks = judged.lot.chips.0 / offer.block.0.max(1);
            let most = integer(blocks, "offer", offer.id.as_str())?;
            let group = self.licence(offer).or_else(|| self.orders(offer, most));
            let add = solve::Use {
                resource,
                from,
                until: self.weeks,
                units: integer(
                    left_for_work(pool, offer.block.0),
                    "block",
                    offer.id.as_str(),
                )?,
            };
            let expansion = Expansion {
                adds: vec![add],
                draws: Vec::new(),
                cost: cost.times(offer.block.0)?.ten_thousandths(),
                max: most,
                group,
            };
            self.model.problem.expansions.push(expansion);
            let ordered = judged.ordered;
            self.model.growths.push(Growth::Purchase {
                offer,
                pool,
                ordered,
            });
        }
        Ok(())
    }

    /// Returns the group of all orders of an offer, where it may be ordered on two days: together
    /// they take no more than is on offer on the later one.
    fn orders(&mut self, offer: &Purchase, most: i64) -> Option<usize> {
        self.request.orders_again?;
        let caps = &mut self.model.problem.group_max;
        let group = *self.offers.entry(offer.id.clone()).or_insert_with(|| {
            caps.push(most);
            caps.len() - 1
        });
        if let Some(cap) = caps.get_mut(group) {
            *cap = (*cap).max(most);
        }
        Some(group)
    }

    /// Returns the group of offers that draw on the licence of an offer, when it has a quantity.
    ///
    /// A group counts blocks. Where blocks differ in size, the largest counts for each, so that the
    /// licence is never overdrawn.
    fn licence(&mut self, offer: &Purchase) -> Option<usize> {
        let scenario = self.request.scenario;
        let licence = scenario.draws_on(&offer.supply)?;
        if let Some(group) = self.licences.get(licence) {
            return Some(*group);
        }
        let offers = scenario.purchases.values();
        let under = offers.filter(|other| scenario.draws_on(&other.supply) == Some(licence));
        let block = under.map(|other| other.block.0).max().unwrap_or(1).max(1);
        let most = scenario.left_on(licence).0 / block;
        let group = self.model.problem.group_max.len();
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.model.problem.group_max.push(most);
        self.licences.insert(licence.clone(), group);
        Some(group)
    }
}

impl Model<'_> {
    /// Returns what one chip costs to use for an hour, on top of leases and purchases.
    pub(crate) fn hourly(way: &Way<'_>) -> Result<i64, PlanError> {
        match &way.pool.terms {
            Terms::Own { running_chip_hour } => Ok(running_chip_hour.ten_thousandths()),
            Terms::Lease {
                price_chip_hour,
                overhead_percent,
                min_term_weeks,
                ..
            } => {
                if *min_term_weeks > 1 {
                    return Ok(0);
                }
                with_overhead(price_chip_hour.ten_thousandths(), *overhead_percent)
            }
        }
    }
}

/// Returns how many of so many chips work may use; the rest is kept free.
fn left_for_work(pool: &Pool, chips: u64) -> u64 {
    let free = u64::try_from(pool.keep_free_percent.ten_thousandths()).unwrap_or(0);
    let used = u128::from(chips) * u128::from(1_000_000_u64.saturating_sub(free)) / 1_000_000;
    u64::try_from(used).unwrap_or(chips)
}

/// The most leases that are offered on chips of one delivery.
const WINDOWS_MAX: usize = 2_000;

/// Returns the windows of leases on chips that stand from a week on: from each week for each length
/// from one term to two, for whole terms, and for the rest of the horizon. Leases one after another
/// make every other length. Where those are too many, lengths between whole terms are left out.
fn windows(first: usize, term: usize, weeks: usize) -> Vec<(usize, usize)> {
    if first + term >= weeks {
        return vec![(first, weeks)];
    }
    let every = (weeks - term - first + 1).saturating_mul(term) <= WINDOWS_MAX;
    let mut windows = Vec::new();
    for from in first..=weeks - term {
        let ends = from + term..=weeks;
        let offered = ends.filter(|&until| {
            let length = until - from;
            (every && length < 2 * term) || length.is_multiple_of(term) || until == weeks
        });
        windows.extend(offered.map(|until| (from, until)));
    }
    windows
}

/// Returns what holding one bought chip costs for so many weeks: its loss of value, straight-line
/// over its life, and interest and upkeep.
fn held_cost(offer: &Purchase, weeks: u64) -> Result<i64, PlanError> {
    let loss = i128::from(offer.price.ten_thousandths() - offer.residual.ten_thousandths());
    let yearly = loss / i128::from(offer.life_years.max(1))
        + i128::from(offer.carrying_per_year.ten_thousandths());
    // A year of 364 days makes 52 whole weeks; the price errs upward by a third of a per cent.
    let held = (yearly * i128::from(weeks) + 51) / 52;
    i64::try_from(held).map_err(|_| PlanError::Amount(portolan_terms::MoneyError::TooLarge))
}
