//! An instance, and the public text form it is read from.

use std::fmt;

use super::UNIT;

/// The largest sum of costs that is accepted: prices and bounds then stay exact everywhere.
const COST_MAX: i64 = (1 << 52) / UNIT;
/// The largest sum of sizes or capacities that is accepted.
const SIZE_MAX: i64 = 1 << 52;
/// The bytes that an instance may take where nothing else is said.
const MEMORY: u64 = 8 << 30;
/// The bytes that a pair of machine and job takes: cost and size as read, and what rounds of search make of them; 450
/// were measured at 80 machines x 1,600 jobs.
const BYTES_A_PAIR: u64 = 512;

/// Jobs, machines, and what each pair costs and takes.
///
/// Every number is zero or more, and the sums that a solver can form stay far from the integer range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    machines: usize,
    jobs: usize,
    /// Machine by machine.
    costs: Vec<i64>,
    sizes: Vec<i64>,
    capacities: Vec<i64>,
}

/// Why a text is no instance: the line, what is wrong there, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct InstanceError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What can be wrong with the text of an instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The text ends before all numbers were read.
    CutShort {
        /// How many numbers there are.
        found: usize,
        /// How many there should be.
        wanted: usize,
    },
    /// Something stands after the last capacity.
    Trailing(String),
    /// A word is no whole number.
    NotANumber(String),
    /// A number is below zero.
    Negative(i64),
    /// There are no machines or no jobs.
    Empty,
    /// Costs, sizes or capacities add up to more than can be computed with exactly.
    TooLarge(&'static str),
    /// The pairs would not fit in memory.
    TooMany {
        /// How many machines.
        machines: usize,
        /// How many jobs.
        jobs: usize,
        /// The limit, in MiB.
        allowed: u64,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CutShort { found, wanted } => write!(
                formatter,
                "the text ends after {found} of {wanted} numbers; \
                 give `m n`, then m x n costs, m x n sizes and m capacities"
            ),
            Self::Trailing(word) => write!(
                formatter,
                "`{word}` stands after the last capacity; keep one instance a file"
            ),
            Self::NotANumber(word) => {
                write!(
                    formatter,
                    "`{word}` is no whole number of at most 64 bits; correct it"
                )
            }
            Self::Negative(number) => write!(
                formatter,
                "{number} is below zero; add the same amount to all costs of the job, or correct it"
            ),
            Self::Empty => write!(
                formatter,
                "there are no machines or no jobs; `m` and `n` must be 1 or more"
            ),
            Self::TooLarge(what) => write!(
                formatter,
                "the {what} add up to too much to compute exactly; divide them by a common factor"
            ),
            Self::TooMany {
                machines,
                jobs,
                allowed,
            } => {
                let needed = bytes(*machines, *jobs).div_ceil(1 << 20);
                write!(
                    formatter,
                    "{machines} machines x {jobs} jobs would take about {needed} MiB of memory, {allowed} MiB are \
                     allowed; allow {needed} MiB, or split the instance"
                )
            }
        }
    }
}

impl Instance {
    /// Reads the text form: `m n`, costs and sizes machine by machine, capacities.
    ///
    /// # Example: one job, two machines
    ///
    /// ```
    /// let instance = portolan_solve::gap::Instance::read("2 1\n 7\n 5\n 1\n 2\n 1 1\n").unwrap();
    /// assert_eq!(instance.cost(1, 0), Some(5));
    /// ```
    ///
    /// # Errors
    ///
    /// When a number is missing, below zero, no number at all or too large, when something follows the last
    /// capacity, and when there are no machines or no jobs. A job that fits on no machine is not an error: the
    /// instance then has no plan.
    pub fn read(text: &str) -> Result<Self, InstanceError> {
        Self::read_within(text, MEMORY)
    }

    /// Reads the text form, unless solving the instance would take more bytes than allowed.
    ///
    /// # Errors
    ///
    /// As [`Instance::read`], and when it would not fit.
    pub fn read_within(text: &str, memory: u64) -> Result<Self, InstanceError> {
        let mut words = Words::new(text);
        let machines = words.count()?;
        let jobs = words.count()?;
        let line = words.line;
        let at = |problem| InstanceError { line, problem };
        if machines == 0 || jobs == 0 {
            return Err(at(Problem::Empty));
        }
        let fits = bytes(machines, jobs) <= memory;
        let pairs = machines.checked_mul(jobs).filter(|_| fits);
        let pairs = pairs.ok_or(at(Problem::TooMany {
            machines,
            jobs,
            allowed: memory >> 20,
        }))?;
        words.wanted = 2 + 2 * pairs + machines;
        let costs = words.block(pairs)?;
        let sizes = words.block(pairs)?;
        let capacities = words.block(machines)?;
        words.finish()?;
        let instance = Self {
            machines,
            jobs,
            costs,
            sizes,
            capacities,
        };
        let worst = |of: &[i64]| -> i64 {
            let worst = (0..jobs).map(|job| of.iter().skip(job).step_by(jobs).max().copied());
            worst.fold(0, |sum: i64, most| sum.saturating_add(most.unwrap_or(0)))
        };
        let line = words.line;
        let large = |what| InstanceError {
            line,
            problem: Problem::TooLarge(what),
        };
        if worst(&instance.costs) > COST_MAX {
            return Err(large("costs"));
        }
        let capacity = instance
            .capacities
            .iter()
            .fold(0_i64, |sum, capacity| sum.saturating_add(*capacity));
        if worst(&instance.sizes) > SIZE_MAX || capacity > SIZE_MAX {
            return Err(large("sizes or capacities"));
        }
        Ok(instance)
    }

