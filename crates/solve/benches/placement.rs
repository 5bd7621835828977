//! Solves placement instances and prints plan, bound and gap at several times.
//!
//! `cargo bench -p portolan-solve --bench placement -- SECONDS FILE...` gives each file one run of that many seconds
//! and prints where it stood after 5, 10, 30, 60 and 120 of them; with `bound` in place of the seconds, one run ends at
//! the first proof. Times are by the wall and, where the system tells it, by the processor.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement stops at the first surprise"
)]

use std::{fs, time::Instant};

use portolan_solve::placement::{Instance, Limits, Progress, certify, solve};

const TIMES: [f64; 5] = [5.0, 10.0, 30.0, 60.0, 120.0];

fn main() {
    let words = std::env::args().skip(1).filter(|word| word != "--bench");
    let words: Vec<String> = words.collect();
    let Some((first, files)) = words.split_first() else {
        println!("say how many seconds, and which files");
        return;
    };
    let bound_alone = first == "bound";
    let seconds = if bound_alone {
        600.0
    } else {
        first.parse().unwrap()
    };
    println!(
        "{:<10} {:>8} {:>8} {:>16} {:>16} {:>8} {:>9}",
        "instance", "wall s", "proc. s", "cost", "bound", "gap %", "unplaced"
    );
    for file in files {
        run(file, seconds, bound_alone);
    }
}

/// Solves one file and prints its rows.
fn run(file: &str, seconds: f64, bound_alone: bool) {
    let begun = Instant::now();
    let processor = processor_seconds();
    let instance = Instance::parse(&fs::read_to_string(file).unwrap()).unwrap();
    let spent = || processor_seconds() - processor;
    let limits = Limits {
        seconds,
        gap: if bound_alone { 1.0 } else { 0.0 },
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
