//! The rules of a day, written so that nothing but the facts of an act is left open.
//!
//! Classes are replaced by their definitions, groups by their places, the lists of a circle by those
//! of its members. What is left of a circle stands for its other members: end users, intermediaries.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use portolan_law::{OpenEffect, OpenRule, Opened};
use serde_json::{Value as Json, json};

use crate::{
    expr::{self, Path},
    shape,
};

/// Holds the rules of a day as one kind of act meets them.
pub struct World<'a> {
    /// The rules and groups of the day.
    pub opened: &'a Opened,
    kind: &'a str,
    as_enforced: bool,
    /// The day put in the place of `context.on`, when two days are compared.
    day: Option<String>,
    /// Where the other members of a circle stand when they differ between two days.
    others: &'a BTreeMap<Path, Path>,
    definitions: BTreeMap<(&'static str, &'a str), Vec<&'a OpenRule>>,
    lifted_by: BTreeMap<&'a str, Vec<&'a OpenRule>>,
    /// Classes written out, and rules.
    written: RefCell<BTreeMap<String, Json>>,
}

impl<'a> World<'a> {
    /// Returns the world of a day for a kind of act.
    pub fn new(opened: &'a Opened, kind: &'a str, as_enforced: bool) -> Self {
        static NONE: BTreeMap<Path, Path> = BTreeMap::new();
        let mut definitions: BTreeMap<_, Vec<&OpenRule>> = BTreeMap::new();
        let mut lifted_by: BTreeMap<&str, Vec<&OpenRule>> = BTreeMap::new();
        for rule in &opened.rules {
            if let OpenEffect::Classifies { subject, class } = &rule.does {
                definitions
                    .entry((*subject, class.as_str()))
                    .or_default()
                    .push(rule);
            } else if rule.kinds.contains(&kind)
                && !rule.proposal
                && (as_enforced || !rule.only_as_enforced)
            {
                for target in &rule.lifts {
                    lifted_by.entry(target).or_default().push(rule);
                }
            }
        }
        Self {
            opened,
            kind,
            as_enforced,
            day: None,
            others: &NONE,
            definitions,
            lifted_by,
            written: RefCell::default(),
        }
    }

    /// Fixes the day of the act, and where the other members of its circles stand.
    #[must_use]
    pub fn fixed(mut self, day: String, others: &'a BTreeMap<Path, Path>) -> Self {
        self.day = Some(day);
        self.others = others;
        self
    }

