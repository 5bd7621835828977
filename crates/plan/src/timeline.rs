//! How each change of law moved the plan.
//!
//! "Rule R moved it" means: on the first day on which R could be read and applies, the plan without
//! R alone, all else equal, is another.

use std::collections::{BTreeMap, BTreeSet};

use portolan_law::{Packs, Status};
use portolan_terms::{Day, RuleId};
use serde::Serialize;

use crate::{
    PlanError, Request, Survey,
    document::PlanDocument,
    model::Model,
    moved::{self, Move},
    report,
};

/// Holds what one change of law did.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// The day on which it could first be read and applies.
    pub day: String,
    /// The provision.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// What moved, workload by workload; empty when nothing did.
    pub moved: Vec<Move>,
    /// The cost with it, when it moved something.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<String>,
    /// The cost without it alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost_without: Option<String>,
    /// The offshore share of training with it and without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offshore_training: Option<(f64, f64)>,
}

/// Returns what every change of law from `from` to `to` did; `request_on` gives the request as it
/// stands on a day.
///
/// # Errors
/// When a plan cannot be made.
pub fn timeline<'a>(
    packs: &Packs,
    from: Day,
    to: Day,
    request_on: &dyn Fn(Day) -> Request<'a>,
    progress: &dyn Fn(usize, usize),
) -> Result<Vec<Step>, PlanError> {
    let changes = changes(packs, from, to);
    let all: usize = changes.values().map(BTreeSet::len).sum();
    let mut steps = Vec::new();
    for (day, rules) in changes {
        let request = request_on(day);
        let survey = Survey::of(&request);
        let model = Model::of(&request, &survey)?;
        let mattered = survey.corpus.may_have_mattered(request.until());
        let mut with: Option<PlanDocument> = None;
        for rule in rules {
            progress(steps.len(), all);
            let title = packs
                .provision(&rule)
                .map_or_else(String::new, |found| found.title().to_owned());
            let mut step = Step {
                day: day.to_string(),
                rule: rule.to_string(),
                title,
                moved: Vec::new(),
                cost: None,
                cost_without: None,
                offshore_training: None,
            };
            if !mattered.contains(&rule) {
                steps.push(step);
                continue;
            }
            let mut without = request.clone();
            without.without.insert(rule);
            let other_survey = Survey::of(&without);
            let other = Model::of(&without, &other_survey)?;
            if other.problem != model.problem {
                let plan = match with.take() {
                    Some(plan) => plan,
                    None => report::solved(&request, &survey, &model)?,
                };
                step.compare(&plan, &report::solved(&without, &other_survey, &other)?);
                with = Some(plan);
            }
            steps.push(step);
        }
    }
    Ok(steps)
}

/// Returns the provisions that begin, end or lapse in the period, by the day on which somebody
/// could both read and have to follow them.
fn changes(packs: &Packs, from: Day, to: Day) -> BTreeMap<Day, BTreeSet<RuleId>> {
    let mut changes: BTreeMap<Day, BTreeSet<RuleId>> = BTreeMap::new();
    for provision in packs.provisions() {
        if matches!(provision.status(), Status::Bill | Status::Proposed) {
            continue;
        }
        let published = provision.published();
        let days = provision
            .days_of_change()
            .into_iter()
            .map(|day| day.max(published));
        let days: BTreeSet<Day> = days.chain([published]).collect();
        for day in days.into_iter().filter(|day| from <= *day && *day <= to) {
            changes
                .entry(day)
                .or_default()
                .insert(provision.id().clone());
        }
    }
    changes
}

impl Step {
    /// Notes what differs; plans of equal cost are each as good as the other, so nothing moved.
    fn compare(&mut self, with: &PlanDocument, without: &PlanDocument) {
        if with.cost.total == without.cost.total {
            return;
        }
        let moves = moved::both(without, with).into_iter();
        let moves = moves.filter(|(_, without, with)| without != with);
        self.moved
            .extend(moves.map(|(workload, without, with)| Move {
                workload,
                without: moved::told(&without),
                with: moved::told(&with),
            }));
        self.cost = Some(with.cost.total.clone());
        self.cost_without = Some(without.cost.total.clone());
        self.offshore_training = with
            .shares
            .offshore_training
            .zip(without.shares.offshore_training);
    }
}
