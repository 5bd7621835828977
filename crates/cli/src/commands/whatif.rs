//! `portolan whatif`: the plan as it is, and with supposed changes of law or facts.

use std::{collections::BTreeSet, path::PathBuf, str::FromStr};

use clap::Args;
use portolan_facts::{
    Scenario, SourceText,
    scenario::edit::{self, Edit},
    suggestion,
};
use portolan_law::{Packs, SupposeError, Supposition};
use portolan_plan::Request;
use portolan_terms::{Day, RuleId};
use serde::Serialize;
use serde_json::json;

use super::{
    Answer, Failure, Stage,
    effort::{Effort, spinner},
    plan, print, print_json,
    question::{QuestionArguments, request},
    write_file,
};
use crate::{
    load::{self, PublicFacts, Texts},
    text,
};

const EXAMPLES: &str = "\
A path is KIND.ID.KEY as the TOML of the scenario has it: a kind of record (party, site, pool,
purchase, dataset, evidence, workload, scenario), its id, the keys below; [1] is the first of a list.
`=` sets, `+=` adds to a list, `KIND+={ id = \"…\", … }` adds a record. Texts need no quotes.

Examples:
  a bill becomes law, a rule starts later, a rule ends
    --enact us-bill-remote-access@2025-12-01
    --enact us-s232-2026@2026-06-01
    --repeal us-3a090-2023@2025-12-01
  a pool has another owner
    --set pool.johor-h100.owner=alibaba
  a party is put on a list
    --set 'party.ytl-power.listed+={ list = \"us-entity-list\", on = 2025-11-20 }'
  a licence is granted, for so many chips
    --set 'evidence+={ id = \"lic\", kind = \"licence\", issuer = \"US\", granted_on = 2025-11-14 }'
    --set 'purchase.buy-b200-alibaba.on_file=[\"lic\"]'
    --set evidence.lic.scope.max_chips=512
  a price, a deadline, room
    --set pool.johor-h100.lease.price_chip_hour=2.10
    --set workload.qwen-next.deadline_days=200
    --set pool.johor-h100.stock[1].chips=512

Both plans are made on the same day. Exit code: that of `plan` in the world with the changes.";

/// The arguments of `portolan whatif`.
#[derive(Args, Debug)]
#[command(after_help = EXAMPLES)]
#[command(group(clap::ArgGroup::new("changes").required(true).multiple(true)))]
pub struct WhatIf {
    #[command(flatten)]
    question: QuestionArguments,
    /// Let a bill, proposal, announcement or report bind from a day; move the start of what binds.
    #[arg(long, value_name = "ID@DAY", group = "changes")]
    enact: Vec<Dated>,
    /// Let a provision end on a day.
    #[arg(long, value_name = "ID@DAY", group = "changes")]
    repeal: Vec<Dated>,
    /// Set a fact of the scenario, by its path.
    #[arg(long, value_name = "PATH=VALUE", group = "changes")]
    set: Vec<Edit>,
    #[command(flatten)]
    effort: Effort,
    /// Write the plan of the world with the changes to a file; `verify` tells it from one of the
    /// world as it is.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Holds a provision and a day.
#[derive(Clone, Debug)]
pub(super) struct Dated {
    pub(super) rule: RuleId,
    pub(super) day: Day,
}

impl FromStr for Dated {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (rule, day) = text
            .rsplit_once('@')
            .ok_or("write the id of a provision, `@` and a day: us-bill-gain@2026-01-01")?;
        Ok(Self {
            rule: rule.parse().map_err(|error| format!("{error}"))?,
            day: day.parse().map_err(|error| format!("{error}"))?,
        })
    }
}

