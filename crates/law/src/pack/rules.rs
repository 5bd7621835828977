//! Rules read from the fenced Cedar blocks of a provision file.

use std::{collections::BTreeMap, str::FromStr};

use cedar_policy::{ActionConstraint, Effect, EntityUid, Policy, PolicyId};
use miette::Diagnostic;
use portolan_acts::{Act, Need, words::Duty, words::Flag};
use portolan_terms::{
    Day, Period, Place,
    evidence::{EvidenceKind, Finding, Holder, Review},
};

use super::{
    PackError, limits,
    provision::{Bar, Cure, Rule, RuleKind, Subject},
    reads,
};

const ANNOTATIONS: [&str; 24] = [
    "class",
    "bar",
    "ground",
    "base",
    "need",
    "or",
    "issuer",
    "review",
    "days_before",
    "life_years",
    "filed_workdays",
    "holder",
    "finding",
    "binding",
    "covers_law",
    "unsettled",
    "cured_flag",
    "cured_duty",
    "says",
    "duty",
    "flag",
    "lifts",
    "only",
    "limb",
];

/// Returns the single policies of a block, each with its line.
pub(crate) fn split(first_line: usize, block: &str) -> Vec<(usize, String)> {
    let mut policies = Vec::new();
    let mut current = String::new();
    let mut line = first_line;
    let mut start = first_line;
    let (mut in_text, mut in_comment, mut escaped) = (false, false, false);
    let mut last = ' ';
    for character in block.chars() {
        if current.trim().is_empty() {
            start = line;
        }
        current.push(character);
        match character {
            '\n' => {
                line += 1;
                in_comment = false;
            }
            _ if in_comment => {}
            '\\' if in_text => escaped = !escaped,
            '"' if !escaped => in_text = !in_text,
            '/' if !in_text && last == '/' => in_comment = true,
            ';' if !in_text => policies.push((start, std::mem::take(&mut current))),
            _ => {}
        }
        if character != '\\' {
            escaped = false;
        }
        last = character;
    }
    let rest_is_comment = current
        .lines()
        .all(|rest| rest.trim().is_empty() || rest.trim_start().starts_with("//"));
    if !rest_is_comment {
        policies.push((start, current));
    }
    policies
}

/// Reads one rule.
///
/// # Errors
/// When the Cedar text does not parse, or an annotation is unknown, missing or malformed.
pub(crate) fn read(
    provision: &str,
    file: &str,
    line: usize,
    text: &str,
    index: usize,
) -> Result<Rule, PackError> {
    limits::within(file, line, text)?;
    let policy = Policy::parse(None, text).map_err(|errors| syntax(file, line, text, &errors))?;
    let json = policy.to_json().map_err(|error| {
        PackError::new(
            "pack.cedar",
            file,
            line,
            format!("the rule cannot be read: {error}"),
        )
    })?;
    let notes = Notes {
        notes: reads::annotations(&json),
        file,
        line,
    };
    notes.check_words()?;
    let kind = notes.kind(policy.effect())?;
    let label = notes.label(&kind, index);
    let (read, literals) = reads::of_policy(&json);
    let name = format!("{provision}/{label}");
    Ok(Rule {
        policy: policy.new_id(PolicyId::new(&name)),
        kinds: kinds(&policy, file, line)?,
        name,
        label,
        line,
        period: notes.period()?,
        says: notes.notes.get("says").cloned(),
        duties: notes.words("duty", Duty::from_word)?,
        flags: notes.words("flag", Flag::from_word)?,
        lifts: notes.list("lifts"),
        limb: notes.notes.get("limb").cloned(),
        only_as_enforced: notes.only()?,
        reads: read,
        literals,
        kind,
    })
}

