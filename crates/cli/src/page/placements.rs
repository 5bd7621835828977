//! Placements: what runs where, and under each the law that it stands on.

use maud::{Markup, html};
use portolan_acts::Outcome;
use portolan_plan::document::{ActRow, PlacementRow, PlanDocument};

use super::{Report, block, figures, rulings, words};

/// Returns the anchor of a placement on the page.
pub fn anchor(plan: &PlanDocument, row: &PlacementRow) -> String {
    let position = plan
        .placements
        .iter()
        .position(|other| std::ptr::eq(other, row));
    format!("placement-{}", position.unwrap_or(0) + 1)
}

/// Returns the section.
pub fn section(report: &Report<'_>) -> Markup {
    let plan = report.plan;
    let hours: u64 = plan.placements.iter().map(|row| row.chip_hours).sum();
    let lede = html! {
        (figures::counted(plan.placements.len(), "placement")) ", "
        (figures::number(hours)) " chip-hours. Open a line for its acts, the rulings on them and the texts they rest on."
    };
    let table = html! {
        div.wide tabindex="0" role="region" aria-label="Placements" {
            table.rows.placements {
                thead {
                    tr {
                        th scope="col" { "Workload" }
                        th scope="col" { "Runs at" }
                        th.right scope="col" { "Chips" }
                        th.right scope="col" { "Chip-hours" }
                        th scope="col" { "First to last day" }
                        th.right scope="col" { "Cost" }
                        th scope="col" { "Status" }
                    }
                }
                @for row in &plan.placements { (placement(report, row)) }
            }
        }
    };
    block("placements", lede, &table)
}

fn placement(report: &Report<'_>, row: &PlacementRow) -> Markup {
    let names = &report.names;
    html! {
        tbody id=(anchor(report.plan, row)) data-filter="" {
            tr {
                th scope="row" data-label="Workload" {
                    span.name { (row.workload) }
                    span.quiet { (row.kind) " for " (names.party(&row.owner)) }
                }
                td data-label="Runs at" {
                    (names.pool(&row.pool)) ", " (words::country(&row.country)) " " (abroad(report, row))
                    span.quiet { "run by " (names.party(&row.operator)) }
                }
                td.right data-label="Chips" { (figures::number(row.chips)) span.quiet { (row.chip) } }
                td.right data-label="Chip-hours" { (figures::number(row.chip_hours)) }
                td data-label="First to last day" { (figures::period(&row.from, &row.until)) }
                td.right data-label="Cost" { (figures::exact(&row.cost, &report.plan.currency)) }
                td data-label="Status" { (status(row)) }
            }
            tr.more { td colspan="7" { (law(report, row)) } }
        }
    }
}

/// Says whether work runs outside the country of its owner, when the files tell the seat.
fn abroad(report: &Report<'_>, row: &PlacementRow) -> Markup {
    let seat = report.names.seat(&row.owner);
    html! { @if seat.is_some_and(|seat| seat != row.country) { span.tag { "offshore" } } }
}

fn status(row: &PlacementRow) -> Markup {
    let awaiting = row.status == "awaiting";
    html! {
        @if awaiting { span.badge.o-conditional { span aria-hidden="true" { "◐ " } (row.status) } }
        @else { span.badge.o-permitted { span aria-hidden="true" { "✓ " } (row.status) } }
        @for flag in flags(&row.judgment.acts) { span.tag { (words::plain(&flag)) } }
    }
}

/// Returns the flags of some acts, each once.
fn flags(acts: &[ActRow]) -> Vec<String> {
    let mut flags: Vec<String> = acts
        .iter()
        .flat_map(|act| &act.ruling.flags)
        .map(ToString::to_string)
        .collect();
    flags.sort();
    flags.dedup();
    flags
}

/// Returns what law says of a placement; what is the same as above is not said twice.
fn law(report: &Report<'_>, row: &PlacementRow) -> Markup {
    let judgment = &row.judgment;
    let mut earlier = report
        .plan
        .placements
        .iter()
        .take_while(|other| !std::ptr::eq(*other, row));
    let same = earlier.find(|other| other.judgment == *judgment && !judgment.acts.is_empty());
    let permitted = judgment
        .acts
        .iter()
        .filter(|act| act.ruling.outcome == Outcome::Permitted)
        .count();
    let differs = judgment
        .elsewhere
        .iter()
        .map(|act| act.ruling.outcome)
        .min();
    html! {
        details {
            summary {
                "Law: " (permitted) " of " (figures::counted(judgment.acts.len(), "act")) " permitted"
                @if let Some(outcome) = differs { " · other laws say " (outcome.word()) }
            }
            @if let Some(same) = same {
                p { "As for " a href={ "#" (anchor(report.plan, same)) } { (same.workload) " at " (report.names.pool(&same.pool)) } ": the same acts and rulings." }
            } @else if judgment.elsewhere.is_empty() {
                (rulings::acts(&judgment.acts))
            } @else {
                div.beside {
                    div { h3 { "Law that is asked" } (rulings::acts(&judgment.acts)) }
                    div.elsewhere {
                        h3 { "What other laws say" }
                        p.quiet { "The parties answer only to the places named for acts wholly inside them. These rulings are shown and do not decide." }
                        (rulings::acts(&judgment.elsewhere))
                    }
                }
            }
        }
    }
}
