//! Import: a user's own tables of workloads, pools and parties, written as a scenario.
//!
//! Knows: the columns of the tables, and which facts law turns on.
//! Must not know: files, how law decides.
//! Main type: [`Tables`]. Start reading at [`Tables::scenario`].
//!
//! What a table does not say is written as `"unknown"` where law turns on it, never as a guess.

mod cells;
pub mod columns;
mod parties;
mod pools;
mod script;
pub(crate) mod table;
mod workloads;

use crate::{Atlas, FactsError, Scenario, SourceText};
use parties::Parties;
use script::Script;
use table::Table;

/// The name of the file that is written.
pub(crate) const WRITTEN: &str = "scenario.toml";

/// Holds the tables of a user, CSV or TSV.
#[derive(Clone, Copy, Debug)]
pub struct Tables<'a> {
    /// What runs.
    pub workloads: SourceText<'a>,
    /// Where it may run.
    pub pools: SourceText<'a>,
    /// Who takes part; parties that it does not name have unknown seats.
    pub parties: Option<SourceText<'a>>,
    /// A price list, under the name that it has beside the scenario.
    pub prices: Option<SourceText<'a>>,
}

/// Says how the scenario is called and which day is asked.
#[derive(Clone, Copy, Debug)]
pub struct Heading<'a> {
    /// The id of the scenario.
    pub id: &'a str,
    /// The day of the decision.
    pub on: &'a str,
    /// Parties that need no row, as TOML by id: makers of chips, with the letters sent to them.
    pub known: &'a [(&'a str, &'a str)],
}

impl Tables<'_> {
    /// Returns the text of a `scenario.toml`, which has been read and checked.
    ///
    /// # Errors
    /// With what is wrong in the tables, each with file, line, column and remedy: a header that is
    /// missing or names an unknown column, a cell that is empty or no value of its column, an id
    /// used twice, a chip or region that the atlas does not have, whatever [`Scenario::read`]
    /// refuses.
    ///
    /// # Example: a column that is misspelt
    ///
    /// ```
    /// use portolan_facts::{Atlas, SourceText, import::{Heading, Tables}};
    ///
    /// let tables = Tables {
    ///     workloads: SourceText::new("work.csv", "id,owner,kind\n"),
    ///     pools: SourceText::new("pools.csv", "id,ownner\n"),
    ///     parties: None,
    ///     prices: None,
    /// };
    /// let heading = Heading { id: "mine", on: "2026-01-15", known: &[] };
    /// let errors = tables.scenario(heading, &Atlas::default()).unwrap_err();
    /// assert!(errors[0].to_string().contains("did you mean `owner`?"));
    /// ```
    pub fn scenario(&self, heading: Heading<'_>, atlas: &Atlas) -> Result<String, Vec<FactsError>> {
        let mut errors = Vec::new();
        let mut open = |source, columns| {
            Table::read(source, columns)
                .map_err(|found| errors.extend(found))
                .ok()
        };
        let pools = open(self.pools, columns::POOLS);
        let workloads = open(self.workloads, columns::WORKLOADS);
        let named = self
            .parties
            .and_then(|source| open(source, columns::PARTIES));
        let (Some(pools), Some(workloads)) = (pools, workloads) else {
            return Err(errors);
        };
        if self.parties.is_some() && named.is_none() {
            return Err(errors);
        }
        let list = self.prices.map(|list| list.name);
        let mut script = Script::new(heading, list, workloads::weeks(&workloads));
        Parties {
            named: named.as_ref(),
            known: heading.known,
        }
        .write(&[&pools, &workloads], &mut script, &mut errors);
        pools::write(&pools, atlas, &mut script, &mut errors);
        workloads::write(&workloads, atlas, &mut script, &mut errors);
        if errors.is_empty() {
            let main = SourceText::new(WRITTEN, &script.text);
            let files: Vec<SourceText<'_>> = std::iter::once(main).chain(self.prices).collect();
            if let Err(found) = Scenario::read(&files, atlas) {
                errors.extend(found.into_iter().map(|error| script.traced(error)));
            }
        }
        if errors.is_empty() {
            Ok(script.text)
        } else {
            Err(errors)
        }
    }
}
