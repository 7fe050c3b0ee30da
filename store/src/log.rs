//! The numbered log: gap-free, chained by hash, written in the same transaction as the change itself.

use dialogue::Millis;
use dialogue::event::{Event, GENESIS, Happening, Hash};
use uuid::Uuid;

use crate::dialect::{APPEND, APPEND_AND_MOVE};
use crate::error::StoreError;
use crate::rows::{EventRow, digests_text, hash_of};
use crate::tx::{Tx, each, row, rows, run};

const BEGIN: &str = "INSERT INTO log (no, seq, public_seq, questions, hash) VALUES ($1, 0, 0, 0, $2)";
/// An update that changes nothing locks the row on PostgreSQL; on SQLite the writer is alone anyway.
pub(crate) const LOCK: &str =
    "UPDATE log SET seq = seq WHERE no = $1 RETURNING no, seq, public_seq, questions, hash";
const HEAD: &str = "SELECT no, seq, public_seq, questions, hash FROM log WHERE no = $1";
const HEADS: &str = "SELECT no, seq, public_seq, questions, hash FROM log ORDER BY no";
const MOVE_HEAD: &str = "UPDATE log SET seq = $2, public_seq = $3, questions = $4, hash = $5 WHERE no = $1";
const AFTER: &str = "SELECT * FROM event WHERE no = $1 AND seq > $2 ORDER BY seq LIMIT CAST($3 AS BIGINT)";
const NEWS_AFTER: &str = "SELECT e.*, n.text AS notice FROM event e LEFT JOIN note n ON n.no = e.no AND n.seq = e.seq \
     AND e.kind = 'notice.posted' WHERE e.no = $1 AND e.seq > $2 ORDER BY e.seq LIMIT CAST($3 AS BIGINT)";
const AFTER_IN_LENS: &str =
    "SELECT * FROM event WHERE no = $1 AND seq > $2 AND (public OR $3) ORDER BY seq LIMIT CAST($4 AS BIGINT)";
const OF_QUESTION: &str = "SELECT * FROM event WHERE question = $1 ORDER BY seq";
const SESSION_CHANGES: &str = "SELECT * FROM event WHERE no = $1 AND kind = 'session.changed' ORDER BY seq DESC LIMIT CAST($2 AS BIGINT)";
const FILE_NOTE: &str = "INSERT INTO note (no, seq, salt, text, public) VALUES ($1, $2, $3, $4, $5)";
const NOTES_OF_QUESTION: &str = "SELECT n.no, n.seq, n.text, n.public FROM note n \
     JOIN event e ON e.no = n.no AND e.seq = n.seq WHERE e.question = $1 ORDER BY n.seq";
const NOTE: &str = "SELECT no, seq, text, public FROM note WHERE no = $1 AND seq = $2";

/// The head of a log. Whoever holds it from [`Tx::lock_log`] owns the log until the transaction ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogHead {
    pub no: i64,
    pub seq: i64,
    /// The last event of the public lens.
    pub public_seq: i64,
    /// How many questions were received; the next one's number is one more.
    pub questions: i64,
    pub hash: Hash,
}

pub(crate) type HeadRow = (i64, i64, i64, i64, String);

impl TryFrom<HeadRow> for LogHead {
    type Error = StoreError;

    fn try_from((no, seq, public_seq, questions, hash): HeadRow) -> Result<Self, StoreError> {
        Ok(Self { no, seq, public_seq, questions, hash: hash_of(&hash)? })
    }
}

/// An event; a notice's with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    pub event: Event,
    pub notice: Option<String>,
}

