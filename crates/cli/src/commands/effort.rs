//! How long to search, and who watches.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use clap::Args;
use indicatif::ProgressBar;
use portolan_plan::{Watch, solve::Progress};

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

impl Effort {
    /// Starts the clock of a search.
    pub fn watch(&self) -> Box<dyn Watch> {
        Box::new(Watched {
            seconds: self.seconds,
            gap: self.gap,
            started: Instant::now(),
            near: AtomicBool::new(false),
        })
    }
}

/// Watches a search and says when it is over.
struct Watched {
    seconds: u64,
    gap: f64,
    started: Instant,
    /// Whether plan and bound are near enough.
    near: AtomicBool,
}

impl Watch for Watched {
    fn is_over(&self) -> bool {
        self.near.load(Ordering::Relaxed) || self.started.elapsed().as_secs() >= self.seconds
    }

    #[expect(clippy::cast_precision_loss, reason = "a stopping rule, not a result")]
    fn note(&self, step: &Progress) {
        let close = step
            .cost
            .zip(step.bound)
            .is_some_and(|(cost, bound)| (cost - bound) as f64 * 100.0 <= self.gap * cost as f64);
        self.near.store(close && self.gap > 0.0, Ordering::Relaxed);
    }
}
