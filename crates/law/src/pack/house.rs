//! House packs: what an organisation adds to the law. They narrow, and never widen.

use std::collections::BTreeMap;

use super::{
    Names, PackError,
    provision::{Provision, Rule, RuleKind, Subject},
};

/// Finds what in a house provision would do more than narrow: a rule that is no bar, a bar that
/// lifts another, a class or group of the law with a new meaning.
pub(super) fn widenings(
    provision: &Provision,
    of_law: &Names,
    groups_of_law: &BTreeMap<String, String>,
) -> Vec<PackError> {
    let error = |line: usize, fact: String| {
        PackError::new("pack.house", &provision.file, line, fact)
            .hint("a house pack holds `forbid` rules and classes of its own; `--packs-only` replaces the law instead")
    };
    let mut errors = Vec::new();
    for rule in &provision.rules {
        let facts = kind(rule, of_law).into_iter().chain(lifting(rule));
        errors.extend(facts.map(|fact| error(rule.line, fact)));
    }
    for entry in &provision.front.groups {
        if let Some(place) = groups_of_law.get(&entry.name) {
            let fact = format!(
                "a house pack changes who is in `{}`, a group of the law",
                entry.name
            );
            let line = provision.line_of("group", "name", &entry.name, 0);
            errors.push(error(line, fact).detail(format!("{place} defines it")));
        }
    }
    errors
}

fn kind(rule: &Rule, of_law: &Names) -> Option<String> {
    match &rule.kind {
        RuleKind::Bar(_) => None,
        RuleKind::Class { subject, class } => {
            let classes = match subject {
                Subject::Party => &of_law.party_classes,
                Subject::Item => &of_law.item_classes,
                Subject::Data => &of_law.data_classes,
            };
            classes
                .contains(class)
                .then(|| format!("a house pack redefines `{class}`, a class of the law"))
        }
        RuleKind::Ground | RuleKind::Base => Some(format!(
            "a house pack has a `@{}`, which does not forbid",
            rule.kind.word()
        )),
    }
}

fn lifting(rule: &Rule) -> Option<String> {
    let target = rule.lifts.first()?;
    Some(format!("a house pack lifts `{target}`"))
}
