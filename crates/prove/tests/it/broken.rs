//! Packs broken on purpose in ten ways, and what notices: the loader, a case or a proof.

use std::{collections::BTreeSet, sync::Arc};

use portolan_acts::read;
use portolan_law::{Corpus, Packs, cases};
use portolan_prove::{Prover, with_room};

use crate::stage::{self, Texts};

/// Says what must notice the break.
enum By {
    Loader(&'static str),
    Case,
    Proof(&'static str),
}

struct Break {
    way: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
    by: By,
}

const BREAKS: [Break; 10] = [
    Break {
        way: "a flipped comparison",
        file: "packs/us/ear/4e091-2025.md",
        from: "context.training_teraops >= 100000000000000",
        to: "context.training_teraops < 100000000000000",
        by: By::Proof("us-small-weights"),
    },
    Break {
        way: "a dropped exception",
        file: "packs/us/ear/4e091-2025.md",
        from: " && !context.published",
        to: "",
        by: By::Proof("us-open-weights"),
    },
    Break {
        way: "a shifted date",
        file: "packs/us/ear/4e091-2025.md",
        from: "\nfrom = 2025-05-15",
        to: "\nfrom = 2025-05-25",
        by: By::Case,
    },
    Break {
        way: "a raised threshold",
        file: "packs/us/dsp/bulk.md",
        from: "context.count[\"us.health\"] > 10000 ",
        to: "context.count[\"us.health\"] > 100000 ",
        by: By::Proof("us-dsp-brokerage"),
    },
    Break {
        way: "a removed bar",
        file: "packs/cn/data/dsl-36.md",
        from: "[\"court\", \"law-enforcement\"].contains(context.authority_type)",
        to: "context.authority_type == \"nobody\"",
        by: By::Proof("cn-foreign-court"),
    },
    Break {
        way: "a widened lift",
        file: "packs/cn/data/dsl-31.md",
        from: "@ground(\"important\")",
        to: "@ground(\"important\") @lifts(\"cn.cbdf.7/important\")",
        by: By::Proof("cn-important-data"),
    },
    Break {
        way: "`||` for `&&`",
        file: "packs/us/ear/4e091-2025.md",
        from: "100000000000000 && !context.published",
        to: "100000000000000 || !context.published",
        by: By::Proof("us-small-weights"),
    },
    Break {
        way: "a wrong country",
        file: "packs/us/ear/740-s1-country-groups.md",
        from: "places = [\"CU\", \"IR\", \"KP\", \"SY\"]",
        to: "places = [\"CU\", \"IQ\", \"KP\", \"SY\"]",
        by: By::Proof("us-embargo"),
    },
    Break {
        way: "a removed cure",
        file: "packs/cn/data/dsl-36.md",
        from: "@bar(\"court\") @need(\"approval\") @issuer(\"CN\")",
        to: "@bar(\"court\")",
        by: By::Case,
    },
    Break {
        way: "a house rule made a permit",
        file: "packs/us/ear/746-embargoes.md",
        from: "forbid (",
        to: "permit (",
        by: By::Loader("pack.annotation"),
    },
];

fn broken(files: &Texts, wanted: &Break) -> Texts {
    let mut files = files.clone();
    let found = files.iter_mut().find(|(file, _)| file == wanted.file);
    let (_, text) = found.unwrap_or_else(|| panic!("no file `{}`", wanted.file));
    assert!(
        text.contains(wanted.from),
        "{}: nothing to break",
        wanted.way
    );
    *text = text.replace(wanted.from, wanted.to);
    files
}

/// Returns the cases of a file that the corpus decides otherwise than they say.
fn wrong_cases(corpus: &Corpus, file: &str) -> BTreeSet<String> {
    let provision = corpus.provisions().find(|provision| provision.file == file);
    let cases = provision.unwrap().cases.iter();
    let questions = cases.flat_map(|(line, case)| {
        read::questions(&format!("{file}:{line}"), case).unwrap_or_else(|error| panic!("{error}"))
    });
    let report = cases::run(corpus, &questions.collect::<Vec<_>>());
    report.disagree.into_iter().map(|case| case.id).collect()
}

fn notices(files: &Texts, wanted: &Break) -> bool {
    let broken = broken(files, wanted);
    let texts = broken
        .iter()
        .map(|(file, text)| (file.as_str(), text.as_str()));
    let packs = Packs::read(texts);
    match &wanted.by {
        By::Loader(code) => packs.is_err_and(|errors| errors.0.iter().any(|e| e.code == *code)),
        By::Case => {
            let before = wrong_cases(&stage::corpus(files), wanted.file);
            let after = wrong_cases(&Corpus::new(Arc::new(packs.unwrap())), wanted.file);
            after.difference(&before).next().is_some()
        }
        By::Proof(id) => {
            let mut prover = Prover::new(Arc::new(Corpus::new(Arc::new(packs.unwrap()))))
                .unwrap_or_else(|error| panic!("\n{error}\n"));
            let read = stage::invariants();
            let read = read.iter().find(|read| read.invariant.id == *id).unwrap();
            !prover.invariant(read).holds()
        }
    }
}

#[test]
fn packs_broken_in_ten_ways_are_noticed_by_the_loader_a_case_or_a_proof() {
    with_room(|| {
        let files = stage::packs();
        let missed: Vec<&str> = BREAKS
            .iter()
            .filter(|wanted| !notices(&files, wanted))
            .map(|wanted| wanted.way)
            .collect();
        assert!(missed.is_empty(), "nothing noticed {missed:?}");
    });
}
