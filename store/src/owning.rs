//! A log and its session, taken together: every verb begins so.

use dialogue::session::Session;

use crate::dialect::{OWN_BY_NO, OWN_BY_SLUG};
use crate::error::StoreError;
use crate::log::LogHead;
use crate::rows::{SessionRow, hash_of};
use crate::tx::{Hold, Tx};

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

impl Tx {
    /// Takes the log of a session for this transaction, and reads the session as it is then; `None` when there is none.
    ///
    /// # Errors
    /// What the driver says, or a row that this program did not write.
    pub async fn own_log(&mut self, no: i64) -> Result<Option<(LogHead, Session)>, StoreError> {
        if let Self::Sqlite(Hold::Begun(tx)) = self {
            let row = sqlx::query_as::<_, OwnRow>(OWN_BY_NO).bind(no).fetch_optional(&mut **tx).await?;
            return row.map(OwnRow::read).transpose();
        }
        // Read under the lock: the session may have moved while this transaction waited for it.
        if self.session(no).await?.is_none() {
            return Ok(None);
        }
        let head = self.lock_log(no).await?;
        Ok(self.session(no).await?.map(|session| (head, session)))
    }

    /// As [`Tx::own_log`], by the session's slug.
    ///
    /// # Errors
    /// As [`Tx::own_log`].
    pub async fn own_log_of(&mut self, slug: &str) -> Result<Option<(LogHead, Session)>, StoreError> {
        if let Self::Sqlite(Hold::Begun(tx)) = self {
            let row = sqlx::query_as::<_, OwnRow>(OWN_BY_SLUG).bind(slug).fetch_optional(&mut **tx).await?;
            return row.map(OwnRow::read).transpose();
        }
        match self.session_by_slug(slug).await? {
            Some(session) => self.own_log(session.no).await,
            None => Ok(None),
        }
    }
}
