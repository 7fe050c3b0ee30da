//! From what was typed to what was meant, by what the index knows.
//!
//! In this order, for each word: a term of the city's synonyms stays; a word whose fold key the index does not know is
//! read as raw Telex or VNI, else as a slip of one key; a word without marks gets all readings that the index has. One
//! pass over the whole query ([`path`]) then chooses what is shown, and weighs what else may have been meant: that is
//! looked for too, with less weight. Marks that were typed are never changed.

mod path;
mod slip;
mod surface;

use dialogue::text::{Syllable, syllables};
use vi::{TELEX, VNI};

use crate::lexicon::{Lexicon, Number};

/// How many readings of a word are weighed at most, the most frequent.
const MAX_READINGS: usize = 12;
/// A less likely reading is not looked for.
const MIN_SHARE: f64 = 0.1;
/// The share of the words of a text that have a mark, about.
const MARKED: f64 = 0.75;
/// A word that was guessed past a slip counts less.
const SLIP_WEIGHT: f32 = 0.8;

/// A word of the query as it is looked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    pub typed: Syllable,
    pub fold: String,
    /// In the likeliest reading of the whole query.
    pub exact: String,
    pub weight: f32,
    /// The exact keys that are looked for, each with how likely it was meant.
    pub meant: Vec<(String, f32)>,
    /// The pairs with the next word that are looked for, in the same way.
    pub beside: Vec<(String, String, f32)>,
}

/// What a word may have meant.
#[derive(Clone, Debug)]
struct Reading {
    /// In the lexicon; none for a word that the index does not know.
    number: Option<Number>,
    fold: String,
    exact: String,
    weight: f32,
    /// How likely it is typed in this way, against being typed as it is written.
    chance: f64,
}

impl Word {
    pub fn literal(typed: Syllable) -> Word {
        let meant = vec![(typed.exact.clone(), 1.0)];
        Word {
            fold: typed.fold.clone(),
            exact: typed.exact.clone(),
            typed,
            weight: 1.0,
            meant,
            beside: Vec::new(),
        }
    }

    fn is_changed(&self) -> bool {
        self.exact != self.typed.exact
    }
}

/// What the index, as it is searched now, knows.
pub(crate) struct Known<'a> {
    pub lexicon: &'a Lexicon,
    /// Whether some document that was not removed has the exact key.
    pub is_alive: &'a dyn Fn(&str) -> bool,
    /// Whether the fold key is a whole term of the synonyms, such as `ubnd`.
    pub is_term: &'a dyn Fn(&str) -> bool,
}

/// Takes the words as they were typed.
pub(crate) fn literal(typed: Vec<Syllable>) -> Vec<Word> {
    let mut words: Vec<Word> = typed.into_iter().map(Word::literal).collect();
    for at in 1..words.len() {
        if words[at - 1].typed.clause == words[at].typed.clause {
            let pair = (words[at - 1].exact.clone(), words[at].exact.clone(), 1.0);
            words[at - 1].beside.push(pair);
        }
    }
    words
}

/// Repairs the words of a query.
pub(crate) fn repair(typed: Vec<Syllable>, known: &Known<'_>) -> Vec<Word> {
    let left_out = chance_of_marks_left_out(&typed);
    let readings: Vec<Vec<Reading>> =
        typed.iter().map(|syllable| known.readings(syllable, left_out)).collect();
    let weighed = path::weigh(&typed, &readings, known.lexicon);
    let word = |(at, typed): (usize, Syllable)| {
        let best = readings[at][weighed.best[at]].clone();
        let shares = readings[at].iter().zip(&weighed.shares[at]).enumerate();
        let meant = shares
            .filter(|(one, (_, share))| **share >= MIN_SHARE || *one == weighed.best[at])
            .map(|(_, (reading, share))| (reading.exact.clone(), weight_of(*share)))
            .collect();
        let beside = beside(at, &readings, &weighed);
        Word { typed, fold: best.fold, exact: best.exact, weight: best.weight, meant, beside }
    };
    typed.into_iter().enumerate().map(word).collect()
}

/// The pairs that a word may make with the next one.
fn beside(at: usize, readings: &[Vec<Reading>], weighed: &path::Weighed) -> Vec<(String, String, f32)> {
    let mut pairs = Vec::new();
    for (first, row) in weighed.beside.get(at).into_iter().flatten().enumerate() {
        for (second, share) in row.iter().enumerate() {
            let is_best = first == weighed.best[at] && second == weighed.best[at + 1];
            if *share >= MIN_SHARE || is_best {
                let (one, two) = (&readings[at][first], &readings[at + 1][second]);
                let weight = one.weight * two.weight * weight_of(*share);
                pairs.push((one.exact.clone(), two.exact.clone(), weight));
            }
        }
    }
    pairs
}

