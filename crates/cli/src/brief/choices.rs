//! Choices: why a workload runs where it does, told by what was passed over.

use portolan_plan::document::PassedOver;

use super::{Brief, Run};

/// Holds what a workload could have done instead.
pub struct Choice<'a> {
    /// The lawful way that would cost least more, with its extra cost.
    pub next: Option<(&'a str, &'a str)>,
    /// For work abroad: what running it in the country of its owner comes to.
    pub home: Option<Home<'a>>,
    /// For work at home: the pools abroad that law bars, with the rules.
    pub barred: Vec<(Vec<&'a str>, Vec<&'a str>)>,
}

/// Says what running at home comes to.
pub enum Home<'a> {
    /// Lawful at a pool, and dearer.
    Dearer(&'a str, &'a str),
    /// Lawful at pools, where no run fits.
    Unfit(Vec<&'a str>),
}

impl<'a> Choice<'a> {
    /// Returns the choice of a workload.
    pub fn of(brief: &'a Brief<'a>, run: &Run<'a>) -> Self {
        let seat = brief.names.seat(run.owner);
        let abroad = run
            .berths
            .iter()
            .any(|berth| seat.is_some_and(|seat| seat != berth.first.country));
        let ways = brief.rows.passed(run.workload);
        let at_home = |row: &&&PassedOver| brief.names.country_of(&row.pool) == seat;
        let home = abroad.then(|| home(ways.iter().filter(at_home).copied()));
        let reasons = brief.reasons.iter();
        let barred = reasons.filter(|_| !abroad).filter_map(|reason| {
            let pools = reason.pools_for(run.workload);
            let rules: Vec<&str> = reason.rules();
            (!pools.is_empty()).then_some((rules, pools))
        });
        Self {
            next: nearest(ways.iter().copied()),
            home: home.flatten(),
            barred: barred.collect(),
        }
    }
}

/// Returns the way of least extra cost.
fn nearest<'a>(ways: impl Iterator<Item = &'a PassedOver>) -> Option<(&'a str, &'a str)> {
    let priced = ways.filter_map(|row| {
        let extra = row.extra_cost.as_deref()?;
        Some((extra.parse::<f64>().ok()?, row.pool.as_str(), extra))
    });
    priced
        .min_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, pool, extra)| (pool, extra))
}

fn home<'a>(ways: impl Iterator<Item = &'a PassedOver> + Clone) -> Option<Home<'a>> {
    if let Some((pool, extra)) = nearest(ways.clone()) {
        return Some(Home::Dearer(pool, extra));
    }
    let unfit = ways.filter(|row| row.reason.starts_with("lawful, but"));
    let pools: Vec<&str> = unfit.map(|row| row.pool.as_str()).collect();
    (!pools.is_empty()).then_some(Home::Unfit(pools))
}
