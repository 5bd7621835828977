//! Closed lists of words, as the act format writes them.

/// Defines an enum whose variants are the words of a closed list.
///
/// # Example: a list of two words
///
/// ```
/// portolan_terms::words! {
///     /// Names how a chip is moved.
///     Carriage { Sea = "by-sea", Air = "by-air", }
/// }
///
/// assert_eq!(Carriage::Sea.word(), "by-sea");
/// assert_eq!(Carriage::from_word("by-air"), Some(Carriage::Air));
/// assert_eq!(Carriage::from_word("by-rail"), None);
/// ```
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $(#[doc = concat!("Written `", $word, "`.")] #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// Holds every word of the list, in the order of the act format.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Returns the word.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// Returns the variant written `word`, if there is one.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|variant| variant.word() == word)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.word())
            }
        }
    };
}
pub use words;
