//! Sessions, and who is named in them.

use std::collections::BTreeSet;

use dialogue::person::Role;
use dialogue::session::Session;
use uuid::Uuid;

use crate::error::StoreError;
use crate::rows::{SessionRow, list};
use crate::tx::{Tx, row, rows, run};

const ALL: &str = "SELECT * FROM session ORDER BY start_at DESC NULLS LAST, no DESC";
const BY_NO: &str = "SELECT * FROM session WHERE no = $1";
const BY_SLUG: &str = "SELECT * FROM session WHERE slug = $1";
const NEXT_NO: &str = "SELECT CAST(COALESCE(MAX(no), 0) + 1 AS BIGINT) FROM session";
const CREATE: &str = "INSERT INTO session (no, slug, title, summary, state, start_at, duration_min, questions_open, \
     questions_close, place, stream_url, host_unit, co_host_units, respondent_units, fields, legal_basis, allow_votes, \
     note, created_at, ended_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
const SAVE: &str = "UPDATE session SET slug = $2, title = $3, summary = $4, state = $5, start_at = $6, \
     duration_min = $7, questions_open = $8, questions_close = $9, place = $10, stream_url = $11, host_unit = $12, \
     co_host_units = $13, respondent_units = $14, fields = $15, legal_basis = $16, allow_votes = $17, note = $18, \
     created_at = $19, ended_at = $20 WHERE no = $1";
const NAME: &str = "INSERT INTO session_person (no, person, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
const UNNAME: &str = "DELETE FROM session_person WHERE no = $1 AND role = $2";
const NAMED: &str = "SELECT person, role FROM session_person WHERE no = $1 ORDER BY role, person";
const ROLES_OF: &str = "SELECT no, role FROM session_person WHERE person = $1 ORDER BY no, role";
const WAITING: &str = "SELECT COUNT(*) FROM question WHERE no = $1 AND (moderation IN ('pending', 'needs_info') \
     OR (moderation = 'approved' AND handling <> 'answered'))";

/// Binds the columns of a session in the order of [`CREATE`] and [`SAVE`].
macro_rules! run_session {
    ($tx:expr, $sql:expr, $s:expr) => {
        run!(
            $tx,
            $sql,
            $s.no,
            &$s.slug,
            &$s.title,
            &$s.summary,
            $s.state.code(),
            $s.start.map(|at| at.0),
            $s.duration_min,
            $s.questions_open.0,
            $s.questions_close.map(|at| at.0),
            $s.place.as_deref(),
            $s.stream_url.as_deref(),
            $s.host_unit.as_deref(),
            list(&$s.co_host_units)?,
            list(&$s.respondent_units)?,
            list(&$s.fields)?,
            list(&$s.legal_basis)?,
            $s.allow_votes,
            $s.note.as_deref(),
            $s.created_at.0,
            $s.ended_at.map(|at| at.0),
        )
    };
}

impl Tx {
    /// Every session and the intake, newest start first.
    ///
    /// # Errors
    /// What the driver says, or a row that this program did not write; so for all reading methods here.
    pub async fn sessions(&mut self) -> Result<Vec<Session>, StoreError> {
        rows!(self, SessionRow, ALL)?.into_iter().map(SessionRow::read).collect()
    }

    /// # Errors
    /// As [`Tx::sessions`].
    pub async fn session(&mut self, no: i64) -> Result<Option<Session>, StoreError> {
        row!(self, SessionRow, BY_NO, no)?.map(SessionRow::read).transpose()
    }

    /// # Errors
    /// As [`Tx::sessions`].
    pub async fn session_by_slug(&mut self, slug: &str) -> Result<Option<Session>, StoreError> {
        row!(self, SessionRow, BY_SLUG, slug)?.map(SessionRow::read).transpose()
    }

    /// The number of the next session's log.
    ///
    /// # Errors
    /// As [`Tx::sessions`].
    pub async fn next_session_no(&mut self) -> Result<i64, StoreError> {
        Ok(row!(self, (i64,), NEXT_NO)?.map_or(1, |(no,)| no))
    }

    /// Files a new session; its log must stand. A slug that is taken is [`StoreError::is_taken`].
    ///
    /// # Errors
    /// What the driver says.
    pub async fn create_session(&mut self, session: &Session) -> Result<(), StoreError> {
        run_session!(self, CREATE, session)?;
        Ok(())
    }

    /// # Errors
    /// What the driver says.
    pub async fn save_session(&mut self, session: &Session) -> Result<(), StoreError> {
        run_session!(self, SAVE, session)?;
        Ok(())
    }

    /// # Errors
    /// What the driver says.
    pub async fn name_in_session(&mut self, no: i64, person: Uuid, role: Role) -> Result<(), StoreError> {
        run!(self, NAME, no, person, role.code())?;
        Ok(())
    }

    /// Takes the role from everybody who had it in the session.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn clear_role(&mut self, no: i64, role: Role) -> Result<(), StoreError> {
        run!(self, UNNAME, no, role.code())?;
        Ok(())
    }

    /// # Errors
    /// As [`Tx::sessions`].
    pub async fn named_in_session(&mut self, no: i64) -> Result<Vec<(Uuid, Role)>, StoreError> {
        let named = rows!(self, (Uuid, String), NAMED, no)?;
        named.into_iter().map(|(person, role)| Ok((person, role.parse()?))).collect()
    }

    /// The roles that a person is named for, by log.
    ///
    /// # Errors
    /// As [`Tx::sessions`].
    pub async fn session_roles_of(&mut self, person: Uuid) -> Result<BTreeSet<(i64, Role)>, StoreError> {
        let roles = rows!(self, (i64, String), ROLES_OF, person)?;
        roles.into_iter().map(|(no, role)| Ok((no, role.parse()?))).collect()
    }

    /// How many questions of a session wait for a decision or an answer.
    ///
    /// # Errors
    /// As [`Tx::sessions`].
    pub async fn waiting_in_session(&mut self, no: i64) -> Result<i64, StoreError> {
        Ok(row!(self, (i64,), WAITING, no)?.map_or(0, |(n,)| n))
    }
}
