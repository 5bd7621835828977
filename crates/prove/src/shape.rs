//! What may stand in an act of each kind: which facts arise, and what the others are.
//!
//! The facts that do not arise have the value that `law` writes for them. The table below restates
//! which ones arise; a test holds every case of the packs against it, for a fact missing here would make
//! a proof unsound.

use std::collections::{BTreeMap, BTreeSet};

use portolan_law::Corpus;
use portolan_terms::{Day, evidence::Review, party::ListName};
use serde_json::{Value as Json, json};

use crate::expr::{self, Path};

const ALWAYS: [&str; 7] = [
    "on",
    "actor",
    "on_file",
    "in_force",
    "assessed_law_of",
    "licence_conditions",
    "user_named",
];

/// The facts that arise in a kind of act, by the first part of their path.
const ARISING: [(&str, &[&str]); 10] = [
    (
        "supply",
        &[
            "item",
            "recipient",
            "receivers",
            "parties",
            "mode",
            "medium",
            "from",
            "to",
            "knows",
            "red_flags",
            "certifications",
            "quantity",
            "calendar_year_tpp",
            "sold_in_us_by",
            "china_share_percent",
            "acquired_on",
            "acquired_by",
            "arrives_on",
        ],
    ),
    (
        "operate",
        &[
            "item",
            "receivers",
            "parties",
            "from",
            "to",
            "activity",
            "workload_for",
            "knows",
            "acquired_on",
            "acquired_by",
            "bona_fide_operator",
            "state_funded",
            "site_progress_percent",
            "quantity",
        ],
    ),
    (
        "use-compute",
        &[
            "item",
            "recipient",
            "seller",
            "receivers",
            "parties",
            "from",
            "to",
            "arrangement",
            "item_owner",
            "purpose",
            "deployment",
            "knows",
            "red_flags",
            "lessee_controls_hardware",
            "bought_for_lessee",
            "bona_fide_operator",
            "training_teraops",
            "acquired_on",
            "acquired_by",
        ],
    ),
    (
        "support",
        &[
            "recipient",
            "receivers",
            "parties",
            "purpose",
            "knows",
            "has_us_person",
        ],
    ),
    (
        "move-data",
        &[
            "recipient",
            "controller",
            "data",
            "count",
            "has_data",
            "mode",
            "from",
            "to",
            "purpose",
            "recipient_role",
            "exporter_role",
            "necessary_for",
            "vendor_access",
            "direct_collection",
            "continuous",
            "localisation_request",
            "first_transfer_on",
            "carried_via",
            "processed_in",
            "cached_in",
        ],
    ),
    (
        "use-data",
        &[
            "recipient",
            "controller",
            "data",
            "count",
            "has_data",
            "from",
            "to",
            "purpose",
            "necessary_for",
            "operator_handles_data",
            "serves",
        ],
    ),
    (
        "move-weights",
        &[
            "recipient",
            "data",
            "count",
            "has_data",
            "from",
            "to",
            "purpose",
            "training_teraops",
            "published",
            "extractable",
        ],
    ),
    (
        "serve-public",
        &[
            "data",
            "count",
            "has_data",
            "market",
            "host",
            "from",
            "to",
            "service",
            "offered_to",
            "use_class",
            "launched_on",
            "training_teraops",
            "published",
            "extractable",
        ],
    ),
    (
        "broker-data",
        &[
            "recipient",
            "data",
            "count",
            "has_data",
            "from",
            "to",
            "form",
            "purpose",
            "collected_by_seller",
        ],
    ),
    (
        "disclose",
        &["data", "count", "has_data", "from", "to", "authority_type"],
    ),
];

/// Returns true when persons beyond actor and recipient may receive: end users, intermediaries.
pub fn has_others(kind: &str) -> bool {
    matches!(kind, "supply" | "operate" | "use-compute" | "support")
}

/// Returns true when the data has a controller of its own.
pub fn has_controller(kind: &str) -> bool {
    matches!(kind, "move-data" | "use-data")
}

/// Names the days besides that of the act; where one does not arise it is the day of the act.
pub const DAYS: [&str; 5] = [
    "arrives_on",
    "acquired_on",
    "sold_in_us_by",
    "first_transfer_on",
    "launched_on",
];

/// Returns true when the fact may differ between two acts of the kind.
pub fn arises(kind: &str, path: &[String]) -> bool {
    let first = path.first().map_or("", String::as_str);
    ALWAYS.contains(&first)
        || ARISING
            .iter()
            .any(|(known, facts)| *known == kind && facts.contains(&first))
}

/// Holds what the facts of acts must satisfy.
pub struct Shape {
    /// The values of facts that do not arise.
    pub neutral: BTreeMap<Path, Option<Json>>,
}

impl Shape {
    /// Returns the shape of the acts that a corpus may be asked about.
    pub fn of(corpus: &Corpus) -> Self {
        Self {
            neutral: corpus.neutral_facts(Day::FIRST),
        }
    }

