//! One plan for several futures: what to decide now, before it is known which of them comes.
//!
//! Knows: futures with weights, the day on which the right one is known, and the problem of each.
//! Must not know: how law or facts differ between them; each future comes as a request of its own.
//! Main type: [`Hedge`].
//! Start reading at [`hedge`].

mod aim;
mod carried;
mod decision;
mod document;
mod extensive;
mod lawful;
mod room;
mod settled;
#[cfg(test)]
mod tests;

use portolan_terms::Day;

use self::{
    aim::{Search, Tried},
    carried::carry,
    decision::{Now, Reveal, decisions, taken},
    lawful::close,
    settled::World,
};
use crate::{PlanError, Request, Survey, model::Model, model::week_of, report, side_by_side};

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
    /// The futures are of different work, or of different weeks.
    #[error(
        "error[hedge.work]: future `{0}` has other workloads, another day or another horizon than the first\n\nhint: let futures differ in law, prices, chips and parties, not in the work that is planned or its weeks"
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
    let Some(first) = futures.first() else {
        return Ok(Hedge::default());
    };
    alike(first, futures)?;
    let scenario = first.request.scenario;
    let reveal = Reveal {
        on: scenario.on,
        day: known_on,
        week: week_of(scenario, known_on),
    };
    let surveys: Vec<Survey<'_>> = futures
        .iter()
        .map(|future| Survey::of(&future.request))
        .collect();
    let worlds = worlds(futures, &surveys, reveal)?;
    let alone = side_by_side::each(&worlds, best_of);
    let alone: Vec<Now> = alone.into_iter().collect::<Result<_, _>>()?;
    let weights: Vec<u64> = futures.iter().map(|future| future.weight).collect();
    let search = Search::new(&worlds, weights, reveal);
    let plans: Vec<Tried> = alone
        .into_iter()
        .map(|now| search.tried(now))
        .collect::<Result<_, _>>()?;
    let (hedged, bound) = search.best(aim, &plans)?;
    document::write(futures, &worlds, (known_on, aim), &plans, (&hedged, bound))
}

/// Returns the problem of each future, with what the others may decide now and it has to bear.
fn worlds<'w, 'a>(
    futures: &'w [Future<'a>],
    surveys: &'w [Survey<'a>],
    reveal: Reveal,
) -> Result<Vec<World<'w, 'a>>, PlanError> {
    let mut worlds = Vec::with_capacity(futures.len());
    for (future, survey) in futures.iter().zip(surveys) {
        let request = &future.request;
        let model = Model::of(request, survey)?;
        let decisions = decisions(&model, reveal);
        worlds.push(World {
            request,
            survey,
            model,
            decisions,
        });
    }
    close(&mut worlds, reveal);
    carry(&mut worlds, reveal);
    Ok(worlds)
}

/// Checks that all futures are of the same workloads on the same weeks.
fn alike(first: &Future<'_>, futures: &[Future<'_>]) -> Result<(), HedgeError> {
    let work = |future: &Future<'_>| {
        let scenario = future.request.scenario;
        let workloads = scenario.workloads.iter();
        let ids: Vec<_> = workloads.map(|one| one.id.clone()).collect();
        (scenario.on, scenario.horizon_weeks, ids)
    };
    let other = futures.iter().find(|future| work(future) != work(first));
    other.map_or(Ok(()), |other| Err(HedgeError::Work(other.id.clone())))
}

/// Returns what the best plan of a future decides before it is known.
fn best_of(world: &World<'_, '_>) -> Result<Now, PlanError> {
    let outcome = report::begin(world.request, &world.model.problem)?;
    Ok(taken(&world.decisions, &outcome.solution))
}
