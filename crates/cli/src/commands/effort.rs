//! How long to search, and who watches.

use std::time::Duration;

use clap::Args;
use indicatif::ProgressBar;
use portolan_plan::solve::Progress;

/// Says how long to search.
#[derive(Args, Clone, Debug)]
pub struct Effort {
    /// Stop the search after so many seconds with the best plan and bound found.
    #[arg(long, default_value_t = 20)]
    pub seconds: u64,
    /// Stop when the gap is this small, in per cent of the cost; 0 searches for the very best.
    #[arg(long, default_value_t = 0.001)]
    pub gap: f64,
}

/// Returns a sign that something is being done, for whoever waits at a terminal.
pub fn spinner(what: &'static str) -> ProgressBar {
    let spinner = ProgressBar::new_spinner().with_message(what);
    spinner.enable_steady_tick(Duration::from_millis(500));
    spinner
}

/// Watches a search and says when it is over.
pub struct Watch<'a> {
    effort: &'a Effort,
    started: std::cell::Cell<std::time::Instant>,
    near: std::cell::Cell<bool>,
}

impl<'a> Watch<'a> {
    /// Starts the clock.
    pub fn start(effort: &'a Effort) -> Self {
        let started = std::cell::Cell::new(std::time::Instant::now());
        Self {
            effort,
            started,
            near: std::cell::Cell::new(false),
        }
    }

    /// Returns true when the time is up or the search is near enough.
    pub fn is_over(&self) -> bool {
        self.near.get() || self.started.get().elapsed().as_secs() >= self.effort.seconds
    }

    /// Takes note of a step of the search; one without a plan or a bound starts a new search.
    #[expect(clippy::cast_precision_loss, reason = "a stopping rule, not a result")]
    pub fn note(&self, step: &Progress) {
        if step.bound.is_none() {
            self.started.set(std::time::Instant::now());
        }
        let close = step.cost.zip(step.bound).is_some_and(|(cost, bound)| {
            (cost - bound) as f64 * 100.0 <= self.effort.gap * cost as f64
        });
        self.near.set(close && self.effort.gap > 0.0);
    }
}
