//! What screening found: entries of public lists that may name a party.
//!
//! An entry that nobody has decided on is a listing whose day is unknown, so that law is asked both
//! ways; one that a person found to be the party is a listing; one cleared is none.

use std::collections::BTreeMap;

use portolan_terms::{Day, Known, Listing, Party, PartyId, party::ListName};

use super::{
    model::{Match, Scenario, ScenarioParty, Screening},
    names::Names,
    node::{Fields, Node, Value},
    record::Record,
};
use crate::{FactsError, screening::is_stale};

/// The keys that a match hands on to a listing.
const HANDED_ON: [&str; 4] = ["list", "until", "items", "review"];

/// Holds the listings that matches add to a party and to its owners.
pub(super) struct Listings(Vec<(Option<String>, Node)>);

/// Returns what the matches add to a party.
pub(super) fn listings(party: &PartyId, matches: &[&Record<'_>]) -> Listings {
    let of = matches
        .iter()
        .filter(|record| record.text("party") == Some(party.as_str()));
    let listing = |record: &&Record<'_>| {
        let on = match record.truth("same") {
            Known::Is(false) => return None,
            Known::Is(true) => record
                .text("on")
                .map_or_else(|| Day::FIRST.to_string(), str::to_owned),
            Known::Unknown => "unknown".to_owned(),
        };
        let handed = HANDED_ON
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), record.fields.get(*name)?.clone())));
        let mut fields: Fields = handed.collect();
        let line = record.line;
        let value = Value::Text(on);
        fields.insert("on".to_owned(), Node { line, value });
        let value = Value::Table(fields);
        Some((
            record.text("owner").map(str::to_owned),
            Node { line, value },
        ))
    };
    Listings(of.filter_map(listing).collect())
}

impl Listings {
    /// Returns the fields of a party with the listings added.
    pub(super) fn joined(&self, fields: &Fields) -> Fields {
        let mut fields = fields.clone();
        for (owner, listing) in &self.0 {
            match owner {
                None => add(&mut fields, listing),
                Some(owner) => {
                    let Some(Value::List(owners)) =
                        fields.get_mut("owners").map(|node| &mut node.value)
                    else {
                        continue;
                    };
                    for held in owners {
                        if let Value::Table(held) = &mut held.value
                            && held.get("name").and_then(Node::text) == Some(owner)
                        {
                            add(held, listing);
                        }
                    }
                }
            }
        }
        fields
    }
}

fn add(fields: &mut Fields, listing: &Node) {
    let none = Node {
        line: listing.line,
        value: Value::List(Vec::new()),
    };
    let listed = fields.entry("listed".to_owned()).or_insert(none);
    if let Value::List(listed) = &mut listed.value {
        listed.push(listing.clone());
    }
}

