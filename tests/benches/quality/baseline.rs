//! What one gets from the engine without further thought: a field for the question, which counts twice, and one for the
//! answer, both under the folded keys, and a document matches when it has any word.

use dialogue::text::syllables;
use search::Document;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{Index, IndexReader, TantivyDocument, Term};

const QUESTION: f32 = 2.0;

pub struct Baseline {
    reader: IndexReader,
    id: Field,
    question: Field,
    answer: Field,
}

impl Baseline {
    pub fn new(documents: &[Document]) -> Baseline {
        let mut builder = Schema::builder();
        let indexing =
            TextFieldIndexing::default().set_tokenizer("raw").set_index_option(IndexRecordOption::WithFreqs);
        let text = TextOptions::default().set_indexing_options(indexing);
        let id = builder.add_text_field("id", STRING | STORED);
        let question = builder.add_text_field("question", text.clone());
        let answer = builder.add_text_field("answer", text);
        let index = Index::create_in_ram(builder.build());
        let mut writer = index.writer_with_num_threads(1, 50_000_000).expect("a writer");
        for document in documents {
            let mut row = TantivyDocument::new();
            row.add_text(id, &document.id);
            row.add_pre_tokenized_text(question, folded(&document.question));
            row.add_pre_tokenized_text(answer, folded(&document.answer));
            writer.add_document(row).expect("a document");
        }
        writer.commit().expect("a commit");
        Baseline { reader: index.reader().expect("a reader"), id, question, answer }
    }

    pub fn search(&self, text: &str, limit: usize) -> Vec<String> {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut keys: Vec<String> = syllables(text).into_iter().map(|syllable| syllable.fold).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            for (field, boost) in [(self.question, QUESTION), (self.answer, 1.0)] {
                let term = TermQuery::new(Term::from_field_text(field, &key), IndexRecordOption::WithFreqs);
                clauses.push((Occur::Should, Box::new(BoostQuery::new(Box::new(term), boost))));
            }
        }
        let searcher = self.reader.searcher();
        let top = TopDocs::with_limit(limit).order_by_score();
        let found = searcher.search(&BooleanQuery::new(clauses), &top).expect("an answer");
        let id = |(_, address)| {
            let row: TantivyDocument = searcher.doc(address).expect("a stored document");
            row.get_first(self.id).and_then(|id| id.as_str()).expect("an id").to_owned()
        };
        found.into_iter().map(id).collect()
    }
}

fn folded(text: &str) -> PreTokenizedString {
    let token = |(position, syllable): (usize, dialogue::text::Syllable)| Token {
        position,
        text: syllable.fold,
        ..Token::default()
    };
    PreTokenizedString {
        text: String::new(),
        tokens: syllables(text).into_iter().enumerate().map(token).collect(),
    }
}
