//! What is drawn on the limits of a scenario.

use std::fmt::Write as _;

use portolan_plan::document::LimitRow;

use super::{Report, heading};
use crate::show;

/// Writes a line for each limit.
pub(super) fn write(report: &Report<'_>, text: &mut String) {
    if report.plan.limits.is_empty() {
        return;
    }
    heading(text, "limits");
    for one in &report.plan.limits {
        let _ = writeln!(text, "  {}: {}", one.limit, told(one));
    }
}

/// Says what is drawn on a limit, and what one unit more is worth.
pub fn told(one: &LimitRow) -> String {
    let amount = |number: &str| match one.unit.as_str() {
        "USD" => show::money(number),
        unit => format!("{number} {unit}"),
    };
    let used = format!("{} of {}", amount(&one.drawn), amount(&one.most));
    if one.worth.trim_matches(['0', '.']).is_empty() {
        return used;
    }
    let unit = match one.unit.as_str() {
        "USD" => "dollar",
        unit => unit.trim_end_matches('s'),
    };
    format!(
        "{used}; one {unit} more would save about {} at the prices of the proof",
        show::money(&one.worth)
    )
}
