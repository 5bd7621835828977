//! Refused: what law bars or leaves open, the reason first, then what it bars.

use maud::{Markup, html};

use super::{Report, block, figures, head, rulings, words};
use crate::brief::{Barred, Reason};

/// The grounds shown before the rest is folded.
const GROUNDS_MAX: usize = 2;

/// Returns the section.
pub fn section(report: &Report<'_>) -> Markup {
    let reasons = &report.brief.reasons;
    let lede = html! {
        (figures::counted(report.plan.refused.len(), "way")) " that law bars or leaves open, for "
        (figures::counted(reasons.len(), "reason")) ". What each would take stands with it."
    };
    let body = html! {
        @if reasons.is_empty() { p { "Law refuses nothing that was asked for." } }
        div.pools { @for (index, one) in reasons.iter().enumerate() { (reason(report, index, one)) } }
    };
    block("refused", lede, &body)
}

fn reason(report: &Report<'_>, index: usize, reason: &Reason<'_>) -> Markup {
    let (first, rest) = reason
        .grounds
        .split_at_checked(GROUNDS_MAX)
        .unwrap_or((&reason.grounds, &[]));
    let needs: Vec<String> = reason.needs.iter().map(|need| words::need(need)).collect();
    let flags: Vec<String> = reason.flags.iter().map(|flag| words::plain(flag)).collect();
    let rules = reason.rules();
    html! {
        details.pool id={ "reason-" (index + 1) } data-filter="" {
            summary {
                span.line {
                    (words::badge(reason.outcome)) " "
                    @for (index, rule) in rules.iter().enumerate() { @if index > 0 { ", " } code { (rule) } }
                    span.quiet { " · " (figures::counted(reason.ways(), "way")) }
                }
                span.because {
                    @match reason.grounds.first() {
                        Some(ground) => (ground.says),
                        None => (silence(reason)),
                    }
                }
                span.what { (barred(report, reason)) }
            }
            ul.grounds { @for ground in first { li { (rulings::ground(ground)) } } }
            @if !rest.is_empty() {
                details {
                    summary { (figures::counted(rest.len(), "further ground")) }
                    ul.grounds { @for ground in rest { li { (rulings::ground(ground)) } } }
                }
            }
            dl.kept {
                @if !needs.is_empty() { div { dt { "Needs" } dd { (needs.join("; ")) } } }
                @if !flags.is_empty() { div { dt { "Flags" } dd { (flags.join(", ")) } } }
                @if !reason.open.is_empty() { div { dt { "Open" } dd { (head::ticked(&reason.open.join("; "))) } } }
                div { dt { "Bars" } dd { ul.plain { @for one in &reason.bars { li { (way(report, one)) } } } } }
            }
        }
    }
}

/// Says why a refusal without grounds refuses.
fn silence(reason: &Reason<'_>) -> String {
    let open = reason.open.first().map(|open| (*open).to_owned());
    let flags = || (!reason.flags.is_empty()).then(|| reason.flags.join(", "));
    open.or_else(flags)
        .unwrap_or_else(|| "no text covers it".to_owned())
}

/// Says in a line what a reason bars.
fn barred(report: &Report<'_>, reason: &Reason<'_>) -> String {
    let pools: Vec<String> = reason
        .bars
        .iter()
        .map(|one| report.brief.names.pool(one.pool).to_owned())
        .collect();
    let pools = if pools.len() > 3 {
        figures::counted(pools.len(), "pool")
    } else {
        pools.join("; ")
    };
    if reason.is_of_chips() {
        return format!("Bars the chips of {pools}, whoever uses them");
    }
    let workloads: Vec<String> = reason
        .workloads()
        .iter()
        .map(|&one| one.to_owned())
        .collect();
    format!("Bars {} from {pools}", words::listed(&workloads, 4))
}

fn way(report: &Report<'_>, barred: &Barred<'_>) -> Markup {
    let workloads: Vec<String> = barred.workloads.iter().map(|&one| one.to_owned()).collect();
    let names = &report.brief.names;
    html! {
        strong { (names.pool(barred.pool)) }
        @if let Some(country) = names.country_of(barred.pool) { ", " (words::country(country)) }
        ": "
        @if workloads.is_empty() { "the chips, whoever uses them" }
        @else { (words::listed(&workloads, workloads.len())) }
    }
}
