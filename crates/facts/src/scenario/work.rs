//! Workloads: what someone wants to run.

use portolan_terms::{Known, RegionId, Tokens, TrainingOps, evidence::Purpose};

use super::{
    form::Field,
    forms,
    model::{Batched, Porting, Serving, Training, Work, Workload},
    names::Names,
    papers,
    record::Record,
};
use crate::{FactsError, atlas::Latency, nearest::suggestion};

const TRAINING: &[&str] = &[
    "operations",
    "start_days",
    "deadline_days",
    "gang_multiple",
    "gang_max",
];
const BATCH: &[&str] = &["tokens", "deadline_days"];
const SERVING: &[&str] = &[
    "tokens_per_day",
    "users",
    "service",
    "offered_to",
    "launched_on",
];

/// Reads one workload.
pub(super) fn read(
    record: &Record<'_>,
    names: &Names<'_>,
    errors: &mut Vec<FactsError>,
) -> Option<Workload> {
    let owner = names.party(record, "owner", errors);
    let datasets = names.datasets(record, errors);
    let work = match record.text("kind")? {
        "training" => {
            check_keys(
                record,
                TRAINING,
                &["published", "results_to", "serves_markets"],
                errors,
            );
            training(record, errors).map(Work::Training)
        }
        "tuning" => {
            check_keys(
                record,
                TRAINING,
                &["published", "results_to", "serves_markets"],
                errors,
            );
            training(record, errors).map(Work::Tuning)
        }
        "batch" => {
            check_keys(record, BATCH, &["first_day"], errors);
            batch(record, errors).map(Work::Batch)
        }
        "serving" => {
            let optional = [
                "steps",
                "latency_ms_max",
                "model_operations",
                "model_published",
                "prompts",
            ];
            check_keys(record, SERVING, &optional, errors);
            serving(record, names, errors).map(Work::Serving)
        }
        _ => None,
    };
    Some(Workload {
        id: record.parsed("id")?,
        title: record.text("title")?.to_owned(),
        owner: owner?,
        work: work?,
        datasets,
        purpose: record.text("purpose").and_then(Purpose::from_word)?,
        penalty: record.money("penalty")?,
        porting: porting(record, names, errors),
        move_cost: record.money("move_cost"),
        provenance: record.provenance(),
    })
}

/// Reads what bringing a workload to other software stacks costs.
fn porting(record: &Record<'_>, names: &Names<'_>, errors: &mut Vec<FactsError>) -> Vec<Porting> {
    let mut read = Vec::new();
    for entry in record.records("porting") {
        let (Some(stack), Some(cost)) = (entry.text("stack"), entry.money("cost")) else {
            continue;
        };
        let mut stacks = names
            .atlas
            .chips
            .values()
            .map(|chip| chip.sw_stack.as_str());
        if !stacks.clone().any(|known| known == stack) {
            let fact = format!("no chip of the atlas runs `{stack}`");
            let error = entry.wrong("scenario.unknown-stack", "stack", &fact);
            let known: std::collections::BTreeSet<&str> = stacks.by_ref().collect();
            errors.push(error.hint(suggestion(stack, known)));
            continue;
        }
        read.push(Porting {
            stack: stack.to_owned(),
            cost,
        });
    }
    read
}

