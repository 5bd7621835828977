//! `portolan law coverage`: what of the law is modelled, and until when it was checked.

use std::sync::Arc;

use portolan_law::{
    Corpus, Packs,
    coverage::{Coverage, Covered, Extent},
};
use portolan_terms::Day;

use super::{Answer, Failure, Stage, print, print_json};
use crate::show;

/// Prints what the packs cover on a day: the last on which all were checked, when none is given.
pub fn run(stage: &Stage, packs: Arc<Packs>, on: Option<Day>) -> Result<Answer, Failure> {
    let corpus = Corpus::new(packs);
    let Some(on) = on.or_else(|| corpus.checked_until()) else {
        return Err(Failure::Told(
            "error[law.empty]: the packs hold no provision".to_owned(),
        ));
    };
    let coverage = Coverage::of(&corpus, on);
    if stage.json {
        print_json(&coverage)?;
    } else {
        print(&text(&coverage))?;
    }
    Ok(Answer::Yes)
}

fn text(coverage: &Coverage) -> String {
    let mut table = show::Table::new(
        &[
            "law of",
            "act",
            "modelled",
            "silence",
            "checked to",
            "provisions",
        ],
        &[5],
    );
    for row in &coverage.rows {
        table.row(vec![
            row.place.to_string(),
            row.act.to_owned(),
            extent(row.extent).to_owned(),
            silence(row).to_owned(),
            row.checked.to_string(),
            row.rules.len().to_string(),
        ]);
    }
    format!(
        "law in force on {} · packs {}\n\n{}\nin full: some rule bars or permits. in part: notes and open questions only. pointed at: reports and bills only.\nwhat has no row is not modelled, and acts that turn on it are unsettled\n",
        coverage.on,
        coverage.corpus,
        table.text()
    )
}

fn extent(extent: Extent) -> &'static str {
    match extent {
        Extent::Modelled => "in full",
        Extent::Partly => "in part",
        Extent::PointedAt => "pointed at",
    }
}

fn silence(row: &Covered) -> &'static str {
    if row.silence_permits {
        "permitted"
    } else {
        "unsettled"
    }
}
