//! One plan for several futures: what to decide now, before it is known which of them comes.
//!
//! Knows: futures with weights, the day on which the right one is known, and the problem of each.
//! Must not know: how law or facts differ between them; each future comes as a request of its own.
//! Main type: [`Hedge`].
//! Start reading at [`hedge`].

mod aim;
mod decision;
mod document;
mod extensive;
mod settled;

use std::collections::BTreeMap;

use portolan_terms::Day;

use self::{
    aim::{Search, Tried},
    decision::{Now, Reveal, decisions, taken},
    settled::World,
};
use crate::{PlanError, Request, Survey, model::Model, model::week_of, report};

pub use aim::Aim;
pub use document::{Hedge, HedgedPlan, InFuture, NowRow};

/// Holds one future.
pub struct Future<'a> {
    /// Its name.
    pub id: String,
    /// What happens in it, in one line.
    pub title: String,
    /// How much it counts beside the others.
    pub weight: u64,
    /// The law and the facts that hold in it.
    pub request: Request<'a>,
}

/// Says why no plan over futures could be made.
#[derive(Debug, thiserror::Error)]
pub enum HedgeError {
    /// A plan cannot be made.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The futures are of different work.
    #[error(
        "error[hedge.work]: future `{0}` has other workloads than the first\n\nhint: let futures differ in law, prices, chips and parties, not in the work that is planned"
    )]
    Work(String),
}

/// Returns what to decide now, what each way of deciding costs in each future, and the proof of how
/// near the best it is.
///
/// Every future is asked with its own law and facts. What begins before `known_on` is decided alike
/// in all of them; a run that a future breaks off counts as undone there, and what was paid is lost.
///
/// # Errors
/// When a plan cannot be made, or the futures are of different work.
pub fn hedge(futures: &[Future<'_>], known_on: Day, aim: Aim) -> Result<Hedge, HedgeError> {
    let surveys: Vec<Survey<'_>> = futures
        .iter()
        .map(|future| Survey::of(&future.request))
        .collect();
    let mut worlds = Vec::with_capacity(futures.len());
    let mut reveal = None;
    for (future, survey) in futures.iter().zip(&surveys) {
        let request = &future.request;
        let reveal = *reveal.get_or_insert(Reveal {
            on: request.scenario.on,
            week: week_of(request.scenario, known_on),
        });
        let model = Model::of(request, survey)?;
        let decisions = decisions(&model, reveal);
        worlds.push(World {
            request,
            survey,
            model,
            decisions,
        });
    }
    same_work(futures)?;
    let Some(reveal) = reveal else {
        return Ok(Hedge::default());
    };
    let mut alone = Vec::with_capacity(worlds.len());
    for world in &worlds {
        alone.push(best_of(world)?);
    }
    let weights: Vec<u64> = futures.iter().map(|future| future.weight).collect();
    let mut search = Search::new(&worlds, weights, reveal);
    let plans: Vec<Tried> = alone
        .into_iter()
        .map(|now| search.tried(now))
        .collect::<Result<_, _>>()?;
    let (hedged, bound) = search.best(aim, &plans)?;
    document::write(futures, &worlds, (known_on, aim), &plans, (&hedged, bound))
}

/// Checks that all futures are of the same workloads.
fn same_work(futures: &[Future<'_>]) -> Result<(), HedgeError> {
    let names = |future: &Future<'_>| {
        let workloads = future.request.scenario.workloads.iter();
        workloads.map(|one| one.id.clone()).collect::<Vec<_>>()
    };
    let mut known: BTreeMap<usize, Vec<_>> = BTreeMap::new();
    for future in futures {
        let names = names(future);
        let first = known.entry(0).or_insert_with(|| names.clone());
        if *first != names {
            return Err(HedgeError::Work(future.id.clone()));
        }
    }
    Ok(())
}

/// Returns what the best plan of a future decides before it is known.
fn best_of(world: &World<'_, '_>) -> Result<Now, PlanError> {
    let outcome = report::begin(world.request, &world.model.problem)?;
    Ok(taken(&world.decisions, &outcome.solution))
}
