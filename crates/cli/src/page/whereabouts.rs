//! What runs where, on the first screen: a row for each workload, with its berths that count.

use maud::{Markup, html};

use super::{Report, figures, head, placements, words};
use crate::brief::{Berth, Choice, Home, Run};

/// The most workloads told on the first screen.
const TOLD_MAX: usize = 14;
/// The most pools or rules named in a sentence.
const NAMED_MAX: usize = 3;

/// Returns the table.
pub fn table(report: &Report<'_>) -> Markup {
    let brief = &report.brief;
    let undone = brief.shortfalls.iter().filter(|one| one.is_whole());
    html! {
        @if brief.runs.is_empty() && brief.shortfalls.is_empty() { p { "Nothing was asked for." } }
        @else {
            table.rows.whereabouts {
                thead {
                    tr {
                        th scope="col" { "Workload" }
                        th scope="col" { "Where, and on what" }
                        th scope="col" { "First to last day" }
                        th.right scope="col" { "Cost" }
                    }
                }
                tbody {
                    @for run in brief.runs.iter().take(TOLD_MAX) { (row(report, run)) }
                    @for one in undone.take(TOLD_MAX) {
                        tr {
                            th scope="row" { span.name { (one.unplaced.workload) } }
                            td colspan="3" {
                                span.tag.waits { "left undone" } " "
                                @if let Some(reason) = one.unplaced.reasons.first() { (head::ticked(reason)) }
                            }
                        }
                    }
                }
            }
        }
        @if brief.runs.len() > TOLD_MAX {
            p { a href="#placements" { "and " (brief.runs.len() - TOLD_MAX) " more workloads" } }
        }
    }
}

fn row(report: &Report<'_>, run: &Run<'_>) -> Markup {
    let (from, until) = run.days();
    let horizon = &report.plan.horizon;
    let throughout = from == horizon.from && until == horizon.until;
    let short = report
        .brief
        .shortfalls
        .iter()
        .find(|one| one.unplaced.workload == run.workload);
    html! {
        tr {
            th scope="row" {
                span.name { a href={ "#" (placements::anchor_of(report, run.workload)) } { (run.workload) } }
                span.quiet { (words::does(run.kind)) " for " (report.brief.names.party(run.owner)) }
                @if let Some(short) = short { span.tag.waits { (figures::percent(short.unplaced.share)) " waits" } }
            }
            td.where {
                @for country in countries(run) {
                    strong { (words::country(country)) }
                    ul.plain { @for berth in run.main().filter(|one| one.first.country == country) { li { (place(report, berth)) } } }
                }
                (why(report, run))
            }
            td data-label="Days" {
                @if throughout { span.quiet { "throughout" } } @else { (figures::period(from, until)) }
            }
            td.right data-label="Cost" { (figures::money(&run.cost(), &report.plan.currency)) }
        }
    }
}

/// Returns the countries where a workload runs, the largest berth first.
fn countries<'r>(run: &'r Run<'_>) -> Vec<&'r str> {
    let mut found: Vec<&str> = Vec::new();
    for berth in run.main() {
        if !found.contains(&berth.first.country.as_str()) {
            found.push(&berth.first.country);
        }
    }
    found
}

fn place(report: &Report<'_>, berth: &Berth<'_>) -> Markup {
    let row = berth.first;
    html! {
        (report.brief.names.pool(&row.pool)) ": "
        span.chips { (figures::range(berth.chips())) " " (row.chip) }
        @if row.operator != row.owner { span.quiet { ", run by " (report.brief.names.party(&row.operator)) } }
        @if berth.awaits() { " " span.tag.waits { "awaiting papers" } }
    }
}

/// Says why a run is there, by what it passed over.
fn why(report: &Report<'_>, run: &Run<'_>) -> Markup {
    if !run.is_task() {
        return html! {};
    }
    let brief = &report.brief;
    let choice = Choice::of(brief, run);
    let money = |extra: &str| figures::money(extra, &report.plan.currency);
    let pools = |ids: &[&str]| {
        let names: Vec<String> = ids
            .iter()
            .map(|id| brief.names.pool(id).to_owned())
            .collect();
        if names.len() > NAMED_MAX {
            figures::counted(names.len(), "pool")
        } else {
            names.join("; ")
        }
    };
    html! {
        p.why {
            @match &choice.home {
                Some(Home::Dearer(pool, extra)) => { "At home, on " (brief.names.pool(pool)) ": " (money(extra)) " more. " }
                Some(Home::Unfit(ids)) => { "At home no run fits its window: " (pools(ids)) ". " }
                None => {}
            }
            @for (rules, ids) in &choice.barred {
                @for (index, rule) in rules.iter().enumerate() { @if index > 0 { ", " } code { (rule) } }
                @if rules.len() > 1 { " bar " } @else { " bars " } (pools(ids)) ". "
            }
            @match choice.next {
                Some((pool, "0.00")) => { (brief.names.pool(pool)) " would cost no more." }
                Some((pool, extra)) if choice.home.is_some() => { "Next best " (brief.names.pool(pool)) ", " (money(extra)) " more." }
                Some(_) | None => {}
            }
        }
    }
}
