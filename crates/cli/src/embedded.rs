//! What the program carries: the packs, the atlas and the shipped scenarios.

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The scenario that commands take when none is named.
pub const DEFAULT_SCENARIO: &str = "scenarios/offshore-2025";
