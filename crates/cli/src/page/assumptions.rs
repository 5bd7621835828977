//! Assumed facts: what no source supports, and why it was taken so.

use maud::{Markup, html};
use portolan_plan::document::Assumption;

use super::{Report, block, figures};

/// Returns the section with every assumed fact.
pub fn section(report: &Report<'_>) -> Markup {
    let all = &report.plan.assumptions;
    let under = all.iter().filter(|one| one.headline).count();
    let lede = html! {
        (figures::counted(all.len(), "fact")) " that no source supports; " (under)
        " of them lie under a chosen placement and are marked " span.under { "●" } "."
    };
    let table = html! {
        div.wide tabindex="0" role="region" aria-label="Assumed facts" {
            table.rows {
                thead { tr { th scope="col" { "Record" } th scope="col" { "Field" } th scope="col" { "Why it was taken so" } } }
                tbody { @for one in all { (row(one)) } }
            }
        }
    };
    block("assumed", lede, &table)
}

fn row(one: &Assumption) -> Markup {
    html! {
        tr data-filter="" {
            th scope="row" data-label="Record" {
                @if one.headline { span.under title="under a chosen placement" { "● " } }
                (one.subject)
            }
            td data-label="Field" { (one.field) }
            td data-label="Basis" { (one.basis) }
        }
    }
}

/// Lists assumed facts in brief.
pub fn list(some: &[&Assumption]) -> Markup {
    html! {
        ul.assumed {
            @for one in some {
                li { strong { (one.field) } " " span.quiet { (one.subject) } br; (one.basis) }
            }
        }
    }
}
