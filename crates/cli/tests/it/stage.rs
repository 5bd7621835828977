//! Runs the program, on the shipped scenario or on one with a fact changed.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::atomic::{AtomicUsize, Ordering},
};

use serde_json::Value as Json;

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_portolan"))
        .args(arguments)
        .output()
        .unwrap()
}

pub fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn json(arguments: &[&str]) -> (Json, i32) {
    let output = run(&[arguments, &["--json"]].concat());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let json = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{told}"));
    (json, output.status.code().unwrap())
}

/// A folder that goes away with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("portolan-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }

    pub fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The shipped scenario with a text of one file replaced by another.
pub fn changed(changes: &[(&str, &str, &str)]) -> Folder {
    let folder = Folder::new();
    let shipped = root().join("scenarios/offshore-2025");
    for entry in fs::read_dir(shipped).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !name.ends_with(".toml") {
            continue;
        }
        let mut text = fs::read_to_string(&path).unwrap();
        for (file, from, to) in changes.iter().filter(|(file, ..)| *file == name) {
            assert!(text.contains(from), "{file} does not hold `{from}`");
            text = text.replace(from, to);
        }
        fs::write(folder.0.join(&name), text).unwrap();
    }
    folder
}

/// The rows of a plan for a workload.
pub fn rows<'a>(plan: &'a Json, workload: &str) -> Vec<&'a Json> {
    let placements = plan["placements"].as_array().unwrap();
    placements
        .iter()
        .filter(|row| row["workload"] == workload)
        .collect()
}

/// The rules that stand in the way in the refusals of a plan for a pool.
pub fn refusal_rules(plan: &Json, pool: &str) -> Vec<String> {
    let refused = plan["refused"].as_array().unwrap();
    let of_pool = refused.iter().filter(|row| row["pool"] == pool);
    let acts = of_pool.flat_map(|row| row["acts"].as_array().unwrap());
    let grounds = acts.flat_map(|act| act["ruling"]["grounds"].as_array().unwrap());
    let mut rules: Vec<String> = grounds
        .filter(|ground| {
            let effect = ground["effect"].as_str().unwrap();
            matches!(effect, "forbids" | "needs" | "unsettles" | "failed")
        })
        .map(|ground| ground["rule"].as_str().unwrap().to_owned())
        .collect();
    rules.sort();
    rules.dedup();
    rules
}