/// What a reading weighs beside one that is sure. The root, since the chances come from counts and not from the sense:
/// an even choice between two should not halve both.
fn weight_of(share: f64) -> f32 {
    share.sqrt() as f32
}

/// How likely a word without marks was typed without those it has: 1 in a query without any mark, little in one that has
/// about as many as a text has.
fn chance_of_marks_left_out(typed: &[Syllable]) -> f64 {
    let is_word = |syllable: &&Syllable| syllable.fold.starts_with(char::is_alphabetic);
    let words = typed.iter().filter(is_word).count().max(1);
    let marked = typed.iter().filter(is_word).filter(|word| word.exact != word.fold).count();
    (1.0 - marked as f64 / words as f64 / MARKED).max(0.05)
}

/// The query with its repaired words in their places, when any was repaired.
pub(crate) fn shown(words: &str, repaired: &[Word]) -> Option<String> {
    let mut out = String::with_capacity(words.len());
    let mut at = 0;
    for word in repaired.iter().filter(|word| word.is_changed()) {
        out.push_str(&words[at..word.typed.start]);
        out.push_str(&surface::like(&word.exact, &words[word.typed.start..word.typed.end]));
        at = word.typed.end;
    }
    out.push_str(&words[at..]);
    (out != words).then_some(out)
}

impl Known<'_> {
    fn readings(&self, typed: &Syllable, left_out: f64) -> Vec<Reading> {
        let mut found = self.meant(typed);
        found.retain(|reading| reading.exact == typed.exact || (self.is_alive)(&reading.exact));
        for reading in found.iter_mut().filter(|reading| reading.exact != typed.exact) {
            reading.chance = left_out;
        }
        if found.is_empty() { vec![self.as_typed(typed)] } else { found }
    }

    fn meant(&self, typed: &Syllable) -> Vec<Reading> {
        let is_plain = typed.exact == typed.fold;
        let is_word = typed.fold.starts_with(char::is_alphabetic);
        if !is_word
            || (self.is_term)(&typed.fold)
            || (!is_plain && self.lexicon.number(&typed.exact).is_some())
        {
            return Vec::new();
        }
        let known = self.lexicon.readings(&typed.fold);
        if !known.is_empty() {
            // With all marks missing, or with some: "đuong" may still be any "đường" that has its đ.
            return self.compatible(typed, known, 1.0);
        }
        let decoded = if is_plain { self.decoded(typed) } else { Vec::new() };
        if decoded.is_empty() { self.slipped(typed) } else { decoded }
    }

    fn as_typed(&self, typed: &Syllable) -> Reading {
        Reading {
            number: self.lexicon.number(&typed.exact),
            fold: typed.fold.clone(),
            exact: typed.exact.clone(),
            weight: 1.0,
            chance: 1.0,
        }
    }

    fn reading(&self, number: Number, fold: &str, weight: f32) -> Reading {
        Reading {
            number: Some(number),
            fold: fold.to_owned(),
            exact: self.lexicon.exact(number).to_owned(),
            weight,
            chance: 1.0,
        }
    }

    /// The readings that have every mark that was typed.
    fn compatible(&self, typed: &Syllable, numbers: &[Number], weight: f32) -> Vec<Reading> {
        let fits = |number: &&Number| surface::has_marks_of(self.lexicon.exact(**number), &typed.exact);
        let fitting = numbers.iter().filter(fits).take(MAX_READINGS);
        fitting.map(|number| self.reading(*number, &typed.fold, weight)).collect()
    }

    /// `thur`, `thu3`: what an input method would have made of the keys.
    fn decoded(&self, typed: &Syllable) -> Vec<Reading> {
        for keys in [&TELEX, &VNI] {
            let mut made = String::new();
            vi::transform_buffer(keys, typed.fold.chars(), &mut made);
            let Some(made) = syllables(&made).into_iter().next() else { continue };
            if made.exact != typed.exact {
                let readings = self.compatible(&made, self.lexicon.readings(&made.fold), 1.0);
                let exact = readings.iter().find(|reading| reading.exact == made.exact);
                let found = exact.cloned().map_or(readings, |exact| vec![exact]);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }

    /// What is one key away in the lexicon.
    fn slipped(&self, typed: &Syllable) -> Vec<Reading> {
        let mut near = Vec::new();
        let mut marked = Vec::new();
        for fold in slip::near(&typed.fold, self.lexicon.folds()) {
            for number in self.lexicon.readings(fold).iter().take(MAX_READINGS) {
                let reading = self.reading(*number, fold, SLIP_WEIGHT);
                if surface::shares_marks(&reading.exact, &typed.exact) {
                    marked.push(reading);
                } else {
                    near.push(reading);
                }
            }
        }
        if marked.is_empty() { near } else { marked }
    }
}
