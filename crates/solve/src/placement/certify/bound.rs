//! The bound that a certificate proves.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicUsize, Ordering},
};

use super::{
    super::{
        certificate::{Case, Price, Reach, Tight},
        instance::Need,
    },
    Certificate, Instance, Refusal, cases,
    pack::{Packed, Packing, Place},
    tree::End,
};

/// The most dual-feasible functions that a certificate may use.
const FUNCTIONS_MAX: u32 = 64;
/// The largest amount that a certificate may name, so that no sum here overflows.
const AMOUNT_MAX: u64 = 1 << 62;
/// How many steps of prices the search on a tight pool may take.
const STEPS_MAX: u64 = 2_000_000;
/// Jobs are independent, and tight pools are: so many threads each check a part of them.
const THREADS: usize = 2;
/// The most cases that a certificate may have.
const CASES_MAX: usize = 64;
/// A job that is placed may be worth up to so many units: more than any plan costs, and little enough for sums.
const PLACED: i128 = 1 << 62;
/// The finest unit.
const UNIT_MAX: u64 = 1 << 20;

/// A certificate set out beside its instance: what pools are worth, and what jobs pay.
pub(in super::super) struct Measure<'a> {
    instance: &'a Instance,
    unit: i128,
    pools: Vec<Priced<'a>>,
    /// By job: the least it pays, worth and ways on pools that are not tight considered.
    least: Vec<i128>,
    /// What jobs pay that are left out in any plan of the case.
    left_out: i128,
    /// What the pools that are not tight are worth.
    worth: i128,
}

/// Returns the bound in dollars, from what the certificate gives apart from its claim.
pub(in super::super) fn bound(
    instance: &Instance,
    certificate: &Certificate,
) -> Result<i64, Refusal> {
    let cases: Vec<&Case> = certificate.cases.iter().collect();
    if cases.len() > CASES_MAX || !cases::are_all(&cases, 0) {
        return Err(Refusal::NotAProof(
            "its cases are not all there are".to_owned(),
        ));
    }
    let bounds = cases
        .iter()
        .map(|case| of_case(instance, certificate, case));
    let bounds: Vec<i64> = bounds.collect::<Result<_, _>>()?;
    bounds.into_iter().min().ok_or_else(overflow)
}

/// Returns the bound in dollars on plans of one case.
fn of_case(instance: &Instance, certificate: &Certificate, case: &Case) -> Result<i64, Refusal> {
    let measure = Measure::of(instance, certificate, case)?;
    let (measure, next) = (&measure, &AtomicUsize::new(0));
    let shown = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..THREADS)
            .map(|_| {
                scope.spawn(move || {
                    let one = || case.tight.get(next.fetch_add(1, Ordering::Relaxed));
                    let mut own = std::iter::from_fn(one);
                    own.try_fold(0, |sum, tight| Ok(sum + measure.at_most(tight)?))
                })
            })
            .collect();
        runs.into_iter().try_fold(0, |sum, run| {
            let lost = |_| Refusal::NotAProof("its check was cut short".to_owned());
            Ok(sum + run.join().map_err(lost)??)
        })
    });
    measure.bound(shown?)
}

