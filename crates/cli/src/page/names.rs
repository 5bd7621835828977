//! Names: what people call the parties, workloads, pools and sites of a plan.

use std::collections::BTreeMap;

use portolan_plan::document::{PlanDocument, PoolRow, SiteRow};

use super::words;

/// Holds what the files of a scenario say of a party.
struct Party {
    name: String,
    hq: String,
}

/// Holds the names of a plan, each by its id; what has no name is shown by its id.
pub struct Names<'a> {
    parties: BTreeMap<String, Party>,
    titles: BTreeMap<String, String>,
    pools: BTreeMap<&'a str, (&'a PoolRow, &'a SiteRow)>,
}

impl<'a> Names<'a> {
    /// Reads the names from the sites of a plan and from the files it was made from.
    pub fn of(plan: &'a PlanDocument) -> Self {
        let mut names = Self {
            parties: BTreeMap::new(),
            titles: BTreeMap::new(),
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
                names.read(&table);
            }
        }
        names
    }

    fn read(&mut self, table: &toml::Table) {
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

    /// Returns the name of a pool.
    pub fn pool<'s>(&'s self, id: &'s str) -> &'s str {
        self.pools
            .get(id)
            .map_or(id, |(pool, _)| pool.name.as_str())
    }

    /// Returns the pool of an id.
    pub fn pool_row(&self, id: &str) -> Option<&'a PoolRow> {
        self.pools.get(id).map(|(pool, _)| *pool)
    }

    /// Returns the country of a pool, in words.
    pub fn country_of(&self, pool: &str) -> Option<&'a str> {
        self.pools
            .get(pool)
            .map(|(_, site)| words::country(&site.country))
    }
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
