//! The page: one self-contained report of a plan, with its map, its calendar and its law.
//!
//! Knows: the plan document, markup, how to draw.
//! Must not know: how a plan is made or judged, files, the network.
//! Start reading at [`page`]; each section of the report has a file of its own.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use portolan_plan::document::PlanDocument;

mod acquired;
mod assumptions;
mod calendar;
mod causes;
mod chart;
mod checking;
mod costs;
mod demand;
mod figures;
mod head;
mod passed;
mod placements;
mod prices;
mod profile;
mod refused;
mod rests;
mod rulings;
mod whereabouts;
mod words;

use crate::brief::Brief;

const STYLE: &str = concat!(
    include_str!("assets/page.css"),
    include_str!("assets/chart.css"),
    include_str!("assets/print.css"),
);
const SCRIPT: &str = include_str!("assets/page.js");

/// Forbids the page to load anything, whatever its text says.
const NOTHING_OUTSIDE: &str = "default-src 'none'; style-src 'unsafe-inline'; \
     script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// The sections after the first screen, in their order: anchor and heading.
const SECTIONS: [(&str, &str); 10] = [
    ("map", "Map"),
    ("calendar", "Calendar"),
    ("demand", "Demand"),
    ("placements", "Placements"),
    ("refused", "Refused by law"),
    ("passed-over", "Passed over"),
    ("acquired", "Chips acquired"),
    ("cost", "Cost"),
    ("assumed", "Assumed facts"),
    ("check", "How to check this page"),
];

/// Holds what every section is written from.
struct Report<'a> {
    plan: &'a PlanDocument,
    brief: Brief<'a>,
}

/// Returns the report of a plan as one page that needs nothing else.
#[must_use]
pub fn page(plan: &PlanDocument) -> String {
    let report = Report {
        plan,
        brief: Brief::of(plan),
    };
    document(&report).into_string()
}

fn document(report: &Report<'_>) -> Markup {
    let plan = report.plan;
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(NOTHING_OUTSIDE);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (plan.title) " · " (plan.on) " · Portolan" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#first" { "Skip to the plan" }
                (head::section(report))
                (contents())
                main {
                    (chart::section(report))
                    (calendar::section(report))
                    (demand::section(report))
                    (placements::section(report))
                    (refused::section(report))
                    (passed::section(report))
                    (acquired::section(report))
                    (costs::section(report))
                    (assumptions::section(report))
                    (checking::section(report))
                }
                footer { p { "Made by Portolan from the scenario " code { (plan.scenario) } ", decided on " (plan.on) ". Not legal advice." } }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

fn contents() -> Markup {
    html! {
        nav.contents aria-label="Sections" {
            ul { @for (anchor, heading) in SECTIONS { li { a href={ "#" (anchor) } { (heading) } } } }
            div.tools hidden {
                label for="filter" { "Filter" }
                input #filter type="search" placeholder="workload, pool, rule …" autocomplete="off";
                button type="button" data-open="true" { "Open all" }
                button type="button" data-open="false" { "Close all" }
                span #filtered role="status" {}
            }
        }
    }
}

/// Returns a section with its heading and the sentence that says what is in it.
fn block(anchor: &str, lede: impl maud::Render, body: &Markup) -> Markup {
    let heading = SECTIONS
        .iter()
        .find(|(known, _)| *known == anchor)
        .map_or(anchor, |pair| pair.1);
    html! {
        section id=(anchor) aria-labelledby={ (anchor) "-heading" } {
            h2 id={ (anchor) "-heading" } { (heading) }
            p.lede { (lede) }
            (body)
        }
    }
}