/// Complains of keys that this kind of work lacks, and of those that belong to another kind.
fn check_keys(
    record: &Record<'_>,
    required: &[&'static str],
    optional: &[&'static str],
    errors: &mut Vec<FactsError>,
) {
    let kind = record.text("kind").unwrap_or_default();
    for name in required.iter().filter(|name| !record.has(name)) {
        let error = record.wrong(
            "scenario.missing-key",
            name,
            &format!("{kind} lacks `{name}`"),
        );
        errors.push(error.hint(format!("add `{name} = ...`: {}", says(name))));
    }
    let belongs = |name: &str| required.contains(&name) || optional.contains(&name);
    let special = forms::TRAINING.iter().chain(forms::SERVING);
    for field in special.filter(|field| record.has(field.name) && !belongs(field.name)) {
        let fact = format!("{kind} has no `{}`", field.name);
        let error = record.wrong("scenario.unknown-key", field.name, &fact);
        let allowed = required.iter().chain(optional).copied();
        errors.push(error.hint(suggestion(field.name, allowed)));
    }
}

fn says(name: &str) -> &'static str {
    let mut special = forms::TRAINING.iter().chain(forms::SERVING);
    special
        .find(|field: &&Field| field.name == name)
        .map_or("", |field| field.says)
}

fn training(record: &Record<'_>, errors: &mut Vec<FactsError>) -> Option<Training> {
    let training = Training {
        operations: record.operations("operations")?,
        start_days: record.span("start_days")?,
        deadline_days: record.count("deadline_days")?,
        gang_multiple: record.chips("gang_multiple")?,
        gang_max: record.chips("gang_max")?,
        published: record.truth("published"),
        results_to: record.parsed("results_to"),
        serves_markets: record.list("serves_markets"),
    };
    if training.deadline_days <= training.start_days.0 {
        let fact = format!(
            "it must end by day {} and may not start before day {}",
            training.deadline_days, training.start_days.0
        );
        let error = record.wrong("scenario.window", "deadline_days", &fact);
        errors.push(error.hint("put the deadline after the first day of `start_days`"));
    }
    if training.gang_max < training.gang_multiple {
        let fact = format!(
            "a gang is a multiple of {} and may not have more than {} chips",
            training.gang_multiple, training.gang_max
        );
        let error = record.wrong("scenario.number", "gang_max", &fact);
        errors.push(error.hint("raise `gang_max` or lower `gang_multiple`"));
    }
    Some(training)
}

fn batch(record: &Record<'_>, errors: &mut Vec<FactsError>) -> Option<Batched> {
    let batch = Batched {
        tokens: record.count("tokens").map(Tokens)?,
        first_day: record.count("first_day").unwrap_or(0),
        deadline_days: record.count("deadline_days")?,
    };
    if batch.deadline_days <= batch.first_day {
        let fact = format!(
            "it must end by day {} and may not start before day {}",
            batch.deadline_days, batch.first_day
        );
        let error = record.wrong("scenario.window", "deadline_days", &fact);
        errors.push(error.hint("put the deadline after `first_day`"));
    }
    Some(batch)
}

fn serving(
    record: &Record<'_>,
    names: &Names<'_>,
    errors: &mut Vec<FactsError>,
) -> Option<Serving> {
    let mut users = Vec::new();
    for group in record.records("users") {
        let Some(region) = names.region(&group, errors) else {
            continue;
        };
        check_latency(record, &region, names, errors);
        let country = names.atlas.regions.get(&region)?.country;
        users.push((region, group.parsed("place").unwrap_or(country)));
    }
    if record.has("users") && record.records("users").is_empty() {
        let error = record.wrong("scenario.number", "users", "the service has no users");
        errors.push(error.hint("name the region of at least one group of users"));
    }
    let prompts: Vec<_> = record
        .records("prompts")
        .iter()
        .filter_map(|set| Some((set.parsed("place")?, papers::data(set, errors)?)))
        .collect();
    Some(Serving {
        tokens_per_day: record.count("tokens_per_day").map(Tokens)?,
        steps: steps(record, errors),
        users,
        latency_ms_max: record.count("latency_ms_max"),
        service: record.text("service")?.to_owned(),
        offered_to: record.text("offered_to")?.to_owned(),
        launched_on: record.parsed("launched_on")?,
        model_operations: record
            .operations("model_operations")
            .map_or(Known::Unknown, Known::<TrainingOps>::Is),
        model_published: record.truth("model_published"),
        prompts,
    })
}

/// Reads the days from which a service asks for another number of tokens.
fn steps(record: &Record<'_>, errors: &mut Vec<FactsError>) -> Vec<(u32, Tokens)> {
    let mut steps: Vec<(u32, Tokens)> = Vec::new();
    for step in record.records("steps") {
        let (Some(from), Some(tokens)) = (step.count("from_day"), step.count("tokens_per_day"))
        else {
            continue;
        };
        if steps.last().is_some_and(|(earlier, _)| *earlier >= from) {
            let fact = format!("day {from} does not come after the step before it");
            let error = step.wrong("scenario.window", "from_day", &fact);
            errors.push(error.hint("write the steps from the earliest to the latest"));
        }
        steps.push((from, Tokens(tokens)));
    }
    steps
}

/// Complains of a limit that nothing can be compared with.
fn check_latency(
    record: &Record<'_>,
    region: &RegionId,
    names: &Names<'_>,
    errors: &mut Vec<FactsError>,
) {
    let limit: Option<u32> = record.count("latency_ms_max");
    let measured = names
        .atlas
        .latency
        .keys()
        .any(|(from, to)| from == region || to == region);
    if limit.is_some_and(|limit| limit >= Latency::LOCAL_MS)
        && !measured
        && names.atlas.regions.len() > 1
    {
        let fact =
            format!("the round trip from `{region}` is limited, and the atlas has none to compare");
        let error = record.wrong("scenario.no-latency", "users", &fact);
        errors.push(error.hint(format!(
            "add rows for `{region}` to latency.tsv, or drop `latency_ms_max`"
        )));
    }
}
