//! From an act to the facts that rules read.

pub(crate) mod act;
pub(crate) mod data;
pub(crate) mod evidence;
pub(crate) mod item;
mod kind;
mod leaf;
mod neutral;
pub(crate) mod party;
pub(crate) mod seats;

pub(crate) use leaf::{Facts, Leaf, LeafType, dotted, path};

use portolan_terms::Day;

use crate::{
    entities::Groups,
    pack::provision::{Count, Share},
};

/// Holds the parameters that stand in the packs, as they apply on a day.
pub(crate) struct Parameters<'a> {
    pub on: Day,
    pub groups: &'a Groups,
    pub counts: Vec<&'a Count>,
    pub shares: Vec<&'a Share>,
}
