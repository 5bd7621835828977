//! The first screen: the day, the verdict, the figures a planner asks for first, what runs where,
//! what is assumed.

use maud::{Markup, html};

use super::{Report, figures, rests, whereabouts, words};
use crate::brief::{self, verdict};

/// Returns the first screen.
pub fn section(report: &Report<'_>) -> Markup {
    let plan = report.plan;
    html! {
        header.first #first {
            p.mark { (star()) " Portolan" span.quiet { " · a plan and its proof · not legal advice" } }
            h1 { (plan.title) }
            (dateline(report))
            p.verdict { (capital(&verdict(plan, &report.brief)).replace(" %", "\u{a0}%")) "." }
            div.facts {
                (cost(report))
                (offshore(report))
                (chinese(report))
                (waiting(report))
            }
            div.screen {
                section.told aria-labelledby="told-heading" {
                    h2 #told-heading { "What runs where" }
                    (whereabouts::table(report))
                }
                section.rests aria-labelledby="rests-heading" {
                    h2 #rests-heading { "What this rests on" }
                    (rests::list(report))
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

/// Returns a sentence with a capital first letter.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
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
                    strong { "Gap " (figures::gap(plan.gap)) } ": no lawful plan can cost less than "
                    (figures::exact(&plan.bound, &plan.currency)) "."
                }
            }
            p.quiet { a href="#cost" { (figures::exact(&plan.cost.total, &plan.currency)) } }
        }
    }
}

fn gauge(share: f64) -> Markup {
    html! {
        span.gauge aria-hidden="true" {
            i style={ "width:" (format!("{:.1}", share.clamp(0.0, 1.0) * 100.0)) "%" } {}
        }
    }
}

fn offshore(report: &Report<'_>) -> Markup {
    html! {
        div.fact {
            h2 { "Training offshore" }
            @match report.plan.shares.offshore_training {
                Some(share) => {
                    p.figure { (figures::percent(share)) }
                    (gauge(share))
                    p { "of training compute runs outside its owner’s country." }
                }
                None => p.quiet { "This plan trains nothing." }
            }
        }
    }
}

fn chinese(report: &Report<'_>) -> Markup {
    let shares = &report.plan.shares;
    html! {
        div.fact {
            h2 { "Mainland users on Chinese chips" }
            @match (shares.chinese_chip_tokens, shares.chinese_chip_hours) {
                (Some(tokens), Some(hours)) => {
                    p.figure { (figures::percent(tokens)) }
                    (gauge(tokens))
                    p { "of tokens for mainland users, with " (figures::percent(hours)) " of the chip-hours." }
                }
                _ => p.quiet { "This plan serves no mainland users." }
            }
        }
    }
}

/// Says how much demand waits, or what is left undone.
fn waiting(report: &Report<'_>) -> Markup {
    let plan = report.plan;
    let waiting: u64 = report
        .brief
        .shortfalls
        .iter()
        .map(brief::Shortfall::waiting)
        .sum();
    let whole = report
        .brief
        .shortfalls
        .iter()
        .filter(|one| one.is_whole())
        .count();
    let line = |name: &str| plan.cost.by_line.iter().find(|line| line.line == name);
    html! {
        div.fact.waits {
            h2 { "Left waiting" }
            @if report.brief.shortfalls.is_empty() {
                p.figure { "nothing" }
                p { "All that was asked for is placed." }
            } @else {
                @if waiting > 0 { p.figure { (figures::rough(waiting)) span.of { " tokens a day" } } }
                @else { p.figure { (whole) span.of { " undone" } } }
                p {
                    @if waiting > 0 && whole > 0 { (figures::counted(whole, "workload")) " undone; " }
                    @if let Some(line) = line("unserved").filter(|line| line.amount != "0.00") {
                        "charged at " (figures::money(&line.amount, &plan.currency)) "; "
                    }
                    a href="#demand" { "what holds it back" }
                }
            }
            p.quiet { a href="#refused" { (figures::counted(plan.refused.len(), "way")) " refused by law" } }
        }
    }
}

/// Shows the names that a message holds in backticks as code.
pub fn ticked(message: &str) -> Markup {
    html! {
        @for (index, part) in message.replace(" %", "\u{a0}%").split('`').enumerate() {
            @if index % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}
