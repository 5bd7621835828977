//! Judging one workload of a kind is judging all of them.

use portolan_facts::Scenario;

use super::{Survey, Surveyor, alike::Kinds, segments};
use crate::shipped::{public, request, scenario, scenario_files, text};

/// The shipped scenario with more of its workloads, told apart by what `edited` changes in their text.
fn with_more(template: &str, edited: &[&[(&str, &str)]]) -> Scenario {
    let mut files = scenario_files();
    let file = if template.starts_with("serve") {
        "serving"
    } else {
        "training"
    };
    let all = text(&format!("scenarios/offshore-2025/{file}.toml"));
    let own = all
        .split("[[workload]]")
        .find(|one| one.contains(&format!("id = \"{template}\"")));
    let own = own.unwrap();
    let mut more = String::new();
    for (number, changes) in edited.iter().enumerate() {
        let name = format!("id = \"{template}\"");
        let mut copy = own.replace(&name, &format!("id = \"more-{number}\""));
        for (from, to) in *changes {
            assert!(copy.contains(from), "{from}");
            copy = copy.replace(from, to);
        }
        more.push_str(&format!("[[workload]]{copy}"));
    }
    for (name, text) in &mut files {
        if name == "scenario.toml" {
            *text = text.replace("\"serving.toml\",", "\"serving.toml\", \"more.toml\",");
        }
    }
    files.push(("more.toml".to_owned(), more));
    scenario(&files)
}

/// Returns how many kinds there are, after holding every answer against that of the workload alone.
fn kinds_that_agree(scenario: &Scenario) -> usize {
    let request = request(scenario, &public().packs);
    let survey = Survey::of(&request);
    let corpus = &survey.corpus;
    let surveyor = Surveyor::new(&request, corpus, segments(&request, corpus));
    for workload in &scenario.workloads {
        let ways = survey.ways_of(workload);
        assert_eq!(ways.len(), scenario.pools.len());
        for (way, (pool, judged)) in ways.iter().zip(&survey.chips) {
            assert_eq!((&way.workload.id, &way.pool.id), (&workload.id, &pool.id));
            let alone = surveyor.lawfulness(workload, pool, judged);
            assert_eq!(format!("{:?}", way.lawful), format!("{alone:?}"));
        }
    }
    Kinds::of(scenario, corpus).members.len()
}

#[test]
fn runs_that_differ_in_size_and_window_are_one_kind_until_a_rule_draws_a_line_between_them() {
    let shipped = kinds_that_agree(&with_more("qwen-next", &[]));
    let sizes = |sizes: &[(&'static str, &'static str)]| -> Vec<[(&'static str, &'static str); 2]> {
        let size = |(operations, start): &(&'static str, &'static str)| {
            [
                ("operations = 9e24", *operations),
                ("start_days = [28, 28]", *start),
            ]
        };
        sizes.iter().map(size).collect()
    };
    let [day, later] = ["start_days = [28, 28]", "start_days = [35, 42]"];
    let one_kind = sizes(&[("operations = 8e24", later), ("operations = 9.5e24", day)]);
    let edits: Vec<&[(&str, &str)]> = one_kind.iter().map(|edits| &edits[..]).collect();
    // The papers on file name the first alone, so the copies are one kind more.
    let kinds = kinds_that_agree(&with_more("qwen-next", &edits));
    assert_eq!(kinds, shipped + 1);
    // 1e25 and 1e26 are lines that law draws; so is on the line itself.
    let lines = sizes(&[
        ("operations = 1e25", day),
        ("operations = 1.1e25", day),
        ("operations = 1e26", day),
        ("operations = 1.1e26", day),
        ("operations = 2e26", later),
    ]);
    let edits: Vec<&[(&str, &str)]> = lines.iter().map(|edits| &edits[..]).collect();
    let kinds = kinds_that_agree(&with_more("qwen-next", &edits));
    assert_eq!(kinds, shipped + 4);
}

#[test]
fn a_workload_without_the_papers_of_another_is_another_kind() {
    let shipped = kinds_that_agree(&with_more("tune-private-alibaba", &[]));
    // The papers on file name the first by its id; two copies have none.
    let copies: [&[(&str, &str)]; 2] = [&[], &[("gang_max = 32", "gang_max = 16")]];
    let kinds = kinds_that_agree(&with_more("tune-private-alibaba", &copies));
    assert_eq!(kinds, shipped + 1);
}

#[test]
fn services_that_differ_in_tokens_are_one_kind_and_in_latency_two() {
    let shipped = kinds_that_agree(&with_more("serve-mainland-alibaba", &[]));
    let copies: [&[(&str, &str)]; 2] = [
        &[(
            "tokens_per_day = 3400000000000",
            "tokens_per_day = 5000000000",
        )],
        &[("latency_ms_max = 80", "latency_ms_max = 20")],
    ];
    let kinds = kinds_that_agree(&with_more("serve-mainland-alibaba", &copies));
    // The copies have no papers, so they are other kinds than the first.
    assert_eq!(kinds, shipped + 2);
}
