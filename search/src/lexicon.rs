//! What the index itself knows of the language: its syllables, how often each stands in a document, and which stand
//! side by side. Read from the dictionaries of the index, so it never knows a word that was not published.

use std::collections::HashMap;
use std::time::Duration;

use dialogue::text::{fold, spelled};
use tantivy::schema::Field;
use tantivy::{DocSet, Searcher, TERMINATED, Term};

use crate::clock::now;
use crate::schema::Fields;

/// Longer words are none of the language.
const MAX_KEY_CHARS: usize = 16;
/// Above this, pairs that stand in a single document are forgotten: 12 bytes each, about 5 MB in all.
const MAX_PAIRS: usize = 400_000;

/// The number of an exact key in a lexicon.
pub(crate) type Number = u32;

/// Syllables and pairs, with the number of documents that have each.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    keys: Vec<(String, u32)>,
    numbers: HashMap<String, Number>,
    /// By fold key, the exact keys that it may stand for, the most frequent first.
    readings: HashMap<String, Vec<Number>>,
    pairs: HashMap<(Number, Number), u32>,
    total: u64,
    cost: Duration,
}

impl Lexicon {
    /// Reads the dictionaries of every segment: about 0.1 s for 100,000 documents.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn learn(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Lexicon> {
        let start = now();
        let mut lexicon = Lexicon::default();
        each_key(searcher, fields.whole.exact, |key, count| lexicon.add(key, count))?;
        lexicon.file_readings();
        each_key(searcher, fields.whole.pairs, |key, count| lexicon.add_pair(key, count))?;
        if lexicon.pairs.len() > MAX_PAIRS {
            lexicon.pairs.retain(|_, count| *count > 1);
        }
        lexicon.pairs.shrink_to_fit();
        lexicon.cost = start.elapsed();
        Ok(lexicon)
    }

    /// How long it took to learn.
    pub fn cost(&self) -> Duration {
        self.cost
    }

    fn add(&mut self, key: &str, count: u32) {
        if key.chars().count() > MAX_KEY_CHARS || !key.starts_with(char::is_alphabetic) {
            return;
        }
        self.total += u64::from(count);
        if let Some(number) = self.numbers.get(key) {
            self.keys[*number as usize].1 += count;
        } else if let Ok(number) = Number::try_from(self.keys.len()) {
            self.keys.push((key.to_owned(), count));
            self.numbers.insert(key.to_owned(), number);
        }
    }

    fn file_readings(&mut self) {
        for (number, (key, _)) in (0..).zip(&self.keys) {
            self.readings.entry(fold(&spelled(key))).or_default().push(number);
        }
        for readings in self.readings.values_mut() {
            readings.sort_by_key(|number| std::cmp::Reverse(self.keys[*number as usize].1));
        }
    }

    fn add_pair(&mut self, key: &str, count: u32) {
        let known = |part: &str| self.numbers.get(part).copied();
        let both = key.split_once(' ').and_then(|(one, two)| Some((known(one)?, known(two)?)));
        if let Some(pair) = both {
            *self.pairs.entry(pair).or_default() += count;
        }
    }

    pub fn number(&self, exact: &str) -> Option<Number> {
        self.numbers.get(exact).copied()
    }

    pub fn exact(&self, number: Number) -> &str {
        &self.keys[number as usize].0
    }

    /// The exact keys behind a fold key; none when the index does not have the syllable.
    pub fn readings(&self, fold: &str) -> &[Number] {
        self.readings.get(fold).map_or(&[], Vec::as_slice)
    }

    /// Every fold key.
    pub fn folds(&self) -> impl Iterator<Item = &str> {
        self.readings.keys().map(String::as_str)
    }

    /// How often documents have the syllable, of all syllables in documents.
    pub fn share(&self, number: Number) -> f64 {
        f64::from(self.keys[number as usize].1) / self.total.max(1) as f64
    }

    /// In how many of the documents with `one` it is followed by `two`.
    pub fn follows(&self, one: Number, two: Number) -> f64 {
        let count = self.pairs.get(&(one, two)).copied().unwrap_or(0);
        f64::from(count) / f64::from(self.keys[one as usize].1.max(1))
    }
}

/// Hands over each key of a field with the number of documents that have it, deleted ones included, once per segment.
fn each_key(searcher: &Searcher, field: Field, mut take: impl FnMut(&str, u32)) -> tantivy::Result<()> {
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().stream()?;
        while stream.advance() {
            if let Ok(key) = std::str::from_utf8(stream.key()) {
                take(key, stream.value().doc_freq);
            }
        }
    }
    Ok(())
}

/// Whether a document that was not removed has the key. A dictionary keeps the words of removed documents until their
/// segment is merged, and a word that stood only in a text that was taken down must not be proposed to anybody.
pub(crate) fn is_alive(searcher: &Searcher, field: Field, key: &str) -> tantivy::Result<bool> {
    let term = Term::from_field_text(field, key);
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let option = tantivy::schema::IndexRecordOption::Basic;
        let Some(mut postings) = index.read_postings(&term, option)? else { continue };
        let Some(alive) = segment.alive_bitset() else { return Ok(true) };
        let mut document = postings.doc();
        while document != TERMINATED {
            if alive.is_alive(document) {
                return Ok(true);
            }
            document = postings.advance();
        }
    }
    Ok(false)
}
