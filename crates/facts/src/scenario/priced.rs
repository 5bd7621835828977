//! What pools cost by the price lists of a scenario, on its day.

use std::collections::BTreeMap;

use portolan_terms::{Chips, Day, Money, PartyId, PoolId, SiteId};

use super::{
    model::{Pool, Scenario, ScenarioParty, Site, Terms},
    node::{Fields, Node},
    record::Record,
};
use crate::{
    Atlas, FactsError, SourceText,
    nearest::suggestion,
    prices::{Discount, Goods, PriceList, Sale, newest, twice},
    screening::is_stale,
};

/// What stands in place of a price that is looked up.
pub(super) const LISTED: &str = "listed";
/// The days after which a listed price is told as old, unless the scenario says another number.
const MAX_AGE_DAYS: u32 = 90;
/// The most operators that are named beside a price that is missing.
const NAMED_MAX: usize = 5;

/// Holds the price lists of a scenario, and what they say of its pools.
#[derive(Clone, Debug, Default)]
pub struct Prices {
    /// The lists.
    pub lists: Vec<PriceList>,
    /// The days after which a price is told as old.
    pub max_age_days: u32,
    /// What suppliers take off their listed prices.
    pub discounts: BTreeMap<PartyId, Discount>,
    /// The prices of the pools whose price is listed.
    pub found: BTreeMap<PoolId, Priced>,
    asked: BTreeMap<PoolId, Asked>,
}

/// Holds what is looked up for a pool, and where the scenario says so.
#[derive(Clone, Debug)]
struct Asked {
    goods: Goods,
    operator: PartyId,
    file: String,
    line: usize,
}

/// Holds what a pool costs by a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priced {
    /// What was looked up.
    pub goods: Goods,
    /// The price that the list gives.
    pub list_chip_hour: Money,
    /// The chips that the list sells together.
    pub block: Option<Chips>,
    /// The day from which it stands.
    pub on: Day,
    /// The file of the list.
    pub file: String,
    /// The line in it.
    pub line: usize,
    /// Where the list has it from.
    pub source: String,
    /// What the operator takes off, when that holds for every week planned.
    pub discount: Option<Discount>,
    /// The price that the plan reckons with.
    pub chip_hour: Money,
}

/// Names where price lists and discounts stand in the main file, and what they are about.
pub(super) struct Reader<'a> {
    /// The main file.
    pub main: (&'a str, &'a Fields),
    /// All files of the scenario.
    pub files: &'a [SourceText<'a>],
    /// The public facts.
    pub atlas: &'a Atlas,
}

