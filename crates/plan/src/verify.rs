//! Checks a plan from scratch: nothing that it claims is taken on trust.
//!
//! The facts in the plan are read again, every act is judged again, costs and capacities are
//! rebuilt, and the decisions and the proof of the bound are checked by [`crate::certify`], which
//! shares no code with the solver. What then follows must be the plan, to the last row.

use serde_json::Value as Json;

use crate::{
    PlanError, Request, Survey,
    certify::{self, CheckError},
    document::PlanDocument,
    model::Model,
    report::{self, FORMAT, Proof},
};

/// Says what of a plan does not hold.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The plan is of a form this version does not read.
    #[error("the plan is of form {0}, and this version reads form {FORMAT}")]
    Form(u32),
    /// The plan was made under other law.
    #[error("the plan names packs {claimed}, and these are {found}")]
    Packs {
        /// The digest in the plan.
        claimed: String,
        /// The digest of the packs at hand.
        found: String,
    },
    /// The plan was made from another atlas.
    #[error("the plan names atlas {claimed}, and this is {found}")]
    Atlas {
        /// The digest in the plan.
        claimed: String,
        /// The digest of the atlas at hand.
        found: String,
    },
    /// The plan carries no certificate that can be read.
    #[error("the plan carries no certificate that can be read: {0}")]
    Certificate(String),
    /// The decisions or the proof of the bound do not hold.
    #[error("the certificate does not hold: {0}")]
    Check(#[from] CheckError),
    /// What follows from the facts is not what the plan says.
    #[error("the plan does not follow from its own facts: {}", places.join("; "))]
    Differs {
        /// The places that differ: `cost.total is "1.00", but "2.00" follows`.
        places: Vec<String>,
    },
    /// The plan cannot be rebuilt.
    #[error("the plan cannot be rebuilt: {0}")]
    Rebuild(#[from] PlanError),
}

/// The most differences that are named.
const NAMED_MAX: usize = 5;

/// Checks a plan against the facts it embeds, the packs and the atlas of the request.
///
/// The request must have been read from the facts in the plan.
///
/// # Errors
/// When packs, atlas or form are not those of the plan, when the certificate does not hold, or when
/// any row of the plan is not what follows.
pub fn verify(claimed: &PlanDocument, request: &Request<'_>) -> Result<(), VerifyError> {
    if claimed.format != FORMAT {
        return Err(VerifyError::Form(claimed.format));
    }
    let found = request.packs.digest();
    if claimed.corpus.digest != found {
        let (claimed, found) = (claimed.corpus.digest.clone(), found.to_owned());
        return Err(VerifyError::Packs { claimed, found });
    }
    if claimed.facts.atlas_digest != request.atlas_digest {
        let claimed = claimed.facts.atlas_digest.clone();
        return Err(VerifyError::Atlas {
            claimed,
            found: request.atlas_digest.clone(),
        });
    }
    let proof: Proof = serde_json::from_value(claimed.certificate.clone())
        .map_err(|error| VerifyError::Certificate(error.to_string()))?;
    let request = &Request {
        in_force: claimed.facts.in_force(),
        ..request.clone()
    };
    let survey = Survey::of(request);
    let model = Model::of(request, &survey)?;
    let checked = certify::check(&model.problem, &proof.decisions, &proof.optimality)?;
    let follows = report::document(
        request,
        &survey,
        &model,
        &proof,
        checked.cost,
        checked.bound,
    )?;
    let places = differences(claimed, &follows);
    if places.is_empty() {
        Ok(())
    } else {
        Err(VerifyError::Differs { places })
    }
}

fn differences(claimed: &PlanDocument, follows: &PlanDocument) -> Vec<String> {
    let json = |plan: &PlanDocument| serde_json::to_value(plan).unwrap_or_default();
    let mut places = Vec::new();
    compare("", &json(claimed), &json(follows), &mut places);
    let more = places.len().saturating_sub(NAMED_MAX);
    if more > 0 {
        places.truncate(NAMED_MAX);
        places.push(format!("and {more} more"));
    }
    places
}

fn compare(at: &str, claimed: &Json, follows: &Json, places: &mut Vec<String>) {
    match (claimed, follows) {
        (Json::Object(left), Json::Object(right)) => {
            let keys = left
                .keys()
                .chain(right.keys().filter(|key| !left.contains_key(*key)));
            for key in keys {
                let name = if at.is_empty() {
                    key.clone()
                } else {
                    format!("{at}.{key}")
                };
                let member = |side: &serde_json::Map<String, Json>| {
                    side.get(key).cloned().unwrap_or(Json::Null)
                };
                compare(&name, &member(left), &member(right), places);
            }
        }
        (Json::Array(left), Json::Array(right)) if left.len() == right.len() => {
            for (index, (left, right)) in left.iter().zip(right).enumerate() {
                compare(&format!("{at}[{index}]"), left, right, places);
            }
        }
        (Json::Array(left), Json::Array(right)) => {
            places.push(format!(
                "{at} has {} rows, but {} follow",
                left.len(),
                right.len()
            ));
        }
        (left, right) if left == right => {}
        (left, right) => places.push(format!("{at} is {left}, but {right} follows")),
    }
}
