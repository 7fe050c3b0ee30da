//! The two languages of the public pages. Vietnamese comes first and is what a page speaks unless its reader chose
//! otherwise; staff screens speak Vietnamese only.
//!
//! The sentences of templates stand in `server/words/{vi,en}.ftl` (Fluent), under the same keys. The words of the closed
//! lists (a label, a kind, a state) are Vietnamese in `dialogue`, and stand in `en.ftl` under `list-code`. A sentence of
//! an error stands in both languages where the error is made: [`Both`].

mod both;
mod speech;

pub use both::Both;
pub use speech::Told;

use dialogue::clock::Zone;
use dialogue::{Millis, Word};

/// A language of the public pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    #[default]
    Vi,
    En,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// The code of the language, for `lang` attributes (BCP 47).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The language of a code; others than these two are not spoken here.
    #[must_use]
    pub fn named(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// The first language of an `Accept-Language` header that is spoken here (RFC 9110, section 12.5.4), by weight and
    /// then by order. Vietnamese when none is.
    #[must_use]
    pub fn accepted(header: &str) -> Self {
        let weighed = header.split(',').filter_map(|range| {
            let (tag, weight) = range.split_once(';').unwrap_or((range, ""));
            let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
            let weight = weight.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse::<f32>().ok())?;
            Some((Self::named(&primary)?, weight)).filter(|(_, weight)| *weight > 0.0)
        });
        let best = weighed.reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.map(|(lang, _)| lang).unwrap_or_default()
    }

    #[must_use]
    pub const fn is_english(self) -> bool {
        matches!(self, Self::En)
    }

    /// Whether there is a sentence under a key.
    #[must_use]
    pub fn knows(self, key: &str) -> bool {
        speech::knows(self, key)
    }

    /// The sentence under a key.
    #[must_use]
    pub fn say(self, key: &str) -> String {
        speech::say(self, key, &[])
    }

    /// The sentence under a key, with one thing told in it.
    #[must_use]
    pub fn say1(self, key: &str, name: &str, value: impl Told) -> String {
        speech::say(self, key, &[(name, value.told())])
    }

    /// The sentence under a key, with two things told in it.
    #[must_use]
    pub fn say2(self, key: &str, one: &str, first: impl Told, other: &str, second: impl Told) -> String {
        speech::say(self, key, &[(one, first.told()), (other, second.told())])
    }

    /// The word of a closed list.
    #[must_use]
    pub fn word<W: Word>(self, word: &W) -> String {
        match self {
            Self::Vi => word.vietnamese().to_owned(),
            Self::En => self.say(&format!("{}-{}", W::LIST, word.word())),
        }
    }

    /// A date and time where there is room: "thứ Năm, 24/09/2026, 08:30", "Thursday, 24 September 2026, 08:30".
    #[must_use]
    pub fn long(self, zone: &Zone, at: Millis) -> String {
        match self {
            Self::Vi => zone.long(at),
            Self::En => zone.long_english(at),
        }
    }

    /// A date and time in a line: "24/09/2026 08:30", "24 Sep 2026, 08:30".
    #[must_use]
    pub fn short(self, zone: &Zone, at: Millis) -> String {
        match self {
            Self::Vi => zone.short(at),
            Self::En => zone.short_english(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_readers_own_when_it_is_spoken_here() {
        for (header, lang) in [
            ("", Lang::Vi),
            ("en", Lang::En),
            ("en-GB,en;q=0.9", Lang::En),
            ("vi-VN,vi;q=0.9,en;q=0.8", Lang::Vi),
            ("fr,en;q=0.5,vi;q=0.4", Lang::En),
            ("en;q=0.4, VI;q=0.5", Lang::Vi),
            ("en;q=0", Lang::Vi),
            ("de", Lang::Vi),
            ("en;q=many", Lang::Vi),
            ("*", Lang::Vi),
        ] {
            assert_eq!(Lang::accepted(header), lang, "{header}");
        }
    }
}
