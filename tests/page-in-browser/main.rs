//! The page of the shipped plan in a browser: what a reader sees on a phone, a tablet and a desk.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test stops at the first surprise"
)]

mod chromium;

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use chromium::Chromium;
use serde_json::Value as Json;

const WIDTHS: [u32; 5] = [360, 390, 820, 1440, 1920];
const LOOK: &str = include_str!("page.js");

/// Holds a folder of its own with the page in it, and a browser.
struct Stage {
    folder: PathBuf,
    page: PathBuf,
    browser: Option<Chromium>,
}

impl Stage {
    fn new(name: &str, arguments: &[&str]) -> Self {
        let folder = std::env::temp_dir().join(format!("portolan-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let page = folder.join("report.html");
        let program = env!("CARGO_BIN_EXE_portolan");
        let output = Command::new(program)
            .arg("plan")
            .args(arguments)
            .arg("--html")
            .arg(&page)
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
            .output()
            .unwrap();
        assert!(
            page.is_file(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let browser = Some(Chromium::start(&folder));
        Self {
            folder,
            page,
            browser,
        }
    }

    fn browser(&mut self) -> &mut Chromium {
        self.browser.as_mut().unwrap()
    }

    fn open(&mut self, width: u32, dark: bool) {
        let page = self.page.clone();
        self.browser().open(&page, width, dark);
    }

    /// Returns what is wrong with the page, and what the console complained of.
    fn looked(&mut self) -> Vec<String> {
        let found = self.browser().evaluate(LOOK);
        let mut wrong: Vec<String> = found
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one.as_str().unwrap().to_owned())
            .collect();
        let complaints = self
            .browser()
            .events
            .iter()
            .filter(|event| complains(event));
        wrong.extend(complaints.map(ToString::to_string));
        wrong
    }

    fn assert_reads_well(&mut self, folded: bool) {
        for width in WIDTHS {
            for dark in [false, true] {
                self.open(width, dark);
                if !folded {
                    self.browser().evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
                }
                let wrong = self.looked();
                let scheme = if dark { "dark" } else { "light" };
                assert!(
                    wrong.is_empty(),
                    "{width} pixels, {scheme}:\n{}",
                    wrong.join("\n")
                );
            }
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.browser = None;
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Returns true for errors, and for anything that the page asks of the world outside.
fn complains(event: &Json) -> bool {
    let address = event["params"]["request"]["url"]
        .as_str()
        .unwrap_or_default();
    match event["method"].as_str().unwrap_or_default() {
        "Runtime.exceptionThrown" => true,
        "Runtime.consoleAPICalled" => event["params"]["type"] == "error",
        "Log.entryAdded" => event["params"]["entry"]["level"] == "error",
        "Network.requestWillBeSent" => !address.starts_with("file:"),
        _ => false,
    }
}

#[test]
fn the_page_reads_well_on_every_screen_light_and_dark() {
    Stage::new("folded", &[]).assert_reads_well(true);
}

#[test]
fn the_page_reads_well_with_everything_unfolded() {
    Stage::new("unfolded", &[]).assert_reads_well(false);
}

#[test]
fn the_page_of_a_held_plan_reads_well() {
    Stage::new("held", &["--on", "2026-10-20"]).assert_reads_well(false);
}

#[test]
fn the_look_finds_what_is_wrong() {
    let mut stage = Stage::new("spoiled", &["scenarios/starter"]);
    stage.open(390, false);
    assert_eq!(stage.looked(), Vec::<String>::new());
    for (spoil, word) in [
        (
            "document.querySelector('.lede').style.width = '2000px'",
            "too wide",
        ),
        (
            "document.querySelector('h1').style.color = '#eee'",
            "contrast",
        ),
        (
            "document.querySelector('nav a').setAttribute('href', '#nowhere')",
            "leads nowhere",
        ),
        (
            "document.querySelector('h2').outerHTML = '<h5>deep</h5>'",
            "heading of level 5",
        ),
        (
            "document.querySelector('.wide').removeAttribute('tabindex')",
            "no keyboard",
        ),
        ("console.error('spoiled')", "spoiled"),
        (
            "fetch('https://portolan.example/').catch(() => null)",
            "portolan.example",
        ),
    ] {
        stage.open(390, false);
        stage.browser().evaluate(&format!("{{ {spoil}; }} 0"));
        let wrong = stage.looked();
        assert!(
            wrong.iter().any(|one| one.contains(word)),
            "{spoil} is not found in {wrong:?}"
        );
    }
}

#[test]
fn a_link_to_a_placement_unfolds_it() {
    let mut stage = Stage::new("linked", &[]);
    stage.open(390, false);
    let shown = "(() => { document.querySelector('.bar').click(); return new Promise((done) => setTimeout(() => done( \
         document.querySelector(location.hash).checkVisibility()), 200)); })()";
    assert_eq!(stage.browser().evaluate(shown), true);
}

#[test]
fn paper_shows_what_is_folded() {
    let mut stage = Stage::new("printed", &[]);
    stage.open(1440, true);
    let media = serde_json::json!({"media": "print"});
    stage.browser().call("Emulation.setEmulatedMedia", media);
    let tall = "document.querySelector('#placements .acts').getBoundingClientRect().height";
    assert!(stage.browser().evaluate(tall).as_f64().unwrap() > 100.0);
    let navigation = "getComputedStyle(document.querySelector('nav')).display";
    assert_eq!(stage.browser().evaluate(navigation), "none");
    let paper = "getComputedStyle(document.body).backgroundColor";
    assert_eq!(stage.browser().evaluate(paper), "rgb(255, 255, 255)");
    let printed = stage.browser().call(
        "Page.printToPDF",
        serde_json::json!({"printBackground": true}),
    );
    assert!(printed["data"].as_str().unwrap().len() > 100_000);
}
