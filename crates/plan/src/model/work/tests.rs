use portolan_facts::{Atlas, AtlasFiles, Use, cost::chip_hours};

use super::{chip_day_teraops, run_days};

const TABLES: [&str; 8] = [
    include_str!("../../../../../atlas/chips.tsv"),
    include_str!("../../../../../atlas/regions.tsv"),
    include_str!("../../../../../atlas/latency.tsv"),
    include_str!("../../../../../atlas/operators.tsv"),
    include_str!("../../../../../atlas/sites.tsv"),
    include_str!("../../../../../atlas/prices.tsv"),
    include_str!("../../../../../atlas/training_runs.tsv"),
    include_str!("../../../../../atlas/rates.tsv"),
];

/// The cost model is held against published runs in `portolan-facts`; this holds the planner to it.
#[test]
fn the_planner_gives_a_published_run_the_days_that_its_chip_hours_fill() {
    let atlas = Atlas::read(&AtlasFiles::from_texts(TABLES)).unwrap();
    let mut held = 0;
    for run in &atlas.runs {
        let rate = run.chip.as_ref();
        let rate = rate.and_then(|chip| atlas.rate(chip, Use::Training));
        let (Some(rate), Some(operations)) = (rate, run.operations) else {
            continue;
        };
        let hours = chip_hours(operations, rate).0;
        for gang in [64, 2_048, 16_384] {
            let days = run_days(operations.teraops(), chip_day_teraops(rate.value), gang);
            let filled = hours.div_ceil(gang * 24);
            assert_eq!(u64::from(days), filled, "{} on {gang} chips", run.id);
        }
        held += 1;
    }
    assert!(held >= 14, "{held} runs");
}
