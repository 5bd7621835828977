//! `portolan law new`: the skeleton of a provision.

use std::path::PathBuf;

use clap::Args;
use portolan_acts::Question;
use portolan_law::{Corpus, Packs, Status};
use portolan_terms::{Day, Place, RuleId};
use serde_json::{Value as Json, json};

use super::{Answer, Failure, Stage, print, print_json, write_file};

/// The arguments of `portolan law new`.
#[derive(Args, Debug)]
#[command(after_long_help = "\
The skeleton loads and its cases agree as it stands. It says nothing yet: until you write what the text asks, a supply that
its law reaches is unsettled. docs/recipes/encode-a-provision.md leads through the rest.")]
pub struct New {
    /// The id of the provision; other files refer to it, so it never changes.
    id: RuleId,
    /// Whose law it is; for a house rule, the place of the firm.
    #[arg(long, value_name = "PLACE")]
    place: Place,
    /// The first day on which it applies.
    #[arg(long, value_name = "DAY")]
    from: Day,
    /// What it is: regulation, statute, guidance, house, ...
    #[arg(long, value_name = "STATUS", default_value = "regulation", value_parser = status)]
    status: Status,
    /// The file to write; `ID.md` when left out. It must not be there yet.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

fn status(word: &str) -> Result<Status, String> {
    Status::from_word(word).ok_or_else(|| {
        let words: Vec<&str> = Status::ALL.iter().map(|status| status.word()).collect();
        format!("write one of {}", words.join(", "))
    })
}

impl New {
    /// Runs the command.
    pub fn run(&self, stage: &Stage) -> Result<Answer, Failure> {
        let file = self.out.clone();
        let file = file.unwrap_or_else(|| PathBuf::from(format!("{}.md", self.id)));
        if file.exists() {
            return Err(Failure::Told(format!(
                "error[law.exists]: `{}` is there already, and nothing in it was touched\n\nhint: name another file with `--out`",
                file.display()
            )));
        }
        let packs = stage.sources.packs()?;
        if let Some(known) = packs.provision(&self.id) {
            return Err(Failure::Told(format!(
                "error[law.exists]: a provision has the id `{}` already\n\n  {}\n\nhint: give the new one another id",
                self.id, known.file
            )));
        }
        let text = self.skeleton();
        let name = file.display().to_string();
        let cases = self.cases(&name, &text)?;
        write_file(&file, &format!("{text}{cases}```\n"))?;
        if stage.json {
            print_json(&json!({"id": self.id, "file": name}))?;
        } else {
            let house = if self.status == Status::House {
                "--packs"
            } else {
                "--packs-only"
            };
            let folder = file
                .parent()
                .filter(|folder| !folder.as_os_str().is_empty());
            let folder =
                folder.map_or_else(|| ".".to_owned(), |folder| folder.display().to_string());
            print(&format!(
                "`{name}` holds a skeleton that says nothing yet\n\nhint: write it, then `portolan law test {name} {house} {folder}`\n"
            ))?;
        }
        Ok(Answer::Yes)
    }

    fn skeleton(&self) -> String {
        let Self {
            id,
            place,
            from,
            status,
            ..
        } = self;
        format!(
            r#"+++
id = "{id}"
title = "{id}: write the title"
place = "{place}"
authority = "write who made it"
citation = "write how it is cited"
status = "{status}"
published = {from}
from = {from}
# until = {from}
checked = {from}
confidence = "low"
sources = [{{ kind = "secondary", title = "write where it can be read", url = "https://example.org" }}]
+++
# Write the heading

Say in plain English, in your own words, what the paragraph says.

```cedar
@bar("a")
@unsettled("What does {id} ask of a supply?")
@says("Write what the rule says, in one sentence.")
forbid (principal, action == Action::"supply", resource);
```

## Cases

```json
"#
        )
    }

    /// Returns the first and last cases of the skeleton, with what is ruled of them.
    fn cases(&self, name: &str, text: &str) -> Result<String, Failure> {
        let packs =
            Packs::read([(name, format!("{text}```\n").as_str())]).map_err(Failure::told)?;
        let corpus = Corpus::new(std::sync::Arc::new(packs));
        let mut cases = String::new();
        for (number, on, note) in [
            (1, self.from.before(), "The day before it applies."),
            (2, self.from, "The first day on which it applies."),
        ] {
            let mut case = self.case(number, on, note);
            let question: Question = serde_json::from_value(case.clone()).map_err(Failure::told)?;
            let ruling = corpus.ruling_on(&question);
            let bites = ruling.rests_on(self.id.as_str());
            let named = |bites: bool| {
                if bites {
                    vec![self.id.as_str()]
                } else {
                    Vec::new()
                }
            };
            let expect = json!({
                "outcome": ruling.outcome, "needs": [], "duties": [], "flags": ruling.flags,
                "rules": named(bites), "silent_rules": named(!bites), "confidence": "low",
            });
            if let Some(case) = case.as_object_mut() {
                case.insert("expect".to_owned(), expect);
            }
            cases.push_str(&format!("{case}\n"));
        }
        Ok(cases)
    }

    fn case(&self, number: u32, on: Day, note: &str) -> Json {
        let party = |name: &str| {
            json!({"name": name, "hq": self.place, "ultimate_parent_hq": self.place,
                "owners": [], "listed": [], "roles": []})
        };
        json!({
            "id": format!("{}.{number}", self.id), "on": on, "law_of": [self.place],
            "act": {"kind": "supply", "mode": "domestic-sale",
                "item": {"type": "accelerator", "us_jurisdiction": false, "tpp": 4_000},
                "supplier": party("a maker"), "recipient": party("a buyer"),
                "from": self.place, "to": self.place, "knows": [], "red_flags": [], "on_file": []},
            "note": note,
        })
    }
}
