//! The list of terms as an administrator writes it, and where its phrases stand in a text.

use std::collections::HashMap;
use std::ops::Range;

use dialogue::text::{Syllable, fold, syllables};

use super::hidden;

/// From so many words on, a phrase is known without its marks.
const LONG: usize = 3;
/// More ways to read one line, and more terms of a list, are not taken: a list must not fill the memory.
const MOST_WAYS: usize = 2_000;
const MOST_TERMS: usize = 60_000;
const MOST_HARMLESS: usize = 10_000;

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

    /// The words of a place, if they are of one clause and without a comma between.
    fn phrase(&self, place: &Range<usize>) -> Option<&[Syllable]> {
        let here = self.list.get(place.clone())?;
        let is_whole = here.iter().all(|word| word.clause == here[0].clause)
            && !self.breaks[place.start + 1..place.end].contains(&true);
        is_whole.then_some(here)
    }
}

/// When a term counts in a text without marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Without {
    /// Always, also in a text that has marks.
    Loose,
    /// When it is long.
    Long,
    /// Never: it is an ordinary word there, even if it has no marks itself.
    Never,
}

/// A term's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// With their marks, and without.
    words: Vec<(String, String)>,
    without: Without,
}

impl Term {
    fn new(text: &str, without: Without) -> Self {
        let words = syllables(text).into_iter().map(|word| (word.exact, word.fold)).collect();
        Self { words, without }
    }
}

/// A list of terms, ready to be looked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Terms {
    pub(super) insults: Lexicon,
    /// Words for people that hold them in contempt, and what is said of such people.
    pub(super) people: Lexicon,
    pub(super) said_of_them: Lexicon,
    pub(super) hidden: Vec<String>,
    /// Phrases of which the letters are parted, as one word.
    pub(super) joined: Vec<String>,
    pub(super) harmless: Lexicon,
}

impl Terms {
    /// Reads a list of terms, one a line; `~` begins one that is found without its marks too, `=` one that never is, `*` one
    /// whose letters may be parted, replaced or stretched, `!` one that is no insult, `@` a word for people and `&` what of
    /// such people is an insult, `#` a remark. `a|b c` stands for `a c` and `b c`, in which `_` is a space; of one line the
    /// first 2,000 ways are read, of a list the first 60,000 phrases and the first 10,000 that are no insult.
    #[must_use]
    pub fn read(list: &str) -> Terms {
        let (mut terms, mut insults, mut harmless) = (Terms::default(), 0, 0);
        for line in list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (sign, term) = match line.chars().next() {
                Some(sign @ ('~' | '=' | '*' | '!' | '@' | '&')) => (sign, &line[1..]),
                _ => (' ', line),
            };
            if sign == '*' {
                terms.hidden.push(squeezed(term));
                continue;
            }
            // What is no insult is read however many insults there are.
            let (known, most) =
                if sign == '!' { (&mut harmless, MOST_HARMLESS) } else { (&mut insults, MOST_TERMS) };
            for way in ways(term).into_iter().take(most.saturating_sub(*known)) {
                *known += 1;
                terms.add(sign, &way);
            }
        }
        terms.joined.retain(|word| word.len() >= hidden::LEAST_JOINED);
        terms.joined.sort();
        terms.joined.dedup();
        terms
    }

    fn add(&mut self, sign: char, term: &str) {
        let lexicon = match sign {
            '!' => &mut self.harmless,
            '@' => &mut self.people,
            '&' => &mut self.said_of_them,
            _ => {
                if term.split_whitespace().count() > 1 {
                    self.joined.push(squeezed(term));
                }
                &mut self.insults
            }
        };
        let without = match sign {
            '~' => Without::Loose,
            '=' => Without::Never,
            _ => Without::Long,
        };
        lexicon.add(Term::new(term, without));
    }
}

/// Terms by their first two words without their marks; of one word, by it and nothing.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Lexicon(HashMap<String, HashMap<String, Vec<Term>>>);

