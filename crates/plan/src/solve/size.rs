//! How large a problem is, and about how much memory each way of planning it takes.

use super::error::SolveError;
use super::layout::Ordered;
use super::limits::Limits;
use super::problem::{Problem, Task};

/// The bytes of an option, a use, a draw, a task, a source of a period and a cell when a problem is
/// planned by ascent, the problem itself included; measured, and rounded up.
const BY_PRICES: [u64; 6] = [120, 72, 56, 1_300, 260, 320];
/// The bytes of an entry and of a row or column of the linear program, with its inverse.
const BY_PROGRAM: [u64; 2] = [96, 400];
/// The answers for single periods that may be remembered, and the bytes of each beside its prices.
const ANSWERS: [u64; 2] = [20_000, 2_000];

/// The counts that decide how a problem is planned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    options: u64,
    uses: u64,
    draws: u64,
    tasks: u64,
    slots: u64,
    cells: u64,
    expansions: u64,
    resources: u64,
    /// The entries of the linear program.
    pub(super) entries: u64,
}

impl Size {
    /// Counts a validated problem.
    pub(super) fn of(problem: &Problem, layout: &[Vec<Ordered>]) -> Self {
        let options = || problem.tasks.iter().flat_map(|task| &task.options);
        let slots = layout.iter().flatten().map(|demand| demand.slots.len());
        let slots = count(slots.sum());
        let uses = options().flat_map(|option| &option.uses);
        let entries = uses.clone().map(|used| used.until - used.from).sum();
        let draws = count(options().map(|option| option.draws.len()).sum());
        let options_held = count(problem.tasks.iter().map(options_of).sum());
        Self {
            options: options_held,
            uses: count(uses.count()),
            draws,
            tasks: count(problem.tasks.len()),
            slots,
            cells: count(problem.resources.len()).saturating_mul(count(problem.periods)),
            expansions: count(problem.expansions.len()),
            resources: count(problem.resources.len()),
            entries: options_held + count(entries) + draws + 2 * slots,
        }
    }

    /// Refuses a problem that takes more memory by ascent than there may be.
    pub(super) fn fits_by_prices(&self, limits: &Limits) -> Result<(), SolveError> {
        let counts = [
            self.options,
            self.uses,
            self.draws,
            self.tasks,
            self.slots,
            self.cells,
        ];
        let pairs = counts.iter().zip(BY_PRICES);
        let needed = pairs.map(|(&count, each)| count.saturating_mul(each));
        within(needed.fold(self.answers(), u64::saturating_add), limits)
    }

    /// Returns the cases for which there is memory beside the linear program, and refuses a problem
    /// for which there is not enough for one.
    pub(super) fn cases_by_program(&self, limits: &Limits) -> Result<u64, SolveError> {
        let [entry, line] = BY_PROGRAM;
        let lines = self.options + self.tasks + self.slots + self.cells + self.expansions;
        let program = self.entries.saturating_mul(entry);
        let program = program.saturating_add(lines.saturating_mul(line));
        let program = program.saturating_add(self.answers());
        // A case leaves two more behind, each with what it allows, and prices of its own.
        let case = 16 * (self.options + self.cells + 2 * self.expansions + 4 * self.tasks + 64);
        within(program.saturating_add(case), limits)?;
        Ok(limits.cases.min((limits.memory - program) / case))
    }

    fn answers(&self) -> u64 {
        let [answers, each] = ANSWERS;
        answers * (each + 16 * self.resources)
    }
}

fn options_of(task: &Task) -> usize {
    task.options.len()
}

fn count(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(u64::MAX)
}

fn within(needed: u64, limits: &Limits) -> Result<(), SolveError> {
    if needed > limits.memory {
        let allowed = limits.memory;
        return Err(SolveError::Memory { needed, allowed });
    }
    Ok(())
}
