//! Insults in what people of Vietnam write: as they are written, without marks, and hidden from a simple filter. A finding
//! moves a question to the eyes of a moderator and never decides.
//!
//! Without marks most insults are ordinary words (`cac ho dan`), so there only phrases count. A word whose letters were
//! parted, replaced or stretched was hidden on purpose: there one word is enough. What stands in quotation marks is what
//! somebody else said.

mod disguise;
mod hidden;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use dialogue::text::{Syllable, fold, syllables};

use crate::screen::flat::Flat;

const TERMS: &str = include_str!("terms.txt");

static FIRST: LazyLock<Terms> = LazyLock::new(|| Terms::read(TERMS));

/// A term's words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    /// With their marks, and without.
    words: Vec<(String, String)>,
    /// Found without its marks too.
    is_loose: bool,
}

impl Term {
    fn new(text: &str, is_loose: bool) -> Self {
        let words = syllables(text).into_iter().map(|word| (word.exact, word.fold)).collect();
        Self { words, is_loose }
    }

    /// A phrase so long that it is no other one without its marks.
    fn is_long(&self) -> bool {
        self.words.len() >= LONG
    }
}

/// From so many words on, a phrase is known without its marks.
const LONG: usize = 3;
/// More ways to read one line, and more terms of a list, are not taken: a list must not fill the memory.
const MOST_WAYS: usize = 2_000;
const MOST_TERMS: usize = 50_000;

/// A list of terms, ready to be looked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Terms {
    insults: Lexicon,
    hidden: Vec<String>,
    /// Phrases of which the letters are parted, as one word.
    joined: Vec<String>,
    harmless: Lexicon,
}

/// Terms by their first two words without their marks; of one word, by it and nothing.
#[derive(Debug, Default, PartialEq, Eq)]
struct Lexicon(HashMap<String, HashMap<String, Vec<Term>>>);

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

    /// Where the terms stand in one clause, in bytes. Of a term that may begin at a word it is asked whether it counts there
    /// without its marks, and `None` where it does not count at all.
    fn places(
        &self,
        words: &[Syllable],
        counts: impl Fn(&Term, Range<usize>) -> Option<bool>,
    ) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for (at, first) in words.iter().enumerate() {
            for term in self.beginning(words, at) {
                let place = at..at + term.words.len();
                let Some(here) = words.get(place.clone()) else { continue };
                let Some(without_marks) = counts(term, place) else { continue };
                let fits = |(word, (exact, fold)): (&Syllable, &(String, String))| {
                    word.exact == *exact || (without_marks && word.exact == word.fold && word.fold == *fold)
                };
                let is_one_clause = here.iter().all(|word| word.clause == first.clause);
                if is_one_clause && here.iter().zip(&term.words).all(fits) {
                    found.push(here[0].start..here[here.len() - 1].end);
                }
            }
        }
        found
    }

    /// Where they stand as they are written.
    fn as_written(&self, words: &[Syllable]) -> Vec<Range<usize>> {
        let is_plain = words.iter().all(|word| word.exact == word.fold);
        self.places(words, |term, _| Some(term.is_loose || (is_plain && term.is_long())))
    }

    /// Where phrases stand of which one word is guessed at least: a guess has no marks.
    fn with_guesses(&self, words: &[Syllable], is_guess: impl Fn(&Syllable) -> bool) -> Vec<Range<usize>> {
        let has_guess = |place: Range<usize>| words[place].iter().any(&is_guess);
        self.places(words, |term, place| (term.words.len() > 1 && has_guess(place)).then_some(true))
    }

    /// Whether a phrase begins with a word of this first letter, and of this last one if it is known, before the second.
    fn has_pair(&self, first: u8, last: Option<u8>, second: &[u8]) -> bool {
        let fits = |word: &str| {
            let bytes = word.as_bytes();
            bytes.len() > 1 && bytes[0] == first && last.is_none_or(|last| bytes.ends_with(&[last]))
        };
        let Ok(second) = str::from_utf8(second) else { return false };
        self.0.iter().any(|(word, seconds)| fits(word) && seconds.contains_key(second))
    }
}