#[derive(sqlx::FromRow)]
struct NewsRow {
    #[sqlx(flatten)]
    event: EventRow,
    notice: Option<String>,
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
    /// Begins an empty log.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn begin_log(&mut self, no: i64) -> Result<(), StoreError> {
        run!(self, BEGIN, no, hex::encode(GENESIS))?;
        Ok(())
    }

    /// Takes the log for this transaction; every verb does so first, so that its decision meets the present state.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] when there is no such log; what the driver says.
    pub async fn lock_log(&mut self, no: i64) -> Result<LogHead, StoreError> {
        row!(self, HeadRow, LOCK, no)?
            .ok_or_else(|| StoreError::inconsistent(format!("log {no} is missing")))?
            .try_into()
    }

    /// # Errors
    /// What the driver says.
    pub async fn log_head(&mut self, no: i64) -> Result<Option<LogHead>, StoreError> {
        row!(self, HeadRow, HEAD, no)?.map(LogHead::try_from).transpose()
    }

    /// # Errors
    /// What the driver says.
    pub async fn log_heads(&mut self) -> Result<Vec<LogHead>, StoreError> {
        rows!(self, HeadRow, HEADS)?.into_iter().map(LogHead::try_from).collect()
    }

    /// Appends what happened as the log's next event and returns its number.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn append(
        &mut self,
        head: &mut LogHead,
        at: Millis,
        what: Happening,
    ) -> Result<i64, StoreError> {
        let event = Event { no: head.no, seq: head.seq + 1, at, public_prev: head.public_seq, what };
        let hash = event.hash(&head.hash);
        (head.seq, head.hash) = (event.seq, hash);
        if event.what.public {
            head.public_seq = event.seq;
        }
        let is_sqlite = matches!(self, Self::Sqlite(_));
        self.insert(&event, head, if is_sqlite { APPEND_AND_MOVE } else { APPEND }).await?;
        if !is_sqlite {
            let LogHead { no, seq, public_seq, questions, .. } = *head;
            run!(self, MOVE_HEAD, no, seq, public_seq, questions, hex::encode(hash))?;
        }
        Ok(event.seq)
    }

    async fn insert(&mut self, event: &Event, head: &LogHead, sql: &'static str) -> Result<(), StoreError> {
        let what = &event.what;
        run!(
            self,
            sql,
            event.no,
            event.seq,
            event.at.0,
            what.kind.code(),
            &what.verb,
            what.question,
            what.actor.capacity.code(),
            what.actor.person,
            what.actor.unit.as_deref(),
            &what.from,
            &what.to,
            what.reason.as_deref(),
            digests_text(&what.digests),
            what.public,
            event.public_prev,
            hex::encode(head.hash),
            head.public_seq,
            head.questions,
        )?;
        Ok(())
    }

    /// The events after a number, oldest first, at most `limit`.
    ///
    /// # Errors
    /// What the driver says, or a row that this program did not write.
    pub async fn events_after(&mut self, no: i64, seq: i64, limit: i64) -> Result<Vec<Event>, StoreError> {
        let rows = rows!(self, EventRow, AFTER, no, seq, limit)?;
        rows.into_iter().map(|row| Ok(row.read()?.0)).collect()
    }

    /// As [`Tx::events_after`], each with the text that it tells by itself.
    ///
    /// # Errors
    /// As [`Tx::events_after`].
    pub async fn news_after(&mut self, no: i64, seq: i64, limit: i64) -> Result<Vec<News>, StoreError> {
        let rows = rows!(self, NewsRow, NEWS_AFTER, no, seq, limit)?;
        rows.into_iter().map(|row| Ok(News { event: row.event.read()?.0, notice: row.notice })).collect()
    }

    /// As [`Tx::events_after`], of the public lens alone unless `all`.
    ///
    /// # Errors
    /// As [`Tx::events_after`].
    pub async fn events_in_lens(
        &mut self,
        no: i64,
        seq: i64,
        all: bool,
        limit: i64,
    ) -> Result<Vec<Event>, StoreError> {
        let rows = rows!(self, EventRow, AFTER_IN_LENS, no, seq, all, limit)?;
        rows.into_iter().map(|row| Ok(row.read()?.0)).collect()
    }

    /// A question's own events, oldest first.
    ///
    /// # Errors
    /// What the driver says, or a row that this program did not write.
    pub async fn events_of(&mut self, question: Uuid) -> Result<Vec<Event>, StoreError> {
        let rows = rows!(self, EventRow, OF_QUESTION, question)?;
        rows.into_iter().map(|row| Ok(row.read()?.0)).collect()
    }

    /// The last changes of the session itself, the newest first.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] for a row that this program did not write; what the driver says.
    pub async fn session_changes(&mut self, no: i64, limit: i64) -> Result<Vec<Event>, StoreError> {
        let rows = rows!(self, EventRow, SESSION_CHANGES, no, limit)?;
        rows.into_iter().map(|row| Ok(row.read()?.0)).collect()
    }

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
