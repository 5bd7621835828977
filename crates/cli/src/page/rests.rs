//! What the headline rests on: the facts that the scenario assumes as a whole, then the others
//! under chosen placements, folded.

use maud::{Markup, html};

use super::{Report, figures};
use crate::brief::Assumed;

/// The most assumed facts told before the rest is folded.
const TOLD_MAX: usize = 10;

/// Returns the list.
pub fn list(report: &Report<'_>) -> Markup {
    let headline = report.brief.headline();
    let facts: usize = headline.iter().map(|one| one.count()).sum();
    let told = headline.iter().filter(|one| one.is_of_scenario());
    let told: Vec<&&Assumed<'_>> = told.take(TOLD_MAX).collect();
    html! {
        @if headline.is_empty() {
            p { "Every fact under a chosen placement has a source." }
        } @else {
            p.quiet { (figures::counted(facts, "assumed fact")) " under chosen placements: no source supports them." }
            @for one in &told {
                details.assume {
                    summary { strong { (one.field) } " " span.gist { (one.gist()) } }
                    p { (one.basis) }
                }
            }
            @if facts > told.len() {
                p { a href="#assumed" { "and " (facts - told.len()) " more, by record" } }
            }
        }
    }
}