impl<'a> Measure<'a> {
    /// Sets out a case of a certificate, and checks all but what tight pools earn.
    pub fn of(
        instance: &'a Instance,
        certificate: &'a Certificate,
        case: &'a Case,
    ) -> Result<Self, Refusal> {
        let refuse = |what: &str| Err(Refusal::NotAProof(what.to_owned()));
        if certificate.name != instance.name {
            return refuse("it is for another instance");
        }
        if certificate.unit == 0 || certificate.unit > UNIT_MAX {
            return refuse("its unit is 0 or too fine");
        }
        let unit = i128::from(certificate.unit);
        let pools = priced(instance, &certificate.reaches, &case.prices)?;
        let penalties = instance.jobs.iter();
        let mut least: Vec<i128> = penalties
            .map(|job| i128::from(job.penalty) * unit)
            .collect();
        let mut left_out = 0;
        for &(job, placed) in &case.decided {
            let Some(least) = least.get_mut(job) else {
                return refuse("it decides on a job that is not there");
            };
            if placed {
                *least = PLACED;
            } else {
                left_out += std::mem::take(least);
            }
        }
        for &(job, worth) in &case.worths {
            let Some(least) = least.get_mut(job) else {
                return refuse("it gives a worth to a job that is not there");
            };
            *least = i128::from(worth).min(*least);
        }
        let mut tight = BTreeSet::new();
        for own in &case.tight {
            if own.pool >= pools.len() || !tight.insert(own.pool) {
                return refuse("a tight pool is not there, or named twice");
            }
        }
        let mut worth = 0_i128;
        for (_, pool) in pools
            .iter()
            .enumerate()
            .filter(|(id, _)| !tight.contains(id))
        {
            let own = pool.worth().ok_or_else(overflow)?;
            worth = worth.checked_add(own).ok_or_else(overflow)?;
        }
        let share = least.len().div_ceil(THREADS).max(1);
        std::thread::scope(|scope| {
            for (part, least) in least.chunks_mut(share).enumerate() {
                let (pools, tight) = (&pools, &tight);
                scope.spawn(move || {
                    let loose = pools
                        .iter()
                        .enumerate()
                        .filter(|(id, _)| !tight.contains(id));
                    for (id, pool) in loose {
                        pool.lower(instance, id, unit, part * share, least);
                    }
                });
            }
        });
        Ok(Self {
            instance,
            unit,
            pools,
            least,
            left_out,
            worth,
        })
    }

    /// Returns the bound in dollars, when tight pools earn so much together.
    pub fn bound(&self, earned: i128) -> Result<i64, Refusal> {
        let paid = self
            .least
            .iter()
            .try_fold(self.left_out, |sum, paid| sum.checked_add(*paid));
        let total = paid.and_then(|paid| paid.checked_sub(self.worth)?.checked_sub(earned));
        let total = total.ok_or_else(overflow)?;
        // Costs are whole dollars: a fraction counts as one more.
        let whole = total.div_euclid(self.unit) + i128::from(total.rem_euclid(self.unit) > 0);
        i64::try_from(whole).map_err(|_| overflow())
    }

    /// Dollars that a job costs on a pool.
    pub fn cost(&self, job: usize, pool: usize) -> i64 {
        self.instance.quote(job, pool).map_or(0, |quote| quote.1)
    }

    /// What a job earns on a pool: what it pays at least, less its cost there, in units.
    pub fn gain(&self, job: usize, pool: usize) -> i64 {
        let cost = i128::from(self.cost(job, pool)) * self.unit;
        let least = self.least.get(job).copied().unwrap_or(0);
        i64::try_from(least - cost).unwrap_or(0)
    }

    /// Searches what a tight pool can earn, in so many steps.
    pub fn earn(&self, pool: usize, floor: i64, steps: u64) -> Result<Packed, Refusal> {
        Ok(self.packing(pool)?.search(floor, steps, End::Rising))
    }

    /// Shows that a tight pool earns no more than so much; returns that.
    fn at_most(&self, tight: &Tight) -> Result<i128, Refusal> {
        let Tight {
            pool, most, steps, ..
        } = *tight;
        if steps > STEPS_MAX {
            let what = format!("the search on pool {pool} takes more than {STEPS_MAX} steps");
            return Err(Refusal::NotAProof(what));
        }
        let floor = i64::try_from(tight.floor).map_err(|_| overflow())?;
        let shown = u64::try_from(self.earn(pool, floor, steps)?.most);
        if shown.is_ok_and(|shown| shown <= most) {
            return Ok(i128::from(most));
        }
        let what = format!("it does not show that pool {pool} earns at most {most}");
        Err(Refusal::NotAProof(what))
    }

    /// Sets out the search on a tight pool.
    fn packing(&self, id: usize) -> Result<Packing, Refusal> {
        let earned = |job: usize, _, cost: i64| {
            let least = self.least.get(job).copied().unwrap_or(0);
            least - i128::from(cost) * self.unit
        };
        self.joint(&[id], 0..self.instance.jobs.len(), earned)
            .ok_or_else(|| Refusal::NotAProof(format!("pool {id} is too large to be tight")))
    }