impl Lexicon {
    fn add(&mut self, term: Term) {
        let Some((_, first)) = term.words.first() else { return };
        let second = term.words.get(1).map(|(_, fold)| fold.clone()).unwrap_or_default();
        self.0.entry(first.clone()).or_default().entry(second).or_default().push(term);
    }

    /// The terms that may begin at a word.
    fn beginning<'a>(&'a self, words: &'a [Syllable], at: usize) -> impl Iterator<Item = &'a Term> {
        let seconds = self.0.get(&words[at].fold);
        let alone = seconds.and_then(|seconds| seconds.get(""));
        let pairs = seconds.and_then(|seconds| seconds.get(&words.get(at + 1)?.fold));
        alone.into_iter().chain(pairs).flatten()
    }

    /// Where the terms stand in one clause, counted in words. Of a term that may begin at a word it is asked whether it
    /// counts there without its marks, and `None` where it does not count at all.
    fn places(
        &self,
        words: &Words,
        counts: impl Fn(&Term, Range<usize>) -> Option<bool>,
    ) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for at in 0..words.list.len() {
            for term in self.beginning(&words.list, at) {
                let place = at..at + term.words.len();
                let Some(here) = words.phrase(&place) else { continue };
                let Some(without_marks) = counts(term, place.clone()) else { continue };
                let fits = |(word, (exact, fold)): (&Syllable, &(String, String))| {
                    word.exact == *exact || (without_marks && word.exact == word.fold && word.fold == *fold)
                };
                if here.iter().zip(&term.words).all(fits) {
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
    fn of_people(&self, words: &Words, least: usize) -> Vec<Range<usize>> {
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
        let firsts = self.0.iter().filter(|(word, _)| fits(first, word.as_bytes()));
        firsts
            .flat_map(|(_, seconds)| seconds.keys())
            .any(|word| !word.is_empty() && fits(second, word.as_bytes()))
    }
}

/// Whether a word is what is left of it between its stars.
fn fits(left: &[u8], word: &[u8]) -> bool {
    let Some(star) = left.iter().position(|byte| *byte == b'*') else { return left == word };
    let end = left.iter().rposition(|byte| *byte == b'*').map_or(left.len(), |last| last + 1);
    let (start, end) = (&left[..star], &left[end..]);
    word.len() > start.len() + end.len() && word.starts_with(start) && word.ends_with(end)
}

impl Terms {
    /// Where insults stand, counted in words: as they are written, or said of people within the same clause.
    pub(super) fn places(&self, words: &Words) -> Vec<Range<usize>> {
        let mut found = self.insults.as_written(words, LONG);
        found.extend(self.of_people(words));
        found
    }

    /// From a word for people to what is said of them.
    fn of_people(&self, words: &Words) -> Vec<Range<usize>> {
        /// How many words stand between them at most.
        const NEAR: usize = 6;
        let people = self.people.of_people(words, 2);
        let said = self.said_of_them.of_people(words, 2);
        let of = |said: &Range<usize>| {
            let near = |who: &&Range<usize>| {
                who.end <= said.start
                    && said.start - who.end <= NEAR
                    && words.list[who.start].clause == words.list[said.start].clause
            };
            Some(people.iter().rfind(near)?.start..said.end)
        };
        said.iter().filter_map(of).collect()
    }
}

/// The letters of a term without marks, each once in a row, as a stretched word is read.
fn squeezed(term: &str) -> String {
    let mut letters: Vec<char> = fold(term).chars().filter(char::is_ascii_lowercase).collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// Every way to choose one of each `a|b` of a line.
fn ways(line: &str) -> Vec<String> {
    let mut ways = vec![String::new()];
    for choices in line.split_whitespace() {
        let choices: Vec<String> = choices.split('|').map(|choice| choice.replace('_', " ")).collect();
        ways = ways
            .iter()
            .flat_map(|way| choices.iter().map(move |choice| format!("{way} {choice}")))
            .take(MOST_WAYS)
            .collect();
    }
    ways
}
