//! The fields of the index, and how a document fills them.
//!
//! BM25 is summed per field, so two fields for question and answer would count a word twice and
//! normalise its length wrongly. Each kind of key therefore has *one* field that holds the question's
//! keys four times and the answer's once, and a second one for the question alone.

use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};

use crate::Document;
use crate::analyzer::Keys;
use crate::facets::Facet;
use crate::feed::{PLACED, REPEATED, placed, repeated};

/// Changes with every change of the keys or of the fields; an index of another version is begun anew.
pub(crate) const VERSION: u32 = 3;

/// The document's own field for its public id; also the last word in every order.
pub(crate) const ID: &str = "id";
/// The number of supporters, for the order by votes.
pub(crate) const VOTES: &str = "votes";
/// The time of publication, for the order by age.
pub(crate) const AT: &str = "at";

/// How often the question's keys stand beside the answer's.
const QUESTION_WEIGHT: usize = 4;
/// How far the answer's first word stands from the question's last: no phrase reaches across.
const GAP: usize = 10;

/// The handles of all fields.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub id: Field,
    /// Question and answer.
    pub whole: Keyed,
    /// The question alone.
    pub asked: Keyed,
    /// The words of question and answer in their places, each under both of its keys, for quoted phrases.
    pub places: Field,
    /// Numbers of official documents.
    pub numbers: Field,
    pub facets: [Field; Facet::ALL.len()],
    votes: Field,
    at: Field,
}

/// One field per kind of key.
#[derive(Debug, Clone)]
pub(crate) struct Keyed {
    pub fold: Field,
    pub exact: Field,
    pub pairs: Field,
}

/// Makes the schema and the handles to its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let fields = Fields {
        id: builder.add_text_field(ID, STRING | FAST),
        whole: Keyed::add(&mut builder, ["f", "x", "b"]),
        asked: Keyed::add(&mut builder, ["tf", "tx", "tb"]),
        places: builder.add_text_field("p", keys(PLACED, IndexRecordOption::WithFreqsAndPositions)),
        numbers: builder.add_text_field("num", keys(REPEATED, IndexRecordOption::Basic)),
        facets: Facet::ALL.map(|facet| builder.add_text_field(facet.name(), STRING | FAST)),
        votes: builder.add_i64_field(VOTES, FAST),
        at: builder.add_i64_field(AT, FAST),
    };
    (builder.build(), fields)
}

fn keys(tokenizer: &str, record: IndexRecordOption) -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record);
    TextOptions::default().set_indexing_options(indexing)
}

impl Fields {
    /// Lays a document out into the fields. Nothing of its text is stored.
    pub fn fill(&self, document: &Document) -> TantivyDocument {
        let asked = Keys::of(&document.title).and(&document.question);
        let answer = Keys::of(&document.answer);
        let mut row = TantivyDocument::new();
        row.add_text(self.id, &document.id);
        self.whole.put(&mut row, [(&asked, QUESTION_WEIGHT), (&answer, 1)]);
        self.asked.put(&mut row, [(&asked, 1)]);
        let between = std::iter::repeat_n(["", ""], GAP);
        row.add_text(self.places, placed(words(&asked).chain(between).chain(words(&answer))));
        row.add_text(self.numbers, repeated([(&asked.numbers, 1), (&answer.numbers, 1)]));
        for (facet, field) in Facet::ALL.into_iter().zip(self.facets) {
            if let Some(value) = facet.of(document) {
                row.add_text(field, value);
            }
        }
        row.add_i64(self.votes, document.votes);
        row.add_i64(self.at, document.at);
        row
    }
}

impl Keyed {
    fn add(builder: &mut SchemaBuilder, names: [&str; 3]) -> Keyed {
        let [fold, exact, pairs] =
            names.map(|name| builder.add_text_field(name, keys(REPEATED, IndexRecordOption::WithFreqs)));
        Keyed { fold, exact, pairs }
    }

    fn put<const N: usize>(&self, row: &mut TantivyDocument, parts: [(&Keys, usize); N]) {
        row.add_text(self.fold, repeated(parts.map(|(keys, times)| (&keys.fold[..], times))));
        row.add_text(self.exact, repeated(parts.map(|(keys, times)| (&keys.exact[..], times))));
        row.add_text(self.pairs, repeated(parts.map(|(keys, times)| (&keys.pairs[..], times))));
    }
}

/// Each word under both of its keys.
fn words(keys: &Keys) -> impl Iterator<Item = [&str; 2]> {
    keys.fold.iter().zip(&keys.exact).map(|(fold, exact)| [fold.as_str(), exact.as_str()])
}
