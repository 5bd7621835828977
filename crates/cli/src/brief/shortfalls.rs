//! Shortfalls: what is left undone or unserved, and the causes: work that holds the chips, law that
//! bars pools, law that bars chips, offers that are used up.

use portolan_plan::document::{PlanDocument, Served, Unplaced};
use portolan_terms::{Currency, Money};

use super::{Names, Reason, Rows, berths::share};
use crate::{
    show::number,
    words::{counted, listed, need, ticked},
};

/// The most names told in a sentence.
const NAMED_MAX: usize = 4;

/// Holds what is left of a workload, and why.
pub struct Shortfall<'a> {
    /// What the plan says of it.
    pub unplaced: &'a Unplaced,
    /// How much of it is served, for a service.
    pub served: Option<&'a Served>,
    /// The causes, the strongest first.
    pub causes: Vec<Cause<'a>>,
}

impl Shortfall<'_> {
    /// Returns true when nothing of it runs.
    pub fn is_whole(&self) -> bool {
        self.unplaced.share >= 1.0
    }

    /// Returns the tokens a day that wait.
    pub fn waiting(&self) -> u64 {
        self.served.map_or(0, |row| {
            row.asked_per_day.saturating_sub(row.served_per_day)
        })
    }
}

/// Names a cause.
pub enum Cause<'a> {
    /// A pool that it may use works for others too.
    Held {
        /// The pool.
        pool: &'a str,
        /// The share of the pool's chip-hours that it has itself.
        own: f64,
        /// Who has the rest, with their shares, the largest first.
        others: Vec<(&'a str, f64)>,
    },
    /// Pools that work for it alone.
    Full(Vec<&'a str>),
    /// Offers of which all chips are bought, with how many.
    SoldOut(Vec<(&'a str, u64)>),
    /// Law bars it from pools.
    BarredPools {
        /// The reason, as a position among those of the plan.
        reason: usize,
        /// The pools.
        pools: Vec<&'a str>,
    },
    /// Law bars chips that its owner could buy.
    BarredChips {
        /// The reason, as a position among those of the plan.
        reason: usize,
        /// The offers.
        offers: Vec<&'a str>,
        /// The chips that they have.
        chips: u64,
    },
    /// Why other pools are not open to it.
    Closed {
        /// The reason in the words of the plan.
        reason: &'a str,
        /// The pools.
        pools: Vec<&'a str>,
    },
}

impl Cause<'_> {
    /// Says the cause in a sentence without a full stop; `named` writes a pool or an offer.
    pub fn says(&self, reasons: &[Reason<'_>], named: &dyn Fn(&str) -> String) -> String {
        let all = |ids: &[&str]| {
            let ids: Vec<String> = ids.iter().map(|id| named(id)).collect();
            listed(&ids, NAMED_MAX)
        };
        let rules = |reason: &usize| {
            let rules = reasons.get(*reason).map(Reason::rules).unwrap_or_default();
            ticked(&rules, NAMED_MAX)
        };
        match self {
            Self::Held { pool, own, others } => {
                let others: Vec<String> = others
                    .iter()
                    .map(|(workload, part)| holds(workload, *part))
                    .collect();
                let others = listed(&others, NAMED_MAX);
                let own = own * 100.0;
                if own < 0.5 {
                    format!("{}: {others}", named(pool))
                } else {
                    format!("{}: {others}, and {own:.0} % is left for it", named(pool))
                }
            }
            Self::Full(pools) => format!("{}: full with this work alone", all(pools)),
            Self::SoldOut(offers) => {
                let offers = offers.iter();
                let offers: Vec<String> = offers
                    .map(|(offer, chips)| format!("{} ({})", named(offer), number(*chips)))
                    .collect();
                let offers = listed(&offers, NAMED_MAX);
                format!("all chips on offer are bought: {offers}")
            }
            Self::BarredChips {
                reason,
                offers,
                chips,
            } => format!(
                "{}: {} chips that cannot be bought under {}",
                all(offers),
                number(*chips),
                rules(reason)
            ),
            Self::BarredPools { reason, pools } => {
                let needs = reasons.get(*reason).map(|one| one.needs.as_slice());
                let needs: Vec<String> = needs
                    .unwrap_or_default()
                    .iter()
                    .map(|one| need(one))
                    .collect();
                let needs = if needs.is_empty() {
                    String::new()
                } else {
                    format!("; needs {}", needs.join(" and "))
                };
                format!(
                    "{} {}: {}{needs}",
                    barring(&rules(reason)),
                    counted(pools.len(), "pool"),
                    all(pools)
                )
            }
            Self::Closed { reason, pools } => format!("{}: {reason}", all(pools)),
        }
    }
}

/// Returns rules with their verb.
fn barring(rules: &str) -> String {
    let several = rules.matches('`').count() > 2;
    format!("{rules} {}", if several { "bar" } else { "bars" })
}

fn holds(workload: &str, part: f64) -> String {
    if part >= 0.995 {
        format!("`{workload}` holds all but a sliver")
    } else {
        format!("`{workload}` holds {:.0} %", part * 100.0)
    }
}

/// Returns the shortfalls of a plan, the costliest first.
pub fn of<'a>(
    plan: &'a PlanDocument,
    names: &Names<'a>,
    rows: &Rows<'a>,
    reasons: &[Reason<'a>],
) -> Vec<Shortfall<'a>> {
    let mut found: Vec<Shortfall<'a>> = plan
        .unplaced
        .iter()
        .map(|unplaced| Shortfall {
            unplaced,
            served: plan
                .served
                .iter()
                .find(|row| row.workload == unplaced.workload),
            causes: causes(plan, (names, rows), reasons, &unplaced.workload),
        })
        .collect();
    let weight = |one: &Shortfall<'_>| {
        let cost = one.served.map(|row| row.unserved_cost.as_str());
        let cost = cost.and_then(|cost| Money::parse(cost, Currency::Usd).ok());
        (one.is_whole(), cost.map_or(0, Money::ten_thousandths))
    };
    found.sort_by_key(|one| std::cmp::Reverse(weight(one)));
    found
}

fn causes<'a>(
    plan: &'a PlanDocument,
    (names, rows): (&Names<'a>, &Rows<'a>),
    reasons: &[Reason<'a>],
    workload: &'a str,
) -> Vec<Cause<'a>> {
    let placed = rows.placed(workload).first();
    let owner = placed.map(|row| row.owner.as_str());
    let mut causes = held(rows, workload);
    for (position, reason) in reasons.iter().enumerate() {
        let pools = reason.pools_for(workload);
        if !pools.is_empty() {
            causes.push(Cause::BarredPools {
                reason: position,
                pools,
            });
        }
    }
    causes.extend(sold_out(plan, names, owner));
    for (position, reason) in reasons.iter().enumerate() {
        let offers: Vec<&str> = reason
            .bars
            .iter()
            .filter(|barred| barred.workloads.is_empty())
            .map(|barred| barred.pool)
            .filter(|offer| names.offer(offer).is_some())
            .filter(|offer| {
                owner.is_some() && names.pool_of(offer).map(|pool| pool.owner.as_str()) == owner
            })
            .collect();
        if !offers.is_empty() {
            let chips = offers.iter().filter_map(|offer| names.offer(offer));
            causes.push(Cause::BarredChips {
                reason: position,
                chips: chips.map(|offer| offer.chips).sum(),
                offers,
            });
        }
    }
    causes.extend(closed(rows, workload));
    causes
}

