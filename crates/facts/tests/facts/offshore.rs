//! The shipped scenarios, and the magnitudes that they were worked out with.

use crate::shipped;

use portolan_facts::{
    Atlas, Scenario, Use,
    cost::{chip_hours, smallest_gang, weeks},
    scenario::model::{Pool, Serving, Terms, Training, Work, Workload},
};
use portolan_terms::{Chips, Known};

fn offshore() -> Scenario {
    shipped::read(shipped::OFFSHORE).unwrap_or_else(|told| panic!("{told}"))
}

fn pool<'s>(scenario: &'s Scenario, id: &str) -> &'s Pool {
    &scenario.pools[&id.parse().unwrap()]
}

fn workload<'s>(scenario: &'s Scenario, id: &str) -> &'s Workload {
    let mut all = scenario.workloads.iter();
    all.find(|workload| workload.id.as_str() == id).unwrap()
}

fn training<'s>(scenario: &'s Scenario, id: &str) -> &'s Training {
    match &workload(scenario, id).work {
        Work::Training(training) | Work::Tuning(training) => training,
        Work::Batch(_) | Work::Serving(_) => panic!("{id} is no training"),
    }
}

fn serving<'s>(scenario: &'s Scenario, id: &str) -> &'s Serving {
    match &workload(scenario, id).work {
        Work::Serving(serving) => serving,
        Work::Training(_) | Work::Tuning(_) | Work::Batch(_) => panic!("{id} is no serving"),
    }
}

/// Returns the smallest gang of a pool that ends a run in time.
fn gang(scenario: &Scenario, atlas: &Atlas, run: &str, pool_id: &str) -> u64 {
    let run = training(scenario, run);
    let rate = atlas
        .rate(&pool(scenario, pool_id).chip, Use::Training)
        .unwrap();
    let days = run.deadline_days - run.start_days.0;
    let hours = chip_hours(run.operations, rate);
    smallest_gang(hours, days, run.gang_multiple).unwrap().0
}

/// Returns dollars a chip and hour.
fn price(pool: &Pool) -> f64 {
    let (price, overhead) = match &pool.terms {
        Terms::Own { running_chip_hour } => (running_chip_hour, 0),
        Terms::Lease {
            price_chip_hour,
            overhead_percent,
            ..
        } => (price_chip_hour, overhead_percent.floor()),
    };
    price.ten_thousandths() as f64 / 1e4 * (1.0 + overhead as f64 / 100.0)
}

/// Returns what a bought chip costs in dollars an hour, the running cost of its pool included.
fn bought(scenario: &Scenario, offer: &str) -> f64 {
    let offer = &scenario.purchases[&offer.parse().unwrap()];
    let a_year = offer.price.ten_thousandths() as f64 / 1e4 / f64::from(offer.life_years)
        + offer.carrying_per_year.ten_thousandths() as f64 / 1e4;
    a_year / 8_760.0 + price(&scenario.pools[&offer.pool])
}

/// Returns the value of a rate.
fn rate(atlas: &Atlas, chip: &str, use_: Use) -> f64 {
    let rate = atlas.rate(&chip.parse().unwrap(), use_).unwrap();
    rate.value.ten_thousandths() as f64 / 1e4
}

fn close(found: f64, noted: f64, per_cent: f64) {
    let off = (found / noted - 1.0).abs() * 100.0;
    assert!(off <= per_cent, "{found} is {off:.1} % from {noted}");
}

#[test]
fn both_scenarios_read_without_a_fault() {
    let scenario = offshore();
    assert_eq!(scenario.on.to_string(), "2025-11-15");
    assert_eq!(scenario.assumptions.len(), 10);
    assert!(scenario.doubts(&shipped::atlas()).is_empty());
    let starter = shipped::read(shipped::STARTER).unwrap_or_else(|told| panic!("{told}"));
    assert_eq!((starter.workloads.len(), starter.pools.len()), (2, 3));
    assert!(starter.doubts(&shipped::atlas()).is_empty());
}

