//! What is left of licences with a quantity.

use std::fmt::Write as _;

use super::{Report, heading};
use crate::brief::left_of;

/// Writes a line for each licence with a quantity.
pub(super) fn write(report: &Report<'_>, text: &mut String) {
    if report.plan.licences.is_empty() {
        return;
    }
    heading(text, "licences");
    for one in &report.plan.licences {
        let _ = writeln!(text, "  {}: {}", one.licence, left_of(one));
    }
}
