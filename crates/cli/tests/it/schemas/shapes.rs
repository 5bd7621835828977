//! The shapes of the documents, written once; the files under docs/reference are made from them.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use crate::stage::root;

/// Returns the schema of a plan, which the others take their parts from.
pub fn plan() -> Json {
    let text = std::fs::read_to_string(root().join("docs/reference/plan.schema.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Returns a record whose members all have to be there but those that end in `?`.
fn record(members: &[(&str, Json)]) -> Json {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (name, schema) in members {
        let bare = name.trim_end_matches('?');
        properties.insert(bare.to_owned(), schema.clone());
        if bare == *name {
            required.push(bare);
        }
    }
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

fn list(of: Json) -> Json {
    json!({"type": "array", "items": of})
}

fn word() -> Json {
    json!({"type": "string"})
}

fn count() -> Json {
    json!({"type": "integer", "minimum": 0})
}

fn number() -> Json {
    json!({"type": "number", "minimum": 0})
}

fn day() -> Json {
    json!({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"})
}

fn digest() -> Json {
    json!({"type": "string", "pattern": "^[0-9a-f]{64}$"})
}

fn or_null(schema: Json) -> Json {
    json!({"anyOf": [schema, {"type": "null"}]})
}

/// Returns the schema of the elements of a list of the plan.
fn row(name: &str) -> Json {
    plan()["properties"][name]["items"].clone()
}

/// Returns the schemas but that of the plan: file, what it describes, body.
pub fn schemas() -> Vec<(&'static str, &'static str, Json)> {
    let mut all = vec![
        (
            "ruling",
            "What `portolan judge --json` prints: one ruling, or a list.",
            rulings(),
        ),
        ("check", "What `portolan check --json` prints.", check()),
        ("why", "What `portolan why --json` prints.", why()),
        (
            "timeline",
            "What `portolan timeline --json` prints.",
            timeline(),
        ),
        ("verify", "What `portolan verify --json` prints.", verify()),
        ("solve", "What `portolan solve --json` prints.", solve()),
        (
            "verify-solve",
            "What `portolan verify --solve --json` prints.",
            verify_solve(),
        ),
        ("whatif", "What `portolan whatif --json` prints.", whatif()),
        ("limits", "What `portolan limits --json` prints.", limits()),
        (
            "hedge",
            "What `portolan hedge --json` prints, and `--out` writes.",
            hedge(),
        ),
        ("init", "What `portolan init --json` prints.", init()),
        (
            "law-new",
            "What `portolan law new --json` prints.",
            record(&[("id", word()), ("file", word())]),
        ),
        (
            "import-csl",
            "What `portolan import csl --json` prints.",
            import_csl(),
        ),
        (
            "import-skypilot-catalog",
            "What `portolan import skypilot-catalog --json` prints.",
            import_catalogue(),
        ),
        (
            "error",
            "What any command prints under `--json` when it cannot answer (exit code 1).",
            error(),
        ),
    ];
    all.extend(of_law());
    all
}

/// Returns the schemas of what `portolan law` prints.
fn of_law() -> Vec<(&'static str, &'static str, Json)> {
    vec![
        (
            "law-list",
            "What `portolan law list --json` prints.",
            law_list(),
        ),
        (
            "law-show",
            "What `portolan law show --json` prints.",
            law_show(),
        ),
        (
            "law-test",
            "What `portolan law test --json` prints.",
            law_test(),
        ),
        (
            "law-prove",
            "What `portolan law prove --json` prints: claims, or two days compared.",
            law_prove(),
        ),
        (
            "law-diff",
            "What `portolan law diff --json` prints.",
            law_diff(),
        ),
    ]
}

fn ruling() -> Json {
    json!({"$ref": "#/$defs/ruling"})
}

fn rulings() -> Json {
    json!({"anyOf": [ruling(), list(ruling())]})
}

fn money() -> Json {
    row("placements")["properties"]["cost"].clone()
}

/// Returns the schema of a difference of amounts.
fn signed() -> Json {
    json!({"type": "string", "pattern": r"^-?\d+\.\d{2}$"})
}

fn judgment() -> Json {
    row("placements")["properties"]["judgment"].clone()
}

fn outcome() -> Json {
    judgment()["properties"]["outcome"].clone()
}

fn check() -> Json {
    let unknown = [
        ("file", word()),
        ("line", count()),
        ("record", word()),
        ("field", word()),
    ];
    record(&[
        ("scenario", word()),
        ("on", day()),
        ("weeks", count()),
        ("parties", count()),
        ("sites", count()),
        ("pools", count()),
        ("purchases", count()),
        ("datasets", count()),
        ("evidence", count()),
        ("workloads", count()),
        ("assumed", count()),
        (
            "prices",
            list(record(&[("file", word()), ("rows", count())])),
        ),
        ("listed", count()),
        ("unknown", list(record(&unknown))),
        ("doubts", list(word())),
    ])
}

fn why() -> Json {
    let refused = [
        ("pool", word()),
        ("outcome", outcome()),
        ("rules", list(word())),
    ];
    record(&[
        ("workload", word()),
        ("pool?", word()),
        ("placements", list(row("placements"))),
        ("unplaced?", row("unplaced")),
        ("judgment?", judgment()),
        ("refused_chips", list(json!({"$ref": "#/$defs/act"}))),
        ("unfit?", word()),
        ("extra_cost?", money()),
        ("passed_over", list(row("passed_over"))),
        ("refused", list(record(&refused))),
    ])
}

fn timeline() -> Json {
    let share = json!({"type": "number", "minimum": 0, "maximum": 1});
    let moved = [("workload", word()), ("without", word()), ("with", word())];
    let step = [
        ("day", day()),
        ("rule", word()),
        ("title", word()),
        ("moved", list(record(&moved))),
        ("cost?", money()),
        ("cost_without?", money()),
        (
            "offshore_training?",
            json!({"type": "array", "items": share, "minItems": 2, "maxItems": 2}),
        ),
    ];
    record(&[
        ("scenario", word()),
        ("from", day()),
        ("to", day()),
        ("steps", list(record(&step))),
    ])
}

fn verify() -> Json {
    record(&[
        ("holds", json!({"type": "boolean"})),
        ("scenario", word()),
        ("on", day()),
        ("corpus", digest()),
        ("reason", or_null(word())),
    ])
}

fn solve() -> Json {
    record(&[
        ("objective", or_null(number())),
        ("bound", or_null(number())),
        ("gap", or_null(number())),
        ("seconds", number()),
        ("unplaced", count()),
        ("forced", or_null(count())),
        ("moved", or_null(count())),
    ])
}

fn verify_solve() -> Json {
    record(&[
        ("holds", json!({"type": "boolean"})),
        ("objective", or_null(number())),
        ("bound", or_null(number())),
        ("gap", or_null(number())),
        ("reason", or_null(word())),
    ])
}

/// Returns the members that a provision has in a list and by itself.
fn provision() -> Vec<(&'static str, Json)> {
    let period = record(&[("from", day()), ("until?", day())]);
    vec![
        ("id", word()),
        ("title", word()),
        ("place", word()),
        ("citation", word()),
        ("status", word()),
        ("published", day()),
        ("periods", list(period)),
        ("checked", day()),
        ("confidence", json!({"enum": ["high", "med", "low"]})),
    ]
}

fn law_list() -> Json {
    record(&[
        ("digest", digest()),
        ("provisions", list(record(&provision()))),
    ])
}

fn law_show() -> Json {
    let source = [("kind", word()), ("title", word()), ("url", word())];
    let rule = [("label", word()), ("kind", word()), ("text", word())];
    let mut members = provision();
    members.extend([
        ("authority", word()),
        ("words", word()),
        ("file", word()),
        ("sources", list(record(&source))),
        ("rules", list(record(&rule))),
    ]);
    record(&members)
}

fn law_test() -> Json {
    let expected = [
        ("outcome", outcome()),
        ("needs", list(json!({"$ref": "#/$defs/need"}))),
        ("duties", list(word())),
        ("flags", list(word())),
        ("rules", list(word())),
        ("silent_rules", list(word())),
        ("confidence", word()),
    ];
    let differs = [
        ("id", word()),
        ("differs", list(word())),
        ("expected", record(&expected)),
        ("got", ruling()),
        ("grounds", list(json!({"$ref": "#/$defs/ground"}))),
    ];
    let extra = [
        ("needs", count()),
        ("duties", count()),
        ("flags", count()),
        ("rules", count()),
    ];
    record(&[
        ("cases", count()),
        ("agree", count()),
        ("disagree", list(record(&differs))),
        (
            "uncovered",
            list(record(&[("id", word()), ("missing", list(word()))])),
        ),
        ("extra", record(&extra)),
    ])
}

fn law_prove() -> Json {
    let act = || json!({"type": "object", "description": "An act in the act format."});
    let facts = json!({"type": "object", "description": "The facts that are not plain, by path."});
    let witness = record(&[
        ("kind", word()),
        ("facts", facts),
        ("act", act()),
        ("confirmed", json!({"type": "boolean"})),
    ]);
    let found = record(&[
        ("what", word()),
        ("detail", json!({"anyOf": [witness.clone(), word()]})),
    ]);
    let failing = record(&[("kind", word()), ("day", day()), ("found", found)]);
    let proof = record(&[
        ("id", word()),
        ("claim", word()),
        ("outside", word()),
        ("days", count()),
        ("cases", count()),
        ("failing", list(failing)),
    ]);
    let proofs = record(&[
        ("packs", digest()),
        ("proved", count()),
        ("claims", count()),
        ("questions", count()),
        ("covers", word()),
        ("proofs", list(proof)),
    ]);
    let except = record(&[("act", witness), ("by", list(word()))]);
    let implied = record(&[
        ("what", word()),
        ("detail?", json!({"anyOf": [except, word()]})),
    ]);
    let comparison = record(&[
        ("act", word()),
        ("earlier", day()),
        ("later", day()),
        ("as_strict", implied.clone()),
        ("as_loose", implied),
    ]);
    let compared = record(&[("word", word()), ("comparison", comparison)]);
    json!({"anyOf": [proofs, compared]})
}

/// Returns the members of a ruling that flips.
fn change() -> Vec<(&'static str, Json)> {
    let causes = ["rules", "silence", "beyond-coverage", "facts"];
    vec![
        ("cause", json!({"enum": causes})),
        ("by", list(word())),
        ("before", outcome()),
        ("after", outcome()),
        ("gained", list(json!({"$ref": "#/$defs/need"}))),
        ("lost", list(json!({"$ref": "#/$defs/need"}))),
    ]
}

fn law_diff() -> Json {
    let fates = ["starts", "ends", "changes", "comes-and-goes"];
    let provision = [
        ("rule", word()),
        ("fate", json!({"enum": fates})),
        ("days", list(day())),
        ("title", word()),
        ("place", word()),
        ("status", word()),
        ("citation", word()),
        ("checked", day()),
        ("says", list(word())),
    ];
    let mut flip = change();
    flip.push(("acts", list(word())));
    record(&[
        ("from", day()),
        ("to", day()),
        ("corpus", digest()),
        ("checked_until", or_null(day())),
        ("read_again", list(word())),
        ("provisions", list(record(&provision))),
        ("acts", count()),
        ("flips", list(record(&flip))),
        ("beyond_coverage", count()),
        ("scenario", word()),
        ("posture", word()),
        ("beyond", word()),
        ("acts_of_scenario", count()),
    ])
}

fn whatif() -> Json {
    let world = record(&[
        ("corpus", digest()),
        ("total", money()),
        ("bound", money()),
        ("gap", plan()["properties"]["gap"].clone()),
        ("unplaced", list(row("unplaced"))),
    ]);
    let berths = || list(record(&[("pool", word()), ("chips", count())]));
    let shift = [
        ("workload", word()),
        ("before", berths()),
        ("after", berths()),
        ("cost_before", money()),
        ("cost_after", money()),
        ("difference", signed()),
        ("why", list(word())),
    ];
    let mut act = vec![("part", word())];
    act.extend(change());
    let flip = [
        ("workload", word()),
        ("pool", word()),
        ("on", day()),
        ("before", word()),
        ("after", word()),
        ("by", list(word())),
        ("unfit?", word()),
        ("acts", list(record(&act))),
    ];
    let supposed = [
        ("kind", json!({"enum": ["enact", "repeal", "set"]})),
        ("what", word()),
        ("title?", word()),
    ];
    record(&[
        ("scenario", word()),
        ("on", day()),
        ("posture", word()),
        ("coverage", plan()["properties"]["coverage"].clone()),
        ("before", world.clone()),
        ("after", world),
        ("difference", signed()),
        ("unshared", signed()),
        ("moved", list(record(&shift))),
        ("flips", list(record(&flip))),
        ("supposed", list(record(&supposed))),
    ])
}

fn limits() -> Json {
    let kinds = [
        "chips", "offer", "limit", "deadline", "start", "gang", "evidence",
    ];
    let relaxed = [
        ("kind", json!({"enum": kinds})),
        ("of", word()),
        ("what", word()),
        ("needs?", list(json!({"type": "object"}))),
        ("barred_by?", list(word())),
        ("total", money()),
        ("saves", signed()),
        ("saves_at_least", money()),
        ("saves_at_most", money()),
    ];
    let impossible = [
        ("workload", word()),
        ("conflict", list(word())),
        ("ways_out", list(record(&relaxed))),
    ];
    record(&[
        ("scenario", word()),
        ("on", day()),
        ("posture", word()),
        ("coverage", plan()["properties"]["coverage"].clone()),
        ("total", money()),
        ("bound", money()),
        ("binding", list(record(&relaxed))),
        ("impossible", list(record(&impossible))),
    ])
}

fn hedge() -> Json {
    let share = || json!({"type": "number", "minimum": 0, "maximum": 1});
    let decided = [
        (
            "kind",
            json!({"enum": ["lease", "purchase", "run", "work"]}),
        ),
        ("workload?", word()),
        ("pool", word()),
        ("by?", word()),
        ("chips", count()),
        ("from?", day()),
        ("until?", day()),
        ("awaiting", json!({"type": "boolean"})),
        ("also_best_in", list(word())),
    ];
    let future = [
        ("id", word()),
        ("title", word()),
        ("share", share()),
        ("cost", money()),
        ("best", money()),
        ("premium", signed()),
        ("bound", money()),
        (
            "runs",
            list(record(&[("workload", word()), ("at", word())])),
        ),
        ("broken_off", list(word())),
    ];
    let bet = [
        ("bets_on", word()),
        ("costs", list(money())),
        ("expected", money()),
        ("worst_regret", signed()),
        ("hedge_saves", signed()),
        ("broken_off", list(list(word()))),
    ];
    record(&[
        ("scenario", word()),
        ("on", day()),
        ("known_on", day()),
        ("posture", word()),
        ("aim", json!({"enum": ["expected-cost", "worst-regret"]})),
        ("now", list(record(&decided))),
        ("waiting", list(word())),
        ("expected", money()),
        ("worst_regret", signed()),
        ("bound", signed()),
        ("gap", share()),
        ("worth_of_knowing", signed()),
        ("futures", list(record(&future))),
        ("bets", list(record(&bet))),
    ])
}

fn init() -> Json {
    record(&[
        ("folder", word()),
        ("files", list(word())),
        ("unknown", count()),
    ])
}

fn import_catalogue() -> Json {
    let price = record(&[
        ("operator", word()),
        ("region", word()),
        ("chip", word()),
        ("kind", json!({"enum": ["on-demand", "spot"]})),
        (
            "price_chip_hour",
            json!({"type": "string", "pattern": r"^\d+\.\d{4}$"}),
        ),
        ("currency", json!({"const": "USD"})),
        ("block", count()),
        ("on", day()),
        ("source", word()),
    ]);
    let named = [("cloud", word()), ("name", word()), ("rows", count())];
    let accelerator = [&named[..], &[("instance", word())]].concat();
    let unmapped = record(&[
        (
            "clouds",
            list(record(&[("cloud", word()), ("rows", count())])),
        ),
        ("accelerators", list(record(&accelerator))),
        ("regions", list(record(&named))),
    ]);
    record(&[
        ("folder", word()),
        ("on", day()),
        ("rows", count()),
        ("priced", count()),
        (
            "files",
            list(record(&[("file", word()), ("rows", count())])),
        ),
        ("prices", list(price)),
        ("unmapped", unmapped),
        (
            "skipped",
            list(record(&[("why", word()), ("rows", count())])),
        ),
        ("into", or_null(word())),
    ])
}

fn import_csl() -> Json {
    let one = record(&[
        ("party", word()),
        ("owner", or_null(word())),
        ("entry", word()),
        ("named", word()),
        ("likeness", count()),
        ("source", word()),
        ("list", word()),
        ("from", or_null(day())),
        ("until", or_null(day())),
        ("same", json!({"enum": [true, false, "unknown"]})),
    ]);
    record(&[
        ("dated", day()),
        ("digest", digest()),
        ("entries", count()),
        (
            "lists",
            json!({"type": "object", "additionalProperties": count()}),
        ),
        ("scenario", word()),
        ("parties", count()),
        ("open", count()),
        ("matches", list(one)),
    ])
}

fn error() -> Json {
    let one = record(&[("code", word()), ("message", word())]);
    record(&[(
        "errors",
        json!({"type": "array", "minItems": 1, "items": one}),
    )])
}

/// Returns the text of a schema file: the body with the parts of the plan that it refers to.
pub fn written(title: &str, says: &str, body: &Json) -> String {
    let parts = plan()["$defs"].clone();
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut open = vec![body.clone()];
    while let Some(next) = open.pop() {
        for name in parts.as_object().unwrap().keys() {
            if next.to_string().contains(&format!("#/$defs/{name}\"")) && used.insert(name.clone())
            {
                open.push(parts[name].clone());
            }
        }
    }
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Portolan {}", title.replace('-', " ")), "description": says,
    });
    let members = schema.as_object_mut().unwrap();
    members.extend(body.as_object().unwrap().clone());
    if !used.is_empty() {
        let defs: Map<String, Json> = used
            .iter()
            .map(|name| (name.clone(), parts[name].clone()))
            .collect();
        members.insert("$defs".to_owned(), Json::Object(defs));
    }
    format!("{schema:#}\n")
}

pub fn file(name: &str) -> std::path::PathBuf {
    root().join(format!("docs/reference/{name}.schema.json"))
}
