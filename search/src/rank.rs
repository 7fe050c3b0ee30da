//! The documents of one segment that answer a plan, with their scores.
//!
//! The engine's own scorers visit every document that has any of the words. Here a document must answer at least
//! `needed` of the `asking` words, so each match has one of any `asking - needed + 1` of them: the rarest of these give
//! the candidates, and the lists of the common words are only jumped through. What comes out is the same, and a
//! question of thirty words costs little more than its rare ones.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::time::Instant;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED, Term};

use crate::clock::now;
use crate::plan::{Answering, Clause, Plan};

/// BM25's constants (Robertson and Zaragoza, 2009). Less than the usual 1.2 and 0.75: a question is a sentence or two, in
/// which a word that is said twice tells little more, and its keys stand in the field four times as it is.
const K1: f32 = 0.6;
const B: f32 = 0.65;
/// The most keys that add to the score, the weightiest.
const MAX_SCORED: usize = 240;

/// A document that matches.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Match {
    pub document: DocId,
    words: u64,
    pub score: f32,
}

/// A plan with the places of its keys in every segment.
pub(crate) struct Ranked<'a> {
    searcher: &'a Searcher,
    plan: &'a Plan,
    needed: usize,
    places: BTreeMap<(Field, String), Place>,
    /// By word, how telling it is.
    telling: Vec<f32>,
    /// The words of which each match has at least one.
    essential: u64,
    lengths: BTreeMap<Field, f32>,
    deadline: Instant,
}

/// Where a key is, by segment, and in how many documents in all.
struct Place {
    infos: Vec<Option<TermInfo>>,
    count: u64,
}

