//! A sentence that is made where something happens, in both languages.

use std::borrow::Borrow;

use dialogue::text::TextFault;
use dialogue::{Millis, Refusal};

use super::Lang;

/// A sentence in Vietnamese and in English. One that only staff can meet is Vietnamese in both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Both {
    vietnamese: String,
    english: String,
}

impl Both {
    pub fn new(vietnamese: impl Into<String>, english: impl Into<String>) -> Self {
        Self { vietnamese: vietnamese.into(), english: english.into() }
    }

    #[must_use]
    pub fn in_lang(&self, lang: impl Borrow<Lang>) -> &str {
        match lang.borrow() {
            Lang::Vi => &self.vietnamese,
            Lang::En => &self.english,
        }
    }

    /// The sentence under a key of the files.
    #[must_use]
    pub fn of_key(key: &str) -> Self {
        Self::new(Lang::Vi.say(key), Lang::En.say(key))
    }

    /// A sentence with a moment in it, which `{at}` stands for.
    #[must_use]
    pub fn at(vietnamese: &str, english: &str, zone: &dialogue::clock::Zone, at: Millis) -> Self {
        let told = |lang: Lang, sentence: &str| sentence.replace("{at}", &lang.long(zone, at));
        Self::new(told(Lang::Vi, vietnamese), told(Lang::En, english))
    }
}

impl From<&str> for Both {
    fn from(sentence: &str) -> Self {
        Self::new(sentence, sentence)
    }
}

impl From<String> for Both {
    fn from(sentence: String) -> Self {
        Self::new(sentence.clone(), sentence)
    }
}

impl From<&TextFault> for Both {
    fn from(fault: &TextFault) -> Self {
        Self::new(fault.vietnamese(), fault.english())
    }
}

impl From<Refusal> for Both {
    fn from(refusal: Refusal) -> Self {
        Self::new(refusal.vietnamese(), refusal.english())
    }
}
