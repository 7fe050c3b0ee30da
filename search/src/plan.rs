//! From words to what is looked for in the index: which keys, in which fields, with what weight.
//!
//! Sources of the weights: `vietnamese-search.md`, section 3. The optimum is flat.

use std::collections::{BTreeMap, BTreeSet};

use dialogue::text::{Syllable, syllables};
use tantivy::schema::Field;

use crate::analyzer::pair_key;
use crate::numbers;
use crate::repair::{self, Known, Word};
use crate::schema::Fields;
use crate::snippet::Marks;
use crate::stop::is_stop;
use crate::synonyms::Synonyms;

/// Only so many syllables of the words are read.
const MAX_SYLLABLES: usize = 200;

/// The most words that ask to be answered: of more, the rarest.
const MAX_ASKING: usize = 40;

const FOLD: f32 = 0.4;
const EXACT: f32 = 1.0;
const PAIR: f32 = 0.7;
/// The share of the question alone beside question and answer together.
const ASKED: f32 = 0.2;
const NUMBER: f32 = 4.0;
/// The share of a word that every question has, and of a pair of two such words.
const STOP: f32 = 0.7;
/// The share of another term for the same thing.
const SYNONYM: f32 = 0.5;

/// The words of a query, read once.
pub(crate) struct Reading {
    pub words: Vec<Word>,
    /// The query as repaired, when it was.
    pub shown: Option<String>,
    /// The words between quotation marks: the syllables of each phrase.
    pub phrases: Vec<Vec<Syllable>>,
    widened: Vec<crate::synonyms::Widened>,
}

impl Reading {
    /// Reads the words; with `known` they are repaired and widened, without they count as they stand.
    pub fn new(text: &str, known: Option<(&Known<'_>, &Synonyms)>) -> Reading {
        let mut typed = syllables(text);
        typed.truncate(MAX_SYLLABLES);
        let phrases = phrases(text, &typed);
        let words: Vec<Word> = match known {
            // What stands in quotation marks is meant as it stands.
            Some((known, _)) if phrases.is_empty() => repair::repair(typed, known),
            _ => repair::literal(typed),
        };
        let widened = known.map_or(Vec::new(), |(_, synonyms)| synonyms.widen(text, &words));
        let shown = repair::shown(text, &words);
        Reading { words, shown, phrases, widened }
    }

    /// What a passage is marked by.
    pub fn marks(&self) -> Marks {
        let telling = self.telling();
        let telling = self.words.iter().filter(|word| telling.contains(word.fold.as_str()));
        Marks::new(
            telling
                .map(|word| (word.fold.clone(), word.meant.iter().map(|(exact, _)| exact.clone()).collect())),
        )
    }

    /// The fold keys of the words that tell something, or of all when none does: what asks to be answered.
    pub fn telling(&self) -> BTreeSet<&str> {
        let telling: BTreeSet<&str> =
            self.words.iter().filter(|word| !is_stop(&word.exact)).map(|word| word.fold.as_str()).collect();
        if telling.is_empty() { self.words.iter().map(|word| word.fold.as_str()).collect() } else { telling }
    }
}

/// Texts between two quotation marks, of two words or more. A mark without a partner is a letter like another.
fn phrases(text: &str, typed: &[Syllable]) -> Vec<Vec<Syllable>> {
    let is_quote = |c: char| matches!(c, '"' | '\u{201C}' | '\u{201D}' | '«' | '»');
    let quotes: Vec<usize> = text.char_indices().filter(|(_, c)| is_quote(*c)).map(|(at, _)| at).collect();
    let between = |pair: &[usize]| {
        let inside = |syllable: &&Syllable| pair[0] < syllable.start && syllable.end <= pair[1];
        typed.iter().filter(inside).cloned().collect::<Vec<_>>()
    };
    quotes.chunks_exact(2).map(between).filter(|phrase| phrase.len() > 1).collect()
}

/// A key to be looked for in a field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Clause {
    pub field: Field,
    pub key: String,
    pub weight: f32,
}

/// What answers one or more words of the query: all of its keys must be in a document.
#[derive(Clone, Debug)]
pub(crate) struct Answering {
    /// The words that are answered, one bit each.
    pub words: u64,
    pub keys: Vec<(Field, String)>,
    /// What it adds to the score of such a document.
    pub scored: Vec<Clause>,
}

/// What is looked for.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// How many words ask to be answered, each a bit from 0.
    pub asking: usize,
    pub answering: Vec<Answering>,
    /// What adds to the score alone.
    pub better: Vec<Clause>,
}

