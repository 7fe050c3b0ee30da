//! The keys under which a text is found: one function for documents and for words.
//!
//! A syllable has two keys. The fold key drops every mark, so that "thu tuc" finds "thủ tục"; the exact
//! key keeps them, with the tone at the end, so that marks that were typed count and "hoà" is "hòa".
//! Adjacent syllables of a clause make a pair, which stands in for a segmenter of compounds.

use dialogue::text::{Syllable, syllables};

use crate::numbers;

/// The keys of one text, in its order, with repetitions.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    pub fold: Vec<String>,
    pub exact: Vec<String>,
    pub pairs: Vec<String>,
    /// Of the document numbers in it.
    pub numbers: Vec<String>,
}

impl Keys {
    pub fn of(text: &str) -> Keys {
        let syllables = syllables(text);
        let numbers = numbers::written(text, &syllables);
        let pairs = syllables.iter().zip(syllables.iter().skip(1)).filter_map(pair).collect();
        let (fold, exact) = syllables.into_iter().map(|syllable| (syllable.fold, syllable.exact)).unzip();
        Keys { fold, exact, pairs, numbers }
    }

    /// Adds the keys of a text that follows; no pair reaches across.
    pub fn and(mut self, text: &str) -> Keys {
        let next = Keys::of(text);
        self.fold.extend(next.fold);
        self.exact.extend(next.exact);
        self.pairs.extend(next.pairs);
        self.numbers.extend(next.numbers);
        self
    }
}

fn pair((one, two): (&Syllable, &Syllable)) -> Option<String> {
    (one.clause == two.clause).then(|| pair_key(&one.exact, &two.exact))
}

/// The key of two exact keys that stand side by side.
pub(crate) fn pair_key(one: &str, two: &str) -> String {
    format!("{one} {two}")
}
