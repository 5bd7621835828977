//! Demand: how much of each service is served, what the rest costs, and what holds it back.

use maud::{Markup, html};
use portolan_plan::document::Served;

use super::{Report, block, causes, figures};

/// Returns the section.
pub fn section(report: &Report<'_>) -> Markup {
    let plan = report.plan;
    let lede = html! {
        "Tokens a day, on average over the weeks of the plan. What is not served is charged at the price that the scenario puts on it."
    };
    let most = plan
        .served
        .iter()
        .map(|row| row.asked_per_day)
        .max()
        .unwrap_or(0)
        .max(1);
    let body = html! {
        @if !plan.served.is_empty() {
            ul.legend aria-label="Legend" {
                li { span.swatch.served {} "served" }
                li { span.swatch.unserved {} "unserved (hatched)" }
            }
            table.rows.demand {
                thead {
                    tr {
                        th scope="col" { "Service" }
                        th scope="col" { "Served of what is asked" }
                        th.right scope="col" { "Tokens a day" }
                        th.right scope="col" { "Cost of the rest" }
                    }
                }
                tbody { @for row in &plan.served { (service(report, row, most)) } }
            }
        }
        (causes::list(report))
    };
    block("demand", lede, &body)
}

fn service(report: &Report<'_>, row: &Served, most: u64) -> Markup {
    let asked = figures::float(row.asked_per_day).max(1.0);
    let share = (figures::float(row.served_per_day) / asked).clamp(0.0, 1.0);
    let width = asked / figures::float(most);
    let nothing = figures::amount(&row.unserved_cost) == 0.0;
    html! {
        tr data-filter="" {
            th scope="row" data-label="Service" {
                span.name { (row.workload) }
                @if let Some(title) = report.brief.names.title(&row.workload) { span.quiet { (title) } }
            }
            td data-label="Served" {
                span.demandbar style={ "width:" (format!("{:.2}", (width * 100.0).max(1.5))) "%" } aria-hidden="true" {
                    i.served style={ "width:" (format!("{:.2}", share * 100.0)) "%" } {}
                }
                span.quiet { @if nothing { "all of it" } @else { (figures::percent(share)) } }
            }
            td.right data-label="Tokens a day" { (figures::rough(row.served_per_day)) @if !nothing { span.quiet { "of " (figures::rough(row.asked_per_day)) } } }
            td.right data-label="Cost of the rest" {
                @if nothing { span.quiet { "none" } } @else { (figures::exact(&row.unserved_cost, &report.plan.currency)) }
            }
        }
    }
}
