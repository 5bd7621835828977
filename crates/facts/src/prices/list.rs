//! Price lists as CSV.

use std::{collections::BTreeMap, str::FromStr};

use portolan_terms::{ChipId, Chips, Currency, Day, Money, RegionId};

use super::{Goods, Offer, PriceList, Sale};
use crate::{
    Atlas, FactsError, SourceText,
    import::{
        columns::PRICES,
        table::{Row, Table},
    },
    nearest::suggestion,
};

/// The most that one chip and hour may cost.
const CHIP_HOUR_MAX: i64 = 1_000_000 * 10_000;

impl PriceList {
    /// Reads a list.
    ///
    /// # Errors
    /// With what is wrong in it, each with file, line, column and remedy: a header that is missing
    /// or names an unknown column, a region or chip that the atlas does not have, a price that is
    /// nothing or no amount, another currency than US dollars, a day that is none, a price given
    /// twice for one day.
    ///
    /// # Example: one price, by contract
    ///
    /// ```
    /// use portolan_facts::{Atlas, SourceText, prices::PriceList};
    ///
    /// let text = "operator,region,chip,kind,price_chip_hour,on,source\n\
    ///             xa-cloud,xa-east,xa-1,contract,0,2026-01-01,order 4\n";
    /// let errors = PriceList::read(SourceText::new("prices.csv", text), &Atlas::default()).unwrap_err();
    /// assert!(errors.iter().any(|error| error.code == "prices.amount" && error.line == 2));
    /// ```
    pub fn read(source: SourceText<'_>, atlas: &Atlas) -> Result<Self, Vec<FactsError>> {
        let table = Table::read(source, PRICES)?;
        let mut errors = Vec::new();
        let mut offers: Vec<Offer> = Vec::new();
        let ids = Ids {
            regions: atlas.regions.keys().map(RegionId::as_str).collect(),
            chips: atlas.chips.keys().map(ChipId::as_str).collect(),
        };
        for row in table.rows() {
            offers.extend(offer(row, &ids, &mut errors));
        }
        let list = Self {
            name: source.name.to_owned(),
            offers,
        };
        errors.extend(twice(std::slice::from_ref(&list)));
        if errors.is_empty() {
            Ok(list)
        } else {
            Err(errors)
        }
    }
}

/// Holds the ids that a row may name.
struct Ids<'a> {
    regions: Vec<&'a str>,
    chips: Vec<&'a str>,
}

/// Complains of goods that have two prices of one day, on one list or on two.
pub(crate) fn twice(lists: &[PriceList]) -> Vec<FactsError> {
    let mut seen: BTreeMap<(&Goods, Day), (&str, usize)> = BTreeMap::new();
    let mut errors = Vec::new();
    for list in lists {
        for offer in &list.offers {
            let place = (list.name.as_str(), offer.line);
            if let Some((file, line)) = seen.insert((&offer.goods, offer.on), place) {
                let goods = &offer.goods;
                let fact = format!(
                    "`{}` has a price of {} for `{}` in `{}` ({}) already, at {file}:{line}",
                    goods.operator, offer.on, goods.chip, goods.region, goods.sale
                );
                let error = FactsError::new("prices.twice", fact).at(&list.name, offer.line);
                errors.push(error.hint("keep one of the two rows"));
            }
        }
    }
    errors
}

fn offer(row: Row<'_>, ids: &Ids<'_>, errors: &mut Vec<FactsError>) -> Option<Offer> {
    let before = errors.len();
    let operator = required(row, "operator", errors);
    let region = known(row, ("region", "prices.region"), &ids.regions, errors);
    let chip = known(row, ("chip", "prices.chip"), &ids.chips, errors);
    let sale = sale(row, errors);
    let chip_hour = price(row, errors);
    let block = block(row, errors);
    let on = day(row, errors);
    let source = required(row, "source", errors);
    if errors.len() > before {
        return None;
    }
    Some(Offer {
        goods: Goods {
            operator: operator?.to_owned(),
            region: region?,
            chip: chip?,
            sale: sale?,
        },
        chip_hour: chip_hour?,
        block: block?,
        on: on?,
        source: source?.to_owned(),
        line: row.line,
    })
}

