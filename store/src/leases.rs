//! Leases: who decides an item of the moderators' desk just now.

use dialogue::Millis;
use uuid::Uuid;

use crate::error::StoreError;
use crate::rows::{Filed, QuestionRow};
use crate::tx::{Tx, row, rows, run};

/// What somebody holds and has not decided.
const HELD_BY: &str = "SELECT q.* FROM question q JOIN lease l ON l.question = q.id \
     WHERE q.no = $1 AND l.person = $2 AND l.until_at > $3 AND q.moderation = 'pending' ORDER BY q.asked_at, q.number";
const TAKE: &str = "INSERT INTO lease (question, person, until_at) VALUES ($1, $2, $4) ON CONFLICT (question) DO UPDATE \
     SET person = excluded.person, until_at = excluded.until_at WHERE lease.person = $2 OR lease.until_at <= $3";
const DROP: &str = "DELETE FROM lease WHERE question = $1 AND person = $2";
const OF_QUESTION: &str = "SELECT l.question, l.person, p.name, l.until_at FROM lease l \
     JOIN person p ON p.id = l.person WHERE l.question = $1 AND l.until_at > $2";
const IN_LOG: &str = "SELECT l.question, l.person, p.name, l.until_at FROM lease l \
     JOIN person p ON p.id = l.person JOIN question q ON q.id = l.question WHERE q.no = $1 AND l.until_at > $2";
const SWEEP: &str = "DELETE FROM lease WHERE until_at <= $1";

/// A hold on an item that has not run out.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Lease {
    pub question: Uuid,
    pub person: Uuid,
    /// The holder's name.
    pub name: String,
    /// Milliseconds.
    pub until_at: i64,
}

impl Tx {
    /// The pending items of a log that this person holds, the oldest first.
    ///
    /// # Errors
    /// What the driver says, or a row that this program did not write; so for all reading methods here.
    pub async fn held_by(&mut self, no: i64, person: Uuid, now: Millis) -> Result<Vec<Filed>, StoreError> {
        rows!(self, QuestionRow, HELD_BY, no, person, now.0)?.into_iter().map(QuestionRow::read).collect()
    }

    /// Who holds which items of a log.
    ///
    /// # Errors
    /// As [`Tx::held_by`].
    pub async fn leases_in(&mut self, no: i64, now: Millis) -> Result<Vec<Lease>, StoreError> {
        Ok(rows!(self, Lease, IN_LOG, no, now.0)?)
    }

    /// Holds an item; false while somebody else does.
    ///
    /// # Errors
    /// What the driver says; so for all writing methods here.
    pub async fn take_lease(
        &mut self,
        question: Uuid,
        person: Uuid,
        now: Millis,
        until: Millis,
    ) -> Result<bool, StoreError> {
        Ok(run!(self, TAKE, question, person, now.0, until.0)? == 1)
    }

    /// # Errors
    /// As [`Tx::take_lease`].
    pub async fn drop_lease(&mut self, question: Uuid, person: Uuid) -> Result<(), StoreError> {
        run!(self, DROP, question, person)?;
        Ok(())
    }

    /// Who holds an item.
    ///
    /// # Errors
    /// As [`Tx::held_by`].
    pub async fn lease_of(&mut self, question: Uuid, now: Millis) -> Result<Option<Lease>, StoreError> {
        Ok(row!(self, Lease, OF_QUESTION, question, now.0)?)
    }

    /// Forgets holds that have run out.
    ///
    /// # Errors
    /// As [`Tx::take_lease`].
    pub async fn sweep_leases(&mut self, now: Millis) -> Result<u64, StoreError> {
        Ok(run!(self, SWEEP, now.0)?)
    }
}
