//! Parties: dated snapshots, and the seat at the top of a chain of parents on each day.

use std::collections::{BTreeMap, BTreeSet};

use portolan_terms::{Day, Figure, Known, Party, PartyId, Place};

use super::{
    model::ScenarioParty,
    names::Names,
    node::{Fields, Node, Value},
    record::Record,
    screened::{self, Listings},
};
use crate::FactsError;

const FACTS: &[&str] = &[
    "name",
    "hq",
    "registered_in",
    "registered_city",
    "in_free_trade_zone",
    "moved_hq_from",
    "moved_hq_on",
    "managed_from",
    "sector",
    "ciio",
    "persons_handled",
    "owners",
    "listed",
    "roles",
    "addressee_of",
    "ultimate_parent_hq",
];

/// Holds what a file says of a party from a day on.
struct Stated {
    from: Day,
    fields: Fields,
    parent: Option<Known<PartyId>>,
    top: Option<Known<Place>>,
    hq: Known<Place>,
}

type Chains = BTreeMap<PartyId, Vec<Stated>>;

/// Reads the parties.
pub(super) fn read(
    records: &[&Record<'_>],
    matches: &[&Record<'_>],
    names: &Names<'_>,
    errors: &mut Vec<FactsError>,
) -> BTreeMap<PartyId, ScenarioParty> {
    let mut chains = Chains::new();
    for record in records {
        if let Some(id) = record.parsed::<PartyId>("id") {
            let listings = screened::listings(&id, matches);
            chains.insert(id, stated(record, &listings, names, errors));
        }
    }
    let mut parties = BTreeMap::new();
    for record in records {
        let Some(id) = record.parsed::<PartyId>("id") else {
            continue;
        };
        let snapshots = snapshots(&id, record, &chains, errors);
        let answers_to = record.has("answers_to").then(|| record.list("answers_to"));
        let provenance = record.provenance();
        let party = ScenarioParty {
            id: id.clone(),
            snapshots,
            answers_to,
            provenance,
        };
        parties.insert(id, party);
    }
    screened::check_owners(matches, &parties, errors);
    parties
}

/// Returns what the file says, oldest first; each later entry holds all that came before it.
fn stated(
    record: &Record<'_>,
    listings: &Listings,
    names: &Names<'_>,
    errors: &mut Vec<FactsError>,
) -> Vec<Stated> {
    let mut fields = record.fields.clone();
    let joined = listings.joined(&fields);
    let mut found = vec![entry(Day::FIRST, record, &joined, names, errors)];
    for change in record.records("from") {
        let Some(on) = change.parsed::<Day>("on") else {
            continue;
        };
        if found.last().is_some_and(|last| on <= last.from) {
            let fact = format!("the change on {on} does not come after the one before it");
            let error = change.wrong("scenario.window", "on", &fact);
            errors.push(error.hint("write the changes in the order of their days"));
        }
        if change.has("parent") {
            fields.remove("ultimate_parent_hq");
        } else if change.has("ultimate_parent_hq") {
            fields.remove("parent");
        }
        for (name, node) in change.fields {
            fields.insert(name.clone(), node.clone());
        }
        let joined = listings.joined(&fields);
        found.push(entry(on, &change, &joined, names, errors));
    }
    found
}

fn entry(
    from: Day,
    record: &Record<'_>,
    fields: &Fields,
    names: &Names<'_>,
    errors: &mut Vec<FactsError>,
) -> Stated {
    if record.has("parent") && record.has("ultimate_parent_hq") {
        let fact = "it states both a parent and the seat at the top";
        let error = record.wrong("scenario.two-parents", "ultimate_parent_hq", fact);
        errors.push(error.hint("keep `parent`: the seat at the top follows from it"));
    }
    if record
        .text("parent")
        .is_some_and(|parent| parent != "unknown")
    {
        names.party(record, "parent", errors);
    }
    check_owners(record, errors);
    let whole = Record {
        fields,
        ..record.clone()
    };
    Stated {
        from,
        parent: whole.known("parent"),
        top: whole.known("ultimate_parent_hq"),
        hq: whole.known("hq").unwrap_or_default(),
        fields: fields.clone(),
    }
}

fn check_owners(record: &Record<'_>, errors: &mut Vec<FactsError>) {
    let shares = record.records("owners");
    let shares = shares.iter().filter_map(|owner| owner.figure("percent"));
    let sensible = shares.filter(|share| *share <= Figure::whole(100));
    let all = sensible.fold(Figure::default(), Figure::plus);
    if all > Figure::whole(100) {
        let all = all.to_string();
        let all = all.trim_end_matches('0').trim_end_matches('.');
        let fact = format!("the owners hold {all} % together");
        let error = record.wrong("scenario.ownership", "owners", &fact);
        errors.push(error.hint("name each share once; holders of holders are not added"));
    }
}

fn snapshots(
    id: &PartyId,
    record: &Record<'_>,
    chains: &Chains,
    errors: &mut Vec<FactsError>,
) -> Vec<(Day, Party)> {
    let mut days = BTreeSet::new();
    collect_days(id, chains, &mut days, &mut BTreeSet::new());
    let mut cycle_told = false;
    let mut found: Vec<(Day, Party)> = Vec::new();
    for day in days {
        let Some(stated) = chains.get(id).and_then(|chain| on(chain, day)) else {
            continue;
        };
        let top = match top(id, day, chains) {
            Ok(top) => top,
            Err(cycle) => {
                if !cycle_told && cycle.iter().min() == Some(id) {
                    errors.push(cycle_error(record, &cycle, day));
                }
                cycle_told = true;
                Known::Unknown
            }
        };
        if let Some(party) = party(stated, top, record) {
            let same = found.last().is_some_and(|(_, last)| *last == party);
            if !same {
                found.push((day, party));
            }
        }
    }
    found
}

fn cycle_error(record: &Record<'_>, cycle: &[PartyId], day: Day) -> FactsError {
    let chain: Vec<String> = cycle.iter().map(|id| format!("`{id}`")).collect();
    let fact = format!("its parents lead back to it: {}", chain.join(", "));
    let mut error = record.wrong("scenario.cycle", "parent", &fact);
    if day > Day::FIRST {
        error = error.because(format!("as of {day}"));
    }
    error.hint("drop one `parent` of the circle")
}

fn collect_days(
    id: &PartyId,
    chains: &Chains,
    days: &mut BTreeSet<Day>,
    seen: &mut BTreeSet<PartyId>,
) {
    let mut open = vec![id.clone()];
    while let Some(next) = open.pop() {
        if !seen.insert(next.clone()) {
            continue;
        }
        for stated in chains.get(&next).into_iter().flatten() {
            days.insert(stated.from);
            open.extend(
                stated
                    .parent
                    .iter()
                    .filter_map(|parent| parent.shown().cloned()),
            );
        }
    }
}

fn on(chain: &[Stated], day: Day) -> Option<&Stated> {
    chain.iter().rev().find(|stated| stated.from <= day)
}

/// Returns the seat at the top on a day, or the parties of a circle.
fn top(id: &PartyId, day: Day, chains: &Chains) -> Result<Known<Place>, Vec<PartyId>> {
    let mut way: Vec<PartyId> = Vec::new();
    let mut at = id.clone();
    loop {
        if let Some(start) = way.iter().position(|passed| *passed == at) {
            return Err(way.split_off(start));
        }
        way.push(at.clone());
        let Some(stated) = chains.get(&at).and_then(|chain| on(chain, day)) else {
            return Ok(Known::Unknown);
        };
        match (&stated.parent, stated.top) {
            (Some(Known::Is(parent)), _) => at = parent.clone(),
            (Some(Known::Unknown), _) => return Ok(Known::Unknown),
            (None, Some(top)) => return Ok(top),
            (None, None) => return Ok(stated.hq),
        }
    }
}

fn party(stated: &Stated, top: Known<Place>, record: &Record<'_>) -> Option<Party> {
    let mut fields = stated.fields.clone();
    let text = |text: String| Node {
        line: record.line,
        value: Value::Text(text),
    };
    let top = top
        .shown()
        .map_or("unknown".to_owned(), ToString::to_string);
    fields.insert("ultimate_parent_hq".to_owned(), text(top));
    for list in ["owners", "listed", "roles"] {
        let none = Node {
            line: record.line,
            value: Value::List(Vec::new()),
        };
        fields.entry(list.to_owned()).or_insert(none);
    }
    fill_owners(&mut fields, record.line);
    Record {
        fields: &fields,
        ..record.clone()
    }
    .typed(FACTS)
}

/// Writes `listed = []` where an owner leaves it out: the act format asks for it.
fn fill_owners(fields: &mut Fields, line: usize) {
    let Some(Value::List(owners)) = fields.get_mut("owners").map(|node| &mut node.value) else {
        return;
    };
    for owner in owners {
        if let Value::Table(owner) = &mut owner.value {
            let none = Node {
                line,
                value: Value::List(Vec::new()),
            };
            owner.entry("listed".to_owned()).or_insert(none);
        }
    }
}
