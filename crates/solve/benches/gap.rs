//! Solves every instance of a folder and prints cost, bound and gap, beside what general solvers reach.
//!
//! `cargo bench -p portolan-solve --bench gap -- FOLDER [SECONDS]`, by default 10 seconds and the small instances
//! of the tests. Folders below it are looked at too. Where it holds `best_known.tsv`, costs are compared with its
//! column `upper_best`. Peers run in turn with the same limits when `python3` can import them.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement stops at the first surprise"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use portolan_solve::gap::{Instance, Limits, certify, certify_bound, solve};

use peers::{Reached, THREADS};

mod peers;

fn main() {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/instances");
    let folder = PathBuf::from(words.first().map_or(shipped, String::as_str));
    let seconds: f64 = words.get(1).map_or(10.0, |word| word.parse().unwrap());
    let best = best_known(&folder);
    let peers = peers::installed();
    println!(
        "{seconds} s, {THREADS} threads, peers: {}",
        peers.join(", ")
    );
    println!(
        "{:<28} {:<9} {:>10} {:>12} {:>8} {:>8} {:>8}",
        "instance", "solver", "cost", "bound", "gap %", "over %", "seconds"
    );
    for file in instances(&folder) {
        let name = file.strip_prefix(&folder).unwrap().display().to_string();
        let known = best.get(&name).copied();
        print("portolan", &name, &ours(&file, seconds), known);
        for peer in &peers {
            print(peer, &name, &peers::ask(peer, "gap", &file, seconds), known);
        }
    }
}

/// Solves the instance, and holds plan and bound to the checker.
fn ours(file: &Path, seconds: f64) -> Reached {
    let started = Instant::now();
    let instance = Instance::read(&fs::read_to_string(file).unwrap()).unwrap();
    let limits = Limits {
        threads: THREADS,
        seed: 1,
        ..Limits::default()
    };
    let stop = || started.elapsed().as_secs_f64() >= seconds;
    let outcome = solve(&instance, &limits, &stop, &mut |_| ());
    let seconds = started.elapsed().as_secs_f64();
    certify_bound(&instance, &outcome.certificate).unwrap();
    let objective = outcome.best.map(|(_, plan)| {
        certify(&instance, &plan, &outcome.certificate)
            .unwrap()
            .objective as f64
    });
    Reached {
        objective,
        bound: Some(outcome.certificate.bound as f64),
        seconds,
    }
}

fn print(solver: &str, name: &str, reached: &Reached, known: Option<f64>) {
    let number =
        |number: Option<f64>| number.map_or("-".to_owned(), |number| format!("{number:.0}"));
    let share =
        |part: Option<f64>| part.map_or("-".to_owned(), |part| format!("{:.3}", part * 100.0));
    let gap = reached
        .objective
        .zip(reached.bound)
        .map(|(cost, bound)| (cost - bound) / cost);
    let over = reached
        .objective
        .zip(known)
        .map(|(cost, best)| (cost - best) / best);
    println!(
        "{name:<28} {solver:<9} {:>10} {:>12} {:>8} {:>8} {:>8.2}",
        number(reached.objective),
        number(reached.bound),
        share(gap),
        share(over),
        reached.seconds
    );
}

/// Returns the files below the folder that read as instances, by name.
fn instances(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if fs::read_to_string(&path).is_ok_and(|text| Instance::read(&text).is_ok()) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Returns the best published cost of each instance, by its path in the folder.
fn best_known(folder: &Path) -> BTreeMap<String, f64> {
    let Ok(table) = fs::read_to_string(folder.join("best_known.tsv")) else {
        return BTreeMap::new();
    };
    let rows: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    let column = |name| rows[0].iter().position(|heading| *heading == name).unwrap();
    let (file, best) = (column("file"), column("upper_best"));
    let number = |row: &Vec<&str>| Some((row[file].to_owned(), row[best].parse().ok()?));
    rows[1..].iter().filter_map(number).collect()
}
