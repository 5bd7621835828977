//! Solves placement instances and prints plan, bound and gap at several times.
//!
//! `cargo bench -p portolan-solve --bench placement -- SECONDS FILE...` gives each file one run of that many seconds
//! and prints where it stood after 5, 10, 30, 60 and 120 of them, then runs the general solvers that `python3` can
//! import in turn with the same limits. `-- --bound FILE...` looks for a bound alone, in 0.1 s up to 1,000 jobs, 0.5 s
//! up to 5,000, 3 s up to 50,000 and 20 s above, and again without a limit, and sets it beside the value of the linear
//! relaxation. `-- --from OLD.sol SECONDS FILE...` plans each file anew beside that plan, 2 % of jobs moving beyond those
//! that must. Times are by the wall and, where the system tells it, by the processor.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement stops at the first surprise"
)]

use std::{fs, path::Path, time::Instant};

use peers::THREADS;
use portolan_solve::placement::{
    Churn, InForce, Instance, Limits, Plan, Progress, Start, bound, certify, resume, solve,
};

mod peers;

const TIMES: [f64; 5] = [5.0, 10.0, 30.0, 60.0, 120.0];

/// The value of the linear relaxation, or the best bound known of it: Clp's on S1 and M1, an ascent of 400 steps on
/// plain rows on L1, the best with one dual-feasible function on XL1.
const RELAXED: [(&str, i64); 4] = [
    ("S1", 30_398_198),
    ("M1", 294_034_110),
    ("L1", 1_776_063_810),
    ("XL1", 17_500_825_386),
];

fn main() {
    let words = std::env::args().skip(1).filter(|word| word != "--bench");
    let words: Vec<String> = words.collect();
    let Some((first, files)) = words.split_first() else {
        println!("say how many seconds, and which files");
        return;
    };
    if first == "--bound" {
        println!(
            "{:<10} {:>8} {:>8} {:>8} {:>16} {:>16} {:>8}",
            "instance", "limit s", "wall s", "proc. s", "bound", "relaxation", "below %"
        );
        for file in files {
            bound_alone(file);
        }
        return;
    }
    if first == "--from" {
        for file in &files[2..] {
            anew(&files[0], files[1].parse().unwrap(), file);
        }
        return;
    }
    let seconds = first.parse().unwrap();
    let peers = peers::installed();
    println!(
        "{seconds} s, {THREADS} threads, peers: {}",
        peers.join(", ")
    );
    println!(
        "{:<10} {:>8} {:>8} {:>16} {:>16} {:>8} {:>9}",
        "instance", "wall s", "proc. s", "cost", "bound", "gap %", "unplaced"
    );
    for file in files {
        run(file, seconds);
        for peer in &peers {
            let reached = peers::ask(peer, "placement", Path::new(file), seconds);
            let number = |number: Option<f64>| number.map_or("-".to_owned(), |n| format!("{n:.0}"));
            println!(
                "{peer:<10} {:>8.2} {:>8} {:>16} {:>16}",
                reached.seconds,
                "",
                number(reached.objective),
                number(reached.bound)
            );
        }
    }
}

/// Plans a changed instance beside the plan that was in force; reading both counts.
fn anew(old: &str, seconds: f64, file: &str) {
    let (begun, processor) = (Instant::now(), processor_seconds());
    let instance = Instance::parse(&fs::read_to_string(file).unwrap()).unwrap();
    let plan = Plan::read(&fs::read_to_string(old).unwrap(), instance.jobs.len()).unwrap();
    let in_force = InForce {
        plan,
        further: Churn::Share(0.02),
    };
    let start = Start {
        in_force: Some(&in_force),
        prices: None,
    };
    let limits = Limits {
        seconds,
        threads: THREADS,
        ..Limits::default()
    };
    let clock = || begun.elapsed().as_secs_f64();
    let outcome = resume(&instance, &limits, &start, &clock, &mut |_| {}).unwrap();
    let (wall, spent) = (clock(), processor_seconds() - processor);
    certify(&instance, &outcome.plan, &outcome.certificate).unwrap();
    let moves = outcome.moves.unwrap();
    let (objective, bound) = (outcome.objective, outcome.certificate.bound);
    let gap = 100.0 * (objective - bound) as f64 / objective as f64;
    println!(
        "{:<10} {wall:.2} s by the wall, {spent:.2} s by the processor: cost {objective}, bound {bound}, gap {gap:.3} %, \
         {} jobs had to change, {} did",
        instance.name, moves.forced, moves.moved
    );
}