#[test]
fn the_workloads_bear_the_ids_that_outside_tools_rely_on() {
    let scenario = offshore();
    let ids: Vec<&str> = scenario
        .workloads
        .iter()
        .map(|workload| workload.id.as_str())
        .collect();
    let promised = [
        "qwen-next",
        "doubao-next",
        "deepseek-next",
        "tune-private-alibaba",
        "tune-private-bytedance",
        "serve-mainland-alibaba",
        "serve-backlog-alibaba",
        "serve-mainland-bytedance",
        "serve-backlog-bytedance",
        "serve-sea-alibaba",
        "serve-sea-bytedance",
        "serve-gulf-alibaba",
        "serve-europe-alibaba",
    ];
    assert_eq!(ids, promised);
}

#[test]
fn gangs_come_out_at_2048_and_4608_hoppers_and_half_as_many_blackwells() {
    let (scenario, atlas) = (offshore(), shipped::atlas());
    assert_eq!(gang(&scenario, &atlas, "qwen-next", "johor-h100"), 2_048);
    assert_eq!(
        gang(&scenario, &atlas, "qwen-next", "hangzhou-alibaba-h800"),
        2_048
    );
    assert_eq!(
        gang(&scenario, &atlas, "qwen-next", "johor-kulai-gb200"),
        1_024
    );
    assert_eq!(gang(&scenario, &atlas, "doubao-next", "johor-h100"), 4_608);
    assert_eq!(
        gang(&scenario, &atlas, "doubao-next", "johor-kulai-gb200"),
        2_048
    );
    assert_eq!(
        gang(&scenario, &atlas, "deepseek-next", "hangzhou-deepseek-h800"),
        2_048
    );
}

#[test]
fn a_run_of_the_two_firms_ends_within_22_weeks_of_its_first_day() {
    let (scenario, atlas) = (offshore(), shipped::atlas());
    let rate = atlas
        .rate(&"nv-h100-sxm".parse().unwrap(), Use::Training)
        .unwrap();
    for (run, chips) in [("qwen-next", 2_048), ("doubao-next", 4_608)] {
        let run = training(&scenario, run);
        let taken = weeks(chip_hours(run.operations, rate), Chips(chips)).unwrap();
        assert!(taken <= 22, "{taken} weeks");
        assert_eq!(run.start_days.0 + 22 * 7, run.deadline_days);
    }
}

#[test]
fn bytedance_holds_too_few_h800_for_its_next_run() {
    let (scenario, atlas) = (offshore(), shipped::atlas());
    let held: u64 = pool(&scenario, "zhangbei-bytedance-h800")
        .stock
        .iter()
        .map(|batch| batch.chips.0)
        .sum();
    assert_eq!(held, 2_048);
    assert!(gang(&scenario, &atlas, "doubao-next", "zhangbei-bytedance-h800") > held);
}

#[test]
fn a_petaflop_day_costs_14_at_home_107_on_gb200_and_178_on_h100() {
    let (scenario, atlas) = (offshore(), shipped::atlas());
    let cost = |id: &str, noted: f64| {
        let pool = pool(&scenario, id);
        let tflops = rate(&atlas, pool.chip.as_str(), Use::Training);
        close(price(pool) * 24.0 * 1e3 / tflops, noted, 1.0);
    };
    cost("hangzhou-deepseek-h800", 14.0);
    cost("johor-kulai-gb200", 107.0);
    cost("johor-h100", 178.0);
    cost("kuala-lumpur-h200", 197.0);
}

#[test]
fn a_bought_chip_costs_what_an_annuity_with_upkeep_would() {
    let scenario = offshore();
    for (offer, noted) in [
        ("buy-h20-alibaba", 0.74),
        ("buy-910c-bytedance", 1.15),
        ("buy-910b-alibaba", 0.88),
        ("buy-h200-alibaba", 1.43),
    ] {
        close(bought(&scenario, offer), noted, 1.0);
    }
}

