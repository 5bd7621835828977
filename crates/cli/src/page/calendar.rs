//! The calendar: pools down, weeks across, a bar for each workload at a pool, as high as the chips
//! that it holds.

use maud::{Markup, html};
use portolan_plan::document::PoolRow;
use portolan_terms::Day;

use super::{Report, block, figures, placements, words};
use crate::brief::Berth;

/// A month is named only where its name has this much of the width.
const MONTH_MIN: f64 = 0.1;
/// A bar shorter than this carries its name beside it.
const SHORT: f64 = 0.3;
/// A bar that starts later than this carries its name before it.
const LATE: f64 = 0.55;

/// Returns the section.
pub fn section(report: &Report<'_>) -> Markup {
    let plan = report.plan;
    let lede = html! {
        "Which pool works for whom, week by week, "
        (figures::period(&plan.horizon.from, &plan.horizon.until))
        ". Each line is a workload with the chips it holds; a bar is as high as they are many, against the most it holds there."
    };
    let body = html! {
        @if report.brief.runs.is_empty() { p { "Nothing is placed." } }
        @else {
            (legend(report))
            div.wide.calendar tabindex="0" role="region" aria-label="Calendar of placements" {
                table style={ "--week:" (percent(7.0 / length(report))) } {
                    thead { tr { th.corner scope="col" { "Pool" } th.months scope="col" { (months(report)) } } }
                    @for country in countries(report) { (rows_of(report, country)) }
                }
            }
        }
        (idle(report))
    };
    block("calendar", lede, &body)
}

fn legend(report: &Report<'_>) -> Markup {
    let kinds = ["training", "tuning", "batch", "serving"];
    html! {
        ul.legend aria-label="Legend of the calendar" {
            @for kind in kinds {
                @if report.brief.runs.iter().any(|run| run.kind == kind) {
                    li { span class={ "swatch " (words::kind_class(kind)) } {} (kind) }
                }
            }
            @if report.brief.berths().any(Berth::awaits) {
                li { span.swatch.awaiting {} "awaiting papers (hatched)" }
            }
        }
    }
}

fn percent(share: f64) -> String {
    format!("{:.3}%", share * 100.0)
}

/// Returns the days of the horizon, never less than one.
fn length(report: &Report<'_>) -> f64 {
    let horizon = &report.plan.horizon;
    let days = figures::days_between(&horizon.from, &horizon.until);
    f64::from(days.unwrap_or(1).max(1))
}

/// Returns where a day lies in the horizon, as a fraction of it.
pub fn at(report: &Report<'_>, day: &str) -> f64 {
    let days = figures::days_between(&report.plan.horizon.from, day).unwrap_or(0);
    (f64::from(days) / length(report)).clamp(0.0, 1.0)
}

/// Writes the first day of the months that have room for their name.
fn months(report: &Report<'_>) -> Markup {
    let horizon = &report.plan.horizon;
    let mut named: Vec<(f64, String)> = Vec::new();
    if let (Ok(from), Ok(until)) = (horizon.from.parse::<Day>(), horizon.until.parse::<Day>()) {
        let mut day = from;
        while day < until {
            let text = day.to_string();
            let place = at(report, &text);
            let room = named
                .last()
                .is_none_or(|(last, _)| place - last >= MONTH_MIN);
            if text.ends_with("-01") && room && place < 1.0 - MONTH_MIN / 2.0 {
                named.push((place, text));
            }
            day = day.after();
        }
    }
    html! {
        @for (place, text) in &named {
            span.month style={ "left:" (percent(*place)) } { (text.get(..7).unwrap_or(text)) }
        }
    }
}

/// Returns the countries where something is placed: those that train most first, then by use.
fn countries<'a>(report: &'a Report<'_>) -> Vec<&'a str> {
    let mut found: Vec<(&str, u64, u64)> = Vec::new();
    for berth in report.brief.berths() {
        let hours = berth.chip_hours();
        let trained = if berth.first.kind == "training" {
            hours
        } else {
            0
        };
        let country = berth.first.country.as_str();
        match found.iter_mut().find(|(known, ..)| *known == country) {
            Some((_, training, all)) => {
                *training += trained;
                *all += hours;
            }
            None => found.push((country, trained, hours)),
        }
    }
    found.sort_by_key(|(_, training, all)| std::cmp::Reverse((*training, *all)));
    found.into_iter().map(|(country, ..)| country).collect()
}

