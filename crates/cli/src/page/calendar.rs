//! The calendar: pools down, weeks across, a bar for each placement.

use maud::{Markup, html};
use portolan_plan::document::{PlacementRow, PoolRow, SiteRow};
use portolan_terms::Day;

use super::{Report, block, figures, placements, words};

/// A name of a month is left out when it would have less room than this, in per cent of the width.
const MONTH_MIN: f64 = 2.5;

/// Holds a placement on one of the lanes of its pool.
struct Bar<'a> {
    row: &'a PlacementRow,
    lane: usize,
}

/// Returns the section.
pub fn section(report: &Report<'_>) -> Markup {
    let plan = report.plan;
    let lede = html! {
        "Which pool works for whom, week by week: chips held are written on the bar. Weeks "
        (figures::period(&plan.horizon.from, &plan.horizon.until)) "."
    };
    let body = html! {
        (legend())
        div.wide.calendar tabindex="0" role="region" aria-label="Calendar of placements" {
            table style={ "--week:" (percent(week(report))) } {
                thead { tr { th.corner scope="col" { "Pool" } th.months scope="col" { (months(report)) } } }
                @for country in countries(report) { (rows_of(report, country)) }
            }
        }
        (idle(report))
    };
    block("calendar", lede, &body)
}

fn legend() -> Markup {
    html! {
        ul.legend aria-label="Legend" {
            li { span.swatch.k-training {} "training" }
            li { span.swatch.k-tuning {} "tuning" }
            li { span.swatch.k-batch {} "batch" }
            li { span.swatch.k-serving {} "serving" }
            li { span.swatch.awaiting {} "awaiting papers (hatched)" }
        }
    }
}

fn percent(share: f64) -> String {
    format!("{:.3}%", share * 100.0)
}

/// Returns the days of the horizon, never less than one.
fn length(report: &Report<'_>) -> f64 {
    let horizon = &report.plan.horizon;
    f64::from(
        figures::days_between(&horizon.from, &horizon.until)
            .unwrap_or(1)
            .max(1),
    )
}

fn week(report: &Report<'_>) -> f64 {
    7.0 / length(report)
}

/// Returns where a day lies in the horizon, as a fraction of it.
fn at(report: &Report<'_>, day: &str) -> f64 {
    let days = figures::days_between(&report.plan.horizon.from, day).unwrap_or(0);
    (f64::from(days) / length(report)).clamp(0.0, 1.0)
}

/// Writes the first day of each month over the weeks, and the plan's own first day.
fn months(report: &Report<'_>) -> Markup {
    let horizon = &report.plan.horizon;
    let mut firsts: Vec<(f64, String)> = vec![(0.0, horizon.from.clone())];
    if let (Ok(from), Ok(until)) = (horizon.from.parse::<Day>(), horizon.until.parse::<Day>()) {
        let mut day = from.after();
        while day < until {
            let text = day.to_string();
            if text.ends_with("-01") {
                firsts.push((at(report, &text), text));
            }
            day = day.after();
        }
    }
    let ends: Vec<f64> = firsts
        .iter()
        .skip(1)
        .map(|(start, _)| *start)
        .chain([1.0])
        .collect();
    html! {
        @for ((start, text), end) in firsts.iter().zip(ends) {
            @if end - start >= MONTH_MIN / 100.0 {
                span.month style={ "left:" (percent(*start)) } { (month(text, *start == 0.0)) }
            }
        }
    }
}

fn month(day: &str, whole: bool) -> &str {
    if whole {
        day
    } else {
        day.get(..7).unwrap_or(day)
    }
}

/// Returns the countries where something is placed, in the order of the sites.
fn countries<'a>(report: &Report<'a>) -> Vec<&'a str> {
    let mut found: Vec<&str> = Vec::new();
    for site in &report.plan.sites {
        let used = site.pools.iter().any(|pool| is_used(report, pool));
        if used && !found.contains(&site.country.as_str()) {
            found.push(&site.country);
        }
    }
    for row in &report.plan.placements {
        if report.names.pool_row(&row.pool).is_none() && !found.contains(&row.country.as_str()) {
            found.push(&row.country);
        }
    }
    found
}