/// Complains of a match with an owner that its party does not have: it would be forgotten.
pub(super) fn check_owners(
    matches: &[&Record<'_>],
    parties: &BTreeMap<PartyId, ScenarioParty>,
    errors: &mut Vec<FactsError>,
) {
    for record in matches {
        let party = record.parsed::<PartyId>("party");
        let party = party.and_then(|id| parties.get(&id));
        let (Some(owner), Some(party)) = (record.text("owner"), party) else {
            continue;
        };
        let mut owners = party.snapshots.iter().flat_map(|(_, one)| &one.owners);
        if !owners.any(|held| held.name == owner) {
            let fact = format!("party `{}` has no owner `{owner}`", party.id);
            let error = record.wrong("scenario.unknown-owner", "owner", &fact);
            errors.push(error.hint("write the name as the party writes it, or screen again"));
        }
    }
}

/// Reads a screening.
pub(super) fn screening(
    record: &Record<'_>,
    _names: &Names<'_>,
    _errors: &mut Vec<FactsError>,
) -> Option<Screening> {
    let counts = record.records("counts");
    let counts = counts
        .iter()
        .filter_map(|one| Some((one.text("source")?.to_owned(), one.count("entries")?)));
    Some(Screening {
        list: record.text("list")?.to_owned(),
        dated: record.parsed("dated")?,
        max_age_days: record.count("max_age_days")?,
        counts: counts.collect(),
        names: record.texts("names"),
    })
}

/// Reads a match; one that is cleared says by whom, when and why.
pub(super) fn read_match(
    record: &Record<'_>,
    names: &Names<'_>,
    errors: &mut Vec<FactsError>,
) -> Option<Match> {
    let same = record.truth("same");
    let missing: Vec<&str> = ["decided_by", "decided_on", "because"]
        .into_iter()
        .filter(|name| !record.has(name))
        .collect();
    if same == Known::Is(false) && !missing.is_empty() {
        let fact = format!("it is cleared, and nothing says `{}`", missing.join("`, `"));
        let error = record.wrong("scenario.uncleared", "same", &fact);
        errors.push(error.hint("a person clears a match: write who, on which day, and why"));
    }
    Some(Match {
        party: names.party(record, "party", errors)?,
        owner: record.text("owner").map(str::to_owned),
        entry: record.text("entry")?.to_owned(),
        source: record.text("source")?.to_owned(),
        same,
    })
}

impl Screening {
    /// Returns the entries that a name may have on the list, for all that this screening shows of it
    /// on a day: none when it was held against a list that is fresh, or later than the day.
    fn leaves_open(&self, name: &str, day: Day, asked_on: Day) -> Vec<Listing> {
        let stale = is_stale(self.dated, self.max_age_days, asked_on) && self.dated < day;
        let unheard = stale || !self.names.iter().any(|held| held == name);
        let open = |list: &ListName| Listing {
            list: *list,
            on: Known::Unknown,
            until: None,
            items: None,
            review: None,
        };
        let lists = crate::screening::LISTS.iter().filter(|_| unheard);
        lists.map(open).collect()
    }
}

impl Scenario {
    /// Returns what law asks of a party on a day.
    ///
    /// In a scenario that was screened, a name that no list was held against, or only a list grown
    /// stale, may stand on it: nobody passes because a list is old.
    #[must_use]
    pub fn party_on(&self, id: &PartyId, day: Day) -> Option<Party> {
        let mut party = self.parties.get(id)?.on(day)?.clone();
        for screening in &self.screenings {
            let open = |name: &str| screening.leaves_open(name, day, self.on);
            party.listed.extend(open(&party.name));
            for owner in &mut party.owners {
                owner.listed.extend(open(&owner.name));
            }
        }
        Some(party)
    }
}

/// Returns what a reader of the scenario should know of its screening.
pub(super) fn doubts(scenario: &Scenario) -> Vec<FactsError> {
    let mut doubts = Vec::new();
    let open = scenario.matches.iter();
    let open: Vec<&Match> = open.filter(|one| one.same == Known::Unknown).collect();
    if let Some(first) = open.first() {
        let fact = format!(
            "{} of a list may name a party, and nobody has decided; the first is `{}` for `{}` ({})",
            match open.len() {
                1 => "one entry".to_owned(),
                more => format!("{more} entries"),
            },
            first.entry,
            first.party,
            first.source,
        );
        let hint = "look at each `[[match]]` in `screening.toml` and write `same`";
        doubts.push(FactsError::new("screening.open", fact).hint(hint));
    }
    for screening in &scenario.screenings {
        let names = crate::screening::names(scenario);
        let unscreened = names.iter().filter(|name| !screening.names.contains(name));
        let unscreened: Vec<String> = unscreened.map(|name| format!("`{name}`")).collect();
        if !unscreened.is_empty() {
            let fact = format!(
                "not held against the {} of {}: {}",
                screening.list,
                screening.dated,
                unscreened.join(", ")
            );
            let hint = "screen again with `portolan import csl`";
            doubts.push(FactsError::new("screening.party", fact).hint(hint));
        }
        if is_stale(screening.dated, screening.max_age_days, scenario.on) {
            let fact = format!(
                "the {} of {} is more than {} days old on {}",
                screening.list, screening.dated, screening.max_age_days, scenario.on
            );
            let hint = "fetch the list again and screen with `portolan import csl`";
            doubts.push(FactsError::new("screening.stale", fact).hint(hint));
        }
    }
    doubts
}
