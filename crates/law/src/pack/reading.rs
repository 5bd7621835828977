//! One provision file, understood: what can be told without looking at other files.

use std::collections::BTreeSet;
use std::sync::Arc;

use portolan_terms::{Day, Period};

use super::{
    PackError, file,
    provision::{FrontMatter, Provision, Rule, RuleKind, Subject},
    rules,
};

/// Reads a provision file.
///
/// # Errors
/// When its front matter or one of its rules is not well-formed, by itself.
pub(super) fn provision(path: &str, text: &str) -> Result<Provision, PackError> {
    let parts = file::take_apart(path, text)?;
    let front: FrontMatter = toml::from_str(parts.front).map_err(|error| {
        let offset = error.span().map_or(0, |span| span.start);
        let before = parts.front.get(..offset).unwrap_or_default();
        let line = parts.front_line + before.matches('\n').count();
        PackError::new("pack.front-matter", path, line, error.message().to_owned())
            .hint("docs/recipes/encode-a-provision.md lists the front matter")
    })?;
    let periods = periods(&front, path, parts.front)?;
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
        front_text: parts.front.to_owned(),
        words,
        periods,
        rules,
        cases,
        of_house: false,
    })
}

fn periods(front: &FrontMatter, path: &str, text: &str) -> Result<Vec<Period>, PackError> {
    let error = |fact: &str| Err(PackError::new("pack.period", path, 2, fact));
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
        (None, []) => return error("a provision needs `from` or `periods`"),
        (Some(_), [_, ..]) => return error("write `from` or `periods`, not both"),
    };
    let at = |code, table, until: Option<Day>| {
        let line = until.map_or(2, |until| {
            file::front_line(text, table, "until", &until.to_string(), 0)
        });
        move |fact| PackError::new(code, path, line, fact)
    };
    for period in &periods {
        ordered("provision", Some(period.from), period.until).map_err(at(
            "pack.period",
            "",
            period.until,
        ))?;
    }
    for group in &front.groups {
        let what = format!("entry of the group `{}`", group.name);
        ordered(&what, group.from, group.until).map_err(at("pack.group", "group", group.until))?;
    }
    for statement in &front.unenforced {
        let (from, until) = (Some(statement.from), statement.until);
        ordered("enforcement statement", from, until).map_err(at(
            "pack.enforcement",
            "enforcement",
            until,
        ))?;
    }
    Ok(periods)
}

/// Says what is wrong when something ends before it starts.
fn ordered(what: &str, from: Option<Day>, until: Option<Day>) -> Result<(), String> {
    match (from, until) {
        (Some(from), Some(until)) if until <= from => Err(format!(
            "the {what} ends on {until}, before it starts on {from}"
        )),
        (Some(_) | None, Some(_) | None) => Ok(()),
    }
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
