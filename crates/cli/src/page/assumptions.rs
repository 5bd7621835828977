//! Assumed facts: what no source supports, and why it was taken so.

use maud::{Markup, html};

use super::{Report, block, figures};
use crate::brief::Assumed;

/// The most records named before the rest is counted.
const NAMED_MAX: usize = 4;

/// Returns the section with every assumed fact.
pub fn section(report: &Report<'_>) -> Markup {
    let all = &report.brief.assumed;
    let count = |some: &[&Assumed<'_>]| -> usize { some.iter().map(|one| one.count()).sum() };
    let of = |keeps: &dyn Fn(&&Assumed<'_>) -> bool| -> Vec<&Assumed<'_>> {
        all.iter().filter(keeps).collect()
    };
    let scenario = of(&|one| one.is_of_scenario());
    let under = of(&|one| one.headline && !one.is_of_scenario());
    let other = of(&|one| !one.headline && !one.is_of_scenario());
    let lede = html! {
        (figures::counted(report.plan.assumptions.len(), "fact")) " that no source supports. "
        (count(&scenario) + count(&under)) " of them lie under a chosen placement; the others would matter if another way were taken."
    };
    let body = html! {
        @if !scenario.is_empty() { (folded("Of the scenario as a whole", &scenario, count(&scenario))) }
        @for kind in kinds(&under) {
            @let some: Vec<&Assumed<'_>> = under.iter().filter(|one| one.kind == kind).copied().collect();
            (folded(&format!("Of the {kind} records under chosen placements"), &some, count(&some)))
        }
        @if !other.is_empty() { (folded("Of records that the plan does not use", &other, count(&other))) }
    };
    block("assumed", lede, &body)
}

fn kinds<'a>(some: &[&Assumed<'a>]) -> Vec<&'a str> {
    let mut kinds: Vec<&str> = Vec::new();
    for one in some {
        if !kinds.contains(&one.kind) {
            kinds.push(one.kind);
        }
    }
    kinds
}

fn folded(heading: &str, some: &[&Assumed<'_>], facts: usize) -> Markup {
    html! {
        details.pool {
            summary { strong { (heading) } span.quiet { " · " (figures::counted(facts, "fact")) } }
            table.rows.assumptions {
                thead { tr { th scope="col" { "Field" } th scope="col" { "Taken so, because" } th scope="col" { "In" } } }
                tbody { @for one in some { (row(one)) } }
            }
        }
    }
}

fn row(one: &Assumed<'_>) -> Markup {
    let more = one.ids.len().saturating_sub(NAMED_MAX);
    html! {
        tr data-filter="" {
            th scope="row" data-label="Field" { code { (one.field) } }
            td data-label="Because" { (one.basis) }
            td data-label="In" {
                @if one.ids.is_empty() { (one.kind) }
                @for (index, id) in one.ids.iter().take(NAMED_MAX).enumerate() {
                    @if index > 0 { ", " } (id)
                }
                @if more > 0 {
                    details {
                        summary { "and " (more) " more" }
                        @for (index, id) in one.ids.iter().skip(NAMED_MAX).enumerate() { @if index > 0 { ", " } (id) }
                    }
                }
            }
        }
    }
}
