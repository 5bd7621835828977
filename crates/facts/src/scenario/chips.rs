//! Sites, pools and purchases: where chips stand, how they came, and at what price.

use portolan_terms::{Acquisition, ChipId, Currency, Day, Item, Known, Money, Place};

use super::{
    LISTED,
    model::{Batch, LeaseFacts, Pool, Purchase, Site, Supply, Terms},
    names::Names,
    record::Record,
};
use crate::FactsError;

/// Reads one site.
pub(super) fn site(
    record: &Record<'_>,
    names: &Names<'_>,
    errors: &mut Vec<FactsError>,
) -> Option<Site> {
    let region = names.region(record, errors)?;
    let usual = names.atlas.regions.get(&region)?.country;
    let country: Place = record.parsed("country").unwrap_or(usual);
    if country.code().get(..2) != usual.code().get(..2) {
        let fact = format!("region `{region}` lies in {usual}, not in {country}");
        let error = record.wrong("scenario.unknown-country", "country", &fact);
        errors.push(error.hint(format!(
            "write `{usual}` or a zone inside it, or drop the key"
        )));
    }
    Some(Site {
        id: record.parsed("id")?,
        name: record.text("name")?.to_owned(),
        region,
        country,
        provenance: record.provenance(),
    })
}

/// Reads one pool; `country` is where its site lies and `bought` whether an offer would fill it.
pub(super) fn pool(
    record: &Record<'_>,
    country: Option<Place>,
    bought: bool,
    names: &Names<'_>,
    errors: &mut Vec<FactsError>,
) -> Option<Pool> {
    let site = names.site(record, errors);
    let chip = names.chip(record, errors);
    let owner = names.party(record, "owner", errors);
    let operator = names.party(record, "operator", errors);
    let terms = terms(record, names, errors);
    let stock = record.records("stock");
    if stock.is_empty() && !bought {
        let fact = "nobody says how its chips came";
        let error = record.wrong("scenario.no-provenance", "stock", fact);
        errors.push(error.hint(
            "add `[[pool.stock]]` with `supplier` and `supplied_on`, `\"unknown\"` if need be",
        ));
    }
    let stock: Vec<Option<Batch>> = stock
        .iter()
        .map(|batch| self::batch(batch, chip.as_ref(), country, names, errors))
        .collect();
    Some(Pool {
        id: record.parsed("id")?,
        name: record.text("name")?.to_owned(),
        site: site?,
        chip: chip?,
        owner: owner?,
        operator: operator?,
        bona_fide_operator: record.truth("bona_fide_operator"),
        state_funded: record.truth("state_funded"),
        stock: stock.into_iter().collect::<Option<_>>()?,
        keep_free_percent: record.figure("keep_free_percent").unwrap_or_default(),
        terms: terms?,
        staff: record
            .records("staff")
            .iter()
            .filter_map(|person| person.typed(&["job", "citizenship", "us_person", "located_in"]))
            .collect(),
        knows: record.texts("knows"),
        red_flags: record.texts("red_flags"),
        provenance: record.provenance(),
    })
}

fn terms(record: &Record<'_>, names: &Names<'_>, errors: &mut Vec<FactsError>) -> Option<Terms> {
    match (record.inner("own"), record.inner("lease")) {
        (Some(own), None) => Some(Terms::Own {
            running_chip_hour: own.money("running_chip_hour")?,
        }),
        (None, Some(lease)) => Some(Terms::Lease {
            price_chip_hour: price(&lease)?,
            overhead_percent: lease.figure("overhead_percent").unwrap_or_default(),
            block: lease.chips("block")?,
            min_term_weeks: lease.count("min_term_weeks")?,
            open_to: names.parties(&lease, "open_to", errors),
            lease: LeaseFacts {
                arrangement: lease.text("arrangement")?.to_owned(),
                bought_for_lessee: lease.truth("bought_for_lessee"),
                lessee_controls_hardware: lease.truth("lessee_controls_hardware"),
            },
        }),
        (Some(_), Some(_)) | (None, None) => {
            let fact = "it needs either `[pool.own]` or `[pool.lease]`";
            let error = record.wrong("scenario.missing-key", "own", fact);
            errors.push(error.hint("say on what terms the chips can be used, once"));
            None
        }
    }
}

/// Returns the price that is written out; one that is listed is looked up when all is read.
fn price(lease: &Record<'_>) -> Option<Money> {
    if lease.text("price_chip_hour") == Some(LISTED) {
        return Some(Money::zero(Currency::Usd));
    }
    lease.money("price_chip_hour")
}

fn batch(
    record: &Record<'_>,
    chip: Option<&ChipId>,
    country: Option<Place>,
    names: &Names<'_>,
    errors: &mut Vec<FactsError>,
) -> Option<Batch> {
    let supplied_on: Option<Known<Day>> = record.known("supplied_on");
    let supply = supply(
        record,
        supplied_on.unwrap_or_default(),
        chip,
        country,
        names,
        errors,
    );
    let stated: Option<Day> = record.parsed("available_from");
    let available_from = stated.or_else(|| supplied_on?.shown().copied());
    if let (Some(Known::Is(supplied)), Some(available)) = (supplied_on, available_from)
        && available < supplied
    {
        let fact = format!("the chips are usable from {available}, before they came on {supplied}");
        let error = record.wrong("scenario.window", "available_from", &fact);
        errors.push(error.hint("write the later day, or leave `available_from` out"));
    }
    if supplied_on == Some(Known::Unknown) && stated.is_none() {
        let fact = "the day of supply is unknown and nobody says from when the chips can be used";
        let error = record.wrong("scenario.missing-key", "available_from", fact);
        errors.push(error.hint("add `available_from`"));
    }
    Some(Batch {
        chips: record.chips("chips")?,
        available_from: available_from?,
        supply: supply?,
        provenance: record.provenance(),
    })
}

