//! The one hand that writes: changes and a cursor in, one commit out.

use tantivy::indexer::IndexWriterOptions;
use tantivy::{IndexWriter, Term};

use crate::schema::Fields;
use crate::{Change, Cursor, SearchError};

/// What the writer may hold in memory before it starts another segment.
const MEMORY_BYTES: usize = 50_000_000;

/// The engine's writer, replaced when it dies: any I/O error kills it for good.
pub(crate) struct Writer {
    index: tantivy::Index,
    fields: Fields,
    engine: Option<IndexWriter>,
}

impl Writer {
    /// Takes the folder's lock and holds it.
    ///
    /// # Errors
    /// [`SearchError::Busy`] when another writer holds it.
    pub fn open(index: &tantivy::Index, fields: &Fields) -> Result<Writer, SearchError> {
        let engine = Some(engine(index)?);
        Ok(Writer { index: index.clone(), fields: fields.clone(), engine })
    }

    /// Writes the changes in their order and commits them together with the cursor; on an error
    /// nothing of them is kept.
    pub fn apply(&mut self, changes: &[Change], cursor: &Cursor) -> Result<(), SearchError> {
        let fields = self.fields.clone();
        self.commit(cursor, |engine| changes.iter().try_for_each(|change| write(engine, &fields, change)))
    }

    /// Removes every document and forgets the cursor.
    pub fn clear(&mut self) -> Result<(), SearchError> {
        self.commit(&Cursor::default(), |engine| engine.delete_all_documents().map(drop))
    }

    /// Begins again with a fresh engine, which drops whatever was not committed. When that fails
    /// too, the next write tries once more.
    pub fn renew(&mut self) {
        self.engine = None; // first the old lock goes
        self.engine = engine(&self.index).ok();
    }

    fn commit(
        &mut self,
        cursor: &Cursor,
        work: impl FnOnce(&mut IndexWriter) -> tantivy::Result<()>,
    ) -> Result<(), SearchError> {
        let payload = cursor.to_payload()?;
        let done = self.attempt(payload, work);
        if done.is_err() {
            self.renew();
        }
        done
    }

    fn attempt(
        &mut self,
        payload: String,
        work: impl FnOnce(&mut IndexWriter) -> tantivy::Result<()>,
    ) -> Result<(), SearchError> {
        let engine = match &mut self.engine {
            Some(engine) => engine,
            none => none.insert(engine(&self.index)?),
        };
        work(engine)?;
        let mut commit = engine.prepare_commit()?;
        commit.set_payload(&payload);
        commit.commit()?;
        Ok(())
    }
}

fn engine(index: &tantivy::Index) -> tantivy::Result<IndexWriter> {
    let options = IndexWriterOptions::builder();
    index.writer_with_options(
        options.memory_budget_per_thread(MEMORY_BYTES).num_worker_threads(1).num_merge_threads(1).build(),
    )
}

fn write(engine: &IndexWriter, fields: &Fields, change: &Change) -> tantivy::Result<()> {
    match change {
        Change::Put(document) => {
            remove(engine, fields, &document.id);
            engine.add_document(fields.fill(document)).map(drop)
        }
        Change::Remove(id) => {
            remove(engine, fields, id);
            Ok(())
        }
    }
}

fn remove(engine: &IndexWriter, fields: &Fields, id: &str) {
    engine.delete_term(Term::from_field_text(fields.id, id));
}
