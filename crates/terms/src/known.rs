//! Facts that may not have been shown.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Holds a fact, or says that nobody has shown it.
///
/// It is written `"unknown"` in the act format. Unknown is a value: whoever reads it must decide,
/// and no default stands in for it.
///
/// # Example: a critical operator nobody has asked about
///
/// ```
/// use portolan_terms::Known;
///
/// let ciio: Known<bool> = serde_json::from_str("\"unknown\"").unwrap();
/// assert_eq!(ciio, Known::Unknown);
/// assert_eq!(serde_json::from_str::<Known<bool>>("false").unwrap(), Known::Is(false));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Known<T> {
    /// The fact is shown.
    Is(T),
    /// Nobody has shown the fact.
    #[default]
    Unknown,
}

impl<T> Known<T> {
    /// Returns the fact when it is shown.
    pub fn shown(&self) -> Option<&T> {
        match self {
            Self::Is(value) => Some(value),
            Self::Unknown => None,
        }
    }

    /// Returns the fact after `change`, or unknown.
    ///
    /// # Example: the half of what nobody has shown is not shown either
    ///
    /// ```
    /// use portolan_terms::Known;
    ///
    /// assert_eq!(Known::Is(8).map(|count| count / 2), Known::Is(4));
    /// assert_eq!(Known::<u8>::Unknown.map(|count| count / 2), Known::Unknown);
    /// ```
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Known<U> {
        match self {
            Self::Is(value) => Known::Is(change(value)),
            Self::Unknown => Known::Unknown,
        }
    }
}

impl<T> From<T> for Known<T> {
    fn from(value: T) -> Self {
        Self::Is(value)
    }
}

impl<T: Serialize> Serialize for Known<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Is(value) => value.serialize(serializer),
            Self::Unknown => serializer.serialize_str("unknown"),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Known<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either<T> {
            Word(Word),
            Value(T),
        }
        #[derive(Deserialize)]
        enum Word {
            #[serde(rename = "unknown")]
            Unknown,
        }
        Ok(match Either::<T>::deserialize(deserializer)? {
            Either::Word(Word::Unknown) => Self::Unknown,
            Either::Value(value) => Self::Is(value),
        })
    }
}
