//! What may be decided now: only what law permits until the future is known, whichever comes.

use std::collections::BTreeSet;

use portolan_acts::words::Flag;
use portolan_terms::{Day, PoolId, WorkloadId};

use super::{
    decision::{Decision, Place, Reveal},
    settled::World,
};
use crate::{
    request::days,
    solve::Draw,
    survey::{self, Lawfulness, Span, Way},
};

/// Closes what one future or more does not permit before it is known that it comes.
///
/// LAW: what rests on a fact that only some futures have is not known on the day of the decision,
/// and unknown means no.
pub(super) fn close(worlds: &mut [World<'_, '_>], reveal: Reveal) {
    let all = worlds.iter().flat_map(|world| world.decisions.keys());
    let all: BTreeSet<Decision> = all.cloned().collect();
    let barred: Vec<Decision> = all
        .into_iter()
        .filter(|decision| worlds.iter().any(|world| !world.permits(decision, reveal)))
        .collect();
    for world in worlds {
        world.shut(&barred);
    }
}

impl World<'_, '_> {
    /// Returns whether law permits what is decided, as far as it happens before the future is known.
    fn permits(&self, decision: &Decision, reveal: Reveal) -> bool {
        let on = |week: usize| reveal.on.plus_days(days(week));
        match decision {
            Decision::Start {
                workload,
                pool,
                start,
                weeks,
                ..
            } => self.runs(
                (workload, pool),
                on(*start),
                reveal.day.min(on(start + weeks)),
            ),
            Decision::Work {
                workload,
                pool,
                week,
            } => self.runs((workload, pool), on(*week), reveal.day.min(on(week + 1))),
            Decision::Lease {
                pool, lessee, from, ..
            } => {
                let mut ways = self.survey.ways.iter();
                ways.any(|way| {
                    let own = &way.pool.id == pool && &way.workload.owner == lessee;
                    let mut spans = spans(way).iter();
                    own && spans.any(|span| span.from < reveal.day && on(*from) < span.until)
                })
            }
            Decision::Order { offer } => {
                let mut judged = self.survey.chips.iter().flat_map(|(_, judged)| judged);
                judged.any(|judged| {
                    let own = judged.offer.is_some_and(|own| &own.id == offer);
                    own && judged.ordered == reveal.on && judged.usable()
                })
            }
        }
    }

    /// Returns whether a workload may run at a pool from one day until another.
    fn runs(&self, of: (&WorkloadId, &PoolId), from: Day, until: Day) -> bool {
        let spans = self.way(of).map(spans).unwrap_or_default();
        spans
            .iter()
            .any(|span| span.from <= from && until <= span.until)
    }

    fn way(&self, (workload, pool): (&WorkloadId, &PoolId)) -> Option<&Way<'_>> {
        let mut ways = self.survey.ways.iter();
        ways.find(|way| &way.workload.id == workload && &way.pool.id == pool)
    }

    /// Takes decisions away: nothing may draw on the limit that they draw on.
    fn shut(&mut self, barred: &[Decision]) {
        let problem = &mut self.model.problem;
        let closed = Draw {
            limit: problem.limits.len(),
            units: 1,
        };
        problem.limits.push(0);
        for decision in barred {
            let draws = match self.decisions.remove(decision) {
                Some(Place::Expansion(index)) => {
                    let expansion = problem.expansions.get_mut(index);
                    expansion.map(|expansion| &mut expansion.draws)
                }
                Some(Place::Option { task, option }) => {
                    let task = problem.tasks.get_mut(task);
                    let option = task.and_then(|task| task.options.get_mut(option));
                    option.map(|option| &mut option.draws)
                }
                None => None,
            };
            draws.into_iter().for_each(|draws| draws.push(closed));
        }
    }

    /// Returns whether a run or work begun now rests on evidence still to be had, or on days after
    /// the texts were read.
    pub fn awaits(&self, decision: &Decision, span: Span) -> bool {
        let (Decision::Start { workload, pool, .. } | Decision::Work { workload, pool, .. }) =
            decision
        else {
            return false;
        };
        let Some(way) = self.way((workload, pool)) else {
            return false;
        };
        let judgment = survey::judgment(self.request, self.survey, way, span);
        let mut flags = judgment.acts.iter().flat_map(|act| &act.ruling.flags);
        matches!(way.lawful, Lawfulness::Awaiting { .. })
            || flags.any(|flag| *flag == Flag::BeyondCoverage)
    }
}

fn spans<'w>(way: &'w Way<'_>) -> &'w [Span] {
    match &way.lawful {
        Lawfulness::Lawful(spans) | Lawfulness::Awaiting { spans, .. } => spans,
        Lawfulness::Refused(_) | Lawfulness::Unfit(_) => &[],
    }
}
