//! Facts written as an act: a plain act of the kind, changed where the facts differ.

use std::collections::BTreeMap;

use portolan_terms::Day;
use serde_json::{Value as Json, json};

use crate::witness::Facts;

const PLAIN: &str = include_str!("plain.json");

/// Says what each count adds up: origin and classes.
pub type Counts = BTreeMap<String, (String, Vec<String>)>;

/// Names the field of the act in which a party stands.
fn field(kind: &str, party: &str) -> &'static str {
    match (party, kind) {
        ("actor", "supply" | "move-weights") => "supplier",
        ("actor", "operate" | "use-compute") | ("recipient", "use-data") => "operator",
        ("actor", "support" | "serve-public") => "provider",
        ("actor", "move-data") => "exporter",
        ("actor", "use-data") | ("controller", _) => "controller",
        ("actor", "broker-data") => "seller",
        ("actor", "disclose") => "holder",
        ("recipient", "use-compute") => "lessee",
        ("recipient", "support") => "for",
        ("recipient", "broker-data") => "buyer",
        ("recipient", _) => "recipient",
        ("seller", _) => "item_seller",
        _ => "end_user",
    }
}

fn party(name: &str, place: &str) -> Json {
    json!({
        "name": name, "hq": place, "ultimate_parent_hq": place, "owners": [], "listed": [],
        "roles": [], "ciio": false, "persons_handled": 0, "in_free_trade_zone": false,
    })
}

/// Returns a plain act of a kind, as a question of a day.
pub fn plain(kind: &str, day: Day) -> Json {
    let all: Json = serde_json::from_str(PLAIN).unwrap_or(Json::Null);
    let mut act = all.get(kind).cloned().unwrap_or(Json::Null);
    for seat in ["actor", "recipient", "controller"] {
        let name = field(kind, seat);
        if let Some(place) = act.get(name).and_then(Json::as_str) {
            let party = party(name, place);
            set(&mut act, &[name], party);
        }
    }
    json!({"id": "counterexample", "on": day, "act": act})
}

/// Returns the act changed so that it has the facts.
pub fn act(mut question: Json, kind: &str, facts: &Facts, counts: &Counts) -> Json {
    let mut act = question.get("act").cloned().unwrap_or(Json::Null);
    for (path, value) in facts {
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        let value = plain_value(value);
        match parts.as_slice() {
            ["on"] => set(&mut question, &["on"], value),
            ["actor" | "recipient" | "controller" | "seller", rest @ ..] => {
                let at = field(kind, parts.first().copied().unwrap_or_default());
                if act.get(at).is_none() {
                    let like = act.get("controller").cloned();
                    set(&mut act, &[at], like.unwrap_or_else(|| party(at, "XA")));
                    set(&mut act, &[at, "name"], json!(at));
                }
                party_fact(&mut act, at, rest, value);
            }
            ["item", name] => item_fact(&mut act, name, value),
            ["data", name] => data_fact(&mut act, name, &value),
            ["count", name] => count_fact(&mut act, counts.get(*name), value),
            [name] => top_fact(&mut act, kind, name, &value),
            _ => {}
        }
    }
    set(&mut question, &["act"], act);
    question
}

fn set(at: &mut Json, path: &[&str], value: Json) {
    let mut at = at;
    for part in path {
        if !at.is_object() {
            *at = json!({});
        }
        let Json::Object(members) = at else { return };
        at = members.entry((*part).to_owned()).or_insert(Json::Null);
    }
    *at = value;
}

fn push(at: &mut Json, path: &[&str], value: Json) {
    let mut at = at;
    for part in path {
        let Json::Object(members) = at else { return };
        at = members
            .entry((*part).to_owned())
            .or_insert_with(|| json!([]));
    }
    if let Json::Array(members) = at {
        members.push(value);
    }
}

fn plain_value(value: &Json) -> Json {
    match value {
        Json::Object(members) => {
            let entity = members.get("__entity").and_then(|entity| entity.get("id"));
            let arg = members.get("__extn").and_then(|call| call.get("arg"));
            let number = arg
                .and_then(Json::as_str)
                .and_then(|arg| arg.parse::<f64>().ok());
            match (entity, number) {
                (Some(code), _) => code.clone(),
                (None, Some(number)) => json!(number),
                (None, None) => arg.cloned().unwrap_or_else(|| value.clone()),
            }
        }
        Json::Array(members) => members.iter().map(plain_value).collect(),
        other @ (Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_)) => other.clone(),
    }
}