fn is_used(report: &Report<'_>, pool: &PoolRow) -> bool {
    report.plan.placements.iter().any(|row| row.pool == pool.id)
}

fn rows_of(report: &Report<'_>, country: &str) -> Markup {
    let sites: Vec<&SiteRow> = report
        .plan
        .sites
        .iter()
        .filter(|site| site.country == country)
        .collect();
    let listed = sites
        .iter()
        .flat_map(|site| &site.pools)
        .filter(|pool| is_used(report, pool));
    let mut pools: Vec<&str> = listed.map(|pool| pool.id.as_str()).collect();
    for row in report
        .plan
        .placements
        .iter()
        .filter(|row| row.country == country)
    {
        if !pools.contains(&row.pool.as_str()) {
            pools.push(&row.pool);
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
    let bars = bars(report, pool);
    let lanes = bars.iter().map(|bar| bar.lane + 1).max().unwrap_or(1);
    html! {
        tr {
            th scope="row" {
                span.pool { (report.names.pool(pool)) }
                @if let Some(row) = report.names.pool_row(pool) {
                    span.quiet {
                        (row.chip)
                        @if row.chips > 0 { " · " (figures::number(row.chips)) " held" }
                    }
                }
            }
            td style={ "--lanes:" (lanes) } { @for bar in &bars { (drawn(report, bar)) } }
        }
    }
}

/// Puts the placements of a pool on lanes, so that no two bars overlap.
fn bars<'a>(report: &Report<'a>, pool: &str) -> Vec<Bar<'a>> {
    let mut rows: Vec<&PlacementRow> = report
        .plan
        .placements
        .iter()
        .filter(|row| row.pool == pool)
        .collect();
    rows.sort_by(|left, right| (&left.from, &left.workload).cmp(&(&right.from, &right.workload)));
    let mut lanes: Vec<(&str, &str)> = Vec::new();
    let mut bars = Vec::new();
    for row in rows {
        let free = |(until, _): &(&str, &str)| *until <= row.from.as_str();
        let same = lanes
            .iter()
            .position(|lane| free(lane) && lane.1 == row.workload);
        let lane = same
            .or_else(|| lanes.iter().position(free))
            .unwrap_or(lanes.len());
        match lanes.get_mut(lane) {
            Some(end) => *end = (&row.until, &row.workload),
            None => lanes.push((&row.until, &row.workload)),
        }
        bars.push(Bar { row, lane });
    }
    bars
}

fn drawn(report: &Report<'_>, bar: &Bar<'_>) -> Markup {
    let row = bar.row;
    let (start, end) = (at(report, &row.from), at(report, &row.until));
    let awaiting = if row.status == "awaiting" {
        " awaiting"
    } else {
        ""
    };
    let says = format!(
        "{}, {}, {} chips, {} to {}{}",
        row.workload,
        row.kind,
        figures::number(row.chips),
        row.from,
        figures::last_day(&row.until),
        if awaiting.is_empty() {
            ""
        } else {
            ", awaiting papers"
        },
    );
    let place = format!(
        "left:{};width:{};--lane:{}",
        percent(start),
        percent(end - start),
        bar.lane
    );
    html! {
        a class={ "bar " (words::kind_class(&row.kind)) (awaiting) } style=(place)
            href={ "#" (placements::anchor(report.plan, row)) } title=(says) aria-label=(says) {
            span { b { (row.workload) } " " (figures::number(row.chips)) }
        }
    }
}

/// Names the pools that the plan leaves idle.
fn idle(report: &Report<'_>) -> Markup {
    let sites = report.plan.sites.iter();
    let idle: Vec<String> = sites
        .flat_map(|site| &site.pools)
        .filter(|pool| !is_used(report, pool))
        .map(|pool| pool.name.clone())
        .collect();
    html! {
        @if !idle.is_empty() {
            p.quiet { "Not used by this plan: " (words::listed(&idle, idle.len())) "." }
        }
    }
}
