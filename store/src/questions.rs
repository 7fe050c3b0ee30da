//! Questions: filing, saving, and the lists in which they are read.

use dialogue::question::{Moderation, Question};
use uuid::Uuid;

use crate::error::StoreError;
use crate::rows::{QuestionRow, list};
use crate::tx::{Tx, row, rows, run};

const FILE: &str = "INSERT INTO question (id, no, number, kind, audience, channel, field, area, original, salt, title, \
     public_text, masks, display_name, moderation, handling, stage, visibility, support_units, asked_at, appealed, \
     returns, votes, changed_seq, code, secret_hash, visitor) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, NULL, '[]', $11, $12, $13, $14, $15, '[]', $16, FALSE, \
     0, 0, $17, $18, $19, $20)";
const SAVE: &str = "UPDATE question SET original = $2, title = $3, public_text = $4, masks = $5, moderation = $6, \
     handling = $7, stage = $8, visibility = $9, merged_into = $10, moved_to = $11, reason = $12, decided_by = $13, \
     decided_at = $14, decided_from = $15, appealed = $16, retract_by = $17, lead_unit = $18, support_units = $19, \
     info_asked_at = $20, assigned_at = $21, due = $22, answered_at = $23, returns = $24, queue_at = $25, \
     changed_seq = $26 WHERE id = $1";
const ERASE: &str = "UPDATE question SET original = NULL, salt = NULL, title = NULL, public_text = NULL, masks = '[]', \
     display_name = '', changed_seq = $2 WHERE id = $1";
const ERASE_NOTES: &str =
    "DELETE FROM note WHERE (no, seq) IN (SELECT no, seq FROM event WHERE question = $1)";
const ERASE_CONTACT: &str = "DELETE FROM contact WHERE question = $1";
const FILE_CONTACT: &str = "INSERT INTO contact (question, name, phone, email, consent_publish, consent_contact, \
     consent_version, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const BY_ID: &str = "SELECT * FROM question WHERE id = $1";
const BY_NAME: &str = "SELECT * FROM question WHERE no = $1 AND number = $2";
const BY_CODE: &str = "SELECT * FROM question WHERE code = $1";
const OF_VISITOR: &str =
    "SELECT * FROM question WHERE visitor = $1 ORDER BY asked_at DESC, id DESC LIMIT 100";
const MERGED_INTO: &str = "SELECT * FROM question WHERE no = $1 AND merged_into = $2 ORDER BY number";
const BY_VOTES: &str = "SELECT * FROM question WHERE no = $1 AND visibility = 'public' \
     AND $2 LIKE '%,' || moderation || ',%' AND (votes < $3 OR (votes = $3 AND number < $4)) \
     ORDER BY votes DESC, number DESC LIMIT $5";
const BY_NEW: &str = "SELECT * FROM question WHERE no = $1 AND visibility = 'public' \
     AND $2 LIKE '%,' || moderation || ',%' AND (number < $3 OR (number = $3 AND number < $4)) \
     ORDER BY number DESC LIMIT $5";
const BY_ANSWERED: &str = "SELECT * FROM question WHERE no = $1 AND visibility = 'public' \
     AND $2 LIKE '%,' || moderation || ',%' \
     AND (COALESCE(answered_at, 0) < $3 OR (COALESCE(answered_at, 0) = $3 AND number < $4)) \
     ORDER BY COALESCE(answered_at, 0) DESC, number DESC LIMIT $5";
const LAST_CHANGED: &str = "SELECT * FROM question WHERE no = $1 AND moderation <> 'pending' \
     ORDER BY changed_seq DESC, number DESC LIMIT $2";
const IN_MODERATION: &str =
    "SELECT * FROM question WHERE no = $1 AND moderation = $2 ORDER BY asked_at, number LIMIT $3";
const ON_STAGE: &str = "SELECT * FROM question WHERE no = $1 AND stage = 'on_stage'";
const QUEUED: &str =
    "SELECT * FROM question WHERE no = $1 AND stage = 'queued' ORDER BY queue_at NULLS LAST, number";
const UNANSWERED: &str = "SELECT * FROM question WHERE no = $1 AND moderation = 'approved' AND handling <> 'answered' \
     ORDER BY number";
const FOR_UNIT: &str = "SELECT * FROM question WHERE moderation = 'approved' AND handling <> 'answered' \
     AND (lead_unit = $1 OR support_units LIKE '%\"' || $1 || '\"%') \
     ORDER BY due NULLS LAST, asked_at, number LIMIT 200";
const HAS_WORK: &str = "SELECT id FROM question WHERE no = $1 AND moderation = 'approved' \
     AND (lead_unit = $2 OR support_units LIKE '%\"' || $2 || '\"%') LIMIT 1";
const BALANCE: &str = "SELECT moderation, COUNT(*), \
     CAST(SUM(CASE WHEN handling = 'answered' AND moderation = 'approved' THEN 1 ELSE 0 END) AS BIGINT) \
     FROM question WHERE no = $1 GROUP BY moderation";

