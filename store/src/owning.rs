//! A log and its session, taken together: every verb begins so.

use dialogue::session::Session;

use crate::dialect::{LOCK, LOCK_BY_SLUG, OWN_BY_NO, OWN_BY_SLUG};
use crate::error::StoreError;
use crate::log::{HeadRow, LogHead};
use crate::rows::{SessionRow, hash_of};
use crate::tx::{Tx, row};

#[derive(sqlx::FromRow)]
struct OwnRow {
    #[sqlx(flatten)]
    session: SessionRow,
    seq: i64,
    public_seq: i64,
    questions: i64,
    hash: String,
}

impl OwnRow {
    fn read(self) -> Result<(LogHead, Session), StoreError> {
        let Self { session, seq, public_seq, questions, hash } = self;
        let session = session.read()?;
        Ok((LogHead { no: session.no, seq, public_seq, questions, hash: hash_of(&hash)? }, session))
    }
}

/// Runs a text of SQLite's alone, or locks the row with one of PostgreSQL's and reads the session then.
macro_rules! own {
    ($tx:expr, $own:expr, $lock:expr, $value:expr) => {{
        if let Tx::Sqlite(hold) = $tx {
            let row = sqlx::query_as::<_, OwnRow>($own).bind($value).fetch_optional(&mut **hold).await?;
            return row.map(OwnRow::read).transpose();
        }
        let Some(head) = row!($tx, HeadRow, $lock, $value)? else { return Ok(None) };
        let head = LogHead::try_from(head)?;
        Ok($tx.session(head.no).await?.map(|session| (head, session)))
    }};
}

impl Tx {
    /// Takes the log of a session for this transaction, and reads the session as it is then; `None` when there is none.
    ///
    /// # Errors
    /// What the driver says, or a row that this program did not write.
    pub async fn own_log(&mut self, no: i64) -> Result<Option<(LogHead, Session)>, StoreError> {
        own!(self, OWN_BY_NO, LOCK, no)
    }

    /// As [`Tx::own_log`], by the session's slug.
    ///
    /// # Errors
    /// As [`Tx::own_log`].
    pub async fn own_log_of(&mut self, slug: &str) -> Result<Option<(LogHead, Session)>, StoreError> {
        own!(self, OWN_BY_SLUG, LOCK_BY_SLUG, slug)
    }
}
