//! House packs given with `--packs`: they narrow, and what would widen is refused.

use std::fs;

use crate::stage::{Folder, json, run};

fn house(rule: &str) -> Folder {
    let folder = Folder::new();
    let text = format!(
        r#"+++
id = "house-rules"
title = "What the firm does not do"
place = "XA"
authority = "The board of the firm"
citation = "House rules, 1"
status = "house"
published = 2020-01-01
from = 2020-01-01
checked = 2099-12-31
confidence = "high"
sources = [{{ kind = "official", title = "House rules", url = "https://example.org/house" }}]
+++
# What the firm does not do

```cedar
{rule}
```
"#
    );
    fs::write(folder.file("rules.md"), text).unwrap();
    folder
}

/// Returns the path of a file with an act that the law permits.
fn act(folder: &Folder) -> String {
    let party =
        r#""hq": "XA", "ultimate_parent_hq": "XA", "owners": [], "listed": [], "roles": []"#;
    let act = format!(
        r#"{{"id": "lease", "on": "2025-06-01", "act": {{"kind": "use-compute",
        "operator": {{"name": "operator", {party}}}, "lessee": {{"name": "lessee", {party}}},
        "site_country": "XA", "item": {{"type": "accelerator", "us_jurisdiction": false, "tpp": 10}},
        "arrangement": "dedicated", "item_owner": "operator", "lessee_controls_hardware": false,
        "bought_for_lessee": false, "purpose": "inference", "knows": [], "red_flags": [], "on_file": []}}}}"#
    );
    let file = folder.file("act.json");
    fs::write(&file, act).unwrap();
    file
}

#[test]
fn a_house_rule_forbids_what_the_law_does_not() {
    let folder =
        house("@bar(\"a\") forbid (principal, action == Action::\"use-compute\", resource);");
    let file = act(&folder);
    let (alone, _) = json(&["judge", &file]);
    assert_ne!(alone["outcome"], "forbidden", "{alone}");
    let (with, code) = json(&["judge", &file, "--packs", folder.path()]);
    assert_eq!(
        (with["outcome"].as_str(), code),
        (Some("forbidden"), 10),
        "{with}"
    );
    assert_eq!(with["grounds"][0]["rule"], "house-rules");
}

#[test]
fn a_house_pack_that_would_widen_is_refused_with_its_line_and_packs_only_is_exempt() {
    let folder =
        house("@base(\"all\") permit (principal, action == Action::\"use-compute\", resource);");
    let refused = run(&["law", "list", "--packs", folder.path()]);
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(1), "{told}");
    assert!(
        told.contains("error[pack.house]") && told.contains("rules.md:17"),
        "{told}"
    );
    let alone = run(&["law", "list", "--packs-only", folder.path()]);
    assert_eq!(alone.status.code(), Some(0));
}
