//! What is left unserved or undone, and why; what has the same causes is told together.

use super::{Report, heading, more};
use crate::{brief::Shortfall, show, words::listed};

/// The most causes told of one workload.
const CAUSES_MAX: usize = 8;
/// The most entries told.
const TOLD_MAX: usize = 12;
/// The most workloads named in one entry.
const NAMED_MAX: usize = 4;

/// Holds workloads that are left undone for the same causes.
struct Entry<'a> {
    undone: Vec<&'a str>,
    told: String,
    causes: Vec<String>,
}

/// Writes the part.
pub fn write(report: &Report<'_>, text: &mut String) {
    let entries = entries(report);
    if entries.is_empty() {
        return;
    }
    heading(text, "left unserved or undone, and why");
    let most = report.most(CAUSES_MAX);
    let told = report.most(TOLD_MAX);
    for entry in entries.iter().take(told) {
        let of = named(report, &entry.undone);
        let told = match entry.undone.as_slice() {
            [_] => entry.told.clone(),
            _ => entry.told.replace("of it", "of each"),
        };
        let said = format!("{of}: {told}");
        text.push_str(&show::wrapped("  ", &said, report.width));
        for cause in entry.causes.iter().take(most) {
            text.push_str(&show::wrapped("    - ", cause, report.width));
        }
        more(text, entry.causes.len().saturating_sub(most), "cause");
    }
    more(text, entries.len().saturating_sub(told), "shortfall");
}

fn named(report: &Report<'_>, undone: &[&str]) -> String {
    let names: Vec<String> = undone.iter().map(|name| (*name).to_owned()).collect();
    listed(&names, report.most(NAMED_MAX))
}

/// Returns the shortfalls in their order; those left undone whole for the same causes are one.
fn entries<'a>(report: &'a Report<'_>) -> Vec<Entry<'a>> {
    let ticked = |id: &str| format!("`{id}`");
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for one in &report.brief.shortfalls {
        let said = one.causes.iter();
        let said = said.map(|cause| cause.says(&report.brief.reasons, &ticked));
        let mut causes: Vec<String> = said.collect();
        if causes.is_empty() {
            causes.clone_from(&one.unplaced.reasons);
        }
        let told = told(one);
        let alike = entries
            .iter_mut()
            .find(|entry| one.served.is_none() && entry.told == told && entry.causes == causes);
        match alike {
            Some(entry) => entry.undone.push(&one.unplaced.workload),
            None => entries.push(Entry {
                undone: vec![&one.unplaced.workload],
                told,
                causes,
            }),
        }
    }
    entries
}

fn told(one: &Shortfall<'_>) -> String {
    match one.served {
        Some(row) => format!(
            "{} of {} served; the rest costs {}",
            show::tokens(row.served_per_day),
            show::tokens(row.asked_per_day),
            show::money(&row.unserved_cost)
        ),
        None if one.is_whole() => "all of it".to_owned(),
        None => format!("{} of it", show::percent(one.unplaced.share)),
    }
}
