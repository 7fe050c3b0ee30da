//! The documents of one segment that answer a plan, with their scores.
//!
//! The engine's own scorers visit every document that has any of the words. Here a document must answer at least
//! `needed` of the `asking` words, so each match has one of any `asking - needed + 1` of them: the rarest of these give
//! the candidates, and the lists of the common words are only jumped through. What comes out is the same, and a
//! question of thirty words costs little more than its rare ones.

mod bm25;
mod keys;

use std::time::Instant;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED};

use self::bm25::{MAX_SHARE, Norms};
use self::keys::{Keys, Number};
use crate::clock::now;
use crate::plan::{Clause, Plan};
use crate::query::Needed;
use crate::top::Candidate;

/// The most keys that add to the score, the weightiest.
const MAX_SCORED: usize = 240;
/// After so many keys it is seen which matches may still be among the best.
const LOOK_EVERY: usize = 8;

/// A plan whose keys are looked up.
pub(crate) struct Ranked<'a> {
    keys: Keys<'a>,
    needed: Needed,
    answering: Vec<Answering>,
    /// What adds to the score alone, the weightiest first.
    better: Vec<Worth>,
    /// By word, how telling it is.
    telling: Vec<f32>,
    /// How telling all words are together.
    all: f32,
    /// The words of which each match has at least one.
    essential: u64,
    deadline: Instant,
}

/// As [`crate::plan::Answering`].
struct Answering {
    words: u64,
    keys: Vec<Number>,
    scored: Vec<Worth>,
}

/// What a key adds to the score of a document that has it.
struct Worth {
    key: Number,
    weight: f32,
}

