//! Rulings: acts, and under each the grounds with their texts, days and sources.

use maud::{Markup, html};
use portolan_acts::words::{Duty, Flag};
use portolan_law::{Ground, GroundEffect, Ruling};
use portolan_plan::document::ActRow;

use super::{figures, head, words};

/// Returns acts with their rulings.
pub fn acts(acts: &[ActRow]) -> Markup {
    html! { ol.acts { @for act in acts { li { (one(act)) } } } }
}

fn one(act: &ActRow) -> Markup {
    let ruling = &act.ruling;
    let (stated, framing): (Vec<&Ground>, Vec<&Ground>) = ruling
        .grounds
        .iter()
        .partition(|ground| !frames(ground.effect));
    html! {
        p.act {
            (words::badge(ruling.outcome)) " " strong { (head::ticked(&act.part)) } " "
            span.quiet {
                @if !act.kind.is_empty() { (words::plain(&act.kind)) ", " }
                "on " (figures::day(&ruling.on.to_string())) "; " (asked(act))
            }
        }
        @if !stated.is_empty() { ul.grounds { @for ground in in_order(stated) { li { (self::ground(ground)) } } } }
        (kept(ruling))
        @if !framing.is_empty() { p.framing { "Definitions and coverage: " (framed(&framing)) } }
    }
}

fn asked(act: &ActRow) -> String {
    if act.law_of.is_empty() {
        "every law asked".to_owned()
    } else {
        format!(
            "law of {} asked",
            words::listed(&act.law_of, act.law_of.len())
        )
    }
}

/// Returns true for grounds that say what a word means or that a text covers the act.
fn frames(effect: GroundEffect) -> bool {
    matches!(effect, GroundEffect::Defines | GroundEffect::Covers)
}

/// Puts what stands in the way first.
pub fn in_order(mut grounds: Vec<&Ground>) -> Vec<&Ground> {
    grounds.sort_by_key(|ground| rank(ground.effect));
    grounds
}

fn rank(effect: GroundEffect) -> u8 {
    match effect {
        GroundEffect::Forbids => 0,
        GroundEffect::Unsettles | GroundEffect::Failed | GroundEffect::Undecided => 1,
        GroundEffect::Needs => 2,
        GroundEffect::Cured | GroundEffect::Lifted | GroundEffect::Lifts => 3,
        GroundEffect::NotEnforced | GroundEffect::Enforcement => 4,
        GroundEffect::Proposed | GroundEffect::Notes => 5,
        GroundEffect::Defines | GroundEffect::Covers => 6,
    }
}

/// Returns a ground: what it does, what it says, where that is written, and since when.
pub fn ground(ground: &Ground) -> Markup {
    let bites = if ground.effect.bites() {
        "effect bites"
    } else {
        "effect"
    };
    html! {
        span class=(bites) { (words::plain(ground.effect.word())) }
        " " span.says { (ground.says) } " "
        span.cite { (words::cited(&ground.citation, &ground.source)) " · " (provision(ground)) " · " (days(ground)) }
    }
}

fn provision(ground: &Ground) -> Markup {
    html! {
        code { (ground.rule) }
        @if !ground.paragraph.is_empty() { " (" (ground.paragraph) ")" }
    }
}

fn days(ground: &Ground) -> Markup {
    html! {
        @match ground.until {
            Some(until) => { "in force " (figures::day(&ground.from.to_string())) " to " (figures::day(&until.to_string())) }
            None => { "in force since " (figures::day(&ground.from.to_string())) }
        }
        " · checked " (figures::day(&ground.checked.to_string()))
        @if !ground.enforced { " · " strong { "not enforced" } }
    }
}

/// Names the framing grounds in a line, each provision once.
fn framed(grounds: &[&Ground]) -> Markup {
    let mut seen: Vec<&Ground> = Vec::new();
    for ground in grounds {
        if !seen.iter().any(|other| other.rule == ground.rule) {
            seen.push(ground);
        }
    }
    html! {
        @for (index, ground) in seen.iter().enumerate() {
            @if index > 0 { "; " }
            (words::cited(&ground.citation, &ground.source)) " " code { (ground.rule) }
            " (checked " (figures::day(&ground.checked.to_string())) ")"
        }
        "."
    }
}

/// Returns what must be on file, what has to be kept, what a reader must see, what is open.
fn kept(ruling: &Ruling) -> Markup {
    let duties: Vec<String> = ruling
        .duties
        .iter()
        .map(|duty: &Duty| words::plain(duty.word()))
        .collect();
    let flags: Vec<String> = ruling
        .flags
        .iter()
        .map(|flag: &Flag| words::plain(flag.word()))
        .collect();
    html! {
        @if !(ruling.needs.is_empty() && duties.is_empty() && flags.is_empty() && ruling.open.is_empty()) {
            dl.kept {
                @if !ruling.needs.is_empty() {
                    div { dt { "Needs" } dd { @for (index, need) in ruling.needs.iter().enumerate() { @if index > 0 { "; " } (words::need(need)) } } }
                }
                @if !duties.is_empty() { div { dt { "Duties" } dd { (duties.join(", ")) } } }
                @if !flags.is_empty() { div { dt { "Flags" } dd { (flags.join(", ")) } } }
                @if !ruling.open.is_empty() { div { dt { "Open" } dd { (head::ticked(&ruling.open.join("; "))) } } }
            }
        }
    }
}

/// Says which facts nobody has shown.
pub fn open(facts: &[&str]) -> String {
    if facts.is_empty() {
        "no text covers it".to_owned()
    } else {
        format!("open: {}", facts.join("; "))
    }
}
