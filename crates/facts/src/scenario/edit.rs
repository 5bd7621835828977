//! Facts set to other values: a scenario as it would be with one fact changed.
//!
//! A fact is named by its path, as the TOML of the scenario has it: the kind of record, its id, and
//! the keys below (`pool.johor-a.owner`). The text of the file is changed in place, and what comes
//! out is read and checked like any other scenario.

mod place;

use std::{fmt, str::FromStr};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    form::Kind,
    forms,
    names::KINDS,
    read::{bare, main_file},
};
use crate::{Atlas, FactsError, Scenario, SourceText, nearest::suggestion};
use place::{Found, Step, find};

/// Holds one fact to be set.
///
/// # Example: another owner, one list more, and a price without the quotes that a shell eats
///
/// ```
/// use portolan_facts::scenario::edit::Edit;
///
/// for text in [
///     "pool.johor-a.owner=gds",
///     "party.gds.listed+={ list = \"us-entity-list\", on = 2025-09-16 }",
///     "pool.johor-a.lease.price_chip_hour=2.10",
///     "pool.johor-a.stock[1].chips=512",
/// ] {
///     assert!(text.parse::<Edit>().is_ok());
/// }
/// assert!("pool.johor-a.owner".parse::<Edit>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The edit as it was written.
    written: String,
    path: Vec<Step>,
    appends: bool,
    /// The value as it was written.
    value: String,
}

/// Says why a text sets no fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditError(String);

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = "write PATH=VALUE, or PATH+=VALUE for one more in a list, such as `pool.ID.owner=PARTY`";
        write!(f, "{}; {form}", self.0)
    }
}

impl std::error::Error for EditError {}

impl FromStr for Edit {
    type Err = EditError;

    fn from_str(text: &str) -> Result<Self, EditError> {
        let Some((path, value)) = text.split_once('=') else {
            return Err(EditError("no `=` parts the path from the value".to_owned()));
        };
        let appends = path.ends_with('+');
        let path = path.trim_end_matches('+').trim();
        let steps = path.split('.').map(Step::parse).collect::<Option<Vec<_>>>();
        let steps: Vec<Step> = steps
            .ok_or_else(|| EditError(format!("`{path}` is no path")))?
            .into_iter()
            .flatten()
            .collect();
        let value = value.trim();
        if value.is_empty() {
            return Err(EditError("the value is empty".to_owned()));
        }
        Ok(Self {
            written: text.to_owned(),
            path: steps,
            appends,
            value: value.to_owned(),
        })
    }
}

impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.written)
    }
}

/// Holds the files of a scenario, by name.
pub type Files = Vec<(String, String)>;

