//! The promises of the crate, one file per kind. What is *not* tested here: ranking quality on real
//! collections (the workspace's evaluation does that) and a power cut.

mod browse;
mod durable;
mod find;
mod meant;
mod passage;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::{Change, Cursor, Document, Found, Index, Query};

/// A folder that goes away with its test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name =
            format!("doithoai-search-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn path(&self) -> &Path {
        &self.0
    }

    fn open(&self) -> Index {
        Index::open(&self.0).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = fs::remove_dir_all(&self.0);
    }
}

/// A question without an answer.
fn asked(id: &str, question: &str) -> Document {
    Document {
        id: id.to_owned(),
        question: question.to_owned(),
        kind: "question".to_owned(),
        year: 2026,
        ..Document::default()
    }
}

fn answered(id: &str, question: &str, answer: &str) -> Document {
    Document { answer: answer.to_owned(), answered: true, ..asked(id, question) }
}

fn cursor(seq: i64) -> Cursor {
    Cursor { epoch: "e".to_owned(), logs: [(0, seq)].into() }
}

fn put(index: &Index, documents: impl IntoIterator<Item = Document>) {
    let changes = documents.into_iter().map(Change::Put).collect();
    index.apply(changes, &cursor(1)).unwrap();
}

/// An index of questions numbered `1`, `2` .. that is gone with its folder.
fn questions<const N: usize>(texts: [&str; N]) -> (Folder, Index) {
    let folder = Folder::new();
    let index = folder.open();
    put(&index, texts.iter().zip(1..).map(|(text, number): (_, u32)| asked(&number.to_string(), text)));
    (folder, index)
}

fn words(words: &str) -> Query {
    Query { words: words.to_owned(), ..Query::default() }
}

fn ids(found: &Found) -> Vec<&str> {
    found.hits.iter().map(|hit| hit.id.as_str()).collect()
}

/// The ids the words find, best first.
fn find(index: &Index, text: &str) -> Vec<String> {
    let found = index.search(&words(text)).unwrap();
    assert_eq!(found.total, found.hits.len(), "all on one page");
    found.hits.into_iter().map(|hit| hit.id).collect()
}
