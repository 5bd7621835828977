//! Cost: the lines that add up to the total.

use maud::{Markup, html};
use portolan_plan::document::CostLine;

use super::{Report, block, figures, prices};

/// Returns the section.
pub fn section(report: &Report<'_>) -> Markup {
    let plan = report.plan;
    let lede = html! { "What the plan costs over its " (figures::counted(plan.horizon.weeks, "week")) ", line by line." };
    let most = plan
        .cost
        .by_line
        .iter()
        .map(|line| figures::amount(&line.amount))
        .fold(0.0, f64::max);
    let table = html! {
        table.rows.costs {
            thead { tr { th scope="col" { "Line" } th scope="col" { "Share" } th.right scope="col" { "Amount" } } }
            tbody { @for line in &plan.cost.by_line { (row(report, line, most)) } }
            tfoot {
                tr { th scope="row" { "Total" } td {} td.right data-label="Amount" { (figures::exact(&plan.cost.total, &plan.currency)) } }
            }
        }
    };
    block("cost", lede, &html! { (table) (prices::table(report)) })
}

fn row(report: &Report<'_>, line: &CostLine, most: f64) -> Markup {
    let amount = figures::amount(&line.amount);
    let width = if most > 0.0 {
        (amount / most * 100.0).clamp(0.0, 100.0)
    } else {
        0.0
    };
    let total = figures::amount(&report.plan.cost.total);
    let share = if total > 0.0 {
        figures::percent(amount / total)
    } else {
        String::new()
    };
    html! {
        tr {
            th scope="row" data-label="Line" { (line.line) span.quiet { (says(&line.line)) } }
            td data-label="Share" {
                span.costbar aria-hidden="true" { i style={ "width:" (format!("{width:.2}")) "%" } {} }
                span.quiet { (share) }
            }
            td.right data-label="Amount" { (figures::exact(&line.amount, &report.plan.currency)) }
        }
    }
}

fn says(line: &str) -> &'static str {
    match line {
        "lease" => "chips let by others, staging and lines included",
        "running" => "energy and upkeep of chips that their owners use",
        "purchase" => "chips bought, for the periods held",
        "cures" => "licences, filings and other papers",
        "transfer" => "data brought to sites in other countries",
        "porting" => "work brought to another software stack",
        "carbon" => "carbon dioxide, at the price of the scenario",
        "moves" => "moves against the plan in force",
        "unserved" => "demand that waits",
        "undone" => "workloads that are not placed",
        _ => "",
    }
}
