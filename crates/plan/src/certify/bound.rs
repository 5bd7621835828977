//! Recomputes the bound that a certificate proves.

use std::collections::{BTreeMap, BTreeSet};

use super::CheckError;
use super::cover::Answers;
use super::plan::{Limits, Room};
use super::serving::Serving;
use crate::solve::{
    Case, Certificate, Draw, Expansion, FamilyPrice, PeriodProof, Problem, TICKS_PER_MONEY,
    TICKS_PER_WORTH, TaskOption,
};

/// What a case allows: options by task, and the least and most blocks by expansion and by family.
#[derive(Clone)]
struct Domain {
    options: Vec<Vec<usize>>,
    blocks: Vec<(i64, i64)>,
    families: Vec<(i64, i64)>,
}

/// What a leaf proves its bound with.
struct Grounds<'a> {
    prices: &'a Prices,
    families: &'a [FamilyPrice],
    /// The period trees, by period.
    trees: BTreeMap<usize, usize>,
}

/// Prices in ticks: of capacity by resource and period, and of limits.
struct Prices {
    cells: Vec<Vec<i128>>,
    limits: Vec<i128>,
}

impl Prices {
    /// Returns what draws on limits cost.
    fn drawn(&self, draws: &[Draw]) -> Option<i128> {
        draws.iter().try_fold(0_i128, |sum, draw| {
            let price = self.limits.get(draw.limit)?;
            sum.checked_add(price.checked_mul(draw.units.into())?)
        })
    }

    /// Returns what one unit costs over a window.
    fn rent(&self, resource: usize, from: usize, until: usize) -> Option<i128> {
        Some(self.cells.get(resource)?.get(from..until)?.iter().sum())
    }
}

/// Returns the least whole money that no plan goes below, over all leaves.
pub(super) fn bound(problem: &Problem, certificate: &Certificate) -> Result<i64, CheckError> {
    let mut tables = Vec::with_capacity(certificate.price_tables.len());
    for index in 0..certificate.price_tables.len() {
        tables.push(prices(problem, certificate, index)?);
    }
    let mut domains: Vec<Option<Domain>> = vec![None; certificate.cases.len()];
    *domains.first_mut().ok_or(CheckError::Branch(0))? = Some(whole(problem, certificate)?);
    let mut answers = Answers::default();
    let mut lowest: Option<i128> = None;
    for (index, case) in certificate.cases.iter().enumerate() {
        let domain = domains.get_mut(index).and_then(Option::take);
        let domain = domain.ok_or(CheckError::Branch(index))?;
        let Some((children, halves)) = halves(case, &domain, index)? else {
            let Case::Leaf {
                prices,
                families,
                periods,
            } = case
            else {
                continue;
            };
            let grounds = Grounds {
                prices: tables.get(*prices).ok_or(CheckError::Malformed(index))?,
                families,
                trees: proofs(problem, certificate, periods, index)?,
            };
            if let Some(ticks) = leaf(problem, certificate, &domain, &grounds, &mut answers)? {
                lowest = Some(lowest.map_or(ticks, |least| least.min(ticks)));
            }
            continue;
        };
        for (child, half) in children.into_iter().zip(halves) {
            let place = domains.get_mut(child).ok_or(CheckError::Branch(index))?;
            if child <= index || place.is_some() {
                return Err(CheckError::Branch(index));
            }
            *place = Some(half);
        }
    }
    let ticks = lowest.ok_or(CheckError::Contradiction)?;
    let tick = i128::from(TICKS_PER_MONEY);
    let money = ticks.div_euclid(tick) + i128::from(ticks.rem_euclid(tick) > 0);
    i64::try_from(money).map_err(|_| CheckError::Overflow)
}

/// Returns what the whole problem allows; a family that names an expansion twice or one that does
/// not exist is refused.
fn whole(problem: &Problem, certificate: &Certificate) -> Result<Domain, CheckError> {
    let mut families = Vec::with_capacity(certificate.families.len());
    for (index, members) in certificate.families.iter().enumerate() {
        let mut most = 0_i64;
        let mut known = BTreeSet::new();
        for &member in members {
            let expansion = problem.expansions.get(member);
            let expansion = expansion.ok_or(CheckError::Family(index))?;
            if !known.insert(member) {
                return Err(CheckError::Family(index));
            }
            most = most
                .checked_add(expansion.max)
                .ok_or(CheckError::Overflow)?;
        }
        families.push((0, most));
    }
    let options = problem.tasks.iter();
    let blocks = problem.expansions.iter();
    Ok(Domain {
        options: options
            .map(|task| (0..task.options.len()).collect())
            .collect(),
        blocks: blocks.map(|expansion| (0, expansion.max)).collect(),
        families,
    })
}

