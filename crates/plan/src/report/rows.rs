//! The rows of a plan: what runs where, how much is served, what is bought, what is assumed.

use std::collections::BTreeSet;

use portolan_acts::{Outcome, words::Flag};
use portolan_facts::{
    Use,
    scenario::model::{Assumed, Pool, Provenance, Work, Workload},
};
use portolan_terms::Place;

use super::ledger::{self, Ledger};
use crate::{
    PlanError, Request, Survey,
    document::{Acquired, Assumption, PlacementRow, PoolRow, Served, Shares, SiteRow},
    model::{Backlog, Choice, Growth, MILLION, Model},
    request::days,
    side_by_side,
    solve::Solution,
    survey::{self, Lawfulness, Span, Way},
};

const HOURS_PER_WEEK: u64 = 168;

/// Writes the rows of a plan.
pub(crate) struct Writer<'w, 'a> {
    pub request: &'w Request<'a>,
    pub survey: &'a Survey<'a>,
    pub model: &'w Model<'a>,
    pub decisions: &'w Solution,
    pub ledger: &'w Ledger,
}

/// Holds what a placement is, before it is written.
struct Stay<'a> {
    way: &'a Way<'a>,
    resource: usize,
    chips: u64,
    weeks: (usize, usize),
    cost: i64,
    tokens_per_day: u64,
}

/// Holds what one replica is, in one week on one pool.
struct Replica<'a> {
    way: &'a Way<'a>,
    resource: usize,
    chips: i64,
    cost: i64,
    tokens: i64,
}

impl<'a> Replica<'a> {
    /// Adds the runs of weeks that hold the same number of replicas.
    fn stays(&self, weeks: &[i64], stays: &mut Vec<Stay<'a>>) {
        let mut start = 0;
        for run in weeks.chunk_by(|left, right| left == right) {
            let held = run.first().copied().unwrap_or(0);
            let until = start + run.len();
            if held > 0 {
                let length = i64::try_from(run.len()).unwrap_or(0);
                stays.push(Stay {
                    way: self.way,
                    resource: self.resource,
                    chips: count(self.chips * held),
                    weeks: (start, until),
                    cost: self.cost * held * length,
                    tokens_per_day: count(self.tokens * held / 7),
                });
            }
            start = until;
        }
    }
}

/// Returns a number that cannot be negative.
pub(super) fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

