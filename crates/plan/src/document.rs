//! The plan as outside tools read it: one JSON document, the same whoever asks.

use std::collections::{BTreeMap, BTreeSet};

use portolan_acts::Outcome;
use portolan_law::Ruling;
use portolan_terms::{PoolId, WorkloadId};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// Holds a plan with everything needed to check it: the facts it was made from, the placements with
/// their rulings, what was refused, and both certificates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanDocument {
    /// The version of this form.
    pub format: u32,
    /// The name of the scenario.
    pub scenario: String,
    /// What the scenario is about, in one line.
    pub title: String,
    /// The day on which the decision is taken.
    pub on: String,
    /// The first day of the horizon, the first day after it, and its weeks.
    pub horizon: Horizon,
    /// `as-enforced` or `as-written`.
    pub posture: String,
    /// How far the texts reach.
    pub coverage: Coverage,
    /// The packs that were asked.
    pub corpus: CorpusRef,
    /// The facts that the plan was made from.
    pub facts: Facts,
    /// The currency of every amount.
    pub currency: String,
    /// What the plan costs.
    pub cost: Cost,
    /// The cost that no plan can beat, as a decimal.
    pub bound: String,
    /// The distance between the two, as a fraction of the cost.
    pub gap: f64,
    /// What runs where.
    pub placements: Vec<PlacementRow>,
    /// What is left undone, and why.
    pub unplaced: Vec<Unplaced>,
    /// What law refused, a line for each workload and pool, and for each batch of chips.
    pub refused: Vec<Refused>,
    /// What is lawful and was not chosen.
    pub passed_over: Vec<PassedOver>,
    /// How much of each service is served.
    pub served: Vec<Served>,
    /// The shares that a reader asks for first.
    pub shares: Shares,
    /// The chips bought or leased by the plan.
    pub acquired: Vec<Acquired>,
    /// The licences with a quantity, and what is left of each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub licences: Vec<LicenceRow>,
    /// The limits on the whole plan, and what is drawn on each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<LimitRow>,
    /// The prices that were looked up in lists, one for each pool whose price is listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prices: Vec<PriceRow>,
    /// The facts that no source supports, those under chosen placements first.
    pub assumptions: Vec<Assumption>,
    /// The sites of the scenario, for the map.
    pub sites: Vec<SiteRow>,
    /// What proves the bound, and the decisions it is about.
    pub certificate: Json,
}

/// Holds what a plan draws on a limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitRow {
    /// The limit.
    pub limit: String,
    /// `USD`, `tonnes`, `chip-hours` or `moves`.
    pub unit: String,
    /// The most, as a decimal.
    pub most: String,
    /// What is drawn, as a decimal.
    pub drawn: String,
}

/// Holds where the plan in force runs a workload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InForce {
    /// The workload.
    pub workload: String,
    /// The pools.
    pub pools: Vec<String>,
}

/// Holds what a plan draws on a licence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenceRow {
    /// The evidence.
    pub licence: String,
    /// The chips that it covers, all supplies together.
    pub covers: u64,
    /// The chips drawn before the plan.
    pub drawn: u64,
    /// The chips that the plan buys under it.
    pub planned: u64,
    /// The chips left after the plan.
    pub left: u64,
}

/// Holds the price of a pool that was looked up in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceRow {
    /// The pool.
    pub pool: String,
    /// The operator, as the list names it.
    pub operator: String,
    /// The region of the atlas.
    pub region: String,
    /// The chip.
    pub chip: String,
    /// `on-demand`, `spot`, `reserved` or `contract`.
    pub kind: String,
    /// The price that the list gives for a chip and hour.
    pub list_chip_hour: String,
    /// What the operator takes off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<DiscountRow>,
    /// The price that the plan reckons with.
    pub chip_hour: String,
    /// The day from which the price stands.
    pub on: String,
    /// The file of the list.
    pub file: String,
    /// The line in it.
    pub line: usize,
    /// Where the list has it from.
    pub source: String,
}

/// Holds what an operator takes off a listed price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiscountRow {
    /// The share, in per cent.
    pub percent: String,
    /// Where it is agreed.
    pub source: String,
}

/// Holds the days that a plan covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Horizon {
    /// The first day.
    pub from: String,
    /// The first day after it.
    pub until: String,
    /// The number of weeks.
    pub weeks: usize,
}

/// Says how far the texts reach, and what is done beyond.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// The day until which every text asked was checked.
    pub checked_until: String,
    /// `hold` or `assume-unchanged`.
    pub beyond: String,
    /// The provisions to be read again before the horizon is covered: `id (checked DAY)`.
    pub read_again: Vec<String>,
}

/// Names the packs that were asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorpusRef {
    /// The digest of the pack files.
    pub digest: String,
    /// The number of provisions known on the day.
    pub provisions: usize,
}

/// Holds the facts that a plan was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The digest of the atlas.
    pub atlas_digest: String,
    /// The files of the scenario, as they were read.
    pub files: Vec<FactFile>,
    /// Where the plan in force runs each workload, when one was named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub in_force: Vec<InForce>,
}

/// Holds one file of a scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactFile {
    /// Its name.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Holds the cost of a plan, by line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// The sum.
    pub total: String,
    /// The lines: `lease`, `running`, `purchase`, `cures`, `unserved`, `undone`.
    pub by_line: Vec<CostLine>,
}

/// Holds one line of cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostLine {
    /// The name of the line.
    pub line: String,
    /// The amount.
    pub amount: String,
}

