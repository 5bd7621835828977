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

/// Says what is drawn on a limit.
pub fn told(one: &LimitRow) -> String {
    let amount = |number: &str| match one.unit.as_str() {
        "USD" => show::money(number),
        unit => format!("{number} {unit}"),
    };
    format!("{} of {}", amount(&one.drawn), amount(&one.most))
}
