//! A set of packs: every file read, every reference resolved, every rule validated.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cedar_policy::{PolicySet, ValidationMode, Validator};
use portolan_terms::{Day, Period, RuleId};
use sha2::{Digest, Sha256};

use crate::memory::Shared;

use super::{
    Names, PackError, PackErrors, file,
    provision::{FrontMatter, Provision, Rule, RuleKind, Subject},
    rules, schema,
};

/// Holds the provisions of a set of packs; a value that exists is well-formed.
#[derive(Clone, Debug)]
pub struct Packs {
    pub(crate) provisions: BTreeMap<RuleId, Arc<Provision>>,
    pub(crate) names: Names,
    digest: String,
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
        let mut files: Vec<(&str, &str)> = files.into_iter().collect();
        files.sort_unstable();
        let mut errors = Vec::new();
        let mut provisions: BTreeMap<RuleId, Arc<Provision>> = BTreeMap::new();
        for (path, text) in &files {
            match provision(path, text) {
                Ok(new) => match provisions.get(new.id()) {
                    Some(old) => errors.push(duplicate(&old.file, &new)),
                    None => {
                        provisions.insert(new.id().clone(), Arc::new(new));
                    }
                },
                Err(error) => errors.push(error),
            }
        }
        let names = names(&provisions);
        errors.extend(references(&provisions));
        if errors.is_empty() {
            errors.extend(validate(&provisions, &names));
        }
        if errors.is_empty() {
            Ok(Self {
                provisions,
                names,
                digest: digest(&files),
                memory: Arc::default(),
            })
        } else {
            Err(PackErrors(errors))
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

fn duplicate(first: &str, second: &Provision) -> PackError {
    PackError::new(
        "pack.duplicate",
        &second.file,
        2,
        format!("`{}` is defined twice", second.id()),
    )
    .detail(format!("{first}:2"))
    .hint("give one of them another id")
}

fn provision(path: &str, text: &str) -> Result<Provision, PackError> {
    let parts = file::take_apart(path, text)?;
    let front: FrontMatter = toml::from_str(parts.front).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        let before = parts.front.get(..offset).unwrap_or_default();
        let line = parts.front_line + before.matches('\n').count();
        PackError::new("pack.front-matter", path, line, error.message().to_owned())
            .hint("docs/recipes/encode-a-provision.md lists the front matter")
    })?;
    let periods = periods(&front, path)?;
    let mut rules = Vec::new();
    for (line, block) in &parts.rules {
        for (line, text) in rules::split(*line, block) {
            let mut rule = rules::read(front.id.as_str(), path, line, &text, rules.len())?;
            settle_subject(&mut rule, path)?;
            rules.push(Arc::new(rule));
        }
    }
    same_labels(&rules, path)?;
    if front.sources.is_empty() {
        return Err(
            PackError::new("pack.sources", path, 2, "a provision without a source")
                .hint("add `sources = [{ kind = \"official\", title = \"…\", url = \"…\" }]`"),
        );
    }
    let (words, cases) = (parts.words, parts.cases);
    Ok(Provision {
        front,
        file: path.to_owned(),
        words,
        periods,
        rules,
        cases,
    })
}

fn periods(front: &FrontMatter, path: &str) -> Result<Vec<Period>, PackError> {
    let error = |fact: String| Err(PackError::new("pack.period", path, 2, fact));
    let periods: Vec<Period> = match (front.from, front.periods.as_slice()) {
        (Some(from), []) => vec![Period {
            from,
            until: front.until,
        }],
        (None, [_, ..]) => front
            .periods
            .iter()
            .map(|window| (*window).into())
            .collect(),
        (None, []) => return error("a provision needs `from` or `periods`".to_owned()),
        (Some(_), [_, ..]) => return error("write `from` or `periods`, not both".to_owned()),
    };
    for period in &periods {
        if let Some(until) = period.until
            && until <= period.from
        {
            let from = period.from;
            return error(format!(
                "the provision ends on {until}, before it starts on {from}"
            ));
        }
    }
    Ok(periods)
}

/// Finds out from the action of a class whether it classifies parties, items or data.
fn settle_subject(rule: &mut Rule, path: &str) -> Result<(), PackError> {
    let RuleKind::Class { subject, .. } = &mut rule.kind else {
        if rule.kinds.contains(&"classify") {
            return Err(PackError::new(
                "pack.class",
                path,
                rule.line,
                "only a `@class` classifies",
            ));
        }
        return Ok(());
    };
    let text = rule.policy.to_string();
    *subject = if text.contains("\"classify-party\"") {
        Subject::Party
    } else if text.contains("\"classify-item\"") {
        Subject::Item
    } else if text.contains("\"classify-data\"") {
        Subject::Data
    } else {
        let fact =
            "a `@class` needs the action `classify-party`, `classify-item` or `classify-data`";
        return Err(PackError::new("pack.class", path, rule.line, fact));
    };
    Ok(())
}

