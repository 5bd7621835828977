//! The cases of the search and how they become a certificate.
#![expect(
    clippy::indexing_slicing,
    reason = "cases refer to cases that were created before"
)]

use std::collections::BTreeMap;
use std::rc::Rc;

use super::period::Service;
use super::solution::{
    Case, Certificate, FamilyPrice, LimitPrice, PeriodCase, PeriodProof, PeriodTree, Price,
    PriceTable, TICKS_PER_WORTH,
};

/// The prices of capacity, in ticks, and what a block of each family is worth.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Prices {
    /// The price of each cell; never negative.
    pub(super) cells: Vec<i64>,
    /// The price of a unit of each limit; never negative.
    pub(super) limits: Vec<i128>,
    /// The worth of one block more of each family, in coarser ticks; of either sign.
    pub(super) families: Vec<i64>,
}

/// The prices behind a bound and what each period costs at them.
#[derive(Debug, Clone)]
pub(super) struct Proof {
    pub(super) prices: Rc<Prices>,
    pub(super) floors: Vec<i128>,
    pub(super) services: Vec<(usize, Rc<Service>)>,
}

impl Proof {
    /// Returns the ticks of serving all periods.
    pub(super) fn serving(&self) -> Option<i128> {
        self.floors
            .iter()
            .try_fold(0_i128, |sum, &floor| sum.checked_add(floor))
    }
}

/// The question that a case asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Question {
    /// Whether a task takes one of these options.
    Options { task: usize, inside: Vec<usize> },
    /// Whether an expansion takes more than so many blocks.
    Blocks { expansion: usize, at: i64 },
    /// Whether the expansions of a family take more than so many blocks together.
    Family { family: usize, at: i64 },
}

/// A case of the search.
#[derive(Debug, Clone)]
pub(super) enum Node {
    /// A case that asks a question; its second child follows its first.
    Split { question: Question, first: usize },
    /// A case that is bounded by prices.
    Leaf { proof: Rc<Proof>, bound: i64 },
}

/// Returns the certificate of a tree.
pub(super) fn certificate(nodes: &[Node], periods: usize, families: &[Vec<usize>]) -> Certificate {
    let mut writer = Writer {
        periods,
        ..Writer::default()
    };
    writer.certificate.families = families.to_vec();
    for node in nodes {
        let case = match node {
            Node::Split {
                question: Question::Options { task, inside },
                first,
            } => {
                let (within, without) = (*first, first + 1);
                Case::OptionSplit {
                    task: *task,
                    inside: inside.clone(),
                    within,
                    without,
                }
            }
            Node::Split {
                question: Question::Blocks { expansion, at },
                first,
            } => Case::BlockSplit {
                expansion: *expansion,
                at: *at,
                below: *first,
                above: first + 1,
            },
            Node::Split {
                question: Question::Family { family, at },
                first,
            } => Case::FamilySplit {
                family: *family,
                at: *at,
                below: *first,
                above: first + 1,
            },
            Node::Leaf { proof, .. } => writer.leaf(proof),
        };
        writer.certificate.cases.push(case);
    }
    writer.certificate
}

#[derive(Default)]
struct Writer {
    certificate: Certificate,
    /// The tables written so far, by the prices of cells and of limits.
    tables: BTreeMap<(Vec<i64>, Vec<i128>), usize>,
    trees: BTreeMap<*const Service, usize>,
    periods: usize,
}

impl Writer {
    fn leaf(&mut self, proof: &Proof) -> Case {
        let Prices { cells, limits, .. } = proof.prices.as_ref();
        let key = (cells.clone(), limits.clone());
        let prices = *self.tables.entry(key).or_insert_with(|| {
            self.certificate.price_tables.push(PriceTable {
                cells: sparse(cells, self.periods),
                limits: sparse_limits(limits),
            });
            self.certificate.price_tables.len() - 1
        });
        let worth = proof.prices.families.iter().enumerate();
        let families = worth
            .filter(|&(_, &worth)| worth != 0)
            .map(|(family, &worth)| FamilyPrice { family, worth })
            .collect();
        let mut periods = Vec::new();
        for (period, service) in &proof.services {
            if !is_plain(&service.tree) {
                let tree = self.tree(service);
                periods.push(PeriodProof {
                    period: *period,
                    tree,
                });
            }
        }
        Case::Leaf {
            prices,
            families,
            periods,
        }
    }

    fn tree(&mut self, service: &Rc<Service>) -> usize {
        let address = Rc::as_ptr(service);
        if let Some(&known) = self.trees.get(&address) {
            return known;
        }
        self.certificate.period_trees.push(service.tree.clone());
        let index = self.certificate.period_trees.len() - 1;
        self.trees.insert(address, index);
        index
    }
}

fn is_plain(tree: &PeriodTree) -> bool {
    matches!(tree.cases.as_slice(), [PeriodCase::Leaf { extra }] if extra.is_empty())
}

fn sparse(prices: &[i64], periods: usize) -> Vec<Price> {
    let priced = prices.iter().enumerate().filter(|&(_, &ticks)| ticks != 0);
    priced
        .map(|(cell, &ticks)| Price {
            resource: cell / periods,
            period: cell % periods,
            ticks,
        })
        .collect()
}

fn sparse_limits(prices: &[i128]) -> Vec<LimitPrice> {
    let worth = i128::from(TICKS_PER_WORTH);
    let priced = prices.iter().enumerate().filter(|&(_, &ticks)| ticks != 0);
    let whole = |ticks: i128| i64::try_from(ticks).unwrap_or(i64::MAX);
    priced
        .map(|(limit, &ticks)| LimitPrice {
            limit,
            worth: whole(ticks / worth),
            ticks: whole(ticks % worth),
        })
        .collect()
}

/// Returns the least bound of all leaves.
pub(super) fn least_bound(nodes: &[Node]) -> Option<i64> {
    let bounds = nodes.iter().filter_map(|node| match node {
        Node::Leaf { bound, .. } => Some(*bound),
        Node::Split { .. } => None,
    });
    bounds.min()
}

/// Returns the proof of a leaf.
pub(super) fn proof_of(nodes: &[Node], index: usize) -> Option<(Rc<Proof>, i64)> {
    match &nodes[index] {
        Node::Leaf { proof, bound } => Some((Rc::clone(proof), *bound)),
        Node::Split { .. } => None,
    }
}
