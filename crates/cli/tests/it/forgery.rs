//! Plans forged so that they hold together are refused.

use serde_json::{Value as Json, json};

use crate::stage::{Folder, run, text};

struct Bench {
    folder: Folder,
    plan: Json,
}

impl Bench {
    fn new(gap: &str) -> Self {
        let folder = Folder::new();
        let file = folder.file("plan.json");
        run(&["plan", "--gap", gap, "--out", &file]);
        let plan = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        Self { folder, plan }
    }

    fn verdict(&self, plan: &Json) -> (i32, String) {
        let file = self.folder.file("forged.json");
        std::fs::write(&file, plan.to_string()).unwrap();
        let output = run(&["verify", &file]);
        (output.status.code().unwrap(), text(&output))
    }

    fn refused(&self, forge: impl Fn(&mut Json)) -> String {
        let mut plan = self.plan.clone();
        forge(&mut plan);
        assert_ne!(plan, self.plan, "the forgery changes something");
        let (code, told) = self.verdict(&plan);
        assert_eq!(code, 10, "{told}");
        told
    }
}

/// Adds cents to a decimal.
fn dearer(amount: &Json, cents: i64) -> Json {
    let digits: i64 = amount.as_str().unwrap().replace('.', "").parse().unwrap();
    let sum = digits + cents;
    json!(format!("{}.{:02}", sum / 100, sum % 100))
}

#[test]
fn the_plan_as_made_holds_and_every_forgery_is_refused() {
    let bench = Bench::new("0");
    let (code, told) = bench.verdict(&bench.plan);
    assert_eq!(code, 0, "{told}");
    assert_eq!(bench.plan["bound"], bench.plan["cost"]["total"]);

    bench.refused(|plan| {
        // A forbidden pool with a permitted ruling: the run goes to chips that law refuses.
        let refused = plan["refused"][0]["pool"].clone();
        plan["placements"][0]["pool"] = refused;
    });
    bench.refused(|plan| {
        // A lowered price, with totals and bound that add up.
        plan["placements"][0]["cost"] = dearer(&plan["placements"][0]["cost"], -100_000);
        plan["cost"]["by_line"][0]["amount"] =
            dearer(&plan["cost"]["by_line"][0]["amount"], -100_000);
        plan["cost"]["total"] = dearer(&plan["cost"]["total"], -100_000);
        plan["bound"] = dearer(&plan["bound"], -100_000);
    });
    let told = bench.refused(|plan| {
        // A lowered price in the embedded facts of the shipped scenario.
        for file in plan["facts"]["files"].as_array_mut().unwrap() {
            let text = file["text"]
                .as_str()
                .unwrap()
                .replace("price_chip_hour = \"3.30\"", "price_chip_hour = \"3.20\"");
            file["text"] = json!(text);
        }
    });
    assert!(told.contains("facts in it are not those of"), "{told}");
    bench.refused(|plan| {
        // A dropped option: a refusal and what was passed over are left out.
        plan["passed_over"].as_array_mut().unwrap().pop();
    });
    bench.refused(|plan| {
        plan["refused"].as_array_mut().unwrap().pop();
    });
    bench.refused(|plan| {
        // A bound over the cost of the plan itself.
        plan["bound"] = dearer(&plan["bound"], 100);
    });
    bench.refused(|plan| {
        // A family that counts a lease twice.
        let families = &mut plan["certificate"]["optimality"]["families"];
        let members = families[0].as_array_mut().unwrap();
        members.push(members[0].clone());
    });
    bench.refused(|plan| {
        // A ruling softened where nobody looks.
        let acts = plan["refused"][0]["acts"].as_array_mut().unwrap();
        acts[0]["ruling"]["outcome"] = json!("permitted");
    });
    bench.refused(|plan| {
        // A decision changed: one more block than was leased.
        let blocks = plan["certificate"]["decisions"]["blocks"]
            .as_array_mut()
            .unwrap();
        blocks[0] = json!(blocks[0].as_i64().unwrap() + 1);
    });
    bench.refused(|plan| {
        // Prices of the certificate raised.
        let tables = plan["certificate"]["optimality"]["price_tables"]
            .as_array_mut()
            .unwrap();
        for price in tables
            .iter_mut()
            .flat_map(|table| table["cells"].as_array_mut().unwrap())
        {
            price["ticks"] = json!(price["ticks"].as_i64().unwrap() / 2);
        }
    });
    bench.refused(|plan| plan["corpus"]["digest"] = json!("0".repeat(64)));
    bench.refused(|plan| plan["posture"] = json!("as-written"));
    bench.refused(|plan| plan["on"] = json!("2025-11-16"));
}

#[test]
fn a_plan_short_of_the_best_may_not_claim_to_be_the_cheapest() {
    let bench = Bench::new("5");
    let (code, told) = bench.verdict(&bench.plan);
    assert_eq!(code, 0, "{told}");
    bench.refused(|plan| {
        plan["bound"] = plan["cost"]["total"].clone();
        plan["gap"] = json!(0.0);
    });
}
