//! Plans an invented operator of a given size and prints what came of it, checked.
//!
//! `cargo bench -p portolan-plan --bench fleet -- TASKS POOLS PERIODS SECONDS`, by default 2,000
//! tasks on 100 pools over 52 periods in 10 seconds. Memory is what the system says was held at
//! most, where it says so.

#![expect(
    clippy::unwrap_used,
    reason = "a measurement stops at the first surprise"
)]

use std::{sync::Mutex, time::Instant};

use portolan_plan::{
    certify::check,
    solve::{Limits, Progress, solve},
};

mod world;

fn main() {
    let words: Vec<usize> = std::env::args()
        .filter_map(|word| word.parse().ok())
        .collect();
    let word = |at: usize, default: usize| words.get(at).copied().unwrap_or(default);
    let (tasks, pools, periods) = (word(0, 2_000), word(1, 100), word(2, 52));
    let seconds = word(3, 10) as f64;
    let problem = world::world(tasks, pools, periods);
    let options: usize = problem.tasks.iter().map(|task| task.options.len()).sum();
    println!(
        "{tasks} tasks with {options} options on {pools} pools over {periods} periods, {} expansions, {} limits",
        problem.expansions.len(),
        problem.limits.len()
    );
    let started = Instant::now();
    let told = Mutex::new(0.0);
    let limits = Limits {
        stop: &|| started.elapsed().as_secs_f64() >= seconds,
        progress: &|step: &Progress| {
            let now = started.elapsed().as_secs_f64();
            let mut told = told.lock().unwrap();
            if now - *told >= seconds / 20.0 {
                *told = now;
                print("", now, (step.cost.unwrap(), step.bound.unwrap()));
            }
        },
        ..Limits::default()
    };
    let outcome = solve(&problem, &limits).unwrap();
    let ended = started.elapsed().as_secs_f64();
    let checked = check(&problem, &outcome.solution, &outcome.certificate).unwrap();
    // The checker may prove a little more than the search has made use of, never less.
    assert_eq!(checked.cost, outcome.cost);
    assert!(checked.bound >= outcome.bound);
    print("end", ended, (checked.cost, checked.bound));
    println!(
        "checked in {:.2} s; {} MiB at most",
        started.elapsed().as_secs_f64() - ended,
        memory().map_or("?".to_owned(), |memory| memory.to_string())
    );
}

fn print(what: &str, seconds: f64, (cost, bound): (i64, i64)) {
    let gap = (cost - bound) as f64 / cost as f64 * 100.0;
    println!(
        "{what:<4} {seconds:>7.2} s  cost {:>16}  bound {:>16}  gap {gap:>7.3} %",
        cost / 10_000,
        bound / 10_000
    );
}

/// Returns the MiB that the process held at most.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024)
}
