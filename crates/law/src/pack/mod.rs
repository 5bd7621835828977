//! Packs: the law as files, read, understood and validated.

mod error;
mod file;
mod house;
mod limits;
mod load;
pub(crate) mod provision;
mod reading;
pub(crate) mod reads;
mod references;
mod rules;
pub(crate) mod schema;

pub use error::{PackError, PackErrors};
pub use load::Packs;
pub(crate) use load::holds;
pub use provision::{Due, Provision, Source, SourceKind, Status};
pub(crate) use schema::Names;