fn required<'t>(row: Row<'t>, name: &str, errors: &mut Vec<FactsError>) -> Option<&'t str> {
    let text = row.text(name);
    if text.is_none() {
        let says = row.column(name).map_or("", |column| column.says);
        let error = row.wrong("csv.empty", name, &format!("`{name}` is empty"));
        errors.push(error.hint(format!("give it: {says}")));
    }
    text
}

/// Returns an id that a table of the atlas has.
fn known<Id: FromStr>(
    row: Row<'_>,
    (name, code): (&str, &'static str),
    ids: &[&str],
    errors: &mut Vec<FactsError>,
) -> Option<Id> {
    let text = required(row, name, errors)?;
    if ids.contains(&text) {
        return text.parse().ok();
    }
    let error = row.wrong(code, name, &format!("the atlas has no {name} `{text}`"));
    errors.push(error.hint(suggestion(text, ids.iter().copied())));
    None
}

fn sale(row: Row<'_>, errors: &mut Vec<FactsError>) -> Option<Sale> {
    let Some(text) = row.text("kind") else {
        return Some(Sale::OnDemand);
    };
    let found = Sale::from_word(text);
    if found.is_none() {
        let words = Sale::ALL.into_iter().map(Sale::word);
        let error = row.wrong(
            "prices.kind",
            "kind",
            &format!("`{text}` is no kind of price"),
        );
        errors.push(error.hint(suggestion(text, words)));
    }
    found
}

fn price(row: Row<'_>, errors: &mut Vec<FactsError>) -> Option<Money> {
    let text = required(row, "price_chip_hour", errors)?;
    if let Some(currency) = row.text("currency").filter(|currency| *currency != "USD") {
        let fact = format!("the price is in `{currency}`, and plans reckon in USD");
        let error = row.wrong("prices.currency", "currency", &fact);
        errors.push(error.hint("convert it, and say in `source` at which rate of which day"));
        return None;
    }
    let found = Money::parse(text, Currency::Usd)
        .ok()
        .filter(|amount| (1..=CHIP_HOUR_MAX).contains(&amount.ten_thousandths()));
    if found.is_none() {
        let fact = format!("`{text}` is no price of a chip and hour");
        let error = row.wrong("prices.amount", "price_chip_hour", &fact);
        errors.push(error.hint(
            "write a decimal over 0 with up to four places, such as `2.35`, or drop the row when the price is not known",
        ));
    }
    found
}

fn block(row: Row<'_>, errors: &mut Vec<FactsError>) -> Option<Option<Chips>> {
    let Some(text) = row.text("block") else {
        return Some(None);
    };
    match text.parse() {
        Ok(chips) if chips > 0 => Some(Some(Chips(chips))),
        Ok(_) | Err(_) => {
            let error = row.wrong("prices.block", "block", &format!("`{text}` is no block"));
            errors.push(error.hint("write the chips that are sold together, or leave it empty"));
            None
        }
    }
}

fn day(row: Row<'_>, errors: &mut Vec<FactsError>) -> Option<Day> {
    let text = required(row, "on", errors)?;
    let found = text.parse().ok();
    if found.is_none() {
        let error = row.wrong("prices.day", "on", &format!("`{text}` is no day"));
        errors.push(error.hint("write year, month and day, such as `2025-11-15`"));
    }
    found
}

/// Returns the text of a list.
#[must_use]
pub fn written(offers: &[Offer]) -> String {
    let header: Vec<&str> = PRICES.iter().map(|column| column.name).collect();
    let mut text = format!("{}\n", header.join(","));
    for offer in offers {
        let goods = &offer.goods;
        let cells = [
            goods.operator.clone(),
            goods.region.to_string(),
            goods.chip.to_string(),
            goods.sale.word().to_owned(),
            offer.chip_hour.exact(),
            offer.chip_hour.currency().to_string(),
            offer
                .block
                .map_or_else(String::new, |block| block.0.to_string()),
            offer.on.to_string(),
            offer.source.clone(),
        ];
        let cells = cells.map(|cell| quoted(&cell));
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

/// Returns a cell, between quotes where it needs them.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r', '\t']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
