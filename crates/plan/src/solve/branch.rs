//! Chooses the question that splits a case, and the two cases that answer it.
#![expect(
    clippy::indexing_slicing,
    reason = "columns and domains match the validated problem"
)]

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
    fractions: &Fractions,
) -> Option<Question> {
    fractional_task(problem, domain, fractions)
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
    }
    [first, second]
}

/// Splits the most undecided task so that both sides hold about half of its shares.
fn fractional_task(problem: &Problem, domain: &Domain, fractions: &Fractions) -> Option<Question> {
    let mut chosen = None;
    let mut merit = FRACTIONAL;
    for (task, shares) in fractions.options.iter().enumerate() {
        let largest = shares.iter().fold(0.0_f64, |most, &share| most.max(share));
        let weight = (1.0 - largest).min(1.0);
        if domain.allowed[task].len() > 1 && weight > merit {
            merit = weight;
            chosen = Some(task);
        }
    }
    let task = chosen?;
    let mut order = domain.allowed[task].clone();
    let options = &problem.tasks[task].options;
    order.sort_by_key(|&option| (kind(&options[option]), option));
    let shares = &fractions.options[task];
    let mut best = None;
    let mut balance = f64::INFINITY;
    let mut sum = 0.0;
    for (place, pair) in order.windows(2).enumerate() {
        sum += shares[pair[0]];
        let crosses = kind(&options[pair[0]]).0 != kind(&options[pair[1]]).0;
        let off = (sum - 0.5).abs() - if crosses { 0.2 } else { 0.0 };
        if sum > FRACTIONAL && sum < 1.0 - FRACTIONAL && off < balance {
            balance = off;
            best = Some(place + 1);
        }
    }
    let mut inside = order[..best?].to_vec();
    inside.sort_unstable();
    Some(Question::Options { task, inside })
}

/// Returns what options are ordered by: where they run, then when.
fn kind(option: &TaskOption) -> (Vec<usize>, usize, i64) {
    let mut resources: Vec<usize> = option.uses.iter().map(|used| used.resource).collect();
    resources.sort_unstable();
    resources.dedup();
    let from = option.uses.iter().map(|used| used.from).min().unwrap_or(0);
    (
        resources,
        from,
        option.uses.iter().map(|used| used.units).max().unwrap_or(0),
    )
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

#[expect(
    clippy::cast_possible_truncation,
    reason = "the cast saturates and is clamped after"
)]
fn below(blocks: f64, domain: &Domain, expansion: usize) -> i64 {
    (blocks.floor() as i64).clamp(domain.low[expansion], domain.high[expansion] - 1)
}
