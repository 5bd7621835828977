//! What binds a plan: what one more of each limit would save, and what would make the impossible
//! possible, each found by planning again.
//!
//! Knows: scenarios with one fact relaxed, surveys with one refusal lifted, and their plans.
//! Must not know: files; how law decides.
//! Main type: [`LimitsReport`].
//! Start reading at [`limits`].

mod binding;
mod impossible;
mod relaxed;

use serde::Serialize;

use crate::{
    PlanError, Request, Survey,
    document::Coverage,
    model::Model,
    report::{self, decimal},
    side_by_side,
};

pub use impossible::Impossible;
pub use relaxed::Relaxation;

/// Holds what binds a plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LimitsReport {
    /// The name of the scenario.
    pub scenario: String,
    /// The day on which the decision is taken.
    pub on: String,
    /// `as-enforced` or `as-written`.
    pub posture: String,
    /// How far the texts reach.
    pub coverage: Coverage,
    /// What the plan costs.
    pub total: String,
    /// The cost that no plan can beat.
    pub bound: String,
    /// What a little more of each limit that binds would save: what law leaves open today first, then
    /// the most worth it.
    pub binding: Vec<Relaxation>,
    /// What cannot be done at all, with the limits in conflict.
    pub impossible: Vec<Impossible>,
}

/// Returns what binds the plan of a request.
///
/// # Errors
/// When a plan cannot be made.
pub fn limits(request: &Request<'_>) -> Result<LimitsReport, PlanError> {
    let survey = Survey::of(request);
    let model = Model::of(request, &survey)?;
    let decided = report::decided(request, &model.problem)?;
    let plan = decided.document(request, &survey, &model)?;
    let ground = relaxed::Ground {
        request,
        survey: &survey,
        cost: decided.cost,
        bound: decided.bound,
    };
    let changes = binding::candidates(&ground, &model, decided.solution());
    let relaxed = side_by_side::each(&changes, |change| ground.relaxed(change));
    let mut binding: Vec<Relaxation> = relaxed.into_iter().collect::<Result<_, _>>()?;
    binding.sort_by_key(Relaxation::rank);
    let mut impossible = Vec::new();
    for (workload, choices) in &model.tasks {
        if choices.len() == 1 {
            impossible.push(impossible::of(&ground, workload)?);
        }
    }
    Ok(LimitsReport {
        scenario: plan.scenario,
        on: plan.on,
        posture: plan.posture,
        coverage: plan.coverage,
        total: decimal(decided.cost),
        bound: decimal(decided.bound),
        binding,
        impossible,
    })
}
