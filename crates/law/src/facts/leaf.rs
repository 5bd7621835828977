//! Facts as the rules read them: one leaf for each path, shown or unknown.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use cedar_policy::{Context, RestrictedExpression};
use portolan_terms::{Day, Figure, Known, Place};
use serde_json::{Value as Json, json};

use crate::pack::reads::{Literals, SEPARATOR};

/// Holds one shown fact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Leaf {
    Bool(bool),
    Long(i64),
    Text(String),
    Decimal(Figure),
    Day(Day),
    Place(String),
    Texts(BTreeSet<String>),
    Places(BTreeSet<String>),
}

/// Names the type of a fact nobody has shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LeafType {
    Bool,
    Long,
    Text,
    Decimal,
    Day,
    Place,
}

/// Holds a fact nobody has shown: its type, and the facts of the act to find out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    pub kind: LeafType,
    pub missing: BTreeSet<String>,
}

impl Gap {
    /// Writes what tells the gap from any other.
    fn sign(&self, text: &mut String) {
        use std::fmt::Write as _;
        // Writing to a string cannot fail.
        let _ = write!(text, "?{:?}{:?};", self.kind, self.missing);
    }
}

/// Holds every fact of an act that a rule may read.
///
/// Invariant: a path is in `shown` or in `gaps`, never in both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    shown: BTreeMap<String, Leaf>,
    gaps: BTreeMap<String, Gap>,
}

/// Names a place that does not arise in an act.
pub(crate) const NO_PLACE: &str = "none";

impl Leaf {
    /// Writes what tells the fact from any other: lengths stand before texts, so no two are written
    /// alike.
    fn sign(&self, signature: &mut String) {
        use std::fmt::Write as _;
        // Writing to a string cannot fail.
        let _ = match self {
            Self::Bool(truth) => write!(signature, "=b{};", u8::from(*truth)),
            Self::Long(number) => write!(signature, "=l{number};"),
            Self::Text(text) => write!(signature, "=t{}:{text};", text.len()),
            Self::Decimal(figure) => write!(signature, "=d{figure};"),
            Self::Day(day) => write!(signature, "=y{day};"),
            Self::Place(place) => write!(signature, "=p{}:{place};", place.len()),
            Self::Texts(texts) | Self::Places(texts) => {
                signature.push_str("=s");
                for text in texts {
                    let _ = write!(signature, "{}:{text},", text.len());
                }
                write!(signature, ";")
            }
        };
    }

    fn expression(&self) -> RestrictedExpression {
        match self {
            Self::Bool(truth) => RestrictedExpression::new_bool(*truth),
            Self::Long(number) => RestrictedExpression::new_long(*number),
            Self::Text(text) => RestrictedExpression::new_string(text.clone()),
            Self::Decimal(figure) => RestrictedExpression::new_decimal(figure.to_string()),
            Self::Day(day) => RestrictedExpression::new_datetime(day.to_string()),
            Self::Place(place) => place_expression(place),
            Self::Texts(texts) => RestrictedExpression::new_set(
                texts
                    .iter()
                    .map(|text| RestrictedExpression::new_string(text.clone())),
            ),
            Self::Places(places) => {
                RestrictedExpression::new_set(places.iter().map(|place| place_expression(place)))
            }
        }
    }
}

impl Leaf {
    /// Returns the value in the form that Cedar reads from JSON.
    pub fn json(&self) -> Json {
        let place = |code: &String| json!({"__entity": {"type": "Place", "id": code}});
        let call = |name: &str, text: String| json!({"__extn": {"fn": name, "arg": text}});
        match self {
            Self::Bool(truth) => json!(truth),
            Self::Long(number) => json!(number),
            Self::Text(text) => json!(text),
            Self::Decimal(figure) => call("decimal", figure.to_string()),
            Self::Day(day) => call("datetime", day.to_string()),
            Self::Place(code) => place(code),
            Self::Texts(texts) => json!(texts),
            Self::Places(places) => places.iter().map(place).collect(),
        }
    }
}

fn place_expression(place: &str) -> RestrictedExpression {
    RestrictedExpression::new_entity_uid(crate::entities::uid("Place", place))
}