type Halves = Option<([usize; 2], [Domain; 2])>;

/// Returns the children of a split with what each allows; together they allow the whole.
fn halves(case: &Case, domain: &Domain, index: usize) -> Result<Halves, CheckError> {
    let malformed = CheckError::Malformed(index);
    let (mut first, mut second) = (domain.clone(), domain.clone());
    match case {
        Case::OptionSplit {
            task,
            inside,
            within,
            without,
        } => {
            let yes = first.options.get_mut(*task).ok_or(malformed)?;
            yes.retain(|option| inside.contains(option));
            let no = second.options.get_mut(*task).ok_or(malformed)?;
            no.retain(|option| !inside.contains(option));
            Ok(Some(([*within, *without], [first, second])))
        }
        Case::BlockSplit {
            expansion,
            at,
            below,
            above,
        } => {
            let lists = (&mut first.blocks, &mut second.blocks);
            cut(lists, *expansion, *at).ok_or(malformed)?;
            Ok(Some(([*below, *above], [first, second])))
        }
        Case::FamilySplit {
            family,
            at,
            below,
            above,
        } => {
            let lists = (&mut first.families, &mut second.families);
            cut(lists, *family, *at).ok_or(malformed)?;
            Ok(Some(([*below, *above], [first, second])))
        }
        Case::Leaf { .. } => Ok(None),
    }
}

type Ranges = Vec<(i64, i64)>;

/// Leaves at most `at` in one list of ranges and more than that in the other.
fn cut((first, second): (&mut Ranges, &mut Ranges), index: usize, at: i64) -> Option<()> {
    let range = first.get_mut(index)?;
    range.1 = range.1.min(at);
    let range = second.get_mut(index)?;
    range.0 = range.0.max(at.checked_add(1)?);
    Some(())
}

/// Spreads a sparse price table over all cells and limits.
fn prices(
    problem: &Problem,
    certificate: &Certificate,
    index: usize,
) -> Result<Prices, CheckError> {
    let mut dense = vec![vec![0; problem.periods]; problem.resources.len()];
    let mut limits = vec![0; problem.limits.len()];
    let table = certificate.price_tables.get(index);
    let table = table.ok_or(CheckError::Prices(index))?;
    for price in &table.limits {
        let place = limits.get_mut(price.limit);
        if price.ticks < 0 || price.worth < 0 {
            return Err(CheckError::Prices(index));
        }
        let worth = i128::from(price.worth) * i128::from(TICKS_PER_WORTH);
        *place.ok_or(CheckError::Prices(index))? = worth + i128::from(price.ticks);
    }
    for price in &table.cells {
        let row = dense.get_mut(price.resource);
        let cell = row.and_then(|row| row.get_mut(price.period));
        if price.ticks < 0 {
            return Err(CheckError::Prices(index));
        }
        *cell.ok_or(CheckError::Prices(index))? = i128::from(price.ticks);
    }
    Ok(Prices {
        cells: dense,
        limits,
    })
}

/// Returns the period trees of a leaf by period.
fn proofs(
    problem: &Problem,
    certificate: &Certificate,
    periods: &[PeriodProof],
    index: usize,
) -> Result<BTreeMap<usize, usize>, CheckError> {
    let mut by_period = BTreeMap::new();
    for proof in periods {
        let known = proof.tree < certificate.period_trees.len() && proof.period < problem.periods;
        if !known || by_period.insert(proof.period, proof.tree).is_some() {
            return Err(CheckError::Malformed(index));
        }
    }
    Ok(by_period)
}

