//! What chips achieve: effective rates, over a whole run or a day of real traffic.

use std::collections::BTreeMap;

use portolan_terms::{ChipId, Figure, Tokens, words};

use super::{
    chips::Chip,
    table::{Row, Table, insert_once},
};
use crate::{FactsError, SourceText, nearest::suggestion};

words! {
    /// Names what a chip is used for.
    Use {
        Training = "training",
        Serving = "serving",
    }
}

words! {
    /// Says how firm a rate is.
    RateKind {
        Published = "published",
        Derived = "derived",
        Assumed = "assumed",
    }
}

/// Holds what a chip achieves in one use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// TFLOPS over a whole run for training, tokens a second for serving.
    pub value: Figure,
    /// The low end of what sources support.
    pub low: Option<Figure>,
    /// The high end of what sources support.
    pub high: Option<Figure>,
    /// What the value follows from.
    pub basis: String,
    /// The rows or pages it rests on.
    pub source: String,
    /// How firm it is.
    pub kind: RateKind,
    /// The day the row was checked.
    pub as_of: String,
    /// `high`, `medium` or `low`.
    pub confidence: String,
}

impl Rate {
    /// Returns the tokens of a day at this rate, read as tokens a second.
    #[must_use]
    pub fn tokens_per_day(&self) -> Tokens {
        const SECONDS: u128 = 86_400;
        let scaled = u128::try_from(self.value.ten_thousandths()).unwrap_or(0) * SECONDS / 10_000;
        Tokens(u64::try_from(scaled).unwrap_or(u64::MAX))
    }
}

pub(super) fn read(
    source: SourceText<'_>,
    chips: &BTreeMap<ChipId, Chip>,
) -> Result<BTreeMap<(ChipId, Use), Rate>, FactsError> {
    let columns = [
        "chip",
        "use",
        "value",
        "unit",
        "low",
        "high",
        "basis",
        "source",
        "kind",
        "as_of",
        "confidence",
    ];
    let table = Table::read(source, &columns)?;
    let mut rates = BTreeMap::new();
    for row in table.rows() {
        let chip = known_chip(row, "chip", chips)?;
        let use_ = row.word(
            "use",
            &Use::ALL
                .iter()
                .map(|use_| (use_.word(), *use_))
                .collect::<Vec<_>>(),
        )?;
        let rate = rate(row, use_)?;
        insert_once(&mut rates, (chip, use_), rate, row, "chip")?;
    }
    Ok(rates)
}

fn rate(row: Row<'_>, use_: Use) -> Result<Rate, FactsError> {
    let (unit, wanted) = (row.required("unit")?, unit_of(use_));
    if unit != wanted {
        return Err(row
            .wrong(
                "unit",
                &format!("a rate for {use_} is in {wanted}, not in {unit}"),
            )
            .hint(format!("write `{wanted}`")));
    }
    let rate = Rate {
        value: row.required_figure("value")?,
        low: row.figure("low")?,
        high: row.figure("high")?,
        basis: row.required("basis")?.to_owned(),
        source: row.required("source")?.to_owned(),
        kind: row.word(
            "kind",
            &RateKind::ALL
                .iter()
                .map(|kind| (kind.word(), *kind))
                .collect::<Vec<_>>(),
        )?,
        as_of: row.required("as_of")?.to_owned(),
        confidence: row.required("confidence")?.to_owned(),
    };
    let inside = rate.low.is_none_or(|low| low <= rate.value)
        && rate.high.is_none_or(|high| rate.value <= high);
    if rate.value == Figure::default() || !inside {
        return Err(row
            .wrong(
                "value",
                "the value is nothing, or outside its own low and high",
            )
            .hint("drop the row when the rate is not known"));
    }
    Ok(rate)
}

fn unit_of(use_: Use) -> &'static str {
    match use_ {
        Use::Training => "tflops",
        Use::Serving => "tokens_per_s",
    }
}

/// Returns the chip that a cell names, which the chip table must have.
pub(super) fn known_chip(
    row: Row<'_>,
    column: &str,
    chips: &BTreeMap<ChipId, Chip>,
) -> Result<ChipId, FactsError> {
    let id: ChipId = row.parsed(column)?;
    if chips.contains_key(&id) {
        return Ok(id);
    }
    let known = chips.keys().map(ChipId::as_str);
    Err(row
        .wrong(column, &format!("`{id}` is no chip of the atlas"))
        .hint(suggestion(id.as_str(), known)))
}
