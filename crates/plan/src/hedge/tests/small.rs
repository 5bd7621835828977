//! Small futures: the starter scenario, cut to three weeks and two pools, with facts or law changed.

use std::sync::Arc;

use portolan_facts::{Scenario, SourceText, scenario::edit};
use portolan_law::{Packs, Supposition};
use portolan_terms::Day;

use crate::{
    Future, Request,
    hedge::{decision::Reveal, settled::World, worlds},
    model::week_of,
    shipped::{self, public},
    survey::Survey,
};

/// What makes the starter scenario small: 24 chips to a lease, two leases; one pool by the week.
const SMALL: [&str; 11] = [
    "party.you.hq=CN",
    "scenario.horizon_weeks=3",
    "workload.train-pilot.operations=9e21",
    "workload.train-pilot.deadline_days=21",
    "workload.batch-archive.deadline_days=21",
    "workload.batch-archive.tokens=5000000000",
    "pool.singapore-h100.lease.min_term_weeks=2",
    "pool.singapore-h100.lease.block=24",
    "pool.singapore-h100.stock[1].chips=48",
    "pool.frankfurt-h100.stock[1].chips=48",
    "pool.tokyo-h100.lease.open_to=[\"nvidia\"]",
];

/// The day on which it is known which future comes: one week after the decision.
pub fn known_on() -> Day {
    "2025-11-22".parse().unwrap()
}

/// A future in the making.
pub struct Told {
    scenario: Scenario,
    packs: Arc<Packs>,
    pub weight: u64,
}

/// A small future with facts set; with the bill, renting chips abroad is barred from `known_on`.
pub fn told(set: &[String], bill: bool, weight: u64) -> Told {
    let text = shipped::text("scenarios/starter/scenario.toml");
    let small = SMALL.iter().map(|edit| (*edit).to_owned());
    let edits: Vec<edit::Edit> = small
        .chain(set.iter().cloned())
        .map(|edit| edit.parse().unwrap())
        .collect();
    let files = [SourceText::new("scenario.toml", &text)];
    let (_, scenario) = edit::read(&files, &edits, &public().atlas).unwrap();
    let law = Supposition::Enact {
        rule: "us-bill-remote-access".parse().unwrap(),
        from: known_on(),
    };
    let packs = if bill {
        let supposed = public().packs.supposing(&[law], scenario.on).unwrap();
        Arc::new(supposed)
    } else {
        public().packs.clone()
    };
    Told {
        scenario,
        packs,
        weight,
    }
}

pub fn futures(told: &[Told]) -> Vec<Future<'_>> {
    let numbered = told.iter().enumerate();
    let futures = numbered.map(|(number, told)| Future {
        id: format!("future-{number}"),
        title: String::new(),
        weight: told.weight,
        request: Request {
            orders_again: Some(known_on()),
            ..shipped::request(&told.scenario, &told.packs)
        },
    });
    futures.collect()
}

/// Runs a test on the problems of these futures.
pub fn on_worlds(told: &[Told], test: impl FnOnce(&[World<'_, '_>], Reveal)) {
    let futures = futures(told);
    let surveys: Vec<Survey<'_>> = futures
        .iter()
        .map(|future| Survey::of(&future.request))
        .collect();
    let scenario = &told[0].scenario;
    let reveal = Reveal {
        on: scenario.on,
        day: known_on(),
        week: week_of(scenario, known_on()),
    };
    let worlds = worlds(&futures, &surveys, reveal).unwrap();
    test(&worlds, reveal);
}
