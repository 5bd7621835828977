//! Assumptions: facts that no source supports, those of one field and basis together.

use portolan_plan::document::PlanDocument;

/// Holds what is assumed of one field for one reason.
pub struct Assumed<'a> {
    /// The field.
    pub field: &'a str,
    /// Why it was taken so.
    pub basis: &'a str,
    /// The kind of record: `scenario`, `pool`, `workload` …
    pub kind: &'a str,
    /// The ids of the records; empty for the scenario itself.
    pub ids: Vec<&'a str>,
    /// Whether a chosen placement rests on it.
    pub headline: bool,
}

impl Assumed<'_> {
    /// Returns true for what the whole scenario assumes: the facts that the headline rests on.
    pub fn is_of_scenario(&self) -> bool {
        self.kind == "scenario"
    }

    /// Returns how many facts it stands for.
    pub fn count(&self) -> usize {
        self.ids.len().max(1)
    }

    /// Returns the first clause of the basis, for a line.
    pub fn gist(&self) -> &str {
        let ends = [". ", ": ", "; "].iter();
        let end = ends.filter_map(|end| self.basis.find(end)).min();
        end.and_then(|end| self.basis.get(..end))
            .unwrap_or(self.basis)
            .trim_end_matches('.')
    }
}

/// Returns the assumed facts of a plan: those of the scenario, those under placements, the rest.
pub fn of(plan: &PlanDocument) -> Vec<Assumed<'_>> {
    let mut found: Vec<Assumed<'_>> = Vec::new();
    for one in &plan.assumptions {
        let (kind, id) = one.subject.split_once(' ').unwrap_or((&one.subject, ""));
        let same = |other: &Assumed<'_>| {
            other.kind == kind
                && other.field == one.field
                && other.basis == one.basis
                && other.headline == one.headline
                && !other.is_of_scenario()
        };
        let at = found.iter().position(same);
        let id = (!id.is_empty()).then_some(id);
        match at.and_then(|at| found.get_mut(at)) {
            Some(group) => group.ids.extend(id),
            None => found.push(Assumed {
                field: &one.field,
                basis: &one.basis,
                kind,
                ids: id.into_iter().collect(),
                headline: one.headline,
            }),
        }
    }
    found.sort_by_key(|one| (!one.is_of_scenario(), !one.headline));
    found
}
