//! From the facts a solver found to an act that a person can read.
//!
//! The facts are laid over a plain act; each that can be given back its plain value while the claim
//! still fails is dropped. What is left is what the failure turns on.

use std::collections::BTreeMap;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, Policy, PolicySet, Request,
};
use portolan_acts::Question;
use portolan_law::Corpus;
use portolan_terms::Day;
use serde::Serialize;
use serde_json::{Value as Json, json};

use crate::{
    expr::{self, Path},
    shape::Shape,
    write,
};

/// Holds facts by path.
pub type Facts = BTreeMap<Path, Json>;

/// Holds an act that shows why a claim fails.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Witness {
    /// The kind of act.
    pub kind: String,
    /// The facts that the failure turns on; every other fact is that of a plain act.
    pub facts: BTreeMap<String, Json>,
    /// The act, in the act format, as far as it can be written.
    pub act: Json,
    /// Whether the act, read again, has the facts on which the failure turns.
    pub confirmed: bool,
    /// Every fact that was looked at.
    #[serde(skip)]
    pub(crate) whole: Facts,
}

/// Holds a condition ready to be put to facts.
pub struct Tried {
    kind: String,
    condition: Json,
    policies: PolicySet,
}

impl Tried {
    /// Returns the condition for a kind of act.
    ///
    /// # Errors
    /// When Cedar refuses it.
    pub fn new(kind: &str, condition: &Json) -> Result<Self, String> {
        let policy = Policy::from_json(None, expr::permit(kind, condition))
            .map_err(|error| error.to_string())?;
        let policies = PolicySet::from_policies([policy]).map_err(|error| error.to_string())?;
        Ok(Self {
            kind: kind.to_owned(),
            condition: condition.clone(),
            policies,
        })
    }

    /// Returns whether the condition holds of facts.
    pub fn holds(&self, facts: &Facts) -> bool {
        let Ok(context) = Context::from_json_value(nested(facts), None) else {
            return false;
        };
        let uid = |kind: &str, id: &str| {
            EntityUid::from_json(json!({"__entity": {"type": kind, "id": id}})).ok()
        };
        let (Some(law), Some(act), Some(thing)) = (
            uid("Law", "asked"),
            uid("Action", &self.kind),
            uid("Thing", "asked"),
        ) else {
            return false;
        };
        let Ok(request) = Request::new(law, act, thing, context, None) else {
            return false;
        };
        let response =
            Authorizer::new().is_authorized(&request, &self.policies, &Entities::empty());
        response.decision() == Decision::Allow
    }

    /// Returns the facts in which the condition holds, dropped where the plain ones do.
    pub fn shrunk(&self, found: &Json, plain: &Facts) -> Facts {
        let mut facts: Facts = expr::reads(&self.condition)
            .into_iter()
            .filter_map(|path| {
                let found = path.iter().try_fold(found, |at, part| at.get(part))?;
                Some((path, found.clone()))
            })
            .collect();
        let whole: Facts = facts
            .iter()
            .map(|(path, value)| (path.clone(), whole_day(value)))
            .collect();
        if self.holds(&whole) {
            facts = whole;
        }
        for path in facts.keys().cloned().collect::<Vec<_>>() {
            for tried in with_fewer_lists(&facts, &path) {
                if self.holds(&tried) {
                    facts = tried;
                    break;
                }
            }
        }
        for path in facts.keys().cloned().collect::<Vec<_>>() {
            let plain = plain.get(&path).cloned();
            let smaller = plain.into_iter().chain(smaller(facts.get(&path)));
            for value in smaller {
                let mut tried = facts.clone();
                tried.insert(path.clone(), value);
                if self.holds(&tried) {
                    facts = tried;
                    break;
                }
            }
        }
        facts
    }

    /// Returns the witness that facts are.
    pub fn witness(&self, corpus: &Corpus, shape: &Shape, found: &Json, day: Day) -> Witness {
        let question = write::plain(&self.kind, day);
        let plain = plain_facts(corpus, shape, &question);
        let whole = self.shrunk(found, &plain);
        let turned: Facts = whole
            .clone()
            .into_iter()
            .filter(|(path, value)| plain.get(path) != Some(value))
            .collect();
        let counts = corpus.opened(day).counts;
        let written = write::act(question, &self.kind, &turned, &counts);
        let confirmed = serde_json::from_value::<Question>(written.clone())
            .is_ok_and(|question| self.holds(&facts_again(corpus, shape, &question)));
        Witness {
            kind: self.kind.clone(),
            facts: turned
                .iter()
                .map(|(path, value)| (path.join("."), simple(value)))
                .collect(),
            act: written,
            confirmed,
            whole,
        }
    }
}

