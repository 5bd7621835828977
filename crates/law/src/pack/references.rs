//! What provisions say of each other: names they share, and references that must lead somewhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use portolan_terms::RuleId;

use super::{
    Names, PackError,
    provision::{Provision, RuleKind, Subject},
};

/// Holds provisions by id.
pub(super) type ById = BTreeMap<RuleId, Arc<Provision>>;

/// Says that two files define one provision.
pub(super) fn duplicate(first: &Provision, second: &Provision) -> PackError {
    let line = |provision: &Provision| provision.line_of("", "id", second.id().as_str(), 0);
    let fact = format!("`{}` is defined twice", second.id());
    PackError::new("pack.duplicate", &second.file, line(second), fact)
        .detail(format!("{}:{}", first.file, line(first)))
        .hint("give one of them another id")
}

/// Returns the names that packs define and rules may read.
pub(super) fn names(provisions: &ById) -> Names {
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

/// Returns the groups that provisions define, each with the place of its first entry.
pub(super) fn groups(provisions: &ById) -> BTreeMap<String, String> {
    let mut groups = BTreeMap::new();
    for provision in provisions.values() {
        for entry in &provision.front.groups {
            let line = provision.line_of("group", "name", &entry.name, 0);
            let place = format!("{}:{line}", provision.file);
            groups.entry(entry.name.clone()).or_insert(place);
        }
    }
    groups
}

/// Finds references to provisions and rules that do not exist, and parameters that clash.
pub(super) fn references(provisions: &ById) -> Vec<PackError> {
    let mut errors = parameters(provisions);
    for provision in provisions.values() {
        let file = provision.file.as_str();
        for statement in &provision.front.unenforced {
            if !provisions.contains_key(&statement.by) {
                let line = provision.line_of("enforcement", "by", statement.by.as_str(), 0);
                let fact = format!("`{}` is no provision", statement.by);
                errors.push(PackError::new("pack.enforcement", file, line, fact));
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

/// Finds counts and shares that have two values: they apply on every day, so one name has one.
fn parameters(provisions: &ById) -> Vec<PackError> {
    let mut errors = Vec::new();
    let mut seen: BTreeMap<(&str, &str), String> = BTreeMap::new();
    for provision in provisions.values() {
        let front = &provision.front;
        let counts = front.counts.iter().map(|count| ("count", &count.name));
        let shares = front.shares.iter().map(|share| ("share", &share.name));
        let mut of_file: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (kind, name) in counts.chain(shares) {
            let key = (kind, name.as_str());
            let before = of_file.entry(key).or_default();
            let line = provision.line_of(kind, "name", name, *before);
            *before += 1;
            let place = format!("{}:{line}", provision.file);
            if let Some(first) = seen.insert(key, place) {
                let fact = format!("two values for the {kind} `{name}` on the same days");
                errors.push(
                    PackError::new("pack.parameter", &provision.file, line, fact)
                        .detail(first)
                        .hint("keep one of them, or give the other another name"),
                );
            }
        }
    }
    errors
}

fn target_exists(provisions: &ById, target: &str) -> bool {
    let (provision, label) = match target.split_once('/') {
        Some((provision, label)) => (provision, Some(label)),
        None => (target, None),
    };
    provisions.iter().any(|(id, provision_found)| {
        let named = |label: &str| provision_found.rules.iter().any(|rule| rule.label == label);
        id.as_str() == provision && label.is_none_or(named)
    })
}