impl Reader<'_> {
    /// Reads the lists and discounts, and what the pools ask of them.
    pub(super) fn read(
        &self,
        (records, pools): (&[&Record<'_>], &BTreeMap<PoolId, Pool>),
        sites: &BTreeMap<SiteId, Site>,
        parties: &BTreeMap<PartyId, ScenarioParty>,
        errors: &mut Vec<FactsError>,
    ) -> Prices {
        let top = Record {
            file: self.main.0,
            label: "prices".to_owned(),
            line: 1,
            fields: self.main.1,
        };
        let asked = records.iter().filter_map(|record| {
            let pool = pools.get(&record.parsed::<PoolId>("id")?)?;
            let site = sites.get(&pool.site)?;
            Some((pool.id.clone(), asked(record, pool, site, errors)?))
        });
        let asked = asked.collect();
        Prices {
            max_age_days: top.count("price_max_age_days").unwrap_or(MAX_AGE_DAYS),
            lists: self.lists(errors),
            discounts: discounts(&top, parties, errors),
            found: BTreeMap::new(),
            asked,
        }
    }

    fn lists(&self, errors: &mut Vec<FactsError>) -> Vec<PriceList> {
        let bare = super::read::bare;
        let node = self.main.1.get("prices");
        let named = node.and_then(Node::list).unwrap_or_default();
        let mut lists: Vec<PriceList> = Vec::new();
        for node in named {
            let Some(name) = node.text() else { continue };
            let told =
                |fact: String| FactsError::new("scenario.include", fact).at(self.main.0, node.line);
            if lists.iter().any(|list| bare(&list.name) == name) {
                let error = told(format!("`prices` names `{name}` twice"));
                errors.push(error.hint("name each list once"));
                continue;
            }
            let Some(file) = self.files.iter().find(|file| bare(file.name) == name) else {
                let tables = self.files.iter().map(|file| bare(file.name));
                let tables = tables.filter(|file| !file.ends_with(".toml"));
                let error = told(format!("`prices` names `{name}`, which was not found"));
                let near = suggestion(name, tables);
                let hint = format!(
                    "put the list beside {}, and name the folder that holds both {near}",
                    super::read::MAIN
                );
                errors.push(error.hint(hint.trim_end()));
                continue;
            };
            match PriceList::read(*file, self.atlas) {
                Ok(list) => lists.push(list),
                Err(found) => errors.extend(found),
            }
        }
        errors.extend(twice(&lists));
        lists
    }
}

/// Returns what a pool asks of the lists; `None` when its price is written out.
fn asked(
    record: &Record<'_>,
    pool: &Pool,
    site: &Site,
    errors: &mut Vec<FactsError>,
) -> Option<Asked> {
    let lease = record.inner("lease")?;
    if lease.text("price_chip_hour") != Some(LISTED) {
        for key in ["listed_as", "listed_kind"] {
            if lease.has(key) {
                let fact = format!("`{key}` says nothing of a price that is written out");
                let error = lease.wrong("scenario.unlisted", key, &fact);
                errors.push(error.hint("drop it, or write `price_chip_hour = \"listed\"`"));
            }
        }
        return None;
    }
    let listed_as = lease.text("listed_as");
    let sale = lease.text("listed_kind").and_then(Sale::from_word);
    Some(Asked {
        goods: Goods {
            operator: listed_as.unwrap_or(pool.operator.as_str()).to_owned(),
            region: site.region.clone(),
            chip: pool.chip.clone(),
            sale: sale.unwrap_or(Sale::OnDemand),
        },
        operator: pool.operator.clone(),
        file: record.file.to_owned(),
        line: lease.fields.get("price_chip_hour")?.line,
    })
}

fn discounts(
    top: &Record<'_>,
    parties: &BTreeMap<PartyId, ScenarioParty>,
    errors: &mut Vec<FactsError>,
) -> BTreeMap<PartyId, Discount> {
    let mut discounts = BTreeMap::new();
    let stated = top.fields.get("discounts").and_then(Node::fields);
    for (name, node) in stated.into_iter().flatten() {
        let (Ok(id), Some(fields)) = (name.parse::<PartyId>(), node.fields()) else {
            continue;
        };
        let record = Record {
            file: top.file,
            label: format!("discount of `{name}`"),
            line: node.line,
            fields,
        };
        if !parties.contains_key(&id) {
            let fact = format!("no party has the id `{name}`");
            let error = record.wrong("scenario.unknown-party", name, &fact);
            errors.push(error.hint(suggestion(name, parties.keys().map(PartyId::as_str))));
        }
        let (from, until): (Option<Day>, _) = (record.parsed("from"), record.parsed("until"));
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            let error = record.wrong("scenario.window", "until", "it ends before it starts");
            errors.push(error.hint("write the first day as `from` and the last as `until`"));
        }
        let (Some(percent), Some(source)) = (record.figure("percent"), record.text("source"))
        else {
            continue;
        };
        let source = source.to_owned();
        let discount = Discount {
            percent,
            from,
            until,
            source,
        };
        discounts.insert(id, discount);
    }
    discounts
}

impl Scenario {
    /// Returns the last day planned.
    fn last_day(&self) -> Day {
        let days = i32::try_from(self.horizon_weeks.saturating_mul(7)).unwrap_or(i32::MAX);
        self.on.plus_days(days).before()
    }

