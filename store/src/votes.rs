//! Votes (quan tâm): one per voter and question, whatever is retried.

use dialogue::{Millis, PublicId};
use uuid::Uuid;

use crate::error::StoreError;
use crate::tx::{Tx, each, row, run};

/// Whoever counts at the same moment waits here, and counts afterwards: PostgreSQL would take a count that waited from
/// before the wait.
const LOCK: &str = "UPDATE question SET votes = votes WHERE id = $1";
const LOCK_BY_NAME: &str = "UPDATE question SET votes = votes WHERE no = $1 AND number = $2";
/// Merging sums voters, not counts: who voted for both is one voter, however often the question was merged on.
const RECOUNT: &str = "UPDATE question SET votes = (WITH RECURSIVE crowd (id, no, number) AS ( \
     SELECT id, no, number FROM question WHERE id = $1 \
     UNION SELECT q.id, q.no, q.number FROM crowd c JOIN question q ON q.no = c.no AND q.moderation = 'merged' \
     AND q.merged_into = CAST(c.no AS TEXT) || '-' || CAST(c.number AS TEXT)) \
     SELECT COUNT(DISTINCT v.voter) FROM vote v JOIN crowd c ON c.id = v.question) WHERE id = $1 RETURNING votes";
/// How many votes are written by one statement: a few lengths, so that each is prepared once.
const AT_ONCE: [usize; 3] = [64, 8, 1];

impl Tx {
    /// Holds a question until the end of the transaction: who reads it afterwards reads it as it stays.
    ///
    /// # Errors
    /// What the driver says; so for all methods here.
    pub async fn lock_question(&mut self, name: PublicId) -> Result<(), StoreError> {
        if self.must_lock() {
            run!(self, LOCK_BY_NAME, name.no, name.number)?;
        }
        Ok(())
    }

    /// On SQLite the writer holds everything.
    const fn must_lock(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Casts votes, each a question and a voter; returns how many did not stand already.
    ///
    /// # Errors
    /// As [`Tx::lock_question`].
    pub async fn cast_votes(&mut self, votes: &[(Uuid, Uuid)], at: Millis) -> Result<u64, StoreError> {
        let mut fresh = 0;
        for votes in pieces(votes) {
            fresh += each!(self, c => {
                let mut query = sqlx::QueryBuilder::new("INSERT INTO vote (question, voter, at) ");
                query.push_values(votes, |mut row, (question, voter)| {
                    row.push_bind(*question).push_bind(*voter).push_bind(at.0);
                });
                query.push(" ON CONFLICT DO NOTHING");
                query.build().execute(c).await.map(|done| done.rows_affected())
            })?;
        }
        Ok(fresh)
    }

    /// Takes votes back, each a question and a voter; returns how many stood.
    ///
    /// # Errors
    /// As [`Tx::lock_question`].
    pub async fn take_back_votes(&mut self, votes: &[(Uuid, Uuid)]) -> Result<u64, StoreError> {
        let mut stood = 0;
        for votes in pieces(votes) {
            stood += each!(self, c => {
                let mut query = sqlx::QueryBuilder::new("DELETE FROM vote WHERE (question, voter) IN (");
                query.push_values(votes, |mut row, (question, voter)| {
                    row.push_bind(*question).push_bind(*voter);
                });
                query.push(")");
                query.build().execute(c).await.map(|done| done.rows_affected())
            })?;
        }
        Ok(stood)
    }

    /// Counts the distinct voters of a question and of those merged into it, directly or by way of others.
    ///
    /// # Errors
    /// As [`Tx::lock_question`].
    pub async fn recount_votes(&mut self, question: Uuid) -> Result<i64, StoreError> {
        if self.must_lock() {
            run!(self, LOCK, question)?;
        }
        Ok(row!(self, (i64,), RECOUNT, question)?.map_or(0, |(votes,)| votes))
    }

    /// Which of these questions the voter supports.
    ///
    /// # Errors
    /// As [`Tx::lock_question`].
    pub async fn voted(&mut self, voter: Uuid, questions: &[Uuid]) -> Result<Vec<Uuid>, StoreError> {
        if questions.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<(Uuid,)> = each!(self, c => {
            let mut query = sqlx::QueryBuilder::new("SELECT question FROM vote WHERE voter = ");
            query.push_bind(voter).push(" AND question IN (");
            let mut ids = query.separated(", ");
            for id in questions {
                ids.push_bind(*id);
            }
            query.push(")");
            query.build_query_as().fetch_all(c).await
        })?;
        Ok(rows.into_iter().map(|(question,)| question).collect())
    }
}

/// The votes in pieces of those lengths.
fn pieces(votes: &[(Uuid, Uuid)]) -> impl Iterator<Item = &[(Uuid, Uuid)]> {
    let mut rest = votes;
    std::iter::from_fn(move || {
        let length = AT_ONCE.into_iter().find(|length| *length <= rest.len())?;
        let piece;
        (piece, rest) = rest.split_at(length);
        Some(piece)
    })
}
