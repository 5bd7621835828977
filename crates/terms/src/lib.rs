//! The words Portolan speaks.
//!
//! Knows: ids, days, money, quantities, places, parties, items, data sets, models and evidence, in
//! the shapes of the act format.
//! Must not know: law, prices, files, clocks, sockets or any other crate of this workspace.
//! Main types: [`Day`], [`Money`], [`Party`], [`Item`], [`Dataset`], [`Evidence`].
//! Start reading at [`Known`]: a fact nobody has shown is a value here, never an absence.

pub mod data;
pub mod day;
pub mod evidence;
pub mod figure;
pub mod id;
pub mod item;
pub mod known;
pub mod money;
pub mod party;
pub mod place;
pub mod quantity;
pub mod words;

pub use data::{DataClass, Dataset, Model, SplitOf};
pub use day::{Day, DayError, Period};
pub use evidence::{Evidence, Scope};
pub use figure::Figure;
pub use id::{
    ChipId, DatasetId, EvidenceId, IdError, OfferId, PartyId, PoolId, RegionId, RuleId, ScenarioId,
    SiteId, WorkloadId,
};
pub use item::{Acquisition, Item};
pub use known::Known;
pub use money::{Currency, Money, MoneyError};
pub use party::{Listing, Owner, Party, Person};
pub use place::{Place, PlaceError};
pub use quantity::{Bytes, ChipHours, Chips, Tokens, TrainingOps};
