//! What the listed prices rest on.

use std::fmt::Write as _;

use super::{Report, heading, more};

/// The most prices told before the rest is left out.
const TOLD_MAX: usize = 8;

/// Writes a line for each pool whose price is listed.
pub(super) fn write(report: &Report<'_>, text: &mut String) {
    let prices = &report.plan.prices;
    if prices.is_empty() {
        return;
    }
    heading(text, "listed prices");
    let most = report.most(TOLD_MAX);
    for one in prices.iter().take(most) {
        let off = one.discount.as_ref().map_or_else(String::new, |discount| {
            let (percent, list) = (&discount.percent, &one.list_chip_hour);
            format!(", {percent} % off {list} ({})", discount.source)
        });
        let _ = writeln!(
            text,
            "  {}: {} a chip-hour{off}; {} of {} for {} in {}, {}:{} ({})",
            one.pool,
            one.chip_hour,
            one.kind,
            one.on,
            one.chip,
            one.region,
            one.file,
            one.line,
            one.source
        );
    }
    more(text, prices.len().saturating_sub(most), "price");
}
