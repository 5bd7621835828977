//! The assumed facts on which the plan rests, a line each.

use super::{Report, heading, more};
use crate::{brief::Assumed, show};

/// The most assumed facts told.
const TOLD_MAX: usize = 6;

/// Writes the part.
pub fn write(report: &Report<'_>, text: &mut String) {
    let headline = report.brief.headline();
    if headline.is_empty() {
        return;
    }
    heading(text, "assumed facts on which this rests");
    let most = report.most(TOLD_MAX);
    for one in headline.iter().take(most) {
        let said = if report.all {
            format!("{}: {}", subject(one), one.basis)
        } else {
            format!("{}: {}", subject(one), one.gist())
        };
        text.push_str(&show::wrapped("  ", &said, report.width));
    }
    let left: usize = headline.iter().skip(most).map(|one| one.count()).sum();
    more(text, left, "assumed fact");
}

fn subject(one: &Assumed<'_>) -> String {
    match one.ids.as_slice() {
        [] => one.field.to_owned(),
        [id] => format!("{} of {} `{id}`", one.field, one.kind),
        [id, rest @ ..] => format!(
            "{} of {} `{id}` and {} more",
            one.field,
            one.kind,
            rest.len()
        ),
    }
}
