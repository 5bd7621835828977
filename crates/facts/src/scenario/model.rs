//! What a scenario says, read and checked: every reference resolves, every number is in range.

use std::collections::BTreeMap;

use portolan_terms::{
    Acquisition, ChipId, Chips, Dataset, DatasetId, Day, Evidence, EvidenceId, Figure, Item, Known,
    Money, OfferId, PartyId, Person, Place, PoolId, RegionId, ScenarioId, SiteId, Tokens,
    TrainingOps, WorkloadId,
    evidence::{EvidenceKind, Purpose},
};

use super::priced::Prices;

/// Says that a fact is assumed, and why it was taken so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumed {
    /// The field that is assumed.
    pub field: String,
    /// Why it was taken so.
    pub basis: String,
}

/// Holds where a record comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The source, a title or an address; empty when everything is assumed.
    pub source: String,
    /// The fields no source supports.
    pub assumed: Vec<Assumed>,
    /// The line of the file where the record starts.
    pub line: usize,
}

/// Holds a whole question: who wants to run what, on which chips, from which day.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The name of the scenario.
    pub id: ScenarioId,
    /// What it is about, in one line.
    pub title: String,
    /// The day on which the decision is taken.
    pub on: Day,
    /// The number of weeks planned.
    pub horizon_weeks: usize,
    /// What a tonne of carbon dioxide costs; `None` when it does not count.
    pub carbon_price_tonne: Option<Money>,
    /// What bringing a gigabyte of a data set to a site in another country costs, once for each
    /// site; `None` when it does not count.
    pub transfer_price_gb: Option<Money>,
    /// The assumptions that the whole scenario rests on, in words.
    pub assumptions: Vec<Assumed>,
    /// The parties.
    pub parties: BTreeMap<PartyId, ScenarioParty>,
    /// The sites.
    pub sites: BTreeMap<SiteId, Site>,
    /// The pools.
    pub pools: BTreeMap<PoolId, Pool>,
    /// The offers to buy chips.
    pub purchases: BTreeMap<OfferId, Purchase>,
    /// The data sets.
    pub datasets: BTreeMap<DatasetId, ScenarioDataset>,
    /// The evidence on file, and that which can be had.
    pub evidence: BTreeMap<EvidenceId, ScenarioEvidence>,
    /// The workloads, in the order of the file.
    pub workloads: Vec<Workload>,
    /// The limits on the whole plan, in the order of the file.
    pub limits: Vec<Limit>,
    /// The lists that the parties were held against.
    pub screenings: Vec<Screening>,
    /// The entries of those lists that may name a party.
    pub matches: Vec<Match>,
    /// The price lists, and what they say of the pools whose price is listed.
    pub prices: Prices,
}

/// Holds a limit on the whole plan.
#[derive(Clone, Debug)]
pub struct Limit {
    /// The name of the limit.
    pub id: String,
    /// What is limited, and to how much.
    pub cap: Cap,
    /// The parties whose work, leases and purchases count; all when empty.
    pub owners: Vec<PartyId>,
    /// The pools that count; all when empty.
    pub pools: Vec<PoolId>,
    /// The places that count; all when empty.
    pub countries: Vec<Place>,
    /// Where the record comes from.
    pub provenance: Provenance,
}

/// Says what a limit is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cap {
    /// What is spent in the horizon; what is left undone costs, but is not spent.
    Money(Money),
    /// Carbon dioxide in tonnes.
    Tonnes(u64),
    /// Chip-hours of work.
    ChipHours(u64),
    /// Moves against the plan in force.
    Moves(u64),
}

/// Holds a public list that the parties were held against.
#[derive(Clone, Debug)]
pub struct Screening {
    /// The name of the list.
    pub list: String,
    /// The day of the list.
    pub dated: Day,
    /// The number of days after which it is too old to rely on.
    pub max_age_days: u32,
    /// The entries of each source list in it.
    pub counts: Vec<(String, usize)>,
    /// The names that were held against it, of parties and of their owners.
    pub names: Vec<String>,
}

/// Holds an entry of a list that may name a party.
#[derive(Clone, Debug)]
pub struct Match {
    /// The party.
    pub party: PartyId,
    /// The name of its owner, when it is the owner that may be named.
    pub owner: Option<String>,
    /// The name in the entry.
    pub entry: String,
    /// The list that the entry stands on, in its publisher's words.
    pub source: String,
    /// Whether the entry is this party; unknown until a person has decided.
    pub same: Known<bool>,
}

/// Holds a party of a scenario with its dated ownership.
#[derive(Clone, Debug)]
pub struct ScenarioParty {
    /// The id of the party.
    pub id: PartyId,
    /// What law asks of it on the day asked for is derived from these snapshots, oldest first; each
    /// holds from its day until the next one. The first holds for every earlier day as well.
    pub snapshots: Vec<(Day, portolan_terms::Party)>,
    /// The only places whose law the party answers to, for acts wholly inside them; `None` when
    /// every law that reaches an act is asked.
    pub answers_to: Option<Vec<Place>>,
    /// Where the record comes from.
    pub provenance: Provenance,
}

