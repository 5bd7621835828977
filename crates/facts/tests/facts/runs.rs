//! Published training runs, and how near the cost model comes to their chip-hours.
//!
//! Source: the rows of `atlas/training_runs.tsv`, copied from model cards and papers.

use crate::shipped;

use portolan_facts::{
    Atlas, Use,
    atlas::TrainingRun,
    cost::{Efficiency, chip_hours},
};
use portolan_terms::{ChipHours, Figure};

fn run<'a>(atlas: &'a Atlas, id: &str) -> &'a TrainingRun {
    atlas.runs.iter().find(|run| run.id == id).unwrap()
}

/// Checks that modelled hours lie within 15 % of those that were published.
fn within_15_percent(run: &TrainingRun, modelled: ChipHours) {
    let published = run.chip_hours.unwrap().0 as f64;
    let off = (modelled.0 as f64 / published - 1.0).abs() * 100.0;
    assert!(off < 15.0, "{} comes {off:.1} % off", run.id);
}

fn by_rate_of(atlas: &Atlas, chip: &str, run: &TrainingRun) -> ChipHours {
    let rate = atlas.rate(&chip.parse().unwrap(), Use::Training).unwrap();
    chip_hours(run.operations.unwrap(), rate)
}

fn class(peak: f64, step: f64, goodput: f64) -> Efficiency {
    let figure = |number: f64| Figure::from_f64(number).unwrap();
    Efficiency {
        peak_tflops: figure(peak),
        step_percent: figure(step),
        goodput_percent: figure(goodput),
    }
}

/// The rate of H100 rests on a dense run of another firm: nothing of DeepSeek is in it.
#[test]
fn deepseek_v3_takes_the_hours_that_the_rate_of_llama_foretells() {
    let atlas = shipped::atlas();
    let v3 = run(&atlas, "deepseek-v3");
    within_15_percent(v3, by_rate_of(&atlas, "nv-h100-sxm", v3));
}

/// The rate of H800 rests on the sparse run of another firm: nothing of Llama is in it.
#[test]
fn llama_takes_the_hours_that_the_rate_of_deepseek_foretells() {
    let atlas = shipped::atlas();
    let llama = run(&atlas, "llama31-405b");
    within_15_percent(llama, by_rate_of(&atlas, "nv-h800-sxm", llama));
}

/// The step use is the run's own (38 to 43 %); the goodput is that of BLOOM (0.88).
#[test]
fn llama_takes_the_hours_of_its_step_use_and_the_goodput_of_another_run() {
    let atlas = shipped::atlas();
    let llama = run(&atlas, "llama31-405b");
    within_15_percent(
        llama,
        class(989.0, 40.5, 88.0).chip_hours(llama.operations.unwrap()),
    );
}

/// The step use is the run's own (46.2 %); the goodput is the lowest of other runs, GLM-130B's 0.77.
/// PaLM lost more than that to its ramp-up, and the hours come out 14.5 % short.
#[test]
fn palm_takes_the_hours_of_its_step_use_and_the_lowest_goodput_of_other_runs() {
    let atlas = shipped::atlas();
    let palm = run(&atlas, "palm-540b");
    within_15_percent(
        palm,
        class(275.0, 46.2, 77.0).chip_hours(palm.operations.unwrap()),
    );
}

/// DIFFERENCE: the rate of TPU v4 is fitted to this very run, so this shows the arithmetic only.
#[test]
fn palm_takes_the_hours_of_the_rate_that_was_fitted_to_it() {
    let atlas = shipped::atlas();
    let palm = run(&atlas, "palm-540b");
    within_15_percent(palm, by_rate_of(&atlas, "tpu-v4", palm));
    let fitted = class(275.0, 46.2, 66.0).tflops();
    let rate = atlas
        .rate(&"tpu-v4".parse().unwrap(), Use::Training)
        .unwrap();
    assert_eq!(
        fitted.floor() + 1,
        rate.value.floor(),
        "83.8 is written as 84"
    );
}

/// The energy of an H100-hour that leases pass through, in the regions the notes work out.
#[test]
fn an_hour_of_h100_draws_19_cents_in_johor_and_29_in_tokyo() {
    let atlas = shipped::atlas();
    let chip = &atlas.chips[&"nv-h100-sxm".parse().unwrap()];
    let cents = |region: &str| {
        let region = &atlas.regions[&region.parse().unwrap()];
        let cost = portolan_facts::cost::energy_chip_hour(chip, region).unwrap();
        (cost.ten_thousandths() + 50) / 100
    };
    let found = ["jakarta", "johor", "tokyo", "singapore"].map(cents);
    assert_eq!(found, [12, 19, 29, 33]);
}
