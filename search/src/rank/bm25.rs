//! What a key that a document has is worth (BM25; Robertson and Zaragoza, 2009).

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;
use tantivy::{DocId, SegmentReader};

/// Less than the usual 1.2 and 0.75: a question is a sentence or two, in which a word that is said twice tells little
/// more, and its keys stand in the field four times as it is.
const K1: f32 = 0.6;
const B: f32 = 0.65;
/// What [`Norm::share`] stays below, however often a document has the key.
pub(super) const MAX_SHARE: f32 = K1 + 1.0;

/// What a text's length takes away in one segment, by field.
#[derive(Default)]
pub(super) struct Norms(HashMap<Field, Norm>);

pub(super) struct Norm {
    lengths: FieldNormReader,
    by_length: Vec<f32>,
}

impl Norms {
    /// The norm of a field whose texts have `average` keys.
    pub fn of(&mut self, segment: &SegmentReader, field: Field, average: f32) -> tantivy::Result<&Norm> {
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
    /// The share of a key's weight that a document with it gets, which has it `times` times.
    pub fn share(&self, document: DocId, times: u32) -> f32 {
        let times = times as f32;
        (K1 + 1.0) * times / (times + self.by_length[usize::from(self.lengths.fieldnorm_id(document))])
    }
}
