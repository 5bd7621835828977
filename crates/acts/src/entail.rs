//! From a placement to the acts that it entails, each dated.
//!
//! Every fact that rules turn on is written, as `"unknown"` when the scenario does not show it.

mod asked;
mod clerk;
mod data;
mod lookup;

use portolan_facts::{
    Atlas, Scenario,
    scenario::model::{Batch, Pool, Supply as Delivery, Work, Workload},
};
use portolan_terms::{Chips, Day, Evidence, Known};

use crate::{
    Act, Question, Reading,
    act::Supply,
    words::{Certification, Medium, SupplyMode},
};

use asked::asked;
use clerk::Clerk;
use lookup::{country, item, papers, party, words};

/// Holds a workload on chips of a pool over a period.
#[derive(Clone, Copy, Debug)]
pub struct Placement<'a> {
    /// The scenario that all of it belongs to.
    pub scenario: &'a Scenario,
    /// The public facts.
    pub atlas: &'a Atlas,
    /// What runs.
    pub workload: &'a Workload,
    /// Where it runs.
    pub pool: &'a Pool,
    /// The first day.
    pub from: Day,
    /// The first day after it.
    pub until: Day,
    /// How the questions are to be read.
    pub reading: Reading,
    /// Evidence that the plan would obtain, on top of what is on file.
    pub obtained: &'a [Evidence],
}

/// Names what an act of a placement is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part(pub String);

/// Holds one act that a placement entails, ready to be put to the judge.
#[derive(Clone, Debug, PartialEq)]
pub struct EntailedAct {
    /// What it is, in words.
    pub part: Part,
    /// The question for the judge.
    pub question: Question,
}

/// Holds chips of one delivery: in stock, or bought by the plan.
#[derive(Clone, Copy, Debug)]
pub struct Lot<'a> {
    /// The number of chips.
    pub chips: Chips,
    /// How they came, or would come.
    pub supply: &'a Delivery,
    /// The day of the supply.
    pub supplied_on: Known<Day>,
}

impl<'a> From<&'a Batch> for Lot<'a> {
    fn from(batch: &'a Batch) -> Self {
        Self {
            chips: batch.chips,
            supply: &batch.supply,
            supplied_on: batch.supply.acquired.on,
        }
    }
}

/// Returns the acts of running the workload on these lots of the pool: what is done with the chips,
/// the data, the results and the service. How the chips came is asked by [`supply_of`].
#[must_use]
pub fn entailed_by(placement: &Placement<'_>, lots: &[Lot<'_>]) -> Vec<EntailedAct> {
    let clerk = Clerk { placement };
    let mut acts = Vec::new();
    for lot in lots {
        acts.push(clerk.operate(lot));
        if placement.workload.owner != placement.pool.operator {
            acts.push(clerk.use_compute(lot));
        }
    }
    acts.extend(clerk.support());
    acts.extend(clerk.use_data());
    match &placement.workload.work {
        Work::Training(training) | Work::Tuning(training) => acts.extend(clerk.results(training)),
        Work::Batch(_) => {}
        Work::Serving(serving) => {
            for (place, prompts) in &serving.prompts {
                acts.push(clerk.serve(serving, *place, prompts));
                acts.extend(clerk.move_prompts(*place, prompts));
            }
        }
    }
    acts
}

/// Returns the act by which a lot came to the owner of the pool.
#[must_use]
pub fn supply_of(
    scenario: &Scenario,
    atlas: &Atlas,
    pool: &Pool,
    lot: &Lot<'_>,
    reading: Reading,
) -> EntailedAct {
    let on = lot.supplied_on.shown().copied();
    let day = on.unwrap_or(scenario.on);
    let recipient = party(scenario, &pool.owner, day);
    let supplier = party(scenario, &lot.supply.supplier, day);
    let part = format!("supply of {} {} to `{}`", lot.chips, pool.chip, pool.owner);
    let act = Act::Supply(Box::new(Supply {
        mode: SupplyMode::from_word(&lot.supply.mode).unwrap_or(SupplyMode::Export),
        item: item(atlas, pool, lot),
        supplier,
        end_user: Some(recipient.clone()),
        recipient,
        from: lot.supply.from,
        to: country(scenario, pool),
        knows: Vec::new(),
        red_flags: Vec::new(),
        on_file: papers(scenario, lot),
        intermediaries: Some(Vec::new()),
        medium: Some(Medium::Physical),
        arrives_on: None,
        quantity: Some(lot.chips.0),
        calendar_year_tpp: None,
        sold_in_us_by: Some(lot.supply.sold_in_us_by.unwrap_or_default()),
        certifications: Some(words(&lot.supply.certifications, Certification::from_word)),
        china_share_percent: Some(lot.supply.china_share_percent.unwrap_or_default()),
        acquired: None,
    }));
    let parties = [&lot.supply.supplier, &pool.owner];
    let places = [lot.supply.from, country(scenario, pool)];
    asked(scenario, part, day, act, &parties, &places, reading)
}