impl<'a> Ranked<'a> {
    /// Looks every key up.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn new(
        searcher: &'a Searcher,
        plan: &'a Plan,
        needed: usize,
        deadline: Instant,
    ) -> tantivy::Result<Ranked<'a>> {
        let mut places = BTreeMap::new();
        let answering = plan.answering.iter().flat_map(|one| {
            one.keys.iter().cloned().chain(one.scored.iter().map(|clause| (clause.field, clause.key.clone())))
        });
        let better = plan.better.iter().map(|clause| (clause.field, clause.key.clone()));
        for (field, key) in answering.chain(better) {
            if !places.contains_key(&(field, key.clone())) {
                let place = Place::find(searcher, field, &key)?;
                places.insert((field, key), place);
            }
        }
        let mut lengths = BTreeMap::new();
        for (field, _) in places.keys() {
            if !lengths.contains_key(field) {
                lengths.insert(*field, average_length(searcher, *field)?);
            }
        }
        let mut ranked =
            Ranked { searcher, plan, needed, places, telling: Vec::new(), essential: 0, lengths, deadline };
        let counts: Vec<u64> = (0..plan.asking).map(|word| ranked.count_of(word)).collect();
        ranked.telling = counts.iter().map(|count| ranked.idf(*count)).collect();
        ranked.essential = essential(&counts, needed);
        Ok(ranked)
    }

    /// The matches of a segment in the order of their documents. Past the deadline, what is found so far is ranked by
    /// what was read so far.
    pub fn matches(&self, ordinal: usize, segment: &SegmentReader) -> tantivy::Result<Vec<Match>> {
        let mut words = vec![0_u64; segment.max_doc() as usize];
        let mut candidates = Vec::new();
        let (first, rest): (Vec<_>, Vec<_>) =
            self.plan.answering.iter().partition(|one| one.words & self.essential != 0);
        for answering in first {
            self.each_document(ordinal, segment, answering, |document| {
                let known = &mut words[document as usize];
                if *known == 0 {
                    candidates.push(document);
                }
                *known |= answering.words;
            })?;
        }
        candidates.sort_unstable();
        if let Some(alive) = segment.alive_bitset() {
            candidates.retain(|document| alive.is_alive(*document));
        }
        for answering in rest {
            if self.is_late() {
                break;
            }
            self.answer(ordinal, segment, answering, &candidates, &mut words)?;
        }
        let matched = |document: &DocId| {
            let words = words[*document as usize];
            (words.count_ones() as usize >= self.needed).then_some(Match {
                document: *document,
                words,
                score: 0.0,
            })
        };
        let mut matches: Vec<Match> = candidates.iter().filter_map(matched).collect();
        self.score(ordinal, segment, &mut matches)?;
        Ok(matches)
    }

    /// How much of what is asked a match answers, 0 to 1, telling words counting more.
    pub fn covers(&self, found: &Match) -> f32 {
        let all: f32 = self.telling.iter().sum();
        let here = self.telling.iter().enumerate().filter(|(word, _)| found.words & (1 << word) != 0);
        if all > 0.0 { here.map(|(_, telling)| telling).sum::<f32>() / all } else { 0.0 }
    }

    fn is_late(&self) -> bool {
        now() > self.deadline
    }

    /// In how many documents a word is answered, at most.
    fn count_of(&self, word: usize) -> u64 {
        let answers = self.plan.answering.iter().filter(|one| one.words & (1 << word) != 0);
        answers.map(|one| one.keys.iter().map(|key| self.places[key].count).min().unwrap_or(0)).sum()
    }

    fn idf(&self, count: u64) -> f32 {
        let all =
            self.searcher.segment_readers().iter().map(|segment| f64::from(segment.max_doc())).sum::<f64>();
        let count = (count as f64).min(all);
        (1.0 + (all - count + 0.5) / (count + 0.5)).ln() as f32
    }

    fn postings(
        &self,
        ordinal: usize,
        segment: &SegmentReader,
        (field, key): (Field, &str),
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<SegmentPostings>> {
        let place = self.places.get(&(field, key.to_owned()));
        let Some(info) = place.and_then(|place| place.infos[ordinal].as_ref()) else { return Ok(None) };
        Ok(Some(segment.inverted_index(field)?.read_postings_from_terminfo(info, option)?))
    }

    /// Hands over each document that has all keys.
    fn each_document(
        &self,
        ordinal: usize,
        segment: &SegmentReader,
        answering: &Answering,
        mut take: impl FnMut(DocId),
    ) -> tantivy::Result<()> {
        let mut lists = Vec::with_capacity(answering.keys.len());
        for (field, key) in &answering.keys {
            match self.postings(ordinal, segment, (*field, key), IndexRecordOption::Basic)? {
                Some(postings) => lists.push(postings),
                None => return Ok(()),
            }
        }
        lists.sort_by_key(SegmentPostings::doc_freq);
        let Some((shortest, others)) = lists.split_first_mut() else { return Ok(()) };
        let mut document = shortest.doc();
        while document != TERMINATED {
            if others.iter_mut().all(|list| seek(list, document)) {
                take(document);
            }
            document = shortest.advance();
        }
        Ok(())
    }

    /// Marks the candidates that have all keys.
    fn answer(
        &self,
        ordinal: usize,
        segment: &SegmentReader,
        answering: &Answering,
        candidates: &[DocId],
        words: &mut [u64],
    ) -> tantivy::Result<()> {
        let mut lists = Vec::with_capacity(answering.keys.len());
        for (field, key) in &answering.keys {
            match self.postings(ordinal, segment, (*field, key), IndexRecordOption::Basic)? {
                Some(postings) => lists.push(postings),
                None => return Ok(()),
            }
        }
        for document in candidates {
            if lists.iter_mut().all(|list| seek(list, *document)) {
                words[*document as usize] |= answering.words;
            }
        }
        Ok(())
    }

    fn score(&self, ordinal: usize, segment: &SegmentReader, matches: &mut [Match]) -> tantivy::Result<()> {
        let mut norms = Norms::default();
        for answering in self.plan.answering.iter().filter(|one| !one.scored.is_empty()) {
            let mut having = Vec::new();
            self.each_document(ordinal, segment, answering, |document| having.push(document))?;
            let at = |document: &DocId| matches.binary_search_by_key(document, |found| found.document).ok();
            let having: Vec<usize> = having.iter().filter_map(at).collect();
            for clause in &answering.scored {
                self.add(ordinal, segment, clause, &mut norms, &mut having.iter().copied(), matches)?;
            }
        }
        let mut better: Vec<(&Clause, f32)> = Vec::with_capacity(self.plan.better.len());
        for clause in &self.plan.better {
            let place = &self.places[&(clause.field, clause.key.clone())];
            if place.count > 0 {
                better.push((clause, clause.weight * self.idf(place.count)));
            }
        }
        better.sort_by(|(_, one), (_, two)| two.total_cmp(one));
        for (clause, _) in better.into_iter().take(MAX_SCORED) {
            if self.is_late() {
                break;
            }
            let all = 0..matches.len();
            self.add(ordinal, segment, clause, &mut norms, &mut all.into_iter(), matches)?;
        }
        Ok(())
    }

    /// Adds what a key is worth to those of the matches (by place, rising) that have it.
    fn add(
        &self,
        ordinal: usize,
        segment: &SegmentReader,
        clause: &Clause,
        norms: &mut Norms,
        places: &mut dyn Iterator<Item = usize>,
        matches: &mut [Match],
    ) -> tantivy::Result<()> {
        let (field, key) = (clause.field, clause.key.as_str());
        let option = IndexRecordOption::WithFreqs;
        let Some(mut postings) = self.postings(ordinal, segment, (field, key), option)? else {
            return Ok(());
        };
        let worth = clause.weight * self.idf(self.places[&(field, key.to_owned())].count) * (K1 + 1.0);
        let norms = norms.of(segment, field, self.lengths[&field])?;
        for place in places {
            let found = &mut matches[place];
            if postings.doc() < found.document {
                postings.seek(found.document);
            }
            if postings.doc() == found.document {
                let times = postings.term_freq() as f32;
                found.score += worth * times / (times + norms.at(found.document));
            } else if postings.doc() == TERMINATED {
                break;
            }
        }
        Ok(())
    }
}

