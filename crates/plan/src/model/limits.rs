//! The limits of a scenario: what every decision draws on them.

use portolan_facts::scenario::model::{Cap, Limit, Pool};
use portolan_terms::PartyId;

use super::{Builder, Choice, Growth, HOURS_PER_WEEK, Opening, REPLICA_CHIPS};
use crate::{PlanError, solve::Draw};

/// The ten-thousandths of a dollar in a cent, in which money is counted here.
const CENT: i64 = 100;
/// The milligrams of a kilogram, in which carbon is counted here.
const KILOGRAM: i128 = 1_000_000;

/// Holds what a decision is, as far as limits ask.
#[derive(Clone, Copy)]
struct Item<'i> {
    owner: Option<&'i PartyId>,
    pool: Option<&'i Pool>,
    /// What is spent, in ten-thousandths of a dollar.
    spent: i64,
    chip_hours: u64,
    moves: i64,
}

impl Builder<'_, '_> {
    /// Adds the limits of the scenario and what every decision draws on them.
    pub(super) fn limit(&mut self) -> Result<(), PlanError> {
        // In the order of their ids, as workloads are.
        let mut limits: Vec<(usize, &Limit)> =
            self.request.scenario.limits.iter().enumerate().collect();
        limits.sort_by_key(|(_, limit)| &limit.id);
        self.model.limits = vec![0; limits.len()];
        for (place, limit) in limits {
            let most = match limit.cap {
                Cap::Money(most) => most.ten_thousandths() / CENT,
                Cap::Tonnes(most) => self.whole(most.saturating_mul(1_000), limit)?,
                Cap::ChipHours(most) | Cap::Moves(most) => self.whole(most, limit)?,
            };
            let index = self.model.problem.limits.len();
            self.model.problem.limits.push(most);
            if let Some(held) = self.model.limits.get_mut(place) {
                *held = index;
            }
            self.limit_tasks(limit, index)?;
            self.limit_growths(limit, index)?;
            self.limit_demands(limit, index)?;
        }
        Ok(())
    }

    fn whole(&self, most: u64, limit: &Limit) -> Result<i64, PlanError> {
        super::integer(most, "limit", &limit.id)
    }

    fn limit_tasks(&mut self, limit: &Limit, index: usize) -> Result<(), PlanError> {
        for task in 0..self.model.tasks.len() {
            let Some((workload, choices)) = self.model.tasks.get(task) else {
                continue;
            };
            let mut draws = Vec::new();
            for (option, choice) in choices.iter().enumerate() {
                let Choice::Run {
                    way, weeks, chips, ..
                } = choice
                else {
                    continue;
                };
                let cost = self.model.problem.tasks.get(task);
                let cost = cost.and_then(|task| task.options.get(option));
                let item = Item {
                    owner: Some(&workload.owner),
                    pool: Some(way.pool),
                    spent: cost.map_or(0, |option| option.cost),
                    chip_hours: chips.0 * HOURS_PER_WEEK * (*weeks as u64),
                    moves: i64::from(self.is_move(workload, way.pool)),
                };
                draws.push((option, self.units(limit, item)?));
            }
            let held = self.model.problem.tasks.get_mut(task);
            let options = held.map(|task| task.options.as_mut_slice());
            let options = options.unwrap_or_default();
            for (option, units) in draws.into_iter().filter(|(_, units)| *units != 0) {
                if let Some(held) = options.get_mut(option) {
                    held.draws.push(Draw {
                        limit: index,
                        units,
                    });
                }
            }
        }
        Ok(())
    }

    fn limit_growths(&mut self, limit: &Limit, index: usize) -> Result<(), PlanError> {
        for number in 0..self.model.growths.len() {
            let Some(growth) = self.model.growths.get(number) else {
                continue;
            };
            let spent = self.model.problem.expansions.get(number);
            let spent = spent.map_or(0, |expansion| expansion.cost);
            let nothing = Item {
                owner: None,
                pool: None,
                spent,
                chip_hours: 0,
                moves: 0,
            };
            let item = match growth {
                Growth::Lease { pool, lessee, .. } => Item {
                    owner: Some(lessee),
                    pool: Some(pool),
                    ..nothing
                },
                Growth::Purchase { offer, pool, .. } => Item {
                    owner: Some(&offer.buyer),
                    pool: Some(pool),
                    ..nothing
                },
                Growth::Replica { way, .. } => Item {
                    owner: Some(&way.workload.owner),
                    pool: Some(way.pool),
                    chip_hours: REPLICA_CHIPS * HOURS_PER_WEEK,
                    ..nothing
                },
                Growth::Opening(opening) => self.opening_item(opening, nothing),
                Growth::Unserved => continue,
            };
            let units = self.units(limit, item)?;
            if let Some(expansion) = self.model.problem.expansions.get_mut(number)
                && units != 0
            {
                expansion.draws.push(Draw {
                    limit: index,
                    units,
                });
            }
        }
        Ok(())
    }