fn rows_of(report: &Report<'_>, country: &str) -> Markup {
    let mut pools: Vec<&str> = Vec::new();
    for berth in report
        .brief
        .berths()
        .filter(|one| one.first.country == country)
    {
        if !pools.contains(&berth.first.pool.as_str()) {
            pools.push(&berth.first.pool);
        }
    }
    html! {
        tbody {
            tr.country { th colspan="2" scope="rowgroup" { span { (words::country(country)) } } }
            @for pool in pools { (pool_row(report, pool)) }
        }
    }
}

fn pool_row(report: &Report<'_>, pool: &str) -> Markup {
    let at_pool = || report.brief.berths().filter(|one| one.first.pool == pool);
    let shown: Vec<&Berth<'_>> = at_pool().filter(|one| !one.sliver).collect();
    let slivers: Vec<String> = at_pool()
        .filter(|one| one.sliver)
        .map(|one| format!("{} for {}", figures::range(one.chips()), one.first.workload))
        .collect();
    html! {
        tr {
            th scope="row" {
                span.pool { (report.brief.names.pool(pool)) }
                @if let Some(row) = report.brief.names.pool_row(pool) { span.quiet { (stands(report, row)) } }
            }
            td style={ "--lanes:" (shown.len().max(1)) } {
                @for (lane, berth) in shown.iter().enumerate() { (drawn(report, berth, lane)) }
                @if !slivers.is_empty() {
                    span.slivers { "and " (words::listed(&slivers, slivers.len())) }
                }
            }
        }
    }
}

/// Says which chips stand at a pool, those that the plan buys included.
fn stands(report: &Report<'_>, pool: &PoolRow) -> String {
    let bought: u64 = report
        .plan
        .acquired
        .iter()
        .filter(|row| row.kind == "purchase")
        .filter(|row| {
            report
                .brief
                .names
                .pool_of(&row.pool)
                .is_some_and(|of| of.id == pool.id)
        })
        .map(|row| row.chips)
        .sum();
    let mut said = pool.chip.clone();
    if pool.chips > 0 {
        said.push_str(&format!(" · {}", figures::number(pool.chips)));
    }
    if bought > 0 {
        said.push_str(&format!(" · {} bought", figures::number(bought)));
    }
    said
}

fn drawn(report: &Report<'_>, berth: &Berth<'_>, lane: usize) -> Markup {
    let row = berth.first;
    let (from, until) = berth.days();
    let (start, end) = (at(report, from), at(report, until));
    let (least, most) = berth.chips();
    let says = format!(
        "{}, {}, {} chips, {from} to {}{}",
        row.workload,
        row.kind,
        figures::range((least, most)),
        figures::last_day(until),
        if berth.awaits() {
            ", awaiting papers"
        } else {
            ""
        },
    );
    let mut class = format!("bar {}", words::kind_class(&row.kind));
    if berth.awaits() {
        class.push_str(" awaiting");
    }
    if end - start < SHORT {
        class.push_str(if start > LATE {
            " beside before"
        } else {
            " beside"
        });
    }
    let place = format!(
        "left:{};width:{};--lane:{lane}",
        percent(start),
        percent(end - start)
    );
    html! {
        a class=(class) style=(place) href={ "#" (placements::anchor(report, berth)) } title=(says) aria-label=(says) {
            @if least < most { (steps(report, berth)) }
            span { b { (row.workload) } " " (figures::range((least, most))) }
        }
    }
}

/// Draws the steps of a bar whose chips change over its weeks.
fn steps(report: &Report<'_>, berth: &Berth<'_>) -> Markup {
    let (from, until) = berth.days();
    let (start, end) = (at(report, from), at(report, until));
    let wide = (end - start).max(f64::EPSILON);
    let most = figures::float(berth.chips().1).max(1.0);
    html! {
        @for row in &berth.rows {
            @let (left, right) = (at(report, &row.from), at(report, &row.until));
            i.step style={
                "left:" (percent((left - start) / wide)) ";width:" (percent((right - left) / wide))
                ";height:" (percent(figures::float(row.chips) / most))
            } {}
        }
    }
}

/// Names the pools that the plan leaves idle.
fn idle(report: &Report<'_>) -> Markup {
    let pools = report.plan.sites.iter().flat_map(|site| &site.pools);
    let used = |pool: &PoolRow| report.plan.placements.iter().any(|row| row.pool == pool.id);
    let idle: Vec<&PoolRow> = pools.filter(|pool| !used(pool)).collect();
    html! {
        @if !idle.is_empty() {
            details.idle {
                summary { (figures::counted(idle.len(), "pool")) " not used by this plan" }
                ul { @for pool in &idle { li { (pool.name) } } }
            }
        }
    }
}
