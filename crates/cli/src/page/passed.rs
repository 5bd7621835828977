//! Passed over: what is lawful and was not chosen, by workload, the nearest first.

use maud::{Markup, html};
use portolan_plan::document::PassedOver;

use super::{Report, block, figures, head, words};

/// Returns the section.
pub fn section(report: &Report<'_>) -> Markup {
    let passed = &report.plan.passed_over;
    let mut workloads: Vec<(&str, Vec<&PassedOver>)> = Vec::new();
    for row in passed {
        match workloads
            .iter_mut()
            .find(|(workload, _)| *workload == row.workload)
        {
            Some((_, rows)) => rows.push(row),
            None => workloads.push((&row.workload, vec![row])),
        }
    }
    for (_, rows) in &mut workloads {
        rows.sort_by(|left, right| extra(left).total_cmp(&extra(right)));
    }
    let lede = html! {
        "Ways that law does not bar and the plan does not take. The extra cost is at the prices of the proof: for a run in all, for a service a million tokens."
    };
    let body = html! {
        @if passed.is_empty() { p { "No lawful way was passed over." } }
        div.pools { @for (workload, rows) in &workloads { (of_workload(report, workload, rows)) } }
    };
    block("passed-over", lede, &body)
}

/// Orders ways by their extra cost; those without one come last.
fn extra(row: &PassedOver) -> f64 {
    row.extra_cost
        .as_deref()
        .map_or(f64::INFINITY, figures::amount)
}

fn of_workload(report: &Report<'_>, workload: &str, rows: &[&PassedOver]) -> Markup {
    let service = report
        .plan
        .served
        .iter()
        .any(|row| row.workload == workload);
    let unit = if service { " a million tokens" } else { "" };
    let currency = &report.plan.currency;
    let nearest = rows.iter().find(|row| row.extra_cost.is_some());
    html! {
        details.pool data-filter="" {
            summary {
                span.line { strong.name { (workload) } span.quiet { " · " (figures::counted(rows.len(), "way")) } }
                @if let Some(row) = nearest.filter(|row| extra(row) == 0.0) {
                    span.because { "no dearer: " (report.brief.names.pool(&row.pool)) }
                } @else if let Some((row, cost)) = nearest.and_then(|row| Some((row, row.extra_cost.as_deref()?))) {
                    span.because { "nearest: " (report.brief.names.pool(&row.pool)) ", " (figures::money(cost, currency)) (unit) " more" }
                } @else {
                    span.because { "none of them fits" }
                }
            }
            table.rows {
                thead { tr { th scope="col" { "Pool" } th.right scope="col" { "Extra cost" } th scope="col" { "Why" } } }
                tbody {
                    @for row in rows {
                        tr {
                            th scope="row" data-label="Pool" {
                                (report.brief.names.pool(&row.pool))
                                @if let Some(country) = report.brief.names.country_of(&row.pool) { span.quiet { (words::country(country)) } }
                            }
                            td.right data-label="Extra cost" {
                                @match &row.extra_cost {
                                    Some(cost) => { (figures::exact(cost, currency)) @if service { span.quiet { "a million tokens" } } }
                                    None => span.quiet { "not known" }
                                }
                            }
                            td data-label="Why" { (head::ticked(&row.reason)) }
                        }
                    }
                }
            }
        }
    }
}