    /// Returns whose an opening is; what nobody can be charged with counts under every filter.
    fn opening_item<'i>(&'i self, opening: &'i Opening, nothing: Item<'i>) -> Item<'i> {
        let scenario = self.request.scenario;
        let owner = |id| {
            let mut workloads = scenario.workloads.iter();
            let found = workloads.find(|workload| &workload.id == id);
            found.map(|workload| &workload.owner)
        };
        match opening {
            Opening::Transfer(dataset, _) => Item {
                owner: scenario.datasets.get(dataset).map(|set| &set.controller),
                ..nothing
            },
            Opening::Porting(workload, _) => Item {
                owner: owner(workload),
                ..nothing
            },
            Opening::Move(workload, pool) => Item {
                owner: owner(workload),
                pool: scenario.pools.get(pool),
                moves: 1,
                ..nothing
            },
        }
    }

    fn limit_demands(&mut self, limit: &Limit, index: usize) -> Result<(), PlanError> {
        for number in 0..self.model.demands.len() {
            let Some((workload, ways)) = self.model.demands.get(number) else {
                continue;
            };
            let mut draws = Vec::new();
            for (place, way) in ways.iter().enumerate() {
                let source = self.model.problem.demands.get(number);
                let source = source.and_then(|demand| demand.sources.get(place));
                let item = Item {
                    owner: Some(&workload.owner),
                    pool: Some(way.pool),
                    spent: source.map_or(0, |source| source.cost),
                    chip_hours: REPLICA_CHIPS * HOURS_PER_WEEK,
                    moves: 0,
                };
                draws.push(self.units(limit, item)?);
            }
            let held = self.model.problem.demands.get_mut(number);
            let sources = held.map(|demand| demand.sources.as_mut_slice());
            for (source, units) in sources.unwrap_or_default().iter_mut().zip(draws) {
                if units != 0 {
                    source.draws.push(Draw {
                        limit: index,
                        units,
                    });
                }
            }
        }
        Ok(())
    }

    /// Returns what an item draws on a limit.
    fn units(&self, limit: &Limit, item: Item<'_>) -> Result<i64, PlanError> {
        let scenario = self.request.scenario;
        let owned =
            limit.owners.is_empty() || item.owner.is_none_or(|owner| limit.owners.contains(owner));
        let country = |pool: &Pool| scenario.sites.get(&pool.site).map(|site| site.country);
        let there = item.pool.is_none_or(|pool| {
            let pools = limit.pools.is_empty() || limit.pools.contains(&pool.id);
            let countries = limit.countries.is_empty()
                || country(pool).is_none_or(|place| limit.countries.contains(&place));
            pools && countries
        });
        if !owned || !there {
            return Ok(0);
        }
        let carbon = |pool: &Pool| {
            let each = scenario.carbon_chip_hour(self.request.atlas, pool);
            (i128::from(each.unwrap_or(0)) * i128::from(item.chip_hours) + KILOGRAM - 1) / KILOGRAM
        };
        let units = match limit.cap {
            Cap::Money(_) => i128::from((item.spent + CENT - 1).div_euclid(CENT)),
            Cap::Tonnes(_) => item.pool.map_or(0, carbon),
            Cap::ChipHours(_) => i128::from(item.chip_hours),
            Cap::Moves(_) => i128::from(item.moves),
        };
        i64::try_from(units).map_err(|_| PlanError::Quantity {
            what: "what is counted",
            subject: limit.id.clone(),
        })
    }

    /// Returns true when a move of a workload costs or is limited.
    pub(super) fn moves_count(&self, workload: &portolan_facts::scenario::model::Workload) -> bool {
        let mut limits = self.request.scenario.limits.iter();
        workload.move_cost.is_some() || limits.any(|limit| matches!(limit.cap, Cap::Moves(_)))
    }
}