#[test]
fn a_million_tokens_cost_what_the_notes_say() {
    let (scenario, atlas) = (offshore(), shipped::atlas());
    let tokens = |chip: &str, hour: f64, noted: f64| {
        close(
            hour * 1e6 / 3_600.0 / rate(&atlas, chip, Use::Serving),
            noted,
            5.0,
        );
    };
    tokens(
        "nv-h800-sxm",
        price(pool(&scenario, "hangzhou-alibaba-h800")),
        0.011,
    );
    tokens(
        "nv-h20-96",
        price(pool(&scenario, "ulanqab-bytedance-h20")),
        0.015,
    );
    tokens(
        "nv-gb200",
        price(pool(&scenario, "johor-kulai-gb200")) / 1.08,
        0.061,
    );
    tokens(
        "nv-h100-sxm",
        price(pool(&scenario, "johor-h100")) / 1.08,
        0.133,
    );
    tokens("hw-910c", bought(&scenario, "buy-910c-alibaba"), 0.081);
    tokens("nv-h20-96", bought(&scenario, "buy-h20-alibaba"), 0.097);
    tokens("hw-910b-b2", bought(&scenario, "buy-910b-alibaba"), 0.229);
}

#[test]
fn h20_for_serving_frees_an_h800_hour_for_less_than_a_leased_hour_costs() {
    let (scenario, atlas) = (offshore(), shipped::atlas());
    let ratio = rate(&atlas, "nv-h20-96", Use::Serving) / rate(&atlas, "nv-h800-sxm", Use::Serving);
    let freed = bought(&scenario, "buy-h20-alibaba") / ratio;
    close(freed, 1.72, 1.0);
    assert!(freed < price(pool(&scenario, "johor-h100")));
}

#[test]
fn offers_of_910c_grow_from_nothing_to_28000_by_november_2025() {
    let scenario = offshore();
    let by = |day: &str| -> u64 {
        let day = day.parse().unwrap();
        let offers = ["buy-910c-alibaba", "buy-910c-bytedance"]
            .map(|id| &scenario.purchases[&id.parse().unwrap()]);
        offers
            .iter()
            .filter_map(|offer| offer.available.iter().rev().find(|(from, _)| *from <= day))
            .map(|(_, chips)| chips.0)
            .sum()
    };
    assert_eq!(
        ["2025-03-01", "2025-06-01", "2025-11-15", "2026-02-15"].map(by),
        [0, 768, 28_000, 31_000]
    );
}

#[test]
fn the_gulf_limit_shuts_out_malaysia_and_lets_in_the_emirates() {
    let (scenario, atlas) = (offshore(), shipped::atlas());
    let limit = |workload: &str, pool_id: &str| {
        let serving = serving(&scenario, workload);
        let site = &scenario.sites[&pool(&scenario, pool_id).site];
        let worst = serving
            .users
            .iter()
            .map(|(region, _)| atlas.rtt_ms(&site.region, region).unwrap())
            .max();
        worst <= serving.latency_ms_max
    };
    assert!(limit("serve-gulf-alibaba", "abu-dhabi-h100"));
    assert!(limit("serve-gulf-alibaba", "dubai-h200"));
    assert!(!limit("serve-gulf-alibaba", "johor-h100"));
    assert!(!limit("serve-gulf-alibaba", "kuala-lumpur-h200"));
    assert!(limit("serve-sea-alibaba", "johor-h100"));
    assert!(limit("serve-sea-bytedance", "singapore-h100"));
    assert!(!limit("serve-sea-bytedance", "guizhou-bytedance-910c"));
    assert!(limit("serve-mainland-bytedance", "guizhou-bytedance-910c"));
    assert!(limit("serve-europe-alibaba", "frankfurt-h100"));
}

