//! The problem handed to the solver: jobs, options, resources, prices and time, all in integers.

use serde::{Deserialize, Serialize};

/// A placement problem over a horizon of equal periods; quantities are integers and money is in
/// ten-thousandths of a dollar.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Problem {
    /// The number of periods of the horizon.
    pub periods: usize,
    /// The pools that work is placed on.
    pub resources: Vec<Resource>,
    /// The most that all decisions together may draw on each limit, over all periods.
    ///
    /// A negative number asks for something: so much must be given to the limit.
    #[serde(default)]
    pub limits: Vec<i64>,
    /// The indivisible jobs, each of which takes exactly one of its options.
    pub tasks: Vec<Task>,
    /// The divisible demands, served by whole replicas or left unserved at a penalty.
    pub demands: Vec<Demand>,
    /// The leases and purchases that add capacity in whole blocks.
    pub expansions: Vec<Expansion>,
    /// The largest number of blocks that all expansions of one group may take together.
    #[serde(default)]
    pub group_max: Vec<i64>,
}

/// A pool with its own capacity in every period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// The capacity of each period, one entry per period of the horizon.
    pub capacity: Vec<i64>,
}

/// An indivisible job; leaving it undone is an option without uses at a penalty cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The ways to do the job, of which exactly one is taken.
    pub options: Vec<TaskOption>,
}

/// One way to do a task.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TaskOption {
    /// The money it costs on top of the capacity it uses; it may be negative.
    pub cost: i64,
    /// The capacity it uses.
    pub uses: Vec<Use>,
    /// What it draws on limits.
    #[serde(default)]
    pub draws: Vec<Draw>,
}

/// What a decision draws on a limit of the whole horizon: money, carbon, moves, work still to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Draw {
    /// The index of the limit.
    pub limit: usize,
    /// The units drawn; negative when it gives to the limit.
    pub units: i64,
}

/// A steady use of one resource over the periods `from..until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Use {
    /// The index of the resource.
    pub resource: usize,
    /// The first period of the use.
    pub from: usize,
    /// The period after the last one of the use.
    pub until: usize,
    /// The capacity used in each period; in an expansion what it adds, negative when it uses it.
    pub units: i64,
}

/// A divisible demand with an amount per period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demand {
    /// The amount asked for in each period, one entry per period of the horizon.
    pub amount: Vec<i64>,
    /// The money lost for every `penalty_per` of amount left unserved in a period.
    ///
    /// The loss of one period is `penalty * unserved / penalty_per` rounded up to whole money
    /// units, where `unserved` is `max(0, amount - sum of output * replicas)`.
    pub penalty: i64,
    /// The amount to which `penalty` refers; at least one.
    pub penalty_per: i64,
    /// The ways to serve the demand.
    pub sources: Vec<Source>,
}

/// One way to serve a demand: whole replicas on one resource during the periods `from..until`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The index of the resource.
    pub resource: usize,
    /// The capacity that one replica uses in a period; zero means that it uses none.
    pub units: i64,
    /// The amount that one replica serves in a period; at least one.
    pub output: i64,
    /// The money that one replica costs in a period; never negative.
    pub cost: i64,
    /// The first period in which replicas may run.
    pub from: usize,
    /// The period after the last one in which replicas may run.
    pub until: usize,
    /// What one replica draws on limits in a period.
    #[serde(default)]
    pub draws: Vec<Draw>,
}

/// Something that is taken in whole blocks: a lease or a purchase adds capacity, a replica of work
/// that is free in time uses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expansion {
    /// The capacity that one block adds, or uses where the units are negative.
    pub adds: Vec<Use>,
    /// What one block draws on limits.
    #[serde(default)]
    pub draws: Vec<Draw>,
    /// The money that one block costs.
    pub cost: i64,
    /// The largest number of blocks.
    pub max: i64,
    /// The group whose `group_max` this expansion shares, if any.
    #[serde(default)]
    pub group: Option<usize>,
}

impl Expansion {
    /// Returns true when a block uses capacity.
    #[must_use]
    pub fn uses_capacity(&self) -> bool {
        self.adds.iter().any(|add| add.units < 0)
    }
}
