//! The ledger of a plan: every amount by line, and each placement's share of leases and purchases.

use std::collections::BTreeMap;

use portolan_facts::scenario::model::Terms;
use portolan_terms::{Currency, Money, MoneyError};

use crate::{
    PlanError,
    document::{Cost, CostLine},
    model::{Choice, Growth, Model},
    solve::{Demand, Solution, Use},
    survey::{Lawfulness, Way},
};

/// Names the lines of cost, in the order in which they are shown.
const LINES: [&str; 6] = [
    "lease", "running", "purchase", "cures", "unserved", "undone",
];
/// Names the lines that are shown where a scenario counts them.
const FURTHER: [&str; 4] = ["transfer", "porting", "carbon", "moves"];

/// Holds the amounts of a plan, in ten-thousandths of a dollar.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    lines: BTreeMap<&'static str, i64>,
    /// For each holding: what its leases and purchases cost.
    grown: BTreeMap<usize, i64>,
    /// For each holding: the chip-weeks in use.
    used: BTreeMap<usize, i64>,
}

/// Writes ten-thousandths of a dollar as a decimal.
pub(crate) fn decimal(ten_thousandths: i64) -> String {
    Money::from_ten_thousandths(ten_thousandths, Currency::Usd).decimal()
}

fn too_large() -> PlanError {
    PlanError::Amount(MoneyError::TooLarge)
}

impl Ledger {
    /// Returns the ledger of these decisions.
    ///
    /// # Errors
    /// When an amount is too large to keep.
    pub fn of(model: &Model<'_>, decisions: &Solution) -> Result<Self, PlanError> {
        let mut ledger = Self::default();
        ledger.tasks(model, decisions)?;
        ledger.services(model, decisions)?;
        for (index, blocks) in decisions.blocks.iter().enumerate() {
            let parts = model
                .problem
                .expansions
                .get(index)
                .zip(model.growths.get(index));
            let Some((expansion, growth)) = parts else {
                continue;
            };
            let cost = expansion.cost.checked_mul(*blocks).ok_or_else(too_large)?;
            let held = expansion.adds.first();
            match growth {
                Growth::Lease { .. } => ledger.grow("lease", held, cost)?,
                Growth::Purchase { .. } => ledger.grow("purchase", held, cost)?,
                Growth::Replica { way, .. } => {
                    let carbon = ledger.carbon(model, way, *blocks)?;
                    ledger.add(use_line(&way.pool.terms), cost - carbon)?;
                    if let Some(used) = held {
                        *ledger.used.entry(used.resource).or_default() -= used.units * blocks;
                    }
                }
                Growth::Unserved => ledger.add("unserved", cost)?,
                Growth::Opening(opening) => ledger.add(opening.line(), cost)?,
            }
        }
        Ok(ledger)
    }

    fn add(&mut self, line: &'static str, amount: i64) -> Result<(), PlanError> {
        let sum = self.lines.entry(line).or_default();
        *sum = sum.checked_add(amount).ok_or_else(too_large)?;
        Ok(())
    }

    /// Adds what a lease or a purchase costs to its line and to the holding that it adds to.
    fn grow(&mut self, line: &'static str, held: Option<&Use>, cost: i64) -> Result<(), PlanError> {
        if let Some(held) = held {
            *self.grown.entry(held.resource).or_default() += cost;
        }
        self.add(line, cost)
    }

    /// Adds what the carbon of so many replicas and weeks costs, and returns it.
    fn carbon(&mut self, model: &Model<'_>, way: &Way<'_>, count: i64) -> Result<i64, PlanError> {
        let each = model.carbon.get(&way.pool.id).copied().unwrap_or(0);
        let cost = each.checked_mul(count).ok_or_else(too_large)?;
        self.add("carbon", cost)?;
        Ok(cost)
    }

