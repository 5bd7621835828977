//! The form of a scenario: which keys a record has, and what each may hold.
//!
//! The tables of [`super::forms`] are written in these words. Files are checked against them here,
//! and the JSON Schema is made from them, so that the two cannot disagree.

use portolan_terms::{Currency, Day, Money, Place, TrainingOps};

use super::{
    LISTED,
    node::{Fields, Node, Value},
    places,
};
use crate::{FactsError, nearest::suggestion};

/// Says what a key may hold.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// A text that is not empty.
    Text,
    /// An id.
    Id,
    /// A day, as a TOML day or as a text.
    Day,
    /// A whole number from the first to the second.
    Count(u64, u64),
    /// A share from 0 to 100.
    Percent,
    /// A number from 0 up, with the largest that makes sense.
    Number(f64),
    /// A number of training operations above 0.
    Operations,
    /// An amount of money from 0 up, as a decimal text.
    Money,
    /// The same, or the word for a price that is looked up.
    Price,
    /// True or false.
    Truth,
    /// A place.
    Place,
    /// A place, or `mixed`.
    Origin,
    /// A word of a closed list.
    Word(fn() -> Vec<&'static str>),
    /// The same, or `"unknown"` where nobody has shown it.
    Known(&'static Kind),
    /// A list.
    List(&'static Kind),
    /// A record of its own.
    Record(&'static Form),
    /// Records by id.
    ById(&'static Form),
    /// Two whole numbers, first and last.
    Span,
    /// Reasons by the name of the field they explain.
    Reasons,
}

/// Names one key of a record.
#[derive(Clone, Copy)]
pub(super) struct Field {
    /// The key.
    pub name: &'static str,
    /// What it may hold.
    pub kind: Kind,
    /// Whether it may be left out.
    pub required: bool,
    /// What it means, for the schema.
    pub says: &'static str,
}

/// Names the keys of a record.
pub(super) struct Form {
    /// What the record is called.
    pub name: &'static str,
    /// The keys, in groups that forms share.
    pub groups: &'static [&'static [Field]],
    /// The code of the error when a required key is missing.
    pub missing: &'static str,
}

impl Form {
    /// Returns the keys.
    pub(super) fn fields(&self) -> impl Iterator<Item = &'static Field> + Clone + use<> {
        self.groups.iter().flat_map(|group| group.iter())
    }

    /// Returns what stands at the end of a path of keys, of a list what its elements are.
    pub(super) fn kind_at(&self, path: &[&str]) -> Option<&'static Kind> {
        let (name, below) = path.split_first()?;
        let field = self.fields().find(|field| field.name == *name)?;
        if below.is_empty() {
            Some(field.kind.plain())
        } else {
            field.kind.inner()?.kind_at(below)
        }
    }

    /// Returns true when the record, or a record inside it, has the key.
    pub(super) fn has_anywhere(&self, name: &str) -> bool {
        self.fields().any(|field| {
            field.name == name
                || field
                    .kind
                    .inner()
                    .is_some_and(|form| form.has_anywhere(name))
        })
    }
}

impl Kind {
    /// Returns what stands in a list, or where nobody may have shown it.
    fn plain(&'static self) -> &'static Self {
        match self {
            Self::List(inner) | Self::Known(inner) => inner.plain(),
            Self::Text
            | Self::Id
            | Self::Day
            | Self::Count(..)
            | Self::Percent
            | Self::Number(_)
            | Self::Operations
            | Self::Money
            | Self::Price
            | Self::Truth
            | Self::Place
            | Self::Origin
            | Self::Word(_)
            | Self::Record(_)
            | Self::ById(_)
            | Self::Span
            | Self::Reasons => self,
        }
    }

    /// Returns the form of the records under a key.
    fn inner(&'static self) -> Option<&'static Form> {
        if let Self::Record(form) = self.plain() {
            Some(form)
        } else {
            None
        }
    }
}

/// Collects what is wrong in one file, each with the name of the record it stands in.
pub(super) struct Checker<'e> {
    file: &'e str,
    record: String,
    errors: &'e mut Vec<FactsError>,
}

impl<'e> Checker<'e> {
    /// Returns a checker for one record of one file.
    pub(super) fn new(file: &'e str, record: String, errors: &'e mut Vec<FactsError>) -> Self {
        Self {
            file,
            record,
            errors,
        }
    }

    fn wrong(&mut self, code: &'static str, line: usize, fact: &str, hint: impl Into<String>) {
        let fact = if self.record.is_empty() {
            fact.to_owned()
        } else {
            format!("{}: {fact}", self.record)
        };
        let error = FactsError::new(code, fact).at(self.file, line).hint(hint);
        self.errors.push(error);
    }

    /// Checks the keys of a record and what they hold.
    pub(super) fn record(&mut self, form: &'static Form, fields: &Fields, line: usize) {
        let names = || form.fields().map(|field| field.name);
        for (name, node) in fields {
            match form.fields().find(|field| field.name == name) {
                Some(field) => self.value(name, &field.kind, node, form),
                None => self.wrong(
                    "scenario.unknown-key",
                    node.line,
                    &format!("a {} has no key `{name}`", form.name),
                    suggestion(name, names()),
                ),
            }
        }
        for field in form.fields().filter(|field| field.required) {
            if !fields.contains_key(field.name) {
                self.wrong(
                    form.missing,
                    line,
                    &format!("the {} lacks `{}`", form.name, field.name),
                    format!("add `{} = ...`: {}", field.name, field.says),
                );
            }
        }
    }

    fn value(&mut self, name: &str, kind: &Kind, node: &Node, form: &'static Form) {
        match kind {
            Kind::Text => {
                self.text(name, node, "an empty text says nothing", |text| {
                    !text.trim().is_empty()
                });
            }
            Kind::Id => self.id(name, node),
            Kind::Day => self.day(name, node),
            Kind::Count(least, most) => self.count(name, node, *least, *most),
            Kind::Percent => self.number(name, node, 100.0),
            Kind::Number(most) => self.number(name, node, *most),
            Kind::Operations => self.operations(name, node),
            Kind::Money => self.money(name, node),
            Kind::Price => {
                if node.text() != Some(LISTED) {
                    self.money(name, node);
                }
            }
            Kind::Truth => {
                if !matches!(node.value, Value::Truth(_)) {
                    self.mistyped(name, node, "`true` or `false`");
                }
            }
            Kind::Place => self.place(name, node, false),
            Kind::Origin => self.place(name, node, true),
            Kind::Word(words) => self.word(name, node, &words()),
            Kind::Known(inner) => {
                if node.text() != Some("unknown") {
                    self.value(name, inner, node, form);
                }
            }
            Kind::List(inner) => match node.list() {
                Some(list) => list
                    .iter()
                    .for_each(|element| self.value(name, inner, element, form)),
                None => self.mistyped(name, node, "a list, such as `[ ]`"),
            },
            Kind::Record(inner) => match node.fields() {
                Some(fields) => self.record(inner, fields, node.line),
                None => self.mistyped(name, node, "a table"),
            },
            Kind::ById(inner) => match node.fields() {
                Some(fields) => fields
                    .iter()
                    .for_each(|(id, node)| self.value(id, &Kind::Record(inner), node, form)),
                None => self.mistyped(name, node, "a table of tables by id"),
            },
            Kind::Span => self.span(name, node),
            Kind::Reasons => self.reasons(name, node, form),
        }
    }

    fn mistyped(&mut self, name: &str, node: &Node, wanted: &str) {
        let fact = format!("`{name}` is {}", node.called());
        self.wrong("scenario.type", node.line, &fact, format!("write {wanted}"));
    }

    fn text(&mut self, name: &str, node: &Node, complaint: &str, holds: impl Fn(&str) -> bool) {
        match node.text() {
            None => self.mistyped(name, node, "a text in double quotes"),
            Some(text) if holds(text) => {}
            Some(_) => {
                let fact = format!("`{name}`: {complaint}");
                self.wrong("scenario.type", node.line, &fact, "write it out");
            }
        }
    }

    fn id(&mut self, name: &str, node: &Node) {
        match node.text().map(str::parse::<portolan_terms::PartyId>) {
            None => self.mistyped(name, node, "an id in double quotes"),
            Some(Ok(_)) => {}
            Some(Err(error)) => {
                let hint = "start with a letter or digit and leave out spaces";
                let fact = format!("`{name}`: {error}");
                self.wrong("scenario.id", node.line, &fact, hint);
            }
        }
    }

    fn day(&mut self, name: &str, node: &Node) {
        match node.text().map(str::parse::<Day>) {
            None => self.mistyped(name, node, "a day such as `2025-11-15`"),
            Some(Ok(_)) => {}
            Some(Err(error)) => {
                let fact = format!("`{name}`: {error}");
                let hint = "write year, month and day, such as `2025-11-15`";
                self.wrong("scenario.day", node.line, &fact, hint);
            }
        }
    }

    fn count(&mut self, name: &str, node: &Node, least: u64, most: u64) {
        let range = format!("write a whole number from {least} to {most}");
        match node.value {
            Value::Whole(whole) => {
                let inside =
                    u64::try_from(whole).is_ok_and(|whole| (least..=most).contains(&whole));
                if !inside {
                    let fact = format!("`{name}` is {whole}");
                    self.wrong("scenario.number", node.line, &fact, range);
                }
            }
            Value::Number(number) => {
                let fact = format!("`{name}` is {number:?}, which is no whole number in range");
                self.wrong("scenario.number", node.line, &fact, range);
            }
            Value::Text(_) | Value::Truth(_) | Value::List(_) | Value::Table(_) => {
                self.mistyped(name, node, "a whole number without quotes");
            }
        }
    }

    fn number(&mut self, name: &str, node: &Node, most: f64) {
        match node.number() {
            None => self.mistyped(name, node, "a number without quotes"),
            Some(number) if (0.0..=most).contains(&number) => {}
            Some(number) => {
                let fact = format!("`{name}` is {number}");
                let hint = format!("write a number from 0 to {most}");
                self.wrong("scenario.number", node.line, &fact, hint);
            }
        }
    }

    fn operations(&mut self, name: &str, node: &Node) {
        match node.number() {
            None => self.mistyped(name, node, "a number of operations such as `9e24`"),
            Some(number) => {
                let counted = TrainingOps::from_f64(number);
                if counted.is_none_or(|operations| operations.teraops() == 0) {
                    let fact = format!("`{name}` is {number:e}");
                    let hint = "write a number of operations from 1e12 to 9e30, such as `9e24`";
                    self.wrong("scenario.number", node.line, &fact, hint);
                }
            }
        }
    }

    fn money(&mut self, name: &str, node: &Node) {
        let Some(text) = node.text() else {
            let wanted = "the amount in double quotes, such as `\"2.35\"`";
            return self.mistyped(name, node, wanted);
        };
        let most = 1_000_000_000_000_i64;
        let hint =
            "write a decimal from 0 to 1000000000000 with up to four places, such as `\"2.35\"`";
        match Money::parse(text, Currency::Usd) {
            Ok(amount) if (0..=most * 10_000).contains(&amount.ten_thousandths()) => {}
            Ok(_) => {
                let fact = format!("`{name}` is {text}");
                self.wrong("scenario.money", node.line, &fact, hint);
            }
            Err(error) => {
                let fact = format!("`{name}`: {error}");
                self.wrong("scenario.money", node.line, &fact, hint);
            }
        }
    }

    fn place(&mut self, name: &str, node: &Node, or_mixed: bool) {
        match node.text() {
            None => self.mistyped(name, node, "a place in double quotes, such as `\"MY\"`"),
            Some("mixed") if or_mixed => {}
            Some(text) => {
                if text.parse().is_ok_and(|place| !places::is_known(place)) {
                    let fact = format!("`{name}`: no place has the code `{text}`");
                    let hint = "write the two-letter code of ISO 3166: GB for the United Kingdom, XA to XZ for invented places";
                    self.wrong("scenario.unknown-country", node.line, &fact, hint);
                } else if let Err(error) = text.parse::<Place>() {
                    let upper = text.to_uppercase();
                    let hint = match upper.parse::<Place>() {
                        Ok(place) => format!("did you mean `{place}`?"),
                        Err(_) => "write the two-letter code of the place".to_owned(),
                    };
                    let fact = format!("`{name}`: {error}");
                    self.wrong("scenario.unknown-country", node.line, &fact, hint);
                }
            }
        }
    }

    fn word(&mut self, name: &str, node: &Node, words: &[&'static str]) {
        match node.text() {
            None => self.mistyped(name, node, "a word in double quotes"),
            Some(text) if words.contains(&text) => {}
            Some(text) => {
                let fact = format!("`{text}` is not a word for `{name}`");
                let hint = suggestion(text, words.iter().copied());
                self.wrong("scenario.unknown-word", node.line, &fact, hint);
            }
        }
    }

    fn span(&mut self, name: &str, node: &Node) {
        let Some([first, last]) = node.list() else {
            return self.mistyped(name, node, "two whole numbers, such as `[0, 28]`");
        };
        self.count(name, first, 0, 3_650);
        self.count(name, last, 0, 3_650);
        if first.number() > last.number() {
            let fact = format!("`{name}` ends before it starts");
            self.wrong(
                "scenario.window",
                node.line,
                &fact,
                "write the first day first",
            );
        }
    }

    fn reasons(&mut self, name: &str, node: &Node, form: &'static Form) {
        let Some(fields) = node.fields() else {
            return self.mistyped(name, node, "a table of reasons by field");
        };
        for (field, reason) in fields {
            if !form.has_anywhere(field) {
                let fact = format!(
                    "`{name}` explains `{field}`, which a {} does not have",
                    form.name
                );
                let hint = suggestion(field, form.fields().map(|field| field.name));
                self.wrong("scenario.unknown-key", reason.line, &fact, hint);
            }
            self.value(field, &Kind::Text, reason, form);
        }
    }
}
