//! Why something was refused, passed over or left undone.

use std::collections::{BTreeMap, BTreeSet};

use portolan_acts::Outcome;
use portolan_law::GroundEffect;

use super::{ledger, rows::Writer};
use crate::{
    document::{ActRow, PassedOver, Refused, Unplaced},
    model::{Backlog, Choice, Growth},
    solve::{Case, Certificate, TICKS_PER_MONEY},
    survey::{self, Lawfulness, Way},
};

/// The most names listed in a sentence.
const NAMED_MAX: usize = 5;

impl<'a> Writer<'_, 'a> {
    /// Returns what law refused: chips whoever uses them, then workloads on pools.
    pub fn refused(&self) -> Vec<Refused> {
        let mut refused = Vec::new();
        for (pool, judged) in &self.survey.chips {
            for judged in judged.iter().filter(|judged| !judged.usable()) {
                refused.push(Refused {
                    workload: String::new(),
                    pool: survey::name_of(pool, judged.offer.map(|offer| &offer.id)),
                    outcome: judged.supply.ruling.outcome,
                    acts: vec![judged.supply.clone()],
                });
            }
        }
        for way in &self.survey.ways {
            if let Lawfulness::Refused(judgment) = &way.lawful {
                let acts: Vec<ActRow> = judgment
                    .acts
                    .iter()
                    .filter(|act| !act.kind.is_empty())
                    .cloned()
                    .collect();
                let supply_only = acts.iter().all(|act| act.kind == "supply");
                if !supply_only {
                    refused.push(Refused {
                        workload: way.workload.id.to_string(),
                        pool: way.pool.id.to_string(),
                        outcome: judgment.outcome,
                        acts,
                    });
                }
            }
        }
        refused
    }

    /// Returns the ways that were not chosen and that law does not bar.
    pub fn passed_over(&self, certificate: &Certificate) -> Vec<PassedOver> {
        let chosen = self.chosen();
        let dearer = self.dearer(certificate);
        let mut passed = Vec::new();
        for way in &self.survey.ways {
            let key = key(way);
            let (workload, pool) = (way.workload.id.to_string(), way.pool.id.to_string());
            match &way.lawful {
                Lawfulness::Unfit(reason) => {
                    let reason = reason.clone();
                    passed.push(PassedOver {
                        workload,
                        pool,
                        reason,
                        extra_cost: None,
                    });
                }
                Lawfulness::Lawful(_) | Lawfulness::Awaiting { .. } if !chosen.contains(&key) => {
                    let extra = dearer.get(&key).copied();
                    let reason = match extra {
                        Some(0) => "lawful, and at the prices of this plan no dearer".to_owned(),
                        Some(_) => "lawful, and dearer at the prices of this plan".to_owned(),
                        None => "lawful, but no run fits its window, its gang or its deadline"
                            .to_owned(),
                    };
                    let extra_cost = extra.map(ledger::decimal);
                    passed.push(PassedOver {
                        workload,
                        pool,
                        reason,
                        extra_cost,
                    });
                }
                Lawfulness::Lawful(_) | Lawfulness::Awaiting { .. } | Lawfulness::Refused(_) => {}
            }
        }
        passed
    }

    /// Returns the ways that the plan takes.
    fn chosen(&self) -> BTreeSet<(String, String)> {
        let mut chosen = BTreeSet::new();
        for ((_, choices), option) in self.model.tasks.iter().zip(&self.decisions.options) {
            if let Some(Choice::Run { way, .. }) = choices.get(*option) {
                chosen.insert(key(way));
            }
        }
        for ((_, ways), replicas) in self.model.demands.iter().zip(&self.decisions.replicas) {
            let used = ways
                .iter()
                .zip(replicas)
                .filter(|(_, weeks)| weeks.iter().any(|n| *n > 0));
            chosen.extend(used.map(|(way, _)| key(way)));
        }
        for (growth, blocks) in self.model.growths.iter().zip(&self.decisions.blocks) {
            if let Growth::Replica { way, .. } = growth
                && *blocks > 0
            {
                chosen.insert(key(way));
            }
        }
        chosen
    }

    /// Returns how much dearer each way is than the best of its workload, at the prices of the
    /// first leaf of the certificate: for a run in all, for a service a million tokens.
    fn dearer(&self, certificate: &Certificate) -> BTreeMap<(String, String), i64> {
        let prices = prices(certificate);
        let priced = |resource: usize, from: usize, until: usize, units: i64| -> i128 {
            let each =
                (from..until).map(|period| prices.get(&(resource, period)).copied().unwrap_or(0));
            each.sum::<i128>() * i128::from(units)
        };
        let mut dearer: BTreeMap<(String, String), i64> = BTreeMap::new();
        let mut note = |way: &Way<'_>, extra: i128| {
            let extra = i64::try_from(extra.max(0)).unwrap_or(i64::MAX);
            let held = dearer.entry(key(way)).or_insert(extra);
            *held = (*held).min(extra);
        };
        for (task, (_, choices)) in self.model.problem.tasks.iter().zip(&self.model.tasks) {
            let cost = |index: usize| -> Option<i128> {
                let option = task.options.get(index)?;
                let uses = option.uses.iter();
                let ticks: i128 = uses
                    .map(|used| priced(used.resource, used.from, used.until, used.units))
                    .sum();
                Some(i128::from(option.cost) + ticks / i128::from(TICKS_PER_MONEY))
            };
            let best = (0..task.options.len()).filter_map(cost).min().unwrap_or(0);
            for (index, choice) in choices.iter().enumerate() {
                if let (Choice::Run { way, .. }, Some(cost)) = (choice, cost(index)) {
                    note(way, cost - best);
                }
            }
        }
        for (demand, (_, ways)) in self.model.problem.demands.iter().zip(&self.model.demands) {
            let per_million = |index: usize| -> Option<i128> {
                let source = demand.sources.get(index)?;
                let weeks = i128::try_from(source.until.saturating_sub(source.from))
                    .ok()?
                    .max(1);
                let ticks = priced(source.resource, source.from, source.until, source.units);
                let each = i128::from(source.cost) + ticks / i128::from(TICKS_PER_MONEY) / weeks;
                Some(each * 1_000_000 / i128::from(source.output.max(1)))
            };
            let best = (0..ways.len()).filter_map(per_million).min().unwrap_or(0);
            for (index, way) in ways.iter().enumerate() {
                if let Some(each) = per_million(index) {
                    note(way, each - best);
                }
            }
        }
        for backlog in &self.model.backlogs {
            let each = self.per_million(backlog, &priced);
            let best = each.iter().map(|(_, cost)| *cost).min().unwrap_or(0);
            for (way, cost) in each {
                note(way, cost - best);
            }
        }
        dearer
    }

    /// Returns what a million tokens of divisible work cost in each place and week at these prices.
    fn per_million(
        &self,
        backlog: &Backlog<'a>,
        priced: &dyn Fn(usize, usize, usize, i64) -> i128,
    ) -> Vec<(&'a Way<'a>, i128)> {
        let replicas = backlog.replicas.clone().filter_map(|index| {
            let expansion = self.model.problem.expansions.get(index)?;
            let Growth::Replica { way, .. } = self.model.growths.get(index)? else {
                return None;
            };
            let used = expansion.adds.first()?;
            let ticks = priced(used.resource, used.from, used.until, -used.units);
            let cost = i128::from(expansion.cost) + ticks / i128::from(TICKS_PER_MONEY);
            let given = -expansion.draws.first()?.units;
            Some((*way, cost / i128::from(given.max(1))))
        });
        replicas.collect()
    }

    /// Returns what is left undone, and why.
    pub fn unplaced(&self) -> Vec<Unplaced> {
        let mut unplaced = Vec::new();
        for ((workload, choices), option) in self.model.tasks.iter().zip(&self.decisions.options) {
            if matches!(choices.get(*option), Some(Choice::Undone)) {
                let fits = choices.len() > 1;
                let reasons = self.reasons(workload.id.as_str(), fits);
                unplaced.push(Unplaced {
                    workload: workload.id.to_string(),
                    share: 1.0,
                    reasons,
                });
            }
        }
        let demands = self.model.demands.iter().zip(&self.model.problem.demands);
        for (((workload, ways), demand), replicas) in demands.zip(&self.decisions.replicas) {
            let asked: i64 = demand.amount.iter().sum();
            let left: i64 = ledger::unserved(demand, replicas).iter().sum();
            if left > 0 {
                #[expect(clippy::cast_precision_loss, reason = "a fraction for people")]
                let share = left as f64 / asked.max(1) as f64;
                let reasons = self.reasons(workload.id.as_str(), !ways.is_empty());
                unplaced.push(Unplaced {
                    workload: workload.id.to_string(),
                    share,
                    reasons,
                });
            }
        }
        for backlog in &self.model.backlogs {
            let left = self.undone(backlog);
            if left > 0 {
                #[expect(clippy::cast_precision_loss, reason = "a fraction for people")]
                let share = left as f64 / backlog.asked.max(1) as f64;
                let reasons =
                    self.reasons(backlog.workload.id.as_str(), !backlog.replicas.is_empty());
                unplaced.push(Unplaced {
                    workload: backlog.workload.id.to_string(),
                    share,
                    reasons,
                });
            }
        }
        let order = |one: &Unplaced| {
            let mut workloads = self.request.scenario.workloads.iter();
            workloads.position(|workload| workload.id.as_str() == one.workload)
        };
        unplaced.sort_by_key(order);
        unplaced
    }

    /// Returns why a workload is left undone: what law bars, what does not fit, what costs more
    /// than leaving it.
    fn reasons(&self, workload: &str, fits: bool) -> Vec<String> {
        let ways: Vec<&Way<'_>> = self
            .survey
            .ways
            .iter()
            .filter(|way| way.workload.id.as_str() == workload)
            .collect();
        let (mut lawful, mut unfit) = (Vec::new(), 0);
        let mut barred: BTreeMap<String, usize> = BTreeMap::new();
        for way in &ways {
            match &way.lawful {
                Lawfulness::Lawful(_) | Lawfulness::Awaiting { .. } => {
                    lawful.push(way.pool.id.to_string());
                }
                Lawfulness::Unfit(_) => unfit += 1,
                Lawfulness::Refused(judgment) => {
                    for rule in rules(&judgment.acts) {
                        *barred.entry(rule).or_default() += 1;
                    }
                }
            }
        }
        let mut reasons = Vec::new();
        if fits {
            let pools = listed(&lawful);
            reasons.push(format!(
                "the chips of {pools} are taken by work that pays more for them, or cost more than leaving it"
            ));
            let limits = self.request.scenario.limits.iter();
            let limits: Vec<String> = limits.map(|limit| limit.id.clone()).collect();
            if !limits.is_empty() {
                reasons.push(format!(
                    "{} may leave no more for it; `portolan limits` says what more of each would save",
                    listed(&limits)
                ));
            }
        } else if !lawful.is_empty() {
            let pools = listed(&lawful);
            reasons.push(format!(
                "{pools} may run it, but no gang there ends in time"
            ));
        }
        for (rule, count) in barred {
            reasons.push(format!("`{rule}` bars {count} of {} pools", ways.len()));
        }
        if unfit > 0 {
            reasons.push(format!(
                "{unfit} of {} pools are not open to it, too far or without a rate",
                ways.len()
            ));
        }
        reasons
    }
}

