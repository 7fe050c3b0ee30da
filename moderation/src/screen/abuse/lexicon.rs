//! Terms of a list, and where they stand in a text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use dialogue::text::{Syllable, syllables};

/// The words of a text, as terms are looked for in them.
pub(super) struct Words {
    pub list: Vec<Syllable>,
    /// Whether a comma stands before the word: no phrase goes over it.
    breaks: Vec<bool>,
    is_plain: bool,
}

impl Words {
    pub fn new(text: &str) -> Self {
        let list = syllables(text);
        let ends = std::iter::once(0).chain(list.iter().map(|word| word.end));
        let breaks = ends.zip(&list).map(|(end, word)| text[end..word.start].contains(',')).collect();
        let is_plain = list.iter().all(|word| word.exact == word.fold);
        Self { list, breaks, is_plain }
    }

    /// Where the words stand in the text, in bytes.
    pub fn in_bytes(&self, place: &Range<usize>) -> Range<usize> {
        self.list[place.start].start..self.list[place.end - 1].end
    }

    /// Whether a place is within the text, in one clause and without a comma between its words.
    fn is_phrase(&self, place: &Range<usize>) -> bool {
        self.list.get(place.clone()).is_some_and(|here| {
            here.iter().all(|word| word.clause == here[0].clause)
                && !self.breaks[place.start + 1..place.end].contains(&true)
        })
    }
}

/// When a term counts in a text without marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Without {
    /// Always, also in a text that has marks.
    Loose,
    /// When it is long.
    Long,
    /// Never: it is an ordinary word there, even if it has no marks itself.
    Never,
}

/// A term's words, by their numbers in the lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    words: Box<[u32]>,
    without: Without,
}

/// Terms by their first two words without their marks. Tens of thousands of terms are made of a few thousand words, which
/// are kept once.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Lexicon {
    /// The words with their marks.
    exact: HashMap<Box<str>, u32>,
    /// The words without.
    folds: HashMap<Box<str>, u32>,
    /// For each of the former its number among the latter.
    fold_of: Vec<u32>,
    terms: HashMap<(u32, u32), Vec<Term>>,
}

/// Stands for the second word of a term that has one.
const NO_WORD: u32 = u32::MAX;

/// A word of a text by its numbers, and whether it has no marks.
struct Known {
    exact: Option<u32>,
    fold: Option<u32>,
    is_bare: bool,
}

impl Lexicon {
    pub fn add(&mut self, text: &str, without: Without) {
        let words: Box<[u32]> = syllables(text).iter().map(|word| self.number(word)).collect();
        let Some(first) = words.first() else { return };
        let fold = |word: u32| self.fold_of[word as usize];
        let pair = (fold(*first), words.get(1).map_or(NO_WORD, |word| fold(*word)));
        self.terms.entry(pair).or_default().push(Term { words, without });
    }

    /// The number of a word, a new one if it has none.
    fn number(&mut self, word: &Syllable) -> u32 {
        if let Some(known) = self.exact.get(word.exact.as_str()) {
            return *known;
        }
        let next = |known: usize| u32::try_from(known).unwrap_or(NO_WORD - 1);
        let fold = next(self.folds.len());
        let fold = *self.folds.entry(word.fold.as_str().into()).or_insert(fold);
        let exact = next(self.fold_of.len());
        self.exact.insert(word.exact.as_str().into(), exact);
        self.fold_of.push(fold);
        exact
    }

    fn known(&self, word: &Syllable) -> Known {
        Known {
            exact: self.exact.get(word.exact.as_str()).copied(),
            fold: self.folds.get(word.fold.as_str()).copied(),
            is_bare: word.exact == word.fold,
        }
    }

    /// The terms that may begin at a word.
    fn beginning<'a>(&'a self, words: &[Known], at: usize) -> impl Iterator<Item = &'a Term> {
        let first = words[at].fold;
        let second = words.get(at + 1).and_then(|word| word.fold);
        let alone = first.and_then(|first| self.terms.get(&(first, NO_WORD)));
        let pairs = first.zip(second).and_then(|pair| self.terms.get(&pair));
        alone.into_iter().chain(pairs).flatten()
    }

    /// Where the terms stand in one clause, counted in words. Of a term that may begin at a word it is asked whether it
    /// counts there without its marks, and `None` where it does not count at all.
    fn places(
        &self,
        words: &Words,
        counts: impl Fn(&Term, Range<usize>) -> Option<bool>,
    ) -> Vec<Range<usize>> {
        let known: Vec<Known> = words.list.iter().map(|word| self.known(word)).collect();
        let mut found = Vec::new();
        for at in 0..known.len() {
            for term in self.beginning(&known, at) {
                let place = at..at + term.words.len();
                if !words.is_phrase(&place) {
                    continue;
                }
                let Some(without_marks) = counts(term, place.clone()) else { continue };
                let fits = |(word, wanted): (&Known, &u32)| {
                    let fold = self.fold_of[*wanted as usize];
                    word.exact == Some(*wanted) || (without_marks && word.is_bare && word.fold == Some(fold))
                };
                if known[place.clone()].iter().zip(&term.words).all(fits) {
                    found.push(place);
                }
            }
        }
        found
    }

    /// Where they stand as they are written; in a text without any marks, those of so many words, without theirs.
    pub fn as_written(&self, words: &Words, long: usize) -> Vec<Range<usize>> {
        let is_plain = words.is_plain;
        self.places(words, |term, _| match term.without {
            Without::Loose => Some(true),
            Without::Long => Some(is_plain && term.words.len() >= long),
            Without::Never => (!is_plain).then_some(false),
        })
    }

    /// As [`Self::as_written`], but what has fewer words tells nothing in a text without marks.
    pub fn of_people(&self, words: &Words, least: usize) -> Vec<Range<usize>> {
        let is_plain = words.is_plain;
        self.places(words, |term, _| (!is_plain || term.words.len() >= least).then_some(is_plain))
    }

    /// Where phrases stand of which one word is guessed at least: a guess has no marks.
    pub fn with_guesses(&self, words: &Words, is_guess: impl Fn(&Syllable) -> bool) -> Vec<Range<usize>> {
        let has_guess = |place: Range<usize>| words.list[place].iter().any(&is_guess);
        // One word alone must be none that is ordinary without its marks.
        let is_sure = |term: &Term| term.words.len() > 1 || term.without == Without::Loose;
        self.places(words, |term, place| (is_sure(term) && has_guess(place)).then_some(true))
    }

    /// Whether a phrase begins with two words that fit; `*` is any letters but none.
    pub fn has_pair(&self, first: &[u8], second: &[u8]) -> bool {
        let like = |left: &[u8]| -> HashSet<u32> {
            let words = self.folds.iter().filter(|(word, _)| fits(left, word.as_bytes()));
            words.map(|(_, number)| *number).collect()
        };
        let (first, second) = (like(first), like(second));
        self.terms.keys().any(|pair| first.contains(&pair.0) && second.contains(&pair.1))
    }
}

/// Whether a word is what is left of it between its stars.
fn fits(left: &[u8], word: &[u8]) -> bool {
    let Some(star) = left.iter().position(|byte| *byte == b'*') else { return left == word };
    let end = left.iter().rposition(|byte| *byte == b'*').map_or(left.len(), |last| last + 1);
    let (start, end) = (&left[..star], &left[end..]);
    word.len() > start.len() + end.len() && word.starts_with(start) && word.ends_with(end)
}
