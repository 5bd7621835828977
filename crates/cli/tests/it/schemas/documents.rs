//! Documents that commands really print.

use serde_json::{Value as Json, json};

use crate::stage::{Folder, changed, json, run};

/// What is asked, by the name of the schema of the answer; words in capitals are files.
const ASKED: [(&str, &str); 47] = [
    ("plan", "plan"),
    ("plan", "plan --on 2026-10-20"),
    ("plan", "plan scenarios/starter"),
    ("plan", "plan LICENSED"),
    ("plan", "plan --posture as-written --on 2025-06-01"),
    (
        "plan",
        "plan --beyond-coverage assume-unchanged --on 2026-10-20",
    ),
    ("ruling", "judge ACTS"),
    ("ruling", "judge ACTS ACTS"),
    ("check", "check"),
    ("check", "check LARGE"),
    ("why", "why doubao-next"),
    ("why", "why serve-backlog-alibaba"),
    ("why", "why qwen-next --at hangzhou-alibaba-h800"),
    ("why", "why qwen-next --at riyadh-gb300"),
    ("timeline", "timeline --from 2025-04-15 --to 2025-04-15"),
    ("verify", "verify PLAN"),
    ("verify", "verify FORGED"),
    ("solve", "solve GAP --format orlib-gap"),
    ("solve", "solve NARROW --format orlib-gap"),
    (
        "verify-solve",
        "verify --solve GAP --format orlib-gap SOLUTION CERTIFICATE",
    ),
    (
        "verify-solve",
        "verify --solve GAP --format orlib-gap SOLUTION GAP",
    ),
    ("law-list", "law list"),
    ("law-show", "law show us-3a090-2022"),
    ("law-test", "law test CASES"),
    ("coverage", "law coverage"),
    ("law-prove", "law prove --packs-only PROVED"),
    (
        "law-prove",
        "law prove --packs-only PROVED --stricter 2025-01-31 2025-02-01 --act supply",
    ),
    ("law-diff", "law diff 2025-05-12 2025-05-13"),
    (
        "whatif",
        "whatif scenarios/starter --enact us-bill-remote-access@2025-12-01",
    ),
    (
        "whatif",
        "whatif scenarios/starter --set party.singapore-operator.listed=[{list=\"us-entity-list\",on=2025-11-01}]",
    ),
    (
        "whatif",
        "whatif scenarios/starter --set pool.singapore-h100.lease.open_to=[\"nvidia\"]",
    ),
    (
        "whatif",
        "whatif scenarios/starter --set workload.train-pilot.penalty=1",
    ),
    ("plan", "plan TIGHT --from STARTED"),
    ("limits", "limits TIGHT"),
    ("limits", "limits"),
    ("hedge", "hedge HEDGED --futures FUTURES"),
    ("hedge", "hedge HEDGED --futures LIKELY"),
    ("hedge", "hedge HEDGED --futures FUTURES --aim worst-regret"),
    ("init", "init MINE"),
    (
        "law-new",
        "law new xa-new-1 --place XA --from 2026-01-01 --out NEW",
    ),
    ("import-csl", "import csl LIST --scenario NEAR"),
    (
        "import-skypilot-catalog",
        "import skypilot-catalog CATALOGUE --on 2025-11-10 --into WRITTEN",
    ),
    ("check", "check PRICED"),
    ("plan", "plan PRICED"),
    ("error", "why nothing"),
    ("error", "plan nowhere"),
    ("error", "law prove --packs-only PROVED --only nothing"),
];

/// A law that bans every supply, and a claim that it does not.
const BAN: &str = r#"+++
id = "xa-ban-1"
title = "XA ban on supplies"
place = "XA"
authority = "XA Office of Trade"
citation = "XA Ban Act, s. 1"
status = "regulation"
published = 2025-01-01
from = 2025-02-01
checked = 2026-09-01
confidence = "high"
sources = [{ kind = "official", title = "Gazette 1", url = "https://example.org/1" }]
+++
# Nothing is supplied

```cedar
@bar("ban") @says("nothing is supplied")
forbid (principal, action == Action::"supply", resource);
```
"#;
const FREE: &str = r#"id = "supply-is-free"
claim = "Every supply is free."
acts = ["supply"]
from = 2025-02-01
when = "true"
then = "free"
by = ["xa-ban-1"]
outside = "Nothing."
"#;