fn same_labels(rules: &[Arc<Rule>], path: &str) -> Result<(), PackError> {
    let mut seen = BTreeSet::new();
    for rule in rules {
        if !seen.insert(&rule.label) {
            let fact = format!("two rules are labelled `{}`", rule.label);
            return Err(PackError::new("pack.label", path, rule.line, fact)
                .hint("a label names a paragraph once in a file"));
        }
    }
    Ok(())
}

fn names(provisions: &BTreeMap<RuleId, Arc<Provision>>) -> Names {
    let mut names = Names::default();
    for provision in provisions.values() {
        names.counts.extend(
            provision
                .front
                .counts
                .iter()
                .map(|count| count.name.clone()),
        );
        names.shares.extend(
            provision
                .front
                .shares
                .iter()
                .map(|share| share.name.clone()),
        );
        for rule in &provision.rules {
            if let RuleKind::Class { subject, class } = &rule.kind {
                let classes = match subject {
                    Subject::Party => &mut names.party_classes,
                    Subject::Item => &mut names.item_classes,
                    Subject::Data => &mut names.data_classes,
                };
                classes.insert(class.clone());
            }
        }
    }
    names
}

/// Finds references to provisions and rules that do not exist, and parameters that clash.
fn references(provisions: &BTreeMap<RuleId, Arc<Provision>>) -> Vec<PackError> {
    let mut errors = Vec::new();
    let mut parameters: BTreeMap<String, &str> = BTreeMap::new();
    for provision in provisions.values() {
        let file = provision.file.as_str();
        for statement in &provision.front.unenforced {
            if !provisions.contains_key(&statement.by) {
                let fact = format!("`{}` is no provision", statement.by);
                errors.push(PackError::new("pack.enforcement", file, 2, fact));
            }
        }
        let counts = provision
            .front
            .counts
            .iter()
            .map(|count| format!("count {}", count.name));
        let shares = provision
            .front
            .shares
            .iter()
            .map(|share| format!("share {}", share.name));
        for name in counts.chain(shares) {
            if let Some(first) = parameters.insert(name.clone(), file) {
                let fact = format!("two values for the parameter `{name}`");
                errors
                    .push(PackError::new("pack.parameter", file, 2, fact).detail(first.to_owned()));
            }
        }
        for rule in &provision.rules {
            for target in &rule.lifts {
                if !target_exists(provisions, target) {
                    let fact = format!("`@lifts` names `{target}`, which no pack defines");
                    errors.push(PackError::new("pack.lifts", file, rule.line, fact));
                }
            }
        }
    }
    errors
}

fn target_exists(provisions: &BTreeMap<RuleId, Arc<Provision>>, target: &str) -> bool {
    let (provision, label) = match target.split_once('/') {
        Some((provision, label)) => (provision, Some(label)),
        None => (target, None),
    };
    provisions.iter().any(|(id, provision_found)| {
        let named = |label: &str| provision_found.rules.iter().any(|rule| rule.label == label);
        id.as_str() == provision && label.is_none_or(named)
    })
}

fn validate(provisions: &BTreeMap<RuleId, Arc<Provision>>, names: &Names) -> Vec<PackError> {
    let schema = match schema::schema(names) {
        Ok(schema) => schema,
        Err(error) => return vec![error],
    };
    let mut policies = PolicySet::new();
    let mut places: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    let mut errors = Vec::new();
    for provision in provisions.values() {
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
        let name = error.policy_id().to_string();
        let (file, line) = places.get(name.as_str()).copied().unwrap_or(("", 0));
        PackError::new("pack.rule", file, line, error.to_string())
            .detail(format!("rule `{name}`"))
            .hint("crates/law/src/schema.cedarschema lists the facts that rules may read; classes, counts and shares must be defined in some pack")
    }));
    errors
}

/// Returns true when a period of the provision, and the rule's own, hold `day`.
pub(crate) fn holds(provision: &Provision, rule: &Rule, day: Day) -> bool {
    provision.periods.iter().any(|period| period.contains(day))
        && rule.period.is_none_or(|period| period.contains(day))
}
