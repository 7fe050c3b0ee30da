//! The index as the rest of the program holds it.

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use tantivy::directory::MmapDirectory;
use tantivy::{IndexReader, ReloadPolicy};

use crate::answer::Shelf;
use crate::clock::now;
use crate::lexicon::Lexicon;
use crate::query::{Found, Query};
use crate::schema::{self, Fields};
use crate::synonyms::Synonyms;
use crate::writer::Writer;
use crate::{Change, Cursor, SearchError, feed, folder};

/// Learning again costs at most one part in so many of the time.
const LEARNING_SHARE: u32 = 20;

/// The archive's index in one folder: any number of readers, one writer.
pub struct Index {
    fields: Fields,
    reader: IndexReader,
    writer: Mutex<Writer>,
    cursor: Mutex<Cursor>,
    learnt: Mutex<Learnt>,
    synonyms: Mutex<Arc<Synonyms>>,
}

/// What is known of the language of the index, and whether it has grown since.
struct Learnt {
    lexicon: Arc<Lexicon>,
    at: Instant,
    is_stale: bool,
}

impl Index {
    /// Opens the index in `dir`, or creates it. What was written by another version, is damaged or
    /// cannot be read is removed and begun anew: [`cursor`](Index::cursor) is then empty.
    ///
    /// Every file is read once to check it, about a second per gigabyte.
    ///
    /// # Errors
    /// [`SearchError::Busy`] when another process has it open: its files are left alone. Otherwise
    /// [`SearchError::Folder`] or [`SearchError::Engine`] when even a new index cannot be made.
    pub fn open(dir: &Path) -> Result<Index, SearchError> {
        fs::create_dir_all(dir)?;
        match Index::attempt(dir) {
            Ok(index) => Ok(index),
            Err(SearchError::Busy) => Err(SearchError::Busy),
            Err(_) => folder::wipe(dir).and_then(|()| Index::attempt(dir)),
        }
    }

    fn attempt(dir: &Path) -> Result<Index, SearchError> {
        let (schema, fields) = schema::schema();
        let directory = MmapDirectory::open(dir).map_err(tantivy::TantivyError::from)?;
        let index = tantivy::Index::open_or_create(directory, schema)?;
        feed::register(&index);
        let cursor = Cursor::from_payload(index.load_metas()?.payload.as_deref())?;
        let damaged = index.validate_checksum()?;
        if !damaged.is_empty() {
            return Err(SearchError::Unusable(format!("{} damaged files", damaged.len())));
        }
        let writer = Writer::open(&index, &fields)?;
        let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let lexicon = Arc::new(Lexicon::learn(&reader.searcher(), &fields)?);
        Ok(Index {
            fields,
            reader,
            writer: Mutex::new(writer),
            cursor: Mutex::new(cursor),
            learnt: Mutex::new(Learnt { lexicon, at: now(), is_stale: false }),
            synonyms: Mutex::default(),
        })
    }

    /// Takes other terms for the same things, group by group; the next search uses them. A term without a letter or
    /// digit is left out.
    pub fn set_synonyms(&self, groups: &[Vec<String>]) {
        *lock(&self.synonyms) = Arc::new(Synonyms::new(groups));
    }

    /// Learns the words of the last commits, by which queries are repaired, if that is due: it costs at most a twentieth
    /// of the time. Until then they are found all the same, by what was typed.
    ///
    /// # Errors
    /// [`SearchError::Engine`] when the index cannot be read.
    pub fn learn(&self) -> Result<(), SearchError> {
        let (cost, since) = {
            let learnt = lock(&self.learnt);
            if !learnt.is_stale {
                return Ok(());
            }
            (learnt.lexicon.cost(), learnt.at.elapsed())
        };
        if since < cost * LEARNING_SHARE {
            return Ok(());
        }
        lock(&self.learnt).is_stale = false; // what is committed from here on is news again
        let lexicon = Lexicon::learn(&self.reader.searcher(), &self.fields);
        let mut learnt = lock(&self.learnt);
        learnt.at = now();
        match lexicon {
            Ok(lexicon) => learnt.lexicon = Arc::new(lexicon),
            Err(error) => {
                learnt.is_stale = true;
                return Err(error.into());
            }
        }
        Ok(())
    }

    /// Whether words of a commit wait to be learnt.
    #[must_use]
    pub fn has_news(&self) -> bool {
        lock(&self.learnt).is_stale
    }

    /// How far the last commit had followed the logs.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        lock(&self.cursor).clone()
    }

    /// Writes the changes, in their order, and the cursor, all in one commit; the next search sees
    /// them. Safe to repeat: a document replaces the one with its id.
    ///
    /// A commit waits for the disk (20 ms and more), so changes are best brought in hundreds.
    ///
    /// # Errors
    /// [`SearchError::Engine`] when the disk fails: none of the changes is kept, the writer has been
    /// replaced, and the caller brings everything after [`cursor`](Index::cursor) again.
    pub fn apply(&self, changes: Vec<Change>, cursor: &Cursor) -> Result<(), SearchError> {
        let mut writer = self.writer();
        writer.apply(&changes, cursor)?;
        self.publish(cursor)
    }

    /// Empties the index and its cursor.
    ///
    /// # Errors
    /// [`SearchError::Engine`] when the disk fails; the index is then as it was.
    pub fn clear(&self) -> Result<(), SearchError> {
        let mut writer = self.writer();
        writer.clear()?;
        self.publish(&Cursor::default())
    }

    /// How many documents the index holds.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.reader.searcher().num_docs()
    }

    /// Whether the index holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Finds what matches the words and the filters; see [`Query`] for what matching means.
    ///
    /// # Errors
    /// [`SearchError::Engine`] when the index cannot be read; a caller may fall back to the database.
    pub fn search(&self, query: &Query) -> Result<Found, SearchError> {
        let (lexicon, synonyms) =
            (Arc::clone(&lock(&self.learnt).lexicon), Arc::clone(&lock(&self.synonyms)));
        let (searcher, fields) = (self.reader.searcher(), &self.fields);
        query.run(&Shelf { searcher: &searcher, fields, lexicon: &lexicon, synonyms: &synonyms })
    }

    /// Shows a commit to the readers; called with the writer still held, so that no older commit
    /// is published after a newer one.
    fn publish(&self, cursor: &Cursor) -> Result<(), SearchError> {
        *lock(&self.cursor) = cursor.clone();
        self.reader.reload()?;
        lock(&self.learnt).is_stale = true;
        // The commit stands whether its words could be learnt or not: they stay news, and the caller learns them later.
        drop(self.learn());
        Ok(())
    }

    /// The writer. When a panic left it in the middle of something, that something is dropped.
    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(|poisoned| {
            let mut writer = poisoned.into_inner();
            writer.renew();
            self.writer.clear_poison();
            writer
        })
    }
}

/// What is kept here is replaced in one step, so a panic elsewhere leaves it whole.
fn lock<T>(kept: &Mutex<T>) -> MutexGuard<'_, T> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
