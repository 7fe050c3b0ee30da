//! Notes: the texts that belong to events. An event holds the digest of its text and not the text, so that it can be
//! erased and the chain still holds.

use uuid::Uuid;

use crate::error::StoreError;
use crate::tx::{Tx, each, row, rows, run};

const FILE_NOTE: &str = "INSERT INTO note (no, seq, salt, text, public) VALUES ($1, $2, $3, $4, $5)";
const NOTES_OF_QUESTION: &str = "SELECT n.no, n.seq, n.text, n.public FROM note n \
     JOIN event e ON e.no = n.no AND e.seq = n.seq WHERE e.question = $1 ORDER BY n.seq";
const NOTE: &str = "SELECT no, seq, text, public FROM note WHERE no = $1 AND seq = $2";

/// A text to be filed with an event: its digest's salt, and whether the public may read it.
#[derive(Clone, Copy, Debug)]
pub struct Note<'a> {
    pub salt: &'a str,
    pub text: &'a str,
    pub public: bool,
}

/// A text that belongs to an event.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct NoteRow {
    pub no: i64,
    pub seq: i64,
    pub text: String,
    pub public: bool,
}

/// What an asker wrote after the question itself: a reply to what was asked of them, an appeal.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AskersNote {
    pub question: Uuid,
    pub at: i64,
    pub verb: String,
    pub text: String,
}

impl Tx {
    /// Files the text that belongs to an event; `digests` of that event must hold [`dialogue::event::digest`] of it under `salt`.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn file_note(
        &mut self,
        no: i64,
        seq: i64,
        salt: &str,
        text: &str,
        public: bool,
    ) -> Result<(), StoreError> {
        run!(self, FILE_NOTE, no, seq, salt, text, public)?;
        Ok(())
    }

    /// # Errors
    /// What the driver says.
    pub async fn notes_of(&mut self, question: Uuid) -> Result<Vec<NoteRow>, StoreError> {
        Ok(rows!(self, NoteRow, NOTES_OF_QUESTION, question)?)
    }

    /// What the askers of these questions wrote later, the oldest first.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn askers_notes(&mut self, questions: &[Uuid]) -> Result<Vec<AskersNote>, StoreError> {
        if questions.is_empty() {
            return Ok(Vec::new());
        }
        Ok(each!(self, c => {
            let mut query = sqlx::QueryBuilder::new(
                "SELECT e.question, e.at, e.verb, n.text FROM event e JOIN note n ON n.no = e.no AND n.seq = e.seq \
                 WHERE e.capacity = 'asker' AND e.verb IN ('reply', 'appeal') AND e.question IN (",
            );
            let mut ids = query.separated(", ");
            for id in questions {
                ids.push_bind(*id);
            }
            query.push(") ORDER BY e.at, e.seq");
            query.build_query_as().fetch_all(c).await
        })?)
    }

    /// # Errors
    /// What the driver says.
    pub async fn note(&mut self, no: i64, seq: i64) -> Result<Option<NoteRow>, StoreError> {
        Ok(row!(self, NoteRow, NOTE, no, seq)?)
    }
}
