//! What one gets from the engine of the search without further thought: a text field for the question, which counts twice,
//! and one for the answer, both under the folded keys; an item matches when it has any of the words.

use std::collections::BTreeSet;
use std::path::Path;

use dialogue::text::{Syllable, syllables};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Query, TermQuery};
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, Term};

/// How much a word of the question counts beside one of the answer.
const QUESTION: f32 = 2.0;
/// What the writer may hold in memory, in bytes: as much as that of the search.
const MEMORY: usize = 50_000_000;

/// The index, in one folder.
pub struct Baseline {
    writer: IndexWriter,
    reader: IndexReader,
    id: Field,
    question: Field,
    answer: Field,
}

/// What it keeps of an item.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    pub id: &'a str,
    pub question: &'a str,
    pub answer: &'a str,
}

impl Baseline {
    /// # Panics
    /// When the folder takes no index.
    pub fn create(folder: &Path) -> Self {
        let mut builder = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text = TextOptions::default().set_indexing_options(indexing);
        let id = builder.add_text_field("id", STRING | STORED);
        let question = builder.add_text_field("question", text.clone());
        let answer = builder.add_text_field("answer", text);
        let index = Index::create_in_dir(folder, builder.build()).expect("an index");
        let writer = index.writer_with_num_threads(1, MEMORY).expect("a writer");
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual);
        Self { writer, reader: reader.try_into().expect("a reader"), id, question, answer }
    }

    /// Adds the rows in one commit; the next search sees them.
    ///
    /// # Panics
    /// When the disk fails.
    pub fn add<'a>(&mut self, rows: impl IntoIterator<Item = Row<'a>>) {
        for row in rows {
            let mut filled = TantivyDocument::new();
            filled.add_text(self.id, row.id);
            filled.add_pre_tokenized_text(self.question, folded(row.question));
            filled.add_pre_tokenized_text(self.answer, folded(row.answer));
            self.writer.add_document(filled).expect("a writer that lives");
        }
        self.writer.commit().expect("a commit");
        self.reader.reload().expect("a readable index");
    }

    /// The ids of the items that match best, at most `limit`, the best first; of blank words none.
    ///
    /// # Panics
    /// When the index cannot be read, or `limit` is 0.
    pub fn search(&self, words: &str, limit: usize) -> Vec<String> {
        let keys: BTreeSet<String> = syllables(words).into_iter().map(|syllable| syllable.fold).collect();
        let term = |field, key: &str, boost| -> Box<dyn Query> {
            let term = TermQuery::new(Term::from_field_text(field, key), IndexRecordOption::WithFreqs);
            Box::new(BoostQuery::new(Box::new(term), boost))
        };
        let both = |key: &String| [term(self.question, key, QUESTION), term(self.answer, key, 1.0)];
        let any = BooleanQuery::union(keys.iter().flat_map(both).collect());
        let searcher = self.reader.searcher();
        let top = TopDocs::with_limit(limit).order_by_score();
        let found = searcher.search(&any, &top).expect("a readable index");
        let id = |(_, address)| {
            let row: TantivyDocument = searcher.doc(address).expect("a stored row");
            row.get_first(self.id).and_then(|id| id.as_str()).expect("an id").to_owned()
        };
        found.into_iter().map(id).collect()
    }
}

fn folded(text: &str) -> PreTokenizedString {
    let token =
        |(position, syllable): (usize, Syllable)| Token { position, text: syllable.fold, ..Token::default() };
    let tokens = syllables(text).into_iter().enumerate().map(token).collect();
    PreTokenizedString { text: String::new(), tokens }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_finds_by_any_word_marks_aside_and_the_question_counts_more() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut baseline = Baseline::create(folder.path());
        let row = |id, question, answer| Row { id, question, answer };
        baseline.add([row("1", "Đường ngập", "Sẽ sửa cống"), row("2", "Sửa cống", "Đường sẽ khô")]);
        baseline.add([row("3", "Thuế đất", "Nộp ở xã")]);
        assert_eq!(baseline.search("duong", 10), ["1", "2"]);
        assert_eq!(baseline.search("cống nào thoát", 10), ["2", "1"]);
        assert_eq!(baseline.search("thue dat cong", 1), ["3"]);
        assert!(baseline.search("biển", 10).is_empty() && baseline.search(" ", 10).is_empty());
    }
}
