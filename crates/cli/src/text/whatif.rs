//! Two worlds in brief: what moves, what it costs, which rulings flip.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use portolan_law::Packs;
use portolan_plan::{Berth, Flip, Shift, WhatIf, World};
use portolan_terms::{Day, RuleId};

use super::heading;
use crate::{
    commands::{diff, whatif::Supposed},
    show, words,
};

/// The most pools named in one cell, and in one line of flips.
const POOLS_MAX: usize = 3;
/// The most workloads named under one flip.
const WORKLOADS_MAX: usize = 5;

/// Holds flips by how placements flip and from when.
type Turns<'f> = BTreeMap<(String, Day), Vec<&'f Flip>>;

/// Writes both worlds; `supposed` says what is supposed, change by change.
pub fn whatif(found: &WhatIf, supposed: &[Supposed], packs: &Packs) -> String {
    let changes: Vec<&str> = supposed.iter().map(|one| one.what.as_str()).collect();
    let mut text = format!(
        "{} · {} · {} · texts checked until {} ({}) · supposing {}\n",
        show::bold(&found.scenario),
        found.on,
        found.posture,
        found.coverage.checked_until,
        found.coverage.beyond,
        changes.join("; ")
    );
    for one in supposed.iter().filter(|one| !one.title.is_empty()) {
        let said = format!("{}: {}", one.what, one.title);
        text.push_str(&show::wrapped("  ", &said, show::width()));
    }
    moved(found, &mut text);
    totals(found, &mut text);
    undone(found, &mut text);
    flips(&found.flips, packs, &mut text);
    text
}

fn moved(found: &WhatIf, text: &mut String) {
    if found.moved.is_empty() {
        let _ = writeln!(text, "\n{}", show::bold("nothing moves"));
        return;
    }
    heading(text, "what moves");
    // Plans of equal cost are each as good as the other: what goes elsewhere for nothing need not.
    let for_nothing = |shift: &&Shift| shift.difference == "0.00" && shift.why.is_empty();
    let (for_nothing, moved): (Vec<&Shift>, Vec<&Shift>) =
        found.moved.iter().partition(for_nothing);
    let headings = ["workload", "before", "after", "chips", "cost", "why"];
    let mut table = show::Table::new(&headings, &[4]).details_from(5);
    for shift in moved {
        table.row(vec![
            shift.workload.clone(),
            pools(&shift.before),
            pools(&shift.after),
            format!("{} → {}", chips(&shift.before), chips(&shift.after)),
            signed(&shift.difference),
            why(shift),
        ]);
    }
    text.push_str(&table.text());
    if !for_nothing.is_empty() {
        let names: Vec<String> = for_nothing
            .iter()
            .map(|shift| shift.workload.clone())
            .collect();
        let said = format!(
            "elsewhere at the same cost, as good where it was: {}",
            words::listed(&names, WORKLOADS_MAX)
        );
        text.push_str(&show::wrapped("  ", &said, show::width()));
    }
}

fn pools(berths: &[Berth]) -> String {
    if berths.is_empty() {
        return "not placed".to_owned();
    }
    let names: Vec<String> = berths.iter().map(|berth| berth.pool.clone()).collect();
    words::listed(&names, POOLS_MAX)
}

fn chips(berths: &[Berth]) -> String {
    show::number(berths.iter().map(|berth| berth.chips).sum())
}

fn why(shift: &Shift) -> String {
    if shift.why.is_empty() {
        return "prices or room".to_owned();
    }
    let rules: Vec<String> = shift.why.iter().map(ToString::to_string).collect();
    words::listed(&rules, rules.len())
}

/// Returns an amount with its sign.
fn signed(decimal: &str) -> String {
    match decimal.strip_prefix('-') {
        Some(less) => format!("-{}", show::short(less, "USD")),
        None => format!("+{}", show::short(decimal, "USD")),
    }
}

fn totals(found: &WhatIf, text: &mut String) {
    heading(text, "what it costs");
    let mut table = show::Table::new(
        &["", "best plan", "none can cost less than", "gap"],
        &[1, 2, 3],
    );
    for (name, world) in [("before", &found.before), ("after", &found.after)] {
        table.row(vec![
            name.to_owned(),
            show::money(&world.total),
            show::money(&world.bound),
            format!("{:.4} %", world.gap * 100.0),
        ]);
    }
    let difference = found.difference.trim_start_matches('-');
    let sign = if difference == found.difference {
        "+"
    } else {
        "-"
    };
    table.row(vec![
        "difference".to_owned(),
        format!("{sign}{}", show::money(difference)),
    ]);
    text.push_str(&table.text());
    let unshared: f64 = found.unshared.parse().unwrap_or(0.0);
    if unshared.abs() >= 1.0 {
        let said = format!(
            "{} of it is for leases and purchases that no workload uses",
            signed(&found.unshared)
        );
        text.push_str(&show::wrapped("  ", &said, show::width()));
    }
}