/// Returns a scenario with facts set to other values, and its files as they then read.
///
/// # Errors
/// When a path leads to no record or no place in it, and with everything that is wrong with the
/// scenario that comes out; what is wrong with a value names the edit that set it.
pub fn read(
    files: &[SourceText<'_>],
    edits: &[Edit],
    atlas: &Atlas,
) -> Result<(Files, Scenario), Vec<FactsError>> {
    let mut edited = Edited {
        files: files
            .iter()
            .map(|file| (file.name.to_owned(), file.text.to_owned()))
            .collect(),
        marks: Vec::new(),
    };
    for edit in edits {
        edited.apply(edit).map_err(|error| vec![error])?;
    }
    let scenario = Scenario::read(&edited.texts(), atlas);
    match scenario {
        Ok(scenario) => Ok((edited.files, scenario)),
        Err(errors) => Err(errors
            .into_iter()
            .map(|error| edited.blamed(error))
            .collect()),
    }
}

/// Holds files while edits are made, and where the edits stand in them.
struct Edited {
    files: Files,
    marks: Vec<Mark>,
}

/// Holds where an edit stands.
struct Mark {
    file: String,
    from: usize,
    until: usize,
    written: String,
}

/// Holds what is put where: into the file at an offset, in place of so many bytes.
struct Splice {
    file: usize,
    at: usize,
    removed: usize,
    text: String,
}

impl Edited {
    fn texts(&self) -> Vec<SourceText<'_>> {
        let files = self.files.iter();
        files
            .map(|(name, text)| SourceText::new(name, text))
            .collect()
    }

    fn text(&self, name: &str) -> &str {
        let file = self.files.iter().find(|(file, _)| file == name);
        file.map_or("", |(_, text)| text)
    }

    fn apply(&mut self, edit: &Edit) -> Result<(), FactsError> {
        let splice = self.splice(edit)?;
        let Some((name, text)) = self.files.get_mut(splice.file) else {
            return Err(edit.wrong("the scenario has no file"));
        };
        let end = splice.at + splice.removed;
        text.replace_range(splice.at..end, &splice.text);
        if DeTable::parse(text).is_err() {
            let fact = "the value cannot be written into the file as it stands there";
            return Err(edit.wrong(fact).hint("edit a copy of the scenario by hand"));
        }
        for mark in self.marks.iter_mut().filter(|mark| mark.file == *name) {
            for offset in [&mut mark.from, &mut mark.until] {
                if *offset >= end {
                    *offset = *offset - splice.removed + splice.text.len();
                }
            }
        }
        self.marks.push(Mark {
            file: name.clone(),
            from: splice.at,
            until: splice.at + splice.text.len(),
            written: edit.written.clone(),
        });
        Ok(())
    }

    /// Names the edit when it stands where the error points to, and all edits otherwise.
    fn blamed(&self, error: FactsError) -> FactsError {
        let stands = |mark: &&Mark| {
            let text = self.text(&mark.file);
            let line = |offset: usize| {
                let before = text.get(..offset);
                before.unwrap_or_default().matches('\n').count() + 1
            };
            mark.file == error.file && (line(mark.from)..=line(mark.until)).contains(&error.line)
        };
        let at_fault = self.marks.iter().rev().find(stands);
        match at_fault {
            Some(mark) => {
                let fact = format!("`{}`: {}", mark.written, error.fact);
                FactsError { fact, ..error }
            }
            None => error.because("in the scenario with the facts that are set"),
        }
    }

    /// Returns what an edit puts where.
    fn splice(&self, edit: &Edit) -> Result<Splice, FactsError> {
        let Some((Step::Key(kind), rest)) = edit.path.split_first() else {
            return Err(edit.wrong("the path is empty"));
        };
        if kind != "scenario" && !KINDS.contains(&kind.as_str()) {
            let kinds = KINDS.into_iter().chain(["scenario"]);
            let fact = format!("`{kind}` is no kind of record");
            return Err(edit.wrong(&fact).hint(suggestion(kind, kinds)));
        }
        let texts = self.texts();
        let main = main_file(&texts).map_or("", |main| main.name);
        if rest.is_empty() {
            return self.new_record(edit, kind, main);
        }
        if kind == "scenario" && rest == [Step::Key("on".to_owned())] {
            let fact = "both worlds are planned on the same day";
            return Err(edit.wrong(fact).hint("ask on another day with `--on`"));
        }
        let names = Scenario::includes(SourceText::new(main, self.text(main)));
        let names: Vec<String> = names.unwrap_or_default();
        let read = |name: &str| name == main || names.iter().any(|one| one == bare(name));
        let (mut ids, mut nearest) = (Vec::new(), None);
        for (file, (_, text)) in self
            .files
            .iter()
            .enumerate()
            .filter(|(_, (name, _))| read(name))
        {
            let Ok(table) = DeTable::parse(text) else {
                continue;
            };
            for (id, record) in records(table.get_ref(), kind) {
                // An id may hold dots: the longest that the path begins with is meant.
                let below = match id {
                    Some(id) => find(id, rest),
                    None => Some(rest),
                };
                let left = below.map(<[Step]>::len);
                if let Some(below) = below
                    && nearest
                        .as_ref()
                        .is_none_or(|(least, _)| left < Some(*least))
                {
                    let splice = edit.within(file, text, &Found::of(record), below);
                    nearest = Some((below.len(), splice));
                }
                ids.extend(id.map(str::to_owned));
            }
        }
        nearest.map_or_else(|| Err(edit.unknown(kind, rest, &ids)), |(_, splice)| splice)
    }

    /// Returns a record more, at the end of the main file.
    fn new_record(&self, edit: &Edit, kind: &str, main: &str) -> Result<Splice, FactsError> {
        let fields = edit.table().filter(|_| edit.appends && kind != "scenario");
        let Some(fields) = fields.filter(|fields| fields.contains_key("id")) else {
            let fact = format!("a {kind} is set key by key, or added whole");
            let hint = format!("write `{kind}.ID.KEY=VALUE`, or `{kind}+={{ id = \"…\", … }}`");
            return Err(edit.wrong(&fact).hint(hint));
        };
        let file = self.files.iter().position(|(name, _)| name == main);
        let file = file.unwrap_or_default();
        let at = self.files.get(file).map_or(0, |(_, text)| text.len());
        let mut text = format!("\n[[{kind}]]\n");
        for (key, value) in fields {
            text.push_str(&format!("{} = {value}\n", quoted(&key)));
        }
        Ok(Splice {
            file,
            at,
            removed: 0,
            text,
        })
    }
}

