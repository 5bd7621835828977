//! The first screen: the day, the cost with its proof, the shares, what runs where, what is assumed.

use maud::{Markup, html};
use portolan_plan::document::{Assumption, PlacementRow, Shares, Unplaced};

use super::{Report, assumptions, figures, words};

/// The most workloads told on the first screen.
const TOLD_MAX: usize = 14;
/// The most assumed facts told before the rest is folded.
const ASSUMED_MAX: usize = 8;
/// The most pools named in one sentence.
const POOLS_MAX: usize = 3;

/// Returns the first screen.
pub fn section(report: &Report<'_>) -> Markup {
    let plan = report.plan;
    html! {
        header.first #first {
            p.mark { (star()) " Portolan" span.quiet { " · the cheapest lawful plan" } }
            h1 { (plan.title) }
            (dateline(report))
            div.facts {
                (cost(report))
                (shares(&plan.shares))
                (placed(report))
            }
            div.screen {
                div.told {
                    h2 { "What runs where" }
                    (sentences(report))
                }
                aside.rests aria-labelledby="rests-heading" {
                    h2 #rests-heading { "What this rests on" }
                    (rests(report))
                }
            }
        }
    }
}

/// Draws the star of the winds that marks the page.
fn star() -> Markup {
    html! {
        svg.star viewBox="-10 -10 20 20" aria-hidden="true" {
            path d="M0-9.5 2-2 9.5 0 2 2 0 9.5-2 2-9.5 0-2-2Z" {}
            circle r="7" {}
        }
    }
}

fn dateline(report: &Report<'_>) -> Markup {
    let plan = report.plan;
    let beyond = match plan.coverage.beyond.as_str() {
        "hold" => "what lies beyond is held",
        "assume-unchanged" => "beyond that, assumed unchanged and flagged",
        other => other,
    };
    html! {
        dl.dateline {
            div { dt { "Decided on" } dd { (figures::day(&plan.on)) } }
            div {
                dt { "Covers" }
                dd {
                    (figures::period(&plan.horizon.from, &plan.horizon.until))
                    " (" (figures::counted(plan.horizon.weeks, "week")) ")"
                }
            }
            div { dt { "Posture" } dd { (words::plain(&plan.posture)) } }
            div {
                dt { "Texts checked until" }
                dd { (figures::day(&plan.coverage.checked_until)) "; " (beyond) }
            }
        }
        p.advice { "Not legal advice: it shows what the cited texts say of the facts given." }
    }
}

fn cost(report: &Report<'_>) -> Markup {
    let plan = report.plan;
    html! {
        div.fact.total {
            h2 { "Cost of the plan" }
            p.figure { (figures::money(&plan.cost.total, &plan.currency)) }
            @if plan.gap == 0.0 {
                p { strong.proven { span aria-hidden="true" { "✓ " } "Proven cheapest" } ", gap 0: no lawful plan costs less." }
            } @else {
                p {
                    "No lawful plan can cost less than " (figures::money(&plan.bound, &plan.currency))
                    ": " strong { "gap " (figures::gap(plan.gap)) } "."
                }
            }
            p.quiet {
                (figures::exact(&plan.cost.total, &plan.currency)) " · bound "
                (figures::exact(&plan.bound, &plan.currency))
            }
        }
    }
}

