//! A set of packs: every file read, every reference resolved, every rule validated.

use std::collections::BTreeMap;
use std::sync::Arc;

use cedar_policy::{PolicyId, PolicySet, Schema, ValidationMode, Validator};
use portolan_terms::{Day, RuleId};
use sha2::{Digest, Sha256};

use crate::memory::Shared;

use super::{
    Names, PackError, PackErrors, house,
    provision::{Provision, Rule},
    reading,
    references::{self, ById},
    schema,
};

/// Holds the provisions of a set of packs; a value that exists is well-formed.
#[derive(Clone, Debug)]
pub struct Packs {
    pub(crate) provisions: ById,
    pub(crate) names: Names,
    pub(crate) digest: String,
    pub(crate) memory: Arc<Shared>,
}

impl Packs {
    /// Reads packs from the texts of their files.
    ///
    /// # Example: a file without front matter
    ///
    /// ```
    /// use portolan_law::Packs;
    ///
    /// let errors = Packs::read([("packs/xa/empty.md", "# Nothing")]).unwrap_err();
    /// assert_eq!((errors.0[0].code, errors.0[0].line), ("pack.front-matter", 1));
    /// ```
    ///
    /// # Errors
    /// Everything that is wrong with the files: front matter, rules that do not parse or validate,
    /// duplicate ids, ends before starts, classes that nobody defines, references to nothing.
    pub fn read<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, PackErrors> {
        Self::read_with_house(files, [])
    }

    /// Reads packs with house packs beside them: contracts, licences of models, rules of a firm.
    ///
    /// House packs only narrow: they hold bars, and classes that no law defines.
    ///
    /// # Example: a house that would allow what the law is silent on
    ///
    /// ```
    /// use portolan_law::Packs;
    /// # const CHIP_ACT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/packs/xa-chip-7.md"));
    ///
    /// let house = CHIP_ACT.replace("xa-chip-7-2", "our-own");
    /// let errors = Packs::read_with_house([], [("house/own.md", house.as_str())]).unwrap_err();
    /// assert!(errors.0.iter().all(|error| error.code == "pack.house"));
    /// ```
    ///
    /// # Errors
    /// As [`Packs::read`], and every rule, group or class by which a house pack does not narrow.
    pub fn read_with_house<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
        house: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, PackErrors> {
        let law = sorted(files);
        let house = sorted(house);
        let mut errors = Vec::new();
        let mut provisions = ById::new();
        for new in read_all(&law) {
            errors.extend(match new {
                Ok(new) => insert(&mut provisions, new),
                Err(error) => Some(error),
            });
        }
        let of_law = references::names(&provisions);
        let groups_of_law = references::groups(&provisions);
        for new in read_all(&house) {
            match new {
                Ok(mut new) => {
                    new.of_house = true;
                    errors.extend(house::widenings(&new, &of_law, &groups_of_law));
                    errors.extend(insert(&mut provisions, new));
                }
                Err(error) => errors.push(error),
            }
        }
        let names = references::names(&provisions);
        errors.extend(references::references(&provisions));
        if errors.is_empty() {
            errors.extend(validate(&provisions, &names));
        }
        if errors.is_empty() {
            let files: Vec<(&str, &str)> = law.into_iter().chain(house).collect();
            Ok(Self {
                provisions,
                names,
                digest: digest(&files),
                memory: Arc::default(),
            })
        } else {
            let quoting = |error: PackError| {
                let mut files = law.iter().chain(&house);
                let file = files.find(|(path, _)| *path == error.file).copied();
                file.map_or(error.clone(), |(_, text)| error.quoting(text))
            };
            Err(PackErrors(errors.into_iter().map(quoting).collect()))
        }
    }

