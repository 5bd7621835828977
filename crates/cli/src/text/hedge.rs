//! A plan over futures in brief: what to do now, what each future costs, what a bet would cost.

use std::fmt::Write as _;

use portolan_plan::{Hedge, NowRow};

use super::heading;
use crate::{show, words};

/// Writes a plan over futures.
pub fn hedge(found: &Hedge) -> String {
    let mut text = format!(
        "{} · {} · {} · {} futures, known on {}\n",
        show::bold(&found.scenario),
        found.on,
        found.posture,
        found.futures.len(),
        found.known_on
    );
    let (what, reached) = match found.aim.as_str() {
        "worst-regret" => ("worst regret", &found.worst_regret),
        _ => ("expected cost", &found.expected),
    };
    let _ = writeln!(
        text,
        "{what} {}; no way of deciding now can do better than {} (gap {} of the expected cost)",
        show::short(reached, "USD"),
        show::short(&found.bound, "USD"),
        percent(found.gap)
    );
    let _ = writeln!(
        text,
        "expected cost {}; at worst {} above a bet on the future that comes",
        show::short(&found.expected, "USD"),
        show::short(&found.worst_regret, "USD")
    );
    let _ = writeln!(
        text,
        "to know the future today would save {} on average",
        show::short(&found.worth_of_knowing, "USD")
    );
    now(found, &mut text);
    futures(found, &mut text);
    bets(found, &mut text);
    places(found, &mut text);
    let _ = writeln!(
        text,
        "\n{}",
        show::dim("not legal advice: what the cited texts say of the facts given")
    );
    text
}

fn percent(share: f64) -> String {
    format!("{:.4} %", share * 100.0)
}

fn now(found: &Hedge, text: &mut String) {
    heading(text, "decide now, alike in every future");
    let headings = [
        "what",
        "where",
        "for",
        "chips",
        "from",
        "last day",
        "also best in",
    ];
    let mut table = show::Table::new(&headings, &[3]).details_from(6);
    for row in &found.now {
        table.row(now_cells(row, found.futures.len()));
    }
    text.push_str(&table.text());
    if !found.waiting.is_empty() {
        let said = format!(
            "wait until {}: {}",
            found.known_on,
            words::listed(&found.waiting, usize::MAX)
        );
        text.push_str(&show::wrapped("  ", &said, show::width()));
    }
}

fn now_cells(row: &NowRow, futures: usize) -> Vec<String> {
    let whom = if row.workload.is_empty() {
        &row.by
    } else {
        &row.workload
    };
    let also = if row.also_best_in.len() == futures {
        "all".to_owned()
    } else if row.also_best_in.is_empty() {
        "none".to_owned()
    } else {
        words::listed(&row.also_best_in, usize::MAX)
    };
    let until = if row.until.is_empty() {
        String::new()
    } else {
        show::last_day(&row.until)
    };
    vec![
        if row.awaiting {
            format!("{}, awaiting", row.kind)
        } else {
            row.kind.clone()
        },
        row.pool.clone(),
        whom.clone(),
        show::number(row.chips),
        row.from.clone(),
        until,
        also,
    ]
}

fn futures(found: &Hedge, text: &mut String) {
    heading(text, "what it costs in each future");
    let headings = [
        "future",
        "weight",
        "this plan",
        "a bet on it",
        "the hedge costs",
        "broken off",
    ];
    let mut table = show::Table::new(&headings, &[1, 2, 3, 4]).details_from(5);
    for future in &found.futures {
        table.row(vec![
            future.id.clone(),
            show::percent(future.share),
            show::short(&future.cost, "USD"),
            show::short(&future.best, "USD"),
            show::short(&future.premium, "USD"),
            words::listed(&future.broken_off, usize::MAX),
        ]);
    }
    text.push_str(&table.text());
    for future in &found.futures {
        let said = format!("{}: {}", future.id, future.title);
        text.push_str(&show::wrapped("  ", &said, show::width()));
    }
}

fn bets(found: &Hedge, text: &mut String) {
    heading(text, "plans that bet on one future");
    let mut headings = vec!["bets on"];
    headings.extend(found.futures.iter().map(|future| future.id.as_str()));
    headings.extend(["expected", "worst regret", "the hedge saves"]);
    let right: Vec<usize> = (1..headings.len()).collect();
    let mut table = show::Table::new(&headings, &right);
    for bet in &found.bets {
        let mut cells = vec![bet.bets_on.clone()];
        let costs = bet.costs.iter().zip(&bet.broken_off);
        cells.extend(costs.map(|(cost, broken)| {
            let cost = show::short(cost, "USD");
            if broken.is_empty() {
                cost
            } else {
                format!("{cost} *")
            }
        }));
        cells.push(show::short(&bet.expected, "USD"));
        cells.push(show::short(&bet.worst_regret, "USD"));
        cells.push(show::short(&bet.hedge_saves, "USD"));
        table.row(cells);
    }
    text.push_str(&table.text());
    if found
        .bets
        .iter()
        .flat_map(|bet| &bet.broken_off)
        .any(|broken| !broken.is_empty())
    {
        let said = "* a run is broken off there, or its chips never come";
        text.push_str(&show::wrapped("  ", said, show::width()));
    }
}

fn places(found: &Hedge, text: &mut String) {
    heading(text, "where the work runs once the future is known");
    let Some(first) = found.futures.first() else {
        return;
    };
    for (index, run) in first.runs.iter().enumerate() {
        let at = |future: &portolan_plan::InFuture| {
            future
                .runs
                .get(index)
                .map_or_else(String::new, |run| run.at.clone())
        };
        let places: Vec<String> = found.futures.iter().map(at).collect();
        if places.iter().all(|place| *place == run.at) {
            let said = format!("{}: {}", run.workload, run.at);
            text.push_str(&show::wrapped("  ", &said, show::width()));
            continue;
        }
        let _ = writeln!(text, "  {}", run.workload);
        for (future, place) in found.futures.iter().zip(places) {
            let said = format!("{}: {place}", future.id);
            text.push_str(&show::wrapped("    ", &said, show::width()));
        }
    }
}