fn key(way: &Way<'_>) -> (String, String) {
    (way.workload.id.to_string(), way.pool.id.to_string())
}

/// Returns the rules that stand in the way, or the flags of a ruling that rests on no rule.
pub fn rules(acts: &[ActRow]) -> BTreeSet<String> {
    let mut rules = BTreeSet::new();
    for act in acts
        .iter()
        .filter(|act| act.ruling.outcome != Outcome::Permitted)
    {
        let before = rules.len();
        rules.extend(act.ruling.biting().map(|ground| ground.rule.to_string()));
        if rules.len() == before {
            let undecided = act.ruling.grounds.iter();
            let undecided = undecided.filter(|ground| ground.effect == GroundEffect::Undecided);
            rules.extend(undecided.map(|ground| ground.rule.to_string()));
        }
        if rules.len() == before {
            rules.extend(act.ruling.flags.iter().map(ToString::to_string));
        }
    }
    rules
}

fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(NAMED_MAX)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = names.len().saturating_sub(NAMED_MAX);
    if more == 0 {
        shown.join(", ")
    } else {
        format!("{} and {more} more", shown.join(", "))
    }
}

/// Returns the prices of capacity of the first leaf, in ticks.
fn prices(certificate: &Certificate) -> BTreeMap<(usize, usize), i128> {
    let table = certificate.cases.iter().find_map(|case| match case {
        Case::Leaf { prices, .. } => certificate.price_tables.get(*prices),
        Case::OptionSplit { .. } | Case::BlockSplit { .. } | Case::FamilySplit { .. } => None,
    });
    table
        .into_iter()
        .flat_map(|table| &table.cells)
        .map(|price| ((price.resource, price.period), i128::from(price.ticks)))
        .collect()
}