impl LeafType {
    /// Returns a stand-in, for rules that do not read the fact.
    fn stand_in(self) -> Leaf {
        match self {
            Self::Bool => Leaf::Bool(false),
            Self::Long => Leaf::Long(0),
            Self::Text => Leaf::Text(String::new()),
            Self::Decimal => Leaf::Decimal(Figure::default()),
            Self::Day => Leaf::Day(Day::FIRST),
            Self::Place => Leaf::Place(NO_PLACE.to_owned()),
        }
    }
}

/// Joins path parts.
pub(crate) fn path(parts: &[&str]) -> String {
    let mut path = String::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            path.push(SEPARATOR);
        }
        path.push_str(part);
    }
    path
}

/// Writes a path for people.
pub(crate) fn dotted(path: &str) -> String {
    path.replace(SEPARATOR, ".")
}

impl Facts {
    pub fn set(&mut self, path: &str, leaf: Leaf) {
        self.gaps.remove(path);
        self.shown.insert(path.to_owned(), leaf);
    }

    pub fn text(&mut self, path: &str, text: &str) {
        self.set(path, Leaf::Text(text.to_owned()));
    }

    pub fn place(&mut self, path: &str, place: Place) {
        self.set(path, Leaf::Place(place.code().to_owned()));
    }

    pub fn gap(&mut self, path: &str, kind: LeafType, missing: impl IntoIterator<Item = String>) {
        self.shown.remove(path);
        self.gaps.insert(
            path.to_owned(),
            Gap {
                kind,
                missing: missing.into_iter().collect(),
            },
        );
    }

    /// Sets a fact, or leaves a gap named after the path.
    pub fn known<T>(
        &mut self,
        path: &str,
        kind: LeafType,
        fact: &Known<T>,
        leaf: impl Fn(&T) -> Leaf,
    ) {
        match fact.shown() {
            Some(fact) => self.set(path, leaf(fact)),
            None => self.gap(path, kind, [dotted(path)]),
        }
    }

    pub fn shown(&self, path: &str) -> Option<&Leaf> {
        self.shown.get(path)
    }

    /// Returns every shown fact with its path.
    pub fn all_shown(&self) -> impl Iterator<Item = (&String, &Leaf)> {
        self.shown.iter()
    }

    pub fn gap_at(&self, path: &str) -> Option<&Gap> {
        self.gaps.get(path)
    }

    /// Returns the facts below `prefix`, moved below `target`.
    pub fn below(&self, prefix: &str, target: &str) -> Self {
        let start = format!("{prefix}{SEPARATOR}");
        let moved = |path: &String| {
            path.strip_prefix(&start)
                .map(|rest| format!("{target}{SEPARATOR}{rest}"))
        };
        let shown = self.shown.range(start.clone()..);
        let gaps = self.gaps.range(start.clone()..);
        Self {
            shown: shown
                .map_while(|(path, leaf)| Some((moved(path)?, leaf.clone())))
                .collect(),
            gaps: gaps
                .map_while(|(path, gap)| Some((moved(path)?, gap.clone())))
                .collect(),
        }
    }

    /// Adds the facts of another.
    pub fn join(&mut self, other: Self) {
        self.shown.extend(other.shown);
        self.gaps.extend(other.gaps);
    }

    /// Drops every fact whose path starts with `start`.
    pub fn drop_below(&mut self, start: &str) {
        self.shown.retain(|path, _| !path.starts_with(start));
        self.gaps.retain(|path, _| !path.starts_with(start));
    }

    /// Returns only the facts that a reading of `reads` touches.
    pub fn read_by(&self, reads: &BTreeSet<String>) -> Self {
        let mut facts = Self::default();
        for read in reads {
            let below = format!("{read}{SEPARATOR}");
            let touched = |path: &&String| *path == read || path.starts_with(&below);
            let shown = self
                .shown
                .range(read.clone()..)
                .take_while(|(path, _)| touched(path));
            facts
                .shown
                .extend(shown.map(|(path, leaf)| (path.clone(), leaf.clone())));
            let gaps = self
                .gaps
                .range(read.clone()..)
                .take_while(|(path, _)| touched(path));
            facts
                .gaps
                .extend(gaps.map(|(path, gap)| (path.clone(), gap.clone())));
        }
        facts
    }

    /// Returns the paths nobody has shown.
    pub fn gaps(&self) -> impl Iterator<Item = (&String, &Gap)> {
        self.gaps.iter()
    }

