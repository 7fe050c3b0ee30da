//! The lists in which questions are read.

use dialogue::question::{Moderation, Question};
use dialogue::{Millis, PublicId};
use uuid::Uuid;

use crate::error::StoreError;
use crate::rows::{Filed, QuestionRow};
use crate::tx::{Tx, each, row, rows};

/// A page of the public questions that pass a filter (`$2`), by a key (`$3`) and the number (`$4`), both falling.
macro_rules! page_of {
    ($filter:literal, $key:literal) => {
        concat!(
            "SELECT * FROM question WHERE no = $1 AND visibility = 'public' AND ",
            $filter,
            " AND (",
            $key,
            " < $3 OR (",
            $key,
            " = $3 AND number < $4)) ORDER BY ",
            $key,
            " DESC, number DESC LIMIT CAST($5 AS BIGINT)"
        )
    };
}

const ASKERS: &str =
    "SELECT DISTINCT visitor FROM question WHERE no = $1 AND number > $2 AND visitor IS NOT NULL";
const BY_VOTES: &str = page_of!("$2 LIKE '%,' || moderation || ',%'", "votes");
const BY_NEW: &str = page_of!("$2 LIKE '%,' || moderation || ',%'", "number");
const BY_ANSWERED: &str = page_of!("$2 LIKE '%,' || moderation || ',%'", "COALESCE(answered_at, 0)");
const APPROVED_BY_VOTES: &str = page_of!("moderation = 'approved' AND (handling = 'answered') = $2", "votes");
const APPROVED_BY_NEW: &str = page_of!("moderation = 'approved' AND (handling = 'answered') = $2", "number");
const APPROVED_BY_ANSWERED: &str =
    page_of!("moderation = 'approved' AND (handling = 'answered') = $2", "COALESCE(answered_at, 0)");
const LAST_CHANGED: &str = "SELECT * FROM question WHERE no = $1 AND moderation <> 'pending' \
     ORDER BY changed_seq DESC, number DESC LIMIT CAST($2 AS BIGINT)";
const CHANGED_AFTER: &str =
    "SELECT * FROM question WHERE no = $1 AND changed_seq > $2 ORDER BY changed_seq LIMIT CAST($3 AS BIGINT)";
const IN_MODERATION: &str = "SELECT * FROM question WHERE no = $1 AND moderation = $2 ORDER BY asked_at, number LIMIT CAST($3 AS BIGINT)";
const ASKED_BACK: &str = "SELECT * FROM question WHERE moderation = 'needs_info' AND info_asked_at <= $1 \
     ORDER BY info_asked_at, no, number LIMIT 100";
const ON_STAGE: &str = "SELECT * FROM question WHERE no = $1 AND stage = 'on_stage'";
const QUEUED: &str =
    "SELECT * FROM question WHERE no = $1 AND stage = 'queued' ORDER BY queue_at NULLS LAST, number";
const UNANSWERED: &str = "SELECT * FROM question WHERE no = $1 AND moderation = 'approved' AND handling <> 'answered' \
     ORDER BY number";
/// REPLACE finds the id byte by byte: LIKE has wildcards, and SQLite's does not tell capitals apart.
const FOR_UNIT: &str = "SELECT * FROM question WHERE moderation = 'approved' AND handling <> 'answered' \
     AND (lead_unit = $1 OR REPLACE(support_units, '\"' || $1 || '\"', '') <> support_units) \
     ORDER BY due NULLS LAST, asked_at, number LIMIT 200";
const OF_VISITOR: &str =
    "SELECT * FROM question WHERE visitor = $1 ORDER BY asked_at DESC, id DESC LIMIT 100";
const MERGED_INTO: &str = "SELECT * FROM question WHERE no = $1 AND merged_into = $2 ORDER BY number";
const MOVED_FROM: &str = "SELECT no, number FROM question WHERE moved_to = $1";
const HAS_WORK: &str = "SELECT id FROM question WHERE no = $1 AND moderation = 'approved' \
     AND (lead_unit = $2 OR REPLACE(support_units, '\"' || $2 || '\"', '') <> support_units) LIMIT 1";

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

impl Tx {
    /// The last 100 questions of a visitor, newest first.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn questions_of_visitor(&mut self, visitor: Uuid) -> Result<Vec<Filed>, StoreError> {
        read_all(rows!(self, QuestionRow, OF_VISITOR, visitor)?)
    }

    /// Who asked the questions of a log after this number, as far as they are known.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn askers_after(&mut self, no: i64, number: i64) -> Result<Vec<Uuid>, StoreError> {
        let rows = rows!(self, (Uuid,), ASKERS, no, number)?;
        Ok(rows.into_iter().map(|(visitor,)| visitor).collect())
    }

    /// The questions merged into this one.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn merged_into(&mut self, name: PublicId) -> Result<Vec<Filed>, StoreError> {
        read_all(rows!(self, QuestionRow, MERGED_INTO, name.no, name.to_string())?)
    }

    /// The question that lives on under this name, if it was moved there.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn moved_from(&mut self, name: PublicId) -> Result<Option<PublicId>, StoreError> {
        let from = row!(self, (i64, i64), MOVED_FROM, name.to_string())?;
        Ok(from.map(|(no, number)| PublicId { no, number }))
    }

    /// The present votes of these questions of a log, by number.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn votes_of(&mut self, no: i64, numbers: &[i64]) -> Result<Vec<(i64, i64)>, StoreError> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        Ok(each!(self, c => {
            let mut query = sqlx::QueryBuilder::new("SELECT number, votes FROM question WHERE no = ");
            query.push_bind(no).push(" AND number IN (");
            let mut list = query.separated(", ");
            for number in numbers {
                list.push_bind(*number);
            }
            query.push(")");
            query.build_query_as().fetch_all(c).await
        })?)
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

    /// A page of a log's approved public questions: those with an answer, or those that wait for one.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn approved_questions(
        &mut self,
        no: i64,
        answered: bool,
        sort: Sort,
        page: Page,
    ) -> Result<Vec<Filed>, StoreError> {
        let sql = match sort {
            Sort::Votes => APPROVED_BY_VOTES,
            Sort::New => APPROVED_BY_NEW,
            Sort::Answered => APPROVED_BY_ANSWERED,
        };
        let (key, number) = page.after.unwrap_or((i64::MAX, i64::MAX));
        read_all(rows!(self, QuestionRow, sql, no, answered, key, number, page.limit)?)
    }

    /// All but pending, last changed first: what a snapshot tells.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn last_changed(&mut self, no: i64, limit: i64) -> Result<Vec<Filed>, StoreError> {
        read_all(rows!(self, QuestionRow, LAST_CHANGED, no, limit)?)
    }

    /// What events after this one changed, in their order, as it is now.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn changed_after(&mut self, no: i64, seq: i64, limit: i64) -> Result<Vec<Filed>, StoreError> {
        read_all(rows!(self, QuestionRow, CHANGED_AFTER, no, seq, limit)?)
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

    /// Questions whose askers were asked for more before a time and have not replied, longest first, at most 100.
    ///
    /// # Errors
    /// As [`Tx::question`].
    pub async fn asked_back_before(&mut self, at: Millis) -> Result<Vec<Filed>, StoreError> {
        read_all(rows!(self, QuestionRow, ASKED_BACK, at.0)?)
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
}

fn read_all(rows: Vec<QuestionRow>) -> Result<Vec<Filed>, StoreError> {
    rows.into_iter().map(QuestionRow::read).collect()
}