impl<'a> Ranked<'a> {
    /// Looks every key up.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn new(
        searcher: &'a Searcher,
        plan: &'a Plan,
        needed: Needed,
        deadline: Instant,
    ) -> tantivy::Result<Ranked<'a>> {
        let mut keys = Keys::new(searcher);
        let mut answering = Vec::with_capacity(plan.answering.len());
        for one in &plan.answering {
            let numbers = one.keys.iter().map(|(field, key)| keys.number(*field, key));
            let numbers = numbers.collect::<tantivy::Result<Vec<Number>>>()?;
            let scored = worths(&mut keys, &one.scored)?;
            answering.push(Answering { words: one.words, keys: numbers, scored });
        }
        let mut better = worths(&mut keys, &plan.better)?;
        better.retain(|worth| keys.count(worth.key) > 0);
        better.sort_by(|one, two| two.weight.total_cmp(&one.weight));
        better.truncate(MAX_SCORED);
        let counts: Vec<u64> = (0..plan.asking).map(|word| count_of(word, &answering, &keys)).collect();
        let telling: Vec<f32> = counts.iter().map(|count| keys.idf(*count)).collect();
        let essential = essential(&counts, &telling, needed);
        let all = telling.iter().sum();
        Ok(Ranked { keys, needed, answering, better, telling, all, essential, deadline })
    }

    /// The matches of a segment in the order of their documents, not yet scored. Past the deadline, those that are found
    /// so far.
    pub fn matches(&self, ordinal: usize, segment: &SegmentReader) -> tantivy::Result<Vec<Candidate>> {
        let mut words = vec![0_u64; segment.max_doc() as usize];
        let (first, rest): (Vec<_>, Vec<_>) =
            self.answering.iter().partition(|one| one.words & self.essential != 0);
        for answering in first {
            self.each_document(ordinal, segment, answering, |document| {
                words[document as usize] |= answering.words;
            })?;
        }
        let alive = segment.alive_bitset();
        let is_alive = |document: DocId| alive.is_none_or(|alive| alive.is_alive(document));
        let has_any =
            |(document, words): (DocId, &u64)| (*words != 0 && is_alive(document)).then_some(document);
        let candidates: Vec<DocId> = (0..).zip(&words).filter_map(has_any).collect();
        for answering in rest {
            if self.is_late() {
                break;
            }
            let Some(mut lists) = self.lists(ordinal, segment, answering)? else { continue };
            for document in &candidates {
                if lists.iter_mut().all(|list| has(list, *document)) {
                    words[*document as usize] |= answering.words;
                }
            }
        }
        let matched = |document: &DocId| {
            let words = words[*document as usize];
            let found = Candidate { document: *document, words, score: 0.0 };
            let is_enough = match self.needed {
                Needed::Words(needed) => words.count_ones() as usize >= needed,
                Needed::Share(needed) => self.covers(&found) >= needed,
            };
            is_enough.then_some(found)
        };
        Ok(candidates.iter().filter_map(matched).collect())
    }

    /// How much of what is asked a match answers, 0 to 1, telling words counting more.
    pub fn covers(&self, found: &Candidate) -> f32 {
        let mut here = 0.0;
        let mut words = found.words;
        while words != 0 {
            here += self.telling[words.trailing_zeros() as usize];
            words &= words - 1;
        }
        here / self.all
    }

    fn is_late(&self) -> bool {
        now() > self.deadline
    }

    /// The lists of all keys; none when the segment lacks one of them.
    fn lists(
        &self,
        ordinal: usize,
        segment: &SegmentReader,
        answering: &Answering,
    ) -> tantivy::Result<Option<Vec<SegmentPostings>>> {
        let open = |key: &Number| self.keys.postings(*key, ordinal, segment, IndexRecordOption::Basic);
        answering.keys.iter().map(|key| open(key).transpose()).collect::<Option<_>>().transpose()
    }

    /// Hands over each document that has all keys.
    fn each_document(
        &self,
        ordinal: usize,
        segment: &SegmentReader,
        answering: &Answering,
        mut take: impl FnMut(DocId),
    ) -> tantivy::Result<()> {
        let Some(mut lists) = self.lists(ordinal, segment, answering)? else { return Ok(()) };
        lists.sort_by_key(SegmentPostings::doc_freq);
        let Some((shortest, others)) = lists.split_first_mut() else { return Ok(()) };
        let mut document = shortest.doc();
        while document != TERMINATED {
            if others.iter_mut().all(|list| has(list, document)) {
                take(document);
            }
            document = shortest.advance();
        }
        Ok(())
    }

    /// Scores matches of a segment, which stand in the order of their documents. The `most` best get all of their score;
    /// others are left as soon as what they still may get cannot bring them among these. Past the deadline, the score is
    /// by what was read so far.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn score(
        &self,
        ordinal: usize,
        segment: &SegmentReader,
        matches: &mut [Candidate],
        most: usize,
    ) -> tantivy::Result<()> {
        let mut norms = Norms::default();
        for answering in self.answering.iter().filter(|one| !one.scored.is_empty()) {
            let mut having = Vec::new();
            self.each_document(ordinal, segment, answering, |document| having.push(document))?;
            let at = |document: &DocId| matches.binary_search_by_key(document, |found| found.document).ok();
            let having: Vec<usize> = having.iter().filter_map(at).collect();
            for worth in &answering.scored {
                self.add(ordinal, segment, worth, &mut norms, &having, matches)?;
            }
        }
        let mut hopeful: Vec<usize> = (0..matches.len()).collect();
        let mut to_come: f32 = self.better.iter().map(|worth| worth.weight * MAX_SHARE).sum();
        for (nth, worth) in self.better.iter().enumerate() {
            if self.is_late() {
                break;
            }
            self.add(ordinal, segment, worth, &mut norms, &hopeful, matches)?;
            to_come -= worth.weight * MAX_SHARE;
            if nth % LOOK_EVERY == LOOK_EVERY - 1 && hopeful.len() > 2 * most {
                leave_hopeless(&mut hopeful, matches, most, to_come);
            }
        }
        Ok(())
    }

    /// Adds what a key is worth to those of the matches (by place, rising) that have it.
    fn add(
        &self,
        ordinal: usize,
        segment: &SegmentReader,
        worth: &Worth,
        norms: &mut Norms,
        places: &[usize],
        matches: &mut [Candidate],
    ) -> tantivy::Result<()> {
        let option = IndexRecordOption::WithFreqs;
        let Some(mut list) = self.keys.postings(worth.key, ordinal, segment, option)? else { return Ok(()) };
        let field = self.keys.field(worth.key);
        let norm = norms.of(segment, field, self.keys.average_length(field))?;
        for place in places {
            let found = &mut matches[*place];
            if has(&mut list, found.document) {
                found.score += worth.weight * norm.share(found.document, list.term_freq());
            } else if list.doc() == TERMINATED {
                break;
            }
        }
        Ok(())
    }
}