fn supply(
    record: &Record<'_>,
    on: Known<Day>,
    chip: Option<&ChipId>,
    country: Option<Place>,
    names: &Names<'_>,
    errors: &mut Vec<FactsError>,
) -> Option<Supply> {
    let supplier = names.party(record, "supplier", errors);
    let on_file = names.evidence(record, errors);
    check_way(record, country, errors);
    Some(Supply {
        mode: record.text("mode")?.to_owned(),
        acquired: Acquisition {
            on,
            authority: record
                .text("authority")
                .and_then(portolan_terms::item::Authority::from_word)?,
        },
        supplier: supplier?,
        from: record.parsed("from")?,
        item: item(record, chip?, names)?,
        on_file,
        certifications: record.texts("certifications"),
        sold_in_us_by: record.known("sold_in_us_by"),
        china_share_percent: record.has("china_share_percent").then(|| {
            record
                .figure("china_share_percent")
                .map_or(Known::Unknown, Known::Is)
        }),
    })
}

/// Complains of a mode that does not fit the places it leads between.
fn check_way(record: &Record<'_>, country: Option<Place>, errors: &mut Vec<FactsError>) {
    let (Some(mode), Some(from), Some(to)) =
        (record.text("mode"), record.parsed::<Place>("from"), country)
    else {
        return;
    };
    let inside = matches!(mode, "domestic-sale" | "transfer-in-country");
    if inside == (from == to) {
        return;
    }
    let fact = format!("`mode = \"{mode}\"` does not lead from {from} to {to}");
    let error = record.wrong("scenario.way", "mode", &fact);
    errors.push(error.hint("write `domestic-sale` or `transfer-in-country` inside one place, `export` or `reexport` between two"));
}

fn item(record: &Record<'_>, chip: &ChipId, names: &Names<'_>) -> Option<Item> {
    let known = names.atlas.item(chip)?;
    let Some(stated) = record.inner("item") else {
        return Some(known);
    };
    let figure = |name: &str| {
        stated
            .has(name)
            .then(|| stated.figure(name).map_or(Known::Unknown, Known::Is))
    };
    let truth = |name: &str| stated.has(name).then(|| stated.truth(name));
    let text = |name: &str| stated.text(name).map(str::to_owned);
    let listed = stated
        .has("strategic_listed")
        .then(|| stated.list("strategic_listed"));
    let item = Item {
        tpp: figure("tpp"),
        performance_density: figure("performance_density"),
        io_gbs: figure("io_gbs"),
        bits_x_tops: figure("bits_x_tops"),
        dram_gbs: figure("dram_gbs"),
        datacentre: truth("datacentre"),
        eccn: text("eccn"),
        us_jurisdiction: truth("us_jurisdiction").unwrap_or(known.us_jurisdiction),
        us_origin: truth("us_origin").or(known.us_origin),
        maker: text("maker"),
        strategic_listed: listed,
        ..known.clone()
    };
    Some(item.filled_from(&known))
}

/// Reads one offer to buy chips; `pool` is the record that it would fill.
pub(super) fn purchase(
    record: &Record<'_>,
    pool: Option<&Pool>,
    country: Option<Place>,
    names: &Names<'_>,
    errors: &mut Vec<FactsError>,
) -> Option<Purchase> {
    let pool_id = names.pool(record, errors);
    let available = available(record, errors);
    let chip = pool.map(|pool| &pool.chip);
    let supply = supply(record, Known::Unknown, chip, country, names, errors);
    let price = record.money("price")?;
    let nothing = Money::zero(price.currency());
    Some(Purchase {
        id: record.parsed("id")?,
        pool: pool_id?,
        buyer: pool?.owner.clone(),
        available,
        block: record.chips("block")?,
        price,
        life_years: record.count("life_years")?,
        residual: record.money("residual").unwrap_or(nothing),
        carrying_per_year: record.money("carrying_per_year").unwrap_or(nothing),
        lead_days: record.count("lead_days")?,
        supply: supply?,
        provenance: record.provenance(),
    })
}

fn available(
    record: &Record<'_>,
    errors: &mut Vec<FactsError>,
) -> Vec<(Day, portolan_terms::Chips)> {
    let mut steps: Vec<(Day, portolan_terms::Chips)> = Vec::new();
    for step in record.records("available") {
        let (Some(from), Some(chips)) = (step.parsed::<Day>("from"), step.chips("chips")) else {
            continue;
        };
        if steps.last().is_some_and(|(day, _)| from <= *day) {
            let fact = format!("the quantity from {from} does not come after the one before it");
            let error = step.wrong("scenario.window", "from", &fact);
            errors.push(error.hint("write the quantities in the order of their days"));
        }
        if steps.last().is_some_and(|(_, before)| chips < *before) {
            let fact = format!("{chips} chips in all are fewer than there were before {from}");
            let error = step.wrong("scenario.number", "chips", &fact);
            errors.push(error.hint("write cumulative numbers: each holds those before it"));
        }
        steps.push((from, chips));
    }
    if steps.is_empty() {
        let error = record.wrong("scenario.number", "available", "the offer has no quantity");
        errors.push(error.hint("add `{ from = 2025-01-01, chips = 8 }`"));
    }
    steps
}
