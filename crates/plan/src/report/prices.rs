//! What the listed prices of a plan rest on: list, day, source, and what is taken off.

use portolan_facts::scenario::priced::Priced;
use portolan_terms::PoolId;

use super::rows::Writer;
use crate::document::{DiscountRow, PriceRow};

impl Writer<'_, '_> {
    /// Returns a row for each pool whose price is listed.
    pub fn prices(&self) -> Vec<PriceRow> {
        let found = self.request.scenario.prices.found.iter();
        found.map(row).collect()
    }
}

/// Returns a decimal without the zeros at its end.
fn bare(decimal: &str) -> String {
    decimal
        .trim_end_matches('0')
        .trim_end_matches('.')
        .to_owned()
}

fn row((pool, priced): (&PoolId, &Priced)) -> PriceRow {
    let discount = priced.discount.as_ref();
    PriceRow {
        pool: pool.to_string(),
        operator: priced.goods.operator.clone(),
        region: priced.goods.region.to_string(),
        chip: priced.goods.chip.to_string(),
        kind: priced.goods.sale.to_string(),
        list_chip_hour: priced.list_chip_hour.exact(),
        discount: discount.map(|discount| DiscountRow {
            percent: bare(&discount.percent.to_string()),
            source: discount.source.clone(),
        }),
        chip_hour: priced.chip_hour.exact(),
        on: priced.on.to_string(),
        file: priced.file.clone(),
        line: priced.line,
        source: priced.source.clone(),
    }
}
