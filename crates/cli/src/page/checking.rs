//! How to check the page without trusting who made it.

use std::path::Path;

use maud::{Markup, html};

use super::{Report, block, figures};

/// Returns the section.
pub fn section(report: &Report<'_>) -> Markup {
    let plan = report.plan;
    let lede = html! { "Nothing here has to be believed: the plan carries two certificates, and both can be checked from scratch." };
    let body = html! {
        pre tabindex="0" role="region" aria-label="Commands" {
            code { (again(report)) "\nportolan verify plan.json" }
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

/// Returns the command that makes the plan again.
fn again(report: &Report<'_>) -> String {
    let plan = report.plan;
    let file = plan.facts.files.first().map(|file| Path::new(&file.name));
    let folder = file
        .and_then(Path::parent)
        .map(|folder| folder.display().to_string());
    let scenario = folder.filter(|folder| !folder.is_empty());
    let mut command = format!(
        "portolan plan {} --on {} --posture {}",
        scenario.as_deref().unwrap_or(&plan.scenario),
        plan.on,
        plan.posture
    );
    if plan.coverage.beyond != "hold" {
        command.push_str(&format!(" --beyond-coverage {}", plan.coverage.beyond));
    }
    command.push_str(" --out plan.json");
    command
}