#[test]
fn demand_adds_up_to_the_noted_volumes() {
    let scenario = offshore();
    let tokens = |ids: [&str; 2]| {
        ids.map(|id| serving(&scenario, id).tokens_per_day.0)
            .iter()
            .sum::<u64>()
    };
    assert_eq!(
        tokens(["serve-mainland-alibaba", "serve-mainland-bytedance"]),
        8_700_000_000_000
    );
    assert_eq!(
        tokens(["serve-backlog-alibaba", "serve-backlog-bytedance"]),
        14_300_000_000_000
    );
    assert_eq!(
        tokens(["serve-sea-alibaba", "serve-sea-bytedance"]),
        2_500_000_000_000
    );
}

#[test]
fn hoppers_in_south_east_asia_number_14336_on_every_day_planned() {
    let scenario = offshore();
    let pools = ["johor-h100", "singapore-h100", "kuala-lumpur-h200"].map(|id| pool(&scenario, id));
    let batches = pools.iter().flat_map(|pool| &pool.stock);
    let day = "2025-03-01".parse().unwrap();
    let there: u64 = batches
        .filter(|batch| batch.available_from <= day)
        .map(|batch| batch.chips.0)
        .sum();
    assert_eq!(there, 14_336);
}

#[test]
fn every_record_names_a_source_or_says_what_is_assumed() {
    let scenario = offshore();
    let mut silent = Vec::new();
    let mut note = |id: String, provenance: &portolan_facts::scenario::model::Provenance| {
        if provenance.source.is_empty() && provenance.assumed.is_empty() {
            silent.push(id);
        }
    };
    scenario
        .parties
        .values()
        .for_each(|party| note(party.id.to_string(), &party.provenance));
    scenario
        .sites
        .values()
        .for_each(|site| note(site.id.to_string(), &site.provenance));
    for pool in scenario.pools.values() {
        note(pool.id.to_string(), &pool.provenance);
        pool.stock
            .iter()
            .for_each(|batch| note(format!("{} stock", pool.id), &batch.provenance));
    }
    scenario
        .purchases
        .values()
        .for_each(|offer| note(offer.id.to_string(), &offer.provenance));
    scenario
        .datasets
        .values()
        .for_each(|set| note(set.id.to_string(), &set.provenance));
    scenario
        .evidence
        .values()
        .for_each(|found| note(found.id.to_string(), &found.provenance));
    scenario
        .workloads
        .iter()
        .for_each(|workload| note(workload.id.to_string(), &workload.provenance));
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn asked_on_another_day_what_can_be_obtained_is_had_as_much_later() {
    let scenario = offshore();
    let id = "tuning-export-alibaba".parse().unwrap();
    let had = scenario.evidence[&id].evidence.granted_on;
    assert_eq!(had, Known::Is("2026-03-15".parse().unwrap()));
    let earlier = scenario.asked_on("2025-03-01".parse().unwrap()).unwrap();
    assert_eq!(
        earlier.evidence[&id].evidence.granted_on,
        Known::Is("2025-06-29".parse().unwrap())
    );
}

#[test]
fn every_figure_of_a_chip_reaches_the_item_that_law_reads() {
    let atlas = shipped::atlas();
    assert_eq!(atlas.chips.len(), 89);
    let item = atlas.item(&"nv-h20-96".parse().unwrap()).unwrap();
    assert_eq!(item.tpp.unwrap().shown().unwrap().floor(), 2_368);
    assert_eq!(item.dram_gbs.unwrap().shown().unwrap().floor(), 4_000);
    assert_eq!(item.us_jurisdiction, Known::Is(true));
    let ascend = atlas.item(&"hw-910c".parse().unwrap()).unwrap();
    assert_eq!(ascend.us_jurisdiction, Known::Unknown);
    assert_eq!(
        ascend.performance_density, None,
        "nobody has shown its die area"
    );
}
