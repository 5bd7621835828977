//! Chips acquired: what the plan leases and buys.

use maud::{Markup, html};
use portolan_plan::document::Acquired;

use super::{Report, block, figures, words};
use crate::brief::left_of;
use crate::text::limit_told;

/// Returns the section.
pub fn section(report: &Report<'_>) -> Markup {
    let acquired = &report.plan.acquired;
    let chips = |kind: &str| -> u64 {
        acquired
            .iter()
            .filter(|row| row.kind == kind)
            .map(|row| row.chips)
            .sum()
    };
    let lede = html! {
        (figures::number(chips("lease"))) " chips leased, " (figures::number(chips("purchase")))
        " bought. A purchase is charged for the periods held: its price less what is left, over its life."
    };
    let body = html! {
        @if acquired.is_empty() { p { "The plan uses what its owners hold." } }
        @else {
            div.wide tabindex="0" role="region" aria-label="Chips acquired" {
                table.rows {
                    thead {
                        tr {
                            th scope="col" { "Pool or offer" }
                            th scope="col" { "How" }
                            th scope="col" { "By" }
                            th.right scope="col" { "Chips" }
                            th scope="col" { "First to last day" }
                            th.right scope="col" { "Cost" }
                        }
                    }
                    tbody { @for one in acquired { (row(report, one)) } }
                }
            }
        }
        @for one in &report.plan.licences {
            p { "Licence " (one.licence) ": " (left_of(one)) "." }
        }
        @for one in &report.plan.limits {
            p { "Limit " (one.limit) ": " (limit_told(one)) "." }
        }
    };
    block("acquired", lede, &body)
}

fn row(report: &Report<'_>, one: &Acquired) -> Markup {
    html! {
        tr data-filter="" {
            th scope="row" data-label="Pool or offer" {
                (report.brief.names.pool(&one.pool))
                @if let Some(country) = report.brief.names.country_of(&one.pool) { span.quiet { (words::country(country)) } }
            }
            td data-label="How" { (words::plain(&one.kind)) }
            td data-label="By" { (report.brief.names.party(&one.by)) }
            td.right data-label="Chips" { (figures::number(one.chips)) span.quiet { (one.chip) } }
            td data-label="First to last day" { (figures::period(&one.from, &one.until)) }
            td.right data-label="Cost" { (figures::exact(&one.cost, &report.plan.currency)) }
        }
    }
}
