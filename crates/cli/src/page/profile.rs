//! Profiles: the chips of a workload at a pool over the weeks, as a small step curve.

use maud::{Markup, html};

use super::{Report, calendar, figures};
use crate::brief::Berth;

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 18.0;

/// Draws the profile over the weeks of the plan; the words beside it say the same.
pub fn drawn(report: &Report<'_>, berth: &Berth<'_>) -> Markup {
    let most = figures::float(berth.chips().1).max(1.0);
    let mut data = String::new();
    for row in &berth.rows {
        let (from, until) = (
            calendar::at(report, &row.from),
            calendar::at(report, &row.until),
        );
        let height = (figures::float(row.chips) / most * (HEIGHT - 2.0)).max(1.0);
        data.push_str(&format!(
            "M{:.1} {HEIGHT}v-{height:.1}H{:.1}v{height:.1}Z",
            from * WIDTH,
            until * WIDTH
        ));
    }
    html! {
        svg.profile viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } preserveAspectRatio="none" aria-hidden="true" {
            path d=(data) {}
            line x1="0" x2=(WIDTH) y1=(HEIGHT - 0.5) y2=(HEIGHT - 0.5) {}
        }
    }
}
