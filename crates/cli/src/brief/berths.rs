//! Berths: a workload at a pool over all its weeks, with the range of chips it holds there.

use std::collections::BTreeMap;

use portolan_plan::document::{PlacementRow, PlanDocument};
use portolan_terms::{Currency, Money};

/// A berth with less than this share of the chip-hours of its workload is a sliver.
const SLIVER: f64 = 0.01;

/// Holds a workload with its berths.
pub struct Run<'a> {
    /// The workload.
    pub workload: &'a str,
    /// `training`, `tuning`, `batch` or `serving`.
    pub kind: &'a str,
    /// For whom it runs.
    pub owner: &'a str,
    /// The berths, the largest first.
    pub berths: Vec<Berth<'a>>,
}

impl Run<'_> {
    /// Returns what it costs, as a decimal.
    pub fn cost(&self) -> String {
        sum(self.berths.iter().flat_map(|berth| &berth.rows))
    }

    /// Returns the first day and the first day after.
    pub fn days(&self) -> (&str, &str) {
        days(
            self.berths
                .iter()
                .flat_map(|berth| berth.rows.iter().copied()),
        )
    }

    /// Returns the berths that are no slivers.
    pub fn main(&self) -> impl Iterator<Item = &Berth<'_>> {
        self.berths.iter().filter(|berth| !berth.sliver)
    }

    /// Returns how many berths are slivers.
    pub fn slivers(&self) -> usize {
        self.berths.iter().filter(|berth| berth.sliver).count()
    }

    /// Returns true for work that has a beginning and an end of its own.
    pub fn is_task(&self) -> bool {
        self.kind != "serving"
    }
}

/// Holds the placements of one workload at one pool.
pub struct Berth<'a> {
    /// The placements, the earliest first; never empty.
    pub rows: Vec<&'a PlacementRow>,
    /// The earliest placement.
    pub first: &'a PlacementRow,
    /// Whether it has next to no part in the workload.
    pub sliver: bool,
}

impl Berth<'_> {
    /// Returns the fewest and the most chips held.
    pub fn chips(&self) -> (u64, u64) {
        let chips = self.rows.iter().map(|row| row.chips);
        let least = chips.clone().min().unwrap_or(0);
        (least, chips.max().unwrap_or(0))
    }

    /// Returns the chips times the hours they are held.
    pub fn chip_hours(&self) -> u64 {
        self.rows.iter().map(|row| row.chip_hours).sum()
    }

    /// Returns what it costs, as a decimal.
    pub fn cost(&self) -> String {
        sum(&self.rows)
    }

    /// Returns the first day and the first day after.
    pub fn days(&self) -> (&str, &str) {
        days(self.rows.iter().copied())
    }

    /// Returns true when some of it waits for papers.
    pub fn awaits(&self) -> bool {
        self.rows.iter().any(|row| row.status == "awaiting")
    }

    /// Returns the flags of its rulings, each once.
    pub fn flags(&self) -> Vec<&'static str> {
        let acts = self.rows.iter().flat_map(|row| &row.judgment.acts);
        let mut flags: Vec<&'static str> = acts
            .flat_map(|act| act.ruling.flags.iter().map(|flag| flag.word()))
            .collect();
        flags.sort_unstable();
        flags.dedup();
        flags
    }
}

/// Returns the workloads of a plan in its order.
pub fn runs(plan: &PlanDocument) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &plan.placements {
        let at = *places.entry(&row.workload).or_insert(runs.len());
        let Some(run) = runs.get_mut(at) else {
            runs.push(Run {
                workload: &row.workload,
                kind: &row.kind,
                owner: &row.owner,
                berths: vec![berth(row)],
            });
            continue;
        };
        match run.berths.iter_mut().find(|one| one.first.pool == row.pool) {
            Some(berth) => berth.rows.push(row),
            None => run.berths.push(berth(row)),
        }
    }
    for run in &mut runs {
        order(run);
    }
    runs
}

fn berth(row: &PlacementRow) -> Berth<'_> {
    Berth {
        rows: vec![row],
        first: row,
        sliver: false,
    }
}

fn order(run: &mut Run<'_>) {
    let all: u64 = run.berths.iter().map(Berth::chip_hours).sum();
    for berth in &mut run.berths {
        berth.rows.sort_by(|left, right| left.from.cmp(&right.from));
        berth.first = berth.rows.first().copied().unwrap_or(berth.first);
        berth.sliver = share(berth.chip_hours(), all) < SLIVER;
    }
    run.berths
        .sort_by_key(|berth| std::cmp::Reverse(berth.chip_hours()));
}

/// Returns a part of a whole as a fraction.
#[expect(clippy::cast_precision_loss, reason = "a share for people")]
pub fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn sum<'r>(rows: impl IntoIterator<Item = &'r &'r PlacementRow>) -> String {
    let amounts = rows
        .into_iter()
        .filter_map(|row| Money::parse(&row.cost, Currency::Usd).ok());
    amounts
        .fold(Money::zero(Currency::Usd), |sum, amount| {
            sum.plus(amount).unwrap_or(sum)
        })
        .decimal()
}

fn days<'r>(rows: impl Iterator<Item = &'r PlacementRow> + Clone) -> (&'r str, &'r str) {
    let from = rows.clone().map(|row| row.from.as_str()).min();
    let until = rows.map(|row| row.until.as_str()).max();
    (from.unwrap_or_default(), until.unwrap_or_default())
}