fn syntax(file: &str, line: usize, text: &str, errors: &cedar_policy::ParseErrors) -> PackError {
    let label = errors.labels().and_then(|mut labels| labels.next());
    let offset = label.map_or(0, |label| label.offset());
    let before = text.get(..offset).unwrap_or_default();
    let lines_before = before.matches('\n').count();
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count();
    let source = text.lines().nth(lines_before).unwrap_or_default();
    PackError::new(
        "pack.cedar",
        file,
        line + lines_before,
        "a rule does not parse",
    )
    .detail(source.to_owned())
    .detail(format!("{}^ {errors}", " ".repeat(column)))
    .hint("see docs/recipes/encode-a-provision.md for the form of a rule")
}

/// Returns the kinds of act that the scope of a policy names.
fn kinds(policy: &Policy, file: &str, line: usize) -> Result<Vec<&'static str>, PackError> {
    let one = |uid: &EntityUid| -> Vec<&'static str> {
        match uid.id().unescaped() {
            "carry-data" => crate::entities::CARRY_DATA.to_vec(),
            "classify-party" | "classify-item" | "classify-data" => vec!["classify"],
            name => Act::KINDS
                .iter()
                .copied()
                .filter(|kind| *kind == name)
                .collect(),
        }
    };
    let kinds = match policy.action_constraint() {
        ActionConstraint::Any => Act::KINDS.to_vec(),
        ActionConstraint::Eq(uid) => one(&uid),
        ActionConstraint::In(uids) => uids.iter().flat_map(one).collect(),
    };
    if kinds.is_empty() {
        return Err(
            PackError::new("pack.action", file, line, "a rule names no kind of act")
                .hint(format!("use one of {}", Act::KINDS.join(", "))),
        );
    }
    Ok(kinds)
}

struct Notes<'a> {
    notes: BTreeMap<String, String>,
    file: &'a str,
    line: usize,
}

