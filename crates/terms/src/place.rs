//! Places whose law can be asked.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Names a place by its ISO 3166 two-letter code, or one of `AE-DIFC` and `AE-ADGM`.
///
/// `EU` stands for the Union where the member state does not matter.
///
/// # Example: the codes that ISO leaves to users stand for invented places
///
/// ```
/// use portolan_terms::Place;
///
/// let invented: Place = "XA".parse().unwrap();
/// assert_eq!(invented.code(), "XA");
/// assert!("Malaysia".parse::<Place>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place([u8; 7]);

/// Says why a text names no place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is not a place: use an ISO 3166 two-letter code such as `MY`, or `AE-DIFC`, `AE-ADGM`, `EU`"
)]
pub struct PlaceError {
    text: String,
}

impl Place {
    /// Returns the code of the place.
    #[must_use]
    pub fn code(&self) -> &str {
        let length = self
            .0
            .iter()
            .position(|byte| *byte == 0)
            .unwrap_or(self.0.len());
        self.0
            .get(..length)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or("")
    }
}

impl FromStr for Place {
    type Err = PlaceError;

    fn from_str(text: &str) -> Result<Self, PlaceError> {
        let two_letters = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        if !(two_letters || matches!(text, "AE-DIFC" | "AE-ADGM")) {
            return Err(PlaceError {
                text: text.to_owned(),
            });
        }
        let mut code = [0; 7];
        for (slot, byte) in code.iter_mut().zip(text.bytes()) {
            *slot = byte;
        }
        Ok(Self(code))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}
