//! Chooses the question that splits a case, and the two cases that answer it.
#![expect(
    clippy::indexing_slicing,
    reason = "columns and domains match the validated problem"
)]

use std::collections::BTreeMap;

use super::domain::Domain;
use super::model::float;
use super::problem::{Problem, TaskOption};
use super::tree::Question;

/// How far from whole a value must be to count as fractional.
const FRACTIONAL: f64 = 1e-6;

/// The fractional choices that the linear program makes.
#[derive(Debug, Clone)]
pub(super) struct Fractions {
    /// The share of each option, by task.
    pub(super) options: Vec<Vec<f64>>,
    /// The blocks of each expansion.
    pub(super) blocks: Vec<f64>,
}

/// Returns the question to ask; `None` when the case holds one choice only.
pub(super) fn question(
    problem: &Problem,
    domain: &Domain,
    families: &[Vec<usize>],
    fractions: &Fractions,
) -> Option<Question> {
    fractional_task(problem, domain, fractions, &|option| (places(option), 0, 0))
        .or_else(|| fractional_family(problem, domain, families, fractions))
        .or_else(|| fractional_task(problem, domain, fractions, &kind))
        .or_else(|| fractional_blocks(problem, domain, fractions))
        .or_else(|| open_task(domain, fractions))
        .or_else(|| open_blocks(domain, fractions))
}

/// Returns the two cases: the answer yes or below first.
pub(super) fn answers(domain: &Domain, question: &Question) -> [Domain; 2] {
    let mut first = domain.clone();
    let mut second = domain.clone();
    match question {
        Question::Options { task, inside } => {
            first.allowed[*task].retain(|option| inside.binary_search(option).is_ok());
            second.allowed[*task].retain(|option| inside.binary_search(option).is_err());
        }
        Question::Blocks { expansion, at } => {
            first.high[*expansion] = first.high[*expansion].min(*at);
            second.low[*expansion] = second.low[*expansion].max(at + 1);
        }
        Question::Family { family, at } => {
            first.families[*family].1 = first.families[*family].1.min(*at);
            second.families[*family].0 = second.families[*family].0.max(at + 1);
        }
    }
    [first, second]
}

/// Splits the family whose fraction of a block is worth most.
fn fractional_family(
    problem: &Problem,
    domain: &Domain,
    families: &[Vec<usize>],
    fractions: &Fractions,
) -> Option<Question> {
    let mut best = None;
    let mut merit = 0.0;
    for (family, members) in families.iter().enumerate() {
        let sum: f64 = members.iter().map(|&index| fractions.blocks[index]).sum();
        let costs = members.iter().map(|&index| problem.expansions[index].cost);
        let (low, high) = domain.families[family];
        let part = sum - sum.floor();
        let distance = part.min(1.0 - part);
        let worth = distance * (1.0 + float(costs.map(i64::abs).max().unwrap_or(0)));
        if distance > FRACTIONAL && low < high && worth > merit {
            merit = worth;
            let at = whole(sum).clamp(low, high - 1);
            best = Some(Question::Family { family, at });
        }
    }
    best
}

/// What options are told apart by: where they run, when, and how large.
type Kind = (Vec<usize>, usize, i64);

/// Splits the task that is most undecided between kinds of options, so that both sides hold about
/// half of its shares.
fn fractional_task(
    problem: &Problem,
    domain: &Domain,
    fractions: &Fractions,
    kind: &dyn Fn(&TaskOption) -> Kind,
) -> Option<Question> {
    let mut best = None;
    let mut merit = FRACTIONAL;
    for (task, shares) in fractions.options.iter().enumerate() {
        let largest = shares.iter().fold(0.0_f64, |most, &share| most.max(share));
        if 1.0 - largest <= merit {
            continue;
        }
        let mut kinds: BTreeMap<Kind, (f64, Vec<usize>)> = BTreeMap::new();
        for &option in &domain.allowed[task] {
            let (share, options) = kinds
                .entry(kind(&problem.tasks[task].options[option]))
                .or_default();
            *share += shares[option];
            options.push(option);
        }
        let largest = kinds.values().map(|(share, _)| *share).fold(0.0, f64::max);
        if 1.0 - largest > merit {
            merit = 1.0 - largest;
            best = halved(&kinds).map(|inside| Question::Options { task, inside });
        }
    }
    best
}

/// Returns the options of the first kinds that hold about half of all shares together.
fn halved(kinds: &BTreeMap<Kind, (f64, Vec<usize>)>) -> Option<Vec<usize>> {
    let mut best = None;
    let mut balance = f64::INFINITY;
    let mut sum = 0.0;
    for (count, (share, _)) in kinds.values().enumerate() {
        sum += share;
        let off = (sum - 0.5).abs();
        if sum > FRACTIONAL && sum < 1.0 - FRACTIONAL && off < balance {
            balance = off;
            best = Some(count + 1);
        }
    }
    let first = kinds.values().take(best?);
    let mut inside: Vec<usize> = first.flat_map(|(_, options)| options.clone()).collect();
    inside.sort_unstable();
    Some(inside)
}

fn kind(option: &TaskOption) -> Kind {
    let from = option.uses.iter().map(|used| used.from).min().unwrap_or(0);
    let units = option.uses.iter().map(|used| used.units).max().unwrap_or(0);
    (places(option), from, units)
}

fn places(option: &TaskOption) -> Vec<usize> {
    let mut resources: Vec<usize> = option.uses.iter().map(|used| used.resource).collect();
    resources.sort_unstable();
    resources.dedup();
    resources
}

/// Splits the expansion whose fraction is worth most.
fn fractional_blocks(
    problem: &Problem,
    domain: &Domain,
    fractions: &Fractions,
) -> Option<Question> {
    let mut best = None;
    let mut merit = 0.0;
    for (expansion, &blocks) in fractions.blocks.iter().enumerate() {
        let part = blocks - blocks.floor();
        let distance = part.min(1.0 - part);
        let worth = distance * (1.0 + float(problem.expansions[expansion].cost.abs()));
        if distance > FRACTIONAL && domain.low[expansion] < domain.high[expansion] && worth > merit
        {
            merit = worth;
            let at = below(blocks, domain, expansion);
            best = Some(Question::Blocks { expansion, at });
        }
    }
    best
}

/// Separates the option that the linear program takes from all others.
fn open_task(domain: &Domain, fractions: &Fractions) -> Option<Question> {
    let task = domain
        .allowed
        .iter()
        .position(|allowed| allowed.len() > 1)?;
    let mut inside = domain.allowed[task][0];
    for &option in &domain.allowed[task] {
        if fractions.options[task][option] > fractions.options[task][inside] {
            inside = option;
        }
    }
    Some(Question::Options {
        task,
        inside: vec![inside],
    })
}

/// Separates the block count that the linear program takes from the others.
fn open_blocks(domain: &Domain, fractions: &Fractions) -> Option<Question> {
    let ranges = domain.low.iter().zip(&domain.high);
    let expansion = ranges.enumerate().find(|(_, (low, high))| low < high)?.0;
    let blocks = fractions.blocks[expansion] + 0.5;
    let at = below(blocks, domain, expansion);
    Some(Question::Blocks { expansion, at })
}

fn below(blocks: f64, domain: &Domain, expansion: usize) -> i64 {
    whole(blocks).clamp(domain.low[expansion], domain.high[expansion] - 1)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the cast saturates and is clamped after"
)]
fn whole(blocks: f64) -> i64 {
    blocks.floor() as i64
}