fn undone(found: &WhatIf, text: &mut String) {
    if found.before.unplaced.is_empty() && found.after.unplaced.is_empty() {
        return;
    }
    heading(text, "left undone");
    let names = |world: &World| -> String {
        let rows = world.unplaced.iter();
        let rows: Vec<String> = rows
            .map(|row| format!("{} of {}", share(row.share), row.workload))
            .collect();
        if rows.is_empty() {
            "nothing".to_owned()
        } else {
            rows.join(", ")
        }
    };
    for (name, world) in [("before: ", &found.before), ("after:  ", &found.after)] {
        text.push_str(&show::wrapped(
            &format!("  {name}"),
            &names(world),
            show::width(),
        ));
    }
    let known = |workload: &str| {
        found
            .before
            .unplaced
            .iter()
            .any(|row| row.workload == workload)
    };
    for row in found
        .after
        .unplaced
        .iter()
        .filter(|row| !known(&row.workload))
    {
        let said = format!("{}: {}", row.workload, row.reasons.join("; "));
        text.push_str(&show::wrapped("    ", &said, show::width()));
    }
}

/// Returns a share in per cent; a trace of one is not nothing.
fn share(share: f64) -> String {
    if share < 0.0005 {
        "under 0.1 %".to_owned()
    } else {
        show::percent(share)
    }
}

/// Says what flips by who is responsible, then by how and from when.
fn flips(flips: &[Flip], packs: &Packs, text: &mut String) {
    if flips.is_empty() {
        let _ = writeln!(text, "\nno ruling flips");
        return;
    }
    heading(text, "rulings that flip");
    let mut groups: BTreeMap<&[RuleId], Turns<'_>> = BTreeMap::new();
    for flip in flips {
        let of_rules = groups.entry(&flip.by).or_default();
        of_rules
            .entry((turn(flip), flip.on))
            .or_default()
            .push(flip);
    }
    for (by, turns) in groups {
        let titled = |rule: &RuleId| {
            let title = packs.provision(rule).map_or("", |found| found.title());
            format!("{} {title}", show::bold(rule.as_str()))
        };
        let named: Vec<String> = by.iter().map(titled).collect();
        let named = if by.is_empty() {
            "no provision: the facts themselves".to_owned()
        } else {
            words::listed(&named, named.len())
        };
        text.push_str(&show::wrapped("  ", &named, show::width()));
        for ((turn, day), flips) in turns {
            let said = format!("{turn}, from {day}: {}", whose(&flips));
            text.push_str(&show::wrapped("      ", &said, show::width()));
        }
    }
}

/// Says how a placement flips, with what is needed or no longer needed.
fn turn(flip: &Flip) -> String {
    if let Some(reason) = &flip.unfit {
        return format!("{} → {} ({reason})", flip.before, flip.after);
    }
    let needs = flip.acts.iter().map(|act| diff::needs(&act.change));
    let needs: BTreeSet<String> = needs.filter(|said| !said.is_empty()).collect();
    let needs: Vec<String> = needs.into_iter().collect();
    let moved = if flip.before == flip.after {
        flip.after.clone()
    } else {
        format!("{} → {}", flip.before, flip.after)
    };
    format!("{moved}{}", needs.concat())
}

/// Names the workloads with the pools at which they flip, and the chips.
fn whose(flips: &[&Flip]) -> String {
    let mut pools: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for flip in flips {
        pools
            .entry(&flip.workload)
            .or_default()
            .push(flip.pool.clone());
    }
    let named = pools.into_iter().map(|(workload, pools)| {
        let pools = words::listed(&pools, POOLS_MAX);
        if workload.is_empty() {
            format!("the chips of {pools}")
        } else {
            format!("{workload} at {pools}")
        }
    });
    let mut named: Vec<String> = named.collect();
    let more = named.len().saturating_sub(WORKLOADS_MAX);
    named.truncate(WORKLOADS_MAX);
    let more = if more > 0 {
        format!("; and {}", words::counted(more, "more workload"))
    } else {
        String::new()
    };
    format!("{}{more}", named.join("; "))
}
