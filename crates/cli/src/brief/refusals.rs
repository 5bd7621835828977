//! Refusals: what law bars or leaves open, gathered by reason.

use portolan_acts::{Need, Outcome};
use portolan_law::{Ground, GroundEffect, Ruling};
use portolan_plan::document::{PlanDocument, Refused};

/// Holds the refusals that rest on the same grounds.
pub struct Reason<'a> {
    /// The outcome.
    pub outcome: Outcome,
    /// The grounds that stand in the way, or those that a missing fact leaves undecided.
    pub grounds: Vec<&'a Ground>,
    /// The facts that nobody has shown.
    pub open: Vec<&'a str>,
    /// What would have to be on file.
    pub needs: Vec<&'a Need>,
    /// What a reader must see.
    pub flags: Vec<&'static str>,
    /// What is barred.
    pub bars: Vec<Barred<'a>>,
}

/// Holds what a reason bars at one pool or offer.
pub struct Barred<'a> {
    /// The pool or offer.
    pub pool: &'a str,
    /// The workloads; empty when its chips are refused whoever uses them.
    pub workloads: Vec<&'a str>,
}

impl<'a> Reason<'a> {
    /// Returns the provisions, each once; without any, the flags.
    pub fn rules(&self) -> Vec<&str> {
        let mut rules: Vec<&str> = Vec::new();
        for ground in &self.grounds {
            if !rules.contains(&ground.rule.as_str()) {
                rules.push(ground.rule.as_str());
            }
        }
        if rules.is_empty() {
            rules.extend(&self.flags);
        }
        rules
    }

    /// Returns true when it bars chips whoever uses them.
    pub fn is_of_chips(&self) -> bool {
        self.bars.iter().any(|barred| barred.workloads.is_empty())
    }

    /// Returns the pools or offers that it bars to a workload.
    pub fn pools_for(&self, workload: &str) -> Vec<&'a str> {
        let bars = self.bars.iter();
        bars.filter(|barred| barred.workloads.contains(&workload))
            .map(|barred| barred.pool)
            .collect()
    }

    /// Returns the workloads it bars somewhere, each once.
    pub fn workloads(&self) -> Vec<&'a str> {
        let mut found: Vec<&str> = Vec::new();
        for workload in self.bars.iter().flat_map(|barred| &barred.workloads) {
            if !found.contains(workload) {
                found.push(workload);
            }
        }
        found
    }

    /// Returns how many ways it bars.
    pub fn ways(&self) -> usize {
        let bars = self.bars.iter();
        bars.map(|barred| barred.workloads.len().max(1)).sum()
    }
}

/// Returns what law refuses in a plan, the worst outcome first, then what bars most.
pub fn reasons(plan: &PlanDocument) -> Vec<Reason<'_>> {
    let mut reasons: Vec<Reason<'_>> = Vec::new();
    for row in &plan.refused {
        add(&mut reasons, row);
    }
    reasons.sort_by_key(|reason| (reason.outcome, std::cmp::Reverse(reason.ways())));
    reasons
}

fn add<'a>(reasons: &mut Vec<Reason<'a>>, row: &'a Refused) {
    let rulings: Vec<&Ruling> = row
        .acts
        .iter()
        .map(|act| &act.ruling)
        .filter(|ruling| ruling.outcome != Outcome::Permitted)
        .collect();
    let mut grounds: Vec<&Ground> = Vec::new();
    for ground in rulings.iter().flat_map(|ruling| decisive(ruling)) {
        if !grounds.contains(&ground) {
            grounds.push(ground);
        }
    }
    let open = once(rulings.iter().flat_map(|one| &one.open).map(String::as_str));
    let flags = once(
        rulings
            .iter()
            .flat_map(|one| &one.flags)
            .map(|one| one.word()),
    );
    let same = |reason: &Reason<'_>| {
        reason.outcome == row.outcome
            && reason.grounds == grounds
            && reason.open == open
            && reason.flags == flags
            && reason.is_of_chips() == row.workload.is_empty()
    };
    let at = reasons.iter().position(same);
    if let Some(reason) = at.and_then(|at| reasons.get_mut(at)) {
        bar(&mut reason.bars, row);
        return;
    }
    let mut needs: Vec<&Need> = Vec::new();
    for need in rulings.iter().flat_map(|ruling| &ruling.needs) {
        if !needs.contains(&need) {
            needs.push(need);
        }
    }
    let mut reason = Reason {
        outcome: row.outcome,
        grounds,
        open,
        needs,
        flags,
        bars: Vec::new(),
    };
    bar(&mut reason.bars, row);
    reasons.push(reason);
}

fn bar<'a>(bars: &mut Vec<Barred<'a>>, row: &'a Refused) {
    let at = bars.iter().position(|barred| barred.pool == row.pool);
    let workload = (!row.workload.is_empty()).then_some(row.workload.as_str());
    match at.and_then(|at| bars.get_mut(at)) {
        Some(barred) => barred.workloads.extend(workload),
        None => bars.push(Barred {
            pool: &row.pool,
            workloads: workload.into_iter().collect(),
        }),
    }
}

fn once<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let mut texts: Vec<&str> = texts.collect();
    texts.sort_unstable();
    texts.dedup();
    texts
}

/// Returns the grounds that stand in the way, or those that a missing fact leaves undecided.
fn decisive(ruling: &Ruling) -> Vec<&Ground> {
    let biting: Vec<&Ground> = ruling.biting().collect();
    if !biting.is_empty() {
        return biting;
    }
    ruling
        .grounds
        .iter()
        .filter(|ground| ground.effect == GroundEffect::Undecided)
        .collect()
}