/// A question with what only the office and its asker may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    pub question: Question,
    /// The tracking code without hyphens.
    pub code: String,
    /// SHA-256 of the asker's secret, hex.
    pub secret_hash: String,
    pub visitor: Option<Uuid>,
    /// The salt of the texts' digests; `None` once erased.
    pub salt: Option<String>,
    /// The last event that changed it.
    pub changed_seq: i64,
}

/// What is filed at receipt.
#[derive(Clone, Debug)]
pub struct Filing<'a> {
    pub question: &'a Question,
    pub salt: &'a str,
    pub code: &'a str,
    pub secret_hash: &'a str,
    pub visitor: Option<Uuid>,
    pub seq: i64,
}

/// How to reach the asker; kept apart from the question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    pub name: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub consent_publish: bool,
    pub consent_contact: bool,
    /// Which wording of the two consents the asker saw.
    pub consent_version: String,
    pub at: i64,
}

/// The order of a public list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Votes,
    New,
    Answered,
}

/// Which part of a list: after this sort key and number, at most `limit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    pub after: Option<(i64, i64)>,
    pub limit: i64,
}

impl Sort {
    /// The key by which a question stands in this order.
    #[must_use]
    pub fn key(self, question: &Question) -> i64 {
        match self {
            Self::Votes => question.votes,
            Self::New => question.name.number,
            Self::Answered => question.answered_at.map_or(0, |at| at.0),
        }
    }
}

/// How many questions of a log stand where. Received is the sum of all moderation states.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    pub received: i64,
    pub pending: i64,
    pub needs_info: i64,
    pub approved: i64,
    pub rejected: i64,
    pub merged: i64,
    pub redirected: i64,
    pub withdrawn: i64,
    pub answered: i64,
}

impl Balance {
    fn add(&mut self, moderation: Moderation, count: i64, answered: i64) {
        let place = match moderation {
            Moderation::Pending => &mut self.pending,
            Moderation::NeedsInfo => &mut self.needs_info,
            Moderation::Approved => &mut self.approved,
            Moderation::Rejected => &mut self.rejected,
            Moderation::Merged => &mut self.merged,
            Moderation::Redirected => &mut self.redirected,
            Moderation::Withdrawn => &mut self.withdrawn,
        };
        *place += count;
        self.received += count;
        self.answered += answered;
    }
}

impl Tx {
    /// Files a new question. A code that is taken is [`StoreError::is_taken`].
    ///
    /// # Errors
    /// What the driver says; so for all writing methods here.
    pub async fn file_question(&mut self, filing: &Filing<'_>) -> Result<(), StoreError> {
        let q = filing.question;
        run!(
            self,
            FILE,
            q.id,
            q.name.no,
            q.name.number,
            q.kind.code(),
            q.audience.code(),
            q.channel.code(),
            q.field.as_deref(),
            q.area.as_deref(),
            q.original.as_deref(),
            filing.salt,
            &q.display_name,
            q.moderation.code(),
            q.handling.code(),
            q.stage.code(),
            q.visibility.code(),
            q.asked_at.0,
            filing.seq,
            filing.code,
            filing.secret_hash,
            filing.visitor,
        )?;
        Ok(())
    }

    /// Saves the question as a move left it; `seq` is that move's event. Votes are not touched.
    ///
    /// # Errors
    /// As [`Tx::file_question`].
    pub async fn save_question(&mut self, q: &Question, seq: i64) -> Result<(), StoreError> {
        run!(
            self,
            SAVE,
            q.id,
            q.original.as_deref(),
            q.title.as_deref(),
            q.public_text.as_deref(),
            serde_json::to_string(&q.masks)?,
            q.moderation.code(),
            q.handling.code(),
            q.stage.code(),
            q.visibility.code(),
            q.merged_into.map(|name| name.to_string()),
            q.moved_to.map(|name| name.to_string()),
            q.reason.as_deref(),
            q.decision.map(|d| d.by),
            q.decision.map(|d| d.at.0),
            q.decision.map(|d| d.from.code()),
            q.appealed,
            q.retract_by,
            q.lead_unit.as_deref(),
            list(&q.support_units)?,
            q.info_asked_at.map(|at| at.0),
            q.assigned_at.map(|at| at.0),
            q.due.map(|at| at.0),
            q.answered_at.map(|at| at.0),
            q.returns,
            q.queue_at.map(|at| at.0),
            seq,
        )?;
        Ok(())
    }

    /// Erases every text of a question, its notes and the contact. Ids, states and digests stay, so the chain holds.
    ///
    /// # Errors
    /// As [`Tx::file_question`].
    pub async fn erase_question(&mut self, id: Uuid, seq: i64) -> Result<(), StoreError> {
        run!(self, ERASE, id, seq)?;
        run!(self, ERASE_NOTES, id)?;
        run!(self, ERASE_CONTACT, id)?;
        Ok(())
    }