    /// Returns the bars on this kind of act that can bite: those of texts that are law and, for
    /// those who honour it, enforced.
    pub fn bars(&self) -> impl Iterator<Item = &'a OpenRule> {
        let (kind, as_enforced) = (self.kind, self.as_enforced);
        self.opened.rules.iter().filter(move |rule| {
            rule.does.is_bar()
                && rule.kinds.contains(&kind)
                && !rule.proposal
                && !(as_enforced && rule.unenforced)
                && (as_enforced || !rule.only_as_enforced)
        })
    }

    /// Says when a bar holds and nothing lifts it.
    pub fn stands(&self, bar: &OpenRule) -> Json {
        let names = [bar.name.as_str(), bar.provision.as_str()];
        let lifters = names
            .into_iter()
            .filter_map(|name| self.lifted_by.get(name));
        let lifts = lifters.flatten().map(|rule| self.when(rule));
        expr::all(vec![self.when(bar), expr::not(expr::any(lifts.collect()))])
    }

    /// Says when a bar stands and nothing on file can cure it, whatever its scope and dates.
    pub fn bites(&self, bar: &OpenRule) -> Json {
        let OpenEffect::Needs { kinds, issuer } = &bar.does else {
            return self.stands(bar);
        };
        let on_file = expr::fact(&["on_file".to_owned()]);
        let cures = kinds.iter().map(|kind| {
            let word = match issuer {
                Some(issuer) => format!("{}:{issuer}", kind.word()),
                None => kind.word().to_owned(),
            };
            expr::two("contains", on_file.clone(), expr::value(word))
        });
        expr::all(vec![
            self.stands(bar),
            expr::not(expr::any(cures.collect())),
        ])
    }

    /// Says when a rule holds.
    pub fn when(&self, rule: &OpenRule) -> Json {
        self.once(rule.name.clone(), || {
            self.rewrite(&expr::condition(&rule.policy()))
        })
    }

    fn once(&self, key: String, write: impl FnOnce() -> Json) -> Json {
        if let Some(known) = self.written.borrow().get(&key) {
            return known.clone();
        }
        let new = write();
        self.written.borrow_mut().insert(key, new.clone());
        new
    }

    /// Returns what the given bars turn on: two days with the same have the same conditions.
    pub fn rests_on(&self, bars: &[&OpenRule], also: &BTreeSet<String>) -> String {
        let named = |bar: &OpenRule| [bar.name.clone(), bar.provision.to_string()];
        let lifting = bars.iter().flat_map(|bar| named(bar));
        let lifting = lifting.filter_map(|name| self.lifted_by.get(name.as_str()));
        let own: Vec<&OpenRule> = bars
            .iter()
            .copied()
            .chain(lifting.flatten().copied())
            .collect();
        let also = || also.iter().map(String::as_str);
        let names: BTreeSet<&str> = own
            .iter()
            .flat_map(|rule| rule.names())
            .chain(also())
            .collect();
        let defining = self
            .definitions
            .iter()
            .filter(|((_, class), _)| names.contains(class));
        let all: Vec<&OpenRule> = own
            .into_iter()
            .chain(defining.flat_map(|(_, rules)| rules.iter().copied()))
            .collect();
        let names: BTreeSet<&str> = all
            .iter()
            .flat_map(|rule| rule.names())
            .chain(also())
            .collect();
        let groups = self
            .opened
            .groups
            .iter()
            .filter(|(name, _)| names.contains(name.as_str()));
        let rules: BTreeSet<&str> = all.iter().map(|rule| rule.name.as_str()).collect();
        format!("{rules:?}{:?}", groups.collect::<Vec<_>>())
    }

    /// Says when a party at a path, the item or the data is in a class.
    pub fn in_class(&self, subject: &'static str, at: &str, class: &str) -> Json {
        self.once(format!("{subject} {at} {class}"), || {
            self.defined(subject, at, class)
        })
    }

    fn defined(&self, subject: &'static str, at: &str, class: &str) -> Json {
        let rules = self.definitions.get(&(subject, class));
        let rules = rules.into_iter().flatten().map(|rule| {
            let condition = expr::condition(&rule.policy());
            let moved = expr::map(&condition, &mut |part| {
                let mut path = expr::path_of(part)?;
                if let Some(first) = path.first_mut()
                    && first == subject
                {
                    at.clone_into(first);
                }
                Some(expr::fact(&path))
            });
            self.rewrite(&moved)
        });
        expr::any(rules.collect())
    }

    /// Returns the expression with classes, groups and circles written out.
    pub fn rewrite(&self, expression: &Json) -> Json {
        expr::map(expression, &mut |part| self.part(part))
    }

    fn part(&self, part: &Json) -> Option<Json> {
        if let Some(path) = expr::path_of(part) {
            return Some(self.path(&path));
        }
        let (operator, operands) = part.as_object()?.iter().next()?;
        match operator.as_str() {
            "in" => Some(self.within(operands)?),
            "contains" | "containsAny" | "isEmpty" | "containsAll" => {
                let left = operands.get("left").or_else(|| operands.get("arg"))?;
                let path = expr::path_of(left)?;
                self.codes(operator, &path, operands)
                    .or_else(|| self.circle_set(operator, &path, operands))
            }
            "greaterThan" | "greaterThanOrEqual" | "lessThan" | "lessThanOrEqual" => {
                let path = expr::path_of(operands.get(0)?)?;
                let right = operands.get(1)?;
                self.circle(
                    &path,
                    operator.starts_with("greater"),
                    |member| json!({operator: [member, right]}),
                )
            }
            _ => None,
        }
    }

    fn path(&self, path: &[String]) -> Json {
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        let at = match parts.first() {
            Some(&"controller") if !shape::has_controller(self.kind) => "actor",
            Some(first) => *first,
            None => "",
        };
        if let Some(day) = &self.day
            && (at == "on" || shape::DAYS.contains(&at) && !shape::arises(self.kind, path))
        {
            return expr::call("datetime", day);
        }
        match (at, parts.as_slice()) {
            ("receivers" | "parties", [_, "class", class]) => {
                let members = self
                    .members(at)
                    .iter()
                    .map(|member| self.in_class("party", member, class));
                let other = self.other(&["receivers", "class", class]);
                expr::any(members.chain(other).collect())
            }
            ("item", [_, "class", class]) => self.in_class("item", "item", class),
            ("data", [_, "class", class]) => self.in_class("data", "data", class),
            (_, [_, "class", class]) => self.in_class("party", at, class),
            _ => {
                let rest = path.iter().skip(1).cloned();
                expr::fact(&[at.to_owned()].into_iter().chain(rest).collect::<Vec<_>>())
            }
        }
    }

    fn members(&self, circle: &str) -> &'static [&'static str] {
        match (circle, self.kind) {
            ("receivers", "operate") => &["recipient", "actor"],
            ("receivers", _) => &["recipient"],
            _ if shape::has_controller(self.kind) => {
                &["actor", "recipient", "controller", "seller"]
            }
            _ => &["actor", "recipient", "seller"],
        }
    }

    /// Returns the fact that stands for the other members of every circle.
    fn other(&self, path: &[&str]) -> Option<Json> {
        let path: Path = path.iter().map(|part| (*part).to_owned()).collect();
        let path = self.others.get(&path).unwrap_or(&path);
        shape::has_others(self.kind).then(|| expr::fact(path))
    }

    /// Writes a test of a circle as the same test of its members.
    fn circle(&self, path: &[String], one: bool, test: impl Fn(Json) -> Json) -> Option<Json> {
        let circle = path
            .first()
            .filter(|first| matches!(first.as_str(), "receivers" | "parties"))?;
        let rest = path.get(1..)?;
        let members = self.members(circle).iter().map(|member| {
            let path: Path = [(*member).to_owned()]
                .into_iter()
                .chain(rest.iter().cloned())
                .collect();
            expr::fact(&path)
        });
        let other: Vec<&str> = ["receivers"]
            .into_iter()
            .chain(rest.iter().map(String::as_str))
            .collect();
        let tests: Vec<Json> = members.chain(self.other(&other)).map(test).collect();
        Some(if one {
            expr::any(tests)
        } else {
            expr::all(tests)
        })
    }

    fn circle_set(&self, operator: &str, path: &[String], operands: &Json) -> Option<Json> {
        let right = operands.get("right");
        match operator {
            "isEmpty" => self.circle(path, false, |member| json!({"isEmpty": {"arg": member}})),
            "containsAll" => {
                let all = expr::members_of(right?)?.iter();
                let all = all.map(|word| {
                    self.circle(path, true, |member| {
                        expr::two("contains", member, word.clone())
                    })
                });
                Some(expr::all(all.collect::<Option<Vec<_>>>()?))
            }
            operator => self.circle(path, true, |member| {
                expr::two(operator, member, right.cloned().unwrap_or(Json::Null))
            }),
        }
    }

    /// Writes `place in group` as a choice among the places of the day.
    fn within(&self, operands: &Json) -> Option<Json> {
        let left = operands.get("left")?;
        let place = self.path(&expr::path_of(left)?);
        let right = operands.get("right")?;
        let one = [right.clone()];
        let named = expr::members_of(right).map_or(&one[..], Vec::as_slice);
        let mut codes = BTreeSet::new();
        for name in named {
            match expr::entity_of(name)? {
                ("Group", group) => codes.extend(self.places(group)),
                (_, code) => {
                    codes.insert(code);
                }
            }
        }
        let is = |code| expr::two("==", place.clone(), expr::place(code));
        Some(expr::any(codes.into_iter().map(is).collect()))
    }

    fn places(&self, group: &str) -> impl Iterator<Item = &'a str> {
        let places = self.opened.groups.get(group);
        places.into_iter().flatten().map(String::as_str)
    }

    /// Writes tests of `to_in`, `market_in` and `data.origin_in`, which hold codes and groups.
    fn codes(&self, operator: &str, path: &[String], operands: &Json) -> Option<Json> {
        let parts: Vec<&str> = path.iter().map(String::as_str).collect();
        let of: (&[&str], bool) = match parts.as_slice() {
            ["to_in"] => (&["to"], false),
            ["market_in"] => (&["market"], false),
            ["data", "origin_in"] => (&["data", "origins"], true),
            _ => return None,
        };
        let right = operands.get("right")?;
        let one = [right.clone()];
        let words = expr::members_of(right).map_or(&one[..], Vec::as_slice);
        let path: Path = of.0.iter().map(|part| (*part).to_owned()).collect();
        let mut tests = Vec::new();
        for word in words {
            let word = expr::text_of(word)?;
            let codes: BTreeSet<&str> = self.places(word).chain([word]).collect();
            let test = codes.into_iter().map(|code| {
                let operator = if of.1 { "contains" } else { "==" };
                expr::two(operator, expr::fact(&path), expr::place(code))
            });
            tests.push(expr::any(test.collect()));
        }
        Some(if operator == "containsAll" {
            expr::all(tests)
        } else {
            expr::any(tests)
        })
    }
}
