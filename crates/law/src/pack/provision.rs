//! A provision: one numbered part of a statute, rule, letter or paper, with its rules.

use std::{collections::BTreeSet, str::FromStr, sync::Arc};

use portolan_acts::words::{Duty, Flag};
use portolan_acts::{Need, question::Confidence};
use portolan_terms::{Day, Period, Place, RuleId, evidence::Finding, evidence::Holder, words};
use serde::{Deserialize, Deserializer, Serialize};

words! {
    /// Names what kind of text a provision is.
    Status {
        Regulation = "regulation", Statute = "statute", Letter = "letter", Guidance = "guidance",
        Advisory = "advisory", Opinion = "opinion", Announced = "announced",
        Reported = "reported", Proposed = "proposed", Bill = "bill", Contract = "contract",
        House = "house",
    }
}

impl Status {
    /// Returns true when the text is not law yet: its bars never bite.
    #[must_use]
    pub fn is_proposal(self) -> bool {
        matches!(self, Self::Proposed | Self::Bill)
    }
}

words! {
    /// Names how close a source is to the text itself.
    SourceKind { Official = "official", Secondary = "secondary", Press = "press", }
}

/// Holds one source of a provision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// How close it is to the text itself.
    pub kind: SourceKind,
    /// Its title.
    pub title: String,
    /// Its address.
    pub url: String,
}

/// Reads a day written as a TOML date or as text.
fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Date(toml::value::Datetime),
        Text(String),
    }
    let text = match Written::deserialize(deserializer)? {
        Written::Date(date) => date.to_string(),
        Written::Text(text) => text,
    };
    Day::from_str(&text).map_err(serde::de::Error::custom)
}

fn optional_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Day>, D::Error> {
    day(deserializer).map(Some)
}

/// Holds the days on which something applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Window {
    #[serde(deserialize_with = "day")]
    pub from: Day,
    #[serde(default, deserialize_with = "optional_day")]
    pub until: Option<Day>,
}

impl From<Window> for Period {
    fn from(window: Window) -> Self {
        Self {
            from: window.from,
            until: window.until,
        }
    }
}

/// Holds the places that a name stands for, and when.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct GroupEntry {
    pub name: String,
    pub places: Vec<Place>,
    #[serde(default, deserialize_with = "optional_day")]
    pub from: Option<Day>,
    #[serde(default, deserialize_with = "optional_day")]
    pub until: Option<Day>,
}

impl GroupEntry {
    pub fn holds_on(&self, on: Day) -> bool {
        self.from.is_none_or(|from| from <= on) && self.until.is_none_or(|until| on < until)
    }
}

words! {
    /// Names what a count adds up.
    Measure {
        PersonsCounted = "persons_counted", Persons = "persons", Devices = "devices",
        Entries = "entries",
    }
}

/// Says which persons of a data set a law counts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Count {
    pub name: String,
    #[serde(default)]
    pub origin: Option<String>,
    pub classes: Vec<portolan_terms::data::ClassName>,
    pub of: Measure,
}

/// Says which holders of a party a law adds up.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Share {
    pub name: String,
    #[serde(default)]
    pub lists: Vec<portolan_terms::party::ListName>,
    #[serde(default)]
    pub seats: Option<String>,
}

/// Says that a rule, or a limb of it, is not enforced.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unenforced {
    #[serde(deserialize_with = "day")]
    pub from: Day,
    #[serde(default, deserialize_with = "optional_day")]
    pub until: Option<Day>,
    #[serde(default)]
    pub limb: Option<String>,
    pub by: RuleId,
}

/// Holds a change that is known to be due, and what it is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Due {
    /// The day.
    #[serde(deserialize_with = "day")]
    pub on: Day,
    /// What will or may change, in a sentence.
    pub what: String,
}

/// Holds the front matter of a provision file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FrontMatter {
    pub id: RuleId,
    pub title: String,
    pub place: Place,
    #[serde(default)]
    pub also_places: Vec<String>,
    pub authority: String,
    pub citation: String,
    pub status: Status,
    #[serde(deserialize_with = "day")]
    pub published: Day,
    #[serde(default, deserialize_with = "optional_day")]
    pub from: Option<Day>,
    #[serde(default, deserialize_with = "optional_day")]
    pub until: Option<Day>,
    #[serde(default)]
    pub periods: Vec<Window>,
    #[serde(deserialize_with = "day")]
    pub checked: Day,
    pub confidence: Confidence,
    pub sources: Vec<Source>,
    #[serde(default, rename = "group")]
    pub groups: Vec<GroupEntry>,
    #[serde(default, rename = "count")]
    pub counts: Vec<Count>,
    #[serde(default, rename = "share")]
    pub shares: Vec<Share>,
    #[serde(default, rename = "enforcement")]
    pub unenforced: Vec<Unenforced>,
    #[serde(default)]
    pub due: Vec<Due>,
}

/// Holds one provision with its rules.
#[derive(Clone, Debug)]
pub struct Provision {
    pub(crate) front: FrontMatter,
    /// The file it was read from.
    pub file: String,
    pub(crate) front_text: String,
    /// What it says, in our words.
    pub words: String,
    pub(crate) periods: Vec<Period>,
    pub(crate) rules: Vec<Arc<Rule>>,
    /// The cases of the file: line and text.
    pub cases: Vec<(usize, String)>,
    /// Whether it stands beside the law: an organisation's own.
    pub(crate) of_house: bool,
}

