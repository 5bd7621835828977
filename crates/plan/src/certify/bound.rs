//! Recomputes the bound that a certificate proves.

use std::collections::BTreeMap;

use super::CheckError;
use super::plan::Room;
use super::serving::Serving;
use crate::solve::{
    Case, Certificate, Expansion, PeriodProof, Problem, TICKS_PER_MONEY, TaskOption,
};

/// What a case allows: options by task, and the least and most blocks by expansion.
#[derive(Clone)]
struct Domain {
    options: Vec<Vec<usize>>,
    blocks: Vec<(i64, i64)>,
}

/// Prices in ticks by resource and period.
type Prices = Vec<Vec<i128>>;

/// Returns the least whole money that no plan goes below, over all leaves.
pub(super) fn bound(problem: &Problem, certificate: &Certificate) -> Result<i64, CheckError> {
    let mut tables = Vec::with_capacity(certificate.price_tables.len());
    for index in 0..certificate.price_tables.len() {
        tables.push(prices(problem, certificate, index)?);
    }
    let mut domains: Vec<Option<Domain>> = vec![None; certificate.cases.len()];
    let whole = Domain {
        options: problem
            .tasks
            .iter()
            .map(|task| (0..task.options.len()).collect())
            .collect(),
        blocks: problem
            .expansions
            .iter()
            .map(|expansion| (0, expansion.max))
            .collect(),
    };
    *domains.first_mut().ok_or(CheckError::Branch(0))? = Some(whole);
    let mut lowest: Option<i128> = None;
    for (index, case) in certificate.cases.iter().enumerate() {
        let domain = domains.get_mut(index).and_then(Option::take);
        let domain = domain.ok_or(CheckError::Branch(index))?;
        let Some((children, halves)) = halves(case, &domain, index)? else {
            let Case::Leaf { prices, periods } = case else {
                continue;
            };
            let table = tables.get(*prices).ok_or(CheckError::Malformed(index))?;
            let proofs = proofs(problem, certificate, periods, index)?;
            if let Some(ticks) = leaf(problem, certificate, &domain, table, &proofs)? {
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
            let range = first.blocks.get_mut(*expansion).ok_or(malformed)?;
            range.1 = range.1.min(*at);
            let range = second.blocks.get_mut(*expansion).ok_or(malformed)?;
            range.0 = range.0.max(at.checked_add(1).ok_or(malformed)?);
            Ok(Some(([*below, *above], [first, second])))
        }
        Case::Leaf { .. } => Ok(None),
    }
}

/// Spreads a sparse price table over all cells.
fn prices(
    problem: &Problem,
    certificate: &Certificate,
    index: usize,
) -> Result<Prices, CheckError> {
    let mut dense = vec![vec![0; problem.periods]; problem.resources.len()];
    for price in certificate.price_tables.get(index).into_iter().flatten() {
        let row = dense.get_mut(price.resource);
        let cell = row.and_then(|row| row.get_mut(price.period));
        if price.ticks < 0 {
            return Err(CheckError::Prices(index));
        }
        *cell.ok_or(CheckError::Prices(index))? = i128::from(price.ticks);
    }
    Ok(dense)
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
    prices: &Prices,
    proofs: &BTreeMap<usize, usize>,
) -> Result<Option<i128>, CheckError> {
    let Some(ranges) = block_ranges(problem, domain) else {
        return Ok(None);
    };
    if domain.options.iter().any(Vec::is_empty) {
        return Ok(None);
    }
    let room = room(problem, domain, &ranges);
    if room.check().is_err() {
        return Ok(None);
    }
    let mut total = apart(problem, domain, &ranges, prices).ok_or(CheckError::Overflow)?;
    for period in 0..problem.periods {
        let column = |rows: &[Vec<i128>]| -> Vec<i128> {
            rows.iter()
                .filter_map(|row| row.get(period).copied())
                .collect()
        };
        let serving = Serving::new(problem, period, column(&room.0), column(prices))?;
        let tree = proofs.get(&period).copied();
        let ticks = match tree.and_then(|name| Some((name, certificate.period_trees.get(name)?))) {
            Some((name, tree)) => serving.by_tree(tree, name)?,
            None => serving.plain()?,
        };
        total = total.checked_add(ticks).ok_or(CheckError::Overflow)?;
    }
    Ok(Some(total))
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
        let added = i128::from(expansion.units).saturating_mul(range.1);
        room.add(expansion.resource, (expansion.from, expansion.until), added);
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
    prices: &Prices,
) -> Option<i128> {
    let tick = i128::from(TICKS_PER_MONEY);
    let rent = |resource: usize, from: usize, until: usize| -> Option<i128> {
        Some(prices.get(resource)?.get(from..until)?.iter().sum())
    };
    let mut total: i128 = 0;
    for (resource, row) in problem.resources.iter().zip(prices) {
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
                let paid = rent(used.resource, used.from, used.until)?;
                ticks = ticks.checked_add(paid.checked_mul(i128::from(used.units))?)?;
            }
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
    for (expansion, &(low, high)) in problem.expansions.iter().zip(ranges) {
        let saved = rent(expansion.resource, expansion.from, expansion.until)?;
        let saved = saved.checked_mul(i128::from(expansion.units))?;
        let value = (i128::from(expansion.cost) * tick).checked_sub(saved)?;
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