    /// Returns the values that are shown, for rules that compare facts with each other.
    pub fn values(&self) -> Literals {
        let mut values = Literals::default();
        for leaf in self.shown.values() {
            match leaf {
                Leaf::Bool(_) => {}
                Leaf::Long(number) => {
                    values.longs.insert(*number);
                }
                Leaf::Text(text) => {
                    values.texts.insert(text.clone());
                }
                Leaf::Decimal(figure) => {
                    values.decimals.insert(figure.to_string());
                }
                Leaf::Day(day) => {
                    values.days.insert(day.to_string());
                }
                Leaf::Place(place) => {
                    values.places.insert(place.clone());
                }
                Leaf::Texts(texts) => values.texts.extend(texts.iter().cloned()),
                Leaf::Places(places) => values.places.extend(places.iter().cloned()),
            }
        }
        values
    }

    /// Returns the facts with `values` in the place of gaps.
    pub fn with(&self, values: &[(String, Leaf)]) -> Self {
        let mut facts = self.clone();
        for (path, leaf) in values {
            facts.set(path, leaf.clone());
        }
        facts
    }

    /// Writes what a reading of `read` shows, as if it stood at `named`: no two showings are written
    /// alike.
    pub fn sign(&self, read: &str, named: &str, text: &mut String) {
        let from = (Bound::Included(read), Bound::Unbounded);
        let name = |path: &str, text: &mut String| {
            let rest = path.strip_prefix(read).unwrap_or_default();
            let touched = rest.is_empty() || rest.starts_with(SEPARATOR);
            if touched {
                text.push_str(named);
                text.push_str(rest);
            }
            touched
        };
        let shown = self.shown.range::<str, _>(from);
        for (path, leaf) in shown.take_while(|(path, _)| path.starts_with(read)) {
            if name(path, text) {
                leaf.sign(text);
            }
        }
        let gaps = self.gaps.range::<str, _>(from);
        for (path, gap) in gaps.take_while(|(path, _)| path.starts_with(read)) {
            if name(path, text) {
                gap.sign(text);
            }
        }
    }

    /// Returns what tells two acts apart for any rules, the day left out.
    pub fn whole_signature(&self) -> String {
        let mut signature = String::with_capacity(self.shown.len() * 32);
        for (path, leaf) in self.shown.iter().filter(|(path, _)| *path != "on") {
            signature.push_str(path);
            leaf.sign(&mut signature);
        }
        for (path, gap) in &self.gaps {
            signature.push_str(path);
            gap.sign(&mut signature);
        }
        signature
    }

    /// Returns the Cedar context, gaps filled with stand-ins.
    ///
    /// # Errors
    /// When Cedar refuses the context: a defect, which the judge turns into `unsettled`.
    pub fn context(&self) -> Result<Context, String> {
        let mut root = Branch::default();
        for (path, leaf) in &self.shown {
            root.insert(path, leaf.expression());
        }
        for (path, gap) in &self.gaps {
            root.insert(path, gap.kind.stand_in().expression());
        }
        let members = root
            .members
            .into_iter()
            .map(|(name, node)| Ok((name, node.expression()?)));
        let members: Result<Vec<_>, String> = members.collect();
        Context::from_pairs(members?).map_err(|error| error.to_string())
    }
}

#[derive(Default)]
struct Branch {
    members: BTreeMap<String, Node>,
}

enum Node {
    Leaf(RestrictedExpression),
    Branch(Branch),
}

impl Branch {
    fn insert(&mut self, path: &str, expression: RestrictedExpression) {
        match path.split_once(SEPARATOR) {
            None => {
                self.members.insert(path.to_owned(), Node::Leaf(expression));
            }
            Some((first, rest)) => {
                let node = self
                    .members
                    .entry(first.to_owned())
                    .or_insert_with(|| Node::Branch(Self::default()));
                if let Node::Branch(branch) = node {
                    branch.insert(rest, expression);
                }
            }
        }
    }
}

impl Node {
    fn expression(self) -> Result<RestrictedExpression, String> {
        match self {
            Self::Leaf(expression) => Ok(expression),
            Self::Branch(branch) => {
                let members = branch
                    .members
                    .into_iter()
                    .map(|(name, node)| Ok((name, node.expression()?)));
                let members: Result<Vec<_>, String> = members.collect();
                RestrictedExpression::new_record(members?).map_err(|error| error.to_string())
            }
        }
    }
}
