//! What a future must bear of decisions that it has no use for itself.
//!
//! The problem of a future holds only what some lawful work in it can use. A lease signed before
//! the future is known, chips ordered and a run begun are paid for all the same, so they are added
//! to every future in which the chips are there.

use std::collections::BTreeMap;

use portolan_facts::scenario::model::{Pool, Terms};
use portolan_terms::{OfferId, PartyId, PoolId, WorkloadId};

use super::{
    decision::{Decision, Place, Reveal},
    settled::World,
};
use crate::{
    model::{Growth, week_of},
    request::days,
    solve::{Expansion, Resource, Use},
    survey::Lawfulness,
};

/// Holds a decision as a future that has it states it.
struct Stated {
    holding: (PoolId, Option<PartyId>),
    /// The block; a run has none.
    block: Option<Expansion>,
}

/// Adds to each future what the others may decide now and it would have to bear.
pub(super) fn carry(worlds: &mut [World<'_, '_>], reveal: Reveal) {
    let mut known: BTreeMap<Decision, Stated> = BTreeMap::new();
    for world in worlds.iter() {
        for (decision, place) in &world.decisions {
            if let Some(stated) = stated(world, *place) {
                known.entry(decision.clone()).or_insert(stated);
            }
        }
    }
    for world in worlds {
        for (decision, stated) in &known {
            if !world.decisions.contains_key(decision) {
                world.bear(decision, stated, reveal);
            }
        }
    }
}

fn stated(world: &World<'_, '_>, place: Place) -> Option<Stated> {
    let problem = &world.model.problem;
    let (uses, block) = match place {
        Place::Expansion(index) => {
            let expansion = problem.expansions.get(index)?;
            (&expansion.adds, Some(expansion.clone()))
        }
        Place::Option { task, option } => {
            (&problem.tasks.get(task)?.options.get(option)?.uses, None)
        }
    };
    let resource = uses.first()?.resource;
    let holding = world.model.holdings.get(resource)?.clone();
    Some(Stated { holding, block })
}

