//! A refused placement asked about again, as if what it lacks were on file.

use portolan_acts::Need;
use portolan_terms::{
    Day, Evidence, Known,
    evidence::{Finding, Scope},
};

use super::{Span, Survey, Surveyor, Way, segments, usable};
use crate::Request;

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
