//! The best option of a task in a plan as it stands: what gives way, is leased and is raised for
//! it counts, and what it takes from others counts by price.
#![expect(
    clippy::indexing_slicing,
    reason = "every index is one of the ground's own"
)]

use super::ascent::Ascent;
use super::crowd::Crowd;
use super::ground::Ground;
use super::state::State;
use super::table::{Table, Tariff};
use crate::solve::model::float;
use crate::solve::problem::Use;

/// The most options of a task that are looked at.
const OPTIONS: usize = 40;

/// An option that a task may well take, with what it pays for capacity and limits at the prices.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) option: usize,
    pub(super) rent: f64,
    /// What it costs at the prices above the best option.
    pub(super) regret: f64,
}

/// The candidates of every task, and the prices that chose them.
pub(super) struct Market {
    pub(super) tariff: Tariff,
    candidates: Vec<Candidate>,
    begin: Vec<usize>,
}

impl Market {
    /// Ranks the options of every task at the best prices of an ascent.
    pub(super) fn new(ground: &Ground, table: &Table, ascent: &Ascent) -> Self {
        let tariff = ascent.best.1.clone();
        let mut sums = Vec::new();
        tariff.sums(ground.problem.periods, &mut sums);
        let mut market = Self {
            tariff,
            candidates: Vec::new(),
            begin: vec![0],
        };
        let mut ranked: Vec<(f64, Candidate)> = Vec::new();
        for task in 0..ground.problem.tasks.len() {
            ranked.clear();
            let all = table.of(task);
            for (option, at) in all.enumerate() {
                let rent = market.tariff.paid(&sums, table.options.of(at));
                let value = table.costs[at] + rent;
                ranked.push((
                    value,
                    Candidate {
                        option,
                        rent,
                        regret: value,
                    },
                ));
            }
            let order = |one: &(f64, Candidate), two: &(f64, Candidate)| {
                one.0
                    .total_cmp(&two.0)
                    .then(one.1.option.cmp(&two.1.option))
            };
            if ranked.len() > OPTIONS {
                ranked.select_nth_unstable_by(OPTIONS - 1, order);
                let undone = ground.undone[task];
                let lost = |(_, held): &&(f64, Candidate)| held.option == undone;
                let undone = ranked[OPTIONS..].iter().find(lost).copied();
                ranked.truncate(OPTIONS);
                ranked.extend(undone);
            }
            ranked.sort_unstable_by(order);
            let least = ranked.first().map_or(0.0, |&(value, _)| value);
            market
                .candidates
                .extend(ranked.iter().map(|&(value, held)| Candidate {
                    regret: value - least,
                    ..held
                }));
            market.begin.push(market.candidates.len());
        }
        market
    }

    /// Returns the candidates of a task, the best first.
    pub(super) fn of(&self, task: usize) -> &[Candidate] {
        &self.candidates[self.begin[task]..self.begin[task + 1]]
    }

    /// Returns the candidates of all tasks as those that an ascent looks at.
    pub(super) fn crowd(&self, table: &Table) -> Crowd {
        let tasks = 0..self.begin.len() - 1;
        let options = tasks.flat_map(|task| {
            let first = table.of(task).start;
            self.of(task).iter().map(move |held| first + held.option)
        });
        Crowd {
            begin: self.begin.clone(),
            options: options.collect(),
            weight: 1.0,
        }
    }

    /// Returns what the option that a task takes costs at the prices above its best.
    pub(super) fn regret(&self, state: &State, task: usize) -> f64 {
        let taken = state.options[task];
        let of = self.of(task);
        let known = of.iter().find(|held| held.option == taken);
        known.or(of.last()).map_or(0.0, |held| held.regret)
    }
}

/// A way to make room: so many blocks of an expansion.
type Lease = Option<(usize, i64)>;

impl State<'_> {
    /// Gives a task that stands aside the option that costs least in all, with `weight` on what it takes
    /// from others; returns false when none fits.
    pub(super) fn insert(&mut self, task: usize, market: &Market, weight: f64) -> bool {
        let mut best: (f64, Option<(usize, Lease)>) = (f64::INFINITY, None);
        for candidate in market.of(task) {
            let held = &self.ground.problem.tasks[task].options[candidate.option];
            let least = float(held.cost) + weight * candidate.rent.min(0.0);
            if least >= best.0 {
                continue;
            }
            if let Some((more, lease)) = self.extra(task, candidate.option, market) {
                let value = float(held.cost) + weight * candidate.rent + more;
                if value < best.0 {
                    best = (value, Some((candidate.option, lease)));
                }
            }
        }
        let Some((option, lease)) = best.1 else {
            return false;
        };
        if let Some((expansion, more)) = lease {
            self.build(expansion, more);
        }
        self.place(task, option);
        let periods = self.ground.problem.periods;
        let problem = self.ground.problem;
        for used in &problem.tasks[task].options[option].uses {
            for period in used.from..used.until {
                self.make_way(used.resource * periods + period);
            }
        }
        true
    }

    /// Returns what an option costs beside itself: what gives way, what is leased and raised.
    fn extra(&self, task: usize, option: usize, market: &Market) -> Option<(f64, Lease)> {
        let held = &self.ground.problem.tasks[task].options[option];
        let mut more = 0.0;
        for draw in held.draws.iter().filter(|draw| draw.units > 0) {
            let lacking = i128::from(draw.units) - self.limits[draw.limit];
            if lacking > 0 {
                let &(giver, given) = self.ground.givers[draw.limit].first()?;
                let blocks = (lacking - 1) / i128::from(given) + 1;
                let blocks = i64::try_from(blocks).unwrap_or(i64::MAX);
                more += float(blocks) * float(self.ground.problem.expansions[giver].cost);
            }
        }
        let mut lease = None;
        for used in &held.uses {
            let (displaced, hard) = self.lack(used, market);
            more += displaced;
            if hard > 0 {
                let (expansion, blocks) = self.lease_for(used, hard)?;
                if lease.is_some() {
                    return None;
                }
                more += float(blocks) * float(self.ground.problem.expansions[expansion].cost);
                lease = Some((expansion, blocks));
            }
        }
        Some((more, lease))
    }

    /// Returns what the work is worth that gives way to a use, and the most units that still lack.
    fn lack(&self, used: &Use, market: &Market) -> (f64, i64) {
        let start = used.resource * self.ground.problem.periods;
        let (mut displaced, mut hard) = (0.0, 0);
        for cell in start + used.from..start + used.until {
            let lacking = used.units - self.room[cell];
            if lacking > 0 {
                hard = hard.max(lacking - self.yielding[cell]);
                let units = lacking.min(self.yielding[cell]);
                displaced += float(units) * market.tariff.cells[cell];
            }
        }
        (displaced, hard)
    }

    /// Returns the cheapest blocks of one expansion that give so many units over a use.
    fn lease_for(&self, used: &Use, units: i64) -> Lease {
        let problem = self.ground.problem;
        let mut best: (f64, Lease) = (f64::INFINITY, None);
        for &expansion in &self.ground.adders[used.resource] {
            let held = &problem.expansions[expansion];
            let covers = held.adds.iter().find(|add| {
                add.resource == used.resource
                    && add.units > 0
                    && add.from <= used.from
                    && used.until <= add.until
            });
            let Some(add) = covers else { continue };
            let blocks = (units - 1) / add.units + 1;
            let cost = float(blocks) * float(held.cost);
            if blocks <= self.spare(expansion)
                && blocks <= self.blocks_that_fit(expansion)
                && cost < best.0
            {
                best = (cost, Some((expansion, blocks)));
            }
        }
        best.1
    }
}
