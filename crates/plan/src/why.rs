//! Why a workload runs there, and why not elsewhere.

use portolan_terms::{PoolId, WorkloadId};
use serde::Serialize;

use crate::{
    PlanError, Request, Survey,
    document::{ActRow, JudgmentRow, PassedOver, PlacementRow, Unplaced},
    model::{Choice, Model},
    report,
    solve::{Problem, TaskOption},
    survey::{Lawfulness, Span},
};

/// Holds why a workload runs where it does, or does not.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Why {
    /// The workload.
    pub workload: String,
    /// The pool asked about, when one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pool: Option<String>,
    /// Where the plan runs it.
    pub placements: Vec<PlacementRow>,
    /// What the plan leaves of it, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unplaced: Option<Unplaced>,
    /// What law says of the pool asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judgment: Option<JudgmentRow>,
    /// The chips of the pool that law refuses.
    pub refused_chips: Vec<ActRow>,
    /// Why the pool is not open to it whatever law says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unfit: Option<String>,
    /// What the whole plan would cost more if it had to run there, found by solving again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extra_cost: Option<String>,
    /// The other ways: lawful and not chosen.
    pub passed_over: Vec<PassedOver>,
    /// The other ways: refused, with the rules.
    pub refused: Vec<RefusedWay>,
}

/// Names the rules that bar a workload from a pool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RefusedWay {
    /// The pool.
    pub pool: String,
    /// The outcome.
    pub outcome: String,
    /// The rules.
    pub rules: Vec<String>,
}

/// Returns why a workload runs where it does, and with a pool, why there or not there.
///
/// # Errors
/// When a plan cannot be made.
pub fn why(
    request: &Request<'_>,
    workload: &WorkloadId,
    pool: Option<&PoolId>,
) -> Result<Why, PlanError> {
    let survey = Survey::of(request);
    let model = Model::of(request, &survey)?;
    let plan = report::solved(request, &survey, &model)?;
    let name = workload.as_str();
    let mut answer = Why {
        workload: name.to_owned(),
        pool: pool.map(ToString::to_string),
        placements: plan
            .placements
            .iter()
            .filter(|row| row.workload == name)
            .cloned()
            .collect(),
        unplaced: plan
            .unplaced
            .iter()
            .find(|row| row.workload == name)
            .cloned(),
        judgment: None,
        refused_chips: Vec::new(),
        unfit: None,
        extra_cost: None,
        passed_over: plan
            .passed_over
            .iter()
            .filter(|row| row.workload == name)
            .cloned()
            .collect(),
        refused: Vec::new(),
    };
    for way in survey
        .ways
        .iter()
        .filter(|way| &way.workload.id == workload)
    {
        let asked = pool.is_some_and(|pool| pool == &way.pool.id);
        match &way.lawful {
            Lawfulness::Refused(judgment) if asked => answer.judgment = Some(judgment.clone()),
            Lawfulness::Refused(judgment) => answer.refused.push(RefusedWay {
                pool: way.pool.id.to_string(),
                outcome: judgment.outcome.to_string(),
                rules: report::rules(&judgment.acts).into_iter().collect(),
            }),
            Lawfulness::Unfit(reason) if asked => answer.unfit = Some(reason.clone()),
            Lawfulness::Unfit(_) => {}
            Lawfulness::Lawful(spans) | Lawfulness::Awaiting { spans, .. } if asked => {
                let span = spans.first().copied().unwrap_or(Span {
                    from: request.scenario.on,
                    until: request.until(),
                });
                answer.judgment = Some(crate::survey::judgment(request, &survey, way, span));
            }
            Lawfulness::Lawful(_) | Lawfulness::Awaiting { .. } => {}
        }
        if asked {
            let chips = survey
                .chips_of(way.pool)
                .iter()
                .filter(|judged| !judged.usable());
            answer.refused_chips = chips.map(|judged| judged.supply.clone()).collect();
        }
    }
    if let Some(pool) = pool {
        answer.passed_over.retain(|row| row.pool == pool.as_str());
        answer.extra_cost = forced(request, &model, workload, pool, &plan.cost.total)?;
    }
    Ok(answer)
}

/// Returns what the plan would cost more if the workload had to run on the pool.
fn forced(
    request: &Request<'_>,
    model: &Model<'_>,
    workload: &WorkloadId,
    pool: &PoolId,
    total: &str,
) -> Result<Option<String>, PlanError> {
    let Some(index) = model
        .tasks
        .iter()
        .position(|(task, _)| &task.id == workload)
    else {
        return Ok(None);
    };
    let mut problem: Problem = model.problem.clone();
    let (Some(task), Some((_, choices))) = (problem.tasks.get_mut(index), model.tasks.get(index))
    else {
        return Ok(None);
    };
    let there =
        |choice: &Choice<'_>| matches!(choice, Choice::Run { way, .. } if &way.pool.id == pool);
    let options = task
        .options
        .iter()
        .zip(choices)
        .filter(|(_, choice)| there(choice));
    let options: Vec<TaskOption> = options.map(|(option, _)| option.clone()).collect();
    if options.is_empty() {
        return Ok(None);
    }
    task.options = options;
    let outcome = match report::begin(request, &problem) {
        Ok(outcome) => outcome,
        Err(_) => return Ok(None),
    };
    let best = portolan_terms::Money::parse(total, portolan_terms::Currency::Usd)?;
    let extra = outcome.cost.saturating_sub(best.ten_thousandths()).max(0);
    Ok(Some(report::decimal(extra)))
}
