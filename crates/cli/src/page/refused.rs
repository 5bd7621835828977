//! Refused: what law bars, by pool, the reason first.

use maud::{Markup, html};
use portolan_acts::Outcome;
use portolan_law::{Ground, GroundEffect, Ruling};
use portolan_plan::document::Refused;

use super::{Report, block, figures, rulings, words};

/// The grounds shown before the rest is folded.
const GROUNDS_MAX: usize = 2;

/// Holds the refusals of a pool that rest on the same grounds.
struct Reason<'a> {
    outcome: Outcome,
    grounds: Vec<&'a Ground>,
    open: Vec<&'a str>,
    needs: Vec<String>,
    flags: Vec<String>,
    workloads: Vec<&'a str>,
}

/// Returns the section.
pub fn section(report: &Report<'_>) -> Markup {
    let refused = &report.plan.refused;
    let mut pools: Vec<(&str, Vec<Reason<'_>>)> = Vec::new();
    for row in refused {
        let at = pools.iter().position(|(pool, _)| *pool == row.pool);
        match at.and_then(|at| pools.get_mut(at)) {
            Some((_, reasons)) => add(reasons, row),
            None => {
                let mut reasons = Vec::new();
                add(&mut reasons, row);
                pools.push((&row.pool, reasons));
            }
        }
    }
    for (_, reasons) in &mut pools {
        reasons.sort_by_key(|reason| reason.outcome);
    }
    let lede = html! {
        (figures::counted(refused.len(), "way")) " at " (figures::counted(pools.len(), "pool or offer"))
        " that law bars or leaves open. Reasons come first; what they bar follows."
    };
    let body = html! {
        @if refused.is_empty() { p { "Law refuses nothing that was asked for." } }
        div.pools { @for (pool, reasons) in &pools { (at_pool(report, pool, reasons)) } }
    };
    block("refused", lede, &body)
}

/// Adds a refusal to the reason it shares, or as a reason of its own.
fn add<'a>(reasons: &mut Vec<Reason<'a>>, row: &'a Refused) {
    let rulings: Vec<&Ruling> = row
        .acts
        .iter()
        .map(|act| &act.ruling)
        .filter(|ruling| ruling.outcome != Outcome::Permitted)
        .collect();
    let mut grounds: Vec<&Ground> = Vec::new();
    for ground in rulings.iter().flat_map(|ruling| decisive(ruling)) {
        if !grounds.contains(&ground) {
            grounds.push(ground);
        }
    }
    let grounds = rulings::in_order(grounds);
    let mut open: Vec<&str> = rulings
        .iter()
        .flat_map(|ruling| &ruling.open)
        .map(String::as_str)
        .collect();
    open.sort_unstable();
    open.dedup();
    let outcome = row.outcome;
    let same = |reason: &&mut Reason<'_>| {
        reason.outcome == outcome && reason.grounds == grounds && reason.open == open
    };
    if let Some(reason) = reasons.iter_mut().find(same) {
        reason.workloads.push(&row.workload);
        return;
    }
    let needs = sorted(
        rulings
            .iter()
            .flat_map(|ruling| &ruling.needs)
            .map(rulings::need),
    );
    let flags = sorted(
        rulings
            .iter()
            .flat_map(|ruling| &ruling.flags)
            .map(|flag| words::plain(flag.word())),
    );
    reasons.push(Reason {
        outcome,
        grounds,
        open,
        needs,
        flags,
        workloads: vec![&row.workload],
    });
}

fn sorted(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut texts: Vec<String> = texts.collect();
    texts.sort();
    texts.dedup();
    texts
}

/// Returns the grounds that stand in the way, or those that a missing fact leaves undecided.
fn decisive(ruling: &Ruling) -> Vec<&Ground> {
    let biting: Vec<&Ground> = ruling.biting().collect();
    if !biting.is_empty() {
        return biting;
    }
    ruling
        .grounds
        .iter()
        .filter(|ground| ground.effect == GroundEffect::Undecided)
        .collect()
}

fn at_pool(report: &Report<'_>, pool: &str, reasons: &[Reason<'_>]) -> Markup {
    let worst = reasons
        .first()
        .map_or(Outcome::Forbidden, |reason| reason.outcome);
    let ways: usize = reasons.iter().map(|reason| reason.workloads.len()).sum();
    let first = reasons.first().and_then(|reason| reason.grounds.first());
    html! {
        details.pool data-filter="" {
            summary {
                span.line {
                    (words::badge(worst)) " " strong { (report.names.pool(pool)) }
                    @if let Some(country) = report.names.country_of(pool) { span.quiet { " " (country) } }
                    span.quiet { " · " (figures::counted(ways, "way")) }
                }
                @if let Some(ground) = first { span.because { (ground.says) " " code { (ground.rule) } } }
                @else { span.because { (silence(reasons)) } }
            }
            ol.reasons { @for one in reasons { li { (reason(one)) } } }
        }
    }
}

/// Says why a refusal without grounds refuses.
fn silence(reasons: &[Reason<'_>]) -> String {
    let first = reasons.first();
    let open = first
        .and_then(|reason| reason.open.first())
        .map(|open| (*open).to_owned());
    let flags = || {
        first
            .map(|reason| reason.flags.join(", "))
            .filter(|flags| !flags.is_empty())
    };
    open.or_else(flags)
        .unwrap_or_else(|| "no text covers it".to_owned())
}

fn reason(reason: &Reason<'_>) -> Markup {
    let (first, rest) = reason
        .grounds
        .split_at_checked(GROUNDS_MAX)
        .unwrap_or((&reason.grounds, &[]));
    let whose: Vec<String> = reason
        .workloads
        .iter()
        .map(|name| (*name).to_owned())
        .collect();
    html! {
        p.act {
            (words::badge(reason.outcome)) " "
            @if whose.iter().any(String::is_empty) { "the chips, whoever uses them" }
            @else { strong { (words::listed(&whose, whose.len())) } }
        }
        ul.grounds { @for ground in first { li { (rulings::ground(ground)) } } }
        @if !rest.is_empty() {
            details {
                summary { (figures::counted(rest.len(), "further ground")) }
                ul.grounds { @for ground in rest { li { (rulings::ground(ground)) } } }
            }
        }
        dl.kept {
            @if !reason.needs.is_empty() { div { dt { "Needs" } dd { (reason.needs.join("; ")) } } }
            @if !reason.flags.is_empty() { div { dt { "Flags" } dd { (reason.flags.join(", ")) } } }
            @if !reason.open.is_empty() { div { dt { "Open" } dd { (reason.open.join("; ")) } } }
        }
    }
}