impl Notes<'_> {
    fn error(&self, fact: impl Into<String>) -> PackError {
        PackError::new("pack.annotation", self.file, self.line, fact)
    }

    fn check_words(&self) -> Result<(), PackError> {
        for key in self.notes.keys() {
            if !ANNOTATIONS.contains(&key.as_str()) && key != "from" && key != "until" {
                return Err(self
                    .error(format!("`@{key}` is no annotation"))
                    .hint(format!("the annotations are {}", ANNOTATIONS.join(", "))));
            }
        }
        Ok(())
    }

    fn list(&self, key: &str) -> Vec<String> {
        self.notes
            .get(key)
            .map(|words| words.split_whitespace().map(str::to_owned).collect())
            .unwrap_or_default()
    }

    fn words<T>(&self, key: &str, read: fn(&str) -> Option<T>) -> Result<Vec<T>, PackError> {
        self.list(key)
            .iter()
            .map(|word| read(word).ok_or_else(|| self.error(format!("`{word}` is no {key}"))))
            .collect()
    }

    fn word<T>(&self, key: &str, read: fn(&str) -> Option<T>) -> Result<Option<T>, PackError> {
        let Some(word) = self.notes.get(key) else {
            return Ok(None);
        };
        read(word)
            .map(Some)
            .ok_or_else(|| self.error(format!("`{word}` is no {key}")))
    }

    fn parsed<T: FromStr>(&self, key: &str) -> Result<Option<T>, PackError> {
        let Some(text) = self.notes.get(key) else {
            return Ok(None);
        };
        let error = |_| self.error(format!("`{text}` cannot stand for `@{key}`"));
        text.parse().map(Some).map_err(error)
    }

    fn only(&self) -> Result<bool, PackError> {
        match self.notes.get("only").map(String::as_str) {
            None => Ok(false),
            Some("as-enforced") => Ok(true),
            Some(other) => Err(self
                .error(format!("`{other}` is no posture for `@only`"))
                .hint("the one posture it takes is `as-enforced`")),
        }
    }

    fn period(&self) -> Result<Option<Period>, PackError> {
        let from: Option<Day> = self.parsed("from")?;
        let until: Option<Day> = self.parsed("until")?;
        if let (Some(from), Some(until)) = (from, until)
            && until <= from
        {
            return Err(self.error(format!(
                "the rule ends on {until}, before it starts on {from}"
            )));
        }
        Ok(match (from, until) {
            (None, None) => None,
            _ => Some(Period {
                from: from.unwrap_or(Day::FIRST),
                until,
            }),
        })
    }

    fn kind(&self, effect: Effect) -> Result<RuleKind, PackError> {
        let has = |key: &str| self.notes.contains_key(key);
        let chosen = ["class", "bar", "ground", "base"]
            .into_iter()
            .filter(|key| has(key));
        let chosen: Vec<&str> = chosen.collect();
        let kind = match chosen.as_slice() {
            ["class"] => self.class()?,
            ["bar"] => RuleKind::Bar(self.bar()?),
            ["ground"] => RuleKind::Ground,
            ["base"] => RuleKind::Base,
            _ => {
                return Err(self
                    .error("a rule is exactly one of `@class`, `@bar`, `@ground`, `@base`")
                    .hint("put one of them before the rule"));
            }
        };
        let bars = matches!(kind, RuleKind::Bar(_));
        if bars != (effect == Effect::Forbid) {
            return Err(self.error("a `@bar` is a `forbid`; every other rule is a `permit`"));
        }
        Ok(kind)
    }

    fn class(&self) -> Result<RuleKind, PackError> {
        let class = self.notes.get("class").cloned().unwrap_or_default();
        if class.is_empty() {
            return Err(self.error("a `@class` needs a name"));
        }
        // The subject is settled by the loader, which knows the action of the scope.
        Ok(RuleKind::Class {
            subject: Subject::Party,
            class,
        })
    }

    fn bar(&self) -> Result<Bar, PackError> {
        let need = self.word("need", EvidenceKind::from_word)?;
        match (need, self.notes.get("unsettled")) {
            (None, None) => Ok(Bar::Forbids),
            (None, Some(question)) => Ok(Bar::Unsettles {
                question: question.clone(),
            }),
            (Some(kind), None) => Ok(Bar::Needs(Box::new(self.cure(kind)?))),
            (Some(_), Some(_)) => Err(self.error("a bar has `@need` or `@unsettled`, not both")),
        }
    }

    fn cure(&self, kind: EvidenceKind) -> Result<Cure, PackError> {
        let issuer: Option<Place> = self.parsed("issuer")?;
        let review = self.word("review", Review::from_word)?;
        if kind == EvidenceKind::Licence && (review.is_none() || issuer.is_none()) {
            return Err(self
                .error("a licence needs `@review` and `@issuer`")
                .hint("write how an application is reviewed, or `@review(\"unspecified\")`"));
        }
        let truth = |key: &str| self.notes.get(key).is_some_and(|text| text == "true");
        Ok(Cure {
            need: Need {
                kind,
                or: self.words("or", EvidenceKind::from_word)?,
                issuer,
                review,
                days_before: self.parsed("days_before")?,
                scope: None,
            },
            life_years: self.parsed("life_years")?,
            filed_workdays: self.parsed("filed_workdays")?,
            holder: self.word("holder", Holder::from_word)?,
            finding: self.word("finding", Finding::from_word)?,
            binding: truth("binding"),
            covers_law: truth("covers_law"),
            cured_flags: self.words("cured_flag", Flag::from_word)?,
            cured_duties: self.words("cured_duty", Duty::from_word)?,
        })
    }

    fn label(&self, kind: &RuleKind, index: usize) -> String {
        let written = match kind {
            RuleKind::Class { class, .. } => return format!("class-{class}-{index}"),
            RuleKind::Bar(_) => self.notes.get("bar"),
            RuleKind::Ground => self.notes.get("ground"),
            RuleKind::Base => return format!("base-{index}"),
        };
        written
            .filter(|label| !label.is_empty())
            .cloned()
            .unwrap_or_else(|| index.to_string())
    }
}