impl Terms {
    /// Reads a list of terms, one a line; `*` begins one whose letters may be parted, replaced or stretched, `!` one that is
    /// no insult, `~` one that is found without its marks too, `#` a remark. `a|b c` stands for `a c` and `b c`, in which `_`
    /// is a space; of one line the first 2,000 ways are read, of a list the first 50,000 phrases.
    #[must_use]
    pub fn read(list: &str) -> Terms {
        let mut terms = Terms::default();
        for line in list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(term) = line.strip_prefix('!') {
                ways(term).iter().for_each(|term| terms.harmless.add(Term::new(term, false)));
            } else if let Some(term) = line.strip_prefix('*') {
                terms.hidden.push(squeezed(term));
            } else {
                let is_loose = line.starts_with('~');
                let room = MOST_TERMS.saturating_sub(terms.joined.len());
                for way in ways(line.trim_start_matches('~')).into_iter().take(room) {
                    let term = Term::new(&way, is_loose);
                    if term.words.len() > 1 {
                        terms.joined.push(squeezed(&way));
                    }
                    terms.insults.add(term);
                }
            }
        }
        terms.joined.retain(|word| word.len() >= hidden::LEAST_JOINED);
        terms.joined.sort();
        terms.joined.dedup();
        terms
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

/// The first list of a site, by the names of its groups.
#[must_use]
pub fn first_terms() -> Vec<(String, String)> {
    let groups = TERMS.split("\n## ").skip(1);
    let group = |group: &str| {
        let (name, lines) = group.split_once('\n')?;
        Some((name.trim().to_owned(), lines.trim().to_owned()))
    };
    groups.filter_map(group).collect()
}

/// The insults of a text by the first list, in its order, in characters; parts of one another are told once.
#[must_use]
pub fn abuse(text: &str) -> Vec<Range<usize>> {
    FIRST.abuse(text)
}

impl Terms {
    /// As [`abuse`], by these terms.
    #[must_use]
    pub fn abuse(&self, text: &str) -> Vec<Range<usize>> {
        let words = syllables(text);
        let said = quoted(text);
        let harmless = self.harmless.as_written(&words);
        let is_meant = |place: &Range<usize>| {
            !harmless.iter().chain(&said).any(|other| other.start < place.end && place.start < other.end)
        };
        let insults = self.insults.as_written(&words).into_iter().chain(self.disguised(text));
        let mut found: Vec<Range<usize>> =
            insults.filter(is_meant).map(|place| in_chars(text, &place)).collect();
        let said: Vec<Range<usize>> = said.iter().map(|place| in_chars(text, place)).collect();
        let is_own = |place: &Range<usize>| !said.iter().any(|other| other.contains(&place.start));
        let flat = Flat::new(text);
        found.extend(hidden::places(&flat, &self.hidden, &self.joined).into_iter().filter(&is_own));
        let has_pair = |first, last, second: &[u8]| self.insults.has_pair(first, last, second);
        found.extend(hidden::starred(&flat, has_pair).into_iter().filter(&is_own));
        found.sort_by_key(|place| (place.start, std::cmp::Reverse(place.end)));
        let mut end = 0;
        found.retain(|place| {
            let is_new = end <= place.start;
            end = end.max(place.end);
            is_new
        });
        found
    }

    /// Phrases in which a word is stretched, or has digits, signs or marks of a typewriter among its letters.
    fn disguised(&self, text: &str) -> Vec<Range<usize>> {
        let Some(undone) = disguise::undone(text) else { return Vec::new() };
        let words = syllables(&undone.text);
        let places = self.insults.with_guesses(&words, |word| undone.is_changed(word.start));
        places.into_iter().map(|place| undone.origin(&place)).collect()
    }
}

/// What stands in quotation marks, when there is a text around it.
fn quoted(text: &str) -> Vec<Range<usize>> {
    let is_quote = |letter: char| matches!(letter, '"' | '\u{201C}' | '\u{201D}' | '«' | '»');
    let marks: Vec<usize> =
        text.char_indices().filter(|(_, letter)| is_quote(*letter)).map(|(at, _)| at).collect();
    let pairs = marks.chunks_exact(2).map(|pair| pair[0]..pair[1]);
    pairs.filter(|place| place.start > 0).collect()
}

fn in_chars(text: &str, bytes: &Range<usize>) -> Range<usize> {
    let start = text[..bytes.start].chars().count();
    start..start + text[bytes.clone()].chars().count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::abuse;

    fn found(text: &str) -> Vec<String> {
        abuse(text)
            .into_iter()
            .map(|place| text.chars().skip(place.start).take(place.len()).collect())
            .collect()
    }

    #[test]
    fn insults_are_found_however_they_are_written() {
        let table = [
            ("Đồ khốn nạn, trả tiền đây", "Đồ khốn nạn"),
            ("dit me cai phuong nay", "dit me"),
            ("đ.é.o ai tin", "đ.é.o"),
            ("d e o hieu noi", "d e o"),
            ("c@c chứ hỗ trợ", "c@c"),
            ("đ*t cụ bọn lấn chiếm", "đ*t cụ"),
            ("đéooooo hiểu", "đéooooo"),
            ("CLGT, hẹn mãi", "CLGT"),
        ];
        for (text, expected) in table {
            assert_eq!(found(text).first().map(String::as_str), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_it_is_none() {
        for text in [
            "cac ho dan deo khau trang du ca buoi",
            "Gỗ óc chó có phải khai báo không?",
            "Cán bộ nói với tôi \"cút ra ngoài\", xin xem lại",
            "Lô L0N-15 và tòa C4C; xe 50 cc; Điểm đ, m khoản 2",
            "chim cút, rượu cút, đường cụt, cá ngừ, tạm ngụ",
        ] {
            assert_eq!(found(text), <[&str; 0]>::default(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gets_an_answer(text in "(?s).{0,120}") {
            let mut end = 0;
            for place in abuse(&text) {
                prop_assert!(end <= place.start && place.start < place.end && place.end <= text.chars().count());
                end = place.end;
            }
        }
    }
}
