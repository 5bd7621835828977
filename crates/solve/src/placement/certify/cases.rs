//! Whether cases are all that there are.

use super::super::certificate::Case;

/// Whether every plan belongs to one of the cases, which agree on so many decisions: in order, each case that places the
/// next job has cases beside it that leave it out.
pub(super) fn are_all(cases: &[&Case], agreed: usize) -> bool {
    if let [case] = cases
        && case.decided.len() == agreed
    {
        return true;
    }
    let next = |case: &Case| case.decided.get(agreed).copied();
    let Some((job, _)) = cases.first().and_then(|case| next(case)) else {
        return false;
    };
    let among = |placed: bool| -> Vec<&Case> {
        let own = cases.iter().copied();
        own.filter(|case| next(case) == Some((job, placed)))
            .collect()
    };
    let (placing, leaving) = (among(true), among(false));
    placing.len() + leaving.len() == cases.len()
        && are_all(&placing, agreed + 1)
        && are_all(&leaving, agreed + 1)
}
