//! Reads a scenario from its files.

use std::collections::{BTreeMap, BTreeSet};

use portolan_terms::{Day, Known, OfferId, PartyId, PoolId, ScenarioId, SiteId};

use super::{
    chips,
    form::Checker,
    forms, licences, limits,
    model::{Assumed, Pool, Purchase, Scenario, ScenarioParty, Site},
    names::{KINDS, Names},
    node::{self, Fields, Node},
    papers, parties, priced, reach,
    record::Record,
    screened, work,
};
use crate::{Atlas, FactsError, SourceText, nearest::suggestion};

/// Holds the name of the file that importing a screening list writes; it need not be included, so
/// that no match is forgotten.
const SCREENING_FILE: &str = "screening.toml";
/// Holds the name of the file that a scenario begins with.
pub(super) const MAIN: &str = "scenario.toml";

impl Scenario {
    /// Reads a scenario: the file named `scenario.toml`, or else the first, and those it includes.
    ///
    /// Files that are not included are left out.
    ///
    /// # Errors
    /// With every fault found in all files: broken TOML (then nothing else is looked at), unknown
    /// or missing keys, values outside their range, ids used twice or not defined, chips, places
    /// and regions that the atlas does not have, circles of parents, shares over 100 %, windows
    /// that end before they start, pools without provenance, workloads that no pool can run.
    pub fn read(files: &[SourceText<'_>], atlas: &Atlas) -> Result<Self, Vec<FactsError>> {
        Self::read_on(files, atlas, None)
    }

    /// Reads a scenario as it is asked on another day: listed prices are those of that day.
    ///
    /// # Errors
    /// Those of [`Scenario::read`].
    pub fn read_on(
        files: &[SourceText<'_>],
        atlas: &Atlas,
        on: Option<Day>,
    ) -> Result<Self, Vec<FactsError>> {
        let parsed = parse_all(files)?;
        let mut errors = Vec::new();
        let scenario = assemble(&parsed, files, atlas, &mut errors);
        match scenario {
            Some(scenario) if errors.is_empty() => match on {
                Some(on) => scenario.asked_on(on),
                None => scenario.priced(),
            },
            Some(_) | None => {
                if errors.is_empty() {
                    let fact = "the scenario cannot be read, and no key of it is to blame";
                    errors.push(FactsError::new("scenario.unreadable", fact));
                }
                Err(errors)
            }
        }
    }

    /// Returns the names of the files that a `scenario.toml` includes.
    ///
    /// # Errors
    /// When the text is no TOML, or a name leads out of the folder of the scenario.
    pub fn includes(main: SourceText<'_>) -> Result<Vec<String>, Vec<FactsError>> {
        Self::beside(main, "include")
    }

    /// Returns the names of the price lists that the main file of a scenario names.
    ///
    /// # Errors
    /// Those of [`Scenario::includes`].
    pub fn price_lists(files: &[SourceText<'_>]) -> Result<Vec<String>, Vec<FactsError>> {
        main_file(files).map_or(Ok(Vec::new()), |main| Self::beside(*main, "prices"))
    }

    fn beside(main: SourceText<'_>, key: &str) -> Result<Vec<String>, Vec<FactsError>> {
        let fields = node::parse(main)?;
        let names = named(&fields, key);
        let errors: Vec<FactsError> = names
            .iter()
            .filter(|(name, _)| name.contains(['/', '\\']) || name.starts_with('.'))
            .map(|(name, line)| {
                let fact = format!("`{key}` names `{name}`, which is no file beside the scenario");
                FactsError::new("scenario.include", fact)
                    .at(main.name, *line)
                    .hint("put the file into the folder of the scenario and write its bare name")
            })
            .collect();
        if errors.is_empty() {
            Ok(names.into_iter().map(|(name, _)| name).collect())
        } else {
            Err(errors)
        }
    }

    /// Returns the same question asked on another day; what can be obtained is had as much later,
    /// and listed prices are those of that day.
    ///
    /// # Errors
    /// When no list has the price of a pool on that day or before.
    pub fn asked_on(mut self, on: Day) -> Result<Self, Vec<FactsError>> {
        let before = std::mem::replace(&mut self.on, on);
        for evidence in self.evidence.values_mut() {
            if let Some(way) = &evidence.obtainable
                && evidence.evidence.granted_on == Known::Is(papers::had_on(before, way))
            {
                evidence.evidence.granted_on = Known::Is(papers::had_on(on, way));
            }
        }
        self.priced()
    }
}

/// Returns the name of a file without its folder.
pub(super) fn bare(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// Returns the files that a key of the main file names, each with its line.
fn named(fields: &Fields, key: &str) -> Vec<(String, usize)> {
    let list = fields.get(key).and_then(Node::list).unwrap_or_default();
    let named = list
        .iter()
        .filter_map(|node| Some((node.text()?.to_owned(), node.line)));
    named.collect()
}

/// Returns the file that a scenario begins with.
pub(super) fn main_file<'f, 'a>(files: &'f [SourceText<'a>]) -> Option<&'f SourceText<'a>> {
    let named = files.iter().find(|file| bare(file.name) == MAIN);
    named.or(files.first())
}

/// Parses the main file and those it includes, in that order.
fn parse_all<'a>(files: &[SourceText<'a>]) -> Result<Vec<(&'a str, Fields)>, Vec<FactsError>> {
    let Some(main) = main_file(files) else {
        let error = FactsError::new("scenario.include", "the scenario has no file");
        return Err(vec![error.hint(format!("give a folder that holds {MAIN}"))]);
    };
    let mut names = Scenario::includes(*main)?;
    let screened = files.iter().any(|file| bare(file.name) == SCREENING_FILE);
    if screened && !names.iter().any(|name| name == SCREENING_FILE) {
        names.push(SCREENING_FILE.to_owned());
    }
    let mut errors = Vec::new();
    let mut parsed = vec![(main.name, node::parse(*main)?)];
    let mut seen = BTreeSet::from([bare(main.name)]);
    for name in &names {
        let Some(file) = files.iter().find(|file| bare(file.name) == name) else {
            let fact = format!("`include` names `{name}`, which was not found");
            let error = FactsError::new("scenario.include", fact).at(main.name, 1);
            errors.push(error.hint(suggestion(name, files.iter().map(|file| bare(file.name)))));
            continue;
        };
        if !seen.insert(bare(file.name)) {
            let fact = format!("`include` names `{name}` twice, or the main file itself");
            let error = FactsError::new("scenario.include", fact).at(main.name, 1);
            errors.push(error.hint("name each further file once"));
            continue;
        }
        match node::parse(*file) {
            Ok(fields) => parsed.push((file.name, fields)),
            Err(found) => errors.extend(found),
        }
    }
    if errors.is_empty() {
        Ok(parsed)
    } else {
        Err(errors)
    }
}

/// Returns every record with the index of its kind, in the order of the files.
fn records<'n>(files: &'n [(&'n str, Fields)]) -> Vec<(usize, Record<'n>)> {
    let mut found = Vec::new();
    for (file, fields) in files {
        for (index, kind) in KINDS.iter().enumerate() {
            let list = fields.get(*kind).and_then(Node::list).unwrap_or_default();
            for node in list {
                let Some(fields) = node.fields() else {
                    continue;
                };
                let id = fields.get("id").and_then(Node::text);
                let label = id.map_or_else(|| (*kind).to_owned(), |id| format!("{kind} `{id}`"));
                found.push((
                    index,
                    Record {
                        file,
                        label,
                        line: node.line,
                        fields,
                    },
                ));
            }
        }
    }
    found
}

/// Checks the form of every record.
fn check_forms(
    files: &[(&str, Fields)],
    records: &[(usize, Record<'_>)],
    errors: &mut Vec<FactsError>,
) {
    for (index, (file, fields)) in files.iter().enumerate() {
        let mut top = fields.clone();
        for kind in KINDS {
            if top.get(kind).and_then(Node::list).is_some() {
                top.remove(kind);
            }
        }
        Checker::new(file, String::new(), errors).record(&forms::FILE, &top, 1);
        for key in [
            "scenario",
            "include",
            "prices",
            "price_max_age_days",
            "discounts",
        ] {
            if let Some(node) = fields.get(key).filter(|_| index > 0) {
                let fact = format!("an included file has no `{key}`");
                let error = FactsError::new("scenario.unknown-key", fact).at(file, node.line);
                errors.push(error.hint(format!("move it to {MAIN}")));
            }
        }
    }
    for (kind, record) in records {
        let form = match KINDS.get(*kind).copied() {
            Some("party") => &forms::PARTY,
            Some("site") => &forms::SITE,
            Some("pool") => &forms::POOL,
            Some("purchase") => &forms::PURCHASE,
            Some("dataset") => &forms::DATASET,
            Some("evidence") => &forms::EVIDENCE,
            Some("limit") => &forms::LIMIT,
            Some("screening") => &forms::SCREENING,
            Some("match") => &forms::MATCH,
            Some(_) | None => &forms::WORKLOAD,
        };
        Checker::new(record.file, record.label.clone(), errors).record(
            form,
            record.fields,
            record.line,
        );
    }
}

/// Puts a scenario together from its records, and collects what is wrong with them.
struct Assembly<'r, 'e> {
    records: &'r [(usize, Record<'r>)],
    names: &'r Names<'r>,
    errors: &'e mut Vec<FactsError>,
}

impl<'r> Assembly<'r, '_> {
    fn of(&self, kind: &str) -> Vec<&'r Record<'r>> {
        let wanted = KINDS.iter().position(|known| *known == kind);
        let same = self
            .records
            .iter()
            .filter(|(index, _)| Some(*index) == wanted);
        same.map(|(_, record)| record).collect()
    }

    /// Reads every record of a kind, and keeps those that could be read.
    fn each<Value>(
        &mut self,
        kind: &str,
        mut read: impl FnMut(&Record<'_>, &Names<'_>, &mut Vec<FactsError>) -> Option<Value>,
    ) -> Vec<Value> {
        let records = self.of(kind);
        let values = records
            .into_iter()
            .filter_map(|record| read(record, self.names, self.errors));
        values.collect()
    }

    fn parties(&mut self) -> BTreeMap<PartyId, ScenarioParty> {
        let matches = self.of("match");
        parties::read(&self.of("party"), &matches, self.names, self.errors)
    }

    fn pools(&mut self, sites: &BTreeMap<SiteId, Site>) -> BTreeMap<PoolId, Pool> {
        let offers = self.of("purchase");
        let bought: BTreeSet<&str> = offers
            .iter()
            .filter_map(|offer| offer.text("pool"))
            .collect();
        let pools = self.each("pool", |record, names, errors| {
            let site = record.parsed("site").and_then(|id| sites.get(&id));
            let bought = record.text("id").is_some_and(|id| bought.contains(id));
            chips::pool(record, site.map(|site| site.country), bought, names, errors)
        });
        keyed(pools, |pool| pool.id.clone())
    }

    fn purchases(
        &mut self,
        pools: &BTreeMap<PoolId, Pool>,
        sites: &BTreeMap<SiteId, Site>,
    ) -> BTreeMap<OfferId, Purchase> {
        let offers = self.each("purchase", |record, names, errors| {
            let pool = record.parsed("pool").and_then(|id| pools.get(&id));
            let site = pool.and_then(|pool| sites.get(&pool.site));
            chips::purchase(record, pool, site.map(|site| site.country), names, errors)
        });
        keyed(offers, |offer| offer.id.clone())
    }
}

fn assemble(
    files: &[(&str, Fields)],
    texts: &[SourceText<'_>],
    atlas: &Atlas,
    errors: &mut Vec<FactsError>,
) -> Option<Scenario> {
    let records = records(files);
    check_forms(files, &records, errors);
    let head = head(files, errors);
    let names = Names::of(atlas, &records, errors);
    let on: Option<Day> = head.as_ref().and_then(|head| head.parsed("on"));
    let mut assembly = Assembly {
        records: &records,
        names: &names,
        errors,
    };
    let parties = assembly.parties();
    let sites = keyed(assembly.each("site", chips::site), |site| site.id.clone());
    let pools = assembly.pools(&sites);
    let purchases = assembly.purchases(&pools, &sites);
    let datasets = keyed(assembly.each("dataset", papers::dataset), |set| {
        set.id.clone()
    });
    let evidence = assembly.each("evidence", |record, names, errors| {
        papers::evidence(record, on, names, errors)
    });
    let workloads = assembly.each("workload", work::read);
    let limits = assembly.each("limit", limits::read);
    let screenings = assembly.each("screening", screened::screening);
    let matches = assembly.each("match", screened::read_match);
    let prices = files.first().map(|(file, fields)| {
        let records = assembly.of("pool");
        let reader = priced::Reader {
            main: (file, fields),
            files: texts,
            atlas,
        };
        reader.read((&records, &pools), &sites, &parties, assembly.errors)
    });
    let asked_for = assembly.of("workload");
    let supplies = [assembly.of("pool"), assembly.of("purchase")].concat();
    let head = head?;
    let scenario = Scenario {
        id: head.parsed::<ScenarioId>("id")?,
        title: head.text("title")?.to_owned(),
        on: on?,
        horizon_weeks: head.count("horizon_weeks")?,
        carbon_price_tonne: head.money("carbon_price_tonne"),
        transfer_price_gb: head.money("transfer_price_gb"),
        assumptions: assumptions(&head),
        parties,
        sites,
        pools,
        purchases,
        datasets,
        evidence: keyed(evidence, |found| found.id.clone()),
        workloads,
        limits,
        screenings,
        matches,
        prices: prices.unwrap_or_default(),
    };
    if errors.is_empty() {
        reach::check(&scenario, atlas, &asked_for, errors);
        licences::check(&scenario, &supplies, errors);
        limits::check(&scenario, atlas, &supplies, errors);
    }
    Some(scenario)
}

/// Returns the record that says what is asked.
fn head<'n>(files: &'n [(&'n str, Fields)], errors: &mut Vec<FactsError>) -> Option<Record<'n>> {
    let (file, main) = files.first()?;
    let node = main.get("scenario");
    if node.is_none() {
        let error = FactsError::new("scenario.missing-key", "nothing says what is asked");
        let hint = "add `[scenario]` with `id`, `title`, `on` and `horizon_weeks`";
        errors.push(error.at(file, 1).hint(hint));
    }
    let (line, fields) = (node?.line, node?.fields()?);
    Some(Record {
        file,
        label: "scenario".to_owned(),
        line,
        fields,
    })
}

fn keyed<Key: Ord, Value>(values: Vec<Value>, key: impl Fn(&Value) -> Key) -> BTreeMap<Key, Value> {
    values
        .into_iter()
        .map(|value| (key(&value), value))
        .collect()
}

fn assumptions(head: &Record<'_>) -> Vec<Assumed> {
    let stated = head.records("assumptions");
    let read = stated.iter().filter_map(|record| {
        Some(Assumed {
            field: record.text("field")?.to_owned(),
            basis: record.text("basis")?.to_owned(),
        })
    });
    read.collect()
}