    fn tasks(&mut self, model: &Model<'_>, decisions: &Solution) -> Result<(), PlanError> {
        for ((task, (_, choices)), option) in model
            .problem
            .tasks
            .iter()
            .zip(&model.tasks)
            .zip(&decisions.options)
        {
            let parts = task.options.get(*option).zip(choices.get(*option));
            let Some((chosen, choice)) = parts else {
                continue;
            };
            match choice {
                Choice::Undone => self.add("undone", chosen.cost)?,
                Choice::Run { way, extras, .. } => {
                    let cure = match &way.lawful {
                        Lawfulness::Awaiting { cost, .. } => cost.ten_thousandths(),
                        Lawfulness::Lawful(_) | Lawfulness::Refused(_) | Lawfulness::Unfit(_) => 0,
                    };
                    let more = extras.total().ok_or_else(too_large)?;
                    self.add("cures", cure)?;
                    self.add("porting", extras.porting)?;
                    self.add("moves", extras.moves)?;
                    self.add("carbon", extras.carbon)?;
                    self.add(use_line(&way.pool.terms), chosen.cost - cure - more)?;
                }
            }
            for used in &chosen.uses {
                let weeks = i64::try_from(used.until - used.from).unwrap_or(0);
                *self.used.entry(used.resource).or_default() += used.units * weeks;
            }
        }
        Ok(())
    }

    fn services(&mut self, model: &Model<'_>, decisions: &Solution) -> Result<(), PlanError> {
        let demands = model
            .problem
            .demands
            .iter()
            .zip(&model.demands)
            .zip(&decisions.replicas);
        for ((demand, (_, ways)), replicas) in demands {
            for ((source, way), weeks) in demand.sources.iter().zip(ways).zip(replicas) {
                let count: i64 = weeks.iter().sum();
                let cost = source.cost.checked_mul(count).ok_or_else(too_large)?;
                let carbon = self.carbon(model, way, count)?;
                self.add(use_line(&way.pool.terms), cost - carbon)?;
                *self.used.entry(source.resource).or_default() += source.units * count;
            }
            self.add("unserved", unserved_cost(demand, replicas)?)?;
        }
        Ok(())
    }

    /// Returns the share of a holding's leases and purchases that falls on so many chip-weeks.
    pub fn share(&self, holding: usize, chip_weeks: i64) -> i64 {
        let grown = self.grown.get(&holding).copied().unwrap_or(0);
        let used = self.used.get(&holding).copied().unwrap_or(0);
        if used == 0 {
            return 0;
        }
        let share = i128::from(grown) * i128::from(chip_weeks) / i128::from(used);
        i64::try_from(share).unwrap_or(i64::MAX)
    }

    /// Returns the cost by line.
    pub fn cost(&self) -> Cost {
        let counted = |line: &&&str| self.lines.get(**line).is_some_and(|amount| *amount != 0);
        let lines = LINES.iter().chain(FURTHER.iter().filter(counted));
        let by_line = lines.map(|line| CostLine {
            line: (*line).to_owned(),
            amount: decimal(self.lines.get(line).copied().unwrap_or(0)),
        });
        let total = self.lines.values().sum();
        Cost {
            total: decimal(total),
            by_line: by_line.collect(),
        }
    }
}

fn use_line(terms: &Terms) -> &'static str {
    match terms {
        Terms::Own { .. } => "running",
        Terms::Lease { .. } => "lease",
    }
}

/// Returns the amount that each period leaves unserved.
pub(crate) fn unserved(demand: &Demand, replicas: &[Vec<i64>]) -> Vec<i64> {
    let served = |period: usize| -> i64 {
        let each = demand.sources.iter().zip(replicas);
        each.map(|(source, weeks)| source.output * weeks.get(period).copied().unwrap_or(0))
            .sum()
    };
    let amounts = demand.amount.iter().enumerate();
    amounts
        .map(|(period, amount)| (amount - served(period)).max(0))
        .collect()
}

/// Returns what leaving it unserved costs: each period rounded up.
pub(crate) fn unserved_cost(demand: &Demand, replicas: &[Vec<i64>]) -> Result<i64, PlanError> {
    let per = i128::from(demand.penalty_per.max(1));
    let lost = unserved(demand, replicas)
        .into_iter()
        .map(|amount| (i128::from(demand.penalty) * i128::from(amount) + per - 1) / per);
    i64::try_from(lost.sum::<i128>()).map_err(|_| too_large())
}
