//! A refused placement asked about again, as if what it lacks were on file.

use portolan_acts::Need;
use portolan_terms::{
    Day, Evidence, Known, PoolId,
    evidence::{Finding, Scope},
};

use std::collections::BTreeSet;

use super::{Lot, Outcome, Span, Survey, Surveyor, Way, segments, usable};
use crate::{Request, report};

/// Returns evidence as it would be if all that is needed had been granted on a day.
pub(crate) fn as_if_granted(on: Day, needs: &[Need]) -> Vec<Evidence> {
    let evidence = |need: &Need| {
        let before = i32::try_from(need.days_before.unwrap_or(0)).unwrap_or(0);
        let places = need.scope.as_ref().map(|scope| scope.places.clone());
        Evidence {
            kind: need.kind,
            granted_on: Known::Is(on),
            expires_on: None,
            issuer: need.issuer,
            filed_on: Some(on.plus_days(-before)),
            revoked_on: None,
            holder: None,
            scope: places.clone().map(|places| Scope {
                places: Some(places),
                ..Scope::default()
            }),
            conditions: None,
            named_users: None,
            finding: Some(Finding::Adequate),
            covers_law_of: places,
            binding: Some(true),
            under: None,
        }
    };
    needs.iter().map(evidence).collect()
}

/// Returns the spans on which law permits a refused placement with evidence on file.
pub(crate) fn spans_with(
    request: &Request<'_>,
    survey: &Survey<'_>,
    way: &Way<'_>,
    evidence: &[Evidence],
) -> Vec<Span> {
    let corpus = &survey.corpus;
    let surveyor = Surveyor::new(request, corpus, segments(request, corpus));
    let lots = usable(survey.chips_of(way.pool));
    let on = request.scenario.on;
    surveyor.spans(way.workload, way.pool, &lots, on, evidence)
}

/// Returns the rules that bar chips like those of a pool from being supplied on the day of the
/// decision.
///
/// LAW: chips that stand there came under the law of their day; more of them would come under
/// today's.
pub(crate) fn barred_today(
    request: &Request<'_>,
    survey: &Survey<'_>,
    pool: &PoolId,
) -> BTreeSet<String> {
    let corpus = &survey.corpus;
    let surveyor = Surveyor::new(request, corpus, segments(request, corpus));
    let mut pools = survey.chips.iter().filter(|(one, _)| &one.id == pool);
    let barred = pools.next().and_then(|(pool, lots)| {
        let mut stock = lots
            .iter()
            .filter(|lot| lot.usable() && lot.offer.is_none());
        let more = Lot {
            supplied_on: Known::Is(request.scenario.on),
            ..stock.next()?.lot
        };
        let supply = surveyor.supply(pool, &more);
        let permitted = supply.ruling.outcome == Outcome::Permitted;
        (!permitted).then(|| report::rules(&[supply]))
    });
    barred.unwrap_or_default()
}
