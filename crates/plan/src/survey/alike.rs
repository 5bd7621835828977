//! Workloads that law cannot tell apart: one of each kind is judged, and the others get its answer.

use std::collections::{BTreeMap, BTreeSet};

use portolan_facts::{
    Scenario,
    scenario::model::{Batched, Serving, Training, Work, Workload},
};
use portolan_law::Corpus;
use portolan_terms::{Known, TrainingOps};

/// Holds the workloads of a scenario by kind.
pub(super) struct Kinds<'a> {
    /// The workloads of each kind, the one that is judged first.
    pub members: Vec<Vec<&'a Workload>>,
}

impl<'a> Kinds<'a> {
    pub fn of(scenario: &'a Scenario, corpus: &Corpus) -> Self {
        let clerk = Clerk {
            scenario,
            marks: corpus.marks_of("training_teraops"),
        };
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut members: Vec<Vec<&Workload>> = Vec::new();
        for workload in &scenario.workloads {
            let next = members.len();
            let kind = *known.entry(clerk.written(workload)).or_insert(next);
            match members.get_mut(kind) {
                Some(alike) => alike.push(workload),
                None => members.push(vec![workload]),
            }
        }
        Self { members }
    }
}

struct Clerk<'a> {
    scenario: &'a Scenario,
    /// The numbers that rules hold operations against; `None` when any two may be told apart.
    marks: Option<BTreeSet<i64>>,
}

impl Clerk<'_> {
    /// Writes all that law may read of a workload, or that says where it can run at all: names,
    /// windows, sizes of gangs and money are left out.
    fn written(&self, workload: &Workload) -> String {
        let Workload {
            id,
            title: _,
            owner,
            work,
            datasets,
            purpose,
            penalty: _,
            porting: _,
            move_cost: _,
            provenance: _,
        } = workload;
        let papers = self.scenario.evidence.iter();
        let papers = papers.filter(|(_, found)| found.workloads.contains(id));
        let papers: Vec<_> = papers.map(|(paper, _)| paper).collect();
        let done = match work {
            Work::Training(training) | Work::Tuning(training) => self.training(training),
            Work::Batch(Batched {
                tokens: _,
                first_day: _,
                deadline_days: _,
            }) => String::new(),
            Work::Serving(serving) => self.serving(serving),
        };
        let kind = work.word();
        format!("{owner:?}|{kind}|{datasets:?}|{purpose:?}|{papers:?}|{done}")
    }

    fn training(&self, training: &Training) -> String {
        let Training {
            operations,
            start_days: _,
            deadline_days: _,
            gang_multiple: _,
            gang_max: _,
            published,
            results_to,
            serves_markets,
        } = training;
        let operations = self.operations(*operations);
        format!("{operations}|{published:?}|{results_to:?}|{serves_markets:?}")
    }

    fn serving(&self, serving: &Serving) -> String {
        let Serving {
            tokens_per_day: _,
            steps: _,
            users,
            latency_ms_max,
            service,
            offered_to,
            launched_on,
            model_operations,
            model_published,
            prompts,
        } = serving;
        let operations = match model_operations {
            Known::Is(operations) => self.operations(*operations),
            Known::Unknown => String::new(),
        };
        format!(
            "{users:?}|{latency_ms_max:?}|{service:?}|{offered_to:?}|{launched_on}|{operations}|\
             {model_published:?}|{prompts:?}"
        )
    }

    /// Writes operations as law sees them: on a mark of some rule, or between two.
    fn operations(&self, operations: TrainingOps) -> String {
        let teraops = i64::try_from(operations.teraops()).unwrap_or(i64::MAX);
        match &self.marks {
            Some(marks) => {
                let below = marks.range(..teraops).count();
                let on = marks.contains(&teraops);
                format!("{below}{}", if on { "=" } else { "<" })
            }
            None => teraops.to_string(),
        }
    }
}
