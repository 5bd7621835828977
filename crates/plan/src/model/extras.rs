//! What work costs beside chips: carbon, porting, moves and transfers of data.

use portolan_facts::scenario::model::{Pool, Workload};
use portolan_terms::{DatasetId, PoolId, SiteId, WorkloadId};

use super::{Builder, Growth, HOURS_PER_WEEK, REPLICA_CHIPS};
use crate::{
    PlanError,
    solve::{Draw, Expansion},
    survey::Way,
};

/// The milligrams of a tonne.
const TONNE: i128 = 1_000_000_000;

/// Holds what a run costs beside its chips and its cures, in ten-thousandths of a dollar.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Extras {
    pub porting: i64,
    pub moves: i64,
    pub carbon: i64,
}

impl Extras {
    /// Returns all of it.
    pub fn total(self) -> Option<i64> {
        self.porting
            .checked_add(self.moves)?
            .checked_add(self.carbon)
    }
}

/// Names something that is paid once and then serves all that needs it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Opening {
    /// A data set is brought to a site.
    Transfer(DatasetId, SiteId),
    /// A service or divisible work is brought to a software stack.
    Porting(WorkloadId, String),
    /// A service or divisible work runs at a pool where the plan in force does not have it.
    Move(WorkloadId, PoolId),
}

impl Opening {
    /// Returns the line of cost.
    pub fn line(&self) -> &'static str {
        match self {
            Self::Transfer(..) => "transfer",
            Self::Porting(..) => "porting",
            Self::Move(..) => "moves",
        }
    }
}

/// Holds the limit that an opening raises.
#[derive(Clone, Copy, Debug)]
pub(super) struct Opened {
    limit: usize,
    cost: i64,
    /// How often all together may draw on it.
    draws: i64,
}

fn too_large() -> PlanError {
    PlanError::Amount(portolan_terms::MoneyError::TooLarge)
}

impl<'a> Builder<'_, 'a> {
    /// Returns what bringing a workload to the stack of a pool costs; a stack that it does not name
    /// costs nothing.
    pub(super) fn porting(&self, way: &Way<'_>) -> i64 {
        let chip = self.request.atlas.chips.get(&way.pool.chip);
        let mut ported = way.workload.porting.iter();
        let found = ported.find(|one| chip.is_some_and(|chip| chip.sw_stack == one.stack));
        found.map_or(0, |one| one.cost.ten_thousandths())
    }

    /// Returns what it costs that a workload runs where the plan in force does not have it.
    pub(super) fn moving(&self, workload: &Workload, pool: &Pool) -> i64 {
        match (self.request.in_force.get(&workload.id), &workload.move_cost) {
            (Some(pools), Some(cost)) if !pools.contains(&pool.id) => cost.ten_thousandths(),
            _ => 0,
        }
    }

    /// Returns true when a workload would run where the plan in force does not have it.
    pub(super) fn is_move(&self, workload: &Workload, pool: &Pool) -> bool {
        let pools = self.request.in_force.get(&workload.id);
        pools.is_some_and(|pools| !pools.contains(&pool.id))
    }

    /// Returns what the carbon of so many chip-hours costs, rounded up.
    pub(super) fn carbon(&self, pool: &Pool, chip_hours: u64) -> Result<i64, PlanError> {
        let scenario = self.request.scenario;
        let Some(price) = scenario.carbon_price_tonne else {
            return Ok(0);
        };
        let each = scenario
            .carbon_chip_hour(self.request.atlas, pool)
            .unwrap_or(0);
        let amount = i128::from(each)
            .checked_mul(chip_hours.into())
            .and_then(|all| all.checked_mul(price.ten_thousandths().into()))
            .ok_or_else(too_large)?;
        i64::try_from((amount + TONNE - 1) / TONNE).map_err(|_| too_large())
    }

    /// Returns what the carbon of a replica costs for a week.
    pub(super) fn replica_carbon(&mut self, pool: &Pool) -> Result<i64, PlanError> {
        let cost = self.carbon(pool, HOURS_PER_WEEK * REPLICA_CHIPS)?;
        self.model.carbon.insert(pool.id.clone(), cost);
        Ok(cost)
    }

    /// Returns what a run draws on transfers of its data.
    pub(super) fn transfers(&mut self, way: &Way<'a>, draws: i64) -> Result<Vec<Draw>, PlanError> {
        let scenario = self.request.scenario;
        let (Some(price), Some(site)) = (
            scenario.transfer_price_gb,
            scenario.sites.get(&way.pool.site),
        ) else {
            return Ok(Vec::new());
        };
        let mut all = Vec::new();
        for id in &way.workload.datasets {
            let Some(set) = scenario.datasets.get(id) else {
                continue;
            };
            if set.from != site.country && set.gigabytes > 0 {
                let cost = price.times(set.gigabytes)?.ten_thousandths();
                let opening = Opening::Transfer(id.clone(), site.id.clone());
                all.push(self.opening(opening, cost, draws)?);
            }
        }
        Ok(all)
    }

    /// Returns what replicas draw on all that is paid once where they run: transfers, porting and a
    /// move; `draws` is how often all replicas of this way together may draw.
    pub(super) fn once(&mut self, way: &Way<'a>, draws: i64) -> Result<Vec<Draw>, PlanError> {
        let mut all = self.transfers(way, draws)?;
        let porting = self.porting(way);
        if porting > 0 {
            let chip = self.request.atlas.chips.get(&way.pool.chip);
            let stack = chip.map_or_else(String::new, |chip| chip.sw_stack.clone());
            let opening = Opening::Porting(way.workload.id.clone(), stack);
            all.push(self.opening(opening, porting, draws)?);
        }
        if self.is_move(way.workload, way.pool) && self.moves_count(way.workload) {
            let cost = self.moving(way.workload, way.pool);
            let opening = Opening::Move(way.workload.id.clone(), way.pool.id.clone());
            all.push(self.opening(opening, cost, draws)?);
        }
        Ok(all)
    }

    /// Returns one draw on an opening, which is made when it is first needed.
    fn opening(&mut self, opening: Opening, cost: i64, draws: i64) -> Result<Draw, PlanError> {
        let limits = &mut self.model.problem.limits;
        let opened = self.openings.entry(opening).or_insert_with(|| {
            limits.push(0);
            Opened {
                limit: limits.len() - 1,
                cost,
                draws: 0,
            }
        });
        opened.draws = opened.draws.checked_add(draws).ok_or_else(too_large)?;
        Ok(Draw {
            limit: opened.limit,
            units: 1,
        })
    }

    /// Adds all openings, each large enough for all that may draw on it.
    pub(super) fn open(&mut self) -> Result<(), PlanError> {
        for (opening, opened) in std::mem::take(&mut self.openings) {
            self.model.problem.expansions.push(Expansion {
                adds: Vec::new(),
                draws: vec![Draw {
                    limit: opened.limit,
                    units: -opened.draws,
                }],
                cost: opened.cost,
                max: 1,
                group: None,
            });
            self.model.growths.push(Growth::Opening(opening));
        }
        Ok(())
    }
}
