//! Times whole commands, in turn, over several runs, and prints least, median and most.
//!
//! `cargo bench -p portolan-cli`; a number after `--` says how many runs.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The commands, each with what it is called in `docs/benchmarks.md`.
const COMMANDS: [(&str, &[&str]); 5] = [
    ("plan the shipped scenario", &["plan"]),
    ("plan it to gap 0", &["plan", "--gap", "0"]),
    ("plan it as of 2025-06-01", &["plan", "--on", "2025-06-01"]),
    ("load and validate all packs", &["law", "list"]),
    ("judge the cases of the packs", &["law", "test"]),
];

fn main() {
    let runs = std::env::args().filter_map(|word| word.parse().ok()).next();
    let runs: usize = runs.unwrap_or(5).max(1);
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); COMMANDS.len()];
    for round in 0..=runs {
        for ((_, words), times) in COMMANDS.iter().zip(&mut times) {
            let taken = timed(words);
            // The first round warms up.
            if round > 0 {
                times.push(taken);
            }
        }
    }
    println!("{:<32} {:>7} {:>7} {:>7}", "", "least", "median", "most");
    for ((name, _), mut times) in COMMANDS.iter().zip(times) {
        times.sort_unstable();
        let at = |index: usize| times.get(index).map_or(0.0, Duration::as_secs_f64);
        let (median, most) = (times.len() / 2, times.len() - 1);
        println!(
            "{name:<32} {:>6.2}s {:>6.2}s {:>6.2}s",
            at(0),
            at(median),
            at(most)
        );
    }
}

fn timed(words: &[&str]) -> Duration {
    let started = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_portolan"))
        .args(words)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    // Exit code 12 is an answer: part of the backlog stays unserved.
    let answered = status.is_ok_and(|status| matches!(status.code(), Some(0 | 12)));
    assert!(answered, "`portolan {}` gave no answer", words.join(" "));
    started.elapsed()
}
