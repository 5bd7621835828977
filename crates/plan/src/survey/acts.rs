//! The acts of all placements there could be, before anybody asks whether they are lawful.

use portolan_acts::{EntailedAct, Lot, Placement, Question, entailed_by, supply_of};

use super::Surveyor;
use crate::Request;

/// Returns every act that some placement of the request would entail, with the facts of its day:
/// how the chips of each pool came, and each workload on each pool that is open to it. The name of
/// an act says what it is, and of which workload and pool.
#[must_use]
pub fn acts(request: &Request<'_>) -> Vec<Question> {
    let corpus = request.corpus();
    let surveyor = Surveyor::new(request, &corpus, Vec::new());
    let scenario = request.scenario;
    let mut acts = Vec::new();
    for pool in scenario.pools.values() {
        let judged = surveyor.chips(pool);
        let lots: Vec<Lot<'_>> = judged.iter().map(|judged| judged.lot).collect();
        let supplies = lots
            .iter()
            .map(|lot| supply_of(scenario, request.atlas, pool, lot, request.reading));
        acts.extend(supplies.map(|act| named(act, &format!("at `{}`", pool.id))));
        for workload in &scenario.workloads {
            if surveyor.unfit(workload, pool).is_some() || lots.is_empty() {
                continue;
            }
            let placement = Placement {
                scenario,
                atlas: request.atlas,
                workload,
                pool,
                from: scenario.on,
                until: request.until(),
                reading: request.reading,
                obtained: &[],
            };
            let of = format!("`{}` at `{}`", workload.id, pool.id);
            let entailed = entailed_by(&placement, &lots).into_iter();
            acts.extend(entailed.map(|act| named(act, &of)));
        }
    }
    acts
}

fn named(act: EntailedAct, of: &str) -> Question {
    Question {
        id: format!("{of}: {}", act.part.0),
        ..act.question
    }
}