/// Holds one placement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlacementRow {
    /// The workload.
    pub workload: String,
    /// `training`, `tuning`, `batch` or `serving`.
    pub kind: String,
    /// For whom it runs.
    pub owner: String,
    /// The pool.
    pub pool: String,
    /// The site.
    pub site: String,
    /// The country of the site.
    pub country: String,
    /// Who runs the site.
    pub operator: String,
    /// The chip.
    pub chip: String,
    /// The chips held.
    pub chips: u64,
    /// The chips held times the hours they are held.
    pub chip_hours: u64,
    /// The operations of a training run; 0 for other work.
    pub training_operations: f64,
    /// The tokens a day; 0 for work that is not a service.
    pub tokens_per_day: u64,
    /// The first day.
    pub from: String,
    /// The first day after it.
    pub until: String,
    /// What it costs, its share of leases and purchases included.
    pub cost: String,
    /// `dispatchable` or `awaiting`.
    pub status: String,
    /// What law says of it.
    pub judgment: JudgmentRow,
}

/// Holds what law says of a placement, act by act.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JudgmentRow {
    /// The worst outcome of its acts.
    pub outcome: Outcome,
    /// The acts with their rulings.
    pub acts: Vec<ActRow>,
    /// What the other laws say, where the parties answer only to named places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<ActRow>,
}

/// Holds one act of a placement with its ruling.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActRow {
    /// What the act is, in words: `supply of 3,072 nv-h800-sxm to alibaba`.
    pub part: String,
    /// The kind of act.
    pub kind: String,
    /// The places whose law was asked; empty when every law was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub law_of: Vec<String>,
    /// The ruling.
    pub ruling: Ruling,
}

/// Holds what is left undone, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unplaced {
    /// The workload.
    pub workload: String,
    /// How much of it, as a fraction.
    pub share: f64,
    /// Why: law, capacity, cost or coverage, a sentence each.
    pub reasons: Vec<String>,
}

/// Holds one refusal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    /// The workload; empty when the chips are refused whoever uses them.
    pub workload: String,
    /// The pool or offer.
    pub pool: String,
    /// The outcome.
    pub outcome: Outcome,
    /// The acts that are not permitted.
    pub acts: Vec<ActRow>,
}

/// Holds a lawful way that was not chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassedOver {
    /// The workload.
    pub workload: String,
    /// The pool.
    pub pool: String,
    /// Why, in a sentence: dearer by how much, too far, too small, no rate for the chip.
    pub reason: String,
    /// How much more it costs than the chosen way, when that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra_cost: Option<String>,
}

/// Says how much of a service is served.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Served {
    /// The workload.
    pub workload: String,
    /// The tokens a day that are asked for.
    pub asked_per_day: u64,
    /// The tokens a day that are served, on average over the horizon.
    pub served_per_day: u64,
    /// What the unserved rest costs.
    pub unserved_cost: String,
}

/// Holds the shares that a reader asks for first; a share without a base is absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shares {
    /// Training operations placed outside the country of the workload's owner, as a fraction.
    pub offshore_training: Option<f64>,
    /// Tokens for mainland users that Chinese chips serve, as a fraction of those served.
    pub chinese_chip_tokens: Option<f64>,
    /// Chip-hours for mainland users on Chinese chips, as a fraction of those used.
    pub chinese_chip_hours: Option<f64>,
}

/// Holds chips that the plan buys or leases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acquired {
    /// `lease` or `purchase`.
    pub kind: String,
    /// The pool or offer.
    pub pool: String,
    /// Who gets them.
    pub by: String,
    /// The chip.
    pub chip: String,
    /// How many.
    pub chips: u64,
    /// The first day.
    pub from: String,
    /// The first day after it.
    pub until: String,
    /// The cost.
    pub cost: String,
}

/// Holds one assumed fact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Assumption {
    /// The record: `pool johor-gb200`, `scenario`.
    pub subject: String,
    /// The field.
    pub field: String,
    /// Why it was taken so.
    pub basis: String,
    /// Whether a chosen placement rests on it.
    pub headline: bool,
}

/// Holds a site, for the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SiteRow {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The country.
    pub country: String,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// The pools that stand there: id, name, chip and chips.
    pub pools: Vec<PoolRow>,
}

/// Holds a pool, for the map and the chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PoolRow {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The chip.
    pub chip: String,
    /// The owner.
    pub owner: String,
    /// The operator.
    pub operator: String,
    /// The chips that stand there.
    pub chips: u64,
}

impl PlanDocument {
    /// Returns where this plan runs each workload, as a later plan takes it for the one in force.
    #[must_use]
    pub fn berths(&self) -> BTreeMap<WorkloadId, BTreeSet<PoolId>> {
        let mut berths: BTreeMap<WorkloadId, BTreeSet<PoolId>> = BTreeMap::new();
        for row in &self.placements {
            if let (Ok(workload), Ok(pool)) = (row.workload.parse(), row.pool.parse()) {
                berths.entry(workload).or_default().insert(pool);
            }
        }
        berths
    }
}

impl Facts {
    /// Returns where the plan in force ran each workload.
    #[must_use]
    pub fn in_force(&self) -> BTreeMap<WorkloadId, BTreeSet<PoolId>> {
        let rows = self.in_force.iter().filter_map(|row| {
            let pools = row.pools.iter().filter_map(|pool| pool.parse().ok());
            Some((row.workload.parse().ok()?, pools.collect()))
        });
        rows.collect()
    }
}
