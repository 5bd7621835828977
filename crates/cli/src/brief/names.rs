//! Names: what people call the parties, workloads, pools and sites of a plan.

use std::collections::BTreeMap;

use portolan_plan::document::{PlanDocument, PoolRow, SiteRow};

/// Holds what the files of a scenario say of a party.
struct Party {
    name: String,
    hq: String,
}

/// Holds an offer to buy chips.
pub struct Offer {
    /// What people call it: the name of the pool that it fills.
    pub name: String,
    /// The pool that it fills.
    pub pool: String,
    /// The chips that can be had on the day of the plan, in all.
    pub chips: u64,
}

/// Holds the names of a plan, each by its id; what has no name is shown by its id.
pub struct Names<'a> {
    parties: BTreeMap<String, Party>,
    titles: BTreeMap<String, String>,
    penalties: BTreeMap<String, String>,
    offers: BTreeMap<String, Offer>,
    pools: BTreeMap<&'a str, (&'a PoolRow, &'a SiteRow)>,
}

impl<'a> Names<'a> {
    /// Reads the names from the sites of a plan and from the files it was made from.
    pub fn of(plan: &'a PlanDocument) -> Self {
        let mut names = Self {
            parties: BTreeMap::new(),
            titles: BTreeMap::new(),
            penalties: BTreeMap::new(),
            offers: BTreeMap::new(),
            pools: BTreeMap::new(),
        };
        for site in &plan.sites {
            names.pools.extend(
                site.pools
                    .iter()
                    .map(|pool| (pool.id.as_str(), (pool, site))),
            );
        }
        for file in plan
            .facts
            .files
            .iter()
            .filter(|file| file.name.ends_with(".toml"))
        {
            if let Ok(table) = file.text.parse::<toml::Table>() {
                names.read(&table, &plan.on);
            }
        }
        names
    }

    fn read(&mut self, table: &toml::Table, on: &str) {
        for record in records(table, "party") {
            if let (Some(id), Some(name)) = (text(record, "id"), text(record, "name")) {
                let hq = text(record, "hq").unwrap_or_default();
                self.parties.insert(id, Party { name, hq });
            }
        }
        for record in records(table, "workload") {
            if let (Some(id), Some(title)) = (text(record, "id"), text(record, "title")) {
                self.titles.insert(id, title);
            }
            if let (Some(id), Some(penalty)) = (text(record, "id"), text(record, "penalty")) {
                self.penalties.insert(id, penalty);
            }
        }
        for record in records(table, "purchase") {
            if let (Some(id), Some(pool)) = (text(record, "id"), text(record, "pool")) {
                let chips = offered(record, on);
                let name = format!("{} (to buy)", self.pool(&pool));
                self.offers.insert(id, Offer { name, pool, chips });
            }
        }
    }

    /// Returns the name of a party.
    pub fn party<'s>(&'s self, id: &'s str) -> &'s str {
        self.parties.get(id).map_or(id, |party| party.name.as_str())
    }

    /// Returns the country of the seat of a party, when the files tell it.
    pub fn seat(&self, id: &str) -> Option<&str> {
        self.parties
            .get(id)
            .map(|party| party.hq.as_str())
            .filter(|hq| !hq.is_empty())
    }

    /// Returns what a workload is, in one line, when the files tell it.
    pub fn title(&self, workload: &str) -> Option<&str> {
        self.titles.get(workload).map(String::as_str)
    }

    /// Returns the name of a pool or an offer.
    pub fn pool<'s>(&'s self, id: &'s str) -> &'s str {
        match (self.pools.get(id), self.offers.get(id)) {
            (Some((pool, _)), _) => &pool.name,
            (None, Some(offer)) => &offer.name,
            (None, None) => id,
        }
    }

    /// Returns the pool of an id.
    pub fn pool_row(&self, id: &str) -> Option<&'a PoolRow> {
        self.pools.get(id).map(|(pool, _)| *pool)
    }

    /// Returns the pool that a pool or an offer stands for.
    pub fn pool_of(&self, id: &str) -> Option<&'a PoolRow> {
        let pool = self.offers.get(id).map_or(id, |offer| offer.pool.as_str());
        self.pool_row(pool)
    }

    /// Returns the code of the country of a pool, or of the pool that an offer fills.
    pub fn country_of(&self, id: &str) -> Option<&'a str> {
        let pool = self.offers.get(id).map_or(id, |offer| offer.pool.as_str());
        self.pools.get(pool).map(|(_, site)| site.country.as_str())
    }

    /// Returns the offer of an id.
    pub fn offer(&self, id: &str) -> Option<&Offer> {
        self.offers.get(id)
    }

    /// Returns what leaving a workload undone costs: in all, or a million tokens.
    pub fn penalty(&self, workload: &str) -> Option<&str> {
        self.penalties.get(workload).map(String::as_str)
    }
}

/// Returns the chips that an offer has on a day: those of its latest entry.
fn offered(record: &toml::Table, on: &str) -> u64 {
    let steps = record.get("available").and_then(toml::Value::as_array);
    let steps = steps
        .into_iter()
        .flatten()
        .filter_map(toml::Value::as_table);
    let dated = steps.filter_map(|step| {
        let from = step.get("from")?;
        let from = from
            .as_str()
            .map_or_else(|| from.to_string(), str::to_owned);
        let chips = u64::try_from(step.get("chips")?.as_integer()?).ok()?;
        (from.as_str() <= on).then_some((from, chips))
    });
    dated.max().map_or(0, |(_, chips)| chips)
}

fn records<'t>(table: &'t toml::Table, kind: &str) -> impl Iterator<Item = &'t toml::Table> {
    let list = table.get(kind).and_then(toml::Value::as_array);
    list.into_iter().flatten().filter_map(toml::Value::as_table)
}

fn text(record: &toml::Table, key: &str) -> Option<String> {
    record
        .get(key)
        .and_then(toml::Value::as_str)
        .map(str::to_owned)
}
