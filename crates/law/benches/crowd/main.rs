//! Judges 100,000 workloads on 1,000 pools on a day, in two generated worlds, and compares with Cedar
//! asked one by one.
//!
//! `cargo bench -p portolan-law`. Numbers after `--` are workloads and pools.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a benchmark stops at the first surprise"
)]

mod world;

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use portolan_law::{
    Corpus, Packs,
    crowd::{Crowd, Side, written},
};
use world::{Asker, Dice, Hall, World, act};

const THREADS: usize = 2;
/// The second world has so many times fewer workloads: each costs forty acts of its own.
const DISTINCT_SHARE: usize = 50;
/// The pairs that are asked one by one too.
const ALONE: usize = 10_000;

fn main() {
    let mut numbers = std::env::args().filter_map(|word| word.parse::<usize>().ok());
    let workloads = numbers.next().unwrap_or(100_000);
    let pools = numbers.next().unwrap_or(1_000);
    let packs = packs();
    for (name, world) in [
        ("workloads of 560 kinds", World::of(workloads, pools, 560)),
        (
            "every workload of its own kind",
            World::of(workloads / DISTINCT_SHARE, pools, usize::MAX),
        ),
    ] {
        measure(name, &world, &packs);
    }
}

fn measure(name: &str, world: &World, packs: &Arc<Packs>) {
    let pairs = world.askers.len() * world.halls.len();
    // Each world gets packs that remember nothing.
    let corpus = Corpus::new(packs.clone());
    let begun = Instant::now();
    let askers = Side {
        all: &world.askers,
        written: &|asker: &Asker| {
            format!(
                "{}|{:?}|{:?}",
                written(&asker.party, &asker.papers),
                asker.purpose,
                asker.operations
            )
        },
    };
    let halls = Side {
        all: &world.halls,
        written: &|hall: &Hall| {
            format!(
                "{}|{}|{:?}|{:?}",
                written(&hall.operator, &[]),
                hall.country,
                hall.item,
                hall.acquired
            )
        },
    };
    let crowd = corpus.rulings_on_pairs(&askers, &halls, &act, THREADS);
    let mut outcomes = [0_usize; 4];
    for asker in 0..world.askers.len() {
        for hall in 0..world.halls.len() {
            outcomes[crowd.ruling(asker, hall).unwrap().outcome as usize] += 1;
        }
    }
    let taken = begun.elapsed().as_secs_f64();
    println!(
        "{name}: {} x {} = {pairs} pairs",
        world.askers.len(),
        world.halls.len()
    );
    println!(
        "  {taken:.2} s, {:.0} pairs a second, {THREADS} threads",
        pairs as f64 / taken
    );
    println!(
        "  {} acts written, {} put to Cedar (distinct signatures)",
        crowd.judged(),
        corpus.cedar_calls()
    );
    let [forbidden, unsettled, conditional, permitted] = outcomes;
    println!(
        "  forbidden {forbidden}, unsettled {unsettled}, conditional {conditional}, permitted {permitted}"
    );
    println!("  {} MiB resident", resident() / 1_024);

    let rate = pairs as f64 / taken;
    let slow = one_by_one(world, packs, &crowd);
    println!(
        "  {ALONE} random pairs asked one by one, one thread: {slow:.0} a second, all the same; ratio {:.0}\n",
        rate / slow
    );
}

/// Asks Cedar one by one for random pairs, holds the answers to be those of the crowd, and returns
/// how many it answers in a second.
fn one_by_one(world: &World, packs: &Arc<Packs>, crowd: &Crowd) -> f64 {
    let alone = Corpus::new(packs.clone()).one_by_one();
    let mut dice = Dice(7);
    let drawn: Vec<(usize, usize)> = (0..ALONE)
        .map(|_| {
            (
                dice.below(world.askers.len()),
                dice.below(world.halls.len()),
            )
        })
        .collect();
    let begun = Instant::now();
    let rulings: Vec<_> = drawn
        .iter()
        .map(|(asker, hall)| alone.ruling_on(&act(&world.askers[*asker], &world.halls[*hall])))
        .collect();
    let slow = drawn.len() as f64 / begun.elapsed().as_secs_f64();
    for ((asker, hall), ruling) in drawn.iter().zip(&rulings) {
        assert_eq!(crowd.ruling(*asker, *hall).unwrap(), ruling);
    }
    slow
}

/// Returns the memory of this process that is in use, in KiB.
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
    number.unwrap_or(0)
}

fn packs() -> Arc<Packs> {
    let mut files = Vec::new();
    walk(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs"),
        &mut files,
    );
    files.sort();
    let files = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()));
    Arc::new(Packs::read(files).unwrap())
}

fn walk(folder: &Path, files: &mut Vec<(String, String)>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            files.push((
                path.display().to_string(),
                fs::read_to_string(&path).unwrap(),
            ));
        }
    }
}
