//! Placements: each workload at each pool over its weeks, and under it the law that it stands on.

use maud::{Markup, html};
use portolan_acts::Outcome;
use portolan_plan::document::{JudgmentRow, PlacementRow};

use super::{Report, block, figures, profile, rulings, words};
use crate::brief::{Berth, Run};

/// Returns the anchor of a workload at a pool on the page.
pub fn anchor(report: &Report<'_>, berth: &Berth<'_>) -> String {
    let position = report
        .brief
        .berths()
        .position(|other| std::ptr::eq(other.first, berth.first));
    format!("berth-{}", position.unwrap_or(0) + 1)
}

/// Returns the anchor of the first berth of a workload.
pub fn anchor_of(report: &Report<'_>, workload: &str) -> String {
    let position = report
        .brief
        .berths()
        .position(|berth| berth.first.workload == workload);
    format!("berth-{}", position.unwrap_or(0) + 1)
}

/// Returns the section.
pub fn section(report: &Report<'_>) -> Markup {
    let plan = report.plan;
    let hours: u64 = plan.placements.iter().map(|row| row.chip_hours).sum();
    let lede = html! {
        (figures::counted(plan.placements.len(), "placement")) " of "
        (figures::counted(report.brief.runs.len(), "workload")) ", "
        (figures::number(hours)) " chip-hours. Open a workload for its pools, and a pool for the acts, the rulings on them and the texts they rest on."
    };
    let body = html! {
        @if report.brief.runs.is_empty() { p { "Nothing is placed." } }
        div.pools { @for run in &report.brief.runs { (workload(report, run)) } }
    };
    block("placements", lede, &body)
}

fn workload(report: &Report<'_>, run: &Run<'_>) -> Markup {
    let mut flags: Vec<&str> = run.berths.iter().flat_map(Berth::flags).collect();
    flags.sort_unstable();
    flags.dedup();
    let awaits = run.berths.iter().any(Berth::awaits);
    html! {
        details.pool data-filter="" {
            summary {
                span.line {
                    strong.name { (run.workload) }
                    span.quiet { " · " (run.kind) " for " (report.brief.names.party(run.owner)) }
                }
                span.what {
                    @for (index, berth) in run.main().enumerate() {
                        @if index > 0 { "; " }
                        span.chips { (figures::range(berth.chips())) " " (berth.first.chip) }
                        " in " (words::country(&berth.first.country))
                    }
                    ". " (figures::money(&run.cost(), &report.plan.currency)) " "
                    (status(awaits, &flags))
                }
            }
            table.rows.placements {
                thead {
                    tr {
                        th scope="col" { "Runs at" }
                        th.right scope="col" { "Chips" }
                        th scope="col" { "Over the weeks" }
                        th.right scope="col" { "Cost" }
                        th scope="col" { "Status" }
                    }
                }
                @for berth in &run.berths { (placement(report, berth)) }
            }
        }
    }
}

fn placement(report: &Report<'_>, berth: &Berth<'_>) -> Markup {
    let names = &report.brief.names;
    let row = berth.first;
    let (from, until) = berth.days();
    html! {
        tbody id=(anchor(report, berth)) {
            tr {
                th scope="row" data-label="Runs at" {
                    (names.pool(&row.pool)) ", " (words::country(&row.country)) " " (abroad(report, row))
                    @if row.operator != row.owner { span.quiet { "run by " (names.party(&row.operator)) } }
                }
                td.right data-label="Chips" {
                    (figures::range(berth.chips()))
                    span.quiet { (row.chip) }
                }
                td data-label="Weeks" {
                    (profile::drawn(report, berth))
                    span.quiet { (figures::period(from, until)) }
                }
                td.right data-label="Cost" {
                    (figures::exact(&berth.cost(), &report.plan.currency))
                    span.quiet { span.nowrap { (figures::number(berth.chip_hours())) " chip-hours" } }
                }
                td data-label="Status" { (status(berth.awaits(), &berth.flags())) }
            }
            tr.more { td colspan="5" { (law(report, berth)) } }
        }
    }
}

/// Says whether work runs outside the country of its owner, when the files tell the seat.
fn abroad(report: &Report<'_>, row: &PlacementRow) -> Markup {
    let seat = report.brief.names.seat(&row.owner);
    html! { @if seat.is_some_and(|seat| seat != row.country) { span.tag { "offshore" } } }
}

fn status(awaits: bool, flags: &[&str]) -> Markup {
    html! {
        @if awaits { span.badge.o-conditional { span aria-hidden="true" { "◐ " } "awaiting" } }
        @else { span.badge.o-permitted { span aria-hidden="true" { "✓ " } "dispatchable" } }
        @for flag in flags { " " span.tag { (words::plain(flag)) } }
    }
}

/// Returns what law says of a berth; what is the same as above is not said twice.
fn law(report: &Report<'_>, berth: &Berth<'_>) -> Markup {
    let judgment = &berth.first.judgment;
    let acts = || berth.rows.iter().flat_map(|row| &row.judgment.acts);
    let permitted = acts()
        .filter(|act| act.ruling.outcome == Outcome::Permitted)
        .count();
    let elsewhere = berth.rows.iter().flat_map(|row| &row.judgment.elsewhere);
    let differs = elsewhere.map(|act| act.ruling.outcome).min();
    let mut earlier = report
        .brief
        .berths()
        .take_while(|other| !std::ptr::eq(other.first, berth.first));
    let same = earlier.find(|other| {
        alike(&other.first.judgment, judgment) && other.rows.len() >= berth.rows.len()
    });
    html! {
        details {
            summary {
                "Law: " (permitted) " of " (figures::counted(acts().count(), "act")) " permitted"
                @if let Some(outcome) = differs { " · other laws say " (outcome.word()) }
            }
            @if let Some(same) = same {
                p {
                    "As for " a href={ "#" (anchor(report, same)) } { (same.first.workload) " at " (report.brief.names.pool(&same.first.pool)) }
                    ": the same acts and rulings."
                }
            } @else {
                @for row in distinct(berth) {
                    @if row.from != berth.first.from { h3 { "From " (figures::day(&row.from)) } }
                    (told(&row.judgment))
                }
            }
        }
    }
}

/// Returns the placements of a berth whose rulings differ from those of the one before.
fn distinct<'b>(berth: &'b Berth<'_>) -> Vec<&'b PlacementRow> {
    let mut rows: Vec<&PlacementRow> = Vec::new();
    for row in &berth.rows {
        if rows
            .last()
            .is_none_or(|last| !alike(&last.judgment, &row.judgment))
        {
            rows.push(row);
        }
    }
    rows
}

/// Returns true when two judgments say the same of the same acts, whatever the days.
fn alike(left: &JudgmentRow, right: &JudgmentRow) -> bool {
    let same = |left: &[_], right: &[_]| {
        left.len() == right.len()
            && left.iter().zip(right).all(
                |(left, right): (
                    &portolan_plan::document::ActRow,
                    &portolan_plan::document::ActRow,
                )| {
                    left.part == right.part
                        && left.ruling.outcome == right.ruling.outcome
                        && left.ruling.grounds == right.ruling.grounds
                },
            )
    };
    same(&left.acts, &right.acts) && same(&left.elsewhere, &right.elsewhere)
}

fn told(judgment: &JudgmentRow) -> Markup {
    html! {
        @if judgment.elsewhere.is_empty() { (rulings::acts(&judgment.acts)) }
        @else {
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
