//! What a plan draws on the limits of its scenario, and what they cost.

use portolan_facts::scenario::model::{Cap, Limit};

use super::{ledger::decimal, rows::Writer};
use crate::{
    Request,
    document::{InForce, LimitRow},
    model::Model,
    solve::{Draw, Solution},
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
    /// Returns what the plan draws on each limit.
    pub fn limits(&self) -> Vec<LimitRow> {
        let limits = self.request.scenario.limits.iter().zip(&self.model.limits);
        let rows =
            limits.map(|(limit, index)| row(limit, drawn(self.model, self.decisions, *index)));
        rows.collect()
    }
}

/// Returns what all decisions draw on a limit.
fn drawn(model: &Model<'_>, decisions: &Solution, limit: usize) -> i128 {
    let units = |draws: &[Draw]| -> i128 {
        let own = draws.iter().filter(|draw| draw.limit == limit);
        own.map(|draw| i128::from(draw.units)).sum()
    };
    let problem = &model.problem;
    let mut sum = 0;
    for (task, option) in problem.tasks.iter().zip(&decisions.options) {
        let chosen = task.options.get(*option);
        sum += chosen.map_or(0, |option| units(&option.draws));
    }
    for (expansion, blocks) in problem.expansions.iter().zip(&decisions.blocks) {
        sum += units(&expansion.draws) * i128::from(*blocks);
    }
    for (demand, replicas) in problem.demands.iter().zip(&decisions.replicas) {
        for (source, weeks) in demand.sources.iter().zip(replicas) {
            let running: i128 = weeks.iter().map(|count| i128::from(*count)).sum();
            sum += units(&source.draws) * running;
        }
    }
    sum
}

fn row(limit: &Limit, drawn: i128) -> LimitRow {
    // Money is counted in cents and carbon in kilograms.
    let cents = |drawn: i128| decimal(i64::try_from(drawn * 100).unwrap_or(i64::MAX));
    let (unit, most, drawn) = match limit.cap {
        Cap::Money(most) => ("USD", most.decimal(), cents(drawn)),
        Cap::Tonnes(most) => {
            let tonnes = format!("{}.{:03}", drawn / 1_000, drawn % 1_000);
            ("tonnes", most.to_string(), tonnes)
        }
        Cap::ChipHours(most) => ("chip-hours", most.to_string(), drawn.to_string()),
        Cap::Moves(most) => ("moves", most.to_string(), drawn.to_string()),
    };
    LimitRow {
        limit: limit.id.clone(),
        unit: unit.to_owned(),
        most,
        drawn,
    }
}
