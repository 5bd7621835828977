//! Identifiers: one type each, so that a pool is never taken for a party.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Says why a text is no identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is not an id: use letters, digits, `.`, `_` and `-`, at most 80, starting with a letter or digit"
)]
pub struct IdError {
    text: String,
}

fn checked(text: &str) -> Result<String, IdError> {
    let starts_well = text.starts_with(|c: char| c.is_ascii_alphanumeric());
    let holds = text
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    if starts_well && holds && text.len() <= 80 {
        Ok(text.to_owned())
    } else {
        Err(IdError {
            text: text.to_owned(),
        })
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        ///
        /// # Example: an id has no blanks
        ///
        /// ```
        #[doc = concat!("use portolan_terms::", stringify!($name), ";")]
        ///
        #[doc = concat!("assert!(\"xa-chip-7-2\".parse::<", stringify!($name), ">().is_ok());")]
        #[doc = concat!("assert!(\"section 7(2)\".parse::<", stringify!($name), ">().is_err());")]
        /// ```
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Returns the id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                checked(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

ids! {
    /// Names a chip type of the atlas.
    ChipId
    /// Names a data set of a scenario.
    DatasetId
    /// Names a piece of evidence of a scenario.
    EvidenceId
    /// Names an offer of capacity: a lease or a purchase.
    OfferId
    /// Names a party of a scenario.
    PartyId
    /// Names a pool: chips of one type at one site under one owner and operator.
    PoolId
    /// Names a region of the atlas.
    RegionId
    /// Names a rule: the provision ids of the fact sheets.
    RuleId
    /// Names a scenario.
    ScenarioId
    /// Names a site: one place where chips stand.
    SiteId
    /// Names a workload: what someone wants to run.
    WorkloadId
}
