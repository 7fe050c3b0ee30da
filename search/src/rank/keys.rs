//! The keys of a plan, each looked up once: where it is in every segment, and how telling it is.

use std::collections::HashMap;

use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, SegmentReader, Term};

/// A key's number among those of a plan.
pub(super) type Number = usize;

/// All keys that a plan asks for.
pub(super) struct Keys<'a> {
    searcher: &'a Searcher,
    documents: f64,
    known: HashMap<(Field, &'a str), Number>,
    keys: Vec<Key>,
    /// How many keys a document has in a field, on average.
    lengths: HashMap<Field, f32>,
}

/// Where a key is, by segment, and in how many documents in all.
struct Key {
    field: Field,
    infos: Vec<Option<TermInfo>>,
    count: u64,
}

impl<'a> Keys<'a> {
    pub fn new(searcher: &'a Searcher) -> Keys<'a> {
        let documents = searcher.segment_readers().iter().map(|segment| f64::from(segment.max_doc())).sum();
        Keys { searcher, documents, known: HashMap::new(), keys: Vec::new(), lengths: HashMap::new() }
    }

    /// The number of a key, which is looked up when it is new.
    ///
    /// # Errors
    /// When the index cannot be read; so for all methods here.
    pub fn number(&mut self, field: Field, key: &'a str) -> tantivy::Result<Number> {
        if let Some(number) = self.known.get(&(field, key)) {
            return Ok(*number);
        }
        if !self.lengths.contains_key(&field) {
            self.lengths.insert(field, average_length(self.searcher, field)?);
        }
        let term = Term::from_field_text(field, key);
        let mut found = Key { field, infos: Vec::new(), count: 0 };
        for segment in self.searcher.segment_readers() {
            let info = segment.inverted_index(field)?.get_term_info(&term)?;
            found.count += info.as_ref().map_or(0, |info| u64::from(info.doc_freq));
            found.infos.push(info);
        }
        let number = self.keys.len();
        self.keys.push(found);
        self.known.insert((field, key), number);
        Ok(number)
    }

    /// In how many documents a key is.
    pub fn count(&self, key: Number) -> u64 {
        self.keys[key].count
    }

    /// How telling it is to be in so many of the documents: BM25's inverse document frequency.
    pub fn idf(&self, count: u64) -> f32 {
        let count = (count as f64).min(self.documents);
        (1.0 + (self.documents - count + 0.5) / (count + 0.5)).ln() as f32
    }

    pub fn field(&self, key: Number) -> Field {
        self.keys[key].field
    }

    pub fn average_length(&self, field: Field) -> f32 {
        self.lengths[&field]
    }

    /// The documents of a segment that have the key; none when it has none.
    pub fn postings(
        &self,
        key: Number,
        ordinal: usize,
        segment: &SegmentReader,
        option: IndexRecordOption,
    ) -> tantivy::Result<Option<SegmentPostings>> {
        let Key { field, infos, .. } = &self.keys[key];
        let Some(info) = &infos[ordinal] else { return Ok(None) };
        Ok(Some(segment.inverted_index(*field)?.read_postings_from_terminfo(info, option)?))
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
