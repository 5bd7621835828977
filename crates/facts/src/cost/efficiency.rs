//! Effective rates worked out from a published class of runs.

use portolan_terms::{Figure, TrainingOps};

/// Holds how much of its peak a class of chips achieves in training.
///
/// Reports print the use of a step (`step_percent`). Over a whole run restarts, ramp-up and idle
/// time take a further share; what is left of it is `goodput_percent`. The product is the effective
/// rate. Which runs the two shares were taken from decides whether a check against a run proves
/// anything: a share taken from the run itself only says that the arithmetic is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Efficiency {
    /// The dense peak in TFLOPS.
    pub peak_tflops: Figure,
    /// The share of the peak that a step achieves.
    pub step_percent: Figure,
    /// The share of the time in which steps are made.
    pub goodput_percent: Figure,
}

impl Efficiency {
    /// Returns the effective rate in TFLOPS, cut after the fourth place.
    #[must_use]
    pub fn tflops(&self) -> Figure {
        let product = [self.step_percent, self.goodput_percent].iter().fold(
            i128::from(self.peak_tflops.ten_thousandths()),
            |rate, share| rate * i128::from(share.ten_thousandths()) / 1_000_000,
        );
        figure(product)
    }

    /// Returns the chip-hours that a run takes, rounded up.
    #[must_use]
    pub fn chip_hours(&self, operations: TrainingOps) -> portolan_terms::ChipHours {
        super::gang::chip_hours_at(operations, self.tflops())
    }
}

/// Returns the figure of a number of ten-thousandths.
#[expect(
    clippy::cast_precision_loss,
    reason = "rates in TFLOPS are far below 2^53"
)]
fn figure(ten_thousandths: i128) -> Figure {
    Figure::from_f64(ten_thousandths as f64 / 10_000.0).unwrap_or_default()
}
