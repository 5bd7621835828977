//! What a plan draws on the limits of its scenario, and what they cost.

use portolan_facts::scenario::model::{Cap, Limit};

use super::{ledger::decimal, reasons::first_prices, rows::Writer};
use crate::{
    Request,
    document::{InForce, LimitRow},
    solve::{Certificate, Draw, TICKS_PER_MONEY, TICKS_PER_WORTH},
};

/// Returns where the plan in force runs each workload, as the plan embeds it.
pub(super) fn in_force(request: &Request<'_>) -> Vec<InForce> {
    let rows = request.in_force.iter().map(|(workload, pools)| InForce {
        workload: workload.to_string(),
        pools: pools.iter().map(ToString::to_string).collect(),
    });
    rows.collect()
}

impl Writer<'_, '_> {
    /// Returns what the plan draws on each limit, and what one unit more would save.
    pub fn limits(&self, certificate: &Certificate) -> Vec<LimitRow> {
        let limits = self.request.scenario.limits.iter().zip(&self.model.limits);
        let rows = limits.map(|(limit, index)| {
            let drawn = self.drawn(*index);
            let price = first_prices(certificate).and_then(|table| {
                let mut priced = table.limits.iter();
                priced.find(|price| price.limit == *index)
            });
            let ticks = price.map_or(0, |price| {
                i128::from(price.worth) * i128::from(TICKS_PER_WORTH) + i128::from(price.ticks)
            });
            row(limit, drawn, ticks)
        });
        rows.collect()
    }

    /// Returns what all decisions draw on a limit.
    fn drawn(&self, limit: usize) -> i128 {
        let units = |draws: &[Draw]| -> i128 {
            let own = draws.iter().filter(|draw| draw.limit == limit);
            own.map(|draw| i128::from(draw.units)).sum()
        };
        let problem = &self.model.problem;
        let mut sum = 0;
        for (task, option) in problem.tasks.iter().zip(&self.decisions.options) {
            sum += task
                .options
                .get(*option)
                .map_or(0, |option| units(&option.draws));
        }
        for (expansion, blocks) in problem.expansions.iter().zip(&self.decisions.blocks) {
            sum += units(&expansion.draws) * i128::from(*blocks);
        }
        for (demand, replicas) in problem.demands.iter().zip(&self.decisions.replicas) {
            for (source, weeks) in demand.sources.iter().zip(replicas) {
                let running: i128 = weeks.iter().map(|count| i128::from(*count)).sum();
                sum += units(&source.draws) * running;
            }
        }
        sum
    }
}

fn row(limit: &Limit, drawn: i128, ticks: i128) -> LimitRow {
    // Money is counted in cents and carbon in kilograms.
    let (unit, most, drawn, each) = match limit.cap {
        Cap::Money(most) => ("USD", most.decimal(), decimal(whole(drawn * 100)), 100),
        Cap::Tonnes(most) => (
            "tonnes",
            most.to_string(),
            format!("{}.{:03}", drawn / 1_000, drawn % 1_000),
            1_000,
        ),
        Cap::ChipHours(most) => ("chip-hours", most.to_string(), drawn.to_string(), 1),
        Cap::Moves(most) => ("moves", most.to_string(), drawn.to_string(), 1),
    };
    LimitRow {
        limit: limit.id.clone(),
        unit: unit.to_owned(),
        most,
        drawn,
        worth: decimal(whole(ticks * each / i128::from(TICKS_PER_MONEY))),
    }
}

fn whole(amount: i128) -> i64 {
    i64::try_from(amount).unwrap_or(i64::MAX)
}