    /// Sets out a search of jobs on several pools, where placing a job on a pool at a cost earns so many units.
    pub fn joint(
        &self,
        pools: &[usize],
        jobs: impl Iterator<Item = usize>,
        earned: impl Fn(usize, usize, i64) -> i128,
    ) -> Option<Packing> {
        let own: Option<Vec<&Priced>> = pools.iter().map(|&id| self.pools.get(id)).collect();
        let own = own?;
        let mut places = Vec::new();
        for job in jobs {
            let asked = self.instance.jobs.get(job)?;
            for (pool, (&id, priced)) in pools.iter().zip(&own).enumerate() {
                let Some((need, cost)) = self.instance.quote(job, id) else {
                    continue;
                };
                let profit = earned(job, id, cost);
                let starts = priced.starts(need, asked.release, asked.due);
                if profit > 0 && !starts.is_empty() {
                    places.push(Place {
                        job,
                        pool,
                        profit: i64::try_from(profit).ok()?,
                        need,
                        starts,
                    });
                }
            }
        }
        Packing::new(places, &own)
    }
}

fn overflow() -> Refusal {
    Refusal::NotAProof("its amounts overflow".to_owned())
}

/// A pool as the certificate sees it.
pub(super) struct Priced<'a> {
    /// As the instance has it.
    pub bare: &'a [u32],
    /// Lowered to sums that jobs can reach.
    pub capacity: Vec<u32>,
    /// Amounts by function.
    pub functions: BTreeMap<u32, &'a [u64]>,
}

/// Sets out the prices by pool, and checks what they rest on.
fn priced<'a>(
    instance: &'a Instance,
    reaches: &[Reach],
    prices: &'a [Price],
) -> Result<Vec<Priced<'a>>, Refusal> {
    let mut pools: Vec<Priced> = instance
        .pools
        .iter()
        .map(|pool| Priced {
            bare: &pool.capacity,
            capacity: pool.capacity.clone(),
            functions: BTreeMap::new(),
        })
        .collect();
    let stray = |pool: usize| {
        Refusal::NotAProof(format!(
            "it prices pool {pool}, which is not there, or prices it twice"
        ))
    };
    let mut sizes = BTreeMap::new();
    for reach in reaches {
        let pool = pools.get_mut(reach.pool).ok_or_else(|| stray(reach.pool))?;
        let sizes = sizes
            .entry(reach.pool)
            .or_insert_with(|| sizes_on(instance, reach.pool));
        if !pool.bare.contains(&reach.capacity)
            || !unreachable_between(sizes, reach.sum, reach.capacity)
        {
            let what = format!(
                "a sum on pool {} lies above {} and up to {}",
                reach.pool, reach.sum, reach.capacity
            );
            return Err(Refusal::NotAProof(what));
        }
        for (lowered, &bare) in pool.capacity.iter_mut().zip(pool.bare) {
            if bare == reach.capacity {
                *lowered = reach.sum.min(*lowered);
            }
        }
    }
    for price in prices {
        let fits = price.function <= FUNCTIONS_MAX
            && price.amounts.len() == instance.periods
            && price.amounts.iter().all(|&amount| amount <= AMOUNT_MAX);
        let pool = pools.get_mut(price.pool).filter(|_| fits);
        let twice = pool.is_none_or(|pool| {
            pool.functions
                .insert(price.function, &price.amounts)
                .is_some()
        });
        if twice {
            return Err(stray(price.pool));
        }
    }
    Ok(pools)
}

