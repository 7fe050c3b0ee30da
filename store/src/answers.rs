//! Answers: published versions, the working draft, the rating.

use dialogue::Millis;
use dialogue::answer::{Answer, AnswerKind, Draft, Mode};
use uuid::Uuid;

use crate::error::StoreError;
use crate::rows::list;
use crate::tx::{Tx, each, row, rows, run};

const FILE: &str = "INSERT INTO answer (id, question, n, kind, mode, unit, unit_name, by_person, by_name, by_title, \
     at, text, legal_basis, retracted) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, FALSE)";
const RETRACT_ALL: &str = "UPDATE answer SET retracted = TRUE WHERE question = $1";
const ERASE: &str = "UPDATE answer SET text = '' WHERE question = $1";
const OF_QUESTIONS: &str = "SELECT * FROM answer WHERE question IN (";
const RECENT: &str = "SELECT q.no, q.number, q.title, a.unit_name, a.at FROM answer a \
     JOIN question q ON q.id = a.question \
     WHERE a.kind = 'answer' AND a.retracted = FALSE AND q.moderation = 'approved' AND q.visibility = 'public' \
     ORDER BY a.at DESC, q.no, q.number LIMIT CAST($1 AS BIGINT)";
const DRAFTS_OF_QUESTIONS: &str = "SELECT * FROM draft WHERE question IN (";
const DRAFT: &str = "SELECT * FROM draft WHERE question = $1";
const SAVE_DRAFT: &str = "INSERT INTO draft (question, text, mode, legal_basis, revision, by_person, by_name, saved_at, \
     submitted_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
     ON CONFLICT (question) DO UPDATE SET text = excluded.text, mode = excluded.mode, \
     legal_basis = excluded.legal_basis, revision = excluded.revision, by_person = excluded.by_person, \
     by_name = excluded.by_name, saved_at = excluded.saved_at, submitted_by = excluded.submitted_by";
const DROP_DRAFT: &str = "DELETE FROM draft WHERE question = $1";
const RATE: &str = "INSERT INTO rating (question, score, comment, at) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (question) DO UPDATE SET score = excluded.score, comment = excluded.comment, at = excluded.at";

#[derive(sqlx::FromRow)]
struct AnswerRow {
    id: Uuid,
    question: Uuid,
    n: i64,
    kind: String,
    mode: String,
    unit: String,
    unit_name: String,
    by_person: Uuid,
    by_name: String,
    by_title: String,
    at: i64,
    text: String,
    legal_basis: String,
    retracted: bool,
}

impl AnswerRow {
    fn read(self) -> Result<Answer, StoreError> {
        Ok(Answer {
            id: self.id,
            question: self.question,
            n: self.n,
            kind: self.kind.parse::<AnswerKind>()?,
            mode: self.mode.parse::<Mode>()?,
            unit: self.unit,
            unit_name: self.unit_name,
            by: self.by_person,
            by_name: self.by_name,
            by_title: self.by_title,
            at: Millis(self.at),
            text: self.text,
            legal_basis: serde_json::from_str(&self.legal_basis)?,
            retracted: self.retracted,
        })
    }
}

#[derive(sqlx::FromRow)]
struct DraftRow {
    question: Uuid,
    text: String,
    mode: String,
    legal_basis: String,
    revision: i64,
    by_person: Uuid,
    by_name: String,
    saved_at: i64,
    submitted_by: Option<Uuid>,
}

impl DraftRow {
    fn read(self) -> Result<Draft, StoreError> {
        Ok(Draft {
            question: self.question,
            text: self.text,
            mode: self.mode.parse::<Mode>()?,
            legal_basis: serde_json::from_str(&self.legal_basis)?,
            revision: self.revision,
            by: self.by_person,
            by_name: self.by_name,
            saved_at: Millis(self.saved_at),
            submitted_by: self.submitted_by,
        })
    }
}

/// A line of the list of new answers.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Recent {
    pub no: i64,
    pub number: i64,
    pub title: Option<String>,
    pub unit_name: String,
    pub at: i64,
}