/// Leaves those that cannot reach the `most` best any more, with at most `to_come` to be added.
fn leave_hopeless(hopeful: &mut Vec<usize>, matches: &[Candidate], most: usize, to_come: f32) {
    let Some(last) = most.checked_sub(1) else { return hopeful.clear() };
    let mut scores: Vec<f32> = hopeful.iter().map(|place| matches[*place].score).collect();
    let (_, least, _) = scores.select_nth_unstable_by(last, |one, two| two.total_cmp(one));
    // A little less, since sums of floats are rounded.
    let least = *least * (1.0 - 1e-4) - to_come;
    hopeful.retain(|place| matches[*place].score >= least);
}

fn worths<'a>(keys: &mut Keys<'a>, clauses: &'a [Clause]) -> tantivy::Result<Vec<Worth>> {
    let worth = |clause: &'a Clause| {
        let key = keys.number(clause.field, &clause.key)?;
        Ok(Worth { key, weight: clause.weight * keys.idf(keys.count(key)) })
    };
    clauses.iter().map(worth).collect()
}

/// In how many documents a word is answered, at most.
fn count_of(word: usize, answering: &[Answering], keys: &Keys<'_>) -> u64 {
    let answers = answering.iter().filter(|one| one.words & (1 << word) != 0);
    answers.map(|one| one.keys.iter().map(|key| keys.count(*key)).min().unwrap_or(0)).sum()
}

/// Whether the list has the document; documents are asked in rising order.
fn has(list: &mut SegmentPostings, document: DocId) -> bool {
    if list.doc() < document {
        list.seek(document);
    }
    list.doc() == document
}

/// The rarest words of which each match has one, as bits: without them all, what is left is not enough.
fn essential(counts: &[u64], telling: &[f32], needed: Needed) -> u64 {
    let mut rarest: Vec<usize> = (0..counts.len()).collect();
    rarest.sort_by_key(|word| counts[*word]);
    let enough = match needed {
        Needed::Words(needed) => (counts.len() + 1).saturating_sub(needed.max(1)),
        Needed::Share(needed) => {
            // A little less, since sums of floats are rounded.
            let needed = telling.iter().sum::<f32>() * (needed - 1e-3);
            let mut left = 0.0;
            let spare = rarest.iter().rev().take_while(|word| {
                left += telling[**word];
                left < needed
            });
            counts.len() - spare.count()
        }
    };
    rarest.into_iter().take(enough).fold(0, |bits, word| bits | 1 << word)
}

#[cfg(test)]
mod tests {
    use super::{Needed, essential};

    #[test]
    fn every_match_has_one_of_the_essential_words() {
        let of = |needed| essential(&[5, 9, 1], &[2.0, 1.0, 3.0], needed);
        assert_eq!(of(Needed::Words(3)), 0b100, "all three needed: the rarest is enough");
        assert_eq!(of(Needed::Words(2)), 0b101);
        assert_eq!(of(Needed::Words(1)), 0b111);
        assert_eq!(of(Needed::Share(0.6)), 0b100, "the two others tell no more than a half");
        assert_eq!(of(Needed::Share(0.5)), 0b101, "without the rarest, both others are enough together");
        assert_eq!(of(Needed::Share(0.3)), 0b101);
        assert_eq!(of(Needed::Share(0.1)), 0b111);
        assert_eq!(of(Needed::Share(1.0)), 0b100);
        assert_eq!(essential(&[], &[], Needed::Words(0)), 0);
    }
}