    /// # Errors
    /// As [`Tx::file_question`].
    pub async fn file_contact(&mut self, question: Uuid, contact: &Contact) -> Result<(), StoreError> {
        run!(
            self,
            FILE_CONTACT,
            question,
            contact.name.as_deref(),
            contact.phone.as_deref(),
            contact.email.as_deref(),
            contact.consent_publish,
            contact.consent_contact,
            &contact.consent_version,
            contact.at,
        )?;
        Ok(())
    }

    /// # Errors
    /// What the driver says, or a row that this program did not write; so for all reading methods here.
    pub async fn question(&mut self, id: Uuid) -> Result<Option<Filed>, StoreError> {
        row!(self, QuestionRow, BY_ID, id)?.map(QuestionRow::read).transpose()
    }

    /// # Errors
    /// As [`Tx::question`].
    pub async fn question_by_name(&mut self, name: dialogue::PublicId) -> Result<Option<Filed>, StoreError> {
        row!(self, QuestionRow, BY_NAME, name.no, name.number)?.map(QuestionRow::read).transpose()
    }

    /// `code` without hyphens, in capitals.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn question_by_code(&mut self, code: &str) -> Result<Option<Filed>, StoreError> {
        row!(self, QuestionRow, BY_CODE, code)?.map(QuestionRow::read).transpose()
    }

    /// The last 100 questions of a visitor, newest first.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn questions_of_visitor(&mut self, visitor: Uuid) -> Result<Vec<Filed>, StoreError> {
        read_all(rows!(self, QuestionRow, OF_VISITOR, visitor)?)
    }

    /// The questions merged into this one.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn merged_into(&mut self, name: dialogue::PublicId) -> Result<Vec<Filed>, StoreError> {
        read_all(rows!(self, QuestionRow, MERGED_INTO, name.no, name.to_string())?)
    }

    /// A page of a log's public questions in these moderation states.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn list_questions(
        &mut self,
        no: i64,
        states: &[Moderation],
        sort: Sort,
        page: Page,
    ) -> Result<Vec<Filed>, StoreError> {
        let states: String = states.iter().map(|state| format!(",{state},")).collect();
        let sql = match sort {
            Sort::Votes => BY_VOTES,
            Sort::New => BY_NEW,
            Sort::Answered => BY_ANSWERED,
        };
        let (key, number) = page.after.unwrap_or((i64::MAX, i64::MAX));
        read_all(rows!(self, QuestionRow, sql, no, &states, key, number, page.limit)?)
    }

    /// All but pending, last changed first: what a snapshot tells.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn last_changed(&mut self, no: i64, limit: i64) -> Result<Vec<Filed>, StoreError> {
        read_all(rows!(self, QuestionRow, LAST_CHANGED, no, limit)?)
    }

    /// Oldest first: a lane of the moderators' desk.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn in_moderation(
        &mut self,
        no: i64,
        state: Moderation,
        limit: i64,
    ) -> Result<Vec<Filed>, StoreError> {
        read_all(rows!(self, QuestionRow, IN_MODERATION, no, state.code(), limit)?)
    }

    /// # Errors
    /// As [`Tx::question`].
    pub async fn on_stage(&mut self, no: i64) -> Result<Option<Filed>, StoreError> {
        row!(self, QuestionRow, ON_STAGE, no)?.map(QuestionRow::read).transpose()
    }

    /// The answer queue, next first.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn queued(&mut self, no: i64) -> Result<Vec<Filed>, StoreError> {
        read_all(rows!(self, QuestionRow, QUEUED, no)?)
    }

    /// Approved and without an answer.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn unanswered(&mut self, no: i64) -> Result<Vec<Filed>, StoreError> {
        read_all(rows!(self, QuestionRow, UNANSWERED, no)?)
    }

    /// What a unit leads or supports and has not answered, first due first, at most 200.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn waiting_for_unit(&mut self, unit: &str) -> Result<Vec<Filed>, StoreError> {
        read_all(rows!(self, QuestionRow, FOR_UNIT, unit)?)
    }

    /// Whether a unit leads or supports an approved question of this log.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn has_work_in(&mut self, no: i64, unit: &str) -> Result<bool, StoreError> {
        Ok(row!(self, (Uuid,), HAS_WORK, no, unit)?.is_some())
    }

    /// # Errors
    /// As [`Tx::question`].
    pub async fn balance(&mut self, no: i64) -> Result<Balance, StoreError> {
        let mut balance = Balance::default();
        for (moderation, count, answered) in rows!(self, (String, i64, i64), BALANCE, no)? {
            balance.add(moderation.parse()?, count, answered);
        }
        Ok(balance)
    }
}

fn read_all(rows: Vec<QuestionRow>) -> Result<Vec<Filed>, StoreError> {
    rows.into_iter().map(QuestionRow::read).collect()
}
