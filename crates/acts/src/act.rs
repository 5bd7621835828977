//! The ten kinds of act, in the shape of the act format.

use portolan_terms::{Evidence, Item};
use serde::{Deserialize, Serialize};

mod parties;
mod shapes;

pub use shapes::{
    Authority, BrokerData, Disclose, Hop, MoveData, MoveWeights, Operate, ServePublic, Supply,
    Support, UseCompute, UseData,
};

/// Holds one thing that a placement makes someone do, at an instant.
///
/// The list is closed on purpose: a new kind makes the compiler name every place that must decide.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Act {
    /// An item changes country, holder or owner.
    Supply(Box<Supply>),
    /// An owner installs, runs, stores, services, disposes of or analyses its own items.
    Operate(Box<Operate>),
    /// A lessee works on items at a site run by another.
    UseCompute(Box<UseCompute>),
    /// People help someone's work; nothing need move.
    Support(Box<Support>),
    /// Data crosses, is seen from, rests in or passes a country.
    MoveData(Box<MoveData>),
    /// Data is worked on at a site.
    UseData(Box<UseData>),
    /// Trained weights go somewhere.
    MoveWeights(Box<MoveWeights>),
    /// A service is offered to people of a country.
    ServePublic(Box<ServePublic>),
    /// Data, or a model that can give it back, is sold or licensed.
    BrokerData(Box<BrokerData>),
    /// A foreign body asks for data.
    Disclose(Box<Disclose>),
}

impl Act {
    /// Holds the kinds of act, as the act format writes them.
    pub const KINDS: [&'static str; 10] = [
        "supply",
        "operate",
        "use-compute",
        "support",
        "move-data",
        "use-data",
        "move-weights",
        "serve-public",
        "broker-data",
        "disclose",
    ];

    /// Returns the kind, as the act format writes it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Supply(_) => "supply",
            Self::Operate(_) => "operate",
            Self::UseCompute(_) => "use-compute",
            Self::Support(_) => "support",
            Self::MoveData(_) => "move-data",
            Self::UseData(_) => "use-data",
            Self::MoveWeights(_) => "move-weights",
            Self::ServePublic(_) => "serve-public",
            Self::BrokerData(_) => "broker-data",
            Self::Disclose(_) => "disclose",
        }
    }

    /// Returns the evidence on file for the act.
    #[must_use]
    pub fn on_file(&self) -> &[Evidence] {
        match self {
            Self::Supply(act) => &act.on_file,
            Self::Operate(act) => &act.on_file,
            Self::UseCompute(act) => &act.on_file,
            Self::Support(act) => &act.on_file,
            Self::MoveData(act) => &act.on_file,
            Self::UseData(act) => &act.on_file,
            Self::MoveWeights(act) => &act.on_file,
            Self::ServePublic(act) => &act.on_file,
            Self::BrokerData(act) => &act.on_file,
            Self::Disclose(act) => &act.on_file,
        }
    }

    /// Returns the item of the act, when it has one.
    #[must_use]
    pub fn item(&self) -> Option<&Item> {
        match self {
            Self::Supply(act) => Some(&act.item),
            Self::Operate(act) => Some(&act.item),
            Self::UseCompute(act) => Some(&act.item),
            Self::Support(_)
            | Self::MoveData(_)
            | Self::UseData(_)
            | Self::MoveWeights(_)
            | Self::ServePublic(_)
            | Self::BrokerData(_)
            | Self::Disclose(_) => None,
        }
    }

    /// Returns the item of the act to be changed, when it has one.
    pub fn item_mut(&mut self) -> Option<&mut Item> {
        match self {
            Self::Supply(act) => Some(&mut act.item),
            Self::Operate(act) => Some(&mut act.item),
            Self::UseCompute(act) => Some(&mut act.item),
            Self::Support(_)
            | Self::MoveData(_)
            | Self::UseData(_)
            | Self::MoveWeights(_)
            | Self::ServePublic(_)
            | Self::BrokerData(_)
            | Self::Disclose(_) => None,
        }
    }
}
