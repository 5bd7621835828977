//! The map: where the work runs, drawn as a sea chart, with a table that says the same.

use maud::{Markup, PreEscaped, html};
use portolan_plan::document::PlacementRow;

use super::{Report, block, figures, words};

mod crop;
mod flows;
mod frame;
mod harbours;
mod labels;
mod land;

use crop::{Crop, Sheet};
use flows::Flow;
use harbours::Harbour;

/// The sheet for wide screens and for paper, and the one for phones.
const SHEETS: [Sheet; 2] = [
    Sheet {
        class: "broad",
        width: 1160.0,
        least: 0.40,
        most: 0.58,
        mark: 15.0,
        letter: 13.0,
        named: true,
    },
    Sheet {
        class: "narrow",
        width: 380.0,
        least: 0.7,
        most: 1.1,
        mark: 8.5,
        letter: 12.0,
        named: false,
    },
];

/// Returns the section.
pub fn section(report: &Report<'_>) -> Markup {
    let harbours = harbours::gather(report);
    let flows = flows::gather(report, &harbours);
    let body = html! {
        @if harbours.is_empty() {
            p { "The plan names no site." }
        } @else {
            (shared(&harbours))
            figure.chart {
                @for sheet in &SHEETS { (drawn(sheet, &harbours, &flows)) }
                figcaption { (key(&harbours)) (legend(&flows)) }
            }
            (table(report, &harbours))
        }
    };
    let lede = html! {
        "Marks grow with the chip-hours placed; sites close together share one, numbered as in the table. Lines run from where an owner holds its chips to where its work runs abroad."
    };
    block("map", lede, &body)
}

/// Holds the coast and the arrow, which both sheets use.
fn shared(harbours: &[Harbour<'_>]) -> Markup {
    let crops: Vec<Crop> = SHEETS
        .iter()
        .map(|sheet| Crop::around(harbours, sheet))
        .collect();
    html! {
        svg.shared width="0" height="0" aria-hidden="true" focusable="false" {
            defs {
                path #land d=(land::path(&crops)) {}
                marker #arrow viewBox="0 0 8 8" refX="6.5" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto" {
                    path d="M0 .8 7.5 4 0 7.2Z" {}
                }
            }
        }
    }
}

fn drawn(sheet: &Sheet, harbours: &[Harbour<'_>], flows: &[Flow<'_>]) -> Markup {
    let crop = Crop::around(harbours, sheet);
    let (width, height) = (sheet.width, crop.height);
    let lines = flows::lines(sheet, &crop, harbours, flows);
    let labels = labels::place(sheet, &crop, harbours, flows, &lines);
    let id = |part: &str| format!("{}-{part}", sheet.class);
    html! {
        svg class=(sheet.class) viewBox={ "0 0 " (width) " " (format!("{height:.0}")) } role="img"
            aria-labelledby={ (id("title")) " " (id("desc")) } {
            title id=(id("title")) { "Map of the sites of the plan" }
            desc id=(id("desc")) { (described(harbours, flows)) }
            clipPath id=(id("clip")) { rect width=(width) height=(format!("{height:.1}")) {} }
            g clip-path={ "url(#" (id("clip")) ")" } {
                rect.sea width=(width) height=(format!("{height:.1}")) {}
                (frame::rhumbs(sheet, &crop, harbours))
                use.shoal href="#land" transform=(crop.transform()) {}
                use.land href="#land" transform=(crop.transform()) {}
                (frame::graticule(sheet, &crop))
                (lines.drawn(flows))
                (harbours::marks(sheet, &crop, harbours))
                (labels.drawn(sheet))
            }
            (frame::border(sheet, &crop))
        }
    }
}

/// Says in words what the map shows.
fn described(harbours: &[Harbour<'_>], flows: &[Flow<'_>]) -> String {
    let used = harbours
        .iter()
        .filter(|harbour| harbour.chip_hours > 0)
        .count();
    let mut text = format!("{used} of {} places on the map are used. ", harbours.len());
    for flow in flows {
        let (Some(from), Some(to)) = (harbours.get(flow.from), harbours.get(flow.to)) else {
            continue;
        };
        text.push_str(&format!(
            "{}, {}, to {}. ",
            flow.says(),
            from.name(),
            to.name()
        ));
    }
    text.push_str("The table below says the same.");
    text
}

/// Names the numbers of the narrow sheet, where marks carry no names.
fn key(harbours: &[Harbour<'_>]) -> Markup {
    html! {
        ol.key {
            @for harbour in harbours {
                li { b { (harbour.number) } " " @if harbour.chip_hours > 0 { (harbour.name()) } @else { span.quiet { (harbour.name()) } } }
            }
        }
    }
}

fn legend(flows: &[Flow<'_>]) -> Markup {
    html! {
        ul.legend aria-label="Legend of the map" {
            li { svg viewBox="0 0 22 14" aria-hidden="true" { circle.used cx="11" cy="7" r="6" {} } "site with work" }
            li { svg viewBox="0 0 22 14" aria-hidden="true" { circle.idle cx="11" cy="7" r="4" {} } "site without work" }
            @for kind in ["training", "tuning", "batch", "serving"] {
                @if flows.iter().any(|flow| flow.kind == kind) {
                    li { svg viewBox="0 0 34 14" aria-hidden="true" { line class={ "flow " (words::kind_class(kind)) } x1="1" y1="7" x2="33" y2="7" {} } (kind) " abroad" }
                }
            }
            li.quiet { (PreEscaped("Coast: Natural Earth, public domain")) }
        }
    }
}

fn table(report: &Report<'_>, harbours: &[Harbour<'_>]) -> Markup {
    html! {
        details {
            summary { "The map as a table: " (figures::counted(harbours.len(), "place")) }
            table.rows.harbours {
                thead {
                    tr {
                        th.right scope="col" { "No." }
                        th scope="col" { "Sites" }
                        th scope="col" { "Country" }
                        th.right scope="col" { "Chip-hours" }
                        th scope="col" { "What runs there" }
                    }
                }
                tbody {
                    @for harbour in harbours {
                        tr data-filter="" {
                            td.right data-label="No." { (harbour.number) }
                            th scope="row" data-label="Sites" { (harbour.full_name()) }
                            td data-label="Country" { (harbour.countries()) }
                            td.right data-label="Chip-hours" {
                                @if harbour.chip_hours > 0 { (figures::number(harbour.chip_hours)) } @else { span.quiet { "none" } }
                            }
                            td data-label="What runs there" { (runs(report, harbour)) }
                        }
                    }
                }
            }
        }
    }
}

/// Lists the workloads of a harbour by kind.
fn runs(report: &Report<'_>, harbour: &Harbour<'_>) -> Markup {
    let rows: Vec<&PlacementRow> = report
        .plan
        .placements
        .iter()
        .filter(|row| harbour.holds(&row.site))
        .collect();
    html! {
        @if rows.is_empty() { span.quiet { "nothing" } }
        ul.plain {
            @for kind in ["training", "tuning", "batch", "serving"] {
                @let mut names: Vec<String> = rows.iter().filter(|row| row.kind == kind).map(|row| row.workload.clone()).collect();
                @let () = names.dedup();
                @if !names.is_empty() { li { (kind) ": " (words::listed(&names, names.len())) } }
            }
        }
    }
}