/// Returns who holds the pools that work for it, and those that it could use.
fn held<'a>(rows: &Rows<'a>, workload: &'a str) -> Vec<Cause<'a>> {
    let mut pools: Vec<&str> = Vec::new();
    let placed = rows.placed(workload).iter().map(|row| row.pool.as_str());
    let passed = rows.passed(workload).iter();
    let priced = passed.filter(|row| row.extra_cost.is_some());
    let named = placed.chain(priced.map(|row| row.pool.as_str()));
    for pool in named {
        if !pools.contains(&pool) {
            pools.push(pool);
        }
    }
    let mut causes = Vec::new();
    let mut full: Vec<&str> = Vec::new();
    for pool in pools {
        let there = rows.at(pool);
        let all: u64 = there.iter().map(|row| row.chip_hours).sum();
        let mut holders: Vec<(&str, u64)> = Vec::new();
        for row in there {
            match holders.iter_mut().find(|(name, _)| *name == row.workload) {
                Some((_, hours)) => *hours += row.chip_hours,
                None => holders.push((&row.workload, row.chip_hours)),
            }
        }
        holders.sort_by_key(|(_, hours)| std::cmp::Reverse(*hours));
        let own = holders.iter().find(|(name, _)| *name == workload);
        let own = own.map_or(0.0, |(_, hours)| share(*hours, all));
        if own >= 0.99 {
            full.push(pool);
            continue;
        }
        let others = holders.iter().filter(|(name, _)| *name != workload);
        let others = others.map(|(name, hours)| (*name, share(*hours, all)));
        let others: Vec<(&str, f64)> = others.filter(|(_, part)| *part >= 0.005).collect();
        if !others.is_empty() {
            causes.push(Cause::Held { pool, own, others });
        }
    }
    if !full.is_empty() {
        causes.push(Cause::Full(full));
    }
    causes
}

/// Returns the offers to an owner of which the plan buys all.
fn sold_out<'a>(
    plan: &'a PlanDocument,
    names: &Names<'a>,
    owner: Option<&str>,
) -> Option<Cause<'a>> {
    let bought = plan
        .acquired
        .iter()
        .filter(|row| row.kind == "purchase" && Some(row.by.as_str()) == owner);
    let whole = bought.filter(|row| {
        let offered = names.offer(&row.pool).map_or(0, |offer| offer.chips);
        offered > 0 && share(row.chips, offered) >= 0.99
    });
    let whole: Vec<(&str, u64)> = whole.map(|row| (row.pool.as_str(), row.chips)).collect();
    (!whole.is_empty()).then_some(Cause::SoldOut(whole))
}

/// Returns why other pools are not open to it, each reason once; what belongs to others goes unsaid.
fn closed<'a>(rows: &Rows<'a>, workload: &str) -> Vec<Cause<'a>> {
    let mut found: Vec<(&str, Vec<&str>)> = Vec::new();
    let passed = rows.passed(workload).iter();
    let unpriced = passed.filter(|row| row.extra_cost.is_none());
    for row in unpriced.filter(|row| !row.reason.contains("only its own work")) {
        match found.iter_mut().find(|(reason, _)| *reason == row.reason) {
            Some((_, pools)) => pools.push(&row.pool),
            None => found.push((&row.reason, vec![&row.pool])),
        }
    }
    let closed = found.into_iter();
    closed
        .map(|(reason, pools)| Cause::Closed { reason, pools })
        .collect()
}