    /// Returns the digest of the files: the same digest, the same law.
    ///
    /// # Example: one word changes
    ///
    /// ```
    /// use portolan_law::Packs;
    /// # const CHIP_ACT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/packs/xa-chip-7.md"));
    ///
    /// let amended = CHIP_ACT.replace("presumed refused", "presumed granted");
    /// let [before, after] = [CHIP_ACT, &amended]
    ///     .map(|text| Packs::read([("packs/xa/chip/s7.md", text)]).unwrap());
    /// assert_ne!(before.digest(), after.digest());
    /// ```
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Returns the provisions, by id.
    pub fn provisions(&self) -> impl Iterator<Item = &Arc<Provision>> {
        self.provisions.values()
    }

    /// Returns a provision.
    #[must_use]
    pub fn provision(&self, id: &RuleId) -> Option<&Arc<Provision>> {
        self.provisions.get(id)
    }
}

fn digest(files: &[(&str, &str)]) -> String {
    let mut hash = Sha256::new();
    for (path, text) in files {
        for part in [path.as_bytes(), text.as_bytes()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn sorted<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<(&'a str, &'a str)> {
    let mut files: Vec<(&str, &str)> = files.into_iter().collect();
    files.sort_unstable();
    files
}

/// Reads files; the order of the answers is theirs.
fn read_all(files: &[(&str, &str)]) -> Vec<Result<Provision, PackError>> {
    side_by_side(files, |files| {
        let read = |(path, text): &(&str, &str)| reading::provision(path, text);
        files.iter().map(read).collect()
    })
}

/// Works on two halves at once; the answers stand in the order of what is worked on.
fn side_by_side<T: Sync, R: Send>(all: &[T], work: impl Fn(&[T]) -> Vec<R> + Sync) -> Vec<R> {
    let (first, second) = all.split_at(all.len() / 2);
    std::thread::scope(|scope| {
        let beside = scope.spawn(|| work(second));
        let mut done = work(first);
        match beside.join() {
            Ok(rest) => done.extend(rest),
            Err(panic) => std::panic::resume_unwind(panic),
        }
        done
    })
}

fn insert(provisions: &mut ById, new: Provision) -> Option<PackError> {
    if let Some(old) = provisions.get(new.id()) {
        return Some(references::duplicate(old, &new));
    }
    provisions.insert(new.id().clone(), Arc::new(new));
    None
}

fn validate(provisions: &ById, names: &Names) -> Vec<PackError> {
    let schema = match schema::schema(names) {
        Ok(schema) => schema,
        Err(error) => return vec![error],
    };
    let all: Vec<&Arc<Provision>> = provisions.values().collect();
    side_by_side(&all, |part| validate_part(part, schema.clone()))
}

/// Validates the rules of some provisions: rules are validated one by one, so the parts do not matter.
fn validate_part(provisions: &[&Arc<Provision>], schema: Schema) -> Vec<PackError> {
    let mut policies = PolicySet::new();
    let mut places: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    let mut errors = Vec::new();
    for provision in provisions {
        for rule in &provision.rules {
            places.insert(&rule.name, (&provision.file, rule.line));
            if let Err(error) = policies.add(rule.policy.clone()) {
                let fact = format!("a rule cannot join the others: {error}");
                errors.push(PackError::new(
                    "pack.cedar",
                    &provision.file,
                    rule.line,
                    fact,
                ));
            }
        }
    }
    let result = Validator::new(schema).validate(&policies, ValidationMode::Strict);
    errors.extend(result.validation_errors().map(|error| {
        let name = name(error.policy_id());
        let (file, line) = places.get(name).copied().unwrap_or(("", 0));
        PackError::new("pack.rule", file, line, error.to_string())
            .detail(format!("rule `{name}`"))
            .hint("crates/law/src/schema.cedarschema lists the facts that rules may read; classes, counts and shares must be defined in some pack")
    }));
    errors
}

/// Returns the name of a rule as its pack writes it: shown as text, an id is escaped.
fn name(id: &PolicyId) -> &str {
    id.as_ref()
}

/// Returns true when a period of the provision, and the rule's own, hold `day`.
pub(crate) fn holds(provision: &Provision, rule: &Rule, day: Day) -> bool {
    provision.periods.iter().any(|period| period.contains(day))
        && rule.period.is_none_or(|period| period.contains(day))
}
