//! Causes: what holds back each workload that is not served or done whole.

use maud::{Markup, html};

use super::{Report, figures, head, rulings, words};
use crate::brief::{Cause, Shortfall};

/// Returns the causes of every shortfall.
pub fn list(report: &Report<'_>) -> Markup {
    let shortfalls = &report.brief.shortfalls;
    html! {
        @if shortfalls.is_empty() {
            p { "Everything that was asked for is placed." }
        } @else {
            h3 { "What holds the rest back" }
            div.shortfalls { @for one in shortfalls { (shortfall(report, one)) } }
        }
    }
}

fn shortfall(report: &Report<'_>, one: &Shortfall<'_>) -> Markup {
    let held = |cause: &&Cause<'_>| matches!(cause, Cause::Held { .. } | Cause::Full(_));
    let bought =
        |cause: &&Cause<'_>| matches!(cause, Cause::SoldOut(_) | Cause::BarredChips { .. });
    let barred = |cause: &&Cause<'_>| matches!(cause, Cause::BarredPools { .. });
    let closed = |cause: &&Cause<'_>| matches!(cause, Cause::Closed { .. });
    let group = |keeps: &dyn Fn(&&Cause<'_>) -> bool| -> Vec<&Cause<'_>> {
        one.causes.iter().filter(keeps).collect()
    };
    let penalty = report.brief.names.penalty(&one.unplaced.workload);
    html! {
        article.shortfall data-filter="" {
            h4 {
                span.name { (one.unplaced.workload) } " "
                span.quiet {
                    @if one.is_whole() { "all of it waits" } @else { (figures::percent(one.unplaced.share)) " of it waits" }
                    @if let Some(penalty) = penalty {
                        ", at " (report.plan.currency) " " (penalty)
                        @if one.served.is_some() { " a million tokens" }
                    }
                }
            }
            @if one.causes.is_empty() {
                ul { @for reason in &one.unplaced.reasons { li { (head::ticked(reason)) } } }
            }
            (part(report, "Chips it may use, and who holds them", &group(&held)))
            (part(report, "Chips that could be added", &group(&bought)))
            (part(report, "Where law bars it", &group(&barred)))
            @let closed = group(&closed);
            @if !closed.is_empty() {
                details {
                    summary { "Where it cannot go whatever law says" }
                    ul { @for cause in &closed { li { (said(report, cause)) } } }
                }
            }
        }
    }
}

fn part(report: &Report<'_>, heading: &str, causes: &[&Cause<'_>]) -> Markup {
    html! {
        @if !causes.is_empty() {
            p.part { (heading) }
            ul.causes { @for cause in causes { li { (bar(cause)) (said(report, cause)) (ground(report, cause)) } } }
        }
    }
}

fn said(report: &Report<'_>, cause: &Cause<'_>) -> Markup {
    let named = |id: &str| report.brief.names.pool(id).to_owned();
    head::ticked(&cause.says(&report.brief.reasons, &named))
}

/// Draws how a pool is shared: what the workload has of it, and what others hold.
fn bar(cause: &Cause<'_>) -> Markup {
    let Cause::Held { own, .. } = cause else {
        return html! {};
    };
    html! {
        span.holdbar aria-hidden="true" {
            i.served style={ "width:" (format!("{:.1}", own * 100.0)) "%" } {}
        }
    }
}

/// Returns the text that bars, with its citation.
fn ground(report: &Report<'_>, cause: &Cause<'_>) -> Markup {
    let (Cause::BarredPools { reason, .. } | Cause::BarredChips { reason, .. }) = cause else {
        return html! {};
    };
    let first = report
        .brief
        .reasons
        .get(*reason)
        .and_then(|one| one.grounds.first());
    html! {
        @if let Some(ground) = first {
            span.quiet {
                (ground.says) " (" (words::cited(&ground.citation, &ground.source)) ", checked " (figures::day(&ground.checked.to_string())) "). "
                a href={ "#reason-" (reason + 1) } { "Grounds in full" }
            }
        }
        @else { @if let Some(one) = report.brief.reasons.get(*reason) { span.quiet { (rulings::open(&one.open)) } } }
    }
}