impl Tx {
    /// # Errors
    /// What the driver says; so for all writing methods here.
    pub async fn file_answer(&mut self, a: &Answer) -> Result<(), StoreError> {
        run!(
            self,
            FILE,
            a.id,
            a.question,
            a.n,
            a.kind.code(),
            a.mode.code(),
            &a.unit,
            &a.unit_name,
            a.by,
            &a.by_name,
            &a.by_title,
            a.at.0,
            &a.text,
            list(&a.legal_basis)?,
        )?;
        Ok(())
    }

    /// # Errors
    /// As [`Tx::file_answer`].
    pub async fn retract_answers(&mut self, question: Uuid) -> Result<(), StoreError> {
        run!(self, RETRACT_ALL, question)?;
        Ok(())
    }

    /// # Errors
    /// As [`Tx::file_answer`].
    pub async fn erase_answers(&mut self, question: Uuid) -> Result<(), StoreError> {
        run!(self, ERASE, question)?;
        run!(self, DROP_DRAFT, question)?;
        Ok(())
    }

    /// The answers of these questions, each question's in the order of `n`.
    ///
    /// # Errors
    /// What the driver says, or a row that this program did not write; so for all reading methods here.
    pub async fn answers_of(&mut self, questions: &[Uuid]) -> Result<Vec<Answer>, StoreError> {
        if questions.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<AnswerRow> = each!(self, c => {
            let mut query = sqlx::QueryBuilder::new(OF_QUESTIONS);
            let mut ids = query.separated(", ");
            for id in questions {
                ids.push_bind(*id);
            }
            query.push(") ORDER BY question, n");
            query.build_query_as().fetch_all(c).await
        })?;
        rows.into_iter().map(AnswerRow::read).collect()
    }

    /// # Errors
    /// As [`Tx::answers_of`].
    pub async fn recent_answers(&mut self, limit: i64) -> Result<Vec<Recent>, StoreError> {
        Ok(rows!(self, Recent, RECENT, limit)?)
    }

    /// # Errors
    /// As [`Tx::answers_of`].
    pub async fn draft(&mut self, question: Uuid) -> Result<Option<Draft>, StoreError> {
        row!(self, DraftRow, DRAFT, question)?.map(DraftRow::read).transpose()
    }

    /// The drafts of these questions.
    ///
    /// # Errors
    /// As [`Tx::answers_of`].
    pub async fn drafts_of(&mut self, questions: &[Uuid]) -> Result<Vec<Draft>, StoreError> {
        if questions.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<DraftRow> = each!(self, c => {
            let mut query = sqlx::QueryBuilder::new(DRAFTS_OF_QUESTIONS);
            let mut ids = query.separated(", ");
            for id in questions {
                ids.push_bind(*id);
            }
            query.push(") ORDER BY question");
            query.build_query_as().fetch_all(c).await
        })?;
        rows.into_iter().map(DraftRow::read).collect()
    }

    /// # Errors
    /// As [`Tx::file_answer`].
    pub async fn save_draft(&mut self, d: &Draft) -> Result<(), StoreError> {
        run!(
            self,
            SAVE_DRAFT,
            d.question,
            &d.text,
            d.mode.code(),
            list(&d.legal_basis)?,
            d.revision,
            d.by,
            &d.by_name,
            d.saved_at.0,
            d.submitted_by,
        )?;
        Ok(())
    }

    /// # Errors
    /// As [`Tx::file_answer`].
    pub async fn drop_draft(&mut self, question: Uuid) -> Result<(), StoreError> {
        run!(self, DROP_DRAFT, question)?;
        Ok(())
    }

    /// # Errors
    /// As [`Tx::file_answer`].
    pub async fn rate(
        &mut self,
        question: Uuid,
        score: i64,
        comment: Option<&str>,
        at: Millis,
    ) -> Result<(), StoreError> {
        run!(self, RATE, question, score, comment, at.0)?;
        Ok(())
    }
}
