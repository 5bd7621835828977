//! The first lines: day, posture and coverage, the verdict, the cost with its proof, the shares.

use std::fmt::Write as _;

use super::{Report, heading, more};
use crate::{
    brief::{held_by_coverage, verdict},
    show,
};

/// The most provisions named of those to be read again.
const AGAIN_MAX: usize = 12;

/// Writes the part.
pub fn write(report: &Report<'_>, text: &mut String) {
    let plan = report.plan;
    let _ = writeln!(
        text,
        "{} · {} · {} · texts checked until {} ({})",
        show::bold(&plan.scenario),
        plan.on,
        plan.posture,
        plan.coverage.checked_until,
        plan.coverage.beyond
    );
    let _ = writeln!(text, "{}\n", plan.title);
    text.push_str(&show::wrapped(
        "",
        &verdict(plan, &report.brief),
        report.width,
    ));
    let gap = if plan.gap == 0.0 {
        "proven cheapest (gap 0)".to_owned()
    } else {
        format!(
            "no plan can cost less than {} (gap {:.4} %)",
            show::money(&plan.bound),
            plan.gap * 100.0
        )
    };
    let cost = format!("best plan {}; {gap}", show::money(&plan.cost.total));
    text.push_str(&show::wrapped("", &cost, report.width));
    shares(report, text);
    if plan.placements.is_empty() {
        nothing(report, text);
    }
}

fn shares(report: &Report<'_>, text: &mut String) {
    let shares = &report.plan.shares;
    let mut said = Vec::new();
    if let Some(share) = shares.offshore_training {
        let share = show::percent(share);
        said.push(format!("{share} of training compute runs offshore"));
    }
    if let (Some(tokens), Some(hours)) = (shares.chinese_chip_tokens, shares.chinese_chip_hours) {
        said.push(format!(
            "Chinese chips serve {} of mainland tokens with {} of the chip-hours",
            show::percent(tokens),
            show::percent(hours)
        ));
    }
    if !said.is_empty() {
        text.push_str(&show::wrapped("", &said.join("; "), report.width));
    }
}

fn nothing(report: &Report<'_>, text: &mut String) {
    let plan = report.plan;
    if !held_by_coverage(plan) {
        return;
    }
    let said = format!(
        "the texts were last checked on {} and the plan reaches {}",
        plan.coverage.checked_until,
        show::last_day(&plan.horizon.until)
    );
    heading(text, "read again before planning");
    text.push_str(&show::wrapped("  ", &said, report.width));
    let again = &plan.coverage.read_again;
    for provision in again.iter().take(report.most(AGAIN_MAX)) {
        let _ = writeln!(text, "    {provision}");
    }
    more(
        text,
        again.len().saturating_sub(report.most(AGAIN_MAX)),
        "text",
    );
    let hint =
        "`--beyond-coverage assume-unchanged` plans on the last known texts and flags every ruling";
    let _ = writeln!(text);
    text.push_str(&show::wrapped("hint: ", hint, report.width));
}