/// Returns the facts of an act, those of a circle left as if it had no other members.
pub fn facts_again(corpus: &Corpus, shape: &Shape, question: &Question) -> Facts {
    let shown = corpus.facts_of(question).into_iter();
    let mut facts: Facts = shown
        .filter_map(|(path, value)| Some((path, value?)))
        .collect();
    for class in corpus.party_classes() {
        for circle in ["receivers", "receivers_then"] {
            let path = [circle, "class", class].map(str::to_owned).to_vec();
            facts.insert(path, Json::Bool(false));
        }
    }
    for (path, value) in &shape.neutral {
        let mut moved = path.clone();
        if let Some(first) = moved.first_mut()
            && first == "recipient"
            && let Some(value) = value
        {
            for circle in ["receivers", "receivers_then"] {
                circle.clone_into(first_of(&mut moved));
                facts.insert(moved.clone(), value.clone());
            }
        }
    }
    facts
}

fn first_of(path: &mut Path) -> &mut String {
    if path.is_empty() {
        path.push(String::new());
    }
    #[expect(
        clippy::indexing_slicing,
        reason = "the line above puts a first part there"
    )]
    &mut path[0]
}

fn plain_facts(corpus: &Corpus, shape: &Shape, question: &Json) -> Facts {
    let read = serde_json::from_value::<Question>(question.clone());
    read.map_or_else(
        |_| Facts::new(),
        |question| facts_again(corpus, shape, &question),
    )
}

/// Returns facts in which a party stands on no list, or on one, its reviews with it.
fn with_fewer_lists(facts: &Facts, path: &Path) -> Vec<Facts> {
    let Some((last, rest)) = path.split_last() else {
        return Vec::new();
    };
    let mut other = rest.to_vec();
    other.push("list_reviews".to_owned());
    let reviews = facts.get(&other).and_then(Json::as_array);
    let (true, Some(reviews), Some(Json::Array(lists))) =
        (last == "lists", reviews, facts.get(path))
    else {
        return Vec::new();
    };
    let with = |lists: Json, reviews: Json| {
        let mut tried = facts.clone();
        tried.insert(path.clone(), lists);
        tried.insert(other.clone(), reviews);
        tried
    };
    let one = lists.iter().map(|list| {
        let of = |review: &&Json| {
            let name = review.as_str().and_then(|text| text.split('/').next());
            name == list.as_str()
        };
        with(json!([list]), reviews.iter().filter(of).cloned().collect())
    });
    [with(json!([]), json!([]))]
        .into_iter()
        .chain(one)
        .collect()
}

/// Returns sets with fewer members, and numbers that are easier to read.
fn smaller(value: Option<&Json>) -> Vec<Json> {
    if value.is_some_and(Json::is_i64) {
        return (0..16).map(|power| json!(10_i64.pow(power))).collect();
    }
    let Some(Json::Array(members)) = value else {
        return Vec::new();
    };
    let without = |index: usize| {
        let rest = members.iter().enumerate().filter(|(at, _)| *at != index);
        Json::Array(rest.map(|(_, member)| member.clone()).collect())
    };
    let empty = [Json::Array(Vec::new())].into_iter();
    let one = members.iter().map(|member| json!([member]));
    empty
        .chain(one)
        .chain((0..members.len()).map(without))
        .collect()
}

/// Returns a moment as the day it falls on.
fn whole_day(value: &Json) -> Json {
    match millis(value) {
        Some(millis) => {
            let days = i32::try_from(millis.div_euclid(86_400_000)).unwrap_or(0);
            let epoch: Option<Day> = "1990-01-01".parse().ok();
            // 1990-01-01 is 7,305 days after 1970-01-01.
            let day = epoch.map_or(Day::FIRST, |epoch| {
                epoch.plus_days(days.saturating_sub(7_305))
            });
            json!({"__extn": {"fn": "datetime", "arg": day.to_string()}})
        }
        None => value.clone(),
    }
}

fn millis(value: &Json) -> Option<i64> {
    let call = value.get("__extn")?;
    if call.get("fn")?.as_str()? != "offset" {
        return None;
    }
    let offset = call
        .get("args")?
        .get(1)?
        .get("__extn")?
        .get("arg")?
        .as_str()?;
    offset.strip_suffix("ms")?.parse().ok()
}

/// Returns a value as people write it.
fn simple(value: &Json) -> Json {
    match value {
        Json::Object(members) => {
            let entity = members.get("__entity").and_then(|entity| entity.get("id"));
            let call = members.get("__extn").and_then(|call| call.get("arg"));
            entity.or(call).cloned().unwrap_or_else(|| value.clone())
        }
        Json::Array(members) => members.iter().map(simple).collect(),
        other @ (Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_)) => other.clone(),
    }
}

fn nested(facts: &Facts) -> Json {
    let mut root = json!({});
    for (path, value) in facts {
        let mut at = &mut root;
        for part in path {
            let Json::Object(members) = at else { break };
            at = members.entry(part.clone()).or_insert_with(|| json!({}));
        }
        *at = value.clone();
    }
    root
}
