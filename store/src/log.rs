//! The numbered log: gap-free, chained by hash, written in the same transaction as the change itself.

use dialogue::Millis;
use dialogue::event::{Event, EventKind, GENESIS, Happening, Hash};
use uuid::Uuid;

use crate::dialect::{APPEND, APPEND_AND_MOVE, APPEND_MOVE_AND_NOTE, LOCK};
use crate::error::StoreError;
use crate::notes::Note;
use crate::rows::{EventRow, digests_text, hash_of};
use crate::tx::{Tx, row, rows, run};

const BEGIN: &str = "INSERT INTO log (no, seq, public_seq, questions, hash) VALUES ($1, 0, 0, 0, $2)";
const HEAD: &str = "SELECT no, seq, public_seq, questions, hash FROM log WHERE no = $1";
const HEADS: &str = "SELECT no, seq, public_seq, questions, hash FROM log ORDER BY no";
const MOVE_HEAD: &str = "UPDATE log SET seq = $2, public_seq = $3, questions = $4, hash = $5 WHERE no = $1";
const AFTER: &str = "SELECT * FROM event WHERE no = $1 AND seq > $2 ORDER BY seq LIMIT CAST($3 AS BIGINT)";
const NEWS_AFTER: &str = "SELECT e.*, n.text AS notice FROM event e LEFT JOIN note n ON n.no = e.no AND n.seq = e.seq \
     AND e.kind = 'notice.posted' WHERE e.no = $1 AND e.seq > $2 ORDER BY e.seq LIMIT CAST($3 AS BIGINT)";
const AFTER_IN_LENS: &str =
    "SELECT * FROM event WHERE no = $1 AND seq > $2 AND (public OR $3) ORDER BY seq LIMIT CAST($4 AS BIGINT)";
const OF_QUESTION: &str = "SELECT * FROM event WHERE question = $1 ORDER BY seq";
const CHANGES_OF: &str = "SELECT * FROM event WHERE no = $1 AND (verb = $2 OR verb = $3) ORDER BY seq DESC LIMIT CAST($4 AS BIGINT)";
const DONE_SINCE: &str = "SELECT kind, person, COUNT(*) FROM event WHERE no = $1 AND seq > $2 AND at >= $3 \
     GROUP BY kind, person";
const SESSION_CHANGES: &str = "SELECT * FROM event WHERE no = $1 AND kind = 'session.changed' ORDER BY seq DESC LIMIT CAST($2 AS BIGINT)";

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

impl Tx {
    /// The last events of two verbs in a log, the newest first: who changed a list, and when.
    ///
    /// # Errors
    /// What the driver says, or a row that this program did not write.
    pub async fn changes_of(
        &mut self,
        no: i64,
        verbs: [&str; 2],
        limit: i64,
    ) -> Result<Vec<Event>, StoreError> {
        let rows = rows!(self, EventRow, CHANGES_OF, no, verbs[0], verbs[1], limit)?;
        rows.into_iter().map(|row| Ok(row.read()?.0)).collect()
    }

    /// How often each kind of thing was done by whom, from this event and this time on.
    ///
    /// # Errors
    /// What the driver says, or a row that this program did not write.
    pub async fn done_since(
        &mut self,
        no: i64,
        seq: i64,
        at: Millis,
    ) -> Result<Vec<(EventKind, Option<Uuid>, i64)>, StoreError> {
        let rows = rows!(self, (String, Option<Uuid>, i64), DONE_SINCE, no, seq, at.0)?;
        rows.into_iter()
            .map(|(kind, person, count)| Ok((kind.parse::<EventKind>()?, person, count)))
            .collect()
    }

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
        self.append_noted(head, at, what, None).await
    }

    /// As [`Tx::append`], with the text that belongs to the event; `digests` of it must hold
    /// [`dialogue::event::digest`] of the text under its salt.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn append_noted(
        &mut self,
        head: &mut LogHead,
        at: Millis,
        what: Happening,
        note: Option<Note<'_>>,
    ) -> Result<i64, StoreError> {
        let event = Event { no: head.no, seq: head.seq + 1, at, public_prev: head.public_seq, what };
        let hash = event.hash(&head.hash);
        (head.seq, head.hash) = (event.seq, hash);
        if event.what.public {
            head.public_seq = event.seq;
        }
        if matches!(self, Self::Sqlite(_)) {
            let sql = if note.is_some() { APPEND_MOVE_AND_NOTE } else { APPEND_AND_MOVE };
            self.insert(&event, head, note, sql).await?;
            return Ok(event.seq);
        }
        self.insert(&event, head, None, APPEND).await?;
        let LogHead { no, seq, public_seq, questions, .. } = *head;
        run!(self, MOVE_HEAD, no, seq, public_seq, questions, hex::encode(hash))?;
        if let Some(Note { salt, text, public }) = note {
            self.file_note(no, seq, salt, text, public).await?;
        }
        Ok(event.seq)
    }

    async fn insert(
        &mut self,
        event: &Event,
        head: &LogHead,
        note: Option<Note<'_>>,
        sql: &'static str,
    ) -> Result<(), StoreError> {
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
            note.map(|note| note.salt),
            note.map(|note| note.text),
            note.map(|note| note.public),
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
}