impl Provision {
    /// Returns the id.
    #[must_use]
    pub fn id(&self) -> &RuleId {
        &self.front.id
    }

    /// Returns the title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.front.title
    }

    /// Returns the place whose law it is.
    #[must_use]
    pub fn place(&self) -> Place {
        self.front.place
    }

    /// Returns who made it.
    #[must_use]
    pub fn authority(&self) -> &str {
        &self.front.authority
    }

    /// Returns the citation.
    #[must_use]
    pub fn citation(&self) -> &str {
        &self.front.citation
    }

    /// Returns what kind of text it is.
    #[must_use]
    pub fn status(&self) -> Status {
        self.front.status
    }

    /// Returns the day on which anyone could read it.
    #[must_use]
    pub fn published(&self) -> Day {
        self.front.published
    }

    /// Returns the day on which somebody last compared the file with its sources.
    #[must_use]
    pub fn checked(&self) -> Day {
        self.front.checked
    }

    /// Returns the sources.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.front.sources
    }

    /// Returns how sure the encoding is.
    #[must_use]
    pub fn confidence(&self) -> Confidence {
        self.front.confidence
    }

    /// Returns the periods in which it applies.
    #[must_use]
    pub fn periods(&self) -> &[Period] {
        &self.periods
    }

    /// Returns the changes that are known to be due.
    #[must_use]
    pub fn due(&self) -> &[Due] {
        &self.front.due
    }

    /// Returns every day on which an answer of the provision may change: its own dates, those of
    /// its rules, groups and enforcement statements.
    #[must_use]
    pub fn days_of_change(&self) -> BTreeSet<Day> {
        let periods = self.periods.iter().copied();
        let rules = self.rules.iter().map(|rule| rule.period);
        let mut days: BTreeSet<Day> = periods
            .chain(rules.flatten())
            .flat_map(|period| [Some(period.from), period.until])
            .flatten()
            .collect();
        days.extend(
            self.front
                .groups
                .iter()
                .flat_map(|group| [group.from, group.until])
                .flatten(),
        );
        let statements = self.front.unenforced.iter();
        days.extend(statements.flat_map(|statement| {
            let until = statement.until;
            [statement.from].into_iter().chain(until)
        }));
        days
    }

    /// Returns the line on which a table of the front matter sets `key` to `value`, after `before`
    /// other such lines.
    pub(crate) fn line_of(&self, table: &str, key: &str, value: &str, before: usize) -> usize {
        super::file::front_line(&self.front_text, table, key, value, before)
    }

    /// Returns the rules as they stand in the file: label, kind and Cedar text.
    pub fn rule_texts(&self) -> impl Iterator<Item = (&str, &str, String)> {
        self.rules.iter().map(|rule| rule.told())
    }

    /// Returns the rules that apply on a day, as [`Self::rule_texts`] does.
    pub fn rule_texts_on(&self, on: Day) -> impl Iterator<Item = (&str, &str, String)> {
        let rules = self.rules.iter();
        let apply = rules.filter(move |rule| super::load::holds(self, rule, on));
        apply.map(|rule| rule.told())
    }
}

impl Rule {
    /// Returns label, kind and Cedar text.
    fn told(&self) -> (&str, &str, String) {
        let text = self.policy.to_string();
        (self.label.as_str(), self.kind.word(), text)
    }
}

/// Holds one rule of a provision.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// `provision/label`, unique in a set of packs.
    pub name: String,
    pub label: String,
    pub line: usize,
    pub kind: RuleKind,
    /// The days of its own, inside those of the provision.
    pub period: Option<Period>,
    pub says: Option<String>,
    pub duties: Vec<Duty>,
    pub flags: Vec<Flag>,
    pub lifts: Vec<String>,
    pub limb: Option<String>,
    pub only_as_enforced: bool,
    /// The kinds of act that it speaks of.
    pub kinds: Vec<&'static str>,
    /// The facts that it reads, such as `recipient.class.hq5m`.
    pub reads: BTreeSet<String>,
    pub policy: cedar_policy::Policy,
    pub literals: super::reads::Literals,
}

/// Says what a rule does when it holds.
#[derive(Clone, Debug)]
pub(crate) enum RuleKind {
    Class { subject: Subject, class: String },
    Bar(Bar),
    Ground,
    Base,
}

impl RuleKind {
    pub fn word(&self) -> &'static str {
        match self {
            Self::Class { .. } => "class",
            Self::Bar(_) => "bar",
            Self::Ground => "ground",
            Self::Base => "base",
        }
    }
}

/// Names what a class classifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Subject {
    Party,
    Item,
    Data,
}

/// Says what a bar does, and what cures it.
#[derive(Clone, Debug)]
pub(crate) enum Bar {
    Forbids,
    Unsettles { question: String },
    Needs(Box<Cure>),
}

impl Bar {
    /// Returns what the bar does, in words.
    pub fn in_words(&self) -> String {
        match self {
            Self::Forbids => "forbids".to_owned(),
            Self::Unsettles { question } => format!("leaves open: {question}"),
            Self::Needs(cure) => format!("asks for `{}`", cure.need.kind),
        }
    }
}

/// Says what cures a bar.
#[derive(Clone, Debug)]
pub(crate) struct Cure {
    pub need: Need,
    pub life_years: Option<i32>,
    pub filed_workdays: Option<u32>,
    pub holder: Option<Holder>,
    pub finding: Option<Finding>,
    pub binding: bool,
    pub covers_law: bool,
    pub cured_flags: Vec<Flag>,
    pub cured_duties: Vec<Duty>,
}