/// The numbers of chips that jobs may hold on a pool.
fn sizes_on(instance: &Instance, pool: usize) -> Vec<u32> {
    let jobs = 0..instance.jobs.len();
    let mut sizes: Vec<u32> = jobs
        .filter_map(|job| Some(instance.need(job, pool)?.chips))
        .collect();
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

/// Whether no sum of sizes, each as often as one likes, lies above `sum` and up to `capacity`.
fn unreachable_between(sizes: &[u32], sum: u32, capacity: u32) -> bool {
    let most = capacity as usize;
    let mut reached = vec![true];
    for total in 1..=most {
        let here = sizes.iter().any(|&size| {
            let before = total.checked_sub(size as usize);
            before.and_then(|before| reached.get(before)).copied() == Some(true)
        });
        if here && total > sum as usize {
            return false;
        }
        reached.push(here);
    }
    sum <= capacity
}

/// What a job of so many chips meets on a pool.
struct Lane {
    /// Prices of all chips, summed up to each period.
    sums: Vec<i128>,
    /// For each period, how many from it on have enough chips.
    clear: Vec<usize>,
}

impl Priced<'_> {
    /// Returns what all capacity is worth.
    fn worth(&self) -> Option<i128> {
        let mut worth = 0_i128;
        for (&function, amounts) in &self.functions {
            let times = i128::from(function.max(1));
            for (&amount, &capacity) in amounts.iter().zip(&self.capacity) {
                let row = i128::from(amount).checked_mul(times * i128::from(capacity))?;
                worth = worth.checked_add(row)?;
            }
        }
        Some(worth)
    }

    /// Lowers what each job from `first` on pays to what its best start on this pool costs.
    fn lower(&self, instance: &Instance, id: usize, unit: i128, first: usize, least: &mut [i128]) {
        let mut lanes = BTreeMap::new();
        let jobs = instance.jobs.iter().enumerate().skip(first);
        for ((job, asked), least) in jobs.zip(least) {
            let Some((need, cost)) = instance.quote(job, id) else {
                continue;
            };
            let cost = i128::from(cost) * unit;
            if cost >= *least {
                continue;
            }
            let lane = lanes
                .entry(need.chips)
                .or_insert_with(|| self.lane(need.chips));
            let starts = asked.release..=asked.due - need.periods;
            let begins = lane
                .sums
                .iter()
                .zip(&lane.clear)
                .skip(starts.start().to_owned());
            let ends = lane.sums.iter().skip(starts.start() + need.periods);
            for ((begin, &clear), end) in begins.zip(ends).take(starts.count()) {
                if clear >= need.periods {
                    *least = (cost + end - begin).min(*least);
                }
            }
        }
    }

    /// The starts in a window at which a need fits the bare pool.
    fn starts(&self, need: Need, release: usize, due: usize) -> Vec<usize> {
        let clear = self.clear(need.chips);
        let fits = |start: &usize| {
            clear
                .get(*start)
                .is_some_and(|&clear| clear >= need.periods)
        };
        (release..=due - need.periods).filter(fits).collect()
    }

    /// Adds up what jobs of so many chips meet.
    fn lane(&self, chips: u32) -> Lane {
        let mut sums = vec![0];
        let mut sum = 0_i128;
        for (period, &capacity) in self.capacity.iter().enumerate() {
            for (&function, amounts) in &self.functions {
                let amount = amounts.get(period).copied().unwrap_or(0);
                sum += i128::from(amount) * i128::from(taken(function, chips, capacity));
            }
            sums.push(sum);
        }
        Lane {
            sums,
            clear: self.clear(chips),
        }
    }

    /// For each period, how many from it on have so many chips.
    fn clear(&self, chips: u32) -> Vec<usize> {
        let mut clear: Vec<usize> = Vec::with_capacity(self.bare.len());
        for &capacity in self.bare.iter().rev() {
            let after = clear.last().copied().unwrap_or(0);
            clear.push(if capacity >= chips { after + 1 } else { 0 });
        }
        clear.reverse();
        clear
    }
}

/// What a job takes of a row: chips of the plain one, or its part of a dual-feasible function's, see [`Certificate`].
pub(super) fn taken(function: u32, chips: u32, capacity: u32) -> u64 {
    let (function, chips, capacity) = (u64::from(function), u64::from(chips), u64::from(capacity));
    if function == 0 || capacity == 0 {
        return chips;
    }
    let scaled = (function + 1) * chips;
    if scaled.is_multiple_of(capacity) {
        function * chips
    } else {
        capacity * (scaled / capacity)
    }
}