impl<'w> World<'w, '_> {
    /// Adds a decision of another future, where the chips for it are there.
    fn bear(&mut self, decision: &Decision, stated: &Stated, reveal: Reveal) -> Option<()> {
        let scenario = self.request.scenario;
        let pool = scenario.pools.get(&stated.holding.0)?;
        let resource = self.resource(pool, stated.holding.1.as_ref());
        let block = stated.block.as_ref()?;
        let add = block.adds.first()?;
        let (growth, max, group, from) = match decision {
            Decision::Lease { lessee, lot, .. } => {
                let max = self.stock_of(pool, *lot) / add.units.max(1);
                let lot = *lot;
                let lessee = lessee.clone();
                if max <= 0 {
                    return None;
                }
                let group = self.group_of_lot(pool, lot, max);
                (
                    Growth::Lease { pool, lessee, lot },
                    max,
                    Some(group),
                    add.from,
                )
            }
            Decision::Order { offer } => self.ordered(pool, offer, reveal)?,
            Decision::Work {
                workload,
                pool,
                week,
            } => {
                let growth = self.interrupted(workload, pool, *week)?;
                (growth, block.max, None, add.from)
            }
            Decision::Start { .. } => return None,
        };
        let add = Use {
            resource,
            from,
            ..*add
        };
        let index = self.model.problem.expansions.len();
        self.model.problem.expansions.push(Expansion {
            adds: vec![add],
            draws: Vec::new(),
            cost: block.cost,
            max,
            group,
        });
        self.model.growths.push(growth);
        let place = Place::Expansion(index);
        self.decisions.insert(decision.clone(), place);
        Some(())
    }

    /// Returns the resource of a holder's chips in a pool, made where no lawful work uses it.
    fn resource(&mut self, pool: &Pool, holder: Option<&PartyId>) -> usize {
        let mut holdings = self.model.holdings.iter();
        let found = holdings.position(|(held, by)| *held == pool.id && by.as_ref() == holder);
        if let Some(index) = found {
            return index;
        }
        let weeks = self.request.scenario.horizon_weeks;
        let leased_long = matches!(pool.terms, Terms::Lease { .. }) && holder.is_some();
        let stands = |week: usize| {
            let lots = (0..=week).map(|lot| self.stock_of(pool, lot));
            lots.fold(0, i64::saturating_add)
        };
        let capacity = if leased_long {
            vec![0; weeks]
        } else {
            (0..weeks).map(stands).collect()
        };
        self.model.problem.resources.push(Resource { capacity });
        let holding = (pool.id.clone(), holder.cloned());
        self.model.holdings.push(holding);
        self.model.holdings.len() - 1
    }

    /// Returns the chips in stock that come to a pool in a week, lawfully.
    fn stock_of(&self, pool: &Pool, lot: usize) -> i64 {
        let judged = self.survey.chips_of(pool).iter();
        let stock = judged.filter(|judged| judged.usable() && judged.offer.is_none());
        let come =
            stock.filter(|judged| week_of(self.request.scenario, judged.available_from) == lot);
        let chips = come.map(|judged| i64::try_from(judged.lot.chips.0).unwrap_or(i64::MAX));
        chips.fold(0, i64::saturating_add)
    }

    /// Returns the group of the leases on the chips that come to a pool in a week.
    fn group_of_lot(&mut self, of: &Pool, week: usize, most: i64) -> usize {
        let leased = |growth: &Growth<'_>| matches!(growth, Growth::Lease { pool, lot, .. } if pool.id == of.id && *lot == week);
        self.group_of(leased).unwrap_or_else(|| {
            self.model.problem.group_max.push(most);
            self.model.problem.group_max.len() - 1
        })
    }

    fn group_of(&self, same: impl Fn(&Growth<'_>) -> bool) -> Option<usize> {
        let mut growths = self
            .model
            .growths
            .iter()
            .zip(&self.model.problem.expansions);
        growths.find(|(growth, _)| same(growth))?.1.group
    }

    /// Returns an order that this future delivers, with the week from which the chips are there.
    fn ordered(
        &self,
        pool: &'w Pool,
        offer: &OfferId,
        reveal: Reveal,
    ) -> Option<(Growth<'w>, i64, Option<usize>, usize)> {
        let scenario = self.request.scenario;
        let mut judged = self.survey.chips_of(pool).iter();
        let (judged, offer) = judged.find_map(|judged| {
            let own = judged.offer.filter(|own| own.id == *offer)?;
            (judged.ordered == reveal.on && judged.usable()).then_some((judged, own))
        })?;
        let from = week_of(scenario, judged.available_from);
        let blocks = judged.lot.chips.0 / offer.block.0.max(1);
        let licence = scenario.draws_on(&offer.supply);
        let group = self.group_of(|growth| match growth {
            Growth::Purchase { offer: other, .. } => {
                other.id == offer.id
                    || licence.is_some() && scenario.draws_on(&other.supply) == licence
            }
            Growth::Lease { .. }
            | Growth::Replica { .. }
            | Growth::Unserved
            | Growth::Opening(_) => false,
        });
        let ordered = judged.ordered;
        let growth = Growth::Purchase {
            offer,
            pool,
            ordered,
        };
        let most = i64::try_from(blocks).unwrap_or(i64::MAX);
        (from < scenario.horizon_weeks).then_some((growth, most, group, from))
    }

    /// Returns divisible work that law permits when the week begins and not until it ends: it is
    /// paid, and nothing comes of it.
    fn interrupted(&self, workload: &WorkloadId, pool: &PoolId, week: usize) -> Option<Growth<'w>> {
        let mut ways = self.survey.ways.iter();
        let way = ways.find(|way| way.workload.id == *workload && way.pool.id == *pool)?;
        let begins = self.request.scenario.on.plus_days(days(week));
        let Lawfulness::Lawful(spans) = &way.lawful else {
            return None;
        };
        let mut spans = spans.iter();
        let permitted = spans.any(|span| span.from <= begins && begins < span.until);
        permitted.then_some(Growth::Replica { way, week })
    }
}
