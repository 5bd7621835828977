//! The facts that do not arise in an act.

use std::collections::BTreeSet;

use portolan_terms::{Day, Figure};

use super::{Facts, Leaf};

const WORDS: [&str; 17] = [
    "mode",
    "medium",
    "activity",
    "arrangement",
    "item_owner",
    "workload_for",
    "deployment",
    "form",
    "service",
    "offered_to",
    "use_class",
    "purpose",
    "necessary_for",
    "recipient_role",
    "exporter_role",
    "authority_type",
    "extractable",
];

const PLACES: [&str; 4] = ["from", "to", "market", "host"];

const SETS_OF_WORDS: [&str; 6] = [
    "serves",
    "knows",
    "red_flags",
    "certifications",
    "to_in",
    "market_in",
];

const SETS_OF_PLACES: [&str; 3] = ["carried_via", "processed_in", "cached_in"];

const TRUTHS: [&str; 12] = [
    "has_us_person",
    "published",
    "bona_fide_operator",
    "state_funded",
    "lessee_controls_hardware",
    "bought_for_lessee",
    "operator_handles_data",
    "vendor_access",
    "direct_collection",
    "continuous",
    "localisation_request",
    "collected_by_seller",
];

const NUMBERS: [&str; 4] = [
    "training_teraops",
    "site_progress_percent",
    "quantity",
    "calendar_year_tpp",
];

const DAYS: [&str; 6] = [
    "on",
    "arrives_on",
    "acquired_on",
    "sold_in_us_by",
    "first_transfer_on",
    "launched_on",
];

/// Writes every fact as one that does not arise; days are the day of the act.
pub(super) fn write(facts: &mut Facts, on: Day) {
    for word in WORDS {
        facts.text(word, "");
    }
    facts.text("acquired_by", "unquestioned");
    for place in PLACES {
        facts.set(place, Leaf::Place("none".to_owned()));
    }
    for set in SETS_OF_WORDS {
        facts.set(set, Leaf::Texts(BTreeSet::new()));
    }
    for set in SETS_OF_PLACES {
        facts.set(set, Leaf::Places(BTreeSet::new()));
    }
    for truth in TRUTHS {
        facts.set(truth, Leaf::Bool(false));
    }
    for number in NUMBERS {
        facts.set(number, Leaf::Long(0));
    }
    facts.set("china_share_percent", Leaf::Decimal(Figure::default()));
    for day in DAYS {
        facts.set(day, Leaf::Day(on));
    }
}