/// Looks for a bound alone, in the time that the size is allowed and without a limit.
fn bound_alone(file: &str) {
    let instance = Instance::parse(&fs::read_to_string(file).unwrap()).unwrap();
    let allowed = match instance.jobs.len() {
        0..=1_000 => 0.1,
        1_001..=5_000 => 0.5,
        5_001..=50_000 => 3.0,
        _ => 20.0,
    };
    let known = RELAXED.iter().find(|(name, _)| *name == instance.name);
    for seconds in [allowed, f64::INFINITY] {
        let (begun, processor) = (Instant::now(), processor_seconds());
        let limits = Limits {
            seconds,
            threads: THREADS,
            ..Limits::default()
        };
        let clock = || begun.elapsed().as_secs_f64();
        let proven = bound(&instance, &limits, &Start::default(), &clock).unwrap();
        let (wall, spent) = (clock(), processor_seconds() - processor);
        let below = |&(_, value): &(&str, i64)| {
            let below = 100.0 * (value - proven.bound) as f64 / value as f64;
            format!("{value:>16} {below:>8.3}")
        };
        println!(
            "{:<10} {seconds:>8} {wall:>8.2} {spent:>8.2} {:>16} {}",
            instance.name,
            proven.bound,
            known.map_or(String::new(), below)
        );
    }
}

/// Solves one file and prints its rows.
fn run(file: &str, seconds: f64) {
    let begun = Instant::now();
    let processor = processor_seconds();
    let instance = Instance::parse(&fs::read_to_string(file).unwrap()).unwrap();
    let spent = || processor_seconds() - processor;
    let limits = Limits {
        seconds,
        threads: THREADS,
        ..Limits::default()
    };
    let (mut passed, mut last) = (0, None);
    let clock = || begun.elapsed().as_secs_f64();
    let outcome = solve(&instance, &limits, &clock, &mut |standing| {
        if last.is_none() {
            row(&instance.name, standing, spent(), "first");
        }
        while passed < TIMES.len() && standing.seconds > TIMES[passed] {
            if let Some(before) = last {
                row(&instance.name, &before, spent(), "");
            }
            passed += 1;
        }
        last = Some(*standing);
    });
    let outcome = outcome.unwrap();
    let end = Progress {
        seconds: clock(),
        bound: outcome.certificate.bound,
        objective: outcome.objective,
    };
    row(
        &instance.name,
        &end,
        spent(),
        &outcome.plan.unplaced().to_string(),
    );
    let checking = Instant::now();
    certify(&instance, &outcome.plan, &outcome.certificate).unwrap();
    println!(
        "{:<10} checked in {:.2} s",
        instance.name,
        checking.elapsed().as_secs_f64()
    );
}

/// Prints where a solve stood.
fn row(name: &str, standing: &Progress, processor: f64, unplaced: &str) {
    println!(
        "{name:<10} {:>8.2} {processor:>8.2} {:>16} {:>16} {:>8.3} {unplaced:>9}",
        standing.seconds,
        standing.objective,
        standing.bound,
        100.0 * standing.gap()
    );
}

/// Processor seconds of this program so far; 0 where the system does not tell.
fn processor_seconds() -> f64 {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text
        .rsplit(')')
        .next()
        .unwrap_or("")
        .split_whitespace()
        .collect();
    let ticks = |at: usize| {
        fields
            .get(at)
            .and_then(|word| word.parse::<f64>().ok())
            .unwrap_or(0.0)
    };
    (ticks(11) + ticks(12)) / 100.0
}
