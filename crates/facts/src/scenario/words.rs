//! Closed lists of words that scenarios share with the act format.
//!
//! The lists of `portolan-terms` are used where it has them; those below belong to acts, and this
//! crate does not know acts.

/// Holds the ways in which chips may have come, or may come, to their owner.
pub const SUPPLY_MODES: &[&str] = &[
    "export",
    "reexport",
    "transfer-in-country",
    "import",
    "domestic-sale",
];

/// Holds the forms of a lease.
pub const ARRANGEMENTS: &[&str] = &[
    "shared-cloud",
    "dedicated",
    "bare-metal",
    "lease-to-own",
    "colocation",
];

/// Holds the services.
pub const SERVICES: &[&str] = &[
    "chatbot",
    "image-generator",
    "general-purpose-model",
    "code-assistant",
    "companion",
    "recruitment-screening",
    "other",
];

/// Holds those to whom a service may be offered.
pub const OFFERED_TO: &[&str] = &["public", "business-customers", "own-staff"];

/// Holds what a party may know or have reason to suspect.
pub const KNOWLEDGE: &[&str] = &[
    "wmd-end-use",
    "military-end-use",
    "military-intelligence-end-use",
    "supercomputer-end-use",
    "restricted-activity-suspected",
];

/// Holds the red flags.
pub const RED_FLAGS: &[&str] = &[
    "trains-for-d5-headquartered-party",
    "serves-d5-headquartered-party",
    "seller-linked-to-listed-party",
    "owner-listed",
    "minority-owner-in-d5",
    "parent-undisclosed",
    "first-time-large-order",
    "founded-after-2022-10",
    "no-online-presence",
    "shared-address",
    "no-power-for-hardware",
    "atypical-forwarder",
    "vague-end-use",
];

/// Holds the statements made with a licence application.
pub const CERTIFICATIONS: &[&str] = &[
    "us-supply-sufficient",
    "no-foundry-diversion",
    "share-within-ceiling",
    "recipient-kyc-and-security",
    "no-prohibited-use",
    "remote-users-disclosed",
];

/// Holds the kinds of work.
pub const WORK: &[&str] = &["training", "tuning", "batch", "serving"];
