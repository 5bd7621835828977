//! The verdict: the plan in a sentence.

use portolan_acts::{Outcome, words::Flag};
use portolan_plan::document::{ActRow, PlanDocument};

use super::Brief;
use crate::words::counted;

/// Returns what the plan comes to, in a sentence without a full stop.
pub fn verdict(plan: &PlanDocument, brief: &Brief<'_>) -> String {
    let undone = brief.shortfalls.iter().filter(|one| one.is_whole()).count();
    let part = brief.shortfalls.len() - undone;
    let all = brief.runs.len() + undone;
    if brief.runs.is_empty() {
        let said = counted(all, "workload");
        return if held_by_coverage(plan) {
            format!("nothing can be placed: {said} held until the texts are read again")
        } else {
            format!("nothing can be placed: {said} asked for")
        };
    }
    let whole = all - undone - part;
    let waits = brief.berths().any(super::Berth::awaits);
    let lawful = if waits {
        "lawful once the papers named are on file"
    } else {
        "every act lawful on its day"
    };
    if brief.shortfalls.is_empty() {
        let said = counted(all, "workload");
        return format!("{said} placed whole, {lawful}");
    }
    let mut said = format!("{whole} of {} run whole", counted(all, "workload"));
    if part > 0 {
        said.push_str(&format!(", {part} in part"));
    }
    if undone > 0 {
        said.push_str(&format!(", {undone} not at all"));
    }
    let asked: u64 = plan.served.iter().map(|row| row.asked_per_day).sum();
    let waiting: u64 = brief.shortfalls.iter().map(super::Shortfall::waiting).sum();
    if waiting > 0 {
        let share = super::berths::share(waiting, asked) * 100.0;
        said.push_str(&format!("; {share:.0} % of the tokens asked for wait"));
    }
    format!("{said}; {lawful}")
}

/// Returns true when nothing runs because the texts do not reach the days of the plan.
pub fn held_by_coverage(plan: &PlanDocument) -> bool {
    let flagged = |act: &ActRow| act.ruling.flags.contains(&Flag::BeyondCoverage);
    plan.refused
        .iter()
        .any(|refused| refused.outcome == Outcome::Unsettled && refused.acts.iter().any(flagged))
}