fn party_fact(act: &mut Json, at: &str, rest: &[&str], value: Json) {
    let name = match rest {
        ["seat"] => {
            // Where nothing else is said, a firm is registered and managed at its seat.
            let was = act.get(at).and_then(|party| party.get("hq")).cloned();
            for other in ["registered_in", "managed_from"] {
                let known = act.get(at).and_then(|party| party.get(other));
                if known.is_none() {
                    set(act, &[at, other], was.clone().unwrap_or(Json::Null));
                }
            }
            "hq"
        }
        ["parent"] => "ultimate_parent_hq",
        ["registered"] => "registered_in",
        ["managed"] => "managed_from",
        ["city"] => "registered_city",
        ["letters"] => "addressee_of",
        ["moved_from"] => {
            let place = value.get(0).cloned().unwrap_or(Json::Null);
            set(act, &[at, "moved_hq_from"], place);
            return;
        }
        ["lists"] => {
            for list in value.as_array().into_iter().flatten() {
                let entries = act.get(at).and_then(|party| party.get("listed"));
                let entries = entries.and_then(Json::as_array);
                if entries.is_some_and(|known| known.iter().any(|entry| entry["list"] == *list)) {
                    continue;
                }
                push(
                    act,
                    &[at, "listed"],
                    json!({"list": list, "on": Day::FIRST}),
                );
            }
            return;
        }
        ["list_reviews"] => {
            for entry in value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Json::as_str)
            {
                let (list, review) = entry.split_once('/').unwrap_or((entry, "unknown"));
                let entry = json!({"list": list, "on": Day::FIRST, "review": review});
                push(act, &[at, "listed"], entry);
            }
            return;
        }
        [name] => name,
        _ => return,
    };
    set(act, &[at, name], value);
}

fn item_fact(act: &mut Json, name: &str, value: Json) {
    match name {
        "kind" => set(act, &["item", "type"], value),
        "eccn_stated" | "dram_fraction" => {}
        name => set(act, &["item", name], value),
    }
}

fn dataset(act: &Json) -> &'static [&'static str] {
    if act.get("model").is_some() {
        &["model", "trained_on"]
    } else {
        &["dataset"]
    }
}

fn data_fact(act: &mut Json, name: &str, value: &Json) {
    if dataset(act).len() > 1 {
        return;
    }
    match name {
        "origins" => set(act, &["dataset", "origin"], value.clone()),
        "classes" => {
            for class in value.as_array().into_iter().flatten() {
                push(
                    act,
                    &["dataset", "classes"],
                    json!({"class": class, "persons": 0}),
                );
            }
        }
        "personal" if *value == json!(true) => {
            set(act, &["dataset", "identifiability"], json!("identified"));
        }
        "personal" | "disclosed" | "details" | "split" => {}
        name => set(act, &["dataset", name], value.clone()),
    }
}

fn count_fact(act: &mut Json, count: Option<&(String, Vec<String>)>, value: Json) {
    let Some((origin, classes)) = count else {
        return;
    };
    let Some(class) = classes.first() else { return };
    let mut entry = json!({"class": class, "persons": value});
    if origin.len() == 2 {
        set(&mut entry, &["origin"], json!(origin));
    }
    push(act, &["dataset", "classes"], entry);
}

fn top_fact(act: &mut Json, kind: &str, name: &str, value: &Json) {
    let path: &[&str] = match (name, kind) {
        ("from" | "to", "operate" | "use-compute") | ("to", "use-data") => &["site_country"],
        ("from", "disclose") => &["stored_in"],
        ("to", "disclose") => &["authority", "country"],
        ("to", "serve-public") => &["prompts_stored_in"],
        ("from", "serve-public") => &["market"],
        ("host", _) => &["host_country"],
        ("authority_type", _) => &["authority", "type"],
        ("training_teraops", "use-compute") => &["training_operations"],
        ("training_teraops", _) => &["model", "training_operations"],
        ("published", _) => &["model", "published"],
        ("extractable", _) => &["model", "personal_data_extractable"],
        ("acquired_on", _) => &["acquired", "on"],
        ("acquired_by", _) => &["acquired", "authority"],
        ("serves", _) => &["serves_markets"],
        ("carried_via" | "processed_in" | "cached_in", _) => {
            let handling = match name {
                "carried_via" => "carriage-only",
                "processed_in" => "processed",
                _ => "cached",
            };
            for place in value.as_array().into_iter().flatten() {
                push(
                    act,
                    &["via"],
                    json!({"country": place, "handling": handling}),
                );
            }
            return;
        }
        ("in_force" | "on_file", _) => {
            evidence(act, name == "in_force", value);
            return;
        }
        ("has_us_person", _) => {
            let person = json!({"job": "engineer", "citizenship": "US", "us_person": true, "located_in": "US"});
            set(act, &["people"], json!([person]));
            return;
        }
        ("has_data" | "to_in" | "market_in" | "user_named", _) => return,
        (name, _) => {
            set(act, &[name], value.clone());
            return;
        }
    };
    let value = match (name, value.as_f64()) {
        ("training_teraops", Some(number)) => json!(number * 1e12),
        _ => value.clone(),
    };
    set(act, path, value);
}

/// Writes evidence: what is in force has just been given; what is only on file ran out long ago.
fn evidence(act: &mut Json, in_force: bool, value: &Json) {
    for entry in value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
    {
        let (kind, issuer) = match entry.split_once(':') {
            Some((kind, issuer)) => (kind, json!(issuer)),
            None => (entry, Json::Null),
        };
        let expires = if in_force {
            Json::Null
        } else {
            json!("2000-01-02")
        };
        let mut paper = json!({"kind": kind, "granted_on": "2000-01-01", "expires_on": expires});
        if !issuer.is_null() {
            set(&mut paper, &["issuer"], issuer);
        }
        push(act, &["on_file"], paper);
    }
}
