//! An archive in two indexes, filled in the same run: that of the search and the baseline.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use dialogue::clock::Zone;
use search::{Change, Cursor, Document, Index, default_synonyms};
use tempfile::TempDir;
use tests::baseline::{Baseline, Row};
use tests::beside::resident;
use tests::recombined::{Item, Recombined};
use tokio::time::Instant;

use crate::print_verdict;

/// How many items a commit takes, as the indexer of the server does.
const BATCH: usize = 500;
/// An archive of so many items should be built in so many seconds.
const LARGE: (u32, f64) = (100_000, 60.0);
const MIB: f64 = 1024.0 * 1024.0;
/// An index whose files stand still for so long merges nothing any more.
const QUIET: Duration = Duration::from_secs(2);

pub struct Filled {
    pub index: Index,
    pub baseline: Baseline,
    _folders: [TempDir; 2],
}

impl Filled {
    /// Builds both, and prints what that costs.
    ///
    /// # Panics
    /// When the disk fails.
    pub fn new(archive: &Recombined, items: u32) -> Self {
        let folders = [(), ()].map(|()| tempfile::tempdir().expect("a folder"));
        let zone = Zone::named("Asia/Ho_Chi_Minh").expect("the zone of Vietnam");
        let index = Index::open(folders[0].path()).expect("an index");
        index.set_synonyms(&default_synonyms());
        let took = build(folders[0].path(), "index", archive, items, |batch| {
            let changes: Vec<Change> = batch.iter().map(|item| Change::Put(document(item, &zone))).collect();
            let start = Instant::now();
            index.apply(changes, &Cursor::default()).expect("a commit");
            start.elapsed()
        });
        // What was merged meanwhile is seen after the next commit, as it is in the server.
        index.apply(Vec::new(), &Cursor::default()).expect("a commit");
        index.learn().expect("a readable index");
        assert_eq!(index.len(), u64::from(items), "an item is missing");
        let mut baseline = Baseline::create(folders[1].path());
        let usual = build(folders[1].path(), "baseline", archive, items, |batch| {
            let start = Instant::now();
            baseline.add(batch.iter().map(row));
            start.elapsed()
        });
        baseline.add([]);
        println!("  ratio of the times     {:>8.2}", took.as_secs_f64() / usual.as_secs_f64());
        if items == LARGE.0 {
            print_verdict("the index is built in s", took.as_secs_f64(), LARGE.1);
        }
        Self { index, baseline, _folders: folders }
    }
}

/// Adds all items, batch by batch; the time is that of the index alone.
fn build(
    folder: &Path,
    name: &str,
    archive: &Recombined,
    items: u32,
    mut add: impl FnMut(&[Item]) -> Duration,
) -> Duration {
    let before = resident(std::process::id());
    let mut took = Duration::ZERO;
    let mut rest = archive.items(items);
    loop {
        let batch: Vec<Item> = rest.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        took += add(&batch);
    }
    settle(folder);
    let after = resident(std::process::id());
    println!(
        "  {name:9} built in {:>8.1} s, {:.0} MiB on disk; memory {:.0} MiB before, {:.0} MiB after",
        took.as_secs_f64(),
        files(folder).iter().map(|(_, size)| *size as f64).sum::<f64>() / MIB,
        before as f64 / MIB,
        after as f64 / MIB
    );
    took
}

#[expect(clippy::disallowed_methods, reason = "nothing else runs on the thread of this program")]
fn settle(folder: &Path) {
    let mut known = files(folder);
    loop {
        std::thread::sleep(QUIET);
        let now = files(folder);
        if now == known {
            return;
        }
        known = now;
    }
}

fn files(folder: &Path) -> BTreeSet<(String, u64)> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    // A file that a merge removes in this moment has no size any more.
    let size = |entry: &fs::DirEntry| entry.metadata().map_or(0, |file| file.len());
    entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), size(&entry))).collect()
}

/// As the indexer of the server files an imported item.
fn document(item: &Item, zone: &Zone) -> Document {
    let at = item.answered_at.unwrap_or(item.asked_at);
    Document {
        id: item.reference.clone(),
        title: item.title.clone().unwrap_or_default(),
        question: item.question.clone(),
        answer: item.answer.clone().unwrap_or_default(),
        field: Some(item.field.id.clone()),
        unit: Some(item.unit.id.clone()),
        session: None,
        kind: "question".to_owned(),
        year: zone.year(at),
        answered: item.answer.is_some(),
        votes: 0,
        at: at.0,
    }
}

fn row(item: &Item) -> Row<'_> {
    Row { id: &item.reference, question: &item.question, answer: item.answer.as_deref().unwrap_or_default() }
}