impl Plan {
    /// Lays the words out; `count` tells how many documents have a fold key.
    pub fn new(
        reading: &Reading,
        fields: &Fields,
        count: &dyn Fn(&str) -> tantivy::Result<u64>,
    ) -> tantivy::Result<Plan> {
        let bits = asking(reading.telling(), count)?;
        let bit_of = |words: &[Word]| {
            let bit = |word: &Word| bits.get(&word.fold).map_or(0, |bit| 1_u64 << bit);
            words.iter().map(bit).fold(0, std::ops::BitOr::bitor)
        };
        let mut plan = Plan { asking: bits.len(), ..Plan::default() };
        let mut better = Better::default();
        let mut answered = BTreeSet::new();
        for word in &reading.words {
            let weight = word.weight * if is_stop(&word.exact) { STOP } else { 1.0 };
            for (exact, share) in &word.meant {
                better.add(fields.whole.exact, exact, weight * share * EXACT);
                better.add(fields.asked.exact, exact, weight * share * EXACT * ASKED);
            }
            better.add(fields.whole.fold, &word.fold, weight * FOLD);
            better.add(fields.asked.fold, &word.fold, weight * FOLD * ASKED);
            if bits.contains_key(&word.fold) && answered.insert(&word.fold) {
                let keys = vec![(fields.whole.fold, word.fold.clone())];
                let words = bit_of(std::slice::from_ref(word));
                plan.answering.push(Answering { words, keys, scored: Vec::new() });
            }
        }
        for word in &reading.words {
            for (one, two, share) in &word.beside {
                let weight = if is_stop(one) && is_stop(two) { STOP } else { 1.0 };
                let key = pair_key(one, two);
                better.add(fields.whole.pairs, &key, weight * share * PAIR);
                better.add(fields.asked.pairs, &key, weight * share * PAIR * ASKED);
            }
        }
        plan.better = better.into_clauses();
        let typed: Vec<Syllable> = reading.words.iter().map(|word| word.typed.clone()).collect();
        for (words, key) in numbers::typed(&typed) {
            let scored = vec![Clause { field: fields.numbers, key: key.clone(), weight: NUMBER }];
            let words = bit_of(&reading.words[words]);
            plan.answering.push(Answering { words, keys: vec![(fields.numbers, key)], scored });
        }
        for term in &reading.widened {
            let words = bit_of(&reading.words[term.words.clone()]);
            plan.answering.push(synonym(words, &term.exact, term.sure * SYNONYM, fields));
        }
        Ok(plan)
    }
}

/// Another term: it is there when all its neighbours stand side by side.
fn synonym(words: u64, exact: &[String], weight: f32, fields: &Fields) -> Answering {
    let pairs = exact.iter().zip(exact.iter().skip(1)).map(|(one, two)| pair_key(one, two));
    let pairs: Vec<(Field, String)> = pairs.map(|key| (fields.whole.pairs, key)).collect();
    let singles = exact.iter().map(|key| (fields.whole.exact, key.clone()));
    let weigh = |field: Field| if field == fields.whole.pairs { PAIR } else { EXACT };
    let scored = singles.clone().chain(pairs.iter().cloned());
    let scored = scored.map(|(field, key)| Clause { field, key, weight: weight * weigh(field) }).collect();
    Answering { words, keys: if pairs.is_empty() { singles.collect() } else { pairs }, scored }
}

/// The bit of each fold key that asks to be answered. Of too many the rarest, those that no document has last.
fn asking(
    telling: BTreeSet<&str>,
    count: &dyn Fn(&str) -> tantivy::Result<u64>,
) -> tantivy::Result<BTreeMap<String, usize>> {
    let mut keys: Vec<&str> = telling.into_iter().collect();
    if keys.len() > MAX_ASKING {
        let counts = keys.iter().map(|key| Ok((*key, count(key)?)));
        let counts = counts.collect::<tantivy::Result<BTreeMap<&str, u64>>>()?;
        keys.sort_by_key(|key| (counts[key] == 0, counts[key]));
        keys.truncate(MAX_ASKING);
    }
    Ok(keys.into_iter().map(str::to_owned).zip(0..).collect())
}

/// Keys that add to the score, each once however often it was typed, with its highest weight.
#[derive(Default)]
struct Better(BTreeMap<(Field, String), f32>);

impl Better {
    fn add(&mut self, field: Field, key: &str, weight: f32) {
        let known = self.0.entry((field, key.to_owned())).or_insert(weight);
        *known = known.max(weight);
    }

    fn into_clauses(self) -> Vec<Clause> {
        let clause = |((field, key), weight)| Clause { field, key, weight };
        self.0.into_iter().map(clause).collect()
    }
}
