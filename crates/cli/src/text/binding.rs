//! What binds a plan, in brief.

use std::fmt::Write as _;

use portolan_plan::{LimitsReport, Relaxation};

use super::heading;
use crate::{show, words};

/// Writes what binds a plan and what would make the impossible possible.
pub fn binding(found: &LimitsReport) -> String {
    let mut text = format!(
        "{} · {} · {} · texts checked until {} ({})\n",
        show::bold(&found.scenario),
        found.on,
        found.posture,
        found.coverage.checked_until,
        found.coverage.beyond
    );
    let _ = writeln!(
        text,
        "best plan {}; no plan can cost less than {}",
        show::money(&found.total),
        show::money(&found.bound)
    );
    let saves = |one: &&Relaxation| !one.saves.starts_with('-') && one.saves != "0.00";
    let (saving, idle): (Vec<&Relaxation>, Vec<&Relaxation>) =
        found.binding.iter().partition(saves);
    heading(
        &mut text,
        "what one more would save, found by planning again",
    );
    if saving.is_empty() {
        text.push_str("  nothing: no limit binds\n");
    }
    table(&saving, &mut text);
    if !idle.is_empty() {
        let names = idle.iter().map(|one| format!("{} ({})", one.of, one.what));
        let names: Vec<String> = names.collect();
        let said = format!("nothing is saved by {}", words::listed(&names, usize::MAX));
        text.push_str(&show::wrapped("  ", &said, show::width()));
    }
    for one in &found.impossible {
        heading(&mut text, &format!("why {} cannot be done", one.workload));
        text.push_str("  these are in conflict; without any one of them it can be done:\n");
        for limit in &one.conflict {
            text.push_str(&show::wrapped("    - ", limit, show::width()));
        }
        if one.ways_out.is_empty() {
            text.push_str("  no single change that was tried makes it possible\n");
        } else {
            text.push_str("  single changes that make it possible, each planned:\n");
            table(&one.ways_out.iter().collect::<Vec<_>>(), &mut text);
        }
    }
    let _ = writeln!(
        text,
        "\n{}",
        show::dim("not legal advice: what the cited texts say of the facts given")
    );
    text
}

fn table(rows: &[&Relaxation], text: &mut String) {
    if rows.is_empty() {
        return;
    }
    let headings = ["of", "what", "saves", "the plan then costs", "law"];
    let mut table = show::Table::new(&headings, &[2, 3]).details_from(4);
    for one in rows {
        let mut needs: Vec<String> = one.needs.iter().map(words::need).collect();
        if !one.barred_by.is_empty() {
            let rules: Vec<&str> = one.barred_by.iter().map(String::as_str).collect();
            needs.push(format!(
                "barred today: {}",
                words::ticked(&rules, usize::MAX)
            ));
        }
        table.row(vec![
            one.of.clone(),
            one.what.clone(),
            show::short(&one.saves, "USD"),
            show::short(&one.total, "USD"),
            words::listed(&needs, usize::MAX),
        ]);
    }
    text.push_str(&table.text());
}