impl<'a> Writer<'_, 'a> {
    /// Returns what runs where, in the order of the scenario's workloads.
    pub fn placements(&self) -> Result<Vec<PlacementRow>, PlanError> {
        let workloads = self.request.scenario.workloads.iter();
        let stays: Vec<Stay<'a>> = workloads.flat_map(|one| self.stays(one)).collect();
        let rows = side_by_side::each(&stays, |stay| self.row(stay));
        rows.into_iter().collect()
    }

    fn stays(&self, workload: &Workload) -> Vec<Stay<'a>> {
        let mut stays = Vec::new();
        for (index, (task, choices)) in self.model.tasks.iter().enumerate() {
            let option = self.decisions.options.get(index).copied().unwrap_or(0);
            let chosen = self
                .model
                .problem
                .tasks
                .get(index)
                .and_then(|task| task.options.get(option));
            let (
                Some(chosen),
                Some(Choice::Run {
                    way,
                    start,
                    weeks,
                    chips,
                    ..
                }),
            ) = (chosen, choices.get(option))
            else {
                continue;
            };
            if task.id == workload.id {
                let resource = chosen.uses.first().map_or(0, |used| used.resource);
                let weeks = (*start, start + weeks);
                let (cost, chips) = (chosen.cost, chips.0);
                stays.push(Stay {
                    way,
                    resource,
                    chips,
                    weeks,
                    cost,
                    tokens_per_day: 0,
                });
            }
        }
        for (index, (service, ways)) in self.model.demands.iter().enumerate() {
            if service.id == workload.id {
                stays.extend(self.service_stays(index, ways));
            }
        }
        for backlog in &self.model.backlogs {
            if backlog.workload.id == workload.id {
                stays.extend(self.backlog_stays(backlog));
            }
        }
        stays
    }

    /// Returns the runs of weeks in which a service holds the same number of chips of a pool.
    fn service_stays(&self, index: usize, ways: &[&'a Way<'a>]) -> Vec<Stay<'a>> {
        let mut stays = Vec::new();
        let Some(demand) = self.model.problem.demands.get(index) else {
            return stays;
        };
        let Some(replicas) = self.decisions.replicas.get(index) else {
            return stays;
        };
        for ((source, way), weeks) in demand.sources.iter().zip(ways).zip(replicas) {
            let replica = Replica {
                way,
                resource: source.resource,
                chips: source.units,
                cost: source.cost,
                tokens: source.output,
            };
            replica.stays(weeks, &mut stays);
        }
        stays
    }

    /// Returns the runs of weeks in which divisible work holds the same number of chips of a pool.
    fn backlog_stays(&self, backlog: &Backlog<'a>) -> Vec<Stay<'a>> {
        let mut stays = Vec::new();
        let mut pools: Vec<(Replica<'a>, Vec<i64>)> = Vec::new();
        for index in backlog.replicas.clone() {
            let parts = self.model.growths.get(index);
            let parts = parts.zip(self.model.problem.expansions.get(index));
            let Some((Growth::Replica { way, week }, expansion)) = parts else {
                continue;
            };
            let used = expansion.adds.first();
            let replica = Replica {
                way,
                resource: used.map_or(0, |used| used.resource),
                chips: used.map_or(0, |used| -used.units),
                cost: expansion.cost,
                tokens: expansion.draws.iter().map(|draw| -draw.units).sum::<i64>() * MILLION,
            };
            if pools
                .last()
                .is_none_or(|(last, _)| last.resource != replica.resource)
            {
                pools.push((replica, vec![0; self.model.problem.periods]));
            }
            let blocks = self.decisions.blocks.get(index).copied().unwrap_or(0);
            let weeks = pools.last_mut().map(|(_, weeks)| weeks);
            if let Some(held) = weeks.and_then(|weeks| weeks.get_mut(*week)) {
                *held = blocks;
            }
        }
        for (replica, weeks) in pools {
            replica.stays(&weeks, &mut stays);
        }
        stays
    }

    fn row(&self, stay: &Stay<'a>) -> Result<PlacementRow, PlanError> {
        let (workload, pool) = (stay.way.workload, stay.way.pool);
        let span = self.span(stay);
        let weeks = (stay.weeks.1 - stay.weeks.0) as u64;
        let chip_weeks = i64::try_from(stay.chips * weeks).unwrap_or(i64::MAX);
        let cost = stay.cost + self.ledger.share(stay.resource, chip_weeks);
        let operations = match &workload.work {
            Work::Training(training) | Work::Tuning(training) => training.operations.as_f64(),
            Work::Batch(_) | Work::Serving(_) => 0.0,
        };
        let judgment = survey::judgment(self.request, self.survey, stay.way, span);
        // LAW: what is not permitted when it is asked once more, as it is planned, is not given out.
        if judgment.outcome != Outcome::Permitted {
            return Err(PlanError::Unlawful {
                workload: workload.id.clone(),
                pool: pool.id.clone(),
                outcome: judgment.outcome,
            });
        }
        // LAW: what rests on days after the texts were checked is never dispatched.
        let unread = judgment
            .acts
            .iter()
            .any(|act| act.ruling.flags.contains(&Flag::BeyondCoverage));
        let awaiting = unread || matches!(stay.way.lawful, Lawfulness::Awaiting { .. });
        Ok(PlacementRow {
            workload: workload.id.to_string(),
            kind: workload.work.word().to_owned(),
            owner: workload.owner.to_string(),
            pool: pool.id.to_string(),
            site: pool.site.to_string(),
            country: self
                .country(pool)
                .map_or_else(String::new, |place| place.to_string()),
            operator: pool.operator.to_string(),
            chip: pool.chip.to_string(),
            chips: stay.chips,
            chip_hours: stay.chips * weeks * HOURS_PER_WEEK,
            training_operations: operations,
            tokens_per_day: stay.tokens_per_day,
            from: span.from.to_string(),
            until: span.until.to_string(),
            cost: ledger::decimal(cost),
            status: if awaiting { "awaiting" } else { "dispatchable" }.to_owned(),
            judgment,
        })
    }

    fn span(&self, stay: &Stay<'_>) -> Span {
        let on = self.request.scenario.on;
        Span {
            from: on.plus_days(days(stay.weeks.0)),
            until: on.plus_days(days(stay.weeks.1)),
        }
    }

    fn country(&self, pool: &Pool) -> Option<Place> {
        self.request
            .scenario
            .sites
            .get(&pool.site)
            .map(|site| site.country)
    }

    /// Returns how much of each service and of divisible work is served, in the order of the
    /// scenario's workloads.
    pub fn served(&self) -> Result<Vec<Served>, PlanError> {
        let workloads = self.request.scenario.workloads.iter();
        workloads
            .filter_map(|one| self.served_of(one).transpose())
            .collect()
    }

    fn served_of(&self, workload: &Workload) -> Result<Option<Served>, PlanError> {
        let days = |weeks: usize| i64::try_from(weeks).unwrap_or(1).max(1) * 7;
        let row = |asked: i64, unserved: i64, days: i64, lost: i64| Served {
            workload: workload.id.to_string(),
            asked_per_day: count(asked / days),
            served_per_day: count((asked - unserved) / days),
            unserved_cost: ledger::decimal(lost),
        };
        let demands = self.model.demands.iter().zip(&self.model.problem.demands);
        for (((service, _), demand), replicas) in demands.zip(&self.decisions.replicas) {
            if service.id == workload.id {
                let asked: i64 = demand.amount.iter().sum();
                let unserved: i64 = ledger::unserved(demand, replicas).iter().sum();
                let lost = ledger::unserved_cost(demand, replicas)?;
                return Ok(Some(row(asked, unserved, days(demand.amount.len()), lost)));
            }
        }
        let mut backlogs = self.model.backlogs.iter();
        let backlog = backlogs.find(|backlog| backlog.workload.id == workload.id);
        Ok(backlog.map(|backlog| {
            let unserved = self.undone(backlog);
            let lost = workload.penalty.ten_thousandths().saturating_mul(unserved);
            let (asked, unserved) = (backlog.asked * MILLION, unserved * MILLION);
            row(asked, unserved, days(backlog.weeks), lost)
        }))
    }

    /// Returns the millions of tokens that are left undone.
    pub(super) fn undone(&self, backlog: &Backlog<'_>) -> i64 {
        let blocks = self.decisions.blocks.get(backlog.unserved);
        blocks.copied().unwrap_or(0)
    }

    /// Returns the shares that a reader asks for first.
    pub fn shares(&self, placements: &[PlacementRow]) -> Shares {
        let (mut trained, mut offshore) = (0.0, 0.0);
        for row in placements
            .iter()
            .filter(|row| row.training_operations > 0.0)
        {
            trained += row.training_operations;
            if self
                .home(&row.owner)
                .is_some_and(|home| home.code() != row.country)
            {
                offshore += row.training_operations;
            }
        }
        let mainland: Vec<&PlacementRow> = placements
            .iter()
            .filter(|row| self.serves_mainland(&row.workload))
            .collect();
        let chinese = |row: &&&PlacementRow| self.chinese(&row.chip);
        let tokens = |rows: &mut dyn Iterator<Item = &&PlacementRow>| -> u64 {
            rows.map(|row| row.tokens_per_day * (row.chip_hours / row.chips.max(1)))
                .sum()
        };
        let all = tokens(&mut mainland.iter());
        let own = tokens(&mut mainland.iter().filter(chinese));
        let hours: u64 = mainland.iter().map(|row| row.chip_hours).sum();
        let own_hours: u64 = mainland
            .iter()
            .filter(chinese)
            .map(|row| row.chip_hours)
            .sum();
        Shares {
            offshore_training: (trained > 0.0).then(|| offshore / trained),
            chinese_chip_tokens: fraction(own, all),
            chinese_chip_hours: fraction(own_hours, hours),
        }
    }

    fn home(&self, owner: &str) -> Option<Place> {
        let scenario = self.request.scenario;
        let party = scenario
            .parties
            .iter()
            .find(|(id, _)| id.as_str() == owner)?
            .1;
        party.on(scenario.on)?.hq.shown().copied()
    }

    fn chinese(&self, chip: &str) -> bool {
        let found = self
            .request
            .atlas
            .chips
            .iter()
            .find(|(id, _)| id.as_str() == chip);
        found.is_some_and(|(_, chip)| chip.hq_country.code() == "CN")
    }

    fn serves_mainland(&self, workload: &str) -> bool {
        let found = self
            .request
            .scenario
            .workloads
            .iter()
            .find(|one| one.id.as_str() == workload);
        match found.map(|workload| &workload.work) {
            Some(Work::Serving(serving)) => {
                serving.users.iter().all(|(_, place)| place.code() == "CN")
            }
            Some(Work::Training(_) | Work::Tuning(_) | Work::Batch(_)) | None => false,
        }
    }

    /// Returns the chips that the plan leases and buys.
    pub fn acquired(&self) -> Vec<Acquired> {
        let on = self.request.scenario.on;
        let growths = self
            .model
            .growths
            .iter()
            .zip(&self.model.problem.expansions);
        growths
            .zip(&self.decisions.blocks)
            .filter(|(_, blocks)| **blocks > 0)
            .filter_map(|((growth, expansion), blocks)| {
                let held = expansion.adds.first()?;
                let chips = if let Growth::Purchase { offer, .. } = growth {
                    offer.block.0 * count(*blocks)
                } else {
                    count(held.units * blocks)
                };
                let (kind, name, by, pool) = match growth {
                    Growth::Lease { pool, lessee, .. } => {
                        ("lease", pool.id.to_string(), lessee.to_string(), pool)
                    }
                    Growth::Purchase { offer, pool, .. } => (
                        "purchase",
                        offer.id.to_string(),
                        offer.buyer.to_string(),
                        pool,
                    ),
                    Growth::Replica { .. } | Growth::Unserved | Growth::Opening(_) => return None,
                };
                Some(Acquired {
                    kind: kind.to_owned(),
                    pool: name,
                    by,
                    chip: pool.chip.to_string(),
                    chips,
                    from: on.plus_days(days(held.from)).to_string(),
                    until: on.plus_days(days(held.until)).to_string(),
                    cost: ledger::decimal(expansion.cost.saturating_mul(*blocks)),
                })
            })
            .collect()
    }

    /// Returns the assumed facts, those under chosen placements first.
    pub fn assumptions(&self, placements: &[PlacementRow]) -> Vec<Assumption> {
        let scenario = self.request.scenario;
        let used: BTreeSet<&str> = placements
            .iter()
            .flat_map(|row| {
                [
                    row.pool.as_str(),
                    row.workload.as_str(),
                    row.owner.as_str(),
                    row.operator.as_str(),
                    row.site.as_str(),
                ]
            })
            .collect();
        let mut all: Vec<Assumption> = Vec::new();
        let mut add = |kind: &str, id: &str, provenance: &[Assumed], headline: bool| {
            all.extend(provenance.iter().map(|assumed| Assumption {
                subject: format!("{kind} {id}").trim().to_owned(),
                field: assumed.field.clone(),
                basis: assumed.basis.clone(),
                headline,
            }));
        };
        add("scenario", "", &scenario.assumptions, true);
        let mut record = |kind: &str, id: &str, provenance: &Provenance| {
            add(kind, id, &provenance.assumed, used.contains(id));
        };
        for pool in scenario.pools.values() {
            record("pool", pool.id.as_str(), &pool.provenance);
            for batch in &pool.stock {
                record("pool", pool.id.as_str(), &batch.provenance);
            }
        }
        for offer in scenario.purchases.values() {
            record("purchase", offer.pool.as_str(), &offer.provenance);
        }
        for workload in &scenario.workloads {
            record("workload", workload.id.as_str(), &workload.provenance);
        }
        for party in scenario.parties.values() {
            record("party", party.id.as_str(), &party.provenance);
        }
        for site in scenario.sites.values() {
            record("site", site.id.as_str(), &site.provenance);
        }
        for set in scenario.datasets.values() {
            record("data set", set.id.as_str(), &set.provenance);
        }
        for evidence in scenario.evidence.values() {
            record("evidence", evidence.id.as_str(), &evidence.provenance);
        }
        self.rates(&used, &mut all);
        all.sort_by_key(|assumption| !assumption.headline);
        all
    }

    /// Adds the rates of chips that no publication supports.
    fn rates(&self, used: &BTreeSet<&str>, all: &mut Vec<Assumption>) {
        let chips: BTreeSet<_> = self
            .request
            .scenario
            .pools
            .values()
            .map(|pool| &pool.chip)
            .collect();
        for ((chip, wanted), rate) in &self.request.atlas.rates {
            if !chips.contains(chip) || rate.kind != portolan_facts::atlas::RateKind::Assumed {
                continue;
            }
            let pools = self.request.scenario.pools.values();
            let headline = pools
                .filter(|pool| &pool.chip == chip)
                .any(|pool| used.contains(pool.id.as_str()));
            all.push(Assumption {
                subject: format!("chip {chip}"),
                field: match wanted {
                    Use::Training => "training rate".to_owned(),
                    Use::Serving => "serving rate".to_owned(),
                },
                basis: rate.basis.clone(),
                headline,
            });
        }
    }

    /// Returns the sites, for the map.
    pub fn sites(&self) -> Vec<SiteRow> {
        let scenario = self.request.scenario;
        let rows = scenario.sites.values().filter_map(|site| {
            let region = self.request.atlas.regions.get(&site.region)?;
            let pools = scenario.pools.values().filter(|pool| pool.site == site.id);
            Some(SiteRow {
                id: site.id.to_string(),
                name: site.name.clone(),
                country: site.country.to_string(),
                lat: region.latitude,
                lon: region.longitude,
                pools: pools.map(|pool| self.pool_row(pool)).collect(),
            })
        });
        rows.collect()
    }

    fn pool_row(&self, pool: &Pool) -> PoolRow {
        PoolRow {
            id: pool.id.to_string(),
            name: pool.name.clone(),
            chip: pool.chip.to_string(),
            owner: pool.owner.to_string(),
            operator: pool.operator.to_string(),
            chips: pool.stock.iter().map(|batch| batch.chips.0).sum(),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a fraction for people")]
fn fraction(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