impl ScenarioParty {
    /// Returns what law asks of the party on a day.
    #[must_use]
    pub fn on(&self, day: Day) -> Option<&portolan_terms::Party> {
        let held = self.snapshots.iter().rev().find(|(from, _)| *from <= day);
        held.or(self.snapshots.first()).map(|(_, party)| party)
    }
}

/// Holds one place where chips stand.
#[derive(Clone, Debug)]
pub struct Site {
    /// The id of the site.
    pub id: SiteId,
    /// The name shown to people.
    pub name: String,
    /// The region of the atlas: country, position, latency, power price.
    pub region: RegionId,
    /// The country.
    pub country: Place,
    /// Where the record comes from.
    pub provenance: Provenance,
}

/// Says who may use a pool, and at what price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Terms {
    /// The owner runs its own work; what the chips cost to run.
    Own {
        /// Energy and upkeep for one chip and hour.
        running_chip_hour: Money,
    },
    /// The operator lets the chips.
    Lease {
        /// The price of one chip and hour.
        price_chip_hour: Money,
        /// What staging, lines and staff add, in per cent of the price.
        overhead_percent: Figure,
        /// The chips in one block.
        block: Chips,
        /// The weeks that are paid whether used or not.
        min_term_weeks: usize,
        /// The parties that may lease; empty when anyone may.
        open_to: Vec<PartyId>,
        /// The facts of the lease that law turns on.
        lease: LeaseFacts,
    },
}

/// Holds the facts of a lease that law turns on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaseFacts {
    /// One of `shared-cloud`, `dedicated`, `bare-metal`, `lease-to-own`, `colocation`.
    pub arrangement: String,
    /// Whether the chips were bought after this lessee signed.
    pub bought_for_lessee: Known<bool>,
    /// Whether the lessee controls the hardware.
    pub lessee_controls_hardware: Known<bool>,
}

/// Holds chips of one type at one site under one owner and operator.
#[derive(Clone, Debug)]
pub struct Pool {
    /// The id of the pool.
    pub id: PoolId,
    /// The name shown to people.
    pub name: String,
    /// The site.
    pub site: SiteId,
    /// The chip.
    pub chip: ChipId,
    /// Who owns the chips.
    pub owner: PartyId,
    /// Who runs them.
    pub operator: PartyId,
    /// Whether the operator is a bona fide one, where law asks.
    pub bona_fide_operator: Known<bool>,
    /// Whether state money is in the site.
    pub state_funded: Known<bool>,
    /// The batches that make up the pool, each with its own history.
    pub stock: Vec<Batch>,
    /// The share of its chips that no work may use, in per cent.
    pub keep_free_percent: Figure,
    /// Who may use it and at what price.
    pub terms: Terms,
    /// Those who work on the chips for whoever uses them.
    pub staff: Vec<Person>,
    /// What the operator knows of the use, in the words of the act format.
    pub knows: Vec<String>,
    /// Red flags, in the words of the act format.
    pub red_flags: Vec<String>,
    /// Where the record comes from.
    pub provenance: Provenance,
}

/// Holds chips that came in one delivery.
#[derive(Clone, Debug)]
pub struct Batch {
    /// The number of chips.
    pub chips: Chips,
    /// The first day they can be used.
    pub available_from: Day,
    /// The supply that brought them.
    pub supply: Supply,
    /// Where the record comes from.
    pub provenance: Provenance,
}

/// Holds how chips came, or would come, to their owner.
#[derive(Clone, Debug)]
pub struct Supply {
    /// `export`, `reexport`, `transfer-in-country`, `import` or `domestic-sale`.
    pub mode: String,
    /// The day of the supply; for a purchase it is set when the plan is made.
    pub acquired: Acquisition,
    /// Who supplied them.
    pub supplier: PartyId,
    /// Where they left.
    pub from: Place,
    /// What law asks of the chips beside the figures of the atlas.
    pub item: Item,
    /// Evidence that belongs to this supply.
    pub on_file: Vec<EvidenceId>,
    /// Statements made with a licence application, in the words of the act format.
    pub certifications: Vec<String>,
    /// The day by which the product was on sale in the United States.
    pub sold_in_us_by: Option<Known<Day>>,
    /// The share of the product that goes to China and Macau, in per cent.
    pub china_share_percent: Option<Known<Figure>>,
}

/// Holds an offer to buy chips.
#[derive(Clone, Debug)]
pub struct Purchase {
    /// The id of the offer.
    pub id: OfferId,
    /// The pool that the chips would join: its chip, site, owner and operator.
    pub pool: PoolId,
    /// The buyer, always the owner of the pool.
    pub buyer: PartyId,
    /// The most chips that can be had by the day of the plan, cumulative: `(day, chips)`; the entry
    /// with the latest day not after the day of the plan counts.
    pub available: Vec<(Day, Chips)>,
    /// The chips in one block.
    pub block: Chips,
    /// The price of one chip, installed.
    pub price: Money,
    /// The years over which the price is written off.
    pub life_years: u32,
    /// The value left after that life.
    pub residual: Money,
    /// Interest, upkeep and idle time for one chip and year, beside what the terms of its pool
    /// charge to run it.
    pub carrying_per_year: Money,
    /// The days from order to delivery.
    pub lead_days: u32,
    /// The supply it entails.
    pub supply: Supply,
    /// Where the record comes from.
    pub provenance: Provenance,
}

