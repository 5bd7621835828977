//! General solvers as peers of a benchmark, those that `python3` can import.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

/// Threads that every solver gets, this one too.
pub const THREADS: usize = 2;
const PEERS: [&str; 3] = ["highs", "cp-sat", "scip"];

/// What a solver reached on an instance.
pub struct Reached {
    pub objective: Option<f64>,
    pub bound: Option<f64>,
    pub seconds: f64,
}

/// Returns the peers that can be asked.
pub fn installed() -> Vec<&'static str> {
    let answers = |peer: &&str| {
        let status = python(peer)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        status.is_ok_and(|status| status.success())
    };
    PEERS.into_iter().filter(answers).collect()
}

/// Has a peer solve an instance, written in a format that it knows, for so many seconds.
pub fn ask(peer: &str, format: &str, file: &Path, seconds: f64) -> Reached {
    let started = Instant::now();
    let limits = [seconds.to_string(), THREADS.to_string()];
    let output = python(peer)
        .arg(format)
        .arg(file)
        .args(limits)
        .stderr(Stdio::null())
        .output();
    let told = output.map_or(Vec::new(), |output| output.stdout);
    let told = String::from_utf8_lossy(&told);
    let last = told.lines().last().unwrap_or_default();
    let mut words = last.split_whitespace().map(|word| word.parse().ok());
    Reached {
        objective: words.next().flatten(),
        bound: words.next().flatten(),
        seconds: started.elapsed().as_secs_f64(),
    }
}

fn python(peer: &str) -> Command {
    let mut command = Command::new("python3");
    command
        .arg(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/benches/peers/peers.py"
        ))
        .arg(peer);
    command
}