/// Returns what commands really print, by the name of the schema.
pub fn documents() -> Vec<(&'static str, Json)> {
    let folder = Folder::new();
    let large = changed(&[("training.toml", "operations = 2e25", "operations = 2e27")]);
    write(&folder);
    let file = |word: &str| match word {
        "LARGE" => large.path().to_owned(),
        "MINE" => folder.file("mine"),
        "XA" => word.to_owned(),
        word if word.chars().all(|letter| letter.is_ascii_uppercase()) => folder.file(word),
        word => word.to_owned(),
    };
    let printed = ASKED.iter().map(|(name, command)| {
        let mut words: Vec<String> = command.split(' ').map(file).collect();
        if ["plan", "why", "timeline"].contains(name) {
            words.extend(["--seconds", "2", "--gap", "1"].map(str::to_owned));
        }
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        (*name, json(&words).0)
    });
    printed.collect()
}

/// Writes the files that the commands read.
fn write(folder: &Folder) {
    run(&["plan", "--out", &folder.file("PLAN")]);
    let plan = std::fs::read_to_string(folder.file("PLAN")).unwrap();
    let forged = plan.replacen("\"chips\": 1024", "\"chips\": 1032", 1);
    assert_ne!(plan, forged);
    let party = |hq: &str| json!({"name": hq, "hq": hq, "ultimate_parent_hq": hq, "owners": [], "listed": [], "roles": []});
    let act = json!({
        "id": "one", "on": "2024-06-01",
        "act": {
            "kind": "supply", "mode": "export", "supplier": party("US"), "recipient": party("CN"), "from": "US", "to": "CN",
            "item": {"type": "accelerator", "chip": "nv-h100-sxm", "us_jurisdiction": true},
            "knows": [], "red_flags": [], "on_file": [],
        },
    });
    let mut differs = act.clone();
    differs["expect"] = json!({
        "outcome": "permitted", "needs": [{"kind": "licence"}], "duties": [], "flags": [],
        "rules": ["us-3a090-2023"], "silent_rules": [], "confidence": "high",
    });
    let mut unheard = differs.clone();
    unheard["id"] = json!("two");
    unheard["expect"]["rules"] = json!(["xa-nothing"]);
    crate::prices::catalogue(folder);
    crate::prices::priced(folder);
    let cases = format!("{differs}\n{unheard}\n");
    std::fs::create_dir(folder.file("PROVED")).unwrap();
    std::fs::create_dir(folder.file("LICENSED")).unwrap();
    let near = crate::screening::mine(folder);
    std::fs::rename(near, folder.file("NEAR")).unwrap();
    std::fs::copy(crate::screening::list("list.json"), folder.file("LIST")).unwrap();
    for name in ["HEDGED", "TIGHT"] {
        std::fs::create_dir(folder.file(name)).unwrap();
    }
    let started = run(&["plan", "starter", "--out", &folder.file("STARTED")]);
    assert_eq!(started.status.code(), Some(0), "{started:?}");
    for (name, text) in [
        ("TIGHT/scenario.toml", crate::whole::tight()),
        ("HEDGED/scenario.toml", crate::hedge::small()),
        ("FUTURES", crate::hedge::FUTURES.to_owned()),
        (
            "LIKELY",
            crate::hedge::FUTURES.replacen("weight = 5", "weight = 100", 1),
        ),
        (
            "LICENSED/scenario.toml",
            crate::licences::LICENSED.to_owned(),
        ),
        ("PROVED/ban.md", BAN.to_owned()),
        ("PROVED/free.toml", FREE.to_owned()),
        ("FORGED", forged),
        ("ACTS", act.to_string()),
        ("CASES", cases),
        ("GAP", "2 2\n1 1\n5 4\n1 1\n1 1\n1 1\n".to_owned()),
        ("NARROW", "1 2\n1 1\n1 1\n1\n".to_owned()),
    ] {
        std::fs::write(folder.file(name), text).unwrap();
    }
    let [instance, solution, certificate] =
        ["GAP", "SOLUTION", "CERTIFICATE"].map(|name| folder.file(name));
    let wanted = [
        "--format",
        "orlib-gap",
        "--out",
        &solution,
        "--certificate",
        &certificate,
    ];
    run(&[&["solve", &instance], wanted.as_slice()].concat());
}
