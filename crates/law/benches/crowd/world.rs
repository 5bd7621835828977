//! Worlds made up for the benchmark: who asks, where chips stand, and the act that joins them.

use portolan_acts::Question;
use portolan_terms::{
    Acquisition, Evidence, Item, Known, Party, Place, TrainingOps, evidence::Purpose,
};
use serde_json::{Value as Json, json};

const SEATS: [&str; 16] = [
    "CN", "US", "SG", "MY", "DE", "JP", "KR", "AE", "SA", "IN", "GB", "TW", "HK", "VN", "FR", "BR",
];
const HALLS: [&str; 12] = [
    "MY", "SG", "JP", "AE", "SA", "DE", "US", "CN", "IN", "KR", "TH", "ID",
];
const CHIPS: [(&str, u32, &str); 4] = [
    ("nv-h100-sxm", 15_832, "19.4"),
    ("nv-h20", 2_368, "2.9"),
    ("nv-a100-sxm-80", 4_992, "6.04"),
    ("nv-b200", 36_000, "22.5"),
];
const LISTS: [&str; 4] = [
    "us-entity-list",
    "us-meu-list",
    "us-sdn",
    "tw-shtc-entity-list",
];
const PAPERS: [&str; 4] = [
    "licence",
    "security-assessment",
    "notice",
    "standard-contract",
];

/// Draws numbers that look random and are the same on every run.
pub struct Dice(pub u64);

impl Dice {
    /// Returns a number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap()
    }

    fn of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }
}

/// Someone with a workload.
pub struct Asker {
    pub party: Party,
    pub papers: Vec<Evidence>,
    pub purpose: Purpose,
    pub operations: Known<TrainingOps>,
}

/// Chips of a kind at a site.
pub struct Hall {
    pub operator: Party,
    pub country: Place,
    pub item: Item,
    pub acquired: Acquisition,
}

/// Who asks, and where.
pub struct World {
    pub askers: Vec<Asker>,
    pub halls: Vec<Hall>,
}

impl World {
    /// Returns a world in which the workloads are of so many kinds, and pools of forty.
    pub fn of(workloads: usize, pools: usize, kinds: usize) -> Self {
        Self {
            askers: (0..workloads)
                .map(|number| asker(number, number % kinds))
                .collect(),
            halls: (0..pools).map(|number| hall(number, number % 40)).collect(),
        }
    }
}

/// Returns a party with a chain and lists of its own; one fact in ten is unknown.
fn party(dice: &mut Dice, name: String, kind: usize) -> Party {
    let seat = |dice: &mut Dice| match dice.one_in(10) {
        true => "unknown",
        false => *dice.of(&SEATS),
    };
    let listing = |dice: &mut Dice| {
        let day = format!(
            "20{}-0{}-1{}",
            19 + dice.below(7),
            1 + dice.below(9),
            dice.below(9)
        );
        json!({"list": dice.of(&LISTS), "on": day})
    };
    let owners: Vec<Json> = (0..dice.below(4))
        .map(|number| {
            let listed: Vec<Json> = (0..usize::from(dice.one_in(4))).map(|_| listing(dice)).collect();
            json!({"name": format!("holder {number}"), "percent": 5 + dice.below(28), "hq": seat(dice), "listed": listed})
        })
        .collect();
    let listed: Vec<Json> = (0..usize::from(dice.one_in(5)))
        .map(|_| listing(dice))
        .collect();
    let mut party = json!({
        "name": name, "hq": dice.of(&SEATS), "ultimate_parent_hq": seat(dice), "owners": owners, "listed": listed,
        "roles": [], "ciio": false, "persons_handled": 1_000 + kind,
    });
    if dice.one_in(10) {
        party["ciio"] = json!("unknown");
    }
    serde_json::from_value(party).unwrap()
}

fn asker(number: usize, kind: usize) -> Asker {
    let mut dice = Dice(kind as u64);
    let papers: Vec<Json> = (0..dice.below(3))
        .map(|_| {
            let granted = format!("202{}-0{}-01", 3 + dice.below(2), 1 + dice.below(9));
            json!({"kind": dice.of(&PAPERS), "issuer": dice.of(&["US", "CN", "SG"]), "granted_on": granted, "expires_on": null})
        })
        .collect();
    let operations = if dice.one_in(10) {
        json!("unknown")
    } else {
        // Each kind its own run, from 1e23 up, so that no two are alike.
        json!(1e23 + 1e20 * kind as f64)
    };
    Asker {
        party: party(&mut dice, format!("asker {number}"), kind),
        papers: serde_json::from_value(json!(papers)).unwrap(),
        purpose: if dice.one_in(2) {
            Purpose::ModelTraining
        } else {
            Purpose::Inference
        },
        operations: serde_json::from_value(operations).unwrap(),
    }
}

fn hall(number: usize, kind: usize) -> Hall {
    let mut dice = Dice(1_000_000_007 + kind as u64);
    let (chip, tpp, density) = *dice.of(&CHIPS);
    let item = json!({"type": "accelerator", "chip": chip, "tpp": tpp, "performance_density": density.parse::<f64>().unwrap(),
        "datacentre": true, "us_jurisdiction": true, "maker": "NVIDIA"});
    let acquired = json!({"on": format!("202{}-0{}-15", 1 + dice.below(5), 1 + dice.below(9)), "authority": "no-licence-required"});
    Hall {
        operator: party(&mut dice, format!("operator {number}"), kind),
        country: dice.of(&HALLS).parse().unwrap(),
        item: serde_json::from_value(item).unwrap(),
        acquired: serde_json::from_value(acquired).unwrap(),
    }
}

/// Returns the act of an asker who leases chips of a hall.
pub fn act(asker: &Asker, hall: &Hall) -> Question {
    use portolan_acts::{
        Act,
        act::UseCompute,
        words::{Arrangement, Deployment, UserSide},
    };
    Question {
        id: String::new(),
        on: "2025-11-15".parse().unwrap(),
        posture: None,
        beyond_coverage: None,
        law_of: None,
        act: Act::UseCompute(Box::new(UseCompute {
            operator: hall.operator.clone(),
            lessee: asker.party.clone(),
            site_country: hall.country,
            item: hall.item.clone(),
            arrangement: Arrangement::Dedicated,
            item_owner: UserSide::Operator,
            lessee_controls_hardware: Known::Is(false),
            bought_for_lessee: Known::Is(false),
            purpose: asker.purpose,
            knows: Vec::new(),
            red_flags: Vec::new(),
            on_file: asker.papers.clone(),
            end_user: None,
            training_operations: Some(asker.operations),
            acquired: Some(hall.acquired),
            deployment: Some(Deployment::New),
            bona_fide_operator: Some(Known::Is(true)),
            item_seller: None,
        })),
        expect: None,
        note: None,
    }
}