/// Returns ticks that no plan of a leaf goes below; `None` when the leaf is empty.
fn leaf(
    problem: &Problem,
    certificate: &Certificate,
    domain: &Domain,
    grounds: &Grounds<'_>,
    answers: &mut Answers,
) -> Result<Option<i128>, CheckError> {
    let Some(ranges) = block_ranges(problem, domain) else {
        return Ok(None);
    };
    let empty = domain.options.iter().any(Vec::is_empty);
    if empty || domain.families.iter().any(|(low, high)| low > high) {
        return Ok(None);
    }
    let room = room(problem, domain, &ranges);
    if room.check().is_err() || least_drawn(problem, domain, &ranges).check().is_err() {
        return Ok(None);
    }
    let prices = grounds.prices;
    let worth = worth(problem, certificate, domain, grounds.families)?;
    let mut total = apart(problem, domain, &ranges, worth, prices).ok_or(CheckError::Overflow)?;
    for period in 0..problem.periods {
        let column = |rows: &[Vec<i128>]| -> Vec<i128> {
            rows.iter()
                .filter_map(|row| row.get(period).copied())
                .collect()
        };
        let mut serving = Serving::new(problem, period, column(&room.0), column(&prices.cells))?;
        serving.toll(&|source| prices.drawn(&source.draws))?;
        let tree = grounds.trees.get(&period).copied();
        let ticks = match tree.and_then(|name| Some((name, certificate.period_trees.get(name)?))) {
            Some((name, tree)) => serving.by_tree(tree, name, answers)?,
            None => serving.plain(answers)?,
        };
        total = total.checked_add(ticks).ok_or(CheckError::Overflow)?;
    }
    Ok(Some(total))
}

/// What families give to a block of each expansion, and the least that all their blocks together
/// are charged for it.
struct Worth {
    by_expansion: Vec<i128>,
    charge: i128,
}

fn worth(
    problem: &Problem,
    certificate: &Certificate,
    domain: &Domain,
    families: &[FamilyPrice],
) -> Result<Worth, CheckError> {
    let mut by_expansion = vec![0_i128; problem.expansions.len()];
    let mut charge: i128 = 0;
    let mut known = BTreeSet::new();
    for price in families {
        let wrong = CheckError::Family(price.family);
        let members = certificate.families.get(price.family).ok_or(wrong)?;
        let &(low, high) = domain.families.get(price.family).ok_or(wrong)?;
        if !known.insert(price.family) {
            return Err(wrong);
        }
        let ticks = i128::from(price.worth) * i128::from(TICKS_PER_WORTH);
        let charged = |blocks: i64| ticks.checked_mul(i128::from(blocks));
        let least = charged(low)
            .zip(charged(high))
            .map(|(low, high)| low.min(high));
        charge = least
            .and_then(|least| charge.checked_add(least))
            .ok_or(CheckError::Overflow)?;
        for &member in members {
            *by_expansion.get_mut(member).ok_or(wrong)? += ticks;
        }
    }
    Ok(Worth {
        by_expansion,
        charge,
    })
}

/// Returns the block ranges after the caps of groups; `None` when one is empty.
fn block_ranges(problem: &Problem, domain: &Domain) -> Option<Vec<(i128, i128)>> {
    let mut free: Vec<i128> = problem
        .group_max
        .iter()
        .map(|&most| i128::from(most))
        .collect();
    for (expansion, range) in problem.expansions.iter().zip(&domain.blocks) {
        if let Some(group) = expansion.group {
            *free.get_mut(group)? -= i128::from(range.0);
        }
    }
    let mut ranges = Vec::with_capacity(domain.blocks.len());
    for (expansion, &(low, high)) in problem.expansions.iter().zip(&domain.blocks) {
        let (low, mut high) = (i128::from(low), i128::from(high));
        if let Some(group) = expansion.group {
            high = high.min(low + free.get(group)?);
        }
        if low > high {
            return None;
        }
        ranges.push((low, high));
    }
    Some(ranges)
}

/// Returns the room for serving at best: all blocks that are allowed, tasks at their least.
fn room(problem: &Problem, domain: &Domain, ranges: &[(i128, i128)]) -> Room {
    let mut room = Room::new(problem);
    for (expansion, range) in problem.expansions.iter().zip(ranges) {
        for add in &expansion.adds {
            let blocks = if add.units > 0 { range.1 } else { range.0 };
            let added = i128::from(add.units).saturating_mul(blocks);
            room.add(add.resource, (add.from, add.until), added);
        }
    }
    for (task, allowed) in problem.tasks.iter().zip(&domain.options) {
        let mut least: Option<BTreeMap<(usize, usize), i128>> = None;
        for option in allowed
            .iter()
            .filter_map(|&option| task.options.get(option))
        {
            let own = uses(option);
            let kept = match least.take() {
                None => own,
                Some(known) => {
                    let both = known.into_iter();
                    both.filter_map(|(cell, units)| Some((cell, units.min(*own.get(&cell)?))))
                        .collect()
                }
            };
            let done = kept.is_empty();
            least = Some(kept);
            if done {
                break;
            }
        }
        for ((resource, period), units) in least.unwrap_or_default() {
            room.add(resource, (period, period + 1), -units);
        }
    }
    room
}

