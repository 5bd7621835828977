//! How to check the page without trusting who made it.

use maud::{Markup, html};

use super::{Report, block, figures};

/// Returns the section.
pub fn section(report: &Report<'_>) -> Markup {
    let plan = report.plan;
    let lede = html! { "Nothing here has to be believed: the plan carries two certificates, and both can be checked from scratch." };
    let body = html! {
        pre tabindex="0" role="region" aria-label="Commands" {
            code { "portolan plan " (plan.scenario) " --out plan.json --html report.html\nportolan verify plan.json" }
        }
        ul.checks {
            li { strong { "Lawful" } ": each act is built again from the facts in the plan and judged again by the packs." }
            li { strong { "Cheapest" } ": costs and capacities are counted again, and the bound is computed again from the prices in the certificate." }
        }
        dl.digests {
            div { dt { "Packs (corpus)" } dd { code { (plan.corpus.digest) } } }
            div { dt { "Provisions known on the day" } dd { (plan.corpus.provisions) } }
            div { dt { "Atlas" } dd { code { (plan.facts.atlas_digest) } } }
            div { dt { "Facts in the plan" } dd { @for (index, file) in plan.facts.files.iter().enumerate() { @if index > 0 { ", " } code { (file.name) } } } }
            div { dt { "Form of the plan" } dd { "version " (plan.format) } }
        }
        @if !plan.coverage.read_again.is_empty() {
            details {
                summary { (figures::counted(plan.coverage.read_again.len(), "provision")) " to be read again before the last day of the plan" }
                ul.again { @for one in &plan.coverage.read_again { li { (one) } } }
            }
        }
    };
    block("check", lede, &body)
}
