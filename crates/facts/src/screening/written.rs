//! The file that a screening leaves beside a scenario.

use std::{collections::BTreeSet, fmt::Write as _};

use toml::Value;

use super::{Csl, Found};

const HEAD: &str = "\
# What the parties of this scenario were held against, and what may name one of them.
# Written by `portolan import csl`. A match with `same = \"unknown\"` holds back what turns on it. A person decides each:
#   same = true     the entry is this party
#   same = false    it is not; then add `decided_by`, `decided_on` and `because`
# Screening again keeps what was decided, while the entry stays as it is.
";

/// Returns the text of the file; `decided` gives back what a person had written of a match.
#[must_use]
pub fn written(
    csl: &Csl,
    (digest, likeness, max_age_days): (&str, u8, u32),
    names: &BTreeSet<String>,
    found: &[Found<'_>],
    decided: &dyn Fn(&Found<'_>) -> Option<toml::Table>,
) -> String {
    let mut text = HEAD.to_owned();
    let counts = csl.counts().into_iter().map(|(source, count)| {
        let entries = i64::try_from(count).unwrap_or(i64::MAX);
        Value::Table(
            [
                ("source".to_owned(), source.into()),
                ("entries".to_owned(), entries.into()),
            ]
            .into_iter()
            .collect(),
        )
    });
    let names: Vec<Value> = names.iter().map(|name| name.as_str().into()).collect();
    let day = |day: portolan_terms::Day| Value::String(day.to_string());
    let _ = write!(text, "\n[[screening]]\n");
    for (key, value) in [
        ("list", Value::from("US Consolidated Screening List")),
        ("dated", day(csl.dated)),
        ("digest", digest.into()),
        ("likeness", i64::from(likeness).into()),
        ("max_age_days", i64::from(max_age_days).into()),
        ("counts", Value::Array(counts.collect())),
        ("names", Value::Array(names)),
    ] {
        let _ = writeln!(text, "{key} = {value}");
    }
    for one in found {
        let entry = one.entry;
        let review = entry.review.map_or("unknown", |review| review.word());
        let _ = write!(text, "\n[[match]]\n");
        let keys = [
            ("party", Some(one.party.as_str().into())),
            ("owner", one.owner.as_deref().map(Value::from)),
            ("name", Some(one.name.as_str().into())),
            ("entry", Some(entry.name.as_str().into())),
            ("alias", (one.named != entry.name).then(|| one.named.into())),
            ("likeness", Some(i64::from(one.likeness).into())),
            ("source", Some(entry.source.as_str().into())),
            ("list", Some(entry.list().word().into())),
            ("on", entry.from.map(day)),
            ("until", entry.until.map(day)),
            ("items", entry.items.as_deref().map(Value::from)),
            ("review", Some(review.into())),
        ];
        for (key, value) in keys {
            if let Some(value) = value {
                let _ = writeln!(text, "{key} = {value}");
            }
        }
        match decided(one) {
            Some(decision) => {
                for (key, value) in decision {
                    let _ = writeln!(text, "{key} = {value}");
                }
            }
            None => text.push_str("same = \"unknown\"\n"),
        }
    }
    text
}