/// Returns the records of a kind with their ids; the head of the scenario has none.
fn records<'t, 'i>(
    table: &'t DeTable<'i>,
    kind: &str,
) -> Vec<(Option<&'t str>, &'t Spanned<DeValue<'i>>)> {
    let found = table.get(kind);
    match found.map(Spanned::get_ref) {
        Some(DeValue::Array(list)) => {
            let id = |record: &'t Spanned<DeValue<'i>>| {
                let fields = record.get_ref().as_table()?;
                Some((Some(fields.get("id")?.get_ref().as_str()?), record))
            };
            list.iter().filter_map(id).collect()
        }
        Some(_) => found.map(|head| (None, head)).into_iter().collect(),
        None => Vec::new(),
    }
}

impl Edit {
    /// Says that no record has the id, or that nothing is asked of the one that has it.
    fn unknown(&self, kind: &str, path: &[Step], ids: &[String]) -> FactsError {
        let asked: Vec<&str> = path.iter().filter_map(Step::key).collect();
        let asked = asked.join(".");
        if ids.contains(&asked) {
            let fact = format!("a {kind} is set key by key");
            return self
                .wrong(&fact)
                .hint(format!("write `{kind}.{asked}.KEY=VALUE`"));
        }
        let first = asked.split('.').next().unwrap_or_default();
        let hint = suggestion(first, ids.iter().map(String::as_str));
        self.wrong(&format!("the scenario has no {kind} of that id"))
            .hint(hint)
    }

    fn wrong(&self, fact: &str) -> FactsError {
        FactsError::new("scenario.set", format!("`{}`: {fact}", self.written))
    }

    /// Returns the value when it is a table.
    fn table(&self) -> Option<toml::Table> {
        match parsed(&self.value)? {
            toml::Value::Table(table) => Some(table),
            toml::Value::String(_)
            | toml::Value::Integer(_)
            | toml::Value::Float(_)
            | toml::Value::Boolean(_)
            | toml::Value::Datetime(_)
            | toml::Value::Array(_) => None,
        }
    }

    /// Returns the value as TOML: what is none, and a bare number where the form wants a text, is
    /// taken as the text that it is.
    fn literal(&self) -> String {
        let text = || toml::Value::String(self.value.clone()).to_string();
        match parsed(&self.value) {
            None => text(),
            Some(toml::Value::Integer(_) | toml::Value::Float(_) | toml::Value::Boolean(_))
                if self.wants_text() =>
            {
                text()
            }
            Some(_) => self.value.clone(),
        }
    }

    /// Returns true when the form has a text where the path leads.
    fn wants_text(&self) -> bool {
        let keys: Vec<&str> = self.path.iter().filter_map(Step::key).collect();
        let (kind, below) = keys.split_first().unwrap_or((&"", &[]));
        // Ids may hold dots, so the keys below one are tried from the last on.
        (1..=below.len()).any(|id| {
            let path = [&[*kind], below.get(id..).unwrap_or_default()].concat();
            let of_scenario = [&[*kind], below].concat();
            let path = if *kind == "scenario" {
                of_scenario
            } else {
                path
            };
            matches!(
                forms::FILE.kind_at(&path),
                Some(Kind::Money | Kind::Price | Kind::Text | Kind::Id)
            )
        })
    }

    /// Returns the splice that sets the rest of the path below a record.
    fn within(
        &self,
        file: usize,
        text: &str,
        record: &Found<'_, '_>,
        below: &[Step],
    ) -> Result<Splice, FactsError> {
        let literal = self.literal();
        let placed = record
            .put(text, below, &literal, self.appends)
            .map_err(|fact| self.wrong(&fact))?;
        Ok(Splice {
            file,
            at: placed.at,
            removed: placed.removed,
            text: placed.text,
        })
    }
}

/// Returns a text as a TOML value, when it is one.
fn parsed(text: &str) -> Option<toml::Value> {
    let mut table: toml::Table = format!("value = {text}").parse().ok()?;
    let value = table.remove("value")?;
    table.is_empty().then_some(value)
}

/// Returns a key as TOML has it.
fn quoted(key: &str) -> String {
    let bare = |letter: char| letter.is_ascii_alphanumeric() || "_-".contains(letter);
    if key.chars().all(bare) {
        key.to_owned()
    } else {
        toml::Value::String(key.to_owned()).to_string()
    }
}
