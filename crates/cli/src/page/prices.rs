//! The listed prices that the cost rests on.

use maud::{Markup, html};
use portolan_plan::document::PriceRow;

use super::Report;

/// Returns the table; nothing when no price is listed.
pub fn table(report: &Report<'_>) -> Markup {
    let prices = &report.plan.prices;
    html! {
        @if !prices.is_empty() {
            h3 { "Listed prices" }
            table.rows.prices {
                thead { tr {
                    th scope="col" { "Pool" }
                    th.right scope="col" { "List price of a chip-hour" }
                    th scope="col" { "Taken off" }
                    th.right scope="col" { "Price of a chip-hour" }
                    th scope="col" { "From" }
                } }
                tbody { @for one in prices { (row(one)) } }
            }
        }
    }
}

fn row(one: &PriceRow) -> Markup {
    html! {
        tr {
            th scope="row" data-label="Pool" { (one.pool) span.quiet { (one.kind) ", " (one.operator) ", " (one.chip) " in " (one.region) } }
            td.right data-label="List price of a chip-hour" { (one.list_chip_hour) }
            td data-label="Taken off" {
                @match &one.discount {
                    Some(discount) => { (discount.percent) " %" span.quiet { (discount.source) } },
                    None => { "nothing" },
                }
            }
            td.right data-label="Price of a chip-hour" { (one.chip_hour) }
            td data-label="From" { (one.on) span.quiet { (one.file) ":" (one.line) ", " (one.source) } }
        }
    }
}