    /// Returns the number of machines.
    #[must_use]
    pub fn machines(&self) -> usize {
        self.machines
    }

    /// Returns the number of jobs.
    #[must_use]
    pub fn jobs(&self) -> usize {
        self.jobs
    }

    /// Returns what the job costs on the machine, or `None` when there is no such pair.
    #[must_use]
    pub fn cost(&self, machine: usize, job: usize) -> Option<i64> {
        self.costs_on(machine).get(job).copied()
    }

    /// Returns what the job takes of the machine, or `None` when there is no such pair.
    #[must_use]
    pub fn size(&self, machine: usize, job: usize) -> Option<i64> {
        self.sizes_on(machine).get(job).copied()
    }

    /// Returns the capacity of the machine, or `None` when there is no such machine.
    #[must_use]
    pub fn capacity(&self, machine: usize) -> Option<i64> {
        self.capacities.get(machine).copied()
    }

    /// Returns what each job costs on the machine.
    #[must_use]
    pub fn costs_on(&self, machine: usize) -> &[i64] {
        row(&self.costs, machine, self.jobs)
    }

    /// Returns what each job takes of the machine.
    #[must_use]
    pub fn sizes_on(&self, machine: usize) -> &[i64] {
        row(&self.sizes, machine, self.jobs)
    }

    /// Returns the capacity of every machine.
    #[must_use]
    pub fn capacities(&self) -> &[i64] {
        &self.capacities
    }

    /// Returns whether every job, alone, fits on some machine.
    #[must_use]
    pub fn has_room_for_each(&self) -> bool {
        let fits = |job, machine| self.size(machine, job) <= self.capacity(machine);
        (0..self.jobs).all(|job| (0..self.machines).any(|machine| fits(job, machine)))
    }

    /// Returns the cost that no plan can exceed: every job at its dearest.
    #[must_use]
    pub fn dearest(&self) -> i64 {
        let dearest = |job| {
            (0..self.machines)
                .filter_map(|machine| self.cost(machine, job))
                .max()
        };
        (0..self.jobs).filter_map(dearest).sum()
    }
}

/// Estimates the bytes that solving takes.
fn bytes(machines: usize, jobs: usize) -> u64 {
    let pairs = (machines as u64).saturating_mul(jobs as u64);
    pairs.saturating_mul(BYTES_A_PAIR)
}

fn row(of: &[i64], machine: usize, jobs: usize) -> &[i64] {
    let start = machine.saturating_mul(jobs);
    of.get(start..start.saturating_add(jobs)).unwrap_or(&[])
}

/// The words of a text, with the line each stands on.
struct Words<'text> {
    lines: std::iter::Enumerate<std::str::Lines<'text>>,
    words: std::str::SplitWhitespace<'text>,
    line: usize,
    found: usize,
    wanted: usize,
}

impl<'text> Words<'text> {
    fn new(text: &'text str) -> Self {
        Self {
            lines: text.lines().enumerate(),
            words: "".split_whitespace(),
            line: 1,
            found: 0,
            wanted: 2,
        }
    }

    fn next(&mut self) -> Option<&'text str> {
        loop {
            if let Some(word) = self.words.next() {
                return Some(word);
            }
            let (index, line) = self.lines.next()?;
            self.words = line.split_whitespace();
            self.line = index + 1;
        }
    }

    fn error(&self, problem: Problem) -> InstanceError {
        InstanceError {
            line: self.line,
            problem,
        }
    }

    fn number(&mut self) -> Result<i64, InstanceError> {
        let Some(word) = self.next() else {
            let (found, wanted) = (self.found, self.wanted);
            return Err(self.error(Problem::CutShort { found, wanted }));
        };
        self.found += 1;
        let number: i64 = word
            .parse()
            .map_err(|_| self.error(Problem::NotANumber(word.to_owned())))?;
        if number < 0 {
            return Err(self.error(Problem::Negative(number)));
        }
        Ok(number)
    }

    fn count(&mut self) -> Result<usize, InstanceError> {
        let number = self.number()?;
        usize::try_from(number).map_err(|_| self.error(Problem::TooLarge("counts")))
    }

    fn block(&mut self, length: usize) -> Result<Vec<i64>, InstanceError> {
        (0..length).map(|_| self.number()).collect()
    }

    fn finish(&mut self) -> Result<(), InstanceError> {
        match self.next() {
            None => Ok(()),
            Some(word) => Err(self.error(Problem::Trailing(word.to_owned()))),
        }
    }
}
