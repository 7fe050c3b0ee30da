//! One macro for the closed lists of words that the database, the wire and the pages share.

/// A closed list of words, each with the code that the database and the wire use.
pub trait Word: Copy + Sized + 'static {
    const WORDS: &'static [Self];
    /// The list's own name.
    const LIST: &'static str;

    /// The code of a word.
    fn word(self) -> &'static str;

    /// The word shown to people.
    fn vietnamese(self) -> &'static str;
}

/// Declares an enum whose variants have one code (database, JSON) and one Vietnamese word (pages).
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $code:literal, $vietnamese:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code used in the database and on the wire.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// The word shown to people.
            #[must_use]
            pub const fn vietnamese(self) -> &'static str {
                match self { $(Self::$variant => $vietnamese,)+ }
            }
        }

        $crate::words::read_and_written!($name);
    };
}
pub(crate) use words;

/// How the words of a list are read, written and listed, by their codes.
macro_rules! read_and_written {
    ($name:ident) => {
        impl $crate::words::Word for $name {
            const WORDS: &'static [Self] = Self::ALL;
            const LIST: &'static str = stringify!($name);

            fn word(self) -> &'static str {
                self.code()
            }

            fn vietnamese(self) -> &'static str {
                self.vietnamese()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::refusal::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                let known = Self::ALL.iter().copied().find(|known| known.code() == word);
                known.ok_or_else(|| $crate::refusal::UnknownWord(word.to_owned()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::refusal::UnknownWord;

            fn try_from(word: String) -> Result<Self, Self::Error> {
                word.parse()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?
                    .parse()
                    .map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use read_and_written;