    /// Returns the scenario with the listed prices of its day.
    pub(super) fn priced(mut self) -> Result<Self, Vec<FactsError>> {
        let mut errors = Vec::new();
        let mut found = BTreeMap::new();
        for (pool, asked) in &self.prices.asked {
            match self.look_up(asked) {
                Some(priced) => {
                    found.insert(pool.clone(), priced);
                }
                None => errors.push(self.missing(pool, asked)),
            }
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        for (pool, priced) in &found {
            if let Some(Terms::Lease {
                price_chip_hour, ..
            }) = self.pools.get_mut(pool).map(|pool| &mut pool.terms)
            {
                *price_chip_hour = priced.chip_hour;
            }
        }
        self.prices.found = found;
        Ok(self)
    }

    fn look_up(&self, asked: &Asked) -> Option<Priced> {
        let (list, offer) = newest(&self.prices.lists, &asked.goods, self.on)?;
        let discount = self.prices.discounts.get(&asked.operator);
        let discount = discount.filter(|discount| discount.covers(self.on, self.last_day()));
        let left = discount.map(|discount| discount.off(offer.chip_hour));
        Some(Priced {
            goods: asked.goods.clone(),
            list_chip_hour: offer.chip_hour,
            block: offer.block,
            on: offer.on,
            file: list.name.clone(),
            line: offer.line,
            source: offer.source.clone(),
            discount: discount.cloned(),
            chip_hour: left.unwrap_or(offer.chip_hour),
        })
    }

    fn missing(&self, pool: &PoolId, asked: &Asked) -> FactsError {
        let goods = &asked.goods;
        let lists = &self.prices.lists;
        let told = |fact: String| {
            FactsError::new("prices.missing", format!("pool `{pool}`: {fact}"))
                .at(&asked.file, asked.line)
        };
        let Some(first) = lists.first() else {
            let error =
                told("its price is listed, and the scenario names no price list".to_owned());
            return error.hint("add `prices = [\"prices.csv\"]` at the top of the main file, or write the price out");
        };
        let mut error = told(format!(
            "no list has the {} price of `{}` for `{}` in `{}` on {} or before",
            goods.sale, goods.operator, goods.chip, goods.region, self.on
        ));
        for list in lists {
            error = error.because(format!(
                "{} was looked through, {} rows",
                list.name,
                list.offers.len()
            ));
        }
        let all = lists.iter().flat_map(|list| &list.offers);
        let later = all
            .clone()
            .filter(|offer| offer.goods == *goods)
            .map(|offer| offer.on);
        if let Some(later) = later.min() {
            error = error.because(format!(
                "the first one is of {later}, after the day of the plan"
            ));
        }
        let mut others: Vec<&str> = all
            .map(|offer| &offer.goods)
            .filter(|other| {
                (&other.region, &other.chip, other.sale) == (&goods.region, &goods.chip, goods.sale)
                    && other.operator != goods.operator
            })
            .map(|other| other.operator.as_str())
            .collect();
        others.sort_unstable();
        others.dedup();
        if !others.is_empty() {
            others.truncate(NAMED_MAX);
            error = error.because(format!(
                "it has that of `{}`: write `listed_as` when that is what it calls this operator",
                others.join("`, `")
            ));
        }
        error.hint(format!(
            "add a row to `{}`, or write the price out",
            first.name
        ))
    }
}

/// Returns what a reader of the scenario should know of its listed prices.
pub(super) fn doubts(scenario: &Scenario) -> Vec<FactsError> {
    let mut doubts = Vec::new();
    let prices = &scenario.prices;
    for (pool, priced) in &prices.found {
        let told = |code: &'static str, fact: String| {
            FactsError::new(code, format!("pool `{pool}`: {fact}")).at(&priced.file, priced.line)
        };
        if is_stale(priced.on, prices.max_age_days, scenario.on) {
            let fact = format!(
                "its price is of {}, more than {} days before {}",
                priced.on, prices.max_age_days, scenario.on
            );
            let hint = "put newer prices on the list, or say with `price_max_age_days` how old they may be";
            doubts.push(told("prices.stale", fact).hint(hint));
        }
        if priced.goods.sale == Sale::Spot {
            let fact = "its price is for chips that the supplier may take back, and the plan counts on them";
            let hint = "take the on-demand price, or plan for the loss";
            doubts.push(told("prices.spot", fact.to_owned()).hint(hint));
        }
        let block = match scenario.pools.get(pool).map(|pool| &pool.terms) {
            Some(Terms::Lease { block, .. }) => block.0,
            Some(Terms::Own { .. }) | None => 0,
        };
        if let Some(sold) = priced.block.filter(|sold| block % sold.0 != 0) {
            let fact =
                format!("it is leased in blocks of {block}, and the list sells {sold} together");
            let hint = format!("let `block` be a multiple of {sold}");
            doubts.push(told("prices.block", fact).hint(hint));
        }
    }
    for (operator, discount) in &prices.discounts {
        if !discount.covers(scenario.on, scenario.last_day()) {
            let fact = format!(
                "the discount of `{operator}` does not hold on every day from {} to {}: the listed prices stand",
                scenario.on,
                scenario.last_day()
            );
            let hint = "agree on a longer discount, or plan fewer weeks";
            doubts.push(FactsError::new("prices.discount", fact).hint(hint));
        }
    }
    doubts
}
