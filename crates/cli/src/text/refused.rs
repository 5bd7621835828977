//! What law refuses, by reason.

use super::{Report, heading, more};
use crate::{
    brief::Reason,
    show,
    words::{need, ticked},
};

/// The most reasons told.
const TOLD_MAX: usize = 8;
/// The most pools and workloads named in a sentence.
const NAMED_MAX: usize = 4;

/// Writes the part.
pub fn write(report: &Report<'_>, text: &mut String) {
    let reasons = &report.brief.reasons;
    if reasons.is_empty() {
        return;
    }
    heading(text, "refused by law");
    let most = report.most(TOLD_MAX);
    for reason in reasons.iter().take(most) {
        let (mark, said) = (show::outcome(reason.outcome), told(report, reason));
        let said = show::wrapped("    ", &said, report.width);
        let rules = ticked(&reason.rules(), report.most(NAMED_MAX));
        text.push_str(&format!("  {mark} under {rules}\n{said}"));
    }
    more(text, reasons.len().saturating_sub(most), "reason");
    let hint = "`portolan why WORKLOAD --at POOL` gives the grounds";
    text.push_str(&format!("  {}\n", show::dim(hint)));
}

fn told(report: &Report<'_>, reason: &Reason<'_>) -> String {
    let named = report.most(NAMED_MAX);
    let pools: Vec<&str> = reason.bars.iter().map(|barred| barred.pool).collect();
    let pools = ticked(&pools, named);
    let mut said = if reason.is_of_chips() {
        format!("the chips of {pools}, whoever uses them")
    } else {
        format!("{} at {pools}", ticked(&reason.workloads(), named))
    };
    if !reason.needs.is_empty() {
        let needs: Vec<String> = reason.needs.iter().map(|one| need(one)).collect();
        said.push_str(&format!("; needs {}", needs.join(" and ")));
    }
    if !reason.open.is_empty() {
        said.push_str(&format!("; open: {}", reason.open.join("; ")));
    }
    said
}