/// Returns what is left of limits at best: each task and block draws the least it can.
fn least_drawn(problem: &Problem, domain: &Domain, ranges: &[(i128, i128)]) -> Limits {
    let mut limits = Limits::new(problem);
    for (task, allowed) in problem.tasks.iter().zip(&domain.options) {
        let options = allowed
            .iter()
            .filter_map(|&option| task.options.get(option));
        let mut least: Option<BTreeMap<usize, i64>> = None;
        for option in options {
            let mut own: BTreeMap<usize, i64> = BTreeMap::new();
            for draw in &option.draws {
                let sum = own.entry(draw.limit).or_default();
                *sum = sum.saturating_add(draw.units);
            }
            least = Some(match least {
                None => own,
                Some(known) => {
                    let names: BTreeSet<usize> = known.keys().chain(own.keys()).copied().collect();
                    let of =
                        |map: &BTreeMap<usize, i64>, name| map.get(&name).copied().unwrap_or(0);
                    let both = names.into_iter();
                    both.map(|name| (name, of(&known, name).min(of(&own, name))))
                        .collect()
                }
            });
        }
        for (limit, units) in least.unwrap_or_default() {
            limits.draw(&[Draw { limit, units }], 1);
        }
    }
    for (expansion, &(low, high)) in problem.expansions.iter().zip(ranges) {
        for draw in &expansion.draws {
            limits.draw(&[*draw], if draw.units > 0 { low } else { high });
        }
    }
    limits
}

fn uses(option: &TaskOption) -> BTreeMap<(usize, usize), i128> {
    let mut cells = BTreeMap::new();
    for used in &option.uses {
        for period in used.from..used.until {
            *cells.entry((used.resource, period)).or_insert(0) += i128::from(used.units);
        }
    }
    cells
}

/// Returns the ticks of tasks and blocks at the prices, less the capacity that is sold.
fn apart(
    problem: &Problem,
    domain: &Domain,
    ranges: &[(i128, i128)],
    worth: Worth,
    prices: &Prices,
) -> Option<i128> {
    let tick = i128::from(TICKS_PER_MONEY);
    let mut total: i128 = worth.charge;
    for (&most, price) in problem.limits.iter().zip(&prices.limits) {
        total = total.checked_sub(price.checked_mul(i128::from(most))?)?;
    }
    for (resource, row) in problem.resources.iter().zip(&prices.cells) {
        for (&capacity, &price) in resource.capacity.iter().zip(row) {
            total = total.checked_sub(price.checked_mul(i128::from(capacity))?)?;
        }
    }
    for (task, allowed) in problem.tasks.iter().zip(&domain.options) {
        let mut best: Option<i128> = None;
        for option in allowed
            .iter()
            .filter_map(|&option| task.options.get(option))
        {
            let mut ticks = i128::from(option.cost) * tick;
            for used in &option.uses {
                let paid = prices.rent(used.resource, used.from, used.until)?;
                ticks = ticks.checked_add(paid.checked_mul(i128::from(used.units))?)?;
            }
            ticks = ticks.checked_add(prices.drawn(&option.draws)?)?;
            best = Some(best.map_or(ticks, |least| least.min(ticks)));
        }
        total = total.checked_add(best?)?;
    }
    let mut free: Vec<i128> = problem
        .group_max
        .iter()
        .map(|&most| i128::from(most))
        .collect();
    let mut paying: Vec<(i128, i128, &Expansion)> = Vec::new();
    let blocks = problem
        .expansions
        .iter()
        .zip(ranges)
        .zip(worth.by_expansion);
    for ((expansion, &(low, high)), worth) in blocks {
        let mut value = i128::from(expansion.cost) * tick;
        for add in &expansion.adds {
            let saved = prices.rent(add.resource, add.from, add.until)?;
            value = value.checked_sub(saved.checked_mul(i128::from(add.units))?)?;
        }
        value = value.checked_add(prices.drawn(&expansion.draws)?)?;
        let value = value.checked_sub(worth)?;
        total = total.checked_add(value.checked_mul(low)?)?;
        if let Some(group) = expansion.group {
            *free.get_mut(group)? -= low;
        }
        if value < 0 {
            paying.push((value, high - low, expansion));
        }
    }
    paying.sort_by_key(|&(value, _, _)| value);
    for (value, mut more, expansion) in paying {
        if let Some(group) = expansion.group {
            let left = free.get_mut(group)?;
            more = more.min(*left);
            *left -= more;
        }
        total = total.checked_add(value.checked_mul(more)?)?;
    }
    Some(total)
}
