//! Questions: filing, saving, erasing, finding one.

use dialogue::question::Question;
use uuid::Uuid;

use crate::error::StoreError;
use crate::rows::{Filed, QuestionRow, list};
use crate::tx::{Tx, each, row, run};

const FILE: &str = "INSERT INTO question (id, no, number, kind, audience, channel, field, area, original, salt, title, \
     public_text, masks, display_name, moderation, handling, stage, visibility, support_units, asked_at, appealed, \
     returns, votes, changed_seq, code, secret_hash, visitor, follows) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL, NULL, $11, $12, $13, $14, $15, $16, '[]', $17, FALSE, \
     0, 0, $18, $19, $20, $21, $22)";
const SAVE: &str = "UPDATE question SET original = $2, title = $3, public_text = $4, masks = $5, moderation = $6, \
     handling = $7, stage = $8, visibility = $9, merged_into = $10, moved_to = $11, reason = $12, decided_by = $13, \
     decided_at = $14, decided_from = $15, appealed = $16, retract_by = $17, lead_unit = $18, support_units = $19, \
     info_asked_at = $20, assigned_at = $21, due = $22, answered_at = $23, returns = $24, queue_at = $25, \
     changed_seq = $26, followed_by = $27 WHERE id = $1";
const ERASE: &str = "UPDATE question SET original = NULL, salt = NULL, title = NULL, public_text = NULL, masks = '[]', \
     display_name = '', changed_seq = $2 WHERE id = $1";
const ERASE_NOTES: &str =
    "DELETE FROM note WHERE (no, seq) IN (SELECT no, seq FROM event WHERE question = $1)";
const ERASE_CONTACT: &str = "DELETE FROM contact WHERE question = $1";
const ERASE_COMMENT: &str = "UPDATE rating SET comment = NULL WHERE question = $1";
const FILE_CONTACT: &str = "INSERT INTO contact (question, name, phone, email, consent_publish, consent_contact, \
     consent_version, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const COPY_CONTACT: &str = "INSERT INTO contact (question, name, phone, email, consent_publish, consent_contact, \
     consent_version, at) SELECT $2, name, phone, email, consent_publish, consent_contact, consent_version, at \
     FROM contact WHERE question = $1";
const BY_ID: &str = "SELECT * FROM question WHERE id = $1";
const BY_NAMES: &str = "SELECT * FROM question WHERE (no, number) IN (";
const BY_NAME: &str = "SELECT * FROM question WHERE no = $1 AND number = $2";
const BY_CODE: &str = "SELECT * FROM question WHERE code = $1";

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
            serde_json::to_string(&q.masks)?,
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
            q.follows.map(|name| name.to_string()),
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
            q.followed_by.map(|name| name.to_string()),
        )?;
        Ok(())
    }

    /// Erases every text of a question, its notes, the contact and the rating's comment. Ids, states and digests stay, so the chain holds.
    ///
    /// # Errors
    /// As [`Tx::file_question`].
    pub async fn erase_question(&mut self, id: Uuid, seq: i64) -> Result<(), StoreError> {
        run!(self, ERASE, id, seq)?;
        run!(self, ERASE_NOTES, id)?;
        run!(self, ERASE_CONTACT, id)?;
        run!(self, ERASE_COMMENT, id)?;
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

    /// Files the contact of one question, if it has one, for another question of the same asker too.
    ///
    /// # Errors
    /// As [`Tx::file_question`].
    pub async fn copy_contact(&mut self, from: Uuid, to: Uuid) -> Result<(), StoreError> {
        run!(self, COPY_CONTACT, from, to)?;
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

    /// The questions of these names, in no order; unknown ones are left out.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn questions_by_names(
        &mut self,
        names: &[dialogue::PublicId],
    ) -> Result<Vec<Filed>, StoreError> {
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<QuestionRow> = each!(self, c => {
            let mut query = sqlx::QueryBuilder::new(BY_NAMES);
            query.push_values(names, |mut pair, name| {
                pair.push_bind(name.no).push_bind(name.number);
            });
            query.push(")");
            query.build_query_as().fetch_all(c).await
        })?;
        rows.into_iter().map(QuestionRow::read).collect()
    }

    /// The first of these questions of a log, in this order; unknown ones are left out.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn questions_in_order(
        &mut self,
        no: i64,
        numbers: &[i64],
        most: usize,
    ) -> Result<Vec<Filed>, StoreError> {
        let names: Vec<_> =
            numbers.iter().take(most).map(|number| dialogue::PublicId { no, number: *number }).collect();
        let mut found = self.questions_by_names(&names).await?;
        found.sort_by_key(|filed| names.iter().position(|name| *name == filed.question.name));
        Ok(found)
    }

    /// `code` without hyphens, in capitals.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn question_by_code(&mut self, code: &str) -> Result<Option<Filed>, StoreError> {
        row!(self, QuestionRow, BY_CODE, code)?.map(QuestionRow::read).transpose()
    }
}