impl WhatIf {
    /// Runs the command.
    pub fn run(&self, stage: &Stage) -> Result<Answer, Failure> {
        let facts = stage.sources.atlas()?;
        let files = load::scenario_files(self.question.scenario.as_deref())?;
        let scenario = load::scenario(&files, &facts.atlas, self.question.on)?;
        let (edited, changed) = edited(&files, &facts, &self.set, self.question.on)?;
        let watcher = || self.effort.watch();
        let reading = self.question.reading.reading();
        let mut before = request(stage, &scenario, &files, &facts, reading)?;
        before.watcher = &watcher;
        let law = law(&self.enact, &self.repeal);
        let supposed: BTreeSet<RuleId> = law.iter().map(|change| change.rule().clone()).collect();
        let after = Request {
            scenario: &changed,
            files: load::fact_files(&edited),
            packs: std::sync::Arc::new(supposing(&before.packs, &law, scenario.on)?),
            ..before.clone()
        };
        let spinner = spinner("planning both worlds");
        let found = portolan_plan::whatif(&before, &after, &supposed);
        spinner.finish_and_clear();
        let (found, plan) = found.map_err(Failure::told)?;
        if let Some(path) = &self.out {
            let text = serde_json::to_string_pretty(&plan).map_err(Failure::told)?;
            write_file(path, &format!("{text}\n"))?;
        }
        let supposed = self.supposed(&law, &after.packs);
        if stage.json {
            let mut document = serde_json::to_value(&found).map_err(Failure::told)?;
            if let Some(members) = document.as_object_mut() {
                members.insert("supposed".to_owned(), json!(supposed));
            }
            print_json(&document)?;
        } else {
            print(&text::whatif(&found, &supposed, &after.packs))?;
        }
        Ok(plan::answer(&plan))
    }

    /// Returns what is supposed, change by change.
    fn supposed(&self, law: &[Supposition], packs: &Packs) -> Vec<Supposed> {
        let of_law = law.iter().map(|change| Supposed {
            kind: match change {
                Supposition::Enact { .. } => "enact",
                Supposition::Repeal { .. } => "repeal",
            },
            what: change.to_string(),
            title: packs
                .provision(change.rule())
                .map_or_else(String::new, |found| found.title().to_owned()),
        });
        let set = self.set.iter().map(|edit| Supposed {
            kind: "set",
            what: edit.to_string(),
            title: String::new(),
        });
        of_law.chain(set).collect()
    }
}

/// Holds one change that is supposed.
#[derive(Serialize)]
pub struct Supposed {
    /// `enact`, `repeal` or `set`.
    pub kind: &'static str,
    /// The change, in words.
    pub what: String,
    /// The title of the provision; empty for a fact.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
}

/// Returns the scenario with the facts that are set, and its files.
pub(super) fn edited(
    files: &Texts,
    facts: &PublicFacts,
    set: &[Edit],
    on: Option<Day>,
) -> Result<(Texts, Scenario), Failure> {
    let texts: Vec<SourceText<'_>> = files
        .iter()
        .map(|(name, text)| SourceText::new(name, text))
        .collect();
    let (edited, scenario) = edit::read(&texts, set, &facts.atlas).map_err(Failure::all)?;
    let scenario = match on {
        Some(on) => scenario.asked_on(on).map_err(Failure::all)?,
        None => scenario,
    };
    Ok((edited, scenario))
}

/// Returns changes of law: what is enacted, then what is repealed.
pub(super) fn law(enact: &[Dated], repeal: &[Dated]) -> Vec<Supposition> {
    let enacted = enact.iter().map(|one| Supposition::Enact {
        rule: one.rule.clone(),
        from: one.day,
    });
    let repealed = repeal.iter().map(|one| Supposition::Repeal {
        rule: one.rule.clone(),
        on: one.day,
    });
    enacted.chain(repealed).collect()
}

/// Returns the packs with the changes of law.
pub(super) fn supposing(packs: &Packs, law: &[Supposition], on: Day) -> Result<Packs, Failure> {
    if law.is_empty() {
        return Ok(packs.clone());
    }
    packs.supposing(law, on).map_err(|error| {
        let ids = packs.provisions().map(|provision| provision.id().as_str());
        let ids: Vec<&str> = ids.collect();
        let hint = match &error {
            SupposeError::Unknown(rule) => {
                let near = suggestion(rule.as_str(), ids);
                format!("{near}; `portolan law list` names them all")
            }
            SupposeError::Twice(_) => "give one day for its start and one for its end".to_owned(),
            SupposeError::Backwards { .. } => "let it end after it starts".to_owned(),
        };
        Failure::Told(format!("error[whatif.law]: {error}\n\nhint: {hint}"))
    })
}
