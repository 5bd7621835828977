//! What runs where: a line for each workload and pool, the most telling ones.

use std::{collections::BTreeSet, fmt::Write as _};

use super::{Report, heading, more};
use crate::{
    brief::{Berth, Choice, Home, Run},
    show,
    words::{counted, listed, ticked},
};

/// The most lines told.
const LINES_MAX: usize = 16;
/// The most pools or rules named in a sentence.
const NAMED_MAX: usize = 3;

/// Writes the part.
pub fn write(report: &Report<'_>, text: &mut String) {
    let runs = &report.brief.runs;
    if runs.is_empty() {
        return;
    }
    heading(text, "what runs where");
    let told = telling(report);
    let headings = [
        "workload",
        "runs at",
        "chips",
        "cost",
        "on",
        "run by",
        "first to last day",
        "flags",
    ];
    let mut table = show::Table::new(&headings, &[2, 3]).details_from(4);
    for run in runs {
        let berths = run.berths.iter().filter(|berth| told.contains(&key(berth)));
        for (index, berth) in berths.enumerate() {
            table.row(row(report, run, berth, index == 0));
        }
    }
    text.push_str(&table.text());
    let slivers: usize = runs.iter().map(Run::slivers).sum();
    let all: usize = runs.iter().map(|run| run.berths.len()).sum();
    if report.all {
        choices(report, text);
    } else {
        more(text, all - slivers - told.len(), "line");
        if slivers > 0 {
            let said = format!(
                "{} under 1 % of their workload left out",
                counted(slivers, "line")
            );
            let _ = writeln!(text, "  {}", show::dim(&said));
        }
        choices(report, text);
    }
    elsewhere(report, text);
}

fn key<'a>(berth: &Berth<'a>) -> (&'a str, &'a str) {
    (&berth.first.workload, &berth.first.pool)
}

/// Returns the berths to be told: the largest of each workload, runs before services, then the
/// others by size.
fn telling<'a>(report: &'a Report<'_>) -> BTreeSet<(&'a str, &'a str)> {
    if report.all {
        return report.brief.berths().map(key).collect();
    }
    let mut ranked = Vec::new();
    for run in &report.brief.runs {
        for (index, berth) in run.main().enumerate() {
            let hours = std::cmp::Reverse(berth.chip_hours());
            ranked.push((index > 0, !run.is_task(), hours, key(berth)));
        }
    }
    ranked.sort();
    ranked
        .into_iter()
        .take(LINES_MAX)
        .map(|one| one.3)
        .collect()
}

fn row(report: &Report<'_>, run: &Run<'_>, berth: &Berth<'_>, first: bool) -> Vec<String> {
    let (from, until) = berth.days();
    let mut flags: Vec<&str> = berth.flags();
    if berth.awaits() {
        flags.insert(0, "awaiting");
    }
    vec![
        if first {
            run.workload.to_owned()
        } else {
            String::new()
        },
        format!("{} {}", berth.first.pool, berth.first.country),
        show::range(berth.chips()),
        show::short(&berth.cost(), &report.plan.currency),
        berth.first.chip.clone(),
        berth.first.operator.clone(),
        format!("{from} to {}", show::last_day(until)),
        flags.join(" "),
    ]
}

/// Says of each run why it is there, by what it passed over.
fn choices(report: &Report<'_>, text: &mut String) {
    let brief = &report.brief;
    let tasks = brief.runs.iter().filter(|run| run.is_task());
    let told: Vec<(&str, String)> = tasks
        .filter_map(|run| {
            let choice = Choice::of(brief, run);
            let said = why(report, &choice)?;
            Some((run.workload, said))
        })
        .collect();
    if told.is_empty() {
        return;
    }
    heading(text, "why there");
    let most = report.most(LINES_MAX);
    let left = told.len().saturating_sub(most);
    for (workload, said) in told.into_iter().take(most) {
        text.push_str(&show::wrapped(
            "  ",
            &format!("{workload}: {said}"),
            report.width,
        ));
    }
    more(text, left, "run");
}

fn why(report: &Report<'_>, choice: &Choice<'_>) -> Option<String> {
    let money = |extra: &str| show::short(extra, &report.plan.currency);
    let mut said: Vec<String> = Vec::new();
    match &choice.home {
        Some(Home::Dearer(pool, extra)) => {
            said.push(format!("at home `{pool}` would cost {} more", money(extra)));
        }
        Some(Home::Unfit(pools)) => said.push(format!(
            "at home no run fits its window on {}",
            ticked(pools, NAMED_MAX)
        )),
        None => {}
    }
    for (rules, pools) in &choice.barred {
        let pools: Vec<String> = pools.iter().map(|pool| format!("`{pool}`")).collect();
        let verb = if rules.len() > 1 { "bar" } else { "bars" };
        let rules = ticked(rules, NAMED_MAX);
        said.push(format!("{rules} {verb} {}", listed(&pools, NAMED_MAX)));
    }
    match choice.next {
        Some((pool, "0.00")) => said.push(format!("`{pool}` would cost no more")),
        Some((pool, extra)) => said.push(format!("next best `{pool}`, {} more", money(extra))),
        None => {}
    }
    (!said.is_empty()).then(|| said.join("; "))
}

/// Says what other laws say of acts whose parties answer only to named places.
fn elsewhere(report: &Report<'_>, text: &mut String) {
    let mut said: Vec<(String, Vec<&str>)> = Vec::new();
    for berth in report.brief.berths() {
        for act in berth.rows.iter().flat_map(|row| &row.judgment.elsewhere) {
            let mut rules: Vec<String> = act
                .ruling
                .biting()
                .map(|ground| format!("`{}`", ground.rule))
                .collect();
            rules.sort();
            rules.dedup();
            if rules.is_empty() {
                continue;
            }
            let outcome = act.ruling.outcome.word();
            let what = format!("{outcome} under {}", listed(&rules, NAMED_MAX));
            let pool = berth.first.pool.as_str();
            match said.iter_mut().find(|(known, _)| *known == what) {
                Some((_, pools)) if pools.contains(&pool) => {}
                Some((_, pools)) => pools.push(pool),
                None => said.push((what, vec![pool])),
            }
        }
    }
    if said.is_empty() {
        return;
    }
    heading(
        text,
        "what other laws say of acts whose parties answer only to named places",
    );
    for (what, pools) in said {
        let pools = ticked(&pools, pools.len());
        text.push_str(&show::wrapped(
            "  ",
            &format!("{what}: {pools}"),
            report.width,
        ));
    }
}
