//! Plans close to the bound: jobs are settled many at a time where the prices leave little doubt.

#![expect(
    clippy::indexing_slicing,
    reason = "options, counts and settled have one entry for each job of the core"
)]

use super::core::Core;
use super::dual::{Ascent, Dual};
use super::node::{Found, Plan, Search};
use super::trim::trim;

/// How prices are moved after each batch of jobs was settled.
const ASCENT: Ascent = Ascent {
    trials: 20,
    stride: 0.9,
    patience: 4,
};
/// From how many open jobs on the rest is searched, and with how much effort.
const SEARCHED_JOBS: usize = 60;
const SEARCHED_EFFORT: u64 = 2_000_000;

/// Returns a plan of at most `most`, if settling about `share` of the open jobs at a time leads to one.
pub(super) fn dive(
    mut core: Core,
    mut prices: Vec<f64>,
    most: f64,
    share: f64,
    dual: &mut Dual<'_>,
) -> Option<Plan> {
    while core.open > SEARCHED_JOBS {
        if (dual.stop)() {
            return None;
        }
        let bound = dual.ascend(&core, &mut prices, most, ASCENT);
        if bound > most {
            return None;
        }
        if dual.is_plan(&core) {
            return Some(super::node::plan(&core, Some((dual, bound))));
        }
        trim(&mut core, dual, &prices, bound, most)?;
        settle(&mut core, dual, share);
        if !core.propagate() {
            return None;
        }
    }
    let mut search = Search::new(core, prices, most, false);
    match search.run(dual, SEARCHED_EFFORT) {
        Found::Plan(plan) => Some(plan),
        Found::Nothing | Found::Stopped => None,
    }
}

/// Settles the jobs whose second way is worst against their first.
fn settle(core: &mut Core, dual: &Dual<'_>, share: f64) {
    let mut ways = vec![(f64::INFINITY, f64::INFINITY, 0, 0); core.options.len()];
    for (index, machine) in core.machines.iter().enumerate() {
        for pair in &machine.pairs {
            let way = &mut ways[pair.job];
            if pair.excess < way.0 {
                *way = (pair.excess, way.0, index, pair.size);
            } else {
                way.1 = way.1.min(pair.excess);
            }
        }
    }
    let mut open: Vec<usize> = (0..ways.len())
        .filter(|job| core.options[*job] > 0)
        .collect();
    let regret = |job: &usize| ways[*job].1 - ways[*job].0;
    let doubt = |job: &usize| dual.counts[*job] != 1;
    open.sort_by(|one, other| {
        doubt(one)
            .cmp(&doubt(other))
            .then(regret(other).total_cmp(&regret(one)))
            .then(one.cmp(other))
    });
    let batch = (core.open as f64 * share).ceil();
    for (job, _) in open
        .into_iter()
        .zip(0..)
        .take_while(|(_, rank)| f64::from(*rank) < batch)
    {
        let (_, _, machine, size) = ways[job];
        if size <= core.machines[machine].room {
            core.settle(job, machine);
        }
    }
}
