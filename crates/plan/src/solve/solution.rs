//! What the solver hands back: a plan, and the certificate of a lower bound on every plan.

use serde::{Deserialize, Serialize};

/// The number of price ticks in one money unit; certificate prices are in ticks.
pub const TICKS_PER_MONEY: i64 = 100_000_000;

/// The number of ticks in which the worth of a block is counted: blocks cost far more than units of
/// capacity, and there are far fewer of them.
pub const TICKS_PER_WORTH: i64 = 10_000;

/// A plan: one option per task, whole replicas per demand, source and period, whole blocks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Solution {
    /// The option taken by each task.
    pub options: Vec<usize>,
    /// The replicas by demand, then source, then period; zero outside the window of the source.
    pub replicas: Vec<Vec<Vec<i64>>>,
    /// The blocks taken of each expansion.
    pub blocks: Vec<i64>,
}

/// A proof that no plan costs less than a bound: a tree of cases whose leaves carry prices.
///
/// Every split is a yes-or-no question, so the two children always cover their parent. The bound
/// is recomputed from the prices, never read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Certificate {
    /// The cases; the first is the whole problem and every child comes after its parent.
    pub cases: Vec<Case>,
    /// The price tables that leaves refer to; a price that is not listed is zero.
    pub price_tables: Vec<PriceTable>,
    /// The expansions of each family that cases and leaves refer to.
    pub families: Vec<Vec<usize>>,
    /// The finer proofs of single periods that leaves refer to.
    pub period_trees: Vec<PeriodTree>,
}

/// One case of the certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Case {
    /// Asks whether a task takes one of the listed options.
    OptionSplit {
        /// The index of the task.
        task: usize,
        /// The options of the `within` case; all other options belong to the `without` case.
        inside: Vec<usize>,
        /// The case in which the task takes one of `inside`.
        within: usize,
        /// The case in which the task takes none of `inside`.
        without: usize,
    },
    /// Asks whether an expansion takes more than `at` blocks.
    BlockSplit {
        /// The index of the expansion.
        expansion: usize,
        /// The largest number of blocks of the `below` case.
        at: i64,
        /// The case with at most `at` blocks.
        below: usize,
        /// The case with more than `at` blocks.
        above: usize,
    },
    /// Asks whether the expansions of a family take more than `at` blocks together.
    FamilySplit {
        /// The index of the family.
        family: usize,
        /// The largest number of blocks of the `below` case.
        at: i64,
        /// The case with at most `at` blocks.
        below: usize,
        /// The case with more than `at` blocks.
        above: usize,
    },
    /// Bounds the case by prices, and by finer proofs of single periods where they are given.
    Leaf {
        /// The index of the price table.
        prices: usize,
        /// The worth of a block of a family, each family at most once; others have none.
        families: Vec<FamilyPrice>,
        /// The periods that have a finer proof, each at most once.
        periods: Vec<PeriodProof>,
    },
}

/// The prices of capacity and of limits at which a leaf is bounded.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PriceTable {
    /// The prices of capacity.
    pub cells: Vec<Price>,
    /// The prices of limits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<LimitPrice>,
}

/// A price on one limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitPrice {
    /// The index of the limit.
    pub limit: usize,
    /// The price per unit drawn in units of [`TICKS_PER_WORTH`] ticks; never negative.
    pub worth: i64,
    /// The ticks beyond that; never negative.
    pub ticks: i64,
}

/// A price on the capacity of one resource in one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Price {
    /// The index of the resource.
    pub resource: usize,
    /// The period.
    pub period: usize,
    /// The price in ticks per unit of capacity; never negative.
    pub ticks: i64,
}

/// The worth of one block more of a family, which the limits of a case on the family fix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyPrice {
    /// The index of the family.
    pub family: usize,
    /// The worth in units of [`TICKS_PER_WORTH`] ticks; of either sign.
    pub worth: i64,
}

/// The finer proof that a leaf uses for one period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodProof {
    /// The period.
    pub period: usize,
    /// The index of the period tree.
    pub tree: usize,
}

/// A tree of cases on the replicas of one period; the first case is the whole period and every
/// child comes after its parent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PeriodTree {
    /// The cases.
    pub cases: Vec<PeriodCase>,
}

/// One case of a period tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PeriodCase {
    /// Asks whether a source runs more than `at` replicas in the period.
    ReplicaSplit {
        /// The index of the demand.
        demand: usize,
        /// The index of the source within the demand.
        source: usize,
        /// The largest number of replicas of the `below` case.
        at: i64,
        /// The case with at most `at` replicas.
        below: usize,
        /// The case with more than `at` replicas.
        above: usize,
    },
    /// Bounds the case by prices on top of those of the leaf that uses the tree.
    Leaf {
        /// The extra prices by resource.
        extra: Vec<ExtraPrice>,
    },
}

/// A price on top of the price of a resource in the period of a period tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtraPrice {
    /// The index of the resource.
    pub resource: usize,
    /// The extra price in ticks per unit of capacity; never negative.
    pub ticks: i64,
}
