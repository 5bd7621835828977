//! From decisions to the plan that people and tools read.

use portolan_law::Corpus;
use serde::{Deserialize, Serialize};

use crate::{
    PlanError, Request, Survey, certify,
    document::{CorpusRef, Coverage, Facts, Horizon, PlanDocument},
    model::Model,
    report::{ledger::Ledger, rows::Writer},
    solve::{self, Certificate, Limits, Outcome, Problem, Solution, SolveError},
};

mod ledger;
mod licences;
mod limits;
mod prices;
mod reasons;
mod rows;

pub(crate) use ledger::decimal;
pub use reasons::rules;

/// The version of the plan document.
pub(crate) const FORMAT: u32 = 1;

/// Holds what proves a plan: the decisions, and the proof that none are cheaper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Proof {
    /// The decisions, in the order of the scenario.
    pub decisions: Solution,
    /// The proof of the bound.
    pub optimality: Certificate,
}

/// Makes the cheapest lawful plan, with the proof of how near it is to the best.
///
/// # Errors
/// When an amount or a quantity is too large to keep, or the solver refuses the problem.
pub fn plan(request: &Request<'_>) -> Result<PlanDocument, PlanError> {
    let survey = Survey::of(request);
    let model = Model::of(request, &survey)?;
    solved(request, &survey, &model)
}

/// Holds decisions with their proof, and what that proof was found to prove.
pub(crate) struct Decided {
    proof: Proof,
    pub cost: i64,
    pub bound: i64,
}

/// Solves a problem.
pub(crate) fn decided(request: &Request<'_>, problem: &Problem) -> Result<Decided, PlanError> {
    let outcome = begin(request, problem)?;
    let proof = Proof {
        decisions: outcome.solution,
        optimality: outcome.certificate,
    };
    // What the plan claims is what its checker finds, so that no plan claims more than it proves.
    let checked = certify::check(problem, &proof.decisions, &proof.optimality)?;
    Ok(Decided {
        proof,
        cost: checked.cost,
        bound: checked.bound,
    })
}

impl Decided {
    /// Returns the decisions.
    pub fn solution(&self) -> &Solution {
        &self.proof.decisions
    }

    /// Writes the plan that these decisions make.
    pub fn document<'a>(
        &self,
        request: &Request<'a>,
        survey: &'a Survey<'a>,
        model: &Model<'a>,
    ) -> Result<PlanDocument, PlanError> {
        document(request, survey, model, &self.proof, self.cost, self.bound)
    }
}

/// Solves a model and writes the plan.
pub(crate) fn solved<'a>(
    request: &Request<'a>,
    survey: &'a Survey<'a>,
    model: &Model<'a>,
) -> Result<PlanDocument, PlanError> {
    decided(request, &model.problem)?.document(request, survey, model)
}

/// Searches, watched from its beginning.
pub(crate) fn begin(request: &Request<'_>, problem: &Problem) -> Result<Outcome, SolveError> {
    let watch = (request.watcher)();
    let limits = Limits {
        stop: &|| watch.is_over(),
        progress: &|step| watch.note(step),
        ..request.limits
    };
    solve::solve(problem, &limits)
}

/// Writes the plan that these decisions make.
pub(crate) fn document<'a>(
    request: &Request<'a>,
    survey: &'a Survey<'a>,
    model: &Model<'a>,
    proof: &Proof,
    cost: i64,
    bound: i64,
) -> Result<PlanDocument, PlanError> {
    let ledger = Ledger::of(model, &proof.decisions)?;
    let writer = Writer {
        request,
        survey,
        model,
        decisions: &proof.decisions,
        ledger: &ledger,
    };
    let placements = writer.placements()?;
    let scenario = request.scenario;
    Ok(PlanDocument {
        format: FORMAT,
        scenario: scenario.id.to_string(),
        title: scenario.title.clone(),
        on: scenario.on.to_string(),
        horizon: Horizon {
            from: scenario.on.to_string(),
            until: request.until().to_string(),
            weeks: scenario.horizon_weeks,
        },
        posture: request.reading.posture.to_string(),
        coverage: coverage(request, &survey.corpus),
        corpus: CorpusRef {
            digest: request.packs.digest().to_owned(),
            provisions: survey.corpus.provisions().count(),
        },
        facts: Facts {
            atlas_digest: request.atlas_digest.clone(),
            files: request.files.clone(),
            in_force: limits::in_force(request),
        },
        currency: "USD".to_owned(),
        cost: ledger.cost(),
        bound: ledger::decimal(bound),
        gap: gap(cost, bound),
        unplaced: writer.unplaced(),
        refused: writer.refused(),
        passed_over: writer.passed_over(&proof.optimality),
        served: writer.served()?,
        shares: writer.shares(&placements),
        acquired: writer.acquired(),
        licences: writer.licences(),
        limits: writer.limits(),
        prices: writer.prices(),
        assumptions: writer.assumptions(&placements),
        sites: writer.sites(),
        placements,
        certificate: serde_json::to_value(proof).unwrap_or_default(),
    })
}

/// Returns the distance from the bound as a fraction of the cost.
fn gap(cost: i64, bound: i64) -> f64 {
    if cost <= bound {
        return 0.0;
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "a fraction for people, compared nowhere"
    )]
    let fraction = (cost - bound) as f64 / cost as f64;
    fraction
}

fn coverage(request: &Request<'_>, corpus: &Corpus) -> Coverage {
    let until = request.until();
    let stale = corpus
        .provisions()
        .filter(|provision| provision.checked() < until.before());
    let read_again = stale
        .map(|provision| format!("{} (checked {})", provision.id(), provision.checked()))
        .collect();
    Coverage {
        checked_until: corpus
            .checked_until()
            .map_or_else(String::new, |day| day.to_string()),
        beyond: request.reading.beyond_coverage.to_string(),
        read_again,
    }
}