fn shares(shares: &Shares) -> Markup {
    let rows = [
        (
            shares.offshore_training,
            "of training compute runs outside its owner’s country",
        ),
        (
            shares.chinese_chip_tokens,
            "of tokens for mainland users come from Chinese chips",
        ),
        (
            shares.chinese_chip_hours,
            "of chip-hours for mainland users are on Chinese chips",
        ),
    ];
    html! {
        div.fact.shares {
            h2 { "Shares" }
            dl {
                @for (share, says) in rows {
                    div {
                        @match share {
                            Some(share) => {
                                dt { (figures::percent(share)) }
                                dd {
                                    (says)
                                    span.gauge aria-hidden="true" {
                                        i style={ "width:" (format!("{:.1}", share.clamp(0.0, 1.0) * 100.0)) "%" } {}
                                    }
                                }
                            }
                            None => {
                                dt.quiet { "none" }
                                dd.quiet { (says) ": this plan has nothing of the kind" }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn placed(report: &Report<'_>) -> Markup {
    let plan = report.plan;
    let whole = plan.unplaced.iter().filter(|row| row.share >= 1.0).count();
    let part = plan.unplaced.len() - whole;
    let all = workloads(&plan.placements).len() + whole;
    let awaiting = plan
        .placements
        .iter()
        .filter(|row| row.status == "awaiting")
        .count();
    html! {
        div.fact.placed {
            h2 { "Workloads" }
            p.figure { (all - whole) span.of { " of " (all) " placed" } }
            ul {
                @if part > 0 { li { (part) " of them only in part: the rest of the demand waits" } }
                @if whole > 0 { li { a href="#demand" { (figures::counted(whole, "workload")) " left undone" } } }
                @if awaiting > 0 { li { (figures::counted(awaiting, "placement")) " awaiting papers, not dispatchable yet" } }
                @if plan.unplaced.is_empty() { li { "Nothing is left undone" } }
                li { a href="#refused" { (figures::counted(plan.refused.len(), "way")) " refused by law" } }
            }
        }
    }
}

/// Returns the workloads of some placements in their order, each once.
pub fn workloads(placements: &[PlacementRow]) -> Vec<&str> {
    let mut seen: Vec<&str> = Vec::new();
    for row in placements {
        if !seen.contains(&row.workload.as_str()) {
            seen.push(&row.workload);
        }
    }
    seen
}

fn sentences(report: &Report<'_>) -> Markup {
    let plan = report.plan;
    let placed = workloads(&plan.placements);
    let undone: Vec<&Unplaced> = plan
        .unplaced
        .iter()
        .filter(|row| row.share >= 1.0)
        .collect();
    html! {
        ol.sentences {
            @for workload in placed.iter().take(TOLD_MAX) { li { (sentence(report, workload)) } }
            @for row in undone {
                li {
                    strong.name { (row.workload) } " is left undone"
                    @if let Some(reason) = row.reasons.first() { ": " (ticked(reason)) }
                    "."
                }
            }
        }
        @if plan.placements.is_empty() { p { "Nothing can be placed." } }
        @if placed.len() > TOLD_MAX {
            p { a href="#placements" { "and " (placed.len() - TOLD_MAX) " more workloads below" } }
        }
    }
}

/// Says in one sentence what becomes of a workload.
fn sentence(report: &Report<'_>, workload: &str) -> Markup {
    let rows: Vec<&PlacementRow> = report
        .plan
        .placements
        .iter()
        .filter(|row| row.workload == workload)
        .collect();
    let Some(first) = rows.first() else {
        return html! {};
    };
    let from = rows
        .iter()
        .map(|row| row.from.as_str())
        .min()
        .unwrap_or_default();
    let until = rows
        .iter()
        .map(|row| row.until.as_str())
        .max()
        .unwrap_or_default();
    let cost: f64 = rows.iter().map(|row| figures::amount(&row.cost)).sum();
    let left = report
        .plan
        .unplaced
        .iter()
        .find(|row| row.workload == workload);
    html! {
        strong.name { a href={ "#" (super::placements::anchor(report.plan, first)) } { (workload) } }
        " of " (report.names.party(&first.owner)) " " (words::does(&first.kind)) " "
        (places(report, &rows))
        ", " (figures::period(from, until)) ", for "
        (figures::money(&format!("{cost:.2}"), &report.plan.currency))
        "."
        @if rows.iter().any(|row| row.status == "awaiting") { " " span.tag.waits { "awaiting papers" } }
        @if let Some(left) = left { " " span.tag.waits { (figures::percent(left.share)) " unserved" } }
    }
}

/// Names the pools of a workload, with their countries and the most chips held there.
fn places(report: &Report<'_>, rows: &[&PlacementRow]) -> Markup {
    let mut pools: Vec<(&str, u64, &PlacementRow)> = Vec::new();
    for row in rows {
        match pools.iter_mut().find(|(pool, ..)| *pool == row.pool) {
            Some((_, chips, _)) => *chips = (*chips).max(row.chips),
            None => pools.push((&row.pool, row.chips, row)),
        }
    }
    let more = pools.len().saturating_sub(POOLS_MAX);
    html! {
        @for (index, (pool, chips, row)) in pools.iter().take(POOLS_MAX).enumerate() {
            @if index > 0 { @if more == 0 && index + 1 == pools.len() { " and " } @else { ", " } }
            "in " (words::country(&row.country)) " on " (figures::number(*chips)) " " (row.chip)
            " (" (report.names.pool(pool))
            @if row.operator != row.owner { ", run by " (report.names.party(&row.operator)) }
            ")"
        }
        @if more > 0 { " and on " (figures::counted(more, "more pool")) }
    }
}

/// Shows the names that a message holds in backticks as code.
pub fn ticked(message: &str) -> Markup {
    html! {
        @for (index, part) in message.split('`').enumerate() {
            @if index % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

fn rests(report: &Report<'_>) -> Markup {
    let headline: Vec<&Assumption> = report
        .plan
        .assumptions
        .iter()
        .filter(|one| one.headline)
        .collect();
    let (first, rest) = headline
        .split_at_checked(ASSUMED_MAX)
        .unwrap_or((&headline, &[]));
    html! {
        @if headline.is_empty() {
            p { "Every fact under a chosen placement has a source." }
        } @else {
            p.quiet { (figures::counted(headline.len(), "assumed fact")) " under chosen placements: no source supports them." }
            (assumptions::list(first))
            @if !rest.is_empty() {
                details { summary { "Show the other " (rest.len()) } (assumptions::list(rest)) }
            }
            p.quiet { a href="#assumed" { "All assumed facts" } }
        }
    }
}