/// Holds a data set of a scenario.
#[derive(Clone, Debug)]
pub struct ScenarioDataset {
    /// The id of the data set.
    pub id: DatasetId,
    /// Who decides about it.
    pub controller: PartyId,
    /// Where it rests.
    pub from: Place,
    /// What law asks of it.
    pub dataset: Dataset,
    /// Its size in GB.
    pub gigabytes: u64,
    /// Where the record comes from.
    pub provenance: Provenance,
}

/// Holds evidence: on file, or obtainable at a cost and with a lead time.
#[derive(Clone, Debug)]
pub struct ScenarioEvidence {
    /// The id of the evidence.
    pub id: EvidenceId,
    /// What is on file; `granted_on` is the day it would be had when obtainable.
    pub evidence: Evidence,
    /// The workloads it serves; empty when it belongs to a supply only.
    pub workloads: Vec<WorkloadId>,
    /// What it costs and how long it takes, when it is not on file yet.
    pub obtainable: Option<Obtainable>,
    /// Where the record comes from.
    pub provenance: Provenance,
}

/// Says what a cure costs and how long it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obtainable {
    /// What it cures, in the words of the act format.
    pub kind: EvidenceKind,
    /// The cost.
    pub cost: Money,
    /// The days from asking to having it.
    pub lead_days: u32,
}

/// Holds what someone wants to run.
#[derive(Clone, Debug)]
pub struct Workload {
    /// The id of the workload.
    pub id: WorkloadId,
    /// What it is, in one line.
    pub title: String,
    /// For whom it runs.
    pub owner: PartyId,
    /// What kind of work, and how much.
    pub work: Work,
    /// The data sets it works on.
    pub datasets: Vec<DatasetId>,
    /// The purpose of the work, in law's words.
    pub purpose: Purpose,
    /// What leaving it undone costs: for training in all, for serving per million tokens.
    pub penalty: Money,
    /// What bringing it to another software stack costs, once.
    pub porting: Vec<Porting>,
    /// What a move away from where the plan in force has it costs; `None` when it does not count.
    pub move_cost: Option<Money>,
    /// Where the record comes from.
    pub provenance: Provenance,
}

/// Holds what bringing a workload to a software stack costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Porting {
    /// The stack, as the chip table names it.
    pub stack: String,
    /// The cost.
    pub cost: Money,
}

/// Says what kind of work a workload is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Work {
    /// One contiguous run on a gang of chips.
    Training(Training),
    /// The same on a small scale, on someone's data.
    Tuning(Training),
    /// Divisible work with a deadline.
    Batch(Batched),
    /// Answering users, week by week.
    Serving(Serving),
}

impl Work {
    /// Returns the word used in plans.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Training(_) => "training",
            Self::Tuning(_) => "tuning",
            Self::Batch(_) => "batch",
            Self::Serving(_) => "serving",
        }
    }
}

/// Holds a training run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Training {
    /// The operations to spend.
    pub operations: TrainingOps,
    /// The days after the day of the plan on which it may start, first and last.
    pub start_days: (u32, u32),
    /// The days after the day of the plan by which it must end.
    pub deadline_days: u32,
    /// The number that gang sizes are a multiple of.
    pub gang_multiple: Chips,
    /// The most chips a gang may have.
    pub gang_max: Chips,
    /// Whether the weights are open to all.
    pub published: Known<bool>,
    /// Where the weights go when the run ends; `None` when they stay.
    pub results_to: Option<Place>,
    /// The markets that the result will serve.
    pub serves_markets: Vec<Place>,
}

/// Holds divisible work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batched {
    /// The tokens to produce in all.
    pub tokens: Tokens,
    /// The days after the day of the plan before which it may not start.
    pub first_day: u32,
    /// The days after the day of the plan by which it must end.
    pub deadline_days: u32,
}

/// Holds a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Serving {
    /// The tokens a day, peak allowance included.
    pub tokens_per_day: Tokens,
    /// The days after that of the plan from which it is another number of tokens a day.
    pub steps: Vec<(u32, Tokens)>,
    /// Where the users are: regions of the atlas, each with its place.
    pub users: Vec<(RegionId, Place)>,
    /// The longest round trip to the users, in milliseconds; `None` when it does not matter.
    pub latency_ms_max: Option<u32>,
    /// The service, in the words of the act format.
    pub service: String,
    /// To whom it is offered, in the words of the act format.
    pub offered_to: String,
    /// The day it was or will be launched.
    pub launched_on: Day,
    /// The operations that the model behind it took.
    pub model_operations: Known<TrainingOps>,
    /// Whether the weights of that model are open.
    pub model_published: Known<bool>,
    /// What users type in, per place: the controller is the owner.
    pub prompts: Vec<(Place, Dataset)>,
}
