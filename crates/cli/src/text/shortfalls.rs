//! What is left unserved or undone, and why.

use super::{Report, heading, more};
use crate::{brief::Shortfall, show};

/// The most causes told of one workload.
const CAUSES_MAX: usize = 8;

/// Writes the part.
pub fn write(report: &Report<'_>, text: &mut String) {
    let shortfalls = &report.brief.shortfalls;
    if shortfalls.is_empty() {
        return;
    }
    heading(text, "left unserved or undone, and why");
    let most = report.most(CAUSES_MAX);
    for one in shortfalls {
        text.push_str(&show::wrapped("  ", &told(one), report.width));
        if one.causes.is_empty() {
            for reason in one.unplaced.reasons.iter().take(most) {
                text.push_str(&show::wrapped("    - ", reason, report.width));
            }
        }
        let ticked = |id: &str| format!("`{id}`");
        for cause in one.causes.iter().take(most) {
            let said = cause.says(&report.brief.reasons, &ticked);
            text.push_str(&show::wrapped("    - ", &said, report.width));
        }
        more(text, one.causes.len().saturating_sub(most), "cause");
    }
}

fn told(one: &Shortfall<'_>) -> String {
    let workload = &one.unplaced.workload;
    match one.served {
        Some(row) => format!(
            "{workload}: {} of {} served; the rest costs {}",
            show::tokens(row.served_per_day),
            show::tokens(row.asked_per_day),
            show::money(&row.unserved_cost)
        ),
        None if one.is_whole() => format!("{workload}: all of it"),
        None => format!("{workload}: {} of it", show::percent(one.unplaced.share)),
    }
}
