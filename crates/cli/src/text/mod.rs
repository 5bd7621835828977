//! The plan as text: what a planner must see first, then the rest in short.
//!
//! Knows: the brief of a plan, how wide a terminal is.
//! Must not know: how a plan is made or judged.
//! Start reading at [`plan`]; each part of the report has a file of its own.

use std::fmt::Write as _;

use portolan_plan::document::PlanDocument;

use crate::{brief::Brief, show};

mod assumed;
mod berths;
mod binding;
mod costs;
mod head;
mod hedge;
mod licences;
mod limits;
mod prices;
mod refused;
mod shortfalls;
mod whatif;

pub use binding::binding;
pub use hedge::hedge;
pub use limits::told as limit_told;
pub use whatif::whatif;

/// Holds what every part of the report is written from.
struct Report<'a> {
    plan: &'a PlanDocument,
    brief: Brief<'a>,
    /// Whether lists are told in full.
    all: bool,
    width: usize,
}

impl Report<'_> {
    /// Returns how many entries of a list are told.
    fn most(&self, usual: usize) -> usize {
        if self.all { usize::MAX } else { usual }
    }
}

/// Returns a plan as text; `all` tells every list in full.
pub fn plan(plan: &PlanDocument, all: bool) -> String {
    let report = Report {
        plan,
        brief: Brief::of(plan),
        all,
        width: show::width(),
    };
    let mut text = String::new();
    head::write(&report, &mut text);
    berths::write(&report, &mut text);
    shortfalls::write(&report, &mut text);
    assumed::write(&report, &mut text);
    refused::write(&report, &mut text);
    costs::write(&report, &mut text);
    prices::write(&report, &mut text);
    licences::write(&report, &mut text);
    limits::write(&report, &mut text);
    let _ = writeln!(
        text,
        "\n{}",
        show::dim("not legal advice: what the cited texts say of the facts given")
    );
    text
}

/// Writes the heading of a part.
fn heading(text: &mut String, said: &str) {
    let _ = writeln!(text, "\n{}", show::bold(said));
}

/// Says how many entries are left out of a list.
fn more(text: &mut String, left: usize, noun: &str) {
    if left > 0 {
        let said = format!(
            "and {left} more {noun}{}; `--all` tells all",
            if left == 1 { "" } else { "s" }
        );
        let _ = writeln!(text, "  {}", show::dim(&said));
    }
}