    /// Returns what must hold of the facts that an expression reads, in an act of a kind.
    pub fn of_facts(&self, kind: &str, expression: &Json) -> Json {
        let mut parts = Vec::new();
        let reads = expr::reads(expression);
        for path in &reads {
            let Some(neutral) = self.neutral.get(path).and_then(Option::as_ref) else {
                continue;
            };
            if !arises(kind, path) {
                parts.push(equals(path, neutral));
            } else if neutral.is_i64() {
                parts.push(expr::two(">=", expr::fact(path), expr::value(0)));
            } else if extension(neutral) == Some("decimal") {
                let zero = expr::call("decimal", "0.0");
                parts.push(json!({"greaterThanOrEqual": [expr::fact(path), zero]}));
            }
        }
        parts.push(days(&reads, &self.neutral));
        let has = |name: &str| reads.contains(&vec![name.to_owned()]);
        let top = |name: &str| expr::fact(&[name.to_owned()]);
        parts.push(reviews(&reads));
        if has("in_force") && has("on_file") {
            parts.push(expr::two("containsAll", top("on_file"), top("in_force")));
        }
        if matches!(kind, "operate" | "use-compute") && has("from") && has("to") {
            parts.push(expr::two("==", top("from"), top("to")));
        }
        if kind == "serve-public" && has("from") && has("market") {
            parts.push(expr::two("==", top("from"), top("market")));
        }
        expr::all(parts)
    }
}

/// Says that whoever stands on a list has a review of its entry, printed or not.
fn reviews(reads: &BTreeSet<Path>) -> Json {
    let sibling = |path: &Path| {
        let (last, rest) = path.split_last()?;
        let mut other = rest.to_vec();
        other.push("list_reviews".to_owned());
        (last == "lists").then_some(other)
    };
    let printed = Review::ALL.iter().map(|review| review.word());
    let words: Vec<&str> = printed.chain(["unknown"]).collect();
    let mut parts = Vec::new();
    for path in reads {
        let Some(other) = sibling(path).filter(|other| reads.contains(other)) else {
            continue;
        };
        for list in ListName::ALL {
            let entries = words
                .iter()
                .map(|word| expr::value(format!("{list}/{word}")));
            let named = expr::two("contains", expr::fact(path), expr::value(list.word()));
            let entries: Vec<Json> = entries.collect();
            let reviewed = json!({"Set": entries});
            let reviewed = expr::two("containsAny", expr::fact(&other), reviewed);
            parts.push(expr::two("==", named, reviewed));
        }
    }
    expr::all(parts)
}

/// Says that every day read is one that an act can name.
fn days(reads: &BTreeSet<Path>, neutral: &BTreeMap<Path, Option<Json>>) -> Json {
    let day = |day: Day| expr::call("datetime", &day.to_string());
    let is_day = |path: &&Path| {
        let value = neutral.get(*path).and_then(Option::as_ref);
        value.and_then(extension) == Some("datetime")
    };
    let bounds = reads.iter().filter(is_day).flat_map(|path| {
        [
            expr::two(">=", expr::fact(path), day(Day::FIRST)),
            expr::two("<=", expr::fact(path), day(Day::LAST)),
        ]
    });
    expr::all(bounds.collect())
}

fn extension(value: &Json) -> Option<&str> {
    value.get("__extn")?.get("fn")?.as_str()
}

/// Says that a fact has the value of one that does not arise.
fn equals(path: &[String], neutral: &Json) -> Json {
    let fact = expr::fact(path);
    match neutral {
        Json::Array(_) => json!({"isEmpty": {"arg": fact}}),
        Json::Bool(true) => fact,
        Json::Bool(false) => expr::not(fact),
        Json::Object(members) if members.contains_key("__extn") => match extension(neutral) {
            // Days that do not arise are the day of the act.
            Some("datetime") => expr::two("==", fact, expr::fact(&["on".to_owned()])),
            _ => expr::two("==", fact, expr::call("decimal", "0.0")),
        },
        other @ (Json::Null | Json::Number(_) | Json::String(_) | Json::Object(_)) => {
            expr::two("==", fact, expr::value(other.clone()))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path as File, sync::Arc};

    use portolan_acts::read;
    use portolan_law::{Corpus, Packs};

    use super::{arises, has_controller};

    fn walk(folder: &File, found: &mut Vec<(String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                found.push((
                    path.display().to_string(),
                    fs::read_to_string(&path).unwrap(),
                ));
            }
        }
    }

    #[test]
    fn no_case_of_the_packs_has_a_fact_that_is_said_not_to_arise() {
        let mut files = Vec::new();
        walk(
            &File::new(env!("CARGO_MANIFEST_DIR")).join("../../packs"),
            &mut files,
        );
        let texts = files
            .iter()
            .map(|(file, text)| (file.as_str(), text.as_str()));
        let corpus = Corpus::new(Arc::new(Packs::read(texts).unwrap()));
        let mut asked = 0;
        for provision in corpus.provisions() {
            for (line, case) in &provision.cases {
                let place = format!("{}:{line}", provision.file);
                for question in read::questions(&place, case).unwrap() {
                    let (kind, neutral) = (question.act.kind(), corpus.neutral_facts(question.on));
                    for (path, value) in corpus.facts_of(&question) {
                        // Where an act has no controller, rules read its actor instead; codes of
                        // groups are written out as tests of the place itself.
                        let stands_in = path[0] == "controller" && !has_controller(kind)
                            || path[0] == "to_in"
                            || path[0] == "market_in";
                        let same = neutral.get(&path) == Some(&value);
                        assert!(
                            same || stands_in || arises(kind, &path),
                            "{place}: {kind} {path:?}"
                        );
                        asked += 1;
                    }
                }
            }
        }
        assert!(
            asked > 100_000,
            "only {asked} facts were held against the table"
        );
    }
}