/// Whether the list has the document; documents are asked in rising order.
fn seek(list: &mut SegmentPostings, document: DocId) -> bool {
    if list.doc() < document {
        list.seek(document);
    }
    list.doc() == document
}

/// The rarest words of which each match has one, as bits.
fn essential(counts: &[u64], needed: usize) -> u64 {
    let mut rarest: Vec<usize> = (0..counts.len()).collect();
    rarest.sort_by_key(|word| counts[*word]);
    let enough = (counts.len() + 1).saturating_sub(needed.max(1));
    rarest.into_iter().take(enough).fold(0, |bits, word| bits | 1 << word)
}

impl Place {
    fn find(searcher: &Searcher, field: Field, key: &str) -> tantivy::Result<Place> {
        let term = Term::from_field_text(field, key);
        let mut place = Place { infos: Vec::with_capacity(searcher.segment_readers().len()), count: 0 };
        for segment in searcher.segment_readers() {
            let info = segment.inverted_index(field)?.get_term_info(&term)?;
            place.count += info.as_ref().map_or(0, |info| u64::from(info.doc_freq));
            place.infos.push(info);
        }
        Ok(place)
    }
}

fn average_length(searcher: &Searcher, field: Field) -> tantivy::Result<f32> {
    let (mut tokens, mut documents) = (0, 0);
    for segment in searcher.segment_readers() {
        tokens += segment.inverted_index(field)?.total_num_tokens();
        documents += u64::from(segment.max_doc());
    }
    Ok(tokens as f32 / documents.max(1) as f32)
}

/// What a text's length takes away, by field.
#[derive(Default)]
struct Norms(BTreeMap<Field, Norm>);

struct Norm {
    lengths: FieldNormReader,
    by_length: Vec<f32>,
}

impl Norms {
    fn of(&mut self, segment: &SegmentReader, field: Field, average: f32) -> tantivy::Result<&Norm> {
        match self.0.entry(field) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(place) => {
                let lengths = segment.get_fieldnorms_reader(field)?;
                let norm = |id: u8| {
                    let length = FieldNormReader::id_to_fieldnorm(id) as f32;
                    K1 * (1.0 - B + B * length / average.max(1.0))
                };
                Ok(place.insert(Norm { lengths, by_length: (0..=u8::MAX).map(norm).collect() }))
            }
        }
    }
}

impl Norm {
    fn at(&self, document: DocId) -> f32 {
        self.by_length[usize::from(self.lengths.fieldnorm_id(document))]
    }
}

#[cfg(test)]
mod tests {
    use super::essential;

    #[test]
    fn every_match_has_one_of_the_essential_words() {
        assert_eq!(essential(&[5, 9, 1], 3), 0b100, "all three needed: the rarest is enough");
        assert_eq!(essential(&[5, 9, 1], 2), 0b101);
        assert_eq!(essential(&[5, 9, 1], 1), 0b111);
        assert_eq!(essential(&[], 0), 0);
    }
}
